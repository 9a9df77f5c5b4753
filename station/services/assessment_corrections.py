"""Corrections of assessments: what was said amended, one of another patient put right. The original always stays.

What stands in its place is recorded by whoever corrects it, and begins its note with why.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from station.models import Assessment, Stay
from station.models.enums import EntryStatus
from station.rules.entries import is_late_entry
from station.rules.permissions import Deed
from station.services import finding
from station.services.assessing import (
    AssessmentEntry,
    assessment_stored_already,
    check_assessment_time,
    check_filled_in,
    journal_assessment,
    store_assessment,
)
from station.services.correctable import check_written_by_then, correctable
from station.services.errors import Refused
from station.services.events import Event
from station.services.permitting import require
from station.services.planning import Because, Plan
from station.services.vital_entering import tell
from station.services.vitals_planning import Subject, follow_assessment
from station.store.work import Actor, Store, Work

AMENDED: Final = "Amended: "
OF_ANOTHER: Final = "Recorded of another patient before: "


@dataclass(frozen=True, slots=True)
class AmendedAssessment:
    """What a recorded assessment should have said, as a whole. `entry.observed_at` None: as it was."""

    assessment_id: int
    reason: str
    entry: AssessmentEntry


def amend_assessment(store: Store, amended: AmendedAssessment, *, actor: Actor, now: datetime) -> list[Event]:
    """Say what it should have said. The original stays as it was, marked; what is owed follows the new points.

    Raises Refused where the new words do not hold.
    """
    with store.write(actor, now) as work:
        require(work, Deed.CORRECT_VITALS)
        if assessment_stored_already(work, amended.entry.request_id):
            return []
        original = correctable(work.session.get(Assessment, amended.assessment_id), "assessment", amended.reason)
        stay, at = finding.stay(work.session, original.stay_id), amended.entry.observed_at or original.observed_at
        entry = replace(amended.entry, stay_id=stay.id, kind=original.kind, observed_at=at)
        check_assessment_time(work, stay, at, is_now=False)
        if at > original.observed_at:
            check_written_by_then(work, "assessment", at, original.recorded_at)
        check_filled_in(entry)
        changes = _changes(original, entry, at)
        if not changes:
            raise Refused("Nothing differs from what was recorded. Change what was wrong, or close without saving.")
        one = _beside(work, original, entry, EntryStatus.AMENDED, amended.reason, changes)
        _follow(work, stay, one, "the assessment was amended")
        return work.events


def correct_assessment_patient(
    store: Store, assessment_id: int, right_stay_id: int, request_id: str, reason: str, *, actor: Actor, now: datetime
) -> list[Event]:
    """Move it to the patient of whom it was made. It is owed again of the wrong one."""
    with store.write(actor, now) as work:
        require(work, Deed.CORRECT_VITALS)
        if assessment_stored_already(work, request_id):
            return []
        original = correctable(work.session.get(Assessment, assessment_id), "assessment", reason)
        wrong, right = (finding.stay(work.session, each) for each in (original.stay_id, right_stay_id))
        if right.id == wrong.id:
            raise Refused("That is the patient it was recorded for. Choose the patient of whom it was made.")
        check_assessment_time(work, right, original.observed_at, is_now=False)
        entry = replace(_entry_of(original), request_id=request_id, stay_id=right.id)
        patients = {"patient": [finding.where(work.session, each) for each in (wrong, right)]}
        one = _beside(work, original, entry, EntryStatus.WRONG_PATIENT, reason, patients)
        _follow(work, wrong, original, "the assessment was of another patient")
        _follow(work, right, one, "made")
        return work.events


def _entry_of(one: Assessment) -> AssessmentEntry:
    return AssessmentEntry(
        request_id=one.request_id,
        stay_id=one.stay_id,
        kind=one.kind,
        outcome=one.outcome,
        items=tuple((key, int(points)) for key, points in one.items.items()),
        why=one.why,
        observed_at=one.observed_at,
        note=one.note or "",
    )


def _changes(original: Assessment, entry: AssessmentEntry, at: datetime) -> dict[str, Any]:
    """By item and word: [said before, says now]."""
    before: dict[str, Any] = {"observed": original.observed_at.isoformat(), "outcome": original.outcome.value}
    after: dict[str, Any] = {"observed": at.isoformat(), "outcome": entry.outcome.value}
    before |= {"why": original.why, "note": original.note or ""} | original.items
    after |= {"why": entry.why.strip(), "note": entry.note.strip()} | dict(entry.items)
    names = [*before, *(name for name in after if name not in before)]
    return {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}


def _beside(
    work: Work, original: Assessment, entry: AssessmentEntry, kind: EntryStatus, reason: str, changes: dict[str, Any]
) -> Assessment:
    """What stands in the place of the original, with why; and both in the journal."""
    at = entry.observed_at or original.observed_at
    because = f"{AMENDED if kind is EntryStatus.AMENDED else OF_ANOTHER}{reason.strip().rstrip('.')}."
    late = original.late_entry or is_late_entry(at, work.at, finding.policy_in_force(work.session))
    original.status = kind
    said = replace(entry, note=f"{because} {entry.note.strip()}".strip())
    one = store_assessment(work, said, at, late_entry=late)
    journal_assessment(
        work, f"assessment.{kind.value}", one, original=original.id, reason=reason.strip(), changes=changes
    )
    return one


def _follow(work: Work, stay: Stay, one: Assessment, reason: str) -> None:
    """What is owed of him, counted again."""
    policy = finding.policy_in_force(work.session)
    work.session.flush()
    of = Subject(work, policy, stay, Plan(work, policy, stay, Because(reason, documented_late=one.late_entry)))
    follow_assessment(of, one.kind, anew=True)
    of.plan.book.finish()
    tell(work, stay.id)
