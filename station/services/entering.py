"""What every entry of a check shares: how it is judged, stored, and moves the timer of the patient."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import bindparam, exists, func, insert, or_, select

from station.models import Bed, Check, Room, Round, Staff, Stay
from station.models.base import UtcDateTime
from station.models.enums import EntryStatus, Outcome, Role, TaskKind, TaskState
from station.rules import entries
from station.services import away, finding
from station.services.errors import NeedsConfirmation, Refused
from station.services.finding import AtHand
from station.services.permitting import require_oneself
from station.services.planning import Because, Plan
from station.store.work import Work


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


def stored_already(work: Work, request_id: str) -> bool:
    return work.session.scalar(select(Check.id).where(Check.request_id == request_id)) is not None


class Before(NamedTuple):
    """What is known of an entry before it is made."""

    stored_already: bool
    observer: Role | None
    """What the observer is here; None when he is not an active member of staff."""
    last_by_him: datetime | None
    """When this observer last saw this patient, or the nearest to an older time that is said now; a search that did not
    find him does not count."""
    round_id: int | None
    """The round this observer walks over the patient's place, begun by the time said."""
    hand: AtHand | None = None
    """The stay, with what a check of it needs; None where there is none, which `finding.at_hand` refuses."""


_ASKED: Final = (
    exists().where(Check.request_id == bindparam("request_id")),
    select(Staff.role).where(Staff.id == bindparam("observer_id"), Staff.active).scalar_subquery(),
    select(func.max(Check.observed_at))
    .where(
        Check.stay_id == bindparam("stay_id"),
        Check.observer_id == bindparam("observer_id"),
        Check.outcome == Outcome.SEEN,
        Check.status == EntryStatus.CURRENT,
    )
    .scalar_subquery(),
    select(Round.id)
    .where(
        Round.staff_id == bindparam("observer_id"),
        Round.ended_at.is_(None),
        Round.started_at <= bindparam("begun_by", type_=UtcDateTime),
        or_(
            Round.area_id.is_(None),
            Round.area_id
            == select(Room.area_id)
            .join(Bed, Bed.room_id == Room.id)
            .join(Stay, Stay.bed_id == Bed.id)
            .where(Stay.id == bindparam("stay_id"))
            .scalar_subquery(),
        ),
    )
    .scalar_subquery(),
)
_BEFORE: Final = select(*_ASKED)
_WITH_STAY: Final = finding.AT_HAND.add_columns(*_ASKED)
_NOW: Final = datetime.max.replace(tzinfo=UTC)
"""An entry of this moment is of the round that is open, even where the clock was set back since it began."""


def look_before(work: Work, entry: CheckEntry) -> Before:
    """In one question, the stay included. Refuses an entry in the name of another than the one acting."""
    require_oneself(work, entry.observer_id)
    asked = {
        "request_id": entry.request_id,
        "observer_id": entry.observer_id,
        "stay_id": entry.stay_id,
        "begun_by": entry.observed_at or _NOW,
    }
    found = work.session.execute(_WITH_STAY, asked).first()
    if found is None:
        before = Before(*work.session.execute(_BEFORE, asked).one())
    else:
        before = Before(*found[3:])._replace(hand=finding.taken(found))
    if entry.observed_at is not None and before.last_by_him is not None and before.last_by_him > entry.observed_at:
        before = before._replace(last_by_him=_nearest_by_him(work, entry, entry.observed_at))
    if before.observer is None:
        finding.person(work.session, entry.observer_id)
    return before


def _nearest_by_him(work: Work, entry: CheckEntry, at: datetime) -> datetime | None:
    """Of his checks of this patient, before and after, for an entry that is older than his last."""
    mine = select(Check.observed_at).where(
        Check.stay_id == entry.stay_id,
        Check.observer_id == entry.observer_id,
        Check.outcome == Outcome.SEEN,
        Check.status == EntryStatus.CURRENT,
    )
    around = (
        work.session.scalar(mine.where(Check.observed_at <= at).order_by(Check.observed_at.desc()).limit(1)),
        work.session.scalar(mine.where(Check.observed_at >= at).order_by(Check.observed_at).limit(1)),
    )
    return min((one for one in around if one is not None), key=lambda one: abs(one - at), default=None)


def judged(
    work: Work, hand: AtHand, entry: CheckEntry, observed_at: datetime, *, last_by_him: datetime | None = None
) -> bool:
    """Whether it is a late entry; refuses, or asks about the repeat by him, where the rules do."""
    stay = hand.stay
    if stay.discharged_at is not None and entry.observed_at is None:
        raise Refused(f"{finding.patient_name(work.session, stay)} has been discharged. Nothing has been recorded.")
    away.check_here_at(work, stay, observed_at)
    try:
        verdict = entries.judge(
            observed_at,
            work.recorded_at,
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


class Answered(NamedTuple):
    """The interval that a check ended: what it ran from, and when it was due."""

    since: datetime | None
    due_at: datetime | None


def answered_by(plan: Plan, observed_at: datetime) -> Answered:
    """None of it for an entry that says less than was known: it ended no interval."""
    task = plan.task(TaskKind.CHECK)
    if task is None or observed_at < task.since:
        return Answered(None, None)
    return Answered(task.since, task.due_at)


_INSERT: Final = insert(Check)
_STORED: Final = tuple(column.key for column in Check.__table__.columns if column.key != "id")


def store_check(
    work: Work,
    hand: AtHand,
    answered: Answered,
    entry: CheckEntry,
    observed_at: datetime,
    *,
    late_entry: bool,
    round_id: int | None,
) -> Check:
    """Insert the check. What comes back is a copy to read from; it is not watched by the session."""
    check = Check(
        request_id=entry.request_id,
        stay_id=hand.stay.id,
        observer_id=entry.observer_id,
        outcome=Outcome.SEEN,
        observed_at=observed_at,
        recorded_at=work.recorded_at,
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
        round_id=round_id,
    )
    stored = {name: getattr(check, name) for name in _STORED}
    inserted = work.session.connection().execute(_INSERT, stored)
    check.id = next(iter(inserted.inserted_primary_key or ()))
    return check


def mark_seen(hand: AtHand, plan: Plan, check: Check) -> None:
    """Move the timer to this check, unless a later one is known; he is found."""
    stay = hand.stay
    if stay.last_seen_at is None or check.observed_at >= stay.last_seen_at:
        set_last(hand, check)
    plan.because = Because("documented late" if check.late_entry else "seen", check)
    follow(hand, plan)


def set_last(hand: AtHand, check: Check | None) -> None:
    """What was seen of him before he was last away says nothing of whether he sleeps now: he has walked in since."""
    stay = hand.stay
    stay.last_check_id = None if check is None else check.id
    stay.last_seen_at = None if check is None else check.observed_at
    since_back = check is not None and (stay.back_at is None or check.observed_at >= stay.back_at)
    stay.asleep = check is not None and since_back and hand.policy.checks.is_sleeping(check.activity)


def follow(hand: AtHand, plan: Plan) -> None:
    if hand.stay.discharged_at is not None:
        return
    plan.follow(hand.order)
    searched, check = plan.task(TaskKind.NOT_FOUND), plan.because.check
    if searched is not None and check is not None and check.observed_at >= searched.since:
        plan.end(TaskKind.NOT_FOUND, TaskState.DONE)
    plan.book.finish()


def journal_check(work: Work, kind: str, check: Check, **more: Any) -> None:
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
        "round": check.round_id,
    }
    work.journal(kind, said | more)
