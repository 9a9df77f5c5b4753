"""One pass of the watch: repeatable, silent when nothing is due, true about the past, never blocked by one row."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from station.models import Alert, AlertStep, JournalEntry, Task
from station.models.enums import AlertState, Priority, Stage
from station.services import sweeping
from station.store.engine import close_store
from tests.builders import STATION, BuiltUnit, build_unit, minutes, seconds
from tests.databases import another
from tests.fakes import NOON


def written(unit: BuiltUnit) -> tuple[int, int, int]:
    """How many journal entries, alerts and steps there are."""
    with unit.store.read() as session:
        counts = [session.scalar(select(func.count()).select_from(table)) for table in (JournalEntry, Alert, AlertStep)]
    return counts[0] or 0, counts[1] or 0, counts[2] or 0


def damage(unit: BuiltUnit, what: object) -> None:
    """Change a row behind everybody's back."""
    with unit.store.write(STATION, NOON) as work:
        work.session.execute(what)  # type: ignore[call-overload]  # any statement


def test_on_a_unit_without_patients_only_its_environmental_round_is_to_come(unit: BuiltUnit) -> None:
    swept = unit.sweep(NOON)
    eight_in_chicago = NOON + minutes(120)
    assert (swept.events, swept.transitions, swept.next_at) == ([], 0, eight_in_chicago)


def test_with_nothing_due_nothing_is_written(unit: BuiltUnit) -> None:
    unit.admit_seen()
    before = written(unit)
    swept = unit.sweep(NOON + minutes(15) - seconds(1))
    assert written(unit) == before
    assert (swept.transitions, swept.next_at) == (0, NOON + minutes(15))


