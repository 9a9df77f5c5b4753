"""What a charge does to a plan by hand: each edit is one function from a plan to the next. No edit refuses.

What cannot be so is held within the shift; what should not be so (two duties at once) is for `plan_faults` to say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from station.rules.plan import Block, Plan, Worker

STEP: Final = timedelta(minutes=15)
"""What a hand moves a block by."""
FINE_STEP: Final = timedelta(minutes=5)
SHORTEST: Final = timedelta(minutes=5)
"""Of a block."""

Stretch = tuple[datetime, datetime]


def snapped(at: datetime, step: timedelta = STEP) -> datetime:
    """The nearest whole `step` of the clock. Every zone's quarter hours are those of UTC."""
    midnight = datetime(at.year, at.month, at.day, tzinfo=UTC)
    return midnight + round((at - midnight) / step) * step


def with_block(plan: Plan, block: Block) -> Plan:
    """The block added, or put in the place of the one with its key; held within the shift."""
    held = _held(plan, block)
    if plan.block(block.key) is None:
        return replace(plan, blocks=(*plan.blocks, held))
    return replace(plan, blocks=tuple(held if one.key == block.key else one for one in plan.blocks))


def without_block(plan: Plan, key: str) -> Plan:
    return replace(plan, blocks=tuple(one for one in plan.blocks if one.key != key))


def moved(plan: Plan, key: str, starts_at: datetime, staff_id: int | None = None) -> Plan:
    """As long as it was, from another time, of another person if one is given."""
    block = plan.block(key)
    if block is None:
        return plan
    lasts = min(block.lasts, plan.ends_at - plan.starts_at)
    begins = min(max(starts_at, plan.starts_at), plan.ends_at - lasts)
    whose = block.staff_id if staff_id is None else staff_id
    return with_block(plan, replace(block, staff_id=whose, starts_at=begins, ends_at=begins + lasts))


def stretched(plan: Plan, key: str, *, starts_at: datetime | None = None, ends_at: datetime | None = None) -> Plan:
    """One end pulled; the other stays. Never shorter than `SHORTEST`."""
    block = plan.block(key)
    if block is None:
        return plan
    if starts_at is not None:
        begins = max(min(starts_at, block.ends_at - SHORTEST), plan.starts_at)
        block = replace(block, starts_at=begins)
    if ends_at is not None:
        ends = min(max(ends_at, block.starts_at + SHORTEST), plan.ends_at)
        block = replace(block, ends_at=ends)
    return with_block(plan, block)


def split(plan: Plan, key: str, new_key: str, at: datetime | None = None) -> Plan:
    """Two blocks where there was one, at `at` or in the middle. Too short for two: the plan as it was."""
    block = plan.block(key)
    if block is None:
        return plan
    where = at or _middle(block)
    if where - block.starts_at < SHORTEST or block.ends_at - where < SHORTEST:
        return plan
    first = with_block(plan, replace(block, ends_at=where))
    return with_block(first, replace(block, key=new_key, starts_at=where))


def copied(plan: Plan, key: str, new_key: str) -> Plan:
    """The same once more, in the first stretch of its person's that has room for it: after it, else before it.

    Where there is none it stands right behind, over what is there.
    """
    block = plan.block(key)
    if block is None:
        return plan
    free = [one for one in free_stretches(plan, block.staff_id) if one[1] - one[0] >= block.lasts]
    after = [one for one in free if one[0] >= block.ends_at]
    begins = (after or free)[0][0] if free else block.ends_at
    return moved(with_block(plan, replace(block, key=new_key)), new_key, begins)


def with_person(plan: Plan, worker: Worker) -> Plan:
    """Added, or put in the place of who he was before; his blocks stay."""
    if plan.worker(worker.staff_id) is None:
        return replace(plan, people=(*plan.people, worker))
    return replace(plan, people=tuple(worker if one.staff_id == worker.staff_id else one for one in plan.people))


def without_person(plan: Plan, staff_id: int) -> Plan:
    """He does not come: neither he nor anything he was to do is in the plan."""
    return replace(
        plan,
        people=tuple(one for one in plan.people if one.staff_id != staff_id),
        blocks=tuple(one for one in plan.blocks if one.staff_id != staff_id),
    )


def with_hours(plan: Plan, staff_id: int, starts_at: datetime, ends_at: datetime) -> Plan:
    """He comes or goes at another time: what he was to do outside of it is cut, or is nobody's any more."""
    worker = plan.worker(staff_id)
    if worker is None or ends_at - starts_at < SHORTEST:
        return plan
    kept = [one for block in plan.blocks for one in _cut(block, staff_id, starts_at, ends_at)]
    changed = replace(worker, starts_at=starts_at, ends_at=ends_at)
    return with_person(replace(plan, blocks=tuple(kept)), changed)


def free_stretches(plan: Plan, staff_id: int) -> tuple[Stretch, ...]:
    """When somebody is there and nothing is planned for him."""
    worker = plan.worker(staff_id)
    if worker is None:
        return ()
    return tuple(_between(worker.starts_at, worker.ends_at, plan.blocks_of(staff_id)))


def longest_free(plan: Plan, staff_id: int, starts_at: datetime, ends_at: datetime) -> Stretch | None:
    """The longest part of a stretch in which he is free; the first of several. None: he is not."""
    parts = [(max(since, starts_at), min(until, ends_at)) for since, until in free_stretches(plan, staff_id)]
    long_enough = [one for one in parts if one[1] - one[0] >= SHORTEST]
    return max(long_enough, key=lambda one: one[1] - one[0], default=None)


def opening(plan: Plan, staff_id: int, after: datetime) -> Stretch:
    """Where a new block of his begins: an hour at most, in the first free stretch from `after`, else before it.

    Where nothing is free it is the hour from `after`, over what is there.
    """
    hour, free = timedelta(hours=1), free_stretches(plan, staff_id)
    later = [(max(since, after), until) for since, until in free if until - after >= SHORTEST]
    begins, until = (later or free)[0] if free else (after, plan.ends_at)
    return begins, min(until, begins + hour)


def _held(plan: Plan, block: Block) -> Block:
    begins = min(max(block.starts_at, plan.starts_at), plan.ends_at - SHORTEST)
    ends = max(min(block.ends_at, plan.ends_at), begins + SHORTEST)
    return replace(block, starts_at=begins, ends_at=ends)


def _middle(block: Block) -> datetime:
    """On a quarter hour where that leaves something on both sides."""
    half = block.starts_at + block.lasts / 2
    for step in (STEP, FINE_STEP, timedelta(minutes=1)):
        at = snapped(half, step)
        if at - block.starts_at >= SHORTEST and block.ends_at - at >= SHORTEST:
            return at
    return half


def _cut(block: Block, staff_id: int, starts_at: datetime, ends_at: datetime) -> Sequence[Block]:
    if block.staff_id != staff_id:
        return (block,)
    cut = replace(block, starts_at=max(block.starts_at, starts_at), ends_at=min(block.ends_at, ends_at))
    return (cut,) if cut.lasts >= SHORTEST else ()


def _between(starts_at: datetime, ends_at: datetime, blocks: Sequence[Block]) -> Iterable[Stretch]:
    """`blocks` in order of time."""
    since = starts_at
    for block in blocks:
        if block.starts_at > since:
            yield since, min(block.starts_at, ends_at)
        since = max(since, block.ends_at)
        if since >= ends_at:
            return
    if since < ends_at:
        yield since, ends_at
