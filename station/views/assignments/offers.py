"""Who could take a stretch that nobody covers. Pure: no Qt."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from station.models.enums import BlockKind
from station.rules.plan import Block, Gap, Need, Plan
from station.rules.plan_edits import longest_free
from station.rules.plan_faults import may_do
from station.rules.plan_words import long


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody who is there and has nothing else for so much of it."""

    staff_id: int
    starts_at: datetime
    ends_at: datetime
    whole: bool
    busy: timedelta
    """What he has to do already on this shift, breaks apart."""
    warnings: tuple[str, ...]


def offers(plan: Plan, gap: Gap, longest_continuous: timedelta) -> tuple[Offer, ...]:
    """Whoever can take most of it first; of those whose training holds before others, then who has least to do."""
    found = []
    for one in plan.people:
        free = longest_free(plan, one.staff_id, gap.starts_at, gap.ends_at) if may_do(one, gap.need.kind) else None
        if free is None:
            continue
        since, until = free
        if gap.need.kind is BlockKind.CONTINUOUS:
            until = min(until, since + longest_continuous)
        whole = (since, until) == (gap.starts_at, gap.ends_at)
        found.append(Offer(one.staff_id, since, until, whole, _busy(plan, one.staff_id), one.warnings))
    return tuple(
        sorted(found, key=lambda one: (one.starts_at - one.ends_at, bool(one.warnings), one.busy, one.staff_id))
    )


def taken(need: Need, offer: Offer, key: str) -> Block:
    """The block of whoever takes it."""
    return Block(key, offer.staff_id, need.kind, offer.starts_at, offer.ends_at, need.area_id, need.stay_id)


def busy_words(offer: Offer) -> str:
    return f"{long(offer.busy)} planned already" if offer.busy else "nothing planned yet"


def _busy(plan: Plan, staff_id: int) -> timedelta:
    worked = (one.lasts for one in plan.blocks_of(staff_id) if one.kind is not BlockKind.BREAK)
    return sum(worked, timedelta(0))
