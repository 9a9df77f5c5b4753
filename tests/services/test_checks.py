"""One patient seen once, by one person: two times, one timer, and nothing stored twice."""

import threading

import pytest
from sqlalchemy import func, select

from station.models import Check
from station.models.enums import AlertState, EntryStatus, Outcome, Stage
from station.services import checks, stays
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import CheckRecorded
from tests.builders import BuiltUnit, minutes, seconds
from tests.fakes import NOON
from tests.query_plans import statements

_JOIN = "LEFT OUTER JOIN alert"


def checks_of(unit: BuiltUnit, stay_id: int) -> list[Check]:
    with unit.store.read() as session:
        return list(session.scalars(select(Check).where(Check.stay_id == stay_id).order_by(Check.id)))


def counted(unit: BuiltUnit) -> int:
    with unit.store.read() as session:
        return session.scalar(select(func.count(Check.id))) or 0


def test_a_check_has_two_times_and_moves_the_timer(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    at = NOON + seconds(90)
    events = unit.check(stay_id, at, observed_at=at - seconds(20), concern=True, note="pacing")
    (check,) = checks_of(unit, stay_id)
    assert (check.observed_at, check.recorded_at, check.recorded_at_station) == (at - seconds(20), at, "desk 1")
    assert (check.late_entry, check.outcome, check.status) == (False, Outcome.SEEN, EntryStatus.CURRENT)
    assert (check.since, check.due_at) == (NOON, NOON + minutes(2))
    assert events == [CheckRecorded(stay_id, check.id)]
    assert unit.task(stay_id).due_at == at - seconds(20) + minutes(15)


def test_what_interval_it_ended_is_kept_with_it(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(17))
    check = checks_of(unit, stay_id)[-1]
    assert (check.since, check.due_at) == (NOON, NOON + minutes(15))


@pytest.mark.parametrize(("apart", "late"), [(120, False), (120.001, True), (3600, True), (0, False)])
def test_later_than_two_minutes_is_a_late_entry_exactly_two_is_not(unit: BuiltUnit, apart: float, late: bool) -> None:
    stay_id = unit.admit(admitted_at=NOON - minutes(120))
    unit.check(stay_id, NOON, observed_at=NOON - seconds(apart))
    assert checks_of(unit, stay_id)[0].late_entry is late


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"observed_at": NOON + seconds(61)}, "future"),
        ({"observed_at": NOON - seconds(1)}, "before the patient was admitted"),
        ({"activity": "Asleep"}, "sleeping patient needs a sign of life"),
        ({"activity": "Flying"}, "This unit has no .* 'Flying'"),
        ({"location": "Moon"}, "This unit has no .* 'Moon'"),
        ({"location": ""}, "Choose the place"),
        ({"activity": "Asleep", "life_sign": "Snoring"}, "This unit has no .* 'Snoring'"),
        ({"observer_id": 999_999}, "Sign in as that person"),
        ({"stay_id": 999_999}, "not known here"),
    ],
)
def test_a_check_that_cannot_be_is_refused_in_words(
    sqlite_unit: BuiltUnit, changed: dict[str, object], says: str
) -> None:
    unit = sqlite_unit
    stay_id = unit.admit()
    said: dict[str, object] = {
        "request_id": "r", "stay_id": stay_id, "observer_id": unit.staff["J. Moore"],
        "location": "Room", "activity": "Awake",
    }  # fmt: skip
    entry = checks.CheckEntry(**said | changed)  # type: ignore[arg-type]  # the table above holds the types
    with pytest.raises(Refused, match=says):
        checks.record_check(unit.store, entry, actor=unit.who(), now=NOON + minutes(1))
    assert counted(unit) == 0
    assert unit.task(stay_id).due_at == NOON + minutes(2)


