"""Which shift is running, those before and after it, and when its people go, from the unit's local start times."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from station.rules.moments import utc
from station.rules.policy_people import Shift
from station.rules.schedule import instant_of, zone_of

_JUST_BEFORE: Final = timedelta(microseconds=1)


class Running(NamedTuple):
    """The running shift; `starts_at` belongs to it, `ends_at` to the next. Both in UTC."""

    name: str
    starts_at: datetime
    ends_at: datetime


class ShiftSpan(NamedTuple):
    """One shift on one day: it runs from `starts_at` until the next begins at `next_at`. All in UTC."""

    name: str
    starts_at: datetime
    next_at: datetime
    leaves_at: datetime
    """When its people go: its overlap, in elapsed time, after the next has begun."""

    def has_people_at(self, moment: datetime) -> bool:
        """Whether its people are on: the moment they go belongs to it no more."""
        return self.starts_at <= moment < self.leaves_at


def running(shifts: Sequence[Shift], now: datetime, zone: ZoneInfo | str) -> Running:
    """The shift that runs at `now` (aware) in a unit in `zone`.

    Starts follow the unit's clock, so that a shift is an hour shorter or longer on the days the clock changes. Where
    the spring gap makes two shifts start at one moment, the one with the later start runs. Raises ValueError when
    there are no shifts, `now` is naive or the zone is unknown.
    """
    found = shift_at(shifts, now, zone)
    return Running(found.name, found.starts_at, found.next_at)


def shift_at(shifts: Sequence[Shift], now: datetime, zone: ZoneInfo | str) -> ShiftSpan:
    """The same shift, with when its people go. Raises as `running`."""
    if not shifts:
        raise ValueError("the policy names no shifts; give it at least one, such as Day from 07:00")
    now, place = utc(now), zone_of(zone)
    starts = _starts_around(shifts, now.astimezone(place).date(), place)
    starts_at = max(moment for moment in starts if moment <= now)
    next_at = min(moment for moment in starts if moment > now)
    shift = starts[starts_at]
    return ShiftSpan(shift.name, starts_at, next_at, next_at + shift.overlap)


def shift_before(shifts: Sequence[Shift], span: ShiftSpan, zone: ZoneInfo | str) -> ShiftSpan:
    """The one that ran until `span` began."""
    return shift_at(shifts, span.starts_at - _JUST_BEFORE, zone)


def shift_after(shifts: Sequence[Shift], span: ShiftSpan, zone: ZoneInfo | str) -> ShiftSpan:
    """The one that begins as `span` ends."""
    return shift_at(shifts, span.next_at, zone)


def shifts_of(shifts: Sequence[Shift], first: date, last: date, zone: ZoneInfo | str) -> tuple[ShiftSpan, ...]:
    """Those that begin on these days of the unit's calendar, both included, in order. A night belongs to its evening.

    None where `last` is before `first`.
    """
    place = zone_of(zone)
    begins, ends = (instant_of(day, time(), place) for day in (first, last + timedelta(days=1)))
    span, found = shift_at(shifts, begins, place), []
    if span.starts_at < begins:
        span = shift_after(shifts, span, place)
    while span.starts_at < ends:
        found.append(span)
        span = shift_after(shifts, span, place)
    return tuple(found)


def shifts_on(shifts: Sequence[Shift], now: datetime, zone: ZoneInfo | str) -> tuple[ShiftSpan, ...]:
    """Whose people are on at `now`: the shift that goes, while it overlaps, and the running one."""
    here = shift_at(shifts, now, zone)
    gone = shift_before(shifts, here, zone)
    return (gone, here) if gone.has_people_at(utc(now)) else (here,)


def _starts_around(shifts: Sequence[Shift], today: date, zone: ZoneInfo) -> dict[datetime, Shift]:
    days = [today + timedelta(days=offset) for offset in (-1, 0, 1)]
    in_order = sorted(shifts, key=lambda shift: shift.starts)
    return {instant_of(day, shift.starts, zone): shift for day in days for shift in in_order}
