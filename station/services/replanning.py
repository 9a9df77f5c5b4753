"""What is owed already when a new policy is signed: its times follow the policy, its alerts stay."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import Absence, Hazard, ObservationOrder, Stay, Task
from station.models.enums import ASSESSMENTS, TaskKind, TaskState
from station.rules import owed
from station.rules.assessments import TASK_OF
from station.rules.changing import is_alerted, under_new_policy
from station.rules.environment import WORST, hazard_owed, round_under
from station.rules.escalation import first_alert_at, priority_of
from station.rules.handover import handover_owed
from station.rules.intervals import Deadlines, Limits, next_transition_of, run_from, stage_of
from station.rules.policy import Policy
from station.rules.shifts import shift_at
from station.services import finding
from station.services.alertbook import book_of_tasks
from station.services.environmental_planning import scheduled_in
from station.services.handover_planning import label_of
from station.services.planning import Because, Plan
from station.services.vital_admission import as_refused, deeds_that_stand
from station.services.vitals_planning import Subject, next_assessment, next_vitals
from station.store.work import Work


@dataclass(frozen=True, slots=True)
class _Signed:
    """What the times of a task are worked out from."""

    work: Work
    before: Policy
    policy: Policy
    zone: str

    @property
    def session(self) -> Session:
        return self.work.session


def replan(work: Work, before: Policy, policy: Policy) -> list[dict[str, Any]]:
    """Give every open task the times of the new policy, in the transaction that signs it. What moved, for the journal.

    What is past already by the new times is alerted at once, as having fallen due now. What has been alerted stays so
    until it is done; of it the times to come only ever move sooner.
    """
    signed = _Signed(work, before, policy, finding.unit(work.session).zone)
    at_hand = _at_hand(work.session)
    tasks = work.session.scalars(select(Task).where(Task.state == TaskState.OPEN).order_by(Task.id)).all()
    moved = [(task, was) for task in tasks if (was := _move(signed, task)) is not None]
    del at_hand
    for task, _ in moved:
        _tell_hazard(work.session, task)
    _alert(work, policy, [task for task, _ in moved])
    return [_said(task, was) for task, was in moved]


def _at_hand(session: Session) -> list[Any]:
    """Stays and orders read in two questions, so that none is asked for by itself while the list is held."""
    stays = session.scalars(select(Stay).where(Stay.discharged_at.is_(None))).all()
    orders = session.scalars(select(ObservationOrder).where(ObservationOrder.ended_at.is_(None))).all()
    return [stays, orders]


def _tell_hazard(session: Session, task: Task) -> None:
    """A hazard says itself by when it is to be fixed; of the worst that is another time than its alert's."""
    if task.kind is TaskKind.HAZARD:
        hazard = session.get_one(Hazard, int(task.about.rpartition(":")[2]))
        if hazard.severity < WORST:
            hazard.due_at = task.due_at


def _move(signed: _Signed, task: Task) -> Deadlines | None:
    """Returns the deadlines it had; None where they stay."""
    anew = ANEW[task.kind](signed, task)
    was = Deadlines(task.since, task.soon_at, task.due_at, task.lapsed_at)
    if anew is None:
        return None
    to = under_new_policy(task.kind, was, anew, signed.work.at)
    if to == was:
        return None
    task.since, task.soon_at, task.due_at, task.lapsed_at = to.since, to.soon_at, to.due_at, to.lapsed_at
    is_due = priority_of(task.kind, stage_of(to, signed.work.at)) is not None
    task.stage = stage_of(to, signed.work.at)
    task.next_at = next_transition_of(to, signed.work.at) if is_due else first_alert_at(task.kind, to)
    return was


def _alert(work: Work, policy: Policy, tasks: Sequence[Task]) -> None:
    if not tasks:
        return
    work.session.flush()
    book = book_of_tasks(work, policy, tasks)
    for task in tasks:
        book.attend(task)
    book.finish()


def _said(task: Task, was: Deadlines) -> dict[str, Any]:
    times = {"due": [was.due_at, task.due_at], "lapses": [was.lapsed_at, task.lapsed_at]}
    return {"task": task.id, "kind": task.kind.value, "stay": task.stay_id, **times}


def _check(signed: _Signed, task: Task) -> Deadlines:
    stay = signed.session.get_one(Stay, task.stay_id)
    order = finding.order_in_force(signed.session, stay)
    level = owed.level_in_force(signed.policy, order.level, order.level_asleep, asleep=stay.asleep)
    return owed.next_check(
        signed.policy, level, last_seen=stay.last_seen_at, owed_since=stay.owed_since, back_at=stay.back_at
    )


def _observer(signed: _Signed, task: Task) -> Deadlines:
    return owed.nobody_observing(signed.policy, task.since)


