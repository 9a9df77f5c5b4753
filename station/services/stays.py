"""Stays: a patient comes, moves, changes beds, goes. Timers follow the patient, never the bed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select

from station.models import Bed, ObservationOrder, Patient, Precaution, Stay
from station.models.enums import ADMISSION_TASKS, OrderKind, OwedReason, TaskKind, TaskState
from station.rules import owed
from station.rules.permissions import Deed
from station.rules.policy import Policy
from station.services import away, finding, vitals_planning
from station.services.duties import duty_of, end_duty
from station.services.errors import Refused
from station.services.events import Event, StayChanged
from station.services.permitting import require
from station.services.planning import Because, Plan
from station.store.work import Actor, Store, Work

MOST_TO_LOOK_FOR: Final = 240
"""Letters of what to look for in a patient."""


@dataclass(frozen=True, slots=True)
class Admission:
    """One patient to admit. `bed` is its label; `review_by` None: by the policy's review time."""

    mrn: str
    family: str
    given: str
    birth_date: date | None
    bed: str
    level: str
    level_asleep: str | None = None
    precautions: tuple[str, ...] = ()
    admitted_at: datetime | None = None
    reason: str = ""
    ordered_by: str = ""
    review_by: datetime | None = None


def admit(store: Store, admission: Admission, *, actor: Actor, now: datetime) -> list[Event]:
    """Admit a patient to a bed at an ordered level. A first check is owed within 2 minutes of now; a belongings search,
    first vital signs, weight and orientation within their times of the admission itself.

    Raises Refused for a taken bed, a patient already here, an unknown level or precaution, a time in the future.
    """
    with store.write(actor, now) as work:
        require(work, Deed.ADMIT)
        policy = finding.policy_in_force(work.session)
        _check_admission(policy, admission, now)
        bed = finding.bed_labelled(work.session, admission.bed)
        _check_free(work, bed)
        stay = Stay(
            patient_id=_patient(work, admission).id,
            bed_id=bed.id,
            admitted_at=admission.admitted_at or now,
            owed_since=now,
            owed_reason=OwedReason.ADMITTED,
            asleep=False,
        )
        work.session.add(stay)
        work.session.flush()
        _set_precautions(work, stay, admission.precautions)
        order = _first_order(work, policy, stay, admission)
        not_owed = _begin(work, policy, stay, order)
        work.journal("stay.admitted", _admission_said(stay, bed, admission) | not_owed)
        work.emit(StayChanged(stay.id))
        return work.events


def _check_admission(policy: Policy, admission: Admission, now: datetime) -> None:
    if not admission.mrn.strip() or not admission.family.strip():
        raise Refused("A patient needs a record number and a family name. Enter both.")
    if admission.admitted_at is not None and admission.admitted_at > now:
        raise Refused("The admission cannot be in the future. Correct the time.")
    if admission.birth_date is not None and admission.birth_date > now.date():
        raise Refused("The birth date is in the future. Correct it.")
    for code in (admission.level, admission.level_asleep):
        check_level(policy, code)
    check_precautions(policy, admission.precautions)


def check_level(policy: Policy, code: str | None) -> None:
    """Refuses a level that the policy does not have."""
    try:
        if code is not None:
            policy.level(code)
    except KeyError as error:
        raise Refused(f"T{str(error.args[0])[1:]}. Choose one of them.") from error


def check_precautions(policy: Policy, codes: Iterable[str]) -> None:
    known = [one.code for one in policy.precautions]
    for code in codes:
        if code not in known:
            raise Refused(f"There is no precaution {code!r} in the policy. Choose among {', '.join(known)}.")


def _check_free(work: Work, bed: Bed) -> None:
    taken = work.session.scalar(select(Stay).where(Stay.bed_id == bed.id, Stay.discharged_at.is_(None)))
    if taken is not None:
        name = finding.patient_name(work.session, taken)
        raise Refused(f"Bed {bed.label} is taken by {name}. Choose an empty bed, or swap the two patients.")


