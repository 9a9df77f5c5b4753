"""Who is on their feet: whose round is open, who observes whom. Without Qt."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from station.models.enums import Stage, TaskKind
from station.rules import wording
from station.rules.intervals import stage_of
from station.store.rows import BedRow
from station.store.rows.environment import UnitTaskRow
from station.store.rows.rounds import RoundRow

Who = tuple[str, str]
"""A name, and what is said of it."""


def round_words(
    rounds: Iterable[RoundRow], unit_tasks: Iterable[UnitTaskRow], zone: ZoneInfo, now: datetime
) -> list[Who]:
    """Who rounds where: [("J. Moore", "rounds West hall since 14:20")]; one left open too long says how long."""
    ends = {one.about: one for one in unit_tasks if one.kind == TaskKind.ROUND_OPEN}
    return [(one.name, _walk(one, ends.get(f"round:{one.round_id}"), zone, now)) for one in rounds]


def observer_words(beds: Iterable[BedRow]) -> list[Who]:
    """Who observes whom: [("R. Osei", "1:1 with 1309")]."""
    held = [(bed, bed.patient) for bed in beds if bed.patient is not None and bed.patient.continuous]
    return [
        (patient.observer.name, f"{patient.level} with {bed.label}")
        if patient.observer is not None
        else ("Nobody", f"with {bed.label} ({patient.level})")
        for bed, patient in held
        if patient.away is None
    ]


def _walk(one: RoundRow, ends: UnitTaskRow | None, zone: ZoneInfo, now: datetime) -> str:
    said = f"rounds {one.area} since {wording.clock_time(one.started_at, zone, now)}"
    if ends is None or stage_of(ends, now).rank < Stage.LATE.rank:
        return said
    return f"{said}, open {(now - one.started_at) // timedelta(minutes=1)} min"
