"""What every step of an absence shares: who it is of, that it is stored once, what the record says of it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from station.models import Absence, AbsenceStep, Stay
from station.models.enums import AbsenceKind, AbsenceStepKind
from station.rules.entries import is_late_entry
from station.rules.wording import short
from station.services import away, finding
from station.services.errors import Refused
from station.services.events import Event, StayChanged
from station.services.finding import AtHand
from station.store.work import Work


class Step(NamedTuple):
    """One thing that happened. `who`: the custodian from then on, or the person told."""

    request_id: str
    kind: AbsenceStepKind
    at: datetime
    who: str
    said: str


def stored_already(work: Work, request_id: str) -> bool:
    return work.session.scalar(select(AbsenceStep.id).where(AbsenceStep.request_id == request_id)) is not None


def open_hand(work: Work, stay_id: int) -> AtHand:
    """A stay that has not ended, with its order and the policy."""
    finding.open_stay(work.session, stay_id)
    return finding.at_hand(work.session, stay_id)


def absence_now(work: Work, stay: Stay) -> Absence:
    """His absence. Refuses for somebody on the unit, or back on it meanwhile."""
    absence = away.absence_of(work, stay)
    if absence is None:
        name = finding.patient_name(work.session, stay)
        since = f" since {away.clock(work, stay.back_at)}" if stay.back_at else ""
        raise Refused(f"{name} is on the unit{since}. Nothing has been changed.")
    return absence


def check_not_awol(work: Work, stay: Stay, absence: Absence) -> None:
    if absence.kind is AbsenceKind.AWOL:
        raise Refused(f"{away.where_he_is(work, stay, absence)}: nobody has him. Record him back when he is.")


def check_since(work: Work, absence: Absence, at: datetime) -> None:
    """Refuses a time that is to come, or at which he was with somebody off the unit for certain."""
    if at > work.at:
        raise Refused(in_the_future(at, work.at))
    certain = (AbsenceStepKind.LEFT, AbsenceStepKind.HANDED_ON, AbsenceStepKind.AWOL)
    last = work.session.scalar(
        select(func.max(AbsenceStep.at)).where(AbsenceStep.absence_id == absence.id, AbsenceStep.kind.in_(certain))
    )
    if last is not None and at < last:
        raise Refused(f"By the record he was away still at {away.clock(work, last)}. Correct the time.")


def in_the_future(at: datetime, now: datetime) -> str:
    return f"This would be {short(at - now)} in the future. Correct the time."


def begin(work: Work, hand: AtHand, absence: Absence) -> None:
    """He is off the unit from now on."""
    work.session.add(absence)
    work.session.flush()
    hand.stay.absence_id = absence.id


def record(work: Work, hand: AtHand, absence: Absence, step: Step) -> list[Event]:
    """Put the step on record, and into the journal: "absence.left", "absence.told"."""
    late_entry = is_late_entry(step.at, work.at, hand.policy)
    work.session.add(
        AbsenceStep(
            request_id=step.request_id,
            absence_id=absence.id,
            kind=step.kind,
            at=step.at,
            recorded_at=work.at,
            late_entry=late_entry,
            by_id=work.actor.staff_id,
            who=step.who,
            said=step.said,
        )
    )
    said = {
        "absence": absence.id,
        "stay": absence.stay_id,
        "kind": absence.kind.value,
        "at": step.at,
        "late_entry": late_entry,
        "destination": absence.destination,
        "custodian": absence.custodian,
        "custodian_id": absence.custodian_id,
        "expected": absence.expected_at,
        "who": step.who,
        "said": step.said,
    }
    work.journal(f"absence.{step.kind.value}", said)
    work.emit(StayChanged(absence.stay_id))
    return work.events
