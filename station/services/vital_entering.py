"""What every entry of vital signs shares: how it is judged, stored, and moves what is owed of the patient."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from station.models import Staff, Stay, VitalOrder, VitalSet
from station.models.enums import EntryStatus, SetOutcome
from station.rules import units, vital_limits
from station.rules.entries import is_late_entry
from station.rules.moments import utc
from station.rules.policy import Policy
from station.rules.vital_limits import Before, Vitals
from station.rules.wording import short
from station.services import away, finding
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import VitalsRecorded
from station.services.last_weight import last_weight
from station.services.planning import Because, Plan
from station.services.vital_admission import answer_admission
from station.services.vitals_planning import Subject, ask_nurse, asks, counting, follow_vitals, values_of
from station.store.work import Work

ONLY_WEIGHT: Final = "weight only"
NOTHING: Final = Vitals()


@dataclass(frozen=True, slots=True)
class VitalEntry:
    """One set. `request_id` is made once by the form, so that a double tap is one set. `observed_at` None: now.

    `values` in the units of `units`: (("temp", "[degF]"),); canonical ones need not be named. `why` of a partial or
    refused one. `concern`: a nurse's, in words.
    """

    request_id: str
    stay_id: int
    outcome: SetOutcome
    values: Vitals = NOTHING
    units: tuple[tuple[str, str], ...] = ()
    why: str = ""
    observed_at: datetime | None = None
    position: str = ""
    arm: str = ""
    route: str = ""
    concern: str = ""
    note: str = ""


def set_stored_already(work: Work, request_id: str) -> bool:
    return work.session.scalar(select(VitalSet.id).where(VitalSet.request_id == request_id)) is not None


def in_canonical(entry: VitalEntry) -> Vitals:
    """Its values as they are kept."""
    said = asdict(entry.values)
    try:
        for name, unit in entry.units:
            if said.get(name) is not None:
                said[name] = units.canonical(name, said[name], unit)
    except ValueError as error:
        raise Refused(f"{str(error)[:1].upper()}{str(error)[1:]}. Choose its unit again.") from error
    return Vitals(**said)


def check_time(work: Work, stay: Stay, entry: VitalEntry, at: datetime) -> None:
    """Refuses a time that contradicts what is known of him."""
    if at > work.recorded_at:
        raise Refused(f"This would be {short(at - work.recorded_at)} in the future. Correct the time.")
    if at < stay.admitted_at:
        raise Refused("This time is before the patient was admitted. Correct the time or the patient.")
    if stay.discharged_at is not None:
        if entry.observed_at is None:
            raise Refused(f"{finding.patient_name(work.session, stay)} has been discharged. Nothing has been recorded.")
        if at > stay.discharged_at:
            raise Refused("This time is after the patient was discharged. Correct the time or the patient.")
    away.check_here_at(work, stay, at)


def check_said(entry: VitalEntry, values: Vitals) -> None:
    """Refuses what contradicts itself and what cannot be a vital sign, each in a sentence."""
    if entry.outcome is SetOutcome.REFUSED:
        if values.measured:
            raise Refused("A refused set holds no values. Take them out, or say partial.")
        if not entry.why.strip():
            raise Refused("Say why nothing was taken: the reason stays on record.")
        return
    if not values.measured:
        raise Refused("Nothing has been entered. Enter what was measured, or say that it was refused and why.")
    problems = vital_limits.refusals(values)
    if problems:
        raise Refused(" ".join(one.sentence for one in problems))
    _check_whole(entry, values)


def _check_whole(entry: VitalEntry, values: Vitals) -> None:
    left = [vital_limits.WORDS[name] for name in vital_limits.missing(values)]
    if entry.outcome is SetOutcome.WHOLE and left:
        raise Refused(f"Not whole: {', '.join(left)} missing. Enter it, or say partial and why.")
    if entry.outcome is SetOutcome.PARTIAL and vital_limits.is_a_reading(values) and not entry.why.strip():
        if left:
            raise Refused(f"Say why the set is partial ({', '.join(left)} missing): the reason stays on record.")
        raise Refused("Nothing is missing: this is a whole set. Say whole.")


def ask(work: Work, stay: Stay, values: Vitals, at: datetime) -> None:
    """Asks about what is unusual, and about another set of the same minute."""
    before = Before(last_weight(work.session, stay, at), _last_height(work, stay))
    asked = [one.sentence for one in vital_limits.questions(values, at, before)]
    beside = _same_minute(work, stay, at)
    if beside:
        asked.append(beside)
    if asked:
        raise NeedsConfirmation(" ".join(asked))


def _last_height(work: Work, stay: Stay) -> float | None:
    return work.session.scalar(
        select(VitalSet.height)
        .join(Stay, Stay.id == VitalSet.stay_id)
        .where(Stay.patient_id == stay.patient_id, VitalSet.height.is_not(None), VitalSet.status == EntryStatus.CURRENT)
        .order_by(VitalSet.observed_at.desc(), VitalSet.id.desc())
        .limit(1)
    )


def _same_minute(work: Work, stay: Stay, at: datetime) -> str:
    within = finding.policy_in_force(work.session).entries.ask_repeat_within
    name = work.session.scalar(
        select(Staff.name)
        .join(VitalSet, VitalSet.by_id == Staff.id)
        .where(
            VitalSet.stay_id == stay.id,
            VitalSet.status == EntryStatus.CURRENT,
            VitalSet.observed_at >= at - within,
            VitalSet.observed_at <= at + within,
        )
        .limit(1)
    )
    return "" if name is None else f"{name} has recorded a set of the same minute. Record another beside it?"


def scale_at(work: Work, stay: Stay, at: datetime) -> int:
    """The scale of SpO2 that was ordered then: 1 unless an order said 2."""
    ordered = work.session.scalar(
        select(VitalOrder.scale)
        .where(
            VitalOrder.stay_id == stay.id,
            VitalOrder.starts_at <= at,
            VitalOrder.ended_at.is_(None) | (VitalOrder.ended_at > at),
        )
        .order_by(VitalOrder.id.desc())
        .limit(1)
    )
    return ordered or 1


def store_set(
    work: Work, policy: Policy, stay: Stay, entry: VitalEntry, values: Vitals, at: datetime, *, imported: bool = False
) -> VitalSet:
    """Insert it."""
    only_weight = entry.outcome is SetOutcome.PARTIAL and not vital_limits.is_a_reading(values)
    one = VitalSet(
        request_id=entry.request_id,
        stay_id=stay.id,
        by_id=None if imported else work.actor.staff_id,
        outcome=entry.outcome,
        why=(entry.why.strip() or (ONLY_WEIGHT if only_weight else ""))
        if entry.outcome is not SetOutcome.WHOLE
        else "",
        observed_at=at,
        recorded_at=work.recorded_at,
        recorded_at_station=work.actor.station,
        late_entry=is_late_entry(at, work.recorded_at, policy),
        imported=imported,
        position=entry.position.strip() if values.sbp is not None else "",
        arm=entry.arm.strip() if values.sbp is not None else "",
        route=entry.route.strip() if values.temp is not None else "",
        scale=scale_at(work, stay, at),
        entered=_entered(entry),
        concern=entry.concern.strip(),
        note=entry.note.strip() or None,
        status=EntryStatus.CURRENT,
        **asdict(values),
    )
    work.session.add(one)
    work.session.flush()
    return one


def _entered(entry: VitalEntry) -> dict[str, Any]:
    """What was typed in another unit than the one that is kept."""
    return {
        name: [getattr(entry.values, name), unit]
        for name, unit in entry.units
        if getattr(entry.values, name) is not None and unit != units.CANONICAL.get(name)
    }


def move_tasks(work: Work, policy: Policy, stay: Stay, one: VitalSet) -> None:
    """What this set answers is done, what it asks for is owed."""
    if stay.discharged_at is not None:
        return
    of = Subject(work, policy, stay, Plan(work, policy, stay, Because(_reason(one), documented_late=one.late_entry)))
    first = not one.imported and answer_admission(of, one)
    follow_vitals(of, anew=first)
    latest = counting(work.session, stay.id, 1)
    if latest and latest[0].id == one.id and asks(of, one):
        ask_nurse(of)
    of.plan.book.finish()


def _reason(one: VitalSet) -> str:
    if one.outcome is SetOutcome.REFUSED:
        return "refused"
    if one.imported:
        return "imported"
    return "documented late" if one.late_entry else "taken"


def journal_set(work: Work, kind: str, one: VitalSet, **more: Any) -> None:
    values = {name: value for name, value in asdict(values_of(one)).items() if value is not None}
    said = {
        "set": one.id,
        "stay": one.stay_id,
        "by": one.by_id,
        "outcome": one.outcome.value,
        "why": one.why,
        "observed": one.observed_at,
        "recorded": one.recorded_at,
        "late_entry": one.late_entry,
        "values": values,
        "scale": one.scale,
        "entered": one.entered,
        "concern": one.concern,
        "note": one.note,
    }
    work.journal(kind, said | more)


def tell(work: Work, stay_id: int) -> None:
    work.emit(VitalsRecorded(stay_id))


def moment(entry: VitalEntry, now: datetime) -> datetime:
    return utc(entry.observed_at or now)
