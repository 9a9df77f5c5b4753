"""A patient leaves the unit: what must be true of it, and what is not owed of him any more."""

from dataclasses import dataclass
from datetime import datetime

from station.models import Absence, Stay
from station.models.enums import AbsenceKind, AbsenceStepKind, TaskKind, TaskState
from station.rules import owed
from station.rules.moments import utc
from station.rules.permissions import Deed
from station.rules.policy import Policy
from station.rules.wording import short
from station.services import away, finding
from station.services.absence_steps import Step, begin, in_the_future, open_hand, record, stored_already
from station.services.custodians import Custodian, custodian
from station.services.duties import duty_of
from station.services.errors import Refused
from station.services.events import Event
from station.services.finding import AtHand
from station.services.permitting import require
from station.services.planning import Because, Plan
from station.store.work import Actor, Store, Work


@dataclass(frozen=True, slots=True)
class Leaving:
    """A patient leaves the unit with somebody. `left_at` None: now. `kind` is not AWOL: see `report_awol`."""

    request_id: str
    stay_id: int
    kind: AbsenceKind
    destination: str
    custodian: str
    expected_at: datetime
    custodian_id: int | None = None
    """Where the custodian is of the unit's staff."""
    left_at: datetime | None = None
    note: str = ""


def leave_unit(store: Store, leaving: Leaving, *, actor: Actor, now: datetime) -> list[Event]:
    """His checks are suspended from now on, and his return is owed by the expected time.

    What was late or lapsed of his checks stays on record as it was; its alert closes with who has him. The same
    `request_id` again changes nothing. Raises Refused, in a sentence, for one away already, a time that contradicts
    what is known, a custodian who has something else in hand, and another than his observer who has not said himself
    that he takes him.
    """
    with store.write(actor, now) as work:
        require(work, Deed.OFF_UNIT)
        if stored_already(work, leaving.request_id):
            return []
        hand = open_hand(work, leaving.stay_id)
        away.check_on_unit(work, hand.stay)
        absence = _absence(work, hand, leaving, utc(leaving.left_at or now))
        begin(work, hand, absence)
        _suspend(work, hand, absence)
        return record(work, hand, absence, _step(work, leaving, absence))


def _absence(work: Work, hand: AtHand, leaving: Leaving, left_at: datetime) -> Absence:
    if leaving.kind is AbsenceKind.AWOL:
        raise Refused("Nobody takes a patient AWOL. Report him AWOL instead.")
    if not leaving.destination.strip():
        raise Refused("Say where he goes.")
    expected_at = utc(leaving.expected_at)
    check_began(work, hand.stay, left_at)
    check_expected(hand.policy, leaving.kind, left_at, expected_at, work.at)
    who = custodian(work, hand, leaving.custodian, leaving.custodian_id)
    _check_accepted(work, hand.stay, who)
    return Absence(
        request_id=leaving.request_id,
        stay_id=hand.stay.id,
        kind=leaving.kind,
        destination=leaving.destination.strip(),
        custodian=who.name,
        custodian_id=who.staff_id,
        left_at=left_at,
        expected_at=expected_at,
    )


def _check_accepted(work: Work, stay: Stay, who: Custodian) -> None:
    """Whoever observes him keeps him until the other has accepted him: by going with him, and saying so himself."""
    duty = duty_of(work, stay)
    if duty is None or who.staff_id in (duty.staff_id, work.actor.staff_id):
        return
    holder = finding.person_name(work.session, duty.staff_id)
    raise Refused(
        f"{holder} observes him and has him until {who.name} accepts him. {who.name} signs in and records it himself, "
        f"or name {holder}."
    )


def _step(work: Work, leaving: Leaving, absence: Absence) -> Step:
    until = away.clock(work, utc(leaving.expected_at))
    said = [f"{leaving.kind.value} to {absence.destination}, back by {until}", leaving.note.strip()]
    words = ". ".join(one for one in said if one)
    return Step(leaving.request_id, AbsenceStepKind.LEFT, absence.left_at, absence.custodian, words)


def check_began(work: Work, stay: Stay, at: datetime) -> None:
    """Whether he can have been gone since then."""
    if at > work.at:
        raise Refused(in_the_future(at, work.at))
    if at < stay.admitted_at:
        raise Refused("This time is before the patient was admitted. Correct the time or the patient.")
    if stay.last_seen_at is not None and at < stay.last_seen_at:
        seen = away.clock(work, stay.last_seen_at)
        raise Refused(f"By the record he was seen on the unit at {seen}, after the time given. Correct the time.")
    if stay.back_at is not None and at < stay.back_at:
        back = away.clock(work, stay.back_at)
        raise Refused(f"By the record he came back to the unit at {back}, after the time given. Correct the time.")


def check_expected(policy: Policy, kind: AbsenceKind, left_at: datetime, at: datetime, now: datetime) -> None:
    """Whether a return may be expected then."""
    if at <= now:
        raise Refused("The expected return has passed already. Choose a later time.")
    longest = {
        AbsenceKind.ESCORT: policy.absence.longest_escort,
        AbsenceKind.PASS: policy.absence.longest_pass,
        AbsenceKind.LEAVE: policy.absence.longest_leave,
    }[kind]
    if at - left_at > longest:
        a = "An" if kind is AbsenceKind.ESCORT else "A"
        raise Refused(f"{a} {kind.value} is {short(longest)} at most by the policy. Choose an earlier return.")


def _suspend(work: Work, hand: AtHand, absence: Absence) -> None:
    """Nothing is owed of him here but his return; whoever observed him is free, and a search for him is over."""
    plan = Plan(work, hand.policy, hand.stay, Because(f"off the unit with {absence.custodian}"))
    plan.end(TaskKind.NOT_FOUND, TaskState.VOID)
    plan.follow(hand.order)
    if absence.expected_at is not None:
        plan.put(TaskKind.RETURN, owed.return_owed(hand.policy, absence.left_at, absence.expected_at))
    plan.book.finish()
