"""Environmental rounds and hazards in the words of a unit: for the board, the wall and the page alike."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from station.models.enums import HazardState, Stage
from station.rules.intervals import Owed, stage_of
from station.rules.moments import utc
from station.rules.wording import clock_time

SEVERITIES: Final = {
    1: "cosmetic",
    2: "could hurt somebody slightly",
    3: "could hurt somebody",
    4: "could hurt somebody badly",
    5: "somebody could die of it",
}
"""What the five severities mean, in the words they are chosen by."""

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


class SpokenHazard(Protocol):
    """What this needs to know of a hazard; the store's row of one has it."""

    @property
    def area(self) -> str: ...
    @property
    def room(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def severity(self) -> int: ...
    @property
    def owner(self) -> str: ...
    @property
    def state(self) -> HazardState: ...
    @property
    def found_at(self) -> datetime: ...
    @property
    def fixed_at(self) -> datetime | None: ...
    @property
    def fixed_by(self) -> str | None: ...
    @property
    def due_at(self) -> datetime: ...


def task_label(thing: str, *where: str) -> str:
    """How something owed to no patient is called: "Safety round, West hall", "Door closer, Room 1203, West hall"."""
    return ", ".join(part for part in (thing, *where) if part)


def lasted(elapsed: timedelta) -> str:
    """How long, to the minute and floored: "12 min", "3 h 20 min", "2 days"."""
    elapsed = max(elapsed, timedelta(0))
    if elapsed < _HOUR:
        return f"{elapsed // _MINUTE} min"
    if elapsed < _DAY:
        minutes = elapsed // _MINUTE % 60
        return f"{elapsed // _HOUR} h {minutes} min" if minutes else f"{elapsed // _HOUR} h"
    days = elapsed // _DAY
    return f"{days} day{'' if days == 1 else 's'}"


def owed_state(owed: Owed, zone: ZoneInfo, now: datetime) -> str:
    """How a round stands, for the right of its line: "12 min overdue", "due in 8 min", "16:00".

    Remaining time is ceiled, so that it says "due in 1 min" until the very moment it is due.
    """
    stage = stage_of(owed, now)
    if stage in (Stage.LATE, Stage.LAPSED):
        return f"{lasted(utc(now) - utc(owed.due_at))} overdue" if now - owed.due_at >= _MINUTE else "due now"
    if stage is Stage.DUE_SOON:
        return f"due in {lasted(-(-(utc(owed.due_at) - utc(now)) // _MINUTE) * _MINUTE)}"
    return clock_time(owed.due_at, zone, now)


def passed_line(passed: Sequence[datetime], zone: ZoneInfo, now: datetime) -> str:
    """What is said of a round owed whose later times have passed undone too; nothing where there are none.

    "16:00 and 00:00 have passed without a round as well".
    """
    if not passed:
        return ""
    said = [clock_time(moment, zone, now) for moment in passed[:3]]
    if len(passed) > len(said):
        return f"{len(passed)} later times have passed without a round as well"
    listed = " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))
    return f"{listed} {'has' if len(said) == 1 else 'have'} passed without a round as well"


def hazard_title(hazard: SpokenHazard) -> str:
    """Where and what: "Door closer, Room 1203"; in no room, with its area."""
    return task_label(hazard.place, hazard.room or hazard.area)


def hazard_state(hazard: SpokenHazard, now: datetime) -> str:
    """How a hazard stands, for the right of its line: "severity 4, 2 h", "severity 5, 12 min overdue", "to verify"."""
    if hazard.state is HazardState.FIXED:
        return "to verify"
    over = utc(now) - utc(hazard.due_at)
    if over >= _MINUTE:
        return f"severity {hazard.severity}, {lasted(over)} overdue"
    return f"severity {hazard.severity}, {lasted(utc(now) - utc(hazard.found_at))}"


def hazard_is_late(hazard: SpokenHazard, now: datetime) -> bool:
    """Whether its time to be fixed and verified has passed."""
    return now >= hazard.due_at


def hazard_line(hazard: SpokenHazard, zone: ZoneInfo, now: datetime) -> str:
    """Who has it in hand and until when: "Maintenance, to be fixed by 18:00", "fixed 14:10 by R. Osei, …"."""
    if hazard.state is HazardState.FIXED and hazard.fixed_at is not None:
        when = clock_time(hazard.fixed_at, zone, now)
        return f"Said to be fixed {when} by {hazard.fixed_by}; another person has to verify it"
    return f"{hazard.owner} has it, to be fixed by {clock_time(hazard.due_at, zone, now)}"


def severity_words(severity: int) -> str:
    """For choosing and for showing: "4, could hurt somebody badly"."""
    return f"{severity}, {SEVERITIES[severity]}"
