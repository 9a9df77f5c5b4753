"""Who is off the unit: what the services of checks, stays and absences all ask about it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from station.models import Absence, AbsenceStep, Stay
from station.models.enums import AbsenceKind, AbsenceStepKind
from station.rules.wording import away_line, clock_time
from station.services import finding
from station.services.errors import Refused
from station.store.work import Work


def absence_of(work: Work, stay: Stay) -> Absence | None:
    """His absence that has not ended; None while he is on the unit."""
    return None if stay.absence_id is None else work.session.get_one(Absence, stay.absence_id)


def clock(work: Work, at: datetime) -> str:
    """A moment on the unit's clock."""
    return clock_time(at, ZoneInfo(finding.unit(work.session).zone), work.at)


def gone_at(work: Work, absence: Absence) -> datetime | None:
    """Since when he is AWOL."""
    return work.session.scalar(
        select(AbsenceStep.at)
        .where(AbsenceStep.absence_id == absence.id, AbsenceStep.kind == AbsenceStepKind.AWOL)
        .limit(1)
    )


def where_he_is(work: Work, stay: Stay, absence: Absence) -> str:
    """Ada Ames is off the unit since 14:10, Radiology with A. Park (escort)"""
    name = finding.patient_name(work.session, stay)
    if absence.kind is AbsenceKind.AWOL:
        return f"{name} is AWOL since {clock(work, gone_at(work, absence) or absence.left_at)}"
    return f"{name} is off the unit since {clock(work, absence.left_at)}, {away_line(absence)}"


def check_on_unit(work: Work, stay: Stay) -> None:
    """Refuses what can only be done with somebody who is here."""
    absence = absence_of(work, stay)
    if absence is not None:
        raise Refused(f"{where_he_is(work, stay, absence)}. Record him back first.")


def check_here_at(work: Work, stay: Stay, at: datetime) -> None:
    """Refuses what is said to have been seen of him here while he was off the unit, now or earlier in this stay."""
    absence = absence_of(work, stay)
    if absence is not None and at > absence.left_at:
        raise Refused(f"{where_he_is(work, stay, absence)}. Record him back first.")
    has_been_away = stay.discharged_at is not None or (stay.back_at is not None and at < stay.back_at)
    if has_been_away:
        _check_not_then(work, stay, at)


def _check_not_then(work: Work, stay: Stay, at: datetime) -> None:
    then = work.session.scalar(
        select(Absence).where(Absence.stay_id == stay.id, Absence.left_at < at, Absence.ended_at > at).limit(1)
    )
    if then is None or then.ended_at is None:
        return
    name, until = finding.patient_name(work.session, stay), clock(work, then.ended_at)
    raise Refused(
        f"{name} was off the unit from {clock(work, then.left_at)} to {until}, {away_line(then)}. "
        "Correct the time or the patient."
    )


def end_with_stay(work: Work, stay: Stay, reason: str) -> None:
    """His stay ends while he is away: nobody waits for him any more."""
    absence = absence_of(work, stay)
    if absence is None:
        return
    absence.ended_at, stay.absence_id = work.at, None
    work.session.add(
        AbsenceStep(
            absence_id=absence.id,
            kind=AbsenceStepKind.ENDED,
            at=work.at,
            recorded_at=work.at,
            by_id=work.actor.staff_id,
            said=reason,
        )
    )
    work.journal("absence.ended", {"absence": absence.id, "stay": stay.id, "reason": reason})
