"""What a provider orders: how often vital signs are taken, the scale of SpO2, withdrawal assessments."""

from dataclasses import dataclass
from datetime import datetime

from station.models import AssessmentOrder, VitalOrder
from station.models.enums import AssessmentKind, TaskKind, TaskState
from station.rules.assessments import ORDERED, TASK_OF
from station.rules.changing import kept
from station.rules.intervals import Deadlines
from station.rules.permissions import Deed
from station.rules.schedule import parse
from station.services import finding
from station.services.errors import Refused
from station.services.events import Event
from station.services.permitting import require
from station.services.planning import Because, Plan
from station.services.vital_entering import tell
from station.services.vitals_planning import (
    Subject,
    assessment_order,
    follow_assessment,
    next_vitals,
    order_now,
)
from station.store.work import Actor, Store, Work


@dataclass(frozen=True, slots=True)
class OrderedVitals:
    """`schedule` as people write it: "every 4h", "at 06:00 14:00 22:00"; empty: as the unit's policy has it.

    `scale` 2 only where a provider ordered 88-92 %. `pregnant`: then there is no NEWS2.
    """

    stay_id: int
    schedule: str
    ordered_by: str
    scale: int = 1
    pregnant: bool = False
    reason: str = ""


def order_vitals(store: Store, order: OrderedVitals, *, actor: Actor, now: datetime) -> list[Event]:
    """Order them from now on, in place of the order before. What is late already stays owed."""
    with store.write(actor, now) as work:
        require(work, Deed.PROVIDER_ORDER)
        stay, policy = finding.open_stay(work.session, order.stay_id), finding.policy_in_force(work.session)
        _check(order)
        before = order_now(work.session, stay.id)
        if before is not None and _same(before, order):
            raise Refused("That is ordered already. Change what is to be different, or close without saving.")
        _replace(work, before, order)
        of = Subject(work, policy, stay, Plan(work, policy, stay, Because("ordered anew")))
        _follow(of)
        of.plan.book.finish()
        work.journal(
            "vitals.ordered",
            {
                "stay": stay.id,
                "schedule": order.schedule.strip(),
                "scale": order.scale,
                "pregnant": order.pregnant,
                "reason": order.reason.strip(),
                "ordered_by": order.ordered_by.strip(),
            },
        )
        tell(work, stay.id)
        return work.events


def _check(order: OrderedVitals) -> None:
    if not order.ordered_by.strip():
        raise Refused("Say which provider ordered it.")
    if order.scale not in (1, 2):
        raise Refused("SpO2 is scored on scale 1 or 2. Choose one.")
    if order.scale == 2 and not order.reason.strip():
        raise Refused("Scale 2 is for a target of 88 to 92 %. Say why it was ordered.")
    try:
        if order.schedule.strip():
            parse(order.schedule)
    except ValueError as error:
        raise Refused(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error


def _same(before: VitalOrder, order: OrderedVitals) -> bool:
    said = (order.schedule.strip(), order.scale, order.pregnant)
    return (before.schedule, before.scale, before.pregnant) == said


def _replace(work: Work, before: VitalOrder | None, order: OrderedVitals) -> None:
    if before is not None:
        before.ended_at = work.at
        work.session.flush()
    work.session.add(
        VitalOrder(
            stay_id=order.stay_id,
            schedule=order.schedule.strip(),
            scale=order.scale,
            pregnant=order.pregnant,
            reason=order.reason.strip(),
            ordered_by=order.ordered_by.strip(),
            entered_by_id=work.actor.staff_id,
            starts_at=work.at,
        )
    )
    work.session.flush()


def _follow(of: Subject) -> None:
    """By the new order; what has come to an alert is not owed later than it was."""
    if of.stay.absence_id is not None:
        return
    to, task = next_vitals(of), of.plan.task(TaskKind.VITALS)
    if to is None:
        if task is not None and task.due_at > of.work.at:
            of.plan.end(TaskKind.VITALS, TaskState.VOID)
        return
    if task is not None:
        was = Deadlines(task.since, task.soon_at, task.due_at, task.lapsed_at)
        to = kept(TaskKind.VITALS, was, to, of.work.at)
    of.plan.put(TaskKind.VITALS, to)


def order_assessment(
    store: Store, stay_id: int, kind: AssessmentKind, ordered_by: str, *, actor: Actor, now: datetime
) -> list[Event]:
    """From now on it is made again and again, by what it says each time."""
    with store.write(actor, now) as work:
        require(work, Deed.PROVIDER_ORDER)
        stay, policy = finding.open_stay(work.session, stay_id), finding.policy_in_force(work.session)
        if kind not in ORDERED:
            raise Refused("The violence checklist needs no order: the policy says whether it is made in every shift.")
        if not ordered_by.strip():
            raise Refused("Say which provider ordered it.")
        if assessment_order(work.session, stay.id, kind) is not None:
            raise Refused("It is ordered already. End that order first to begin anew.")
        work.session.add(
            AssessmentOrder(
                stay_id=stay.id,
                kind=kind,
                ordered_by=ordered_by.strip(),
                entered_by_id=work.actor.staff_id,
                starts_at=now,
            )
        )
        work.session.flush()
        of = Subject(work, policy, stay, Plan(work, policy, stay, Because("ordered")))
        follow_assessment(of, kind, anew=True)
        of.plan.book.finish()
        body = {"stay": stay.id, "kind": kind.value, "ordered_by": ordered_by.strip()}
        work.journal("assessment.ordered", body)
        tell(work, stay.id)
        return work.events


def end_assessment_order(
    store: Store, stay_id: int, kind: AssessmentKind, reason: str, *, actor: Actor, now: datetime
) -> list[Event]:
    """It is not made any more. What was owed of it is owed no more; its alert closes with that reason."""
    with store.write(actor, now) as work:
        require(work, Deed.PROVIDER_ORDER)
        stay, policy = finding.open_stay(work.session, stay_id), finding.policy_in_force(work.session)
        order = assessment_order(work.session, stay.id, kind)
        if order is None:
            raise Refused("It is not ordered for this patient. Nothing has been changed.")
        if not reason.strip():
            raise Refused("Say why it ends: the reason stays on record.")
        order.ended_at = now
        plan = Plan(work, policy, stay, Because(f"order ended: {reason.strip()}"))
        plan.end(TASK_OF[kind], TaskState.VOID)
        plan.book.finish()
        work.journal("assessment.order ended", {"stay": stay.id, "kind": kind.value, "reason": reason.strip()})
        tell(work, stay.id)
        return work.events
