"""When something that comes round again is next owed: every so long, or at fixed local clock times."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from station.rules.moments import utc

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"min": "minutes", "m": "minutes", "h": "hours", "hour": "hours", "hours": "hours", "minutes": "minutes"}
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Every:
    """Elapsed time, whatever the clock on the wall does.

    With an `anchor` (aware) it falls at the anchor and every `interval` before and after it; without one, a whole
    `interval` after the moment asked about. Raises ValueError for an interval that is not positive or a naive anchor.
    """

    interval: timedelta
    anchor: datetime | None = None

    def __post_init__(self) -> None:
        if self.interval <= timedelta(0):
            raise ValueError(f"the interval of a schedule must be longer than nothing, got {self.interval}")
        if self.anchor is not None:
            object.__setattr__(self, "anchor", utc(self.anchor))


@dataclass(frozen=True, slots=True)
class At:
    """Fixed local clock times, on every day or on some `weekdays` (0 Monday to 6 Sunday).

    Times are kept sorted and without doubles. Raises ValueError when there is no time, no day, or a time with a zone
    of its own.
    """

    times: tuple[time, ...]
    weekdays: frozenset[int] | None = None

    def __post_init__(self) -> None:
        if not self.times:
            raise ValueError("a schedule at fixed times needs at least one time, such as 06:00")
        if any(one.tzinfo is not None for one in self.times):
            raise ValueError("the times of a schedule are the unit's local times; give them without a zone")
        if self.weekdays is not None and not (self.weekdays and self.weekdays <= set(range(7))):
            raise ValueError("the weekdays of a schedule are one or more of 0 (Monday) to 6 (Sunday)")
        object.__setattr__(self, "times", tuple(sorted({one.replace(fold=0) for one in self.times})))


Schedule = Every | At


def next_due(schedule: Schedule, after: datetime, zone: ZoneInfo | str) -> datetime:
    """The first moment of the schedule strictly after `after`, in UTC.

    `zone` is the unit's, as a ZoneInfo or an IANA name. A fixed time that the spring change skips falls at the first
    instant that exists; one that the autumn change repeats falls once, at its first pass. Raises ValueError for a
    naive `after` or an unknown zone.
    """
    after = utc(after)
    if isinstance(schedule, Every):
        return _next_elapsed(schedule, after)
    return min(moment for moment in _around(schedule, after, zone_of(zone)) if moment > after)


def zone_of(zone: ZoneInfo | str) -> ZoneInfo:
    """The time zone of that IANA name. Raises ValueError when there is none."""
    if isinstance(zone, ZoneInfo):
        return zone
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {zone!r}; use a name such as America/New_York") from error


def instant_of(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment (UTC) at which the unit's clock first shows `clock` on `day`, or first passes it in a gap."""
    wall = datetime.combine(day, clock.replace(fold=0), tzinfo=zone)
    moment = wall.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    return _end_of_gap(wall, zone)


def parse(text: str) -> Schedule:
    """A schedule as people write it: "every 4h", "every 15 min", "at 06:00 14:00 22:00", "at 08:00 on mon thu".

    Raises ValueError with a sentence that shows how to write it.
    """
    words = text.replace(",", " ").lower().split()
    if words[:1] == ["every"]:
        return _parse_every("".join(words[1:]), text)
    if words[:1] == ["at"]:
        return _parse_at(words[1:], text)
    raise ValueError(f"{text!r} is not a schedule; write it like 'every 4h' or 'at 06:00 14:00 22:00'")


def _next_elapsed(schedule: Every, after: datetime) -> datetime:
    if schedule.anchor is None:
        return after + schedule.interval
    passed = (after - schedule.anchor) // schedule.interval
    return schedule.anchor + (passed + 1) * schedule.interval


def _around(schedule: At, after: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    # The same weekday comes again within seven days; a gap moves a time ahead, never back.
    today = after.astimezone(zone).date()
    for offset in range(8):
        day = today + timedelta(days=offset)
        if schedule.weekdays is None or day.weekday() in schedule.weekdays:
            yield from (instant_of(day, clock, zone) for clock in schedule.times)


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment the clock jumped over `wall`, found by halving between its two readings (PEP 495), to the second."""
    wall = wall.replace(microsecond=0)
    new_offset = wall.replace(fold=1).utcoffset()
    before, after = wall.replace(fold=1).astimezone(UTC), wall.astimezone(UTC)
    while after - before > _SECOND:
        middle = before + (after - before) // _SECOND // 2 * _SECOND
        if middle.astimezone(zone).utcoffset() == new_offset:
            after = middle
        else:
            before = middle
    return after


def _parse_every(amount: str, text: str) -> Every:
    found = re.fullmatch(r"([0-9]{1,4})([a-z]+)", amount)
    unit = _UNITS.get(found[2]) if found else None
    if not found or not unit or int(found[1]) == 0:
        raise ValueError(f"{text!r} does not say how often; write it like 'every 4h' or 'every 15 min'")
    return Every(timedelta(**{unit: int(found[1])}))


def _parse_at(words: list[str], text: str) -> At:
    cut = words.index("on") if "on" in words else len(words)
    times = tuple(_parse_clock(word, text) for word in words[:cut])
    days = frozenset(_parse_weekday(word, text) for word in words[cut + 1 :])
    if not times or (cut < len(words) and not days):
        raise ValueError(f"{text!r} is not complete; write it like 'at 06:00 14:00' or 'at 08:00 on mon thu'")
    return At(times, days or None)


def _parse_clock(word: str, text: str) -> time:
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", word)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(f"{word!r} in {text!r} is not a time of day; write 00:00 to 23:59")
    return time(int(found[1]), int(found[2]))


def _parse_weekday(word: str, text: str) -> int:
    if word not in _WEEKDAYS:
        raise ValueError(f"{word!r} in {text!r} is not a weekday; write {', '.join(_WEEKDAYS)}")
    return _WEEKDAYS.index(word)
