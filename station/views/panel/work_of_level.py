"""What a change of level asks of those who round, in a sentence. Pure: no Qt."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from station.models.enums import BlockKind
from station.rules.policy import Policy
from station.rules.workload import checks_per_hour
from station.store.rows import BedRow, BoardSnapshot, PatientRow
from station.views.panel.desk import Placed


@dataclass(frozen=True, slots=True)
class _Rounder:
    name: str
    area_id: int | None
    """None: the whole unit."""


def work_words(policy: Policy, snapshot: BoardSnapshot, one: Placed, pair: tuple[str, str]) -> str:
    """Adds 8 checks an hour to the west hall: J. Moore goes from 50 to 58. Empty where rounds are as before.

    `pair`: the levels awake and asleep as they are to be. Of the two the closer one counts, and somebody who is to be
    held, awake or asleep, is not counted on rounds: as the shift is planned.
    """
    bed = one.bed
    if bed is None or one.patient.away is not None:
        return ""
    was, will = _of_patient(policy, _pair(one.patient)), _of_patient(policy, pair)
    change = round(will) - round(was)
    if not change:
        return ""
    checks = f"{abs(change)} check{'' if abs(change) == 1 else 's'} an hour"
    what = f"Adds {checks} to" if change > 0 else f"Takes {checks} from"
    return f"{what} {_the(bed.area)}: {_whose(policy, snapshot, bed, will - was)}."


def _whose(policy: Policy, snapshot: BoardSnapshot, bed: BedRow, change: float) -> str:
    """Whoever rounds there, with all he has to do now and then."""
    rounders = _rounders(snapshot)
    here = [rounder for rounder in rounders if rounder.area_id in (bed.area_id, None)]
    loads = _loads(policy, snapshot)
    if not here:
        before = loads.get(bed.area_id, 0.0)
        return f"nobody is named for its rounds, {_from_to(before, before + change)}"
    said = []
    for rounder in here:
        before = sum(
            load / _share(rounders, area_id) for area_id, load in loads.items() if rounder.area_id in (area_id, None)
        )
        said.append(f"{rounder.name} goes {_from_to(before, before + change / len(here))}")
    return ", ".join(said)


def _share(rounders: Iterable[_Rounder], area_id: int) -> int:
    return max(1, sum(1 for one in rounders if one.area_id in (area_id, None)))


def _from_to(before: float, after: float) -> str:
    return f"from {round(before)} to {round(max(0.0, after))}"


def _rounders(snapshot: BoardSnapshot) -> list[_Rounder]:
    """Who walks a round now; where nobody does, who is planned to."""
    walking = [_Rounder(one.name, one.area_id) for one in snapshot.rounds]
    planned = [_Rounder(one.name, one.area_id) for one in snapshot.on_duty if one.kind is BlockKind.ROUNDS]
    areas = {bed.area_id for bed in snapshot.beds}
    walked = {area for area in areas for one in walking if one.area_id in (area, None)}
    return walking + [one for one in planned if not walked & ({one.area_id} if one.area_id else areas)]


def _loads(policy: Policy, snapshot: BoardSnapshot) -> dict[int, float]:
    """Checks an hour that each area owes on rounds."""
    loads: dict[int, float] = {}
    for area_id, patient in _to_round(snapshot):
        loads[area_id] = loads.get(area_id, 0.0) + _of_patient(policy, _pair(patient))
    return loads


def _to_round(snapshot: BoardSnapshot) -> Iterator[tuple[int, PatientRow]]:
    for bed in snapshot.beds:
        if bed.patient is not None and bed.patient.away is None:
            yield bed.area_id, bed.patient


def _pair(patient: PatientRow) -> tuple[str, str]:
    return patient.level_ordered, patient.level_asleep or patient.level_ordered


def _of_patient(policy: Policy, pair: tuple[str, str]) -> float:
    if any(policy.level(code).continuous for code in pair):
        return 0.0
    return max(checks_per_hour(policy, code) for code in pair)


def _the(area: str) -> str:
    """The west hall"""
    return f"the {area[:1].lower()}{area[1:]}"
