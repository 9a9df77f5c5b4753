"""Environmental rounds and the hazards they find, each followed until another person has verified the repair."""

from dataclasses import dataclass
from datetime import datetime

from station.models.enums import FindingOutcome
from station.services.events import Event
from station.store.rows.environment import EnvironmentalRoundRow, HazardStepRow
from station.store.work import Actor, Store


@dataclass(frozen=True, slots=True)
class NewHazard:
    """A hazard as it was found. `severity` 1 (cosmetic) to 5 (somebody could die of it)."""

    request_id: str
    area_id: int
    place: str
    severity: int
    note: str
    owner: str
    room_id: int | None = None
    item: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What one thing in one room is like. `reason` where it was not checked; `hazard` where it is one."""

    request_id: str
    round_id: int
    room_id: int
    item: str
    outcome: FindingOutcome
    reason: str = ""
    hazard: NewHazard | None = None


def plan_environmental_rounds(store: Store, *, actor: Actor, now: datetime) -> list[Event]:
    """Have the next round of each area and checklist of the policy owed. Changes nothing where it is already."""
    raise NotImplementedError


def start_environmental_round(
    store: Store, area_id: int, checklist: str, *, actor: Actor, now: datetime
) -> list[Event]:
    """Begin a walk with a checklist; one that is open already is gone on with."""
    raise NotImplementedError


def record_finding(store: Store, found: Found, *, actor: Actor, now: datetime) -> list[Event]:
    """Say what one thing is like. Said again, the later word holds and the earlier stays on record."""
    raise NotImplementedError


def end_environmental_round(store: Store, round_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """The walk is over; the next one is owed at the next time of the schedule. Raises Refused while something has not
    been said, naming it."""
    raise NotImplementedError


def report_hazard(store: Store, hazard: NewHazard, *, actor: Actor, now: datetime) -> list[Event]:
    """A hazard found apart from any round."""
    raise NotImplementedError


def give_hazard(store: Store, hazard_id: int, owner: str, *, actor: Actor, now: datetime) -> list[Event]:
    """Somebody else is to see to it."""
    raise NotImplementedError


def fix_hazard(store: Store, hazard_id: int, how: str, *, actor: Actor, now: datetime) -> list[Event]:
    """Whoever acts says that it is fixed. Another person has still to verify it."""
    raise NotImplementedError


def verify_hazard(
    store: Store, hazard_id: int, note: str, *, is_fixed: bool, actor: Actor, now: datetime
) -> list[Event]:
    """Somebody other than who fixed it has looked. Not fixed: it is open again."""
    raise NotImplementedError


def read_environmental_rounds(store: Store) -> tuple[EnvironmentalRoundRow, ...]:
    """Of each area and checklist the round that is open, else the last one, else one that has not begun (id 0)."""
    raise NotImplementedError


def read_hazard_steps(store: Store, hazard_id: int) -> tuple[HazardStepRow, ...]:
    """Everything that happened to it, in order."""
    raise NotImplementedError
