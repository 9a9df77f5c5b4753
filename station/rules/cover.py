"""Who covers what has to be covered, and where nobody does: exact to the moment, wherever blocks begin and end."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from station.models.enums import BlockKind
from station.rules.plan import Block, Gap, Need, Plan, Worker


def gaps(plan: Plan, needs: Iterable[Need], can_do: float) -> tuple[Gap, ...]:
    """The stretches of each need in which fewer people are named than it takes, in order of time.

    `can_do`: checks an hour that one person can do (`workload.can_do`); rounds that owe more take more people. Only
    somebody who is on the shift covers anything, and only while he is there.
    """
    present = [one for block in plan.blocks if (one := while_there(plan, block))]
    found = [gap for need in needs for gap in _gaps_of(need, present, people_needed(need, can_do))]
    return tuple(sorted(found, key=lambda gap: (gap.starts_at, gap.ends_at, gap.need.title)))


def still_open(found: Iterable[Gap], now: datetime) -> tuple[Gap, ...]:
    """What can still be covered: not what is over, and of what has begun only the rest."""
    return tuple(replace(one, starts_at=max(one.starts_at, now)) for one in found if one.ends_at > now)


def people_needed(need: Need, can_do: float) -> int:
    """How many have to be at it at once: one, or as many as its checks take."""
    if need.kind is not BlockKind.ROUNDS:
        return 1
    return max(1, math.ceil(round(need.checks_per_hour / can_do, 6)))


def covers(block: Block, need: Need) -> bool:
    """Whether this is the work that the need asks for, whatever the hours. A round of the whole unit is one of each
    area."""
    if block.kind is not need.kind:
        return False
    if need.kind is BlockKind.ROUNDS:
        return block.area_id in (None, need.area_id)
    return block.stay_id == need.stay_id


def while_there(plan: Plan, block: Block) -> Block | None:
    """As much of the block as whoever does it is on the shift for; None for nothing of it."""
    worker = plan.worker(block.staff_id)
    return cut(block, worker.starts_at, worker.ends_at) if worker else None


def cut(block: Block, starts_at: datetime, ends_at: datetime) -> Block | None:
    """What of the block lies in this stretch; None for nothing."""
    starts_at, ends_at = max(block.starts_at, starts_at), min(block.ends_at, ends_at)
    if starts_at == block.starts_at and ends_at == block.ends_at:
        return block if starts_at < ends_at else None  # most are whole, and a copy of each costs more than all the rest
    return replace(block, starts_at=starts_at, ends_at=ends_at) if starts_at < ends_at else None


def stretches(
    starts_at: datetime, ends_at: datetime, of: Iterable[Block | Worker | Need]
) -> Iterator[tuple[datetime, datetime]]:
    """The stretch in pieces, within each of which nothing of these begins or ends."""
    edges = {starts_at, ends_at}
    for one in of:
        edges.update(at for at in (one.starts_at, one.ends_at) if starts_at < at < ends_at)
    return pairwise(sorted(edges))


def _gaps_of(need: Need, present: list[Block], needed: int) -> list[Gap]:
    if need.starts_at >= need.ends_at:
        return []
    mine = [one for one in present if covers(one, need) and one.overlaps(need.starts_at, need.ends_at)]
    found: list[Gap] = []
    for starts_at, ends_at in stretches(need.starts_at, need.ends_at, mine):
        there = len({one.staff_id for one in mine if one.overlaps(starts_at, ends_at)})
        if there < needed:
            _add(found, Gap(need, starts_at, ends_at, needed - there, there))
    return found


def _add(found: list[Gap], gap: Gap) -> None:
    """Joined to the last one where that leads on to it with as many people."""
    if found and (found[-1].ends_at, found[-1].people, found[-1].there) == (gap.starts_at, gap.people, gap.there):
        gap = replace(gap, starts_at=found.pop().starts_at)
    found.append(gap)
