"""Times of a shift as they are typed. Pure: no Qt."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from station.rules.wording import clock_time
from station.views.assignments.words import Names
from station.views.panel.times import NotATime

_CLOCK: Final = re.compile(r"^(\d{1,2})[:.hH]?(\d{2})(?:\s+([A-Za-z]{2,5}))?$")


def parse_in_shift(text: str, starts_at: datetime, ends_at: datetime, names: Names, *, later: bool = False) -> datetime:
    """The moment of this shift at which the unit's clock shows what was typed: "19:30", "1930", "01:30 EST".

    Of two passes the first, or the last where `later`. Raises NotATime.
    """
    match = _CLOCK.match(text.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise NotATime("Type a time such as 19:30.")
    found = list(_passes(int(match[1]), int(match[2]), starts_at, ends_at, names.zone))
    if match[3]:
        found = [at for at in found if at.astimezone(names.zone).tzname() == match[3].upper()]
    if not found:
        hours = f"{clock_time(starts_at, names.zone)} to {clock_time(ends_at, names.zone)}"
        raise NotATime(f"{text.strip()} is not within {hours}.")
    return found[-1] if later else found[0]


def _passes(hour: int, minute: int, starts_at: datetime, ends_at: datetime, zone: tzinfo) -> list[datetime]:
    found = []
    day = starts_at.astimezone(zone).date()
    while day <= ends_at.astimezone(zone).date():
        for fold in (0, 1):
            local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone, fold=fold)
            at = local.astimezone(UTC)
            back = at.astimezone(zone)
            if (back.hour, back.minute) == (hour, minute) and starts_at <= at <= ends_at and at not in found:
                found.append(at)
        day += timedelta(days=1)
    return sorted(found)
