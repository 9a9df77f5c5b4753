"""A check: one patient seen, or not found, once, by one person. And what was later said about it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base
from station.models.enums import EntryStatus, Outcome


class Check(Base):
    __tablename__ = "patient_check"
    __table_args__ = (
        Index("ix_patient_check_stay_observed", "stay_id", "observed_at"),
        Index("ix_patient_check_observed", "observed_at"),
        Index(
            "ix_patient_check_round",
            "round_id",
            sqlite_where=text("round_id IS NOT NULL"),
            postgresql_where=text("round_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(unique=True)
    """Made once by whoever enters it; the same entry sent twice is stored once."""
    stay_id: Mapped[int] = mapped_column(ForeignKey("stay.id"))
    observer_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    outcome: Mapped[Outcome]
    observed_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_at_station: Mapped[str]
    late_entry: Mapped[bool] = mapped_column(default=False)
    location: Mapped[str | None]
    activity: Mapped[str | None]
    life_sign: Mapped[str | None]
    """How life was seen in a sleeping patient."""
    concern: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]
    since: Mapped[datetime | None]
    """What the interval it ended ran from, as known when recorded: the check before, or when it was first owed. Where
    that check was corrected since, what it truly ran from."""
    due_at: Mapped[datetime | None]
    """When it had been due, by that. On time means observed before this."""
    status: Mapped[EntryStatus] = mapped_column(default=EntryStatus.CURRENT)
    round_id: Mapped[int | None]
    """The round it was made on (round.id); None for one made apart from any round."""


class Amendment(Base):
    """A correction that stands beside the original; both can be read for ever."""

    __tablename__ = "amendment"

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("patient_check.id"), index=True)
    replacement_id: Mapped[int | None] = mapped_column(ForeignKey("patient_check.id"), index=True)
    kind: Mapped[EntryStatus]
    reason: Mapped[str]
    changes: Mapped[dict[str, Any]]
    """Per changed field: [said before, says now]."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    at_station: Mapped[str]
