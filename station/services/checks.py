"""Checks: one patient seen, or not found, once, by one person."""

from datetime import datetime

from station.models import Check, Stay
from station.models.enums import Outcome, TaskKind
from station.rules import owed
from station.rules.permissions import Deed
from station.rules.policy import Policy
from station.services import away, finding, healed
from station.services.entering import (
    CheckEntry,
    answered_by,
    journal_check,
    judged,
    look_before,
    mark_seen,
    store_check,
    stored_already,
)
from station.services.events import CheckRecorded, Event
from station.services.permitting import require, require_oneself
from station.services.planning import Because, Plan
from station.services.walking import area_of, round_of
from station.store.work import Actor, Store, Work

__all__ = ["CheckEntry", "record_check", "record_not_found"]


def record_check(
    store: Store, entry: CheckEntry, *, confirmed: bool = False, actor: Actor, now: datetime
) -> list[Event]:
    """Record that one patient was seen. The timer moves to when it is said to have happened, never back.

    The same `request_id` again changes nothing. Raises Refused with a sentence (future, before admission, no sign of
    life, discharged) and NeedsConfirmation for the same observer and patient within 60 s unless `confirmed`.
    """
    with store.write(actor, now) as work, work.session.no_autoflush:
        before = look_before(work, entry)
        require(work, Deed.RECORD_CHECK, role=before.observer)
        if before.stored_already:
            return []
        hand = before.hand or finding.at_hand(work.session, entry.stay_id)
        observed_at = entry.observed_at or work.recorded_at
        late_entry = judged(work, hand, entry, observed_at, last_by_him=None if confirmed else before.last_by_him)
        plan = Plan(work, hand.policy, hand.stay, Because("seen"))
        answered = answered_by(plan, observed_at)
        check = store_check(work, hand, answered, entry, observed_at, late_entry=late_entry, round_id=before.round_id)
        journal_check(work, "check.recorded", check)
        mark_seen(hand, plan, check)
        work.emit(CheckRecorded(hand.stay.id, check.id))
        return work.events


def record_not_found(
    store: Store, request_id: str, stay_id: int, observer_id: int, note: str | None, *, actor: Actor, now: datetime
) -> list[Event]:
    """Record that a patient was looked for and not found: a high alert at once. His timer runs on."""
    with store.write(actor, now) as work:
        require(work, Deed.RECORD_CHECK)
        require_oneself(work, observer_id)
        if stored_already(work, request_id):
            return []
        stay = finding.open_stay(work.session, stay_id)
        away.check_on_unit(work, stay)
        policy = finding.policy_in_force(work.session)
        finding.person(work.session, observer_id)
        check = Check(
            request_id=request_id,
            stay_id=stay.id,
            observer_id=observer_id,
            outcome=Outcome.NOT_FOUND,
            observed_at=work.recorded_at,
            recorded_at=work.recorded_at,
            recorded_at_station=actor.station,
            note=note,
            round_id=_round_over(work, stay, observer_id),
        )
        work.session.add(check)
        work.session.flush()
        journal_check(work, "check.not found", check)
        _raise_not_found(work, policy, stay)
        work.emit(CheckRecorded(stay.id, check.id))
        return work.events


def _round_over(work: Work, stay: Stay, observer_id: int) -> int | None:
    walk = round_of(work.session, observer_id)
    if walk is None or walk.area_id not in (None, area_of(work.session, stay)):
        return None
    return walk.id


def _raise_not_found(work: Work, policy: Policy, stay: Stay) -> None:
    """Where somebody has seen him since, as of a search kept while the record was away, nobody is called any more; that
    it was alerted stays on record."""
    plan = Plan(work, policy, stay, Because("not found"))
    seen = healed.seen_since(work, stay, work.recorded_at)
    if seen is not None:
        healed.put_in_healed(work, plan.book, stay, work.recorded_at, seen)
        return
    if plan.task(TaskKind.NOT_FOUND) is not None:
        return
    task = plan.put(TaskKind.NOT_FOUND, owed.not_found(work.recorded_at))
    work.session.flush()
    task.next_at = None
    plan.book.attend(task)
    plan.book.finish()
