"""Off the unit: where a patient is, who has him, when he is expected back, and everything that was said about it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base
from station.models.enums import AbsenceKind, AbsenceStepKind


class Absence(Base):
    __tablename__ = "absence"
    __table_args__ = (
        Index(
            "uq_absence_open_stay",
            "stay_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(unique=True)
    """Made once by the form: a double tap is one absence."""
    stay_id: Mapped[int] = mapped_column(ForeignKey("stay.id"), index=True)
    kind: Mapped[AbsenceKind]
    """As it is now: an escort that became AWOL is AWOL; its steps say what it was."""
    destination: Mapped[str] = mapped_column(default="")
    custodian: Mapped[str] = mapped_column(default="")
    """Who has him now, by name. Empty only when AWOL."""
    custodian_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """The same person, where he is of the unit's staff."""
    left_at: Mapped[datetime]
    expected_at: Mapped[datetime | None]
    """None only when AWOL."""
    ended_at: Mapped[datetime | None]


class AbsenceStep(Base):
    """One thing that happened while he was away. Never changed."""

    __tablename__ = "absence_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str | None] = mapped_column(unique=True)
    """Made once by the form: a double tap is one step. None for what Station did by itself."""
    absence_id: Mapped[int] = mapped_column(ForeignKey("absence.id"), index=True)
    kind: Mapped[AbsenceStepKind]
    at: Mapped[datetime]
    """When it is said to have happened."""
    recorded_at: Mapped[datetime]
    late_entry: Mapped[bool] = mapped_column(default=False)
    """The two are more than 2 minutes (policy) apart; marked for ever."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    who: Mapped[str] = mapped_column(default="")
    """The custodian from then on; the person told."""
    said: Mapped[str] = mapped_column(default="")
    """Where to, until when, in what state he came back."""
