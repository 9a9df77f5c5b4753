"""Gone without leave: a high alert until he is back or his stay ends, and who was told of it."""

from dataclasses import dataclass
from datetime import datetime

from station.models import Absence
from station.models.enums import AbsenceKind, AbsenceStepKind, TaskKind, TaskState
from station.rules import owed
from station.rules.moments import utc
from station.rules.permissions import Deed
from station.services import away
from station.services.absence_steps import (
    Step,
    absence_now,
    begin,
    check_since,
    in_the_future,
    open_hand,
    record,
    stored_already,
)
from station.services.errors import Refused
from station.services.events import Event
from station.services.finding import AtHand
from station.services.leaving import check_began
from station.services.permitting import require
from station.services.planning import Because, Plan
from station.store.work import Actor, Store, Work


@dataclass(frozen=True, slots=True)
class Awol:
    """Gone without leave. `noticed_at` None: now."""

    request_id: str
    stay_id: int
    last_place: str
    noticed_at: datetime | None = None
    note: str = ""


def report_awol(store: Store, awol: Awol, *, actor: Actor, now: datetime) -> list[Event]:
    """He is gone from the unit, or did not come back: a high alert until he is back or his stay ends.

    A search for him ends: it is this alert that stands for him now.
    """
    with store.write(actor, now) as work:
        require(work, Deed.OFF_UNIT)
        if stored_already(work, awol.request_id):
            return []
        hand = open_hand(work, awol.stay_id)
        noticed_at = utc(awol.noticed_at or now)
        absence, before = _gone(work, hand, awol, noticed_at)
        said = ". ".join(one for one in (before, awol.note.strip()) if one)
        _alert(work, hand, noticed_at)
        return record(work, hand, absence, Step(awol.request_id, AbsenceStepKind.AWOL, noticed_at, "", said))


def _gone(work: Work, hand: AtHand, awol: Awol, at: datetime) -> tuple[Absence, str]:
    """His absence from now on, and where he was by the record until then."""
    absence, place = away.absence_of(work, hand.stay), awol.last_place.strip()
    if absence is None:
        check_began(work, hand.stay, at)
        new = Absence(
            request_id=awol.request_id, stay_id=hand.stay.id, kind=AbsenceKind.AWOL, destination=place, left_at=at
        )
        begin(work, hand, new)
        return new, f"gone from {place}" if place else ""
    if absence.kind is AbsenceKind.AWOL:
        raise Refused(f"{away.where_he_is(work, hand.stay, absence)}. Add who was told, or record him back.")
    check_since(work, absence, at)
    before = f"was at {absence.destination} with {absence.custodian}"
    absence.kind, absence.destination = AbsenceKind.AWOL, place or absence.destination
    absence.custodian, absence.custodian_id, absence.expected_at = "", None, None
    return absence, before


def _alert(work: Work, hand: AtHand, gone_at: datetime) -> None:
    plan = Plan(work, hand.policy, hand.stay, Because("reported AWOL"))
    for kind in (TaskKind.RETURN, TaskKind.NOT_FOUND):
        plan.end(kind, TaskState.VOID)
    plan.follow(hand.order)
    task = plan.put(TaskKind.AWOL, owed.awol(gone_at))
    work.session.flush()
    task.next_at = None
    plan.book.attend(task)
    plan.book.finish()


def tell(
    store: Store,
    request_id: str,
    stay_id: int,
    who: str,
    said: str,
    *,
    at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> list[Event]:
    """Somebody was told that he is gone: police, family, the provider. `at` None: now."""
    with store.write(actor, now) as work:
        require(work, Deed.OFF_UNIT)
        if stored_already(work, request_id):
            return []
        hand = open_hand(work, stay_id)
        absence = absence_now(work, hand.stay)
        if absence.kind is not AbsenceKind.AWOL:
            raise Refused(f"{away.where_he_is(work, hand.stay, absence)}. Report him AWOL first.")
        if not who.strip():
            raise Refused("Say who was told.")
        told_at = utc(at or now)
        _check_told(work, absence, told_at)
        return record(work, hand, absence, Step(request_id, AbsenceStepKind.TOLD, told_at, who.strip(), said.strip()))


def _check_told(work: Work, absence: Absence, at: datetime) -> None:
    """It may have been before he was reported here, never before he left."""
    if at > work.at:
        raise Refused(in_the_future(at, work.at))
    if at < absence.left_at:
        raise Refused(f"He left at {away.clock(work, absence.left_at)}, after the time given. Correct the time.")
