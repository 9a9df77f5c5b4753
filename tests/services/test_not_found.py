"""A patient looked for and not found: a high alert at once, until he is seen."""

from station.models.enums import AlertState, Priority, Stage, TaskKind
from station.services import reading
from tests.builders import BuiltUnit, minutes
from tests.fakes import NOON

KIND = TaskKind.NOT_FOUND.value


def test_not_found_is_a_high_alert_at_once_and_the_timer_runs_on(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    due = unit.task(stay_id).due_at
    at = NOON + minutes(10)
    unit.not_found(stay_id, at)
    alert = unit.alert(stay_id, KIND)
    assert (alert.priority, alert.stage, alert.due_at, alert.lapsed_at) == (Priority.HIGH, Stage.LAPSED, at, at)
    assert alert.next_at == at + minutes(3)
    assert unit.task(stay_id).due_at == due
    assert unit.stay(stay_id).last_seen_at == NOON


def test_his_check_lapses_all_the_same(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.not_found(stay_id, NOON + minutes(10))
    unit.sweep(NOON + minutes(15))
    assert sorted(one.kind for one in unit.open_alerts(stay_id)) == ["check", KIND]


def test_not_found_again_does_not_double(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.not_found(stay_id, NOON + minutes(10))
    unit.not_found(stay_id, NOON + minutes(12), by="A. Diaz")
    assert len(unit.all_alerts(stay_id, KIND)) == 1
    assert unit.alert(stay_id, KIND).due_at == NOON + minutes(10)
    assert len(reading.read_checks(unit.store, stay_id)) == 3


def test_found_it_closes(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.not_found(stay_id, NOON + minutes(10))
    unit.check(stay_id, NOON + minutes(11))
    (alert,) = unit.all_alerts(stay_id, KIND)
    assert (alert.state, alert.closed_at) == (AlertState.CLOSED, NOON + minutes(11))
    assert not unit.has_task(stay_id, TaskKind.NOT_FOUND)


def test_seen_before_the_search_does_not_find_him(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.not_found(stay_id, NOON + minutes(10))
    unit.check(stay_id, NOON + minutes(11), observed_at=NOON + minutes(9))
    assert unit.alert(stay_id, KIND).state is AlertState.OPEN


def test_a_search_is_not_a_check_to_be_asked_about(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.not_found(stay_id, NOON + minutes(10))
    unit.check(stay_id, NOON + minutes(10.5))
    assert unit.stay(stay_id).last_seen_at == NOON + minutes(10.5)


def test_found_by_an_entry_of_another_patient_he_is_searched_for_again(unit: BuiltUnit) -> None:
    stay_id, other = unit.admit_seen("1201"), unit.admit_seen("1202")
    unit.not_found(stay_id, NOON + minutes(5))
    unit.check(stay_id, NOON + minutes(6))
    mistaken = reading.read_checks(unit.store, stay_id)[0]
    unit.correct(mistaken.id, other, NOON + minutes(8))
    unit.sweep(NOON + minutes(8))
    alert = unit.alert(stay_id, KIND)
    assert (alert.priority, alert.due_at, alert.detected_at) == (Priority.HIGH, NOON + minutes(5), NOON + minutes(5))
    assert len(unit.all_alerts(stay_id, KIND)) == 1


def test_seen_after_all_before_the_search_he_is_searched_for_again(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.not_found(stay_id, NOON + minutes(5))
    unit.check(stay_id, NOON + minutes(6))
    mistyped = reading.read_checks(unit.store, stay_id)[0]
    unit.amend(mistyped.id, NOON + minutes(8), observed_at=NOON + minutes(4))
    unit.sweep(NOON + minutes(8))
    assert unit.alert(stay_id, KIND).due_at == NOON + minutes(5)


def test_searched_for_twice_and_seen_meanwhile_stays_found(unit: BuiltUnit) -> None:
    stay_id, other = unit.admit_seen("1201"), unit.admit_seen("1202")
    unit.not_found(stay_id, NOON + minutes(5))
    unit.check(stay_id, NOON + minutes(6))
    unit.check(stay_id, NOON + minutes(8))
    last = reading.read_checks(unit.store, stay_id)[0]
    unit.correct(last.id, other, NOON + minutes(9))
    unit.sweep(NOON + minutes(9))
    assert not unit.open_alerts(stay_id)
