"""A shift cut into slots, for a suggestion: who is free in each, and what nobody has been named for yet.

A row is what each person does, slot by slot: a task by its place in `Rota.tasks`, or one of the marks below.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from station.models.enums import BlockKind, Role
from station.rules.cover import people_needed, stretches, while_there
from station.rules.plan import Block, Need, Plan, Worker
from station.rules.plan_faults import has_break, may_do, owes_break
from station.rules.policy import Policy

FREE: Final = -1
RESTS: Final = -2
BUSY: Final = -3
"""Not there, or at something that nobody is named for in the needs."""

HALF_HOUR: Final = timedelta(minutes=30)
Row = list[int]

DEAR: Final = {Role.TECH: 0.0, Role.NURSE: 25.0, Role.CHARGE_TECH: 30.0, Role.CHARGE_NURSE: 40.0}
"""What half an hour of somebody costs who has other work to do; techs go first."""
UNTRAINED: Final = 60.0
"""Half an hour with a continuous patient of somebody whose training is missing or has expired."""
HOLD_WEIGHT: Final = 1.25
"""Holding a patient is harder than walking."""
_SIXTH: Final = 6
"""No break in the first or last sixth of anybody's time."""


@dataclass(frozen=True, slots=True)
class Task:
    kind: BlockKind
    area_id: int | None = None
    stay_id: int | None = None

    @property
    def holds(self) -> bool:
        return self.kind is BlockKind.CONTINUOUS


UNIT: Final = Task(BlockKind.ROUNDS)
"""Rounds of the whole unit."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody on the shift."""

    worker: Worker
    fixed: tuple[int, ...]
    """A row: what is kept as it is; FREE where something can be suggested."""
    breaks: tuple[tuple[int, int], ...]
    """From which slot to before which a break can be; none where none is owed."""
    owes_break: bool
    dear: float

    @property
    def present(self) -> timedelta:
        return self.worker.ends_at - self.worker.starts_at


@dataclass(frozen=True, slots=True)
class Rota:
    slots: tuple[tuple[datetime, datetime], ...]
    """One after the other without a gap, from the shift's beginning to its end."""
    tasks: tuple[Task, ...]
    """The last one is rounds of the whole unit."""
    patients: tuple[tuple[int, ...], ...]
    """By slot: tasks of those whom nobody is named for."""
    areas: tuple[tuple[tuple[int, int, float], ...], ...]
    """By slot: (task, people still missing, checks an hour)."""
    walkers: tuple[int, ...]
    """By slot: how many more it takes for all checks together, however they walk."""
    seats: tuple[Seat, ...]
    longest: timedelta
    break_for: timedelta
    can_do: float

    @property
    def unit(self) -> int:
        return len(self.tasks) - 1

    def lasts(self, slot: int) -> timedelta:
        return self.slots[slot][1] - self.slots[slot][0]

    def weight(self, slot: int) -> float:
        """In half hours."""
        return self.lasts(slot) / HALF_HOUR

    def holds(self, doing: int) -> bool:
        return doing >= 0 and self.tasks[doing].holds

    def rounders(self, slot: int) -> tuple[int, int]:
        """How many people are missing for rounds: for each area to have its own, and at the least."""
        own = sum(missing for _, missing, _ in self.areas[slot])
        least = max(self.walkers[slot], 1 if own else 0)
        return max(own, least), least

    def too_long(self) -> Iterator[range]:
        """Each shortest run of slots that is longer than anybody may hold a patient at a stretch."""
        for first in range(len(self.slots)):
            after = first
            while after < len(self.slots) and self.slots[after][1] - self.slots[first][0] <= self.longest:
                after += 1
            if after < len(self.slots):
                yield range(first, after + 1)


def rota(
    kept: Plan, needs: Sequence[Need], policy: Policy, can_do: float, slot: timedelta, since: datetime | None
) -> Rota:
    """`kept`: the people, and the blocks that stay as they are. Before `since` nothing is asked for.

    Slots are no longer than `slot` and no block, need or person begins or ends inside one.
    """
    slots = tuple(
        stretches(kept.starts_at, kept.ends_at, [*kept.people, *kept.blocks, *needs, *_grid(kept, slot, since)])
    )
    tasks = _tasks(needs, kept)
    blocks = [one for block in kept.blocks if (one := while_there(kept, block))]
    patients, areas, walkers = [], [], []
    for begins, ends in slots:
        asked = [one for one in needs if one.starts_at <= begins < one.ends_at and (since is None or begins >= since)]
        running = [one for one in blocks if one.overlaps(begins, ends)]
        patients.append(_unheld(asked, running, tasks))
        areas.append(_unwalked(asked, running, tasks, can_do))
        owed = sum(one.checks_per_hour for one in asked if one.kind is BlockKind.ROUNDS)
        rounding = len({one.staff_id for one in running if one.kind is BlockKind.ROUNDS})
        walkers.append(max(0, math.ceil(round(owed / can_do, 6)) - rounding))
    return Rota(
        slots=slots,
        tasks=tasks,
        patients=tuple(patients),
        areas=tuple(areas),
        walkers=tuple(walkers),
        seats=tuple(_seat(one, kept, blocks, slots, tasks, policy, since) for one in kept.people if _works(one)),
        longest=policy.assignments.longest_continuous,
        break_for=policy.assignments.break_for,
        can_do=can_do,
    )


