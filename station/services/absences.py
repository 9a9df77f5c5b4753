"""Off the unit and back: nobody is rounded here while a named person has him, and his return is owed by a time."""

from datetime import datetime

from sqlalchemy import select

from station.models import AbsenceStep, Staff
from station.models.enums import AbsenceStepKind, OwedReason, TaskKind, TaskState
from station.rules import owed
from station.rules.moments import utc
from station.rules.permissions import Deed
from station.services import away, vitals_planning
from station.services.absence_steps import (
    Step,
    absence_now,
    check_not_awol,
    check_since,
    open_hand,
    record,
    stored_already,
)
from station.services.awol import Awol, report_awol, tell
from station.services.custodians import custodian as custodian_named
from station.services.errors import Refused
from station.services.events import Event
from station.services.finding import AtHand
from station.services.leaving import Leaving, check_expected, leave_unit
from station.services.permitting import require
from station.services.planning import Because, Plan
from station.store.rows.absences import AbsenceStepRow
from station.store.work import Actor, Store, Work

__all__ = [
    "Awol",
    "Leaving",
    "come_back",
    "expect_at",
    "hand_on",
    "leave_unit",
    "read_absence_steps",
    "report_awol",
    "tell",
]


def hand_on(
    store: Store,
    request_id: str,
    stay_id: int,
    custodian: str,
    *,
    custodian_id: int | None = None,
    actor: Actor,
    now: datetime,
) -> list[Event]:
    """Somebody else has him now."""
    with store.write(actor, now) as work:
        require(work, Deed.OFF_UNIT)
        if stored_already(work, request_id):
            return []
        hand = open_hand(work, stay_id)
        absence = absence_now(work, hand.stay)
        check_not_awol(work, hand.stay, absence)
        to = custodian_named(work, hand, custodian, custodian_id)
        if to.name == absence.custodian:
            raise Refused(f"{to.name} has him already. Choose who has him now.")
        before = absence.custodian
        absence.custodian, absence.custodian_id = to.name, to.staff_id
        return record(work, hand, absence, Step(request_id, AbsenceStepKind.HANDED_ON, now, to.name, f"by {before}"))


def expect_at(
    store: Store, request_id: str, stay_id: int, expected_at: datetime, reason: str, *, actor: Actor, now: datetime
) -> list[Event]:
    """He is expected back at another time, because. An alert of his return closes while that is still to come."""
    with store.write(actor, now) as work:
        require(work, Deed.OFF_UNIT)
        if stored_already(work, request_id):
            return []
        hand, expected_at = open_hand(work, stay_id), utc(expected_at)
        absence = absence_now(work, hand.stay)
        check_not_awol(work, hand.stay, absence)
        if not reason.strip():
            raise Refused("Say why he is expected at another time: the reason stays on record.")
        if expected_at == absence.expected_at:
            raise Refused("He is expected back then already. Choose another time.")
        check_expected(hand.policy, absence.kind, absence.left_at, expected_at, now)
        absence.expected_at = expected_at
        said = f"back by {away.clock(work, expected_at)}: {reason.strip()}"
        plan = Plan(work, hand.policy, hand.stay, Because(f"now expected {said}"))
        plan.put(TaskKind.RETURN, owed.return_owed(hand.policy, absence.left_at, expected_at))
        plan.book.finish()
        return record(work, hand, absence, Step(request_id, AbsenceStepKind.EXTENDED, now, absence.custodian, said))


def come_back(
    store: Store,
    request_id: str,
    stay_id: int,
    note: str = "",
    *,
    at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> list[Event]:
    """He is back on the unit, now or since `at`: a check is owed within 2 minutes of that, and of a continuous
    patient an observer. However he was last seen before he left, he is awake: the level awake is in force."""
    with store.write(actor, now) as work:
        require(work, Deed.OFF_UNIT)
        if stored_already(work, request_id):
            return []
        hand, back_at = open_hand(work, stay_id), utc(at or now)
        absence = absence_now(work, hand.stay)
        check_since(work, absence, back_at)
        absence.ended_at = back_at
        events = record(work, hand, absence, Step(request_id, AbsenceStepKind.BACK, back_at, "", note.strip()))
        _resume(work, hand, back_at)
        return events


def _resume(work: Work, hand: AtHand, back_at: datetime) -> None:
    stay = hand.stay
    stay.absence_id, stay.back_at, stay.asleep = None, back_at, False
    stay.owed_since, stay.owed_reason = back_at, OwedReason.RETURNED
    plan = Plan(work, hand.policy, stay, Because("back on the unit"))
    for kind in (TaskKind.RETURN, TaskKind.AWOL):
        plan.end(kind, TaskState.DONE)
    plan.follow(hand.order)
    vitals_planning.begin(vitals_planning.Subject(work, hand.policy, stay, plan))
    plan.book.finish()


def read_absence_steps(store: Store, absence_id: int) -> tuple[AbsenceStepRow, ...]:
    """Everything that happened while he was away, in order."""
    with store.read() as session:
        found = session.execute(
            select(AbsenceStep, Staff.name)
            .outerjoin(Staff, Staff.id == AbsenceStep.by_id)
            .where(AbsenceStep.absence_id == absence_id)
            .order_by(AbsenceStep.at, AbsenceStep.id)
        )
        return tuple(
            AbsenceStepRow(one.kind, one.at, one.recorded_at, by or "Station", one.who, one.said, one.late_entry)
            for one, by in found
        )
