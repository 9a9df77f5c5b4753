"""Dates and times as people and programs write them. What could mean two things is refused, never guessed."""

import re
from datetime import UTC, date, datetime, time
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo


class NotUnderstood(ValueError):
    """A cell that cannot be read. `what` is wrong with it, and `to_do`, as sentences without their full stops."""

    def __init__(self, what: str, to_do: str) -> None:
        super().__init__(f"{what}. {to_do}.")
        self.what = what
        self.to_do = to_do


_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_MONTH: Final = re.compile(r"(\d{1,2})[\s.-]*([a-z]{3,9})\.?[\s,.-]*(\d{4})")
_MONTH_DAY: Final = re.compile(r"([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})")
_SHORT_YEAR: Final = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
_MOMENT: Final = re.compile(
    r"(?P<day>.*\S)(?:\s+|(?<=\d)T)(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_LONGEST: Final = 60
_WRITE_DATE: Final = "Write it year first, such as 1987-04-03"
_WRITE_MOMENT: Final = "Write date and time such as 2026-03-14 09:30"


def read_date(text: str) -> date:
    """A calendar date: 1987-04-03, 19870403, 3 Apr 1987, Apr 3, 1987, or 04/13/1987, which can mean one day only.

    Raises NotUnderstood, also for 04/03/1987, which can mean two.
    """
    parts = _parts(_short(text).lower(), text)
    try:
        return date(*parts)
    except ValueError as error:
        raise NotUnderstood(f"{text!r} is not a day of the calendar", _WRITE_DATE) from error


def _short(text: str) -> str:
    """Without spaces around it. Nobody writes a date of more than 60 signs."""
    if len(text) > _LONGEST:
        raise NotUnderstood(f"{text[:20]!r}... is not a date", _WRITE_DATE)
    return text.strip()


def _parts(said: str, text: str) -> tuple[int, int, int]:
    if found := _YEAR_FIRST.fullmatch(said):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _COMPACT.fullmatch(said):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _YEAR_LAST.fullmatch(said):
        return int(found[4]), *_month_and_day(int(found[1]), int(found[3]), text)
    if found := _DAY_MONTH.fullmatch(said):
        return int(found[3]), _month(found[2], text), int(found[1])
    if found := _MONTH_DAY.fullmatch(said):
        return int(found[3]), _month(found[1], text), int(found[2])
    if _SHORT_YEAR.fullmatch(said):
        raise NotUnderstood(f"{text!r} has a year of two figures", _WRITE_DATE)
    raise NotUnderstood(f"{text!r} is not a date", _WRITE_DATE)


def _month_and_day(one: int, other: int, text: str) -> tuple[int, int]:
    if one > 12:
        return other, one
    if other > 12 or one == other:
        return one, other
    raise NotUnderstood(f"{text!r} can mean two days, {one} being the month or the day", _WRITE_DATE)


def _month(name: str, text: str) -> int:
    for place, month in enumerate(_MONTHS, start=1):
        if name.startswith(month):
            return place
    raise NotUnderstood(f"{text!r} names no month", _WRITE_DATE)


class _Written(NamedTuple):
    wall: datetime
    offset: str | None


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """A moment in UTC, from local date and time of `zone`, or from one with its own offset (or Z).

    Raises NotUnderstood, also for a local time that the clocks skipped or showed twice.
    """
    written = _written(text)
    if written.offset is not None:
        return _with_offset(written, text)
    first, second = written.wall.replace(tzinfo=zone, fold=0), written.wall.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != written.wall:
        raise NotUnderstood(f"{text!r} never was: the clocks went forward over it", "Correct the time")
    offsets = " or ".join(f"{each:%z}"[:3] + ":" + f"{each:%z}"[3:5] for each in (first, second))
    raise NotUnderstood(f"{text!r} came twice: the clocks went back over it", f"Add the offset that it had, {offsets}")


def _written(text: str) -> _Written:
    found = _MOMENT.fullmatch(_short(text))
    if found is None:
        _refuse_date_only(text)
        raise NotUnderstood(f"{text!r} is not a date with a time", _WRITE_MOMENT)
    try:
        day = read_date(found["day"].rstrip(","))
    except NotUnderstood as fault:
        raise NotUnderstood(fault.what, _WRITE_MOMENT) from fault
    return _Written(datetime.combine(day, _clock(found["clock"], found["half"], text)), found["offset"])


def _refuse_date_only(text: str) -> None:
    try:
        read_date(text)
    except NotUnderstood:
        return
    raise NotUnderstood(f"{text!r} has no time of day", _WRITE_MOMENT)


def _clock(clock: str, half: str | None, text: str) -> time:
    hour, minute, *rest = clock.split(":")
    seconds = float(rest[0]) if rest else 0.0
    try:
        whole = _hour(int(hour), half)
        return time(whole, int(minute), int(seconds), round(seconds % 1 * 1_000_000))
    except ValueError as error:
        raise NotUnderstood(f"{text!r} has no such time of day", _WRITE_MOMENT) from error


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _with_offset(written: _Written, text: str) -> datetime:
    offset = "+00:00" if written.offset in ("Z", "z") else str(written.offset)
    try:
        return datetime.fromisoformat(f"{written.wall.isoformat()}{offset}").astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NotUnderstood(f"{text!r} has no such offset", "Write it such as -05:00") from error