def test_a_sleeping_patient_with_his_sign_of_life(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    unit.check(stay_id, NOON, activity="Asleep", life_sign="Breathing seen")
    assert checks_of(unit, stay_id)[0].life_sign == "Breathing seen"
    assert unit.stay(stay_id).asleep


def test_discharged_meanwhile_nothing_is_recorded(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    stays.discharge(unit.store, stay_id, "home", actor=unit.charge(NOON + minutes(5)), now=NOON + minutes(5))
    for at in (NOON + minutes(5), NOON + minutes(6)):
        with pytest.raises(Refused, match="Ada Fam1201 has been discharged"):
            unit.check(stay_id, at)
    assert counted(unit) == 1


def test_what_was_seen_before_the_discharge_may_still_be_entered(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    stays.discharge(unit.store, stay_id, "home", actor=unit.charge(NOON + minutes(5)), now=NOON + minutes(5))
    unit.check(stay_id, NOON + minutes(6), observed_at=NOON + minutes(3))
    assert counted(unit) == 2
    unit.sweep(NOON + minutes(60))
    assert not unit.all_alerts(stay_id)
    with pytest.raises(Refused, match="after the patient was discharged"):
        unit.check(stay_id, NOON + minutes(7), observed_at=NOON + minutes(5.5))


@pytest.mark.parametrize(("apart", "asks"), [(59, True), (60, True), (61, False)])
def test_the_same_observer_within_a_minute_is_asked(unit: BuiltUnit, apart: float, asks: bool) -> None:
    stay_id = unit.admit_seen()
    at = NOON + seconds(apart)
    if asks:
        with pytest.raises(NeedsConfirmation, match="Record both"):
            unit.check(stay_id, at)
        assert counted(unit) == 1
        unit.check(stay_id, at, confirmed=True)
    else:
        unit.check(stay_id, at)
    assert counted(unit) == 2


def test_written_down_late_beside_another_of_his_he_is_asked_as_well(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    for minute in (10, 20):
        unit.check(stay_id, NOON + minutes(minute))
    for second, which in ((-60, "A later check of yours"), (60, "Your last check")):
        with pytest.raises(NeedsConfirmation, match=f"{which} of this patient is only 1:00 from this one"):
            unit.check(stay_id, NOON + minutes(25), observed_at=NOON + minutes(10) + seconds(second))
    unit.check(stay_id, NOON + minutes(25), observed_at=NOON + minutes(15))
    unit.check(stay_id, NOON + minutes(25), observed_at=NOON + minutes(10) + seconds(60), confirmed=True)
    assert counted(unit) == 5


def test_another_observer_within_a_minute_is_not_asked(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + seconds(20), by="A. Diaz")
    assert counted(unit) == 2


def test_the_same_request_twice_is_one_check(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    assert unit.check(stay_id, NOON, request_id="one")
    assert unit.check(stay_id, NOON + seconds(1), request_id="one") == []
    assert unit.check(stay_id, NOON + minutes(9), request_id="one") == []
    assert counted(unit) == 1
    assert unit.task(stay_id).due_at == NOON + minutes(15)


def test_two_people_checking_one_patient_at_once_are_two_checks(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    together = threading.Barrier(2)
    faults: list[BaseException] = []

    def check(by: str, at: float) -> None:
        together.wait(10)
        try:
            unit.check(stay_id, NOON + seconds(30), by=by, observed_at=NOON + seconds(at), request_id=by)
        except BaseException as fault:  # noqa: BLE001  told by the test
            faults.append(fault)

    threads = [threading.Thread(target=check, args=one) for one in (("J. Moore", 10), ("A. Diaz", 20))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert counted(unit) == 2
    assert unit.stay(stay_id).last_seen_at == NOON + seconds(20)
    assert unit.task(stay_id).due_at == NOON + seconds(20) + minutes(15)


def test_the_same_request_from_two_stations_at_once_is_one_check(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    together = threading.Barrier(2)

    def check() -> None:
        together.wait(10)
        unit.check(stay_id, NOON + seconds(30), request_id="one")

    threads = [threading.Thread(target=check) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(unit) == 1


def test_an_entry_out_of_order_never_moves_the_timer_back(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(12))
    unit.check(stay_id, NOON + minutes(13), by="A. Diaz", observed_at=NOON + minutes(6))
    assert unit.task(stay_id).due_at == NOON + minutes(27)
    assert unit.stay(stay_id).last_seen_at == NOON + minutes(12)


def test_an_entry_out_of_order_ended_no_interval_that_was_known(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(12))
    unit.check(stay_id, NOON + minutes(13), by="A. Diaz", observed_at=NOON + minutes(6), activity="Asleep",
               life_sign="Breathing seen")  # fmt: skip
    check = checks_of(unit, stay_id)[-1]
    assert (check.since, check.due_at) == (None, None)
    assert not unit.stay(stay_id).asleep


def test_a_late_entry_closes_a_lapse_as_documented_late_and_does_not_erase_it(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    unit.sweep(NOON + minutes(20))
    unit.check(stay_id, NOON + minutes(24), observed_at=NOON + minutes(14))
    (alert,) = unit.all_alerts(stay_id)
    assert (alert.state, alert.documented_late, alert.close_reason) == (AlertState.CLOSED, True, "documented late")
    assert (alert.stage, alert.due_at, alert.lapsed_at) == (Stage.LAPSED, NOON + minutes(15), NOON + minutes(20))
    assert alert.check_id == checks_of(unit, stay_id)[-1].id
    assert unit.task(stay_id).due_at == NOON + minutes(29)


def test_a_late_entry_that_is_not_enough_keeps_the_alert_open(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(20))
    unit.check(stay_id, NOON + minutes(24), observed_at=NOON + minutes(5))
    alert = unit.alert(stay_id)
    assert (alert.due_at, alert.stage) == (NOON + minutes(15), Stage.LAPSED)
    assert unit.task(stay_id).due_at == NOON + minutes(20)
    unit.sweep(NOON + minutes(25))
    assert [one.id for one in unit.open_alerts(stay_id)] == [alert.id]


def test_a_timely_check_closes_its_alert_as_seen(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    unit.check(stay_id, NOON + minutes(16))
    (alert,) = unit.all_alerts(stay_id)
    assert (alert.state, alert.documented_late, alert.close_reason) == (AlertState.CLOSED, False, "seen")
    assert alert.closed_by_id == unit.staff["J. Moore"]


def test_what_is_asked_with_every_check_is_planned_once(unit: BuiltUnit) -> None:
    """SQLite plans a statement anew each time where a partial index asks for a value that is bound."""
    stay_id = unit.admit_seen()
    (asked,) = [one for one in statements(unit.store, lambda: unit.check(stay_id, NOON + minutes(5))) if _JOIN in one]
    assert ("task.state = 'open'" in asked, "alert.state != 'closed'" in asked) == (True, True)
