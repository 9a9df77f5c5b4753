"""Corrections of vital signs: what was said amended, a set of another patient put right. The original always stays."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from station.models import Stay, VitalAmendment, VitalSet
from station.models.enums import EntryStatus, TaskKind, TaskState
from station.rules.permissions import Deed
from station.rules.policy import Policy
from station.rules.vital_limits import Vitals
from station.services import finding
from station.services.correctable import check_written_by_then, correctable
from station.services.errors import Refused
from station.services.events import Event
from station.services.permitting import require
from station.services.planning import Because, Plan
from station.services.vital_admission import follow_correction
from station.services.vital_entering import (
    VitalEntry,
    ask,
    check_said,
    check_time,
    in_canonical,
    journal_set,
    move_tasks,
    set_stored_already,
    store_set,
    tell,
)
from station.services.vitals_planning import (
    Subject,
    ask_nurse,
    asking_sets,
    asks,
    counting,
    follow_vitals,
    rank_of,
    values_of,
)
from station.store.work import Actor, Store, Work


@dataclass(frozen=True, slots=True)
class AmendedSet:
    """What a recorded set should have said, as a whole. `entry.observed_at` None: as it was."""

    set_id: int
    reason: str
    entry: VitalEntry


def amend_set(
    store: Store, amended: AmendedSet, *, confirmed: bool = False, actor: Actor, now: datetime
) -> list[Event]:
    """Say what a set should have said. The original stays as it was, marked.

    What is owed follows the new values; a nurse is asked where the score asks for more than it did before.
    Raises Refused where the new values do not hold, and NeedsConfirmation for what is unusual, unless `confirmed`.
    """
    with store.write(actor, now) as work:
        require(work, Deed.CORRECT_VITALS)
        if set_stored_already(work, amended.entry.request_id):
            return []
        original = correctable(work.session.get(VitalSet, amended.set_id), "set", amended.reason)
        stay, policy = finding.stay(work.session, original.stay_id), finding.policy_in_force(work.session)
        entry = replace(
            amended.entry,
            stay_id=stay.id,
            observed_at=amended.entry.observed_at or original.observed_at,
        )
        at, values = entry.observed_at or original.observed_at, in_canonical(entry)
        check_time(work, stay, entry, at)
        if at > original.observed_at:
            check_written_by_then(work, "set", at, _first_recorded(work, original))
        check_said(entry, values)
        changes = _changes(original, entry, values, at)
        if not changes:
            raise Refused("Nothing differs from what was recorded. Change what was wrong, or close without saving.")
        original.status = EntryStatus.AMENDED
        work.session.flush()
        if not confirmed:
            ask(work, stay, values, at)
        one = store_set(work, policy, stay, entry, values, at, imported=original.imported)
        one.late_entry = one.late_entry or original.late_entry
        _beside(work, original, one, EntryStatus.AMENDED, amended.reason, changes)
        _recount(work, policy, stay, "the vital signs were amended", one, original)
        tell(work, stay.id)
        return work.events


def correct_set_patient(
    store: Store, set_id: int, right_stay_id: int, request_id: str, reason: str, *, actor: Actor, now: datetime
) -> list[Event]:
    """Move a set to the patient of whom it was taken. What was owed of the wrong one is owed again."""
    with store.write(actor, now) as work:
        require(work, Deed.CORRECT_VITALS)
        if set_stored_already(work, request_id):
            return []
        original = correctable(work.session.get(VitalSet, set_id), "set", reason)
        wrong, right = (finding.stay(work.session, each) for each in (original.stay_id, right_stay_id))
        if right.id == wrong.id:
            raise Refused("That is the patient it was recorded for. Choose the patient of whom it was taken.")
        policy, entry = finding.policy_in_force(work.session), _entry_of(original, request_id, right.id)
        check_time(work, right, entry, original.observed_at)
        original.status = EntryStatus.WRONG_PATIENT
        one = store_set(
            work, policy, right, entry, values_of(original), original.observed_at, imported=original.imported
        )
        one.late_entry, one.entered = one.late_entry or original.late_entry, dict(original.entered)
        patients = {"patient": [finding.where(work.session, each) for each in (wrong, right)]}
        _beside(work, original, one, EntryStatus.WRONG_PATIENT, reason, patients)
        _recount(work, policy, wrong, "the vital signs were of another patient", None, original)
        move_tasks(work, policy, right, one)
        tell(work, wrong.id)
        tell(work, right.id)
        return work.events


def _first_recorded(work: Work, original: VitalSet) -> datetime:
    """By way of everything that it stands in place of."""
    before = work.session.scalar(
        select(VitalAmendment.set_id).where(VitalAmendment.replacement_id == original.id).limit(1)
    )
    return original.recorded_at if before is None else _first_recorded(work, work.session.get_one(VitalSet, before))


def _entry_of(one: VitalSet, request_id: str, stay_id: int) -> VitalEntry:
    return VitalEntry(
        request_id=request_id,
        stay_id=stay_id,
        outcome=one.outcome,
        values=values_of(one),
        why=one.why,
        observed_at=one.observed_at,
        position=one.position,
        arm=one.arm,
        route=one.route,
        concern=one.concern,
        note=one.note or "",
    )


def _changes(original: VitalSet, entry: VitalEntry, values: Vitals, at: datetime) -> dict[str, list[str]]:
    said = ("outcome", "why", "position", "arm", "route", "concern", "note")
    before: dict[str, Any] = {"observed": original.observed_at, **asdict(values_of(original))}
    before |= {name: getattr(original, name) or "" for name in said}
    after: dict[str, Any] = {"observed": at, **asdict(values)}
    after |= {name: getattr(entry, name).strip() if name != "outcome" else entry.outcome for name in said}
    return {name: [_plain(before[name]), _plain(after[name])] for name in before if before[name] != after[name]}


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def _beside(
    work: Work, original: VitalSet, one: VitalSet, kind: EntryStatus, reason: str, changes: dict[str, list[str]]
) -> None:
    work.session.add(
        VitalAmendment(
            set_id=original.id,
            replacement_id=one.id,
            kind=kind,
            reason=reason.strip(),
            changes=changes,
            by_id=work.actor.staff_id,
            at=work.at,
            at_station=work.actor.station,
        )
    )
    journal_set(work, f"vitals.{kind.value}", one, original=original.id, reason=reason.strip(), changes=changes)


def _recount(work: Work, policy: Policy, stay: Stay, reason: str, one: VitalSet | None, original: VitalSet) -> None:
    """What is owed, counted again without the original; a nurse is asked no more where no score that stands asks."""
    work.session.flush()
    of = Subject(work, policy, stay, Plan(work, policy, stay, Because(reason)))
    follow_correction(of, original, one)
    if stay.discharged_at is not None:
        return
    follow_vitals(of, anew=True)
    asked = of.plan.task(TaskKind.SCORE) is not None
    if asked and not asking_sets(of):
        of.plan.end(TaskKind.SCORE, TaskState.VOID)
    elif (
        one is not None and counting(work.session, stay.id, 1)[:1] == [one] and asks(of, one) and _worse(one, original)
    ):
        ask_nurse(of)
    of.plan.book.finish()


def _worse(one: VitalSet, original: VitalSet) -> bool:
    """Whether its score asks for more than the one that it stands in place of."""
    return rank_of(one) > rank_of(original)
