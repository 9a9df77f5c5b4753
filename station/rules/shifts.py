"""Which shift is running, from the unit's local start times."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from station.rules.moments import utc
from station.rules.policy import Shift
from station.rules.schedule import instant_of, zone_of


class Running(NamedTuple):
    """The running shift; `starts_at` belongs to it, `ends_at` to the next. Both in UTC."""

    name: str
    starts_at: datetime
    ends_at: datetime


def running(shifts: Sequence[Shift], now: datetime, zone: ZoneInfo | str) -> Running:
    """The shift that runs at `now` (aware) in a unit in `zone`.

    Starts follow the unit's clock, so that a shift is an hour shorter or longer on the days the clock changes. Where
    the spring gap makes two shifts start at one moment, the one with the later start runs. Raises ValueError when
    there are no shifts, `now` is naive or the zone is unknown.
    """
    if not shifts:
        raise ValueError("the policy names no shifts; give it at least one, such as Day from 07:00")
    now, place = utc(now), zone_of(zone)
    starts = _starts_around(shifts, now.astimezone(place).date(), place)
    starts_at = max(moment for moment in starts if moment <= now)
    ends_at = min(moment for moment in starts if moment > now)
    return Running(starts[starts_at], starts_at, ends_at)


def _starts_around(shifts: Sequence[Shift], today: date, zone: ZoneInfo) -> dict[datetime, str]:
    days = [today + timedelta(days=offset) for offset in (-1, 0, 1)]
    in_order = sorted(shifts, key=lambda shift: shift.starts)
    return {instant_of(day, shift.starts, zone): shift.name for day in days for shift in in_order}
