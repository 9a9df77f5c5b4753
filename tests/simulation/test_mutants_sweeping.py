"""Faults planted in the sweep: each must be found by the trials, and without it they find nothing.

Two of them need a second one to show: while every writer takes the lock before it reads, neither the version of a row
nor a UNIQUE is ever asked. They are planted in a sweep that reads first, as a monitor elsewhere does, which is shown
to be safe with the guard in its place.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from station.models import Alert, AlertStep, Task
from station.models.enums import AlertState, StepKind
from station.monitor.lookout import Lookout
from station.rules.intervals import next_transition_of, stage_of
from station.services import Actor, finding, sweeping
from station.services.alertbook import AlertBook, book_of_tasks
from station.services.sweeping import Swept
from station.simulation.unit import Unit
from station.store.work import Store, Work
from station.trial import floor, founding
from station.trial.outcome import Trial
from station.trial.plan import Planned, Trouble
from station.trial.run import attempt
from station.trial.zones import START
from tests.simulation.alone import MINUTE, Alone
from tests.simulation.planting import (
    CALM,
    CLOCKS,
    KILLS,
    RACES,
    Patch,
    Sweep,
    doubled,
    first_found,
    invented,
    missed,
    swept_by,
)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("trial", [KILLS, RACES, CLOCKS, CALM], ids=["kills", "races", "clocks", "calm"])
def test_without_a_planted_fault_the_same_trials_find_nothing(trial: Trial) -> None:
    for seed in range(2):
        outcome = attempt(replace(trial, seed=seed))
        assert outcome.is_clean, outcome.words()


# A sweep that reads before it takes the lock

Guard = Callable[[Work, Sequence[Task]], None]


def _reads_first(guard: Guard, *, alerts_too: bool = False) -> Sweep:
    def sweep(store: Store, *, actor: Actor, now: datetime) -> Swept:
        with store.read() as session:
            next_at = sweeping.earliest(session)
            if next_at is None or next_at > now:
                return Swept(next_at=next_at)
            tasks = session.scalars(select(Task).where(Task.next_at <= now)).all()
            alerts = session.scalars(select(Alert).where(Alert.state != AlertState.CLOSED)).all()
            session.expunge_all()
        with store.write(actor, now) as work, work.session.no_autoflush:
            policy = finding.policy_in_force(work.session)
            if tasks:
                guard(work, tasks)
                book = AlertBook(work, policy, alerts) if alerts_too else book_of_tasks(work, policy, tasks)
                for task in tasks:
                    book.attend(task)
                book.finish()
            sweeping._sweep_alerts(work, policy)
            work.session.flush()
            return Swept(work.events, next_at=sweeping.earliest(work.session))

    return sweep


_BY_STATUS = (
    update(Task)
    .where(Task.id == bindparam("of"), Task.state == bindparam("as_read"))
    .values(stage=bindparam("to"), next_at=bindparam("then"), version=Task.version + 1)
    .execution_options(synchronize_session=False)
)


def _guard_on_status(work: Work, tasks: Sequence[Task]) -> None:
    rows = [
        {
            "of": task.id,
            "as_read": task.state,
            "to": stage_of(task, work.at),
            "then": next_transition_of(task, work.at),
        }
        for task in tasks
    ]
    work.session.connection().execute(_BY_STATUS, rows)


def test_a_guard_on_the_status_alone_lets_a_check_slip_between(monkeypatch: Patch) -> None:
    swept_by(monkeypatch, _reads_first(_guard_on_status))
    assert first_found(RACES, lambda outcome: invented(outcome) + missed(outcome)) > 0


def test_the_same_sweep_is_safe_with_the_version_as_its_guard(monkeypatch: Patch) -> None:
    swept_by(monkeypatch, _reads_first(sweeping._advance))
    assert first_found(RACES, lambda outcome: invented(outcome) + missed(outcome) + doubled(outcome), 3) == 0


def _without_unique(place: Path) -> None:
    """The same tables and rows, but nothing that keeps two alerts of one thing apart."""
    connection = sqlite3.connect(place, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA legacy_alter_table = ON")
    (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'alert'").fetchone()
    lines = [line.rstrip(", \n") for line in made.splitlines()]
    kept = [line for line in lines[1:-1] if "UNIQUE (task_id, due_at)" not in line]
    assert len(kept) == len(lines) - 3
    connection.execute("DROP INDEX uq_alert_open_subject")
    connection.execute("ALTER TABLE alert RENAME TO alert_before")
    connection.execute("CREATE TABLE alert (" + ",\n".join(kept) + ")")
    connection.execute("INSERT INTO alert SELECT * FROM alert_before")
    connection.execute("DROP TABLE alert_before")
    connection.close()


def test_without_unique_two_sweepers_raise_one_alert_twice(monkeypatch: Patch) -> None:
    settle = founding.settle

    def settled(founded: Any, place: Path, *more: Any) -> Unit:
        unit = settle(founded, place, *more)
        _without_unique(place)
        return unit

    swept_by(monkeypatch, _reads_first(_guard_on_status, alerts_too=True))
    monkeypatch.setattr(floor, "settle", settled)
    assert first_found(replace(CALM, hours=0.3), doubled) > 0


def test_the_same_sweepers_raise_it_once_where_it_is_unique(monkeypatch: Patch) -> None:
    swept_by(monkeypatch, _reads_first(_guard_on_status, alerts_too=True))
    assert first_found(replace(CALM, hours=0.3), doubled, 2) == 0


# Halves of one thing in two transactions


def _killed_at_each_boundary(place: Path, *, escalates: bool = False) -> Iterator[Alone]:
    """A station killed in a sweep that opens alerts, or that escalates them, once at each of its boundaries, and
    started again."""
    boundaries, died = 0, True
    while died:
        one = Alone(place / f"{boundaries}.db")
        if escalates:
            assert one.desk.look()
            one.machine.advance(START + 11 * MINUTE)
        try:
            died = one.dies_in(one.desk.look, boundaries)
            one.starts_again()
            yield one
        finally:
            one.desk.die()
            one.sight.close()
        boundaries += 1


def test_state_and_alert_in_two_transactions_miss_an_alert(monkeypatch: Patch, tmp_path: Path) -> None:
    def sweep(store: Store, *, actor: Actor, now: datetime) -> Swept:
        with store.write(actor, now) as work, work.session.no_autoflush:
            tasks = work.session.scalars(select(Task).where(Task.next_at <= now)).all()
            sweeping._advance(work, tasks) if tasks else None
        with store.write(actor, now) as work, work.session.no_autoflush:
            policy = finding.policy_in_force(work.session)
            moved = [work.session.get_one(Task, task.id) for task in tasks]
            book = book_of_tasks(work, policy, moved)
            for task in moved:
                book.attend(task)
            book.finish()
            sweeping._sweep_alerts(work, policy)
            work.session.flush()
            return Swept(work.events, next_at=sweeping.earliest(work.session))

    wanted = len(max((one.standing() for one in _killed_at_each_boundary(tmp_path)), key=len))
    swept_by(monkeypatch, sweep)
    assert min(len(one.standing()) for one in _killed_at_each_boundary(tmp_path)) < wanted


def test_marked_as_told_before_it_is_told_leaves_an_escalation_out(monkeypatch: Patch, tmp_path: Path) -> None:
    whole = sweeping._sweep_alerts

    def sweep(store: Store, *, actor: Actor, now: datetime) -> Swept:
        monkeypatch.setattr(sweeping, "_sweep_alerts", lambda _work, _policy: 0)
        swept = sweeping.sweep(store, actor=actor, now=now)
        monkeypatch.setattr(sweeping, "_sweep_alerts", whole)
        with store.read() as session:
            due = [one.id for one in _due(session, now)]
        if due:
            with store.write(actor, now) as work:
                _mark(work)
            with store.write(actor, now) as work:
                work.session.add_all(
                    AlertStep(alert_id=alert, kind=StepKind.ESCALATED, at=now, who="", detail="") for alert in due
                )
        with store.read() as session:
            return Swept(swept.events, next_at=sweeping.earliest(session))

    assert not any(one.silences() for one in _killed_at_each_boundary(tmp_path, escalates=True))
    swept_by(monkeypatch, sweep)
    assert any(one.silences() for one in _killed_at_each_boundary(tmp_path, escalates=True))


def _due(session: Session, now: datetime) -> Sequence[Alert]:
    return session.scalars(select(Alert).where(Alert.next_at <= now, Alert.state != AlertState.CLOSED)).all()


def _mark(work: Work) -> None:
    """Who was told and when is next, and nothing that says so to anybody."""
    book = AlertBook(work, finding.policy_in_force(work.session), _due(work.session, work.at))
    for alert in _due(work.session, work.at):
        book.step(alert, "")
    book._happenings.clear()


# Time


def test_a_sweep_by_the_wall_clock_alone_misses_what_falls_due_after_it_was_set_back(monkeypatch: Patch) -> None:
    whole = Lookout._sweep

    def by_wall(self: Lookout, _now: datetime) -> datetime | None:
        return whole(self, self._clock._base.now())

    monkeypatch.setattr(Lookout, "_sweep", by_wall)
    set_back = (Planned(START + 3 * MINUTE, Trouble.CLOCK_STEP, -3600),)
    assert first_found(replace(CALM, script=set_back), missed) > 0