def test_every_boundary_is_seen_at_its_exact_time(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    for minute, stage in ((15, Stage.LATE), (20, Stage.LAPSED)):
        unit.sweep(NOON + minutes(minute) - timedelta(microseconds=1))
        assert unit.task(stay_id).stage is not stage
        unit.sweep(NOON + minutes(minute))
        assert unit.task(stay_id).stage is stage


def test_late_is_a_medium_alert_at_exactly_fifteen_minutes(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(15) - timedelta(microseconds=1))
    assert not unit.all_alerts()
    swept = unit.sweep(NOON + minutes(15))
    alert = unit.alert(stay_id)
    assert (alert.priority, alert.stage, alert.due_at) == (Priority.MEDIUM, Stage.LATE, NOON + minutes(15))
    assert (swept.transitions, swept.alerts, swept.next_at) == (1, 1, NOON + minutes(17))


def test_again_at_the_same_moment_changes_nothing(unit: BuiltUnit) -> None:
    unit.admit_seen()
    for minute in (12, 15, 17, 20, 25, 30):
        unit.sweep(NOON + minutes(minute))
        before = written(unit)
        for _ in range(3):
            assert unit.sweep(NOON + minutes(minute)).events == []
        assert written(unit) == before


def test_an_earlier_moment_takes_nothing_back(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(20))
    before = written(unit)
    unit.sweep(NOON + minutes(13))
    assert written(unit) == before
    assert unit.alert(stay_id).stage is Stage.LAPSED


def test_a_lapse_while_off_is_raised_with_its_true_times(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    back = NOON + minutes(61)
    unit.sweep(back)
    alert = unit.alert(stay_id, "check")
    assert (alert.priority, alert.stage) == (Priority.HIGH, Stage.LAPSED)
    assert (alert.since, alert.due_at, alert.lapsed_at) == (NOON, NOON + minutes(15), NOON + minutes(20))
    assert alert.detected_at == back
    assert alert.next_at == back + minutes(5)


def test_a_check_between_two_sweeps_closes_and_a_second_lapse_is_another_alert(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(20))
    unit.check(stay_id, NOON + minutes(21))
    unit.sweep(NOON + minutes(21))
    assert not unit.open_alerts()
    unit.sweep(NOON + minutes(41))
    first, second = unit.all_alerts()
    assert (first.state, second.due_at, second.stage) == (AlertState.CLOSED, NOON + minutes(36), Stage.LAPSED)


def test_a_level_that_the_policy_no_longer_has_does_not_block_the_others(unit: BuiltUnit) -> None:
    broken, well = unit.admit_seen("1201"), unit.admit_seen("1202")
    damage(unit, update(Task).where(Task.stay_id == broken, Task.level == "Q15").values(level="Q99"))
    for minute in (15, 16, 20, 21, 25):
        unit.sweep(NOON + minutes(minute))
    alert = unit.alert(kind="technical")
    assert alert.text.startswith("Bed 1201: ")
    assert "Q99" in alert.text
    assert unit.alert(well, "check").stage is Stage.LAPSED


@pytest.mark.parametrize(
    "ladder",
    [
        {"rungs": []},
        [],
        {"rungs": [], "repeat_s": 1e300, "leases_s": {}},
        {"rungs": [], "repeat_s": 1e13, "leases_s": {}},
        {"rungs": [], "repeat_s": 300, "leases_s": []},
    ],
    ids=["parts missing", "no mapping", "beyond every number", "beyond every date", "leases of another kind"],
)
def test_an_alert_whose_ladder_cannot_be_read_does_not_block_the_others(unit: BuiltUnit, ladder: Any) -> None:
    broken, well = unit.admit_seen("1201"), unit.admit_seen("1202")
    unit.sweep(NOON + minutes(15))
    damage(unit, update(Alert).where(Alert.stay_id == broken).values(policy=ladder))
    for minute in (17, 18, 20, 25, 30):
        unit.sweep(NOON + minutes(minute))
    assert "1201" in unit.alert(kind="technical").text
    assert unit.alert(well, "check").step == 4
    assert unit.alert(broken, "check").stage is Stage.LAPSED


@pytest.mark.parametrize("sweepers", [1, 2, 6])
def test_several_sweepers_raise_each_alert_once(unit: BuiltUnit, sweepers: int) -> None:
    stay_ids = [unit.admit_seen(bed) for bed in unit.beds]
    stores = [another(unit.store) for _ in range(sweepers)]
    together = threading.Barrier(len(stores))
    faults: list[BaseException] = []

    def watch(number: int) -> None:
        try:
            for minute in (15, 17, 20, 25):
                together.wait(30)
                sweeping.sweep(stores[number], actor=STATION, now=NOON + minutes(minute))
        except BaseException as fault:  # noqa: BLE001  told by the test
            faults.append(fault)
            together.abort()

    threads = [threading.Thread(target=watch, args=(number,)) for number in range(len(stores))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        close_store(store)
    assert not faults
    for stay_id in stay_ids:
        alert = unit.alert(stay_id)
        assert (len(unit.all_alerts(stay_id)), alert.step, alert.stage) == (1, 3, Stage.LAPSED)
    assert written(unit)[2] == len(stay_ids) * 4


def test_the_database_itself_refuses_a_second_alert_for_the_same_thing(unit: BuiltUnit) -> None:
    unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    table = Alert.__table__
    with unit.store.read() as session:
        row = dict(session.execute(select(table)).one()._mapping)
    twin = {name: value for name, value in row.items() if name != "id"}
    for changed in ({"state": AlertState.CLOSED}, {"due_at": NOON}):
        with pytest.raises(IntegrityError):
            damage(unit, insert(table).values(**twin | changed))  # type: ignore[arg-type]  # typed FromClause


def test_more_than_one_batch_is_swept_in_the_next(sqlite_unit: BuiltUnit, monkeypatch: pytest.MonkeyPatch) -> None:
    stay_ids = [sqlite_unit.admit_seen(bed) for bed in sqlite_unit.beds]
    monkeypatch.setattr(sweeping, "BATCH", 3)
    swept = sqlite_unit.sweep(NOON + minutes(15))
    assert swept.next_at is not None
    assert swept.next_at <= NOON + minutes(15)
    sqlite_unit.sweep(NOON + minutes(15))
    assert all(sqlite_unit.open_alerts(stay_id) for stay_id in stay_ids)


def test_five_hundred_at_once(sqlite_store: object) -> None:
    from station.store.work import Store

    assert isinstance(sqlite_store, Store)
    unit = build_unit(sqlite_store, beds=[f"{number:04}" for number in range(500)])
    for bed in unit.beds:
        unit.admit(bed)
    assert unit.sweep(NOON + minutes(5)).alerts == 500
    assert {one.stage for one in unit.open_alerts()} == {Stage.LAPSED}
