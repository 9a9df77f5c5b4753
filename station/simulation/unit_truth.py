"""The independent count of what is owed to no patient: rounds left open, environmental rounds, hazards.

As in `truth`, the figures of the default policy are written down a second time, and no rule is shared with Station:
the times of the wall clock are found by walking along it minute by minute.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from station.simulation.said import (
    EnvironmentOwed,
    EnvironmentWalked,
    HandedOver,
    HandoverOwed,
    HazardFound,
    HazardVerified,
    OfUnit,
    RoundBegun,
    RoundEnded,
)

ROUND_OPEN_S: Final = 1200
"""A round is late this many seconds after it was begun, and never becomes high."""
WALKED_AT: Final = ((0, 0), (8, 0), (16, 0))
"""Hours and minutes on the unit's clock at which every area is owed a walk."""
WALK_S: Final = (0, 3600)
SHIFTS_AT: Final = ((7, 0), (15, 0), (23, 0))
"""Hours and minutes at which shifts change; the people of the one before stay half an hour longer."""
HANDOVER_S: Final = (2700, 4500)
"""After the change: a quarter of an hour after they have gone, and so on."""
HAZARD_S: Final = {1: 604800, 2: 259200, 3: 86400, 4: 14400, 5: 0}
"""By severity: late this many seconds after it was found, and lapsed so many more:"""
HAZARD_LAPSED_S: Final = 3600
DEADLY: Final = 5
"""Of this severity it has lapsed from the first moment."""
NEVER: Final = datetime.max.replace(tzinfo=UTC)
_MINUTE: Final = timedelta(minutes=1)
_STRIDE: Final = timedelta(minutes=20)


class Owed(NamedTuple):
    """Late from `late` on, lapsed from `lapsed` on."""

    late: datetime
    lapsed: datetime


def after(since: datetime, seconds: tuple[int, int]) -> Owed:
    return Owed(since + timedelta(seconds=seconds[0]), since + timedelta(seconds=seconds[1]))


def next_walk(moment: datetime, zone: str) -> datetime:
    """When every area is next owed a walk."""
    return next_of(WALKED_AT, moment, zone)


def next_change(moment: datetime, zone: str) -> datetime:
    """When the shifts change next."""
    return next_of(SHIFTS_AT, moment, zone)


def next_of(hours: tuple[tuple[int, int], ...], moment: datetime, zone: str) -> datetime:
    """The first time after `moment` at which the clock on the wall comes to one of the hours, or jumps over it.

    An hour that the autumn change brings twice counts when it comes first.
    """
    place = ZoneInfo(zone)
    at = moment.replace(second=0, microsecond=0)
    before = at.astimezone(place)
    while True:
        if _nothing_within(_STRIDE, hours, at, place):
            at += _STRIDE
            before = at.astimezone(place)
        at += _MINUTE
        wall = at.astimezone(place)
        if not wall.fold and _came_to_an_hour(hours, before, wall):
            return at
        before = wall


def _nothing_within(stride: timedelta, hours: tuple[tuple[int, int], ...], at: datetime, place: ZoneInfo) -> bool:
    """Whether one long stride may be taken instead of its minutes: the clock comes to no hour in it and stands."""
    here, there = at.astimezone(place), (at + stride).astimezone(place)
    moved = here.utcoffset() != there.utcoffset() or here.fold or there.fold or here.date() != there.date()
    return not moved and not _came_to_an_hour(hours, here, there)


def _came_to_an_hour(hours: tuple[tuple[int, int], ...], before: datetime, wall: datetime) -> bool:
    """Whether one of the hours lies behind `before` and not behind `wall`, both as the clock shows them."""
    earlier, later = before.replace(tzinfo=None), wall.replace(tzinfo=None)
    return any(earlier < later.replace(hour=hour, minute=minute) <= later for hour, minute in hours)


@dataclass(slots=True)
class _Walks:
    """The environmental rounds of one area. `since`: when the one that is owed came to be owed."""

    zone: str
    since: datetime
    due: datetime

    def walked(self, one: EnvironmentWalked) -> None:
        """Only a walk in the later half of the wait is the one that was owed, and only if anybody looked."""
        if not one.looked or one.at - self.since < self.due - one.at:
            return
        self.since, self.due = one.at, next_walk(max(self.due, one.at), self.zone)


@dataclass(slots=True)
class Thing:
    """What is known of one thing while the record is replayed."""

    open_since: datetime | None = None
    walks: _Walks | None = None
    hazard: Owed | None = None
    shift_zone: str = ""
    shift_ends: datetime | None = None

    def take(self, one: OfUnit) -> None:
        """Let one thing said change what is known."""
        match one:
            case RoundBegun():
                self.open_since = one.at
            case RoundEnded():
                self.open_since = None
            case EnvironmentOwed():
                self.walks = _Walks(one.zone, one.at, next_walk(one.at, one.zone))
            case EnvironmentWalked():
                if self.walks is not None:
                    self.walks.walked(one)
            case HazardFound():
                late = one.at + timedelta(seconds=HAZARD_S[one.severity])
                lapse = 0 if one.severity == DEADLY else HAZARD_LAPSED_S
                self.hazard = Owed(late, late + timedelta(seconds=lapse))
            case HazardVerified():
                self.hazard = None
            case HandoverOwed():
                self.shift_zone, self.shift_ends = one.zone, next_change(one.at, one.zone)
            case HandedOver():
                self.shift_ends = next_change(one.until, self.shift_zone)
            case _:
                raise TypeError(f"the truth has not been taught what {type(one).__name__} means")

    def owed(self) -> Iterator[tuple[str, Owed]]:
        """Everything owed of this thing now, by kind."""
        if self.open_since is not None:
            yield "round open", Owed(self.open_since + timedelta(seconds=ROUND_OPEN_S), NEVER)
        if self.walks is not None:
            yield "environmental round", after(self.walks.due, WALK_S)
        if self.hazard is not None:
            yield "hazard", self.hazard
        if self.shift_ends is not None:
            yield "shift handover", after(self.shift_ends, HANDOVER_S)
