"""Shifts, and who and what a plan is made of, as the Assignments page, the handover and the board see them."""

from dataclasses import dataclass
from datetime import datetime

from station.models.enums import BlockKind, Role


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One shift on one day. `ends_at` is when its people go; `next_at` when the next one begins."""

    name: str
    starts_at: datetime
    ends_at: datetime
    next_at: datetime


@dataclass(frozen=True, slots=True)
class AreaLoadRow:
    """What an area asks for now."""

    area_id: int
    name: str
    patients: int
    """To be seen on rounds: on the unit and held by no observer."""
    checks_per_hour: float


@dataclass(frozen=True, slots=True)
class ContinuousRow:
    """A patient on a continuous level."""

    stay_id: int
    bed: str
    initials: str
    level: str
    observer: str | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class PlannableRow:
    """Somebody who can be put on a shift, and what is said of his training."""

    staff_id: int
    name: str
    role: Role
    training: str
    """As it stands under his name: "CPI to 03/27", "CPR expired"."""
    warnings: tuple[str, ...]
    untrained: bool = False
    """Training that he must have has expired, or none is on record."""


@dataclass(frozen=True, slots=True)
class OnDutyRow:
    """Somebody whom the published plan has on duty now, and what he is to be doing."""

    staff_id: int
    name: str
    role: Role
    until: datetime
    """When he goes."""
    kind: BlockKind | None
    """None: nothing is planned for him now."""
    words: str
    """As the wall says it: "rounds west hall", "1:1 with 1307"."""
    block_until: datetime | None
    area_id: int | None = None
    """Of rounds; None: the whole unit."""
    stay_id: int | None = None
