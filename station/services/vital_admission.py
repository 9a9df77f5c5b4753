"""What is owed after an admission and done by a set of vital signs; and owed again where that set was corrected."""

from typing import Any

from sqlalchemy import select

from station.models import AdmissionDeed, Task, VitalSet
from station.models.enums import DeedOutcome, SetOutcome, TaskKind, TaskState
from station.rules import owed
from station.rules.intervals import Deadlines
from station.rules.policy import Policy
from station.rules.vital_limits import is_a_reading
from station.services.vitals_planning import Subject, values_of
from station.store.work import Work


def answer_admission(of: Subject, one: VitalSet) -> bool:
    """First vital signs and the weight that are owed after an admission are done by a set that holds them; a refusal
    puts the first ones off. Whether first vital signs were answered."""
    taken = one.outcome is not SetOutcome.REFUSED and is_a_reading(values_of(one))
    if one.weight is not None and of.plan.task(TaskKind.WEIGHT) is not None:
        _deed(of, one, TaskKind.WEIGHT, DeedOutcome.DONE, {"weight_kg": one.weight})
        of.plan.end(TaskKind.WEIGHT, TaskState.DONE)
    first = of.plan.task(TaskKind.FIRST_VITALS)
    if first is None or not (taken or one.outcome is SetOutcome.REFUSED):
        return False
    if taken:
        _deed(of, one, TaskKind.FIRST_VITALS, DeedOutcome.DONE, {})
        of.plan.end(TaskKind.FIRST_VITALS, TaskState.DONE)
        return True
    _deed(of, one, TaskKind.FIRST_VITALS, DeedOutcome.REFUSED, {"note": one.why})
    before = Deadlines(first.since, first.soon_at, first.due_at, first.lapsed_at)
    of.plan.put(TaskKind.FIRST_VITALS, owed.asked_again(of.policy, TaskKind.FIRST_VITALS, before, one.observed_at))
    return False


def _deed(of: Subject, one: VitalSet, kind: TaskKind, outcome: DeedOutcome, said: dict[str, Any]) -> None:
    """The record of what is owed after an admission says which set it was."""
    of.session.add(
        AdmissionDeed(
            request_id=f"{one.request_id}:{kind.value}",
            stay_id=one.stay_id,
            kind=kind,
            outcome=outcome,
            done_at=one.observed_at,
            recorded_at=one.recorded_at,
            late_entry=one.late_entry,
            by_id=one.by_id,
            second_id=None,
            said={"note": "", "set": one.id} | said,
        )
    )


def deeds_that_stand(work: Work, stay_id: int) -> list[AdmissionDeed]:
    """What was recorded of a stay, in order, without what turned out to be of another set or patient."""
    found = work.session.scalars(
        select(AdmissionDeed).where(AdmissionDeed.stay_id == stay_id).order_by(AdmissionDeed.id)
    )
    return [one for one in found if not one.said.get("corrected")]


def as_refused(policy: Policy, kind: TaskKind, task: Task, deeds: list[AdmissionDeed]) -> Deadlines:
    """Counted from the admission, and put off by each refusal that stands, as it was then."""
    to = owed.admission_task(policy, kind, task.since)
    for deed in deeds:
        if deed.kind is kind and deed.outcome is DeedOutcome.REFUSED:
            to = owed.asked_again(policy, kind, to, deed.done_at)
    return to


def follow_correction(of: Subject, original: VitalSet, one: VitalSet | None) -> None:
    """What the original had answered stays answered only where `one`, which takes its place, answers it as well.

    `one` None: it was of another patient. What is not answered any more is owed again, as it was.
    """
    answered = [each for each in deeds_that_stand(of.work, of.stay.id) if each.said.get("set") == original.id]
    for deed in answered:
        if one is not None and _answers(deed, one):
            deed.said = deed.said | {"set": one.id} | ({} if one.weight is None else _weight(deed, one))
        else:
            deed.said = deed.said | {"corrected": "amended" if one is not None else "of another patient"}
            _owe_again(of, deed.kind)


def _weight(deed: AdmissionDeed, one: VitalSet) -> dict[str, Any]:
    return {"weight_kg": one.weight} if deed.kind is TaskKind.WEIGHT else {}


def _answers(deed: AdmissionDeed, one: VitalSet) -> bool:
    if deed.kind is TaskKind.WEIGHT:
        return one.weight is not None
    refused = one.outcome is SetOutcome.REFUSED
    return refused if deed.outcome is DeedOutcome.REFUSED else not refused and is_a_reading(values_of(one))


def _owe_again(of: Subject, kind: TaskKind) -> None:
    """Unless something else that stands has done it. Of somebody who has left nothing is owed."""
    stand = [one for one in deeds_that_stand(of.work, of.stay.id) if one.kind is kind]
    if of.stay.discharged_at is not None or any(one.outcome is not DeedOutcome.REFUSED for one in stand):
        return
    task = of.plan.task(kind) or _ended(of, kind)
    if task is None:
        return
    to = as_refused(of.policy, kind, task, stand)
    if task.state is TaskState.OPEN:
        of.plan.put(kind, to)
        return
    task.since, task.soon_at, task.due_at, task.lapsed_at = to.since, to.soon_at, to.due_at, to.lapsed_at
    of.plan.owe_again(task)


def _ended(of: Subject, kind: TaskKind) -> Task | None:
    return of.session.scalar(
        select(Task)
        .where(Task.stay_id == of.stay.id, Task.kind == kind, Task.state == TaskState.DONE)
        .order_by(Task.id.desc())
        .limit(1)
    )
