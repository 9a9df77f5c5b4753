"""Has vital signs, the answer to a score, and assessments owed of a patient: one open task of each kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from station.models import (
    Assessment,
    AssessmentOrder,
    ObservationOrder,
    Patient,
    Stay,
    Task,
    Unit,
    VitalOrder,
    VitalSet,
)
from station.models.enums import AlertState, AssessmentKind, EntryStatus, SetOutcome, TaskKind, TaskState
from station.rules import assessments, vitals_due
from station.rules.assessments import Made
from station.rules.changing import is_alerted
from station.rules.intervals import Deadlines, Limits, next_transition_of, run_from, stage_of
from station.rules.policy import Policy
from station.rules.vital_limits import SIGNS, Vitals
from station.rules.vitals_due import Taken
from station.services import finding
from station.services.events import Event, VitalsRecorded
from station.services.planning import Because, Plan
from station.store.work import Actor, Store, Work

_LOOKED_AT: Final = 24
"""Sets and assessments back: as far as the latest complete one, which is never that long ago."""
_IMPORTS_PRESS: Final = timedelta(hours=24)
"""How long what was imported may bring the next set nearer."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The patient whose tasks are planned, within one transaction."""

    work: Work
    policy: Policy
    stay: Stay
    plan: Plan

    @property
    def session(self) -> Session:
        return self.work.session

    @property
    def zone(self) -> str:
        return finding.unit(self.session).zone


def order_now(session: Session, stay_id: int) -> VitalOrder | None:
    return session.scalar(select(VitalOrder).where(VitalOrder.stay_id == stay_id, VitalOrder.ended_at.is_(None)))


def why_no_score(of: Subject, at: datetime) -> str:
    """Why a set of that moment has no score; empty where it has one."""
    born = of.session.scalar(select(Patient.birth_date).where(Patient.id == of.stay.patient_id))
    order = order_now(of.session, of.stay.id)
    on = at.astimezone(ZoneInfo(of.zone)).date()
    return vitals_due.why_no_score(born, on, pregnant=order is not None and order.pregnant)


def counting(session: Session, stay_id: int, limit: int = _LOOKED_AT) -> list[VitalSet]:
    """The sets that say how he is, the latest first: a weight by itself is none, nor is a refusal."""
    measured = VitalSet.outcome != SetOutcome.REFUSED
    return list(session.scalars(_readings(stay_id).where(measured).limit(limit)))


def answering(session: Session, stay_id: int, limit: int = _LOOKED_AT) -> list[VitalSet]:
    """The sets that are a taking of what is owed, the latest first: by a person, or imported whole."""
    taken = or_(VitalSet.imported.is_(False), VitalSet.outcome == SetOutcome.WHOLE)
    return list(session.scalars(_readings(stay_id).where(taken).limit(limit)))


_IS_A_READING: Final = or_(
    VitalSet.outcome == SetOutcome.REFUSED, *(getattr(VitalSet, name).is_not(None) for name in SIGNS)
)
"""In the query and before its limit: a weight taken after a set must not stand in that set's place."""


def _readings(stay_id: int) -> Select[VitalSet]:
    """Sets that stand, and refusals, the latest first; nothing that holds only a weight, a height or a pain."""
    return (
        select(VitalSet)
        .where(VitalSet.stay_id == stay_id, VitalSet.status == EntryStatus.CURRENT, _IS_A_READING)
        .order_by(VitalSet.observed_at.desc(), VitalSet.id.desc())
    )


def _pressed(of: Subject, to: Deadlines | None, last: VitalSet | None) -> Deadlines | None:
    """`to`, or sooner where what was imported of the last day, and since the last taking, asks for it."""
    since = of.work.at - _IMPORTS_PRESS
    since = since if last is None else max(since, last.observed_at)
    wanted = _readings(of.stay.id).where(
        VitalSet.imported, VitalSet.outcome == SetOutcome.PARTIAL, VitalSet.observed_at > since
    )
    sets = list(of.session.scalars(wanted))
    scored = bool(sets) and not why_no_score(of, sets[0].observed_at)
    asked = vitals_due.pressed(of.policy.vitals, taken_of(sets, scored=scored))
    return to if asked is None else asked if to is None else to.sooner(asked)


