"""Who is on their feet: whose round is open, who observes whom, and what the plan has the others do. Without Qt.

What people really do outranks the plan: nobody is said to do what another does.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import BlockKind, Role, Stage, TaskKind
from station.rules import wording
from station.rules.intervals import stage_of
from station.store.rows import BedRow
from station.store.rows.environment import UnitTaskRow
from station.store.rows.plan import OnDutyRow
from station.store.rows.rounds import RoundRow

Who = tuple[str, str]
"""A name, and what is said of it."""

_TECHS: Final = frozenset({Role.TECH, Role.CHARGE_TECH})
_ORDER: Final = (BlockKind.ROUNDS, BlockKind.CONTINUOUS, BlockKind.ESCORT, BlockKind.BREAK)
"""Of what the plan says; everything else comes after."""


def on_duty_words(rows: Iterable[OnDutyRow], now: datetime) -> str:
    """How many are on by the plan: "4 techs · 3 RN"; "" where nobody is planned, which is not known to be nobody."""
    counted = Counter(one.role in _TECHS for one in rows if one.until > now)
    techs, nurses = counted[True], counted[False]
    parts = [f"{techs} tech{'' if techs == 1 else 's'}"] if techs else []
    return " · ".join([*parts, f"{nurses} RN"] if nurses else parts)


def round_words(
    rounds: Sequence[RoundRow],
    unit_tasks: Iterable[UnitTaskRow],
    zone: ZoneInfo,
    now: datetime,
    planned: Iterable[OnDutyRow] = (),
) -> list[Who]:
    """Who rounds where: [("J. Moore", "rounds West hall since 14:20")]; one left open too long says how long.

    Where the plan has somebody else round there now, for whom: "rounds West hall for D. Lin since 14:20".
    """
    ends = {one.about: one for one in unit_tasks if one.kind == TaskKind.ROUND_OPEN}
    rounders = [one for one in planned if one.kind is BlockKind.ROUNDS and _runs(one, now)]
    return [
        (one.name, _walk(one, _in_place_of(one, rounds, rounders), ends.get(f"round:{one.round_id}"), zone, now))
        for one in rounds
    ]


def _in_place_of(walk: RoundRow, rounds: Sequence[RoundRow], rounders: Sequence[OnDutyRow]) -> str:
    """For whom somebody walks an area that the plan gives to others, none of whom walks it."""
    meant = [one for one in rounders if one.area_id == walk.area_id]
    walkers = {one.staff_id for one in rounds if one.area_id == walk.area_id}
    return f" for {meant[0].name}" if meant and not walkers & {one.staff_id for one in meant} else ""


def planned_words(
    planned: Iterable[OnDutyRow], rounds: Iterable[RoundRow], beds: Iterable[BedRow], zone: ZoneInfo, now: datetime
) -> list[Who]:
    """What the plan has those do who walk no round and have no patient: [("A. Park", "break until 15:00")].

    Of a patient whom the plan gives to somebody who does not hold him: "planned for 1:1 with 1307".
    """
    walks, patients = list(rounds), [bed.patient for bed in beds if bed.patient is not None]
    walked = {walk.area_id for walk in walks}
    held = {one.stay_id for one in patients if one.continuous and one.away is None}
    busy = {walk.staff_id for walk in walks} | {one.observer.staff_id for one in patients if one.observer is not None}
    busy |= {one.away.custodian_id for one in patients if one.away is not None and one.away.custodian_id is not None}
    said = [
        one
        for one in planned
        if _runs(one, now)
        and one.staff_id not in busy
        and not (one.kind is BlockKind.ROUNDS and one.area_id in walked)
        and not (one.kind is BlockKind.CONTINUOUS and one.stay_id not in held)
    ]
    in_order = sorted(said, key=lambda one: (_ORDER.index(one.kind) if one.kind in _ORDER else len(_ORDER), one.name))
    return [(one.name, _plan(one, zone, now)) for one in in_order]


def _runs(one: OnDutyRow, now: datetime) -> bool:
    return one.kind is not None and one.block_until is not None and one.block_until > now


def _plan(one: OnDutyRow, zone: ZoneInfo, now: datetime) -> str:
    if one.kind is BlockKind.CONTINUOUS:
        return f"planned for {one.words}"
    until = "" if one.block_until is None else f" until {wording.clock_time(one.block_until, zone, now)}"
    return f"{wording.in_sentence(one.words)}{until}"


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


def _walk(one: RoundRow, in_place: str, ends: UnitTaskRow | None, zone: ZoneInfo, now: datetime) -> str:
    said = f"rounds {one.area}{in_place} since {wording.clock_time(one.started_at, zone, now)}"
    if ends is None or stage_of(ends, now).rank < Stage.LATE.rank:
        return said
    return f"{said}, open {(now - one.started_at) // timedelta(minutes=1)} min"
