"""Observation orders. The level on the board is the ordered level; no level ever lowers by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from station.models import ObservationOrder, Stay
from station.models.enums import OrderKind, OwedReason, TaskKind, TaskState
from station.rules import owed
from station.rules.permissions import Deed
from station.rules.policy import Policy
from station.services import finding
from station.services.errors import Refused
from station.services.events import Event, StayChanged
from station.services.permitting import require, require_person
from station.services.planning import Because, Plan, owe_first_check
from station.services.stays import check_level
from station.store.work import Actor, Store, Work

LONGEST_REVIEW: Final = timedelta(days=31)
"""No order stands longer without anybody being told that it is to be reviewed."""


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A level to be in force from now on. `provider_order` False: raised by a nurse, the provider's order is owed."""

    stay_id: int
    level: str
    reason: str
    ordered_by: str
    provider_order: bool
    level_asleep: str | None = None
    second_person_id: int | None = None
    review_by: datetime | None = None


def set_level(store: Store, change: LevelChange, *, actor: Actor, now: datetime) -> list[Event]:
    """Change the observation level.

    Raising needs nobody else, a check is owed within 2 minutes, and without a provider's order one is owed within
    60 minutes. Lowering takes a provider's order and a second person; its interval runs from the last check.
    Raises Refused where that is missing, or where nothing would change.
    """
    with store.write(actor, now) as work:
        stay = finding.open_stay(work.session, change.stay_id)
        policy = finding.policy_in_force(work.session)
        before = finding.order_in_force(work.session, stay)
        kind = _kind_of(policy, before, change)
        _check_said(work, change, kind)
        _require_for(work, change, kind)
        order = _ordered(work, policy, stay, before, change, kind)
        if kind is OrderKind.RAISE or _raises(policy, before, change):
            owe_first_check(stay, OwedReason.RAISED, now)
        _plan(work, policy, stay, order, change)
        _journal(work, stay, before, order, change)
        work.emit(StayChanged(stay.id))
        return work.events


def _levels(level: str, level_asleep: str | None) -> tuple[str, str]:
    return level, level_asleep or level


def _pairs(before: ObservationOrder, change: LevelChange) -> list[tuple[str, str]]:
    """(was, will be), awake and asleep."""
    was, will = _levels(before.level, before.level_asleep), _levels(change.level, change.level_asleep)
    return list(zip(was, will, strict=True))


def _kind_of(policy: Policy, before: ObservationOrder, change: LevelChange) -> OrderKind:
    for code in (change.level, change.level_asleep):
        check_level(policy, code)
    pairs = _pairs(before, change)
    if all(was == will for was, will in pairs):
        raise Refused(f"The level is {change.level} already. To keep it, enter the review instead.")
    if any(policy.is_lower(will, was) for was, will in pairs):
        return OrderKind.LOWER
    return OrderKind.RAISE


def _raises(policy: Policy, before: ObservationOrder, change: LevelChange) -> bool:
    return any(policy.is_lower(was, will) for was, will in _pairs(before, change))


def _check_said(work: Work, change: LevelChange, kind: OrderKind) -> None:
    if not change.reason.strip():
        raise Refused("Say why the level changes: the reason stays with the order.")
    if not change.ordered_by.strip():
        raise Refused("Say who ordered it.")
    if change.review_by is not None and change.review_by <= work.at:
        raise Refused("The review time has passed already. Choose a later one.")
    if change.review_by is not None and change.review_by - work.at > LONGEST_REVIEW:
        days = (change.review_by - work.at).days
        raise Refused(f"The review would be {days} days away. Choose a time within {LONGEST_REVIEW.days} days.")
    if kind is not OrderKind.LOWER:
        return
    if not change.provider_order:
        raise Refused("Lowering takes a provider's order. Enter who ordered it, or leave the level as it is.")
    if work.actor.staff_id is None:
        raise Refused("Lowering takes a named person. Choose who you are first.")
    if change.second_person_id is None or change.second_person_id == work.actor.staff_id:
        raise Refused("Lowering takes a second person. Choose who, other than yourself, agrees.")
    finding.person(work.session, change.second_person_id)


