"""The handing over of a shift by one charge to the next, signed by both, and the notes for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base


class ShiftHandover(Base):
    """One a shift. What it says is kept as it was when the first of the two signed it."""

    __tablename__ = "shift_handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"), unique=True)
    """The shift that goes."""
    body: Mapped[dict[str, Any]]
    """The whole page, as signed."""
    journal_seq: Mapped[int]
    """The last journal entry when it was signed, and its hash: an anchor outside, once it is printed."""
    journal_hash: Mapped[str]
    outgoing_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    outgoing_at: Mapped[datetime]
    incoming_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    incoming_at: Mapped[datetime | None]


class HandoverNote(Base):
    """A line that somebody wants the next shift to know, of a patient or of the unit."""

    __tablename__ = "handover_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(unique=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"), index=True)
    stay_id: Mapped[int | None] = mapped_column(ForeignKey("stay.id"))
    words: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    """Taken back by whoever wrote it; it stays readable."""
