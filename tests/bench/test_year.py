"""What the fast loader writes is what the services would have written."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from station.bench import year
from station.bench.history import LAPSED_SHARE, LATE_SHARE
from station.clock import SystemClock
from station.models import Alert, AlertStep, Check, ObservationOrder, Stay, Task
from station.models.enums import AlertState, Priority, Stage, StepKind, TaskKind, TaskState
from station.rules.owed import next_check
from station.services import Actor, Store, reading, sweeping
from station.store.engine import close_store, open_store
from station.store.verify import verify_journal


def test_the_journal_of_a_loaded_year_is_whole(store: Store, loaded: Path) -> None:
    found = verify_journal(store)
    assert found.journal == "ok"
    assert found.entries == year.what_is_in(loaded).journal > 700


def test_no_row_points_at_nothing(loaded: Path) -> None:
    connection = sqlite3.connect(loaded)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_every_bed_is_taken_and_everyone_was_seen_in_time(store: Store) -> None:
    now = SystemClock().now()
    board = reading.read_board(store, now)
    patients = [bed.patient for bed in board.beds]
    assert len(patients) == 8
    assert all(patient is not None and patient.seen is not None for patient in patients)
    assert all(patient is not None and patient.check.task_id for patient in patients)
    assert board.alerts == ()


def test_what_is_owed_is_what_the_rules_say(store: Store) -> None:
    with store.read() as session:
        policy = reading.read_policy(store)
        found = session.execute(
            select(Task, Stay, ObservationOrder)
            .join(Stay, Stay.id == Task.stay_id)
            .join(ObservationOrder, ObservationOrder.id == Stay.order_id)
            .where(Task.kind == TaskKind.CHECK, Task.state == TaskState.OPEN)
        ).all()
        assert len(found) == 8
        for task, stay, order in found:
            to = next_check(policy, policy.level(order.level), last_seen=stay.last_seen_at, owed_since=stay.owed_since)
            assert (task.since, task.soon_at, task.due_at, task.lapsed_at) == (
                to.since,
                to.soon_at,
                to.due_at,
                to.lapsed_at,
            )
            assert task.next_at == task.soon_at


def test_the_last_check_of_each_stay_is_the_one_it_names(store: Store) -> None:
    latest = select(Check.stay_id, func.max(Check.observed_at)).group_by(Check.stay_id)
    with store.read() as session:
        seen = dict(session.execute(latest).all())
        stays = session.scalars(select(Stay)).all()
        for stay in stays:
            assert stay.last_seen_at == seen[stay.id]
            assert session.get_one(Check, stay.last_check_id).observed_at == stay.last_seen_at


def test_every_late_check_had_its_alert_and_no_other_had(tmp_path: Path) -> None:
    path = tmp_path / "busy.db"
    year.make_year(path, now=SystemClock().now(), days=4, beds=8)
    store = open_store(path, create=False)
    late = select(Check.stay_id, Check.due_at).where(Check.observed_at >= Check.due_at)
    alerts = select(Alert.stay_id, Alert.due_at)
    with store.read() as session:
        owed = sorted(session.execute(late))
        assert owed == sorted(session.execute(alerts))
        checks = session.scalar(select(func.count(Check.id))) or 0
        assert 0.5 < len(owed) / (checks * (LATE_SHARE + LAPSED_SHARE)) < 2
        _look_at_alerts(list(session.scalars(select(Alert))))
        steps = select(AlertStep.alert_id, func.count()).where(AlertStep.kind == StepKind.CLOSED)
        assert {count for _, count in session.execute(steps.group_by(AlertStep.alert_id))} == {1}
    close_store(store)


def _look_at_alerts(alerts: list[Alert]) -> None:
    for alert in alerts:
        assert alert.state is AlertState.CLOSED
        assert alert.next_at is None
        assert alert.closed_at is not None
        assert alert.due_at <= alert.detected_at <= alert.closed_at
        lapsed = alert.lapsed_at is not None
        assert (alert.priority is Priority.HIGH, alert.stage is Stage.LAPSED) == (lapsed, lapsed)


def test_the_same_seed_tells_the_same_story(tmp_path: Path) -> None:
    now = SystemClock().now()
    for name in ("one", "other"):
        year.make_year(tmp_path / name, now=now, days=0.5, beds=8, seed=3)
    heads = []
    for name in ("one", "other"):
        store = open_store(tmp_path / name, create=False)
        heads.append(verify_journal(store).head)
        close_store(store)
    assert heads[0] == heads[1]


def test_a_file_that_is_there_is_left_alone(loaded: Path) -> None:
    with pytest.raises(FileExistsError, match="is there already"):
        year.make_year(loaded, now=SystemClock().now(), days=1)


def test_a_load_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(year, "_load", fails)
    with pytest.raises(OSError, match="disk full"):
        year.make_year(tmp_path / "year.db", now=SystemClock().now(), days=1, beds=8)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("away", [timedelta(minutes=9), timedelta(hours=30)])
def test_a_database_of_earlier_is_caught_up_with(store: Store, away: timedelta) -> None:
    now = SystemClock().now() + away
    year.freshen(store, now)
    assert reading.read_board(store, now).alerts == ()
    later = now + timedelta(minutes=4)
    assert sweeping.sweep(store, actor=Actor(None, "Station", "Desk 1"), now=later).alerts == 0
    assert year.freshen(store, now) == 0


def test_everyone_can_be_seen_anew(store: Store) -> None:
    now = SystemClock().now()
    assert year.freshen(store, now, everyone=True) >= 8
    rows = [bed.patient for bed in reading.read_board(store, now).beds if bed.patient is not None]
    assert all(row.seen is not None and now - row.seen.observed_at < timedelta(minutes=5) for row in rows)