def values_of(one: VitalSet) -> Vitals:
    return Vitals(
        one.hr, one.sbp, one.dbp, one.rr, one.spo2, one.o2, one.o2_flow, one.temp, one.acvpu, one.weight, one.height,
        one.pain,
    )  # fmt: skip


def taken_of(sets: Sequence[VitalSet], *, scored: bool) -> list[Taken]:
    return [
        Taken(
            one.observed_at,
            vitals_due.score_of(one) if scored and one.outcome is not SetOutcome.REFUSED else None,
        )
        for one in sets
    ]


def next_vitals(of: Subject, *, begins: datetime | None = None) -> Deadlines | None:
    """`begins`: since when they are owed of him, where none were taken yet; None: since Station was told of him."""
    vitals, stay = of.policy.vitals, of.stay
    order, sets = order_now(of.session, stay.id), answering(of.session, stay.id)
    scored = bool(sets) and not why_no_score(of, sets[0].observed_at)
    begins, taken = begins or began(of), taken_of(sets, scored=scored)
    to = vitals_due.next_set(
        vitals,
        vitals.schedule if order is None or not order.schedule else order.schedule,
        taken,
        begins=begins,
        first_after=max(begins, stay.admitted_at + of.policy.admission.first_vitals.late),
        not_before=_not_before(of, order, taken),
        zone=of.zone,
    )
    return _pressed(of, to, sets[0] if sets else None)


def began(of: Subject) -> datetime:
    """When Station was told of him, or he was admitted, whichever is later."""
    told = of.session.scalar(select(func.min(ObservationOrder.starts_at)).where(ObservationOrder.stay_id == of.stay.id))
    return max(of.stay.admitted_at, told or of.stay.admitted_at)


def _not_before(of: Subject, order: VitalOrder | None, taken: Sequence[Taken]) -> datetime | None:
    """After a return a while is given, never longer than the last score gave; an order that asks for what is past asks
    for it from now."""
    back, last = of.stay.back_at, taken[0].at if taken else None
    moments = [] if order is None else [order.starts_at]
    if back is not None and (last is None or last < back):
        soon = of.policy.vitals.soon
        moments.append(back + min(soon, vitals_due.pace_in_force(of.policy.vitals, taken) or soon))
    return max(moments, default=None)


def follow_vitals(of: Subject, *, anew: bool = False) -> None:
    """Bring what is owed into step with what was taken. `anew`: also where nothing has been taken yet."""
    if of.stay.discharged_at is not None or of.stay.absence_id is not None:
        return
    task = of.plan.task(TaskKind.VITALS)
    if task is not None and not anew and not answering(of.session, of.stay.id, 1):
        _put_or_end(of, TaskKind.VITALS, _pressed(of, _of(task), None))
        return
    _put_or_end(of, TaskKind.VITALS, next_vitals(of))


def _put_or_end(of: Subject, kind: TaskKind, to: Deadlines | None) -> None:
    task = of.plan.task(kind)
    if to is None:
        of.plan.end(kind, TaskState.VOID)
    elif task is None or _of(task) != to:
        of.plan.put(kind, to)


def _of(task: Task) -> Deadlines:
    return Deadlines(task.since, task.soon_at, task.due_at, task.lapsed_at)


def ask_nurse(of: Subject) -> None:
    """A score asks for a nurse from this moment, unless one is asked already. The alert is opened at once."""
    asked = of.plan.task(TaskKind.SCORE)
    if asked is not None:
        _ask_again(of, asked)
        return
    answer = of.policy.vitals.answer
    to = run_from(Limits(answer.soon, answer.late, answer.lapsed), of.work.at)
    task = of.plan.put(TaskKind.SCORE, to)
    of.session.flush()
    if to.due_at <= of.work.at:
        task.stage, task.next_at = stage_of(to, of.work.at), next_transition_of(to, of.work.at)
        of.plan.book.attend(task)


