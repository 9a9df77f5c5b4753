"""Times as people type them, in the unit's zone, turned into moments. Pure: no Qt."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

_CLOCK: Final = re.compile(r"^(\d{1,2})[:.hH]?(\d{2})$")
_AGO: Final = re.compile(r"^(\d{1,3})\s*(m|min|mins|minutes?)?(\s+ago)?$")
_DAY: Final = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_COMING: Final = re.compile(r"^\+?(\d{1,3})\s*(m|min|mins|minutes?|h|hours?)$")
_MOST_AGO: Final = timedelta(hours=24)


class NotATime(ValueError):
    """What was typed cannot be a time here; the message says why and what to type."""


def parse_past(text: str, now: datetime, zone: tzinfo) -> datetime:
    """A moment within the last 24 h: "14:21" (or 1421), "12 min ago" (or 12 min, 12m, 7).

    A clock time still to come today is yesterday's. Raises NotATime. A clock time that occurs twice in the autumn
    means the later one that is not in the future.
    """
    typed = text.strip()
    ago = _AGO.match(typed)
    if ago and (len(ago[1]) < 3 or ago[2] or ago[3]):
        return now - timedelta(minutes=int(ago[1]))
    clock = _CLOCK.match(typed)
    if clock is None:
        raise NotATime("Type a time such as 14:21, or minutes ago such as 12 min.")
    return _latest_pass(int(clock[1]), int(clock[2]), now, zone)


def _latest_pass(hour: int, minute: int, now: datetime, zone: tzinfo) -> datetime:
    if hour > 23 or minute > 59:
        raise NotATime(f"{hour}:{minute:02d} is not a time of day. Use 00:00 to 23:59.")
    today = now.astimezone(zone).date()
    passes = [at for day in (today, today - timedelta(days=1)) for at in _passes(day, hour, minute, zone) if at <= now]
    if not passes or now - max(passes) > _MOST_AGO + timedelta(hours=1):
        raise NotATime(f"{hour:02d}:{minute:02d} did not occur in the last day, because the clocks changed.")
    return max(passes)


def _passes(day: date, hour: int, minute: int, zone: tzinfo) -> list[datetime]:
    """The moments at which the unit's clock shows this: none in the spring gap, two in the autumn fold."""
    found = []
    for fold in (0, 1):
        local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone, fold=fold)
        at = local.astimezone(UTC)
        back = at.astimezone(zone)
        if (back.hour, back.minute) == (hour, minute):
            found.append(at)
    return found


def parse_moment(text: str, now: datetime, zone: tzinfo) -> datetime:
    """A moment of any day: "2026-11-23 14:21", or a time alone for today. Raises NotATime."""
    day_text, _, clock_text = text.strip().rpartition(" ")
    day = parse_day(day_text) if day_text.strip() else now.astimezone(zone).date()
    clock = _CLOCK.match(clock_text)
    if clock is None or int(clock[1]) > 23 or int(clock[2]) > 59:
        raise NotATime("Type a day and a time such as 2026-11-23 14:21, or a time alone for today.")
    passes = _passes(day, int(clock[1]), int(clock[2]), zone)
    if not passes:
        raise NotATime(f"{clock_text} does not exist on {day}, because the clocks change. Choose another time.")
    return passes[0]


def parse_day(text: str) -> date:
    """A day such as 1992-04-30. Raises NotATime."""
    match = _DAY.match(text.strip())
    if match is None:
        raise NotATime("Type a day as year-month-day, such as 1992-04-30.")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise NotATime(f"{text.strip()} is not a day of the calendar.") from error


def age_on(birth: date, today: date) -> int:
    """Whole years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def typed_moment(at: datetime, zone: tzinfo) -> str:
    """2026-11-23 14:21: as `parse_moment` reads it."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def typed_past(text: str, now: datetime, zone: tzinfo, before: datetime | None = None) -> datetime | None:
    """When something that is recorded, or put right, happened. None: nothing was typed, or what `typed_moment` makes
    of `before`, so that its seconds are kept. Raises NotATime.
    """
    typed = text.strip()
    if not typed or (before is not None and typed == typed_moment(before, zone)):
        return None
    if " " not in typed or "-" not in typed:
        return parse_past(typed, now, zone)
    at = parse_moment(typed, now, zone)
    if at > now:
        raise NotATime("This time has not come yet. Correct the time.")
    return at


def parse_coming(text: str, now: datetime, zone: tzinfo) -> datetime:
    """A moment still to come: "14:55" (the next time the clock shows it), "45 min", "2 h", "2026-11-24 09:00".

    Raises NotATime for what is no time, and for a day and time that have passed.
    """
    typed = text.strip()
    span = _COMING.match(typed)
    if span:
        return now + timedelta(minutes=int(span[1]) * (60 if span[2].startswith("h") else 1))
    clock = _CLOCK.match(typed)
    if clock is None:
        return _on_a_day(typed, now, zone)
    hour, minute = int(clock[1]), int(clock[2])
    if hour > 23 or minute > 59:
        raise NotATime(f"{hour}:{minute:02d} is not a time of day. Use 00:00 to 23:59.")
    today = now.astimezone(zone).date()
    passes = [at for day in (today, today + timedelta(days=1)) for at in _passes(day, hour, minute, zone) if at > now]
    if not passes:
        raise NotATime(f"{hour:02d}:{minute:02d} does not come, because the clocks change. Choose another time.")
    return min(passes)


def _on_a_day(typed: str, now: datetime, zone: tzinfo) -> datetime:
    if not _DAY.match(typed.partition(" ")[0]):
        raise NotATime("Type a time such as 14:55, or how long such as 45 min, or a day and a time.")
    at = parse_moment(typed, now, zone)
    if at <= now:
        raise NotATime("This time has passed already. Choose a later one.")
    return at


def typed_coming(at: datetime, now: datetime, zone: tzinfo) -> str:
    """14:55, or with its day when that is another: as `parse_coming` reads it."""
    local = at.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == now.astimezone(zone).date() else typed_moment(at, zone)