def _require_for(work: Work, change: LevelChange, kind: OrderKind) -> None:
    """Raising is one person's to do. Lowering is two persons', each with his PIN."""
    if kind is not OrderKind.LOWER:
        require(work, Deed.RAISE_LEVEL)
        return
    require(work, Deed.LOWER_LEVEL)
    if change.second_person_id is not None:
        require_person(work, change.second_person_id, Deed.AGREE_TO_LOWER)


def _ordered(
    work: Work, policy: Policy, stay: Stay, before: ObservationOrder, change: LevelChange, kind: OrderKind
) -> ObservationOrder:
    before.ended_at = work.at
    order = ObservationOrder(
        stay_id=stay.id,
        kind=kind,
        level=change.level,
        level_asleep=change.level_asleep,
        reason=change.reason.strip(),
        ordered_by=change.ordered_by.strip(),
        entered_by_id=work.actor.staff_id,
        second_person_id=change.second_person_id,
        starts_at=work.at,
        review_by=change.review_by or work.at + policy.orders.review_every,
    )
    work.session.add(order)
    work.session.flush()
    stay.order_id = order.id
    return order


def _plan(work: Work, policy: Policy, stay: Stay, order: ObservationOrder, change: LevelChange) -> None:
    plan = Plan(work, policy, stay, Because(f"level changed to {order.level}"))
    plan.follow(order)
    if order.review_by is not None:
        plan.put(TaskKind.REVIEW, owed.review(policy, order.starts_at, order.review_by))
    if change.provider_order:
        plan.end(TaskKind.PROVIDER_ORDER, TaskState.DONE)
    elif plan.task(TaskKind.PROVIDER_ORDER) is None:
        plan.put(TaskKind.PROVIDER_ORDER, owed.provider_order(policy, work.at))
    plan.book.finish()


def _journal(work: Work, stay: Stay, before: ObservationOrder, order: ObservationOrder, change: LevelChange) -> None:
    said = {
        "stay": stay.id,
        "order": order.id,
        "kind": order.kind.value,
        "before": list(_levels(before.level, before.level_asleep)),
        "now": list(_levels(order.level, order.level_asleep)),
        "reason": order.reason,
        "ordered_by": order.ordered_by,
        "provider_order": change.provider_order,
        "second_person": order.second_person_id,
        "review_by": order.review_by,
    }
    work.journal("order.level", said)


def enter_provider_order(store: Store, stay_id: int, ordered_by: str, *, actor: Actor, now: datetime) -> list[Event]:
    """The provider's order owed after a nurse raised a level has come."""
    with store.write(actor, now) as work:
        require(work, Deed.PROVIDER_ORDER)
        stay = finding.open_stay(work.session, stay_id)
        if not ordered_by.strip():
            raise Refused("Say which provider ordered it.")
        plan = Plan(work, finding.policy_in_force(work.session), stay, Because(f"ordered by {ordered_by.strip()}"))
        if plan.task(TaskKind.PROVIDER_ORDER) is None:
            raise Refused("No provider order is owed for this patient.")
        plan.end(TaskKind.PROVIDER_ORDER, TaskState.DONE)
        plan.book.finish()
        order = finding.order_in_force(work.session, stay)
        work.journal("order.provider", {"stay": stay.id, "order": order.id, "ordered_by": ordered_by.strip()})
        work.emit(StayChanged(stay.id))
        return work.events


def review_order(
    store: Store,
    stay_id: int,
    ordered_by: str,
    reason: str,
    *,
    review_by: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> list[Event]:
    """The order was reviewed and its level kept: the same level again, with a new review time."""
    with store.write(actor, now) as work:
        require(work, Deed.PROVIDER_ORDER)
        stay = finding.open_stay(work.session, stay_id)
        policy = finding.policy_in_force(work.session)
        before = finding.order_in_force(work.session, stay)
        change = LevelChange(stay.id, before.level, reason, ordered_by, True, before.level_asleep, review_by=review_by)
        _check_said(work, change, OrderKind.RENEW)
        order = _ordered(work, policy, stay, before, change, OrderKind.RENEW)
        _plan(work, policy, stay, order, change)
        _journal(work, stay, before, order, change)
        work.emit(StayChanged(stay.id))
        return work.events