def _ask_again(of: Subject, task: Task) -> None:
    """Whoever has accepted the alert answers for the score he knew of: of a worse one he is told, as everybody is."""
    alert, asking = of.plan.book.running(task), asking_sets(of)
    if alert is None or alert.state is not AlertState.ACCEPTED or not asking:
        return
    known = of.session.scalars(
        select(VitalSet).where(
            VitalSet.stay_id == of.stay.id,
            VitalSet.recorded_at >= task.since,
            VitalSet.id != asking[0].id,
            VitalSet.status.in_((EntryStatus.CURRENT, EntryStatus.AMENDED)),
        )
    )
    if rank_of(asking[0]) > max(map(rank_of, known), default=-1):
        holder = finding.person_name(of.session, alert.accepted_by_id)
        of.plan.book.return_it(alert, f"a worse score than {holder} accepted it for")


def rank_of(one: VitalSet) -> int:
    """How much the score of a set asks for; -1: nothing was measured."""
    if one.outcome is SetOutcome.REFUSED:
        return -1
    band = vitals_due.score_of(one).band_at_least
    return -1 if band is None else band.rank


def asking_sets(of: Subject) -> list[VitalSet]:
    """The sets, the latest first, that were recorded since a nurse is asked, and whose score asks."""
    task = of.plan.task(TaskKind.SCORE)
    if task is None:
        return []
    sets = of.session.scalars(_readings(of.stay.id).where(VitalSet.recorded_at >= task.since))
    return [one for one in sets if asks(of, one)]


def asks(of: Subject, one: VitalSet) -> bool:
    """Whether the score of this set asks for a nurse."""
    if one.outcome is SetOutcome.REFUSED or not vitals_due.asks_nurse(vitals_due.score_of(one)):
        return False
    return not why_no_score(of, one.observed_at)


def made_of(session: Session, stay_id: int, kind: AssessmentKind) -> list[Made]:
    """The latest first."""
    found = session.scalars(
        select(Assessment)
        .where(Assessment.stay_id == stay_id, Assessment.kind == kind, Assessment.status == EntryStatus.CURRENT)
        .order_by(Assessment.observed_at.desc(), Assessment.id.desc())
        .limit(_LOOKED_AT)
    )
    return [
        Made(
            one.observed_at,
            None if one.outcome is SetOutcome.REFUSED else sum(int(points) for points in one.items.values()),
            one.outcome is SetOutcome.WHOLE,
        )
        for one in found
    ]


def assessment_order(session: Session, stay_id: int, kind: AssessmentKind) -> AssessmentOrder | None:
    return session.scalar(
        select(AssessmentOrder).where(
            AssessmentOrder.stay_id == stay_id, AssessmentOrder.kind == kind, AssessmentOrder.ended_at.is_(None)
        )
    )


def next_assessment(of: Subject, kind: AssessmentKind, *, begins: datetime | None = None) -> Deadlines | None:
    """None: not owed of him. `begins` as for vital signs."""
    if kind is AssessmentKind.BVC:
        return _next_bvc(of, begins)
    order = assessment_order(of.session, of.stay.id, kind)
    if order is None:
        return None
    made = [one for one in made_of(of.session, of.stay.id, kind) if one.at >= order.starts_at]
    back = of.stay.back_at
    returned = back is not None and (not made or made[0].at < back)
    not_before = back + of.policy.assessments.soon if back is not None and returned else order.starts_at
    return assessments.ordered_again(
        of.policy.assessments, kind, made, ordered_at=order.starts_at, not_before=not_before
    )


def _next_bvc(of: Subject, begins: datetime | None) -> Deadlines | None:
    policy, back = of.policy, of.stay.back_at
    if not policy.assessments.bvc_per_shift:
        return None
    made = made_of(of.session, of.stay.id, AssessmentKind.BVC)
    last = made[0].at if made else None
    since = last or begins or began(of)
    owed = assessments.bvc_owed(policy.assessments, policy.shifts, of.zone, last=last, begins=since)
    if back is not None and back > since and owed.due_at <= back:
        return assessments.bvc_owed(policy.assessments, policy.shifts, of.zone, last=None, begins=back)
    return owed


