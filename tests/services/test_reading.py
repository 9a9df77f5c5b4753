"""What the board reads: one moment, everything on it, nothing invented."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from station.models import Task
from station.models.enums import ADMISSION_TASKS, OwedReason, Stage, TaskKind, TaskState
from station.rules.intervals import stage_of
from station.services import custody, reading, stations, stays
from station.services.errors import Refused
from station.store.rows import PatientRow
from tests.builders import SAID, STATION, BuiltUnit, minutes
from tests.fakes import NOON


def row(unit: BuiltUnit, stay_id: int) -> PatientRow:
    board = reading.read_board(unit.store, NOON)
    rows = [*board.unplaced, *(bed.patient for bed in board.beds if bed.patient is not None)]
    return next(one for one in rows if one.stay_id == stay_id)


def test_a_patient_never_seen(unit: BuiltUnit) -> None:
    patient = row(unit, unit.admit("1201", precautions=("FALL", "SI")))
    assert (patient.seen, patient.owed_since, patient.owed_reason) == (None, NOON, OwedReason.ADMITTED)
    assert (patient.initials, patient.level, patient.precautions) == ("AF", "Q15", ("SI", "FALL"))
    assert patient.check.due_at == NOON + minutes(2)
    assert {one.kind for one in patient.owed} == {TaskKind.REVIEW, *ADMISSION_TASKS, TaskKind.VITALS, TaskKind.BVC}


def test_a_patient_seen(unit: BuiltUnit) -> None:
    patient = row(unit, unit.admit_seen())
    assert patient.seen is not None
    assert (patient.seen.observer, patient.seen.location, patient.seen.observed_at) == ("J. Moore", "Room", NOON)
    assert (patient.owed_since, patient.owed_reason) == (None, None)
    assert stage_of(patient.check, NOON + minutes(15)) is Stage.LATE


def test_who_holds_him_and_to_whom_he_is_offered(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "1:1")
    assert row(unit, stay_id).observer is None
    custody.take_over(unit.store, stay_id, unit.staff["R. Osei"], actor=unit.who("R. Osei"), now=NOON)
    unit.offer(stay_id, "A. Diaz", NOON)
    observer = row(unit, stay_id).observer
    assert observer is not None
    assert (observer.name, observer.offered_to, observer.started_at) == ("R. Osei", "A. Diaz", NOON)
    assert observer.offer is not None
    assert (observer.offer.to_id, observer.offer.at, observer.offer.said) == (unit.staff["A. Diaz"], NOON, SAID)


def test_a_stay_whose_task_is_missing_is_shown_as_lapsed_never_as_fine(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    with unit.store.write(STATION, NOON) as work:
        work.session.execute(update(Task).where(Task.kind == TaskKind.CHECK).values(state=TaskState.VOID))
    assert stage_of(row(unit, stay_id).check, NOON + minutes(1)) is Stage.LAPSED


def test_an_alert_with_its_bed_its_patient_and_who_was_told(unit: BuiltUnit) -> None:
    unit.admit_seen()
    unit.sweep(NOON + minutes(17))
    (alert,) = reading.read_board(unit.store, NOON).alerts
    assert (alert.bed, alert.initials, alert.area, alert.level, alert.told) == (
        "1201", "AF", "West hall", "Q15", "charge",
    )  # fmt: skip


def test_the_alert_of_a_patient_who_moved_says_where_he_is(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    stays.transfer(
        unit.store, stay_id, unit.beds["1203"], actor=unit.charge(NOON + minutes(16)), now=NOON + minutes(16)
    )
    (alert,) = reading.read_board(unit.store, NOON).alerts
    assert alert.bed == "1203"


def test_the_figures_of_the_shift(unit: BuiltUnit) -> None:
    empty = reading.read_board(unit.store, NOON).figures
    assert (empty.checks, empty.on_time, empty.longest_gap_s) == (0, 0, None)
    start = empty.starts_at + timedelta(hours=1)
    stay_id = unit.admit("1201", at=start)
    for minute in (1, 10, 28, 43):
        unit.check(stay_id, start + minutes(minute))
    figures = reading.read_board(unit.store, start + minutes(44)).figures
    assert (figures.checks, figures.on_time, figures.longest_gap_s) == (4, 2, 18 * 60.0)


def test_an_amended_check_counts_once_and_as_late_as_it_was(unit: BuiltUnit) -> None:
    start = reading.read_board(unit.store, NOON).figures.starts_at + timedelta(hours=1)
    stay_id = unit.admit_seen("1201", at=start)
    unit.check(stay_id, start + minutes(18))
    check = reading.read_checks(unit.store, stay_id)[0]
    unit.amend(check.id, start + minutes(19), location="Hallway")
    figures = reading.read_board(unit.store, start + minutes(20)).figures
    assert (figures.checks, figures.on_time, figures.longest_gap_s) == (2, 1, 18 * 60.0)


def test_the_last_checks_the_latest_first(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    for minute in (10, 20, 30):
        unit.check(stay_id, NOON + minutes(minute))
    rows = reading.read_checks(unit.store, stay_id, limit=3)
    assert [one.observed_at for one in rows] == [NOON + minutes(minute) for minute in (30, 20, 10)]
    assert (rows[0].station, rows[0].observer, rows[0].late_entry) == ("desk 1", "J. Moore", False)


def test_the_alerts_of_a_time_open_or_closed(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    unit.check(stay_id, NOON + minutes(16))
    (one,) = reading.read_alert_history(unit.store, NOON, NOON + minutes(15.5))
    assert (one.due_at, one.closed_at, one.close_reason) == (NOON + minutes(15), NOON + minutes(16), "seen")
    assert reading.read_alert_history(unit.store, NOON, NOON + minutes(15)) == ()


def test_stations_come_and_go(unit: BuiltUnit) -> None:
    mark = NOON + minutes(3)
    stations.register_station(unit.store, "desk 1", "desk", "1.0", actor=STATION, now=NOON)
    stations.heartbeat(unit.store, actor=STATION, now=NOON + minutes(1), clock_mark=mark)
    (station,) = reading.read_board(unit.store, NOON).stations
    assert (station.name, station.seen_at, station.stopped_at) == ("desk 1", NOON + minutes(1), None)
    assert stations.read_clock_mark(unit.store) == mark
    stations.stop_station(unit.store, actor=STATION, now=NOON + minutes(2))
    stations.register_station(unit.store, "desk 1", "desk", "1.0", actor=STATION, now=NOON + minutes(2))
    assert stations.read_clock_mark(unit.store) == mark


def test_the_mark_is_that_of_whichever_station_watched_last(unit: BuiltUnit) -> None:
    assert stations.read_clock_mark(unit.store) is None
    for name, at in (("desk 1", 5), ("wall", 3)):
        actor = replace(STATION, station=name)
        stations.register_station(unit.store, name, "wall", "1.0", actor=actor, now=NOON + minutes(at))
    assert stations.read_clock_mark(unit.store) == NOON + minutes(5)


def test_who_acts_is_an_active_member_of_staff(unit: BuiltUnit) -> None:
    assert reading.actor_of(unit.store, unit.staff["J. Moore"], "desk 2").name == "J. Moore"
    with pytest.raises(Refused, match="active member"):
        reading.actor_of(unit.store, 999_999, "desk 2")


def test_the_latest_that_the_record_knows_is_a_mark_or_an_entry(unit: BuiltUnit) -> None:
    unit.admit_seen(at=NOON)
    assert stations.read_latest(unit.store) == NOON
    stations.register_station(unit.store, "desk 1", "desk", "1.0", actor=STATION, now=NOON + minutes(1))
    stations.heartbeat(unit.store, actor=STATION, now=NOON + minutes(1), clock_mark=NOON + minutes(5))
    assert stations.read_latest(unit.store) == NOON + minutes(5)
    unit.admit("1202", at=NOON + minutes(6))
    assert stations.read_latest(unit.store) == NOON + minutes(6)
    assert stations.read_clock_mark(unit.store) == NOON + minutes(5)
