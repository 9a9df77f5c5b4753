"""Checks: a patient seen, or not found; what was said amended; an entry for the wrong patient put right."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from station.models import Amendment, Check, Staff, Stay, Task
from station.models.enums import EntryStatus, Outcome, TaskKind, TaskState
from station.rules import entries, owed
from station.rules.policy import Policy
from station.services import finding
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import CheckRecorded, Event
from station.services.planning import Because, Plan
from station.store.work import Actor, Store, Work


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """One patient seen. `request_id` is made once by the form, so that a double tap is one check.

    `observed_at` None means now. `life_sign` is required for a sleeping patient.
    """

    request_id: str
    stay_id: int
    observer_id: int
    location: str
    activity: str
    observed_at: datetime | None = None
    life_sign: str | None = None
    concern: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Amended:
    """What a recorded check should have said. None leaves as it was; an empty note removes the note."""

    check_id: int
    request_id: str
    reason: str
    observed_at: datetime | None = None
    location: str | None = None
    activity: str | None = None
    life_sign: str | None = None
    concern: bool | None = None
    note: str | None = None


_AMENDABLE: Final = ("observed_at", "location", "activity", "life_sign", "concern", "note")


def record_check(
    store: Store, entry: CheckEntry, *, confirmed: bool = False, actor: Actor, now: datetime
) -> list[Event]:
    """Record that one patient was seen. The timer moves to when it is said to have happened, never back.

    The same `request_id` again changes nothing. Raises Refused with a sentence (future, before admission, no sign of
    life, discharged) and NeedsConfirmation for the same observer and patient within 60 s unless `confirmed`.
    """
    with store.write(actor, now) as work:
        if _already(work, entry.request_id):
            return []
        stay = finding.stay(work.session, entry.stay_id)
        policy = finding.policy_in_force(work.session)
        finding.person(work.session, entry.observer_id)
        observed_at = entry.observed_at or now
        late_entry = _judged(work, policy, stay, entry, observed_at, confirmed=confirmed)
        check = _stored(work, policy, stay, entry, observed_at, late_entry=late_entry)
        _journal_check(work, "check.recorded", check)
        _seen(work, policy, stay, check)
        work.emit(CheckRecorded(stay.id, check.id))
        return work.events


def record_not_found(
    store: Store, request_id: str, stay_id: int, observer_id: int, note: str | None, *, actor: Actor, now: datetime
) -> list[Event]:
    """Record that a patient was looked for and not found: a high alert at once. His timer runs on."""
    with store.write(actor, now) as work:
        if _already(work, request_id):
            return []
        stay = finding.open_stay(work.session, stay_id)
        policy = finding.policy_in_force(work.session)
        finding.person(work.session, observer_id)
        check = Check(
            request_id=request_id,
            stay_id=stay.id,
            observer_id=observer_id,
            outcome=Outcome.NOT_FOUND,
            observed_at=now,
            recorded_at=now,
            recorded_at_station=actor.station,
            note=note,
        )
        work.session.add(check)
        work.session.flush()
        _journal_check(work, "check.not found", check)
        _raise_not_found(work, policy, stay)
        work.emit(CheckRecorded(stay.id, check.id))
        return work.events


def amend_check(store: Store, amended: Amended, *, actor: Actor, now: datetime) -> list[Event]:
    """Say what a check should have said. The original stays as it was, marked; the amendment is a late entry
    if what it says happened more than 2 minutes ago. Raises Refused where the new words do not hold."""
    with store.write(actor, now) as work:
        if _already(work, amended.request_id):
            return []
        original = _correctable(work, amended.check_id, amended.reason)
        if original.outcome is Outcome.NOT_FOUND:
            raise Refused(
                "A patient not found cannot be amended. Record the check when he is seen; both stay on record."
            )
        stay = finding.stay(work.session, original.stay_id)
        policy = finding.policy_in_force(work.session)
        entry = _amended_entry(original, amended)
        changes = _changes(original, entry)
        if not changes:
            raise Refused("Nothing differs from what was recorded. Change what was wrong, or close without saving.")
        observed_at = entry.observed_at or original.observed_at
        late_entry = _judged(work, policy, stay, entry, observed_at, confirmed=True)
        original.status = EntryStatus.AMENDED
        check = _stored(work, policy, stay, entry, observed_at, late_entry=late_entry or original.late_entry)
        _beside(work, original, check, EntryStatus.AMENDED, amended.reason, changes)
        _recount(work, policy, stay, Because("the check was amended", check))
        work.emit(CheckRecorded(stay.id, check.id))
        return work.events


def correct_patient(
    store: Store, check_id: int, right_stay_id: int, request_id: str, reason: str, *, actor: Actor, now: datetime
) -> list[Event]:
    """Move a check to the patient it was really of. The wrong patient's timer goes back to his last true check, and
    what was owed of him is owed again; the original stays readable. Raises Refused where it cannot be so."""
    with store.write(actor, now) as work:
        if _already(work, request_id):
            return []
        original = _correctable(work, check_id, reason)
        wrong = finding.stay(work.session, original.stay_id)
        right = finding.stay(work.session, right_stay_id)
        if right.id == wrong.id:
            raise Refused("That is the patient it was recorded for. Choose the patient who was really seen.")
        policy = finding.policy_in_force(work.session)
        entry = replace(_entry_of(original), request_id=request_id, stay_id=right.id)
        late_entry = _judged(work, policy, right, entry, original.observed_at, confirmed=True)
        original.status = EntryStatus.WRONG_PATIENT
        check = _stored(work, policy, right, entry, original.observed_at, late_entry=late_entry or original.late_entry)
        patients = {"patient": [finding.where(work.session, wrong), finding.where(work.session, right)]}
        _beside(work, original, check, EntryStatus.WRONG_PATIENT, reason, patients)
        _recount(work, policy, wrong, Because("the check was of another patient"))
        _seen(work, policy, right, check)
        work.emit(CheckRecorded(wrong.id, original.id))
        work.emit(CheckRecorded(right.id, check.id))
        return work.events


def _already(work: Work, request_id: str) -> bool:
    return work.session.scalar(select(Check.id).where(Check.request_id == request_id)) is not None


def _judged(
    work: Work, policy: Policy, stay: Stay, entry: CheckEntry, observed_at: datetime, *, confirmed: bool
) -> bool:
    """Whether it is a late entry; refuses or asks where the rules do."""
    try:
        verdict = entries.judge(
            observed_at,
            work.at,
            admitted_at=stay.admitted_at,
            discharged_at=stay.discharged_at,
            last_same_observer_at=None if confirmed else _last_by(work, stay.id, entry.observer_id),
            activity=entry.activity,
            life_sign=entry.life_sign,
            location=entry.location,
            policy=policy,
        )
    except entries.EntryError as error:
        raise Refused(str(error)) from error
    if stay.discharged_at is not None and entry.observed_at is None:
        raise Refused(f"{finding.patient_name(work.session, stay)} has been discharged. Nothing has been recorded.")
    if verdict.asks is not None and not confirmed:
        raise NeedsConfirmation(verdict.asks)
    return verdict.late_entry


def _last_by(work: Work, stay_id: int, observer_id: int) -> datetime | None:
    return work.session.scalar(
        select(Check.observed_at)
        .where(Check.stay_id == stay_id, Check.observer_id == observer_id, Check.status == EntryStatus.CURRENT)
        .order_by(Check.observed_at.desc())
        .limit(1)
    )


def _stored(
    work: Work, policy: Policy, stay: Stay, entry: CheckEntry, observed_at: datetime, *, late_entry: bool
) -> Check:
    task = finding.open_task(work.session, stay.id, TaskKind.CHECK)
    check = Check(
        request_id=entry.request_id,
        stay_id=stay.id,
        observer_id=entry.observer_id,
        outcome=Outcome.SEEN,
        observed_at=observed_at,
        recorded_at=work.at,
        recorded_at_station=work.actor.station,
        late_entry=late_entry,
        location=entry.location,
        activity=entry.activity,
        life_sign=entry.life_sign if policy.checks.is_sleeping(entry.activity) else None,
        concern=entry.concern,
        note=entry.note or None,
        since=None if task is None else _since_of(task, stay),
        due_at=None if task is None else task.due_at,
    )
    work.session.add(check)
    work.session.flush()
    return check


def _since_of(task: Task, stay: Stay) -> datetime:
    return task.since if stay.last_seen_at is None else stay.last_seen_at


def _seen(work: Work, policy: Policy, stay: Stay, check: Check) -> None:
    """Move the timer to this check, unless a later one is known; he is found."""
    if stay.last_seen_at is None or check.observed_at >= stay.last_seen_at:
        stay.last_check_id, stay.last_seen_at = check.id, check.observed_at
        stay.asleep = policy.checks.is_sleeping(check.activity)
    _replan(work, policy, stay, Because(_closing_words(check), check))


def _closing_words(check: Check) -> str:
    return "documented late" if check.late_entry else "seen"


def _replan(work: Work, policy: Policy, stay: Stay, because: Because) -> None:
    if stay.discharged_at is not None:
        return
    plan = Plan(work, policy, stay, because)
    plan.follow(finding.order_in_force(work.session, stay))
    searched = plan.task(TaskKind.NOT_FOUND)
    if searched is not None and because.check is not None and because.check.observed_at >= searched.since:
        plan.end(TaskKind.NOT_FOUND, TaskState.DONE)
    plan.book.finish()


def _recount(work: Work, policy: Policy, stay: Stay, because: Because) -> None:
    """Find the last true check again, after one was amended or taken back."""
    last = work.session.scalar(
        select(Check)
        .where(Check.stay_id == stay.id, Check.outcome == Outcome.SEEN, Check.status == EntryStatus.CURRENT)
        .order_by(Check.observed_at.desc(), Check.id.desc())
        .limit(1)
    )
    stay.last_check_id = None if last is None else last.id
    stay.last_seen_at = None if last is None else last.observed_at
    stay.asleep = last is not None and policy.checks.is_sleeping(last.activity)
    _replan(work, policy, stay, because)


def _raise_not_found(work: Work, policy: Policy, stay: Stay) -> None:
    plan = Plan(work, policy, stay, Because("not found"))
    if plan.task(TaskKind.NOT_FOUND) is not None:
        return
    task = plan.put(TaskKind.NOT_FOUND, owed.not_found(work.at))
    work.session.flush()
    task.next_at = None
    plan.book.attend(task)
    plan.book.finish()


def _correctable(work: Work, check_id: int, reason: str) -> Check:
    original = work.session.get(Check, check_id)
    if original is None:
        raise Refused("This check is not known here. Close the panel and open the patient again.")
    if original.status is not EntryStatus.CURRENT:
        raise Refused(f"This check has already been corrected ({original.status.value}). Correct the newer entry.")
    if not reason.strip():
        raise Refused("Say why it is corrected: the reason stays beside the original.")
    return original


def _entry_of(check: Check) -> CheckEntry:
    return CheckEntry(
        request_id=check.request_id,
        stay_id=check.stay_id,
        observer_id=check.observer_id,
        location=check.location or "",
        activity=check.activity or "",
        observed_at=check.observed_at,
        life_sign=check.life_sign,
        concern=check.concern,
        note=check.note,
    )


def _amended_entry(original: Check, amended: Amended) -> CheckEntry:
    said: dict[str, Any] = {name: value for name in _AMENDABLE if (value := getattr(amended, name)) is not None}
    return replace(_entry_of(original), request_id=amended.request_id, **said)


def _changes(original: Check, entry: CheckEntry) -> dict[str, Any]:
    before, after = _entry_of(original), entry
    return {
        name: [getattr(before, name), getattr(after, name)]
        for name in _AMENDABLE
        if (getattr(before, name) or None) != (getattr(after, name) or None)
    }


def _beside(work: Work, original: Check, check: Check, kind: EntryStatus, reason: str, changes: dict[str, Any]) -> None:
    """Put the correction beside the original, and into the journal."""
    plain = {name: [_plain(old), _plain(new)] for name, (old, new) in changes.items()}
    work.session.add(
        Amendment(
            check_id=original.id,
            replacement_id=check.id,
            kind=kind,
            reason=reason.strip(),
            changes=plain,
            by_id=work.actor.staff_id,
            at=work.at,
            at_station=work.actor.station,
        )
    )
    _journal_check(work, f"check.{kind.value}", check, original=original.id, reason=reason.strip(), changes=plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _journal_check(work: Work, kind: str, check: Check, **more: Any) -> None:
    said = {
        "check": check.id,
        "stay": check.stay_id,
        "observer": check.observer_id,
        "observed": check.observed_at,
        "recorded": check.recorded_at,
        "late_entry": check.late_entry,
        "location": check.location,
        "activity": check.activity,
        "life_sign": check.life_sign,
        "concern": check.concern,
        "note": check.note,
    }
    work.journal(kind, said | more)
