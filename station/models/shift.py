"""A shift of the unit and what has been planned for it: drafts of each charge, and the plans as published."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base
from station.models.enums import BlockKind


class Shift(Base):
    """One shift on one day, made when somebody first plans it or signs its handover."""

    __tablename__ = "shift"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(unique=True)
    ends_at: Mapped[datetime]
    """When its people go: later than the next one's start where shifts overlap."""
    published: Mapped[int] = mapped_column(default=0)
    """The number of the plan in force; 0: none has been published."""


class ShiftPlan(Base):
    """A plan as it was published. Never changed: the next one has the next number."""

    __tablename__ = "shift_plan"
    __table_args__ = (UniqueConstraint("shift_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(unique=True)
    """Made once by the page: a double tap publishes once."""
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"))
    number: Mapped[int]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    published_at: Mapped[datetime]


class PlannedPerson(Base):
    """Somebody who works on the shift, and from when to when."""

    __tablename__ = "planned_person"

    plan_id: Mapped[int] = mapped_column(ForeignKey("shift_plan.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class PlannedBlock(Base):
    """A stretch of one person's shift: a round, a continuous patient, an escort, a break."""

    __tablename__ = "planned_block"

    plan_id: Mapped[int] = mapped_column(ForeignKey("shift_plan.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    """The same from plan to plan, so that a change of it can be told from another block."""
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[BlockKind]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    stay_id: Mapped[int | None] = mapped_column(ForeignKey("stay.id"))
    words: Mapped[str]
    """Of a group, an escort, anything else: what it is, as it stands on the block."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class PlanDraft(Base):
    """What one charge has planned and not published. Each has his own; it goes when he publishes or throws it away."""

    __tablename__ = "plan_draft"

    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    based_on: Mapped[int]
    """The number of the published plan it was made from; 0: from none."""
    body: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
