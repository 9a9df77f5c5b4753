"""How a charge of the simulated unit fills a shift: one rounder an area, observers in turns of two hours, breaks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from station.models.enums import BlockKind, Role
from station.rules.plan import Block, Plan
from station.services.plan_sheet import PlannableRow, PlanSheet, worker_of

_TURN: Final = timedelta(hours=2)
_BREAK: Final = timedelta(minutes=30)
_FIRST_BREAK: Final = timedelta(hours=3)
_MED_PASS: Final = timedelta(hours=1)
_TECHS: Final = (Role.TECH,)
_NURSES: Final = (Role.NURSE,)


def fill(sheet: PlanSheet, people: Iterable[int]) -> Plan:
    """Everybody of `people` for the whole shift. Where nobody is left it stays uncovered, as where staff are short."""
    here = set(people)
    staff = [one for one in sheet.staff if one.staff_id in here]
    rota = _Rota(sheet, [one for one in staff if one.role in _TECHS])
    rota.fill()
    shift = sheet.shift
    workers = tuple(worker_of(one, shift.starts_at, shift.ends_at) for one in staff)
    others = [one for one in staff if one.role not in _TECHS]
    passes = tuple(_med_passes(sheet, [one for one in others if one.role in _NURSES]))
    rests = tuple(_rests(sheet, others))
    return Plan(shift.starts_at, shift.ends_at, workers, (*rota.blocks, *passes, *rests))


def _rests(sheet: PlanSheet, others: Sequence[PlannableRow]) -> Iterator[Block]:
    """Breaks of those who neither round nor observe, one after the other between the med passes."""
    for number, one in enumerate(others):
        since = sheet.shift.starts_at + timedelta(hours=3) + number * _BREAK
        yield Block(f"break {one.staff_id}", one.staff_id, BlockKind.BREAK, since, since + _BREAK)


def _med_passes(sheet: PlanSheet, nurses: Sequence[PlannableRow]) -> Iterator[Block]:
    for number, nurse in enumerate(nurses):
        since = sheet.shift.starts_at + timedelta(hours=1 + 4 * number)
        if since + _MED_PASS <= sheet.shift.next_at:
            key = f"med pass {nurse.staff_id}"
            yield Block(key, nurse.staff_id, BlockKind.OTHER, since, since + _MED_PASS, words="Med pass")


@dataclass
class _Rota:
    sheet: PlanSheet
    techs: Sequence[PlannableRow]
    blocks: list[Block] = field(default_factory=list)

    def fill(self) -> None:
        areas = [one for one in self.sheet.areas if one.patients]
        rounders, spare = self.techs[: len(areas)], self.techs[len(areas) :]
        self._observe(spare)
        for number, (area, rounder) in enumerate(zip(areas, rounders, strict=False)):
            self._walk(area.area_id, rounder, number, spare)
        for number, one in enumerate(spare):
            self._rest(one, number)

    def _observe(self, spare: Sequence[PlannableRow]) -> None:
        """Each continuous patient has one after the other of those who round nowhere, two hours each."""
        patients = self.sheet.continuous[: len(spare)]
        for turn, (since, until) in enumerate(self._turns()):
            for number, patient in enumerate(patients):
                who = spare[(turn * len(patients) + number) % len(spare)]
                self._add(who, BlockKind.CONTINUOUS, since, until, stay_id=patient.stay_id)

    def _turns(self) -> Iterator[tuple[datetime, datetime]]:
        since = self.sheet.shift.starts_at
        while since < self.sheet.shift.next_at:
            until = min(since + _TURN, self.sheet.shift.next_at)
            yield since, until
            since = until

    def _walk(self, area_id: int, who: PlannableRow, number: int, spare: Sequence[PlannableRow]) -> None:
        """All shift but for the break, which somebody covers; nobody being free, there is none."""
        shift = self.sheet.shift
        since = shift.starts_at + _FIRST_BREAK + number * _BREAK
        until = since + _BREAK
        cover = next((one for one in spare if self._free(one, since, until)), None)
        if cover is None or until > shift.next_at:
            self._add(who, BlockKind.ROUNDS, shift.starts_at, shift.next_at, area_id=area_id)
            return
        self._add(who, BlockKind.ROUNDS, shift.starts_at, since, area_id=area_id)
        self._add(who, BlockKind.BREAK, since, until)
        self._add(cover, BlockKind.ROUNDS, since, until, area_id=area_id)
        self._add(who, BlockKind.ROUNDS, until, shift.next_at, area_id=area_id)

    def _rest(self, who: PlannableRow, number: int) -> None:
        """The first free half hour from the third hour on."""
        since = self.sheet.shift.starts_at + _FIRST_BREAK + (number % 2) * _BREAK
        while since + _BREAK <= self.sheet.shift.next_at:
            if self._free(who, since, since + _BREAK):
                self._add(who, BlockKind.BREAK, since, since + _BREAK)
                return
            since += _BREAK

    def _free(self, who: PlannableRow, since: datetime, until: datetime) -> bool:
        return not any(one.staff_id == who.staff_id and one.overlaps(since, until) for one in self.blocks)

    def _add(
        self,
        who: PlannableRow,
        kind: BlockKind,
        since: datetime,
        until: datetime,
        *,
        area_id: int | None = None,
        stay_id: int | None = None,
    ) -> None:
        key = f"{kind.value} {area_id or stay_id or who.staff_id} {since:%d%H%M}"
        self.blocks.append(Block(key, who.staff_id, kind, since, until, area_id, stay_id))
