"""What was entered on a station while the record was away, and what became of it on the return."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base


class SpoolEntry(Base):
    """Written in the transaction that puts the entry into the record, so that each goes in once."""

    __tablename__ = "spool_entry"

    id: Mapped[str] = mapped_column(primary_key=True)
    """Made when it was entered (a UUID)."""
    station: Mapped[str]
    seq: Mapped[int]
    """Its place in the file of that station, from 1."""
    kind: Mapped[str]
    body: Mapped[dict[str, Any]]
    """What was entered, as the file has it."""
    written_at: Mapped[datetime]
    """When it was safe on that computer."""
    replayed_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(default="")
    """Why it could not go into the record, in words; empty when it did."""
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    resolved_at: Mapped[datetime | None]
    resolution: Mapped[str] = mapped_column(default="")
    """What a named person did about one that could not."""
