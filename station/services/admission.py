"""What is owed once after an admission: belongings search, first vital signs, weight, orientation.

First vital signs are done by recording them (`services.vitals`), which says so here as well: that they were taken is
never said without what they were. A weight that is entered here is a set of vital signs that holds nothing else.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import aliased

from station.models import AdmissionDeed, Staff, Stay
from station.models.enums import ADMISSION_TASKS, DeedOutcome, SetOutcome, TaskKind, TaskState
from station.rules import owed
from station.rules.entries import is_late_entry
from station.rules.intervals import Deadlines
from station.rules.moments import utc
from station.rules.permissions import Deed
from station.rules.policy import Policy
from station.rules.vital_limits import Vitals
from station.rules.weights import WeightError, question_about
from station.rules.wording import short
from station.services import finding
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import Event, StayChanged
from station.services.last_weight import last_weight
from station.services.permitting import require, require_person
from station.services.planning import Because, Plan
from station.services.vital_admission import deeds_that_stand
from station.services.vital_entering import VitalEntry, journal_set, store_set, tell
from station.store.rows.admission import AdmissionDeedRow
from station.store.work import Actor, Store, Work


@dataclass(frozen=True, slots=True)
class AdmissionEntry:
    """One of them done, refused or not possible. `done_at` None: now."""

    request_id: str
    stay_id: int
    kind: TaskKind
    outcome: DeedOutcome
    done_at: datetime | None = None
    second_id: int | None = None
    """Belongings: who searched with him."""
    items: tuple[tuple[str, str], ...] = ()
    """Belongings: (what was found, where it went)."""
    nothing_found: bool = False
    """Belongings: searched, and nothing was found. No items without this is not an answer."""
    weight_kg: float | None = None
    note: str = ""


_WORDS: Final = {
    TaskKind.BELONGINGS: "a belongings search",
    TaskKind.ORIENTATION: "an orientation",
    TaskKind.FIRST_VITALS: "first vital signs",
    TaskKind.WEIGHT: "a weight",
}
_MOST_WORDS: Final = 400
"""The longest that one thing found, or where it went, may be."""


def record_admission_task(
    store: Store, entry: AdmissionEntry, *, confirmed: bool = False, actor: Actor, now: datetime
) -> list[Event]:
    """Record it. Refused by the patient: it is owed again after 2 hours (policy). Not possible: why, and it ends.

    The same `request_id` again changes nothing. Raises Refused with a sentence, and NeedsConfirmation for one that was
    recorded already and for a weight that is unlike the last, unless `confirmed`.
    """
    with store.write(actor, now) as work:
        require(work, Deed.ADMISSION_TASK)
        if _stored_already(work, entry.request_id):
            return []
        stay = finding.stay(work.session, entry.stay_id)
        policy = finding.policy_in_force(work.session)
        done_at = utc(entry.done_at or now)
        _check_time(work, stay, entry, done_at)
        _check_said(work, policy, entry)
        questions = _questions(work, stay, entry, done_at)
        if questions and not confirmed:
            raise NeedsConfirmation(" ".join(questions))
        deed = _deed(work, entry, done_at, late_entry=is_late_entry(done_at, now, policy))
        if entry.kind is TaskKind.WEIGHT and entry.outcome is DeedOutcome.DONE:
            deed.said = deed.said | {"set": _weighed(work, policy, stay, entry, done_at)}
        work.session.add(deed)
        _move_task(work, policy, stay, deed)
        work.session.flush()
        _journal(work, deed)
        work.emit(StayChanged(stay.id))
        return work.events


def _stored_already(work: Work, request_id: str) -> bool:
    return work.session.scalar(select(AdmissionDeed.id).where(AdmissionDeed.request_id == request_id)) is not None


def _check_time(work: Work, stay: Stay, entry: AdmissionEntry, done_at: datetime) -> None:
    if done_at > work.at:
        raise Refused(f"This would be {short(done_at - work.at)} in the future. Correct the time.")
    if done_at < stay.admitted_at:
        raise Refused("This time is before the patient was admitted. Correct the time or the patient.")
    if stay.discharged_at is None:
        return
    if entry.done_at is None:
        raise Refused(f"{finding.patient_name(work.session, stay)} has been discharged. Nothing has been recorded.")
    if done_at > stay.discharged_at:
        raise Refused("This time is after the patient was discharged. Correct the time or the patient.")


def _check_said(work: Work, policy: Policy, entry: AdmissionEntry) -> None:
    if entry.kind not in ADMISSION_TASKS:
        raise Refused(f"{entry.kind.value.capitalize()} is not recorded here. Choose what is owed after an admission.")
    if entry.outcome is DeedOutcome.NOT_POSSIBLE and not entry.note.strip():
        raise Refused("Say why it was not possible: it is not asked for again, and the reason stays on record.")
    if entry.outcome is not DeedOutcome.DONE:
        return
    if entry.kind is TaskKind.FIRST_VITALS:
        raise Refused("That they were taken is not enough. Record the vital signs; that answers it.")
    if entry.kind is TaskKind.BELONGINGS:
        _check_belongings(work, policy, entry)
    elif entry.kind is TaskKind.WEIGHT and entry.weight_kg is None:
        raise Refused("Enter the weight in kilograms, or say that it was refused or not possible.")


def _check_belongings(work: Work, policy: Policy, entry: AdmissionEntry) -> None:
    if entry.second_id is not None and entry.second_id == work.actor.staff_id:
        raise Refused("Two people search belongings. Choose the other one, not yourself.")
    if entry.second_id is None and policy.admission.belongings_by_two:
        raise Refused("Two people search belongings. Choose who searched with you.")
    if entry.second_id is not None:
        finding.person(work.session, entry.second_id)
        require_person(work, entry.second_id, Deed.ADMISSION_TASK)
    if entry.items and entry.nothing_found:
        raise Refused("Things were found and nothing was found: only one can be true. Correct it.")
    if not entry.items and not entry.nothing_found:
        raise Refused("Say what was found and where it went, or that nothing was found.")
    for number, item in enumerate(entry.items, start=1):
        _check_item(number, *item)


def _check_item(number: int, what: str, where: str) -> None:
    if not what.strip():
        raise Refused(f"Item {number} has no name. Say what was found.")
    if not where.strip():
        raise Refused(f"Say where it went: {what.strip()}.")
    if max(len(what), len(where)) > _MOST_WORDS:
        raise Refused(f"Item {number} is too long. Use at most {_MOST_WORDS} letters, and one item for each thing.")


def _questions(work: Work, stay: Stay, entry: AdmissionEntry, done_at: datetime) -> list[str]:
    """What to ask before it is recorded."""
    asked = [_recorded_already(work, entry)]
    if entry.kind is TaskKind.WEIGHT and entry.outcome is DeedOutcome.DONE and entry.weight_kg is not None:
        try:
            asked.append(question_about(entry.weight_kg, done_at, last_weight(work.session, stay, done_at)))
        except WeightError as problem:
            raise Refused(str(problem)) from problem
    return [one for one in asked if one]


def _recorded_already(work: Work, entry: AdmissionEntry) -> str | None:
    """Two people may record the same thing at once: the second is told."""
    done = [
        one
        for one in deeds_that_stand(work, entry.stay_id)
        if one.kind is entry.kind and one.outcome is DeedOutcome.DONE
    ]
    if not done:
        return None
    name = finding.person_name(work.session, done[-1].by_id)
    return f"{name} has recorded {_WORDS[entry.kind]} of this patient already. Record another beside it?"


def _weighed(work: Work, policy: Policy, stay: Stay, entry: AdmissionEntry, done_at: datetime) -> int:
    """The weight stands with the other vital signs. The number of the set."""
    weighing = VitalEntry(
        f"{entry.request_id}:weight",
        stay.id,
        SetOutcome.PARTIAL,
        Vitals(weight=entry.weight_kg),
        observed_at=done_at,
    )
    one = store_set(work, policy, stay, weighing, weighing.values, done_at)
    journal_set(work, "vitals.recorded", one)
    tell(work, stay.id)
    return one.id


def _deed(work: Work, entry: AdmissionEntry, done_at: datetime, *, late_entry: bool) -> AdmissionDeed:
    searched = entry.kind is TaskKind.BELONGINGS and entry.outcome is DeedOutcome.DONE
    return AdmissionDeed(
        request_id=entry.request_id,
        stay_id=entry.stay_id,
        kind=entry.kind,
        outcome=entry.outcome,
        done_at=done_at,
        recorded_at=work.at,
        late_entry=late_entry,
        by_id=work.actor.staff_id,
        second_id=entry.second_id if searched else None,
        said=_said(entry),
    )


def _said(entry: AdmissionEntry) -> dict[str, Any]:
    said: dict[str, Any] = {"note": entry.note.strip()}
    if entry.outcome is not DeedOutcome.DONE:
        return said
    if entry.kind is TaskKind.BELONGINGS:
        said["items"] = [{"what": what.strip(), "where": where.strip()} for what, where in entry.items]
    if entry.kind is TaskKind.WEIGHT:
        said["weight_kg"] = entry.weight_kg
    return said


def _move_task(work: Work, policy: Policy, stay: Stay, deed: AdmissionDeed) -> None:
    """Done and not possible end what is owed, a refusal puts it off. Nothing happens where it is owed no more."""
    because = Because(_reason(deed), documented_late=deed.late_entry)
    plan = Plan(work, policy, stay, because)
    task = plan.task(deed.kind)
    if task is None:
        return
    if deed.outcome is DeedOutcome.REFUSED:
        before = Deadlines(task.since, task.soon_at, task.due_at, task.lapsed_at)
        plan.put(deed.kind, owed.asked_again(policy, deed.kind, before, deed.done_at))
    else:
        plan.end(deed.kind, TaskState.DONE if deed.outcome is DeedOutcome.DONE else TaskState.VOID)
    plan.book.finish()


def _reason(deed: AdmissionDeed) -> str:
    if deed.outcome is DeedOutcome.REFUSED:
        return "refused, to be asked again"
    if deed.outcome is DeedOutcome.NOT_POSSIBLE:
        return f"not possible: {deed.said['note']}"
    return "documented late" if deed.late_entry else "done"


def _journal(work: Work, deed: AdmissionDeed) -> None:
    work.journal(
        "admission.recorded",
        {
            "deed": deed.id,
            "stay": deed.stay_id,
            "kind": deed.kind.value,
            "outcome": deed.outcome.value,
            "done": deed.done_at,
            "recorded": deed.recorded_at,
            "late_entry": deed.late_entry,
            "second": deed.second_id,
            "said": deed.said,
        },
    )


def read_admission_deeds(store: Store, stay_id: int) -> tuple[AdmissionDeedRow, ...]:
    """What was recorded of them, in order."""
    second = aliased(Staff)
    with store.read() as session:
        found = session.execute(
            select(AdmissionDeed, Staff.name, second.name)
            .join(Staff, Staff.id == AdmissionDeed.by_id)
            .outerjoin(second, second.id == AdmissionDeed.second_id)
            .where(AdmissionDeed.stay_id == stay_id)
            .order_by(AdmissionDeed.id)
        )
        return tuple(_row(deed, by, with_him) for deed, by, with_him in found)


def _row(deed: AdmissionDeed, by: str, second: str | None) -> AdmissionDeedRow:
    weight = deed.said.get("weight_kg")
    return AdmissionDeedRow(
        kind=deed.kind,
        outcome=deed.outcome,
        done_at=deed.done_at,
        recorded_at=deed.recorded_at,
        late_entry=deed.late_entry,
        by=by,
        second=second,
        items=tuple((one["what"], one["where"]) for one in deed.said.get("items", ())),
        weight_kg=None if weight is None else float(weight),
        note=deed.said.get("note", ""),
        corrected=deed.said.get("corrected", ""),
    )
