"""The stretch of time that evidence is asked for, as it was typed by the unit's clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.rules.moments import utc
from station.rules.schedule import instant_of
from station.rules.wording import clock_time, full_day

_HOW: Final = "Write it like 2026-11-23T14:00, by the unit's clock."
_LONGEST: Final = timedelta(days=366)


class RangeError(ValueError):
    """A stretch of time that cannot be answered; the message is a sentence for whoever asked."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A moment in UTC, and what is to be said about how it was read; empty where nothing is."""

    at: datetime
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """From `since` to `until`, in UTC."""

    since: datetime
    until: datetime
    remarks: tuple[str, ...] = ()


def read_moment(text: str, zone: ZoneInfo, *, last: bool = False) -> Typed:
    """A day and time of the unit's clock, or one with its own offset. A day alone is its first moment, `last` its end.

    A time that the clock skipped is read as the first moment after; of one that came twice the first is meant, `last`
    the second: the stretch is never shorter than what was asked for. Raises RangeError for what is no moment.
    """
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise RangeError(f"{text.strip()!r} is no moment. {_HOW}") from error
    if read.tzinfo is not None:
        return Typed(utc(read))
    if last and len(text.strip()) <= len("2026-11-23"):
        return Typed(instant_of(read.date() + timedelta(days=1), time(), zone))
    return _on_the_wall(read.replace(tzinfo=zone), last=last)


def _on_the_wall(wall: datetime, *, last: bool) -> Typed:
    first, second = (wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    zone = wall.tzinfo
    if first == second or not isinstance(zone, ZoneInfo):
        return Typed(first)
    said = f"{wall:%H:%M} on {full_day(wall.date())}"
    if first.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        which, at = ("second", second) if last else ("first", first)
        return Typed(at, f"{said} came twice: the {which} is meant, {clock_time(at, zone)}.")
    at = instant_of(wall.date(), wall.time(), zone)
    return Typed(at, f"{said} was skipped by the clock: read as {clock_time(at, zone)}.")


def fit(
    since: datetime, until: datetime, now: datetime, *, admitted_at: datetime, ended_at: datetime | None, zone: ZoneInfo
) -> Range:
    """The part of it in which he was here. Raises RangeError where there is none, or it makes no sense."""
    if until <= since:
        raise RangeError("The end is not after the beginning. Say first from when, then to when.")
    if until > now:
        raise RangeError(f"{_said(until, zone)} is still to come. Evidence goes up to {_said(now, zone)} at most.")
    if until - since > _LONGEST:
        raise RangeError("This is more than a year. Ask for one part after the other.")
    if until <= admitted_at:
        raise RangeError(f"He was admitted on {_said(admitted_at, zone)}, after this time. Ask for a later one.")
    if ended_at is not None and since >= ended_at:
        raise RangeError(f"The stay ended on {_said(ended_at, zone)}, before this time. Ask for an earlier one.")
    remarks = []
    if since < admitted_at:
        remarks.append(f"He was admitted on {_said(admitted_at, zone)}: the evidence begins there.")
    if ended_at is not None and until > ended_at:
        remarks.append(f"The stay ended on {_said(ended_at, zone)}: the evidence ends there.")
    return Range(max(since, admitted_at), min(until, ended_at or until), tuple(remarks))


def _said(at: datetime, zone: ZoneInfo) -> str:
    return f"{full_day(at.astimezone(zone).date())} at {clock_time(at, zone)}"