def _relief(signed: _Signed, task: Task) -> Deadlines:
    return owed.relief(signed.policy, task.since)


def _review(signed: _Signed, task: Task) -> Deadlines:
    """When it is due was ordered; what the policy says is when it is due soon and when it has lapsed."""
    order = signed.session.get_one(ObservationOrder, signed.session.get_one(Stay, task.stay_id).order_id)
    return owed.review(signed.policy, task.since, order.review_by or task.due_at)


def _provider_order(signed: _Signed, task: Task) -> Deadlines:
    return owed.provider_order(signed.policy, task.since)


def _return(signed: _Signed, task: Task) -> Deadlines | None:
    absence = signed.session.get_one(Absence, signed.session.get_one(Stay, task.stay_id).absence_id)
    if absence.expected_at is None:
        return None
    return owed.return_owed(signed.policy, absence.left_at, absence.expected_at)


def _round_open(signed: _Signed, task: Task) -> Deadlines:
    walks = signed.policy.rounds
    return run_from(Limits(walks.open_soon, walks.open_late, walks.open_lapsed), task.since)


def _environmental(signed: _Signed, task: Task) -> Deadlines | None:
    """None: the policy does not ask for it any more, which planning the rounds sees to."""
    checklist = task.about.rpartition(":")[2]
    scheduled, before = scheduled_in(signed.policy, checklist), scheduled_in(signed.before, checklist)
    if scheduled is None:
        return None
    same = before is not None and before.schedule == scheduled.schedule
    return round_under(scheduled, task, task.since, signed.work.at, signed.zone, same_schedule=same)


def _hazard(signed: _Signed, task: Task) -> Deadlines:
    hazard = signed.session.get_one(Hazard, int(task.about.rpartition(":")[2]))
    return hazard_owed(signed.policy.environment, hazard.severity, hazard.found_at)


def _admission(signed: _Signed, task: Task) -> Deadlines:
    """Counted from the admission, and put off by each refusal as it was then."""
    stay = signed.session.get_one(Stay, task.stay_id)
    return as_refused(signed.policy, task.kind, task, deeds_that_stand(signed.work, stay.id))


def _handover(signed: _Signed, task: Task) -> Deadlines | None:
    """Of the shift it is about; where none begins then any more, of the one that runs, unless it is late already."""
    now, shifts = signed.work.at, signed.policy.shifts
    span = shift_at(shifts, task.since, signed.zone)
    if span.starts_at != task.since:
        if is_alerted(task.kind, task, now):
            return None
        span = shift_at(shifts, max(now, task.since), signed.zone)
    task.label = label_of(span)
    return handover_owed(signed.policy.handover, span)


def _vitals(signed: _Signed, task: Task) -> Deadlines | None:
    of = _subject(signed, task)
    return next_vitals(of, begins=task.since)


def _score(signed: _Signed, task: Task) -> Deadlines:
    answer = signed.policy.vitals.answer
    return run_from(Limits(answer.soon, answer.late, answer.lapsed), task.since)


def _assessment(signed: _Signed, task: Task) -> Deadlines | None:
    kind = next(kind for kind, owed_as in TASK_OF.items() if owed_as is task.kind)
    return next_assessment(_subject(signed, task), kind, begins=task.since)


def _subject(signed: _Signed, task: Task) -> Subject:
    stay = signed.session.get_one(Stay, task.stay_id)
    return Subject(signed.work, signed.policy, stay, Plan(signed.work, signed.policy, stay, Because("new policy")))


def _as_it_is(_signed: _Signed, _task: Task) -> None:
    """Owed from the first moment, by no number of the policy."""


ANEW: Final[Mapping[TaskKind, Callable[[_Signed, Task], Deadlines | None]]] = {
    TaskKind.CHECK: _check,
    TaskKind.OBSERVER: _observer,
    TaskKind.RELIEF: _relief,
    TaskKind.REVIEW: _review,
    TaskKind.PROVIDER_ORDER: _provider_order,
    TaskKind.NOT_FOUND: _as_it_is,
    TaskKind.RETURN: _return,
    TaskKind.AWOL: _as_it_is,
    TaskKind.ROUND_OPEN: _round_open,
    TaskKind.ENVIRONMENTAL: _environmental,
    TaskKind.HANDOVER: _handover,
    TaskKind.HAZARD: _hazard,
    TaskKind.BELONGINGS: _admission,
    TaskKind.ORIENTATION: _admission,
    TaskKind.FIRST_VITALS: _admission,
    TaskKind.WEIGHT: _admission,
    TaskKind.VITALS: _vitals,
    TaskKind.SCORE: _score,
    TaskKind.CANARY: _as_it_is,
    **dict.fromkeys(ASSESSMENTS, _assessment),
}
"""How each kind's times are worked out under another policy. Every kind stands here."""
