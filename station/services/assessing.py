"""Assessments filled in item by item: the violence checklist of every shift, withdrawal scales by order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from station.models import Assessment, Stay
from station.models.enums import AssessmentKind, EntryStatus, SetOutcome
from station.rules import assessments
from station.rules.entries import is_late_entry
from station.rules.moments import utc
from station.rules.permissions import Deed
from station.rules.wording import short
from station.services import away, finding
from station.services.errors import Refused
from station.services.events import Event
from station.services.permitting import require
from station.services.planning import Because, Plan
from station.services.vital_entering import tell
from station.services.vitals_planning import Subject, follow_assessment
from station.store.work import Actor, Store, Work


@dataclass(frozen=True, slots=True)
class AssessmentEntry:
    """`items`: (key, points), as `rules.assessments` has them. `observed_at` None: now. `why` of a partial or refused
    one."""

    request_id: str
    stay_id: int
    kind: AssessmentKind
    outcome: SetOutcome
    items: tuple[tuple[str, int], ...] = ()
    why: str = ""
    observed_at: datetime | None = None
    note: str = ""


def record_assessment(store: Store, entry: AssessmentEntry, *, actor: Actor, now: datetime) -> list[Event]:
    """Record it; the next is owed by what it says. The same `request_id` again changes nothing."""
    with store.write(actor, now) as work:
        require(work, Deed.ASSESSMENT)
        if assessment_stored_already(work, entry.request_id):
            return []
        stay, policy = finding.stay(work.session, entry.stay_id), finding.policy_in_force(work.session)
        at = utc(entry.observed_at or now)
        check_assessment_time(work, stay, at, is_now=entry.observed_at is None)
        check_filled_in(entry)
        one = store_assessment(work, entry, at, late_entry=is_late_entry(at, now, policy))
        journal_assessment(work, "assessment.recorded", one)
        reason = "refused" if entry.outcome is SetOutcome.REFUSED else "made"
        because = Because("documented late" if one.late_entry else reason, documented_late=one.late_entry)
        of = Subject(work, policy, stay, Plan(work, policy, stay, because))
        follow_assessment(of, entry.kind)
        of.plan.book.finish()
        tell(work, stay.id)
        return work.events


def assessment_stored_already(work: Work, request_id: str) -> bool:
    return work.session.scalar(select(Assessment.id).where(Assessment.request_id == request_id)) is not None


def check_assessment_time(work: Work, stay: Stay, at: datetime, *, is_now: bool) -> None:
    """Refuses a time that contradicts what is known of him."""
    if at > work.at:
        raise Refused(f"This would be {short(at - work.at)} in the future. Correct the time.")
    if at < stay.admitted_at:
        raise Refused("This time is before the patient was admitted. Correct the time or the patient.")
    if stay.discharged_at is not None and (is_now or at > stay.discharged_at):
        raise Refused(f"{finding.patient_name(work.session, stay)} has been discharged. Nothing has been recorded.")
    away.check_here_at(work, stay, at)


def check_filled_in(entry: AssessmentEntry) -> None:
    """Refuses what contradicts itself, and points that are not given there, each in a sentence."""
    items = dict(entry.items)
    if len(items) != len(entry.items):
        raise Refused("An item is filled in twice. Fill it in once.")
    if entry.outcome is SetOutcome.REFUSED and items:
        raise Refused("A refused assessment has no points. Take them out, or say partial.")
    if entry.outcome is not SetOutcome.WHOLE and not entry.why.strip():
        raise Refused("Say why it is not whole: the reason stays on record.")
    if entry.outcome is SetOutcome.PARTIAL and not items:
        raise Refused("Nothing is filled in. Fill in what could be seen, or say that it was refused.")
    try:
        assessments.check_items(entry.kind, items, whole=entry.outcome is SetOutcome.WHOLE)
    except assessments.AssessmentError as error:
        raise Refused(str(error)) from error


def store_assessment(work: Work, entry: AssessmentEntry, at: datetime, *, late_entry: bool) -> Assessment:
    """Insert it."""
    items = dict(entry.items)
    one = Assessment(
        request_id=entry.request_id,
        stay_id=entry.stay_id,
        kind=entry.kind,
        by_id=finding.person(work.session, work.actor.staff_id).id,
        outcome=entry.outcome,
        why=entry.why.strip(),
        items=items,
        total=assessments.total(entry.kind, items),
        observed_at=at,
        recorded_at=work.at,
        recorded_at_station=work.actor.station,
        late_entry=late_entry,
        note=entry.note.strip() or None,
        status=EntryStatus.CURRENT,
    )
    work.session.add(one)
    work.session.flush()
    return one


def journal_assessment(work: Work, kind: str, one: Assessment, **more: Any) -> None:
    body: dict[str, Any] = {
        "assessment": one.id,
        "stay": one.stay_id,
        "kind": one.kind.value,
        "outcome": one.outcome.value,
    }
    said = {"items": one.items, "total": one.total, "observed": one.observed_at, "recorded": one.recorded_at}
    body |= said | {"late_entry": one.late_entry, "why": one.why, "note": one.note}
    work.journal(kind, body | more)
