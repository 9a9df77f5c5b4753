"""Environmental rounds: what was looked at in each room, and the hazards found, each followed until it is verified."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from station.models.base import Base
from station.models.enums import FindingOutcome, HazardState, HazardStepKind


class EnvironmentalRound(Base):
    """One walk through an area with one checklist."""

    __tablename__ = "environmental_round"
    __table_args__ = (
        Index(
            "uq_environmental_round_open",
            "area_id",
            "checklist",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    checklist: Mapped[str]
    """The key of a checklist (resources/checklists)."""
    items: Mapped[dict[str, Any]]
    """The checklist as it was when the round began: {"title": ..., "items": [{"key": ..., "words": ...}, ...]}."""
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    started_at: Mapped[datetime]
    started_at_station: Mapped[str]
    due_at: Mapped[datetime | None]
    """When it had been due, as known when it was begun."""
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class Finding(Base):
    """What was found of one thing in one room. Said anew, the later one holds and the earlier one stays."""

    __tablename__ = "finding"
    __table_args__ = (Index("ix_finding_round", "round_id", "room_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("environmental_round.id"))
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    item: Mapped[str]
    outcome: Mapped[FindingOutcome]
    reason: Mapped[str] = mapped_column(default="")
    """Why it was not checked."""
    hazard_id: Mapped[int | None] = mapped_column(ForeignKey("hazard.id"))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    current: Mapped[bool] = mapped_column(default=True)


class Hazard(Base):
    __tablename__ = "hazard"
    __table_args__ = (Index("ix_hazard_state", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(unique=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    item: Mapped[str] = mapped_column(default="")
    """The thing on the checklist; empty for one found apart from any round."""
    place: Mapped[str]
    """Where exactly: "shower, behind the door"."""
    severity: Mapped[int]
    """1 (cosmetic) to 5 (somebody could die of it)."""
    note: Mapped[str]
    owner: Mapped[str]
    """Who is to see to it: a person or a service such as Maintenance."""
    state: Mapped[HazardState] = mapped_column(default=HazardState.OPEN)
    due_at: Mapped[datetime]
    """Until when it is to be fixed and verified. A policy signed before that time has come may move it."""
    found_at: Mapped[datetime]
    found_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    fixed_at: Mapped[datetime | None]
    fixed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class HazardStep(Base):
    """One thing that happened to a hazard. Never changed."""

    __tablename__ = "hazard_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    hazard_id: Mapped[int] = mapped_column(ForeignKey("hazard.id"), index=True)
    kind: Mapped[HazardStepKind]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    said: Mapped[str] = mapped_column(default="")