def _patient(work: Work, admission: Admission) -> Patient:
    person = work.session.scalar(select(Patient).where(Patient.mrn == admission.mrn.strip()))
    if person is None:
        person = Patient(mrn=admission.mrn.strip(), family="", given="", birth_date=None)
        work.session.add(person)
    else:
        _check_not_here(work, person)
    person.family, person.given = admission.family.strip(), admission.given.strip()
    person.birth_date = admission.birth_date or person.birth_date
    work.session.flush()
    return person


def _check_not_here(work: Work, person: Patient) -> None:
    here = work.session.scalar(select(Stay).where(Stay.patient_id == person.id, Stay.discharged_at.is_(None)))
    if here is not None:
        place = finding.where(work.session, here)
        raise Refused(f"Record number {person.mrn} is already on the unit ({place}). Check the number.")


def _first_order(work: Work, policy: Policy, stay: Stay, admission: Admission) -> ObservationOrder:
    order = ObservationOrder(
        stay_id=stay.id,
        kind=OrderKind.ADMISSION,
        level=admission.level,
        level_asleep=admission.level_asleep,
        reason=admission.reason.strip() or "admission",
        ordered_by=admission.ordered_by.strip() or work.actor.name,
        entered_by_id=work.actor.staff_id,
        starts_at=work.at,
        review_by=admission.review_by or work.at + policy.orders.review_every,
    )
    work.session.add(order)
    work.session.flush()
    stay.order_id = order.id
    return order


def _begin(work: Work, policy: Policy, stay: Stay, order: ObservationOrder) -> dict[str, object]:
    """Put what is owed from now on. What the journal is to say of it."""
    plan = Plan(work, policy, stay, Because("admitted"))
    plan.follow(order)
    if order.review_by is not None:
        plan.put(TaskKind.REVIEW, owed.review(policy, order.starts_at, order.review_by))
    before_station = _owe_after_admission(plan, policy, stay, work.at)
    vitals_planning.begin(vitals_planning.Subject(work, policy, stay, plan))
    plan.book.finish()
    return {"before_station": before_station} if before_station else {}


def _owe_after_admission(plan: Plan, policy: Policy, stay: Stay, now: datetime) -> list[str]:
    """What is owed once after an admission. Of somebody who was admitted long before he is entered here, as from a
    census, what would have lapsed by now was before Station's time: it is not asked for. The words of those."""
    left_out = []
    for kind in ADMISSION_TASKS:
        to = owed.admission_task(policy, kind, stay.admitted_at)
        if to.lapsed_at <= now:
            left_out.append(kind.value)
        else:
            plan.put(kind, to)
    return left_out


def _admission_said(stay: Stay, bed: Bed, admission: Admission) -> dict[str, object]:
    return {
        "stay": stay.id,
        "patient": stay.patient_id,
        "mrn": admission.mrn,
        "bed": bed.label,
        "admitted": stay.admitted_at,
        "level": admission.level,
        "level_asleep": admission.level_asleep,
        "precautions": list(admission.precautions),
        "ordered_by": admission.ordered_by,
    }


