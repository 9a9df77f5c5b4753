"""A patient, one stay of his on the unit, and the precautions ordered for it."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base
from station.models.enums import OwedReason


class Patient(Base):
    __tablename__ = "patient"

    id: Mapped[int] = mapped_column(primary_key=True)
    mrn: Mapped[str] = mapped_column(unique=True)
    family: Mapped[str]
    given: Mapped[str]
    birth_date: Mapped[date | None] = mapped_column(Date)


class Stay(Base):
    """One admission. A bed holds one open stay at a time; a stay may be without a bed for a while."""

    __tablename__ = "stay"
    __table_args__ = (
        Index(
            "uq_stay_open_bed",
            "bed_id",
            unique=True,
            sqlite_where=text("discharged_at IS NULL AND bed_id IS NOT NULL"),
            postgresql_where=text("discharged_at IS NULL AND bed_id IS NOT NULL"),
        ),
        Index(
            "uq_stay_open_patient",
            "patient_id",
            unique=True,
            sqlite_where=text("discharged_at IS NULL"),
            postgresql_where=text("discharged_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    bed_id: Mapped[int | None] = mapped_column(ForeignKey("bed.id"))
    admitted_at: Mapped[datetime]
    discharged_at: Mapped[datetime | None]
    order_id: Mapped[int | None]
    """The observation order in force (observation_order.id)."""
    last_check_id: Mapped[int | None]
    """The current check with the latest observed time and outcome seen (patient_check.id)."""
    last_seen_at: Mapped[datetime | None]
    """The observed time of that check."""
    asleep: Mapped[bool] = mapped_column(default=False)
    """Whether that check found him sleeping, and he has not been off the unit since; decides between the level awake
    and the level asleep."""
    owed_since: Mapped[datetime | None]
    """When a first check came to be owed (admission, raise, return)."""
    owed_reason: Mapped[OwedReason | None]
    absence_id: Mapped[int | None]
    """He is off the unit: the absence that has not ended (absence.id). Nobody rounds him meanwhile."""
    back_at: Mapped[datetime | None]
    """When he was last back on the unit: no interval runs from before it."""
    look_for: Mapped[str] = mapped_column(default="", server_default=text("''"))
    """What whoever rounds is to look for in him, in a nurse's words."""


class PatientPhoto(Base):
    """What he looks like, for whoever rounds. Never on a wall. A new one takes the place of the one before."""

    __tablename__ = "patient_photo"
    __table_args__ = (
        Index(
            "uq_patient_photo_now",
            "patient_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    image: Mapped[bytes] = mapped_column(LargeBinary)
    """JPEG or PNG, at most 200 kB."""
    set_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    set_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Precaution(Base):
    __tablename__ = "precaution"

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(ForeignKey("stay.id"), index=True)
    code: Mapped[str]
    set_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
