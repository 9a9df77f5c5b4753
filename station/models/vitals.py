"""Vital signs: one set of them, what was later said about it, and what was ordered; and assessments by items."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base
from station.models.enums import AssessmentKind, EntryStatus, SetOutcome


class VitalSet(Base):
    """What was measured of one patient at one time, in canonical units. A refused set holds no value."""

    __tablename__ = "vital_set"
    __table_args__ = (
        Index("ix_vital_set_stay_observed", "stay_id", "observed_at"),
        Index("ix_vital_set_observed", "observed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(unique=True)
    """Made once by whoever enters it, or by the file it is imported from: the same set is stored once."""
    stay_id: Mapped[int] = mapped_column(ForeignKey("stay.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """None: imported, nobody here took it."""
    outcome: Mapped[SetOutcome]
    why: Mapped[str] = mapped_column(default="")
    """Of a partial or refused one."""
    observed_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_at_station: Mapped[str]
    late_entry: Mapped[bool] = mapped_column(default=False)
    imported: Mapped[bool] = mapped_column(default=False)
    hr: Mapped[float | None]
    """A minute."""
    sbp: Mapped[float | None]
    """mmHg."""
    dbp: Mapped[float | None]
    position: Mapped[str] = mapped_column(default="")
    arm: Mapped[str] = mapped_column(default="")
    rr: Mapped[float | None]
    """A minute."""
    spo2: Mapped[float | None]
    """%."""
    scale: Mapped[int] = mapped_column(default=1)
    """Of SpO2, as ordered when it was taken: 1 or 2."""
    o2: Mapped[bool | None]
    """Whether oxygen was given; None: not said."""
    o2_flow: Mapped[float | None]
    """Litres a minute."""
    temp: Mapped[float | None]
    """Degrees Celsius."""
    route: Mapped[str] = mapped_column(default="")
    acvpu: Mapped[str | None]
    """One of A C V P U."""
    weight: Mapped[float | None]
    """kg."""
    height: Mapped[float | None]
    """cm."""
    pain: Mapped[int | None]
    """0 to 10."""
    entered: Mapped[dict[str, Any]]
    """What was typed where its unit was another: {"temp": [100.4, "[degF]"]}."""
    concern: Mapped[str] = mapped_column(default="")
    """A nurse's concern, in words: a flag beside the score."""
    note: Mapped[str | None]
    status: Mapped[EntryStatus] = mapped_column(default=EntryStatus.CURRENT)


class VitalAmendment(Base):
    """A correction that stands beside the original; both can be read for ever."""

    __tablename__ = "vital_amendment"

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("vital_set.id"), index=True)
    replacement_id: Mapped[int | None] = mapped_column(ForeignKey("vital_set.id"), index=True)
    kind: Mapped[EntryStatus]
    reason: Mapped[str]
    changes: Mapped[dict[str, Any]]
    """Per changed field: [said before, says now]."""
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]
    at_station: Mapped[str]


class VitalOrder(Base):
    """How often his vital signs are to be taken, and on which scale his SpO2 is scored. One at a time."""

    __tablename__ = "vital_order"
    __table_args__ = (
        Index(
            "uq_vital_order_now",
            "stay_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(ForeignKey("stay.id"))
    schedule: Mapped[str]
    """As people write it: "every 4h", "at 06:00 14:00 22:00"; empty: as the unit's policy has it."""
    scale: Mapped[int] = mapped_column(default=1)
    pregnant: Mapped[bool] = mapped_column(default=False)
    """Then there is no NEWS2, and it is said why."""
    reason: Mapped[str] = mapped_column(default="")
    ordered_by: Mapped[str]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    starts_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ScoreAnswer(Base):
    """What a nurse did about a score that asked for it."""

    __tablename__ = "score_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(unique=True)
    stay_id: Mapped[int] = mapped_column(ForeignKey("stay.id"), index=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("vital_set.id"))
    """The set whose score asked."""
    words: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime]


class AssessmentOrder(Base):
    """An assessment that is made again and again while it stands: withdrawal scales. BVC needs no order."""

    __tablename__ = "assessment_order"
    __table_args__ = (
        Index(
            "uq_assessment_order_now",
            "stay_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(ForeignKey("stay.id"))
    kind: Mapped[AssessmentKind]
    ordered_by: Mapped[str]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    starts_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Assessment(Base):
    """One filled-in scale. `items`: points by item; a refused one has none."""

    __tablename__ = "assessment"
    __table_args__ = (Index("ix_assessment_stay_observed", "stay_id", "observed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(unique=True)
    stay_id: Mapped[int] = mapped_column(ForeignKey("stay.id"))
    kind: Mapped[AssessmentKind]
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    outcome: Mapped[SetOutcome]
    why: Mapped[str] = mapped_column(default="")
    items: Mapped[dict[str, Any]]
    total: Mapped[int | None]
    observed_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_at_station: Mapped[str]
    late_entry: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]
    status: Mapped[EntryStatus] = mapped_column(default=EntryStatus.CURRENT)