def transfer(store: Store, stay_id: int, bed_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """Move a patient to an empty bed. His timer, level and alerts go with him."""
    with store.write(actor, now) as work:
        require(work, Deed.MOVE)
        stay = finding.open_stay(work.session, stay_id)
        bed = finding.bed(work.session, bed_id)
        if stay.bed_id == bed.id:
            raise Refused(f"The patient is already in bed {bed.label}. Choose another bed.")
        _check_free(work, bed)
        before = finding.where(work.session, stay)
        stay.bed_id = bed.id
        work.journal("stay.moved", {"stay": stay.id, "from": before, "to": bed.label})
        work.emit(StayChanged(stay.id))
        return work.events


def swap_beds(store: Store, stay_id: int, other_stay_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """Two patients change beds: both or neither. Timers follow the patients."""
    with store.write(actor, now) as work:
        require(work, Deed.MOVE)
        one, other = (finding.open_stay(work.session, each) for each in (stay_id, other_stay_id))
        if one.id == other.id:
            raise Refused("Choose another patient to change beds with.")
        if one.bed_id is None or other.bed_id is None:
            raise Refused("Both patients need a bed to change beds. Give the one without a bed an empty one.")
        beds = finding.where(work.session, one), finding.where(work.session, other)
        _swap(work, one, other)
        work.journal("stay.swapped", {"stays": [one.id, other.id], "beds": list(beds)})
        work.emit(StayChanged(one.id))
        work.emit(StayChanged(other.id))
        return work.events


def _swap(work: Work, one: Stay, other: Stay) -> None:
    """By way of no bed at all: a bed never holds two, not even within the transaction."""
    ones, others = one.bed_id, other.bed_id
    one.bed_id = other.bed_id = None
    work.session.flush()
    one.bed_id, other.bed_id = others, ones


def discharge(store: Store, stay_id: int, reason: str, *, actor: Actor, now: datetime) -> list[Event]:
    """End a stay. Nothing is owed any more; open alerts close with that reason; the record stays."""
    with store.write(actor, now) as work:
        require(work, Deed.DISCHARGE)
        stay = finding.open_stay(work.session, stay_id)
        if not reason.strip():
            raise Refused("Say where the patient goes or why the stay ends.")
        plan = Plan(work, finding.policy_in_force(work.session), stay, Because("discharged"))
        plan.end_all(TaskState.VOID)
        plan.book.finish()
        _end_running(work, stay)
        away.end_with_stay(work, stay, reason.strip())
        bed = finding.where(work.session, stay)
        stay.discharged_at = now
        work.journal("stay.discharged", {"stay": stay.id, "bed": bed, "reason": reason.strip()})
        work.emit(StayChanged(stay.id))
        return work.events


def _end_running(work: Work, stay: Stay) -> None:
    duty = duty_of(work, stay)
    if duty is not None:
        end_duty(work, duty, "discharged")
    finding.order_in_force(work.session, stay).ended_at = work.at
    for precaution in _precautions(work, stay):
        precaution.ended_at = work.at


def set_precautions(store: Store, stay_id: int, codes: Iterable[str], *, actor: Actor, now: datetime) -> list[Event]:
    """Have exactly these precautions in force."""
    with store.write(actor, now) as work:
        require(work, Deed.PRECAUTIONS)
        stay = finding.open_stay(work.session, stay_id)
        wanted = tuple(codes)
        check_precautions(finding.policy_in_force(work.session), wanted)
        before = [one.code for one in _precautions(work, stay)]
        _set_precautions(work, stay, wanted)
        work.journal("stay.precautions", {"stay": stay.id, "before": sorted(before), "now": sorted(wanted)})
        work.emit(StayChanged(stay.id))
        return work.events


def _precautions(work: Work, stay: Stay) -> list[Precaution]:
    found = select(Precaution).where(Precaution.stay_id == stay.id, Precaution.ended_at.is_(None))
    return list(work.session.scalars(found))


def _set_precautions(work: Work, stay: Stay, wanted: Iterable[str]) -> None:
    codes = set(wanted)
    running = _precautions(work, stay)
    for one in running:
        if one.code not in codes:
            one.ended_at = work.at
    for code in sorted(codes - {one.code for one in running}):
        work.session.add(Precaution(stay_id=stay.id, code=code, set_at=work.at))


def set_look_for(store: Store, stay_id: int, words: str, *, actor: Actor, now: datetime) -> list[Event]:
    """What whoever rounds is to look for in this patient, in plain words; empty takes them away."""
    with store.write(actor, now) as work:
        require(work, Deed.PRECAUTIONS)
        stay = finding.open_stay(work.session, stay_id)
        said = words.strip()
        if len(said) > MOST_TO_LOOK_FOR:
            raise Refused(
                f"These are {len(said)} letters. Say it in at most {MOST_TO_LOOK_FOR}: it is read at the door."
            )
        before, stay.look_for = stay.look_for, said
        if said == before:
            return []
        work.journal("stay.look for", {"stay": stay.id, "before": before, "now": said})
        work.emit(StayChanged(stay.id))
        return work.events
