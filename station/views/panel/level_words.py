"""The history of a patient's levels in words, and where each stands on a time axis. Pure: no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import OrderKind
from station.rules.wording import clock_time, short
from station.store.rows.levels import LevelStretchRow

DAY: Final = timedelta(hours=24)
_HOUR: Final = timedelta(hours=1)
_STEPS: Final = (1, 2, 3, 6, 12, 24, 48, 168, 336, 672)
"""Hours between two marks of the axis."""
_DAY_H: Final = 24
_VERBS: Final = {
    OrderKind.ADMISSION: "on admission",
    OrderKind.RAISE: "raised",
    OrderKind.LOWER: "lowered",
    OrderKind.RENEW: "reviewed and kept",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch on the axis: from `left` to `right`, as shares of its length."""

    row: LevelStretchRow
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A time on the axis, and how it is written there: "15:00", or "Sun 22" where a day begins."""

    share: float
    words: str


def end_of(rows: Sequence[LevelStretchRow], now: datetime) -> datetime:
    """Now; of a stay that has ended, its end."""
    return (rows[-1].ended_at if rows else None) or now


def window(rows: Sequence[LevelStretchRow], now: datetime, *, whole_stay: bool) -> tuple[datetime, datetime]:
    """What the axis shows: the whole stay, or its last 24 hours."""
    until = end_of(rows, now)
    since = rows[0].starts_at if rows and whole_stay else until - DAY
    return min(since, until - timedelta(minutes=1)), until


def pieces(rows: Sequence[LevelStretchRow], since: datetime, until: datetime) -> list[Piece]:
    """The stretches in sight, in order."""
    whole = until - since
    found = []
    for row in rows:
        begins, ends = max(row.starts_at, since), min(row.ended_at or until, until)
        if begins < ends or (row.ended_at is None and begins <= until):
            found.append(Piece(row, (begins - since) / whole, (ends - since) / whole))
    return found


def marks(since: datetime, until: datetime, zone: ZoneInfo, most: int = 6) -> list[Mark]:
    """Whole hours of the unit's clock, or days, at most so many and one."""
    whole = until - since
    hours = next((step for step in _STEPS if whole / (step * _HOUR) <= most), _STEPS[-1])
    local = since.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    local = local.replace(hour=local.hour // hours * hours if hours < _DAY_H else 0)
    found = []
    while (at := local.astimezone(UTC)) <= until:
        if at >= since:
            dated = hours > _DAY_H // 4 and local.hour == 0
            words = " ".join(clock_time(at, zone, at - 2 * DAY).split()[:2]) if dated else clock_time(at, zone)
            found.append(Mark((at - since) / whole, words))
        local += timedelta(hours=hours)
    return found


def stretch_words(row: LevelStretchRow, now: datetime, zone: ZoneInfo) -> tuple[str, str, str]:
    """What, when, and who and why: three lines."""
    since = clock_time(row.starts_at, zone, now)
    until = "now" if row.ended_at is None else clock_time(row.ended_at, zone, now)
    lasted = short((row.ended_at or now) - row.starts_at)
    what = f"{row.words}, {_VERBS[row.kind]}"
    when = f"{since} to {until}, {lasted}"
    who = f"Ordered by {row.ordered_by}" if row.ordered_by else "Nobody is named as ordering it"
    if row.entered_by and row.entered_by != row.ordered_by:
        who = f"{who}, entered by {row.entered_by}"
    if row.second_person:
        who = f"{who}, {row.second_person} agreed"
    return what, when, f"{who}. {row.reason}" if row.reason else f"{who}."