def _works(one: Worker) -> bool:
    may = may_do(one, BlockKind.ROUNDS) and may_do(one, BlockKind.CONTINUOUS)
    return may and one.starts_at < one.ends_at


def _grid(kept: Plan, slot: timedelta, since: datetime | None) -> list[Need]:
    """Edges, as stretches."""
    count = math.ceil((kept.ends_at - kept.starts_at) / slot)
    edges = [kept.starts_at + slot * number for number in range(count)] + ([since] if since else [])
    return [Need(BlockKind.ROUNDS, edge, edge, "") for edge in edges]


def _tasks(needs: Sequence[Need], kept: Plan) -> tuple[Task, ...]:
    """Patients, areas, the whole unit."""
    found = dict.fromkeys(Task(one.kind, stay_id=one.stay_id) for one in needs if one.kind is BlockKind.CONTINUOUS)
    found |= dict.fromkeys(
        Task(one.kind, stay_id=one.stay_id) for one in kept.blocks if one.kind is BlockKind.CONTINUOUS
    )
    found |= dict.fromkeys(Task(one.kind, area_id=one.area_id) for one in needs if one.kind is BlockKind.ROUNDS)
    found |= dict.fromkeys(Task(one.kind, area_id=one.area_id) for one in kept.blocks if one.kind is BlockKind.ROUNDS)
    found.pop(UNIT, None)
    return (*found, UNIT)


def rests(seat: Seat, row: Row) -> bool:
    """Whether a break is suggested for somebody."""
    return any(doing == RESTS != was for doing, was in zip(row, seat.fixed, strict=True))


def task_of(block: Block) -> Task | None:
    """What of the needs the block is; None for anything else."""
    if block.kind is BlockKind.ROUNDS:
        return Task(block.kind, area_id=block.area_id)
    return Task(block.kind, stay_id=block.stay_id) if block.kind is BlockKind.CONTINUOUS else None


def _unheld(asked: Sequence[Need], running: Sequence[Block], tasks: tuple[Task, ...]) -> tuple[int, ...]:
    held = {one.stay_id for one in running if one.kind is BlockKind.CONTINUOUS}
    stays = dict.fromkeys(one.stay_id for one in asked if one.kind is BlockKind.CONTINUOUS)
    return tuple(tasks.index(Task(BlockKind.CONTINUOUS, stay_id=stay)) for stay in stays if stay not in held)


def _unwalked(
    asked: Sequence[Need], running: Sequence[Block], tasks: tuple[Task, ...], can_do: float
) -> tuple[tuple[int, int, float], ...]:
    found = []
    for one in asked:
        if one.kind is BlockKind.ROUNDS:
            there = {
                other.staff_id for other in running if other.kind is one.kind and other.area_id in (None, one.area_id)
            }
            missing = max(0, people_needed(one, can_do) - len(there))
            found.append((tasks.index(Task(one.kind, area_id=one.area_id)), missing, one.checks_per_hour))
    return tuple(found)


def _seat(
    worker: Worker,
    kept: Plan,
    blocks: Sequence[Block],
    slots: Sequence[tuple[datetime, datetime]],
    tasks: tuple[Task, ...],
    policy: Policy,
    since: datetime | None,
) -> Seat:
    own = [one for one in blocks if one.staff_id == worker.staff_id]
    fixed = tuple(_doing(worker, own, begins, ends, tasks, since) for begins, ends in slots)
    owes = owes_break(worker, policy) and not has_break(kept, worker, policy)
    windows = tuple(_windows(worker, fixed, slots, policy.assignments.break_for)) if owes else ()
    return Seat(worker, fixed, windows, owes, DEAR.get(worker.role, 0.0))


def _doing(
    worker: Worker,
    own: Sequence[Block],
    begins: datetime,
    ends: datetime,
    tasks: tuple[Task, ...],
    since: datetime | None,
) -> int:
    for one in own:
        if one.overlaps(begins, ends):
            task = task_of(one)
            return tasks.index(task) if task else RESTS if one.kind is BlockKind.BREAK else BUSY
    there = worker.starts_at <= begins < worker.ends_at and (since is None or begins >= since)
    return FREE if there else BUSY


def _windows(
    worker: Worker, fixed: tuple[int, ...], slots: Sequence[tuple[datetime, datetime]], lasts: timedelta
) -> Iterator[tuple[int, int]]:
    margin = (worker.ends_at - worker.starts_at) / _SIXTH
    for first, (begins, _) in enumerate(slots):
        if begins < worker.starts_at + margin or begins + lasts > worker.ends_at - margin:
            continue
        after = next(place for place in range(first, len(slots)) if slots[place][1] >= begins + lasts) + 1
        if all(fixed[place] == FREE for place in range(first, after)):
            yield first, after
