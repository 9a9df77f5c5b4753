"""An alert is passed on by asking: the first answers until the other accepts, and no lease grows by it."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from station.models import Staff
from station.models.enums import AlertState, Role, StepKind
from station.services import alerts, reading, setup
from station.services.errors import Refused
from station.store.verify import verify_journal
from tests.builders import STATION, BuiltUnit, minutes, seconds
from tests.fakes import NOON
from tests.plans import publish

LATE = NOON + minutes(15)
START = NOON - minutes(60)


@pytest.fixture
def accepted(unit: BuiltUnit) -> BuiltUnit:
    """One patient on Q15, late; J. Moore has accepted the alert."""
    unit.admit_seen()
    unit.sweep(LATE)
    unit.accept(unit.alert().id, LATE)
    return unit


def test_whoever_was_asked_is_named_and_the_first_stays_answerable(accepted: BuiltUnit) -> None:
    before = accepted.alert()
    accepted.ask(before.id, "A. Diaz", LATE + minutes(2))
    (row,) = reading.read_board(accepted.store, LATE + minutes(2)).alerts
    assert (row.accepted_by, row.delegated_to, row.delegated_at) == ("J. Moore", "A. Diaz", LATE + minutes(2))
    assert (row.state, row.lease_until) == (AlertState.ACCEPTED, before.lease_until)
    assert accepted.alert().next_at == before.next_at
    step = reading.read_alert_steps(accepted.store, before.id)[-1]
    assert (step.kind, step.who, step.detail) == (StepKind.DELEGATED, "A. Diaz", "J. Moore")
    assert verify_journal(accepted.store).journal == "ok"


def test_from_the_others_acceptance_on_he_answers(accepted: BuiltUnit) -> None:
    alert_id = accepted.alert().id
    with pytest.raises(Refused, match="J. Moore has accepted"):
        accepted.accept(alert_id, LATE + minutes(1), by="A. Diaz")
    accepted.ask(alert_id, "A. Diaz", LATE + minutes(1))
    with pytest.raises(Refused, match="J. Moore has accepted"):
        accepted.accept(alert_id, LATE + minutes(1), by="R. Osei")
    accepted.accept(alert_id, LATE + minutes(2), by="A. Diaz")
    alert = accepted.alert()
    assert (alert.accepted_by_id, alert.delegated_to_id) == (accepted.staff["A. Diaz"], None)
    with pytest.raises(Refused, match="A. Diaz has accepted"):
        accepted.accept(alert_id, LATE + minutes(3))


def test_asking_again_and_again_gives_nobody_more_time(accepted: BuiltUnit) -> None:
    alert_id, until = accepted.alert().id, LATE + minutes(10)
    for at in range(1, 5):
        accepted.ask(alert_id, ("A. Diaz", "R. Osei")[at % 2], LATE + minutes(at))
        assert accepted.alert().lease_until == accepted.alert().next_at == until
    accepted.sweep(LATE + minutes(5))
    until = LATE + minutes(8)
    accepted.ask(alert_id, "A. Diaz", LATE + minutes(7))
    assert accepted.alert().lease_until == accepted.alert().next_at == until
    accepted.sweep(until - seconds(1))
    assert accepted.alert().state is AlertState.ACCEPTED
    accepted.sweep(until)
    alert = accepted.alert()
    assert (alert.state, alert.delegated_to_id, alert.delegated_at) == (AlertState.OPEN, None, None)


def test_only_whoever_has_it_or_a_charge_asks(accepted: BuiltUnit) -> None:
    alert_id = accepted.alert().id
    with pytest.raises(Refused, match="J. Moore has this one"):
        accepted.ask(alert_id, "R. Osei", LATE, by="A. Diaz")
    accepted.ask(alert_id, "R. Osei", LATE, by="C. Lindt")
    assert accepted.alert().accepted_by_id == accepted.staff["J. Moore"]


def test_a_charge_asks_about_one_that_nobody_has_and_it_goes_on_being_told(unit: BuiltUnit) -> None:
    unit.admit_seen()
    unit.sweep(LATE)
    alert_id = unit.alert().id
    with pytest.raises(Refused, match="Accept it first"):
        unit.ask(alert_id, "A. Diaz", LATE)
    unit.ask(alert_id, "A. Diaz", LATE, by="C. Lindt")
    unit.sweep(LATE + minutes(2))
    steps = reading.read_alert_steps(unit.store, alert_id)
    assert [(one.kind, one.who) for one in steps][-1] == (StepKind.ESCALATED, "charge")
    unit.accept(alert_id, LATE + minutes(3), by="R. Osei")


@pytest.mark.parametrize(
    ("to", "why"), [("J. Moore", "somebody else"), ("C. Lindt", "somebody else"), ("V. Iew", "cannot take alerts")]
)
def test_who_cannot_be_asked(accepted: BuiltUnit, to: str, why: str) -> None:
    setup.add_staff(accepted.store, "V. Iew", Role.VIEWER, actor=STATION, now=NOON)
    with accepted.store.read() as session:
        number = {one.name: one.id for one in session.scalars(select(Staff))}[to]
    accepted = BuiltUnit(accepted.store, {**accepted.staff, to: number}, accepted.beds)
    with pytest.raises(Refused, match=why):
        accepted.ask(accepted.alert().id, to, LATE, by="C. Lindt")


def test_whom_a_plan_does_not_have_on_is_not_asked_unless_he_is_at_work(accepted: BuiltUnit) -> None:
    publish(accepted, START, ["J. Moore", "A. Diaz"], [])
    alert_id = accepted.alert().id
    accepted.ask(alert_id, "A. Diaz", LATE)
    with pytest.raises(Refused, match="R. Osei is not on duty by the published plan"):
        accepted.ask(alert_id, "R. Osei", LATE)
    held = accepted.admit_seen("1202", "1:1", LATE)
    accepted.take(held, "R. Osei", LATE)
    accepted.ask(alert_id, "R. Osei", LATE)


def test_of_two_who_accept_at_once_one_has_it_and_the_other_is_told(unit: BuiltUnit) -> None:
    unit.admit_seen()
    unit.sweep(LATE)
    alert_id, together, said = unit.alert().id, Barrier(2), []

    def accept(by: str) -> None:
        together.wait()
        try:
            alerts.accept(unit.store, alert_id, unit.staff[by], "going", actor=unit.who(by), now=LATE)
        except Refused as refused:
            said.append(str(refused))

    both = [Thread(target=accept, args=(by,)) for by in ("J. Moore", "A. Diaz")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    winner = next(name for name, number in unit.staff.items() if number == unit.alert().accepted_by_id)
    assert said == [f"{winner} has accepted this alert already. It comes back when {winner}'s time runs out."]
