"""Corrections: what was said amended, an entry for the wrong patient put right. The original always stays."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from station.models import Amendment, Check, ObserverDuty, Task
from station.models.enums import EntryStatus, Outcome, TaskKind, TaskState
from station.rules import owed
from station.rules.permissions import Deed
from station.services import finding
from station.services.correctable import check_written_by_then, correctable
from station.services.counting_anew import count_anew, first_recorded
from station.services.duties import duty_of
from station.services.entering import (
    Answered,
    CheckEntry,
    answered_by,
    follow,
    journal_check,
    judged,
    mark_seen,
    set_last,
    store_check,
    stored_already,
)
from station.services.errors import Refused
from station.services.events import CheckRecorded, Event
from station.services.finding import AtHand
from station.services.permitting import require
from station.services.planning import Because, Plan
from station.services.walking import round_of, still_on
from station.store.work import Actor, Store, Work


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


_NOT_KNOWN: Final = "This check is not known here. Close the panel and open the patient again."
_AMENDABLE: Final = ("observed_at", "location", "activity", "life_sign", "concern", "note")


def amend_check(store: Store, amended: Amended, *, actor: Actor, now: datetime) -> list[Event]:
    """Say what a check should have said. The original stays as it was, marked; the amendment is a late entry
    if what it says happened more than 2 minutes ago. Raises Refused where the new words do not hold, and for a time
    after it was first written down."""
    with store.write(actor, now) as work:
        require(work, Deed.CORRECT_CHECK)
        if stored_already(work, amended.request_id):
            return []
        original = correctable(work.session.get(Check, amended.check_id), "check", amended.reason)
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
        late_entry = judged(work, hand, entry, observed_at) or original.late_entry
        if observed_at > original.observed_at:
            check_written_by_then(work, "check", observed_at, first_recorded(work, original))
        plan = Plan(work, hand.policy, hand.stay, Because("the check was amended"))
        original.status = EntryStatus.AMENDED
        answered = Answered(original.since, original.due_at)
        on = still_on(work.session, original, hand.stay, observed_at)
        check = store_check(work, hand, answered, entry, observed_at, late_entry=late_entry, round_id=on)
        _beside(work, original, check, EntryStatus.AMENDED, amended.reason, changes)
        count_anew(work, original)
        _recount(work, hand, plan, check)
        work.emit(CheckRecorded(hand.stay.id, check.id))
        return work.events


def correct_patient(
    store: Store, check_id: int, right_stay_id: int, request_id: str, reason: str, *, actor: Actor, now: datetime
) -> list[Event]:
    """Move a check to the patient it was really of. The wrong patient's timer goes back to his last true check, and
    what was owed of him is owed again; the original stays readable. Raises Refused where it cannot be so."""
    with store.write(actor, now) as work:
        require(work, Deed.CORRECT_CHECK)
        if stored_already(work, request_id):
            return []
        original = correctable(work.session.get(Check, check_id), "check", reason)
        wrong = finding.at_hand(work.session, original.stay_id)
        right = finding.at_hand(work.session, right_stay_id)
        if right.stay.id == wrong.stay.id:
            raise Refused("That is the patient it was recorded for. Choose the patient who was really seen.")
        if original.outcome is Outcome.NOT_FOUND:
            raise Refused("A patient not found cannot be moved to another. Record it for the other; check this one.")
        entry = replace(_entry_of(original), request_id=request_id, stay_id=right.stay.id)
        late_entry = judged(work, right, entry, original.observed_at) or original.late_entry
        plan = Plan(work, right.policy, right.stay, Because("seen"))
        original.status = EntryStatus.WRONG_PATIENT
        answered = answered_by(plan, original.observed_at)
        on = still_on(work.session, original, right.stay, original.observed_at)
        check = store_check(work, right, answered, entry, original.observed_at, late_entry=late_entry, round_id=on)
        patients = {"patient": [finding.where(work.session, each.stay) for each in (wrong, right)]}
        _beside(work, original, check, EntryStatus.WRONG_PATIENT, reason, patients)
        count_anew(work, original)
        _recount(work, wrong, Plan(work, wrong.policy, wrong.stay, Because("the check was of another patient")))
        mark_seen(right, plan, check)
        work.emit(CheckRecorded(wrong.stay.id, original.id))
        work.emit(CheckRecorded(right.stay.id, check.id))
        return work.events


def take_back_check(store: Store, check_id: int, *, actor: Actor, now: datetime) -> list[Event]:
    """Undo a check, or a search that found nobody, within 10 s of recording it, by whoever recorded it. It stays
    readable, marked, and counts for nothing: what was owed is owed again. Twice changes nothing.

    Raises Refused for the entry of another, one too old, one corrected already or that corrects another, and one from
    which a later check counts.
    """
    with store.write(actor, now) as work:
        require(work, Deed.CORRECT_CHECK)
        check = _own(work, check_id)
        if check.status is EntryStatus.TAKEN_BACK:
            return []
        hand = finding.at_hand(work.session, check.stay_id)
        _check_may_be_undone(work, hand, check)
        plan = Plan(work, hand.policy, hand.stay, Because("the entry was taken back"))
        check.status = EntryStatus.TAKEN_BACK
        _say_taken_back(work, check)
        if check.outcome is Outcome.SEEN:
            _find_last(work, hand)
            _hold_again(work, hand, check)
            _search_again(work, hand, plan)
            follow(hand, plan)
        else:
            _stop_search(work, hand, plan)
        work.emit(CheckRecorded(hand.stay.id, check.id))
        return work.events


def _own(work: Work, check_id: int) -> Check:
    check = work.session.get(Check, check_id)
    if check is None:
        raise Refused(_NOT_KNOWN)
    if check.observer_id != work.actor.staff_id:
        name = finding.person_name(work.session, check.observer_id)
        raise Refused(f"Only {name}, who recorded this, can take it back. Correct it instead: both stay on record.")
    return check


def _check_may_be_undone(work: Work, hand: AtHand, check: Check) -> None:
    if check.status is not EntryStatus.CURRENT:
        raise Refused(f"This check has already been corrected ({check.status.value}). Correct the newer entry.")
    within = hand.policy.entries.undo_within
    if abs(work.at - check.recorded_at) > within:
        seconds = int(within.total_seconds())
        raise Refused(f"A check can be taken back within {seconds} s of recording it. Correct it instead.")
    if work.session.scalar(select(Amendment.id).where(Amendment.replacement_id == check.id)) is not None:
        raise Refused("This entry corrects another and cannot be taken back by itself. Correct it once more instead.")
    later = work.session.scalar(
        select(Check).where(
            Check.stay_id == check.stay_id,
            Check.id > check.id,
            Check.since == check.observed_at,
            Check.outcome == Outcome.SEEN,
            Check.status == EntryStatus.CURRENT,
        )
    )
    if later is not None and check.outcome is Outcome.SEEN:
        raise Refused(_counted_from(work, check, later))


def _counted_from(work: Work, check: Check, later: Check) -> str:
    """The interval that the later one ended ran from the one to be taken back."""
    if later.observer_id == check.observer_id:
        return "You have recorded this patient again since. Take that entry back first."
    name = finding.person_name(work.session, later.observer_id)
    return f"{name} has seen this patient since, counted from your check. Correct yours instead: both stay on record."


def _say_taken_back(work: Work, check: Check) -> None:
    work.session.add(
        Amendment(
            check_id=check.id,
            replacement_id=None,
            kind=EntryStatus.TAKEN_BACK,
            reason="taken back at once",
            changes={},
            by_id=work.actor.staff_id,
            at=work.at,
            at_station=work.actor.station,
        )
    )
    journal_check(work, "check.taken back", check, outcome=check.outcome.value)


def _hold_again(work: Work, hand: AtHand, check: Check) -> None:
    """Where that check ended an observer's duty (said to be asleep, at a level asleep that asks for none), he holds
    the patient as before, unless he has gone on to another or walks a round."""
    stay = hand.stay
    duty = work.session.scalar(
        select(ObserverDuty).where(ObserverDuty.stay_id == stay.id, ObserverDuty.ended_at == check.recorded_at)
    )
    level = owed.level_in_force(hand.policy, hand.order.level, hand.order.level_asleep, asleep=stay.asleep)
    if duty is None or not level.continuous or stay.discharged_at is not None or stay.absence_id is not None:
        return
    other = work.session.scalar(
        select(ObserverDuty.id).where(ObserverDuty.staff_id == duty.staff_id, ObserverDuty.ended_at.is_(None))
    )
    if duty_of(work, stay) is None and other is None and round_of(work.session, duty.staff_id) is None:
        duty.ended_at = None
        work.session.flush()


def _stop_search(work: Work, hand: AtHand, plan: Plan) -> None:
    """He was not looked for after all, unless somebody else has not found him either."""
    work.session.flush()
    if not _is_looked_for(work, hand):
        plan.end(TaskKind.NOT_FOUND, TaskState.VOID)
    plan.book.finish()


def _is_looked_for(work: Work, hand: AtHand) -> bool:
    """Whether he was looked for and not found since he was last seen, as the entries say now."""
    searches = select(Check.id).where(
        Check.stay_id == hand.stay.id, Check.outcome == Outcome.NOT_FOUND, Check.status == EntryStatus.CURRENT
    )
    if hand.stay.last_seen_at is not None:
        searches = searches.where(Check.observed_at > hand.stay.last_seen_at)
    return work.session.scalar(searches.limit(1)) is not None


def _recount(work: Work, hand: AtHand, plan: Plan, because_of: Check | None = None) -> None:
    """Find the last true check again, after one was amended or found to be of another patient."""
    _find_last(work, hand)
    _search_again(work, hand, plan)
    plan.because = Because(plan.because.reason, because_of)
    follow(hand, plan)


def _find_last(work: Work, hand: AtHand) -> None:
    work.session.flush()
    last = work.session.scalar(
        select(Check)
        .where(Check.stay_id == hand.stay.id, Check.outcome == Outcome.SEEN, Check.status == EntryStatus.CURRENT)
        .order_by(Check.observed_at.desc(), Check.id.desc())
        .limit(1)
    )
    set_last(hand, last)


def _search_again(work: Work, hand: AtHand, plan: Plan) -> None:
    """A search that ended when he was found goes on, where that entry was not of him or not of that time.

    Not while he is off the unit: somebody has him, or an alert of its own stands for him. Nor once he has been: whoever
    had him has brought him back, and a look is owed by that.
    """
    stay = hand.stay
    if stay.absence_id is not None:
        return
    ended = work.session.scalar(
        select(Task)
        .where(Task.stay_id == stay.id, Task.kind == TaskKind.NOT_FOUND, Task.state == TaskState.DONE)
        .order_by(Task.since.desc())
        .limit(1)
    )
    if ended is None or stay.discharged_at is not None or plan.task(TaskKind.NOT_FOUND) is not None:
        return
    been_away_since = stay.back_at is not None and stay.back_at > ended.since
    not_seen_since = stay.last_seen_at is None or stay.last_seen_at < ended.since
    if not_seen_since and not been_away_since and _is_looked_for(work, hand):
        plan.owe_again(ended)


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
    journal_check(work, f"check.{kind.value}", check, original=original.id, reason=reason.strip(), changes=plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
