"""An alert: something owed that was not done, or a fault of Station itself, until somebody has dealt with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base
from station.models.enums import AlertState, Priority, ShownKind, Stage, StepKind


class Alert(Base):
    __tablename__ = "alert"
    __table_args__ = (
        UniqueConstraint("task_id", "due_at"),
        Index("ix_alert_next_at", "next_at"),
        Index("ix_alert_state", "state"),
        Index(
            "ix_alert_reason_owed",
            "id",
            sqlite_where=text("close_note = ''"),
            postgresql_where=text("close_note = ''"),
        ),
        Index(
            "uq_alert_open_subject",
            "subject",
            unique=True,
            sqlite_where=text("state != 'closed'"),
            postgresql_where=text("state != 'closed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    """What it is about: "task:17", or for a technical alert a word such as "clock". One open alert a subject."""
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    stay_id: Mapped[int | None] = mapped_column(ForeignKey("stay.id"), index=True)
    area_id: Mapped[int | None]
    """The part of the unit that a task without a patient is owed to (area.id)."""
    kind: Mapped[str]
    """A task kind, or "technical"."""
    priority: Mapped[Priority]
    stage: Mapped[Stage]
    state: Mapped[AlertState] = mapped_column(default=AlertState.OPEN)
    text: Mapped[str] = mapped_column(default="")
    """For a technical alert, the sentence shown; for a task without a patient, its label."""
    since: Mapped[datetime]
    """What the time owed ran from: when the patient was last seen."""
    due_at: Mapped[datetime]
    """When it truly fell due, whether or not Station was running."""
    lapsed_at: Mapped[datetime | None]
    """When it truly lapsed; None while it is late only."""
    detected_at: Mapped[datetime]
    """When a sweep first saw it."""
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    accepted_at: Mapped[datetime | None]
    accepted_note: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    """When the acceptance runs out and the alert returns."""
    step: Mapped[int] = mapped_column(default=0)
    """How many escalation steps have been taken."""
    told_at: Mapped[datetime | None]
    """When somebody was last told; None before the first step."""
    next_at: Mapped[datetime | None]
    """The next thing the sweep must do to it (escalate, end the lease); None when closed."""
    policy: Mapped[dict[str, Any]]
    """The escalation and lease times as they were when it opened."""
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    close_reason: Mapped[str | None]
    delegated_to_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    """Who was asked to take it over; whoever accepted it stays answerable until that person accepts."""
    delegated_at: Mapped[datetime | None]
    close_note: Mapped[str | None]
    """Why a check that had lapsed was never made, said by a named person: of one closed by something else. Empty while
    it is owed; None where it is not asked, as of every open one."""
    close_note_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    close_note_at: Mapped[datetime | None]
    documented_late: Mapped[bool] = mapped_column(default=False)
    """Closed by a late entry: stays "lapsed, documented late"."""
    check_id: Mapped[int | None] = mapped_column(ForeignKey("patient_check.id"))
    """The check that closed it."""
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class AlertStep(Base):
    """One thing that happened to an alert."""

    __tablename__ = "alert_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"), index=True)
    kind: Mapped[StepKind]
    at: Mapped[datetime]
    who: Mapped[str]
    """The role told ("charge"), or the person who acted."""
    detail: Mapped[str] = mapped_column(default="")


class AlertShown(Base):
    """Proof that an alert reached a screen or a loudspeaker: once for each station, way and priority."""

    __tablename__ = "alert_shown"
    __table_args__ = (UniqueConstraint("alert_id", "station", "kind", "priority"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"))
    station: Mapped[str]
    """The name of the station, as in `Station.name`."""
    kind: Mapped[ShownKind]
    priority: Mapped[Priority]
    at: Mapped[datetime]
    """When it was first painted, or its first samples were handed to the sound device."""