def follow_assessment(of: Subject, kind: AssessmentKind, *, anew: bool = False) -> None:
    if of.stay.discharged_at is not None or of.stay.absence_id is not None:
        return
    task = of.plan.task(assessments.TASK_OF[kind])
    if task is not None and not anew and not made_of(of.session, of.stay.id, kind):
        return
    _put_or_end(of, assessments.TASK_OF[kind], next_assessment(of, kind))


def begin(of: Subject) -> None:
    """He was admitted, or is back on the unit: what is owed of him from now on."""
    follow_vitals(of, anew=True)
    for kind in AssessmentKind:
        follow_assessment(of, kind, anew=True)


def plan_vitals(store: Store, *, actor: Actor, now: datetime) -> list[Event]:
    """Have vital signs and assessments owed of everybody of whom an older Station, or policy, did not ask for them.

    They are owed from now. Changes nothing where they are owed already.
    """
    with store.read() as session:
        if session.scalar(select(Unit.id).limit(1)) is None:
            return []
        if not _without(session, finding.policy_in_force(session)):
            return []
    with store.write(actor, now) as work:
        follow_policy(work, finding.policy_in_force(work.session))
        return work.events


def follow_policy(work: Work, policy: Policy) -> None:
    """Have owed what the policy asks for of everybody, and owed no more what it does not ask for any more."""
    _end_unasked(work, policy)
    for stay_id in _without(work.session, policy):
        stay = work.session.get_one(Stay, stay_id)
        of = Subject(work, policy, stay, Plan(work, policy, stay, Because("the policy asks for it")))
        _owe_from_now(of)
        of.plan.book.finish()
        work.journal("vitals.owed", {"stay": stay.id})
        work.emit(VitalsRecorded(stay.id))


def _end_unasked(work: Work, policy: Policy) -> None:
    unasked = [] if policy.vitals.schedule else [TaskKind.VITALS]
    if not policy.assessments.bvc_per_shift:
        unasked.append(TaskKind.BVC)
    owed = select(Task.stay_id, Task.kind).where(Task.kind.in_(unasked), Task.state == TaskState.OPEN)
    for stay_id, kind in work.session.execute(owed.order_by(Task.stay_id)).all():
        stay = work.session.get_one(Stay, stay_id)
        of = Subject(work, policy, stay, Plan(work, policy, stay, Because("the policy does not ask for it any more")))
        if kind is TaskKind.VITALS and _is_still_owed(of):
            continue
        of.plan.end(kind, TaskState.VOID)
        of.plan.book.finish()
        work.emit(VitalsRecorded(stay.id))


def _is_still_owed(of: Subject) -> bool:
    """An order of his own asks for them, or a score does; and what has been alerted stays until it is done."""
    task = of.plan.task(TaskKind.VITALS)
    if task is None or is_alerted(task.kind, task, of.work.at):
        return True
    return next_vitals(of, begins=task.since) is not None


def _owe_from_now(of: Subject) -> None:
    if of.plan.task(TaskKind.VITALS) is None:
        owed = next_vitals(of, begins=of.work.at)
        _put_or_end(of, TaskKind.VITALS, None if owed is None else owed.no_sooner(of.work.at + of.policy.vitals.soon))
    if of.plan.task(TaskKind.BVC) is None:
        _put_or_end(of, TaskKind.BVC, next_assessment(of, AssessmentKind.BVC, begins=of.work.at))


def _without(session: Session, policy: Policy) -> list[int]:
    """The stays of people here of whom something that the policy asks for of everybody is not owed."""
    asked = [TaskKind.VITALS] if policy.vitals.schedule else []
    if policy.assessments.bvc_per_shift:
        asked.append(TaskKind.BVC)
    owed = (
        select(func.count(Task.id))
        .where(Task.stay_id == Stay.id, Task.kind.in_(asked), Task.state == TaskState.OPEN)
        .correlate(Stay)
        .scalar_subquery()
    )
    here = select(Stay.id).where(Stay.discharged_at.is_(None), Stay.absence_id.is_(None), owed < len(asked))
    return list(session.scalars(here.order_by(Stay.id)))
