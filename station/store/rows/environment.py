"""Environmental rounds and hazards."""

from dataclasses import dataclass
from datetime import datetime

from station.models.enums import FindingOutcome, HazardState, HazardStepKind


@dataclass(frozen=True, slots=True)
class UnitTaskRow:
    """Something owed to no patient: an environmental round, a hazard to be fixed, a round left open.

    `rules.intervals.stage_of(row, now)` tells how far it has come.
    """

    task_id: int
    kind: str
    """A task kind's words."""
    about: str
    label: str
    area_id: int | None
    area: str
    since: datetime
    soon_at: datetime | None
    due_at: datetime
    lapsed_at: datetime


@dataclass(frozen=True, slots=True)
class HazardRow:
    """A hazard that is not verified yet."""

    hazard_id: int
    area_id: int
    area: str
    room: str
    """Empty where it is in no room."""
    item: str
    place: str
    severity: int
    note: str
    owner: str
    state: HazardState
    found_at: datetime
    found_by: str
    fixed_at: datetime | None
    fixed_by: str | None
    fixed_by_id: int | None
    due_at: datetime
    """Until when it is to be fixed and verified."""
    room_id: int | None = None


@dataclass(frozen=True, slots=True)
class HazardStepRow:
    kind: HazardStepKind
    at: datetime
    by: str
    said: str


@dataclass(frozen=True, slots=True)
class ChecklistItemRow:
    key: str
    words: str
    hint: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What was said last of one thing in one room."""

    room_id: int
    item: str
    outcome: FindingOutcome
    reason: str
    hazard_id: int | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class RoomRow:
    room_id: int
    name: str


@dataclass(frozen=True, slots=True)
class EnvironmentalRoundRow:
    """A round of this kind that is open, or the last one of its area."""

    round_id: int
    """0: there has been none yet."""
    area_id: int
    area: str
    checklist: str
    title: str
    name: str
    """Who began it."""
    started_at: datetime | None
    due_at: datetime | None
    """When it had been due as it was begun."""
    ended_at: datetime | None
    rooms: tuple[RoomRow, ...]
    items: tuple[ChecklistItemRow, ...]
    findings: tuple[FindingRow, ...]
    ended_by: str = ""
