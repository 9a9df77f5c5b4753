"""Checks: a patient seen, or not found; what was said amended; an entry for the wrong patient put right."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, exists, func, select

from station.models import Amendment, Check, Staff, Stay
from station.models.enums import EntryStatus, Outcome, TaskKind, TaskState
from station.rules import entries, owed
from station.rules.policy import Policy
from station.services import finding
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import CheckRecorded, Event
from station.services.finding import AtHand
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
    with store.write(actor, now) as work, work.session.no_autoflush:
        before = _before(work, entry)
        if before.stored_already:
            return []
        hand = finding.at_hand(work.session, entry.stay_id)
        observed_at = entry.observed_at or now
        late_entry = _judged(work, hand, entry, observed_at, last_by_him=None if confirmed else before.last_by_him)
        plan = Plan(work, hand.policy, hand.stay, Because("seen"))
        check = _stored(work, hand, _answered(plan, observed_at), entry, observed_at, late_entry=late_entry)
        _journal_check(work, "check.recorded", check)
        _seen(hand, plan, check)
        work.emit(CheckRecorded(hand.stay.id, check.id))
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
        hand = finding.at_hand(work.session, original.stay_id)
        entry = _amended_entry(original, amended)
        changes = _changes(original, entry)
        if not changes:
            raise Refused("Nothing differs from what was recorded. Change what was wrong, or close without saving.")
        observed_at = entry.observed_at or original.observed_at
        late_entry = _judged(work, hand, entry, observed_at) or original.late_entry
        plan = Plan(work, hand.policy, hand.stay, Because("the check was amended"))
        original.status = EntryStatus.AMENDED
        answered = _Answered(original.since, original.due_at)
        check = _stored(work, hand, answered, entry, observed_at, late_entry=late_entry)
        _beside(work, original, check, EntryStatus.AMENDED, amended.reason, changes)
        _recount(work, hand, plan, check)
        work.emit(CheckRecorded(hand.stay.id, check.id))
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
        wrong = finding.at_hand(work.session, original.stay_id)
        right = finding.at_hand(work.session, right_stay_id)
        if right.stay.id == wrong.stay.id:
            raise Refused("That is the patient it was recorded for. Choose the patient who was really seen.")
        entry = replace(_entry_of(original), request_id=request_id, stay_id=right.stay.id)
        late_entry = _judged(work, right, entry, original.observed_at) or original.late_entry
        plan = Plan(work, right.policy, right.stay, Because("seen"))
        original.status = EntryStatus.WRONG_PATIENT
        answered = _answered(plan, original.observed_at)
        check = _stored(work, right, answered, entry, original.observed_at, late_entry=late_entry)
        patients = {"patient": [finding.where(work.session, each.stay) for each in (wrong, right)]}
        _beside(work, original, check, EntryStatus.WRONG_PATIENT, reason, patients)
        _recount(work, wrong, Plan(work, wrong.policy, wrong.stay, Because("the check was of another patient")))
        _seen(right, plan, check)
        work.emit(CheckRecorded(wrong.stay.id, original.id))
        work.emit(CheckRecorded(right.stay.id, check.id))
        return work.events


def _already(work: Work, request_id: str) -> bool:
    return work.session.scalar(select(Check.id).where(Check.request_id == request_id)) is not None


class _Before(NamedTuple):
    """What is known of an entry before it is made."""

    stored_already: bool
    observer: bool
    """Whether the observer is an active member of staff."""
    last_by_him: datetime | None
    """When this observer last saw this patient; a search that did not find him does not count."""


_BEFORE: Final = select(
    exists().where(Check.request_id == bindparam("request_id")),
    exists().where(Staff.id == bindparam("observer_id"), Staff.active),
    select(func.max(Check.observed_at))
    .where(
        Check.stay_id == bindparam("stay_id"),
        Check.observer_id == bindparam("observer_id"),
        Check.outcome == Outcome.SEEN,
        Check.status == EntryStatus.CURRENT,
    )
    .scalar_subquery(),
)


def _before(work: Work, entry: CheckEntry) -> _Before:
    asked = {"request_id": entry.request_id, "observer_id": entry.observer_id, "stay_id": entry.stay_id}
    before = _Before(*work.session.execute(_BEFORE, asked).one())
    if not before.observer:
        finding.person(work.session, entry.observer_id)
    return before


def _judged(
    work: Work, hand: AtHand, entry: CheckEntry, observed_at: datetime, *, last_by_him: datetime | None = None
) -> bool:
    """Whether it is a late entry; refuses, or asks about the repeat by him, where the rules do."""
    stay = hand.stay
    if stay.discharged_at is not None and entry.observed_at is None:
        raise Refused(f"{finding.patient_name(work.session, stay)} has been discharged. Nothing has been recorded.")
    try:
        verdict = entries.judge(
            observed_at,
            work.at,
            admitted_at=stay.admitted_at,
            discharged_at=stay.discharged_at,
            last_same_observer_at=last_by_him,
            activity=entry.activity,
            life_sign=entry.life_sign,
            location=entry.location,
            policy=hand.policy,
        )
    except entries.EntryError as error:
        raise Refused(str(error)) from error
    if verdict.asks is not None:
        raise NeedsConfirmation(verdict.asks)
    return verdict.late_entry


class _Answered(NamedTuple):
    """The interval that a check ended: what it ran from, and when it was due."""

    since: datetime | None
    due_at: datetime | None


def _answered(plan: Plan, observed_at: datetime) -> _Answered:
    """None of it for an entry that says less than was known: it ended no interval."""
    task = plan.task(TaskKind.CHECK)
    if task is None or observed_at < task.since:
        return _Answered(None, None)
    return _Answered(task.since, task.due_at)


def _stored(
    work: Work, hand: AtHand, answered: _Answered, entry: CheckEntry, observed_at: datetime, *, late_entry: bool
) -> Check:
    check = Check(
        request_id=entry.request_id,
        stay_id=hand.stay.id,
        observer_id=entry.observer_id,
        outcome=Outcome.SEEN,
        observed_at=observed_at,
        recorded_at=work.at,
        recorded_at_station=work.actor.station,
        late_entry=late_entry,
        location=entry.location,
        activity=entry.activity,
        life_sign=entry.life_sign if hand.policy.checks.is_sleeping(entry.activity) else None,
        concern=entry.concern,
        note=entry.note or None,
        since=answered.since,
        due_at=answered.due_at,
        status=EntryStatus.CURRENT,
    )
    work.session.add(check)
    work.session.flush([check])
    return check


def _seen(hand: AtHand, plan: Plan, check: Check) -> None:
    """Move the timer to this check, unless a later one is known; he is found."""
    stay = hand.stay
    if stay.last_seen_at is None or check.observed_at >= stay.last_seen_at:
        _set_last(hand, check)
    plan.because = Because("documented late" if check.late_entry else "seen", check)
    _follow(hand, plan)


def _recount(work: Work, hand: AtHand, plan: Plan, because_of: Check | None = None) -> None:
    """Find the last true check again, after one was amended or taken back."""
    work.session.flush()
    last = work.session.scalar(
        select(Check)
        .where(Check.stay_id == hand.stay.id, Check.outcome == Outcome.SEEN, Check.status == EntryStatus.CURRENT)
        .order_by(Check.observed_at.desc(), Check.id.desc())
        .limit(1)
    )
    _set_last(hand, last)
    plan.because = Because(plan.because.reason, because_of)
    _follow(hand, plan)


def _set_last(hand: AtHand, check: Check | None) -> None:
    hand.stay.last_check_id = None if check is None else check.id
    hand.stay.last_seen_at = None if check is None else check.observed_at
    hand.stay.asleep = check is not None and hand.policy.checks.is_sleeping(check.activity)


def _follow(hand: AtHand, plan: Plan) -> None:
    if hand.stay.discharged_at is not None:
        return
    plan.follow(hand.order)
    searched, check = plan.task(TaskKind.NOT_FOUND), plan.because.check
    if searched is not None and check is not None and check.observed_at >= searched.since:
        plan.end(TaskKind.NOT_FOUND, TaskState.DONE)
    plan.book.finish()


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
