"""Faults planted in the code that watches: each must be found by the trials, and without it they find nothing.

Two of them need a second one to show: while every writer takes the lock before it reads, neither the version of a row
nor a UNIQUE is ever asked. They are planted in a sweep that reads first, as a monitor elsewhere does, which is shown
to be safe with the guard in its place.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from station.models import Alert, AlertStep, Task
from station.models.enums import AlertState, Priority, StepKind, TaskKind
from station.monitor.lookout import Lookout
from station.monitor.station_duties import StationDuties
from station.rules.escalation import Ladder
from station.rules.intervals import next_transition_of, stage_of
from station.services import Actor, checks, finding, keeping, putting_in, sweeping
from station.services.alertbook import AlertBook, book_of_tasks
from station.services.sweeping import Swept
from station.simulation.unit import Unit
from station.store.spool import Kept, Spool
from station.store.work import Store, Work
from station.trial import floor, founding
from station.trial.outcome import TARDY, Outcome, Trial
from station.trial.plan import Kind, Planned, Trouble
from station.trial.run import attempt
from station.trial.zones import START
from tests.simulation.alone import MINUTE, Alone

pytestmark = pytest.mark.slow

KILLS = Trial((Kind.KILL,), 0, hours=0.6, habits=TARDY)
RACES = Trial((Kind.RACE,), 0, hours=0.6, habits=TARDY)
CLOCKS = Trial((Kind.CLOCK,), 0, hours=1.0, habits=TARDY)
CALM = Trial((), 0, hours=0.6, habits=TARDY)
SEEDS = 6
"""The most that are tried to find a planted fault."""

Sweep = Callable[..., Swept]
Patch = pytest.MonkeyPatch


def _first_found(trial: Trial, found: Callable[[Outcome], int], seeds: int = SEEDS) -> int:
    """What the first seed finds that finds anything; 0 when none does."""
    for seed in range(seeds):
        outcome = attempt(replace(trial, seed=seed))
        if count := found(outcome):
            return count
    return 0


def _missed(outcome: Outcome) -> int:
    return outcome.verdict.missed


def _invented(outcome: Outcome) -> int:
    return outcome.verdict.invented


def _doubled(outcome: Outcome) -> int:
    return outcome.verdict.duplicate


def _stopped(outcome: Outcome) -> int:
    return len(outcome.stopped)


def _erased(outcome: Outcome) -> int:
    return len(outcome.erased)


@pytest.mark.parametrize("trial", [KILLS, RACES, CLOCKS, CALM], ids=["kills", "races", "clocks", "calm"])
def test_without_a_planted_fault_the_same_trials_find_nothing(trial: Trial) -> None:
    for seed in range(2):
        outcome = attempt(replace(trial, seed=seed))
        assert outcome.is_clean, outcome.words()


def _swept_by(patch: Patch, sweep: Sweep) -> None:
    patch.setattr("station.monitor.station_duties.sweep", sweep)


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
    _swept_by(monkeypatch, _reads_first(_guard_on_status))
    assert _first_found(RACES, lambda outcome: _invented(outcome) + _missed(outcome)) > 0


def test_the_same_sweep_is_safe_with_the_version_as_its_guard(monkeypatch: Patch) -> None:
    _swept_by(monkeypatch, _reads_first(sweeping._advance))
    assert _first_found(RACES, lambda outcome: _invented(outcome) + _missed(outcome) + _doubled(outcome), 3) == 0


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

    _swept_by(monkeypatch, _reads_first(_guard_on_status, alerts_too=True))
    monkeypatch.setattr(floor, "settle", settled)
    assert _first_found(replace(CALM, hours=0.3), _doubled) > 0


def test_the_same_sweepers_raise_it_once_where_it_is_unique(monkeypatch: Patch) -> None:
    _swept_by(monkeypatch, _reads_first(_guard_on_status, alerts_too=True))
    assert _first_found(replace(CALM, hours=0.3), _doubled, 2) == 0


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
    _swept_by(monkeypatch, sweep)
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
    _swept_by(monkeypatch, sweep)
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
    assert _first_found(replace(CALM, script=set_back), _missed) > 0


# Alerts that fall silent, close or forget


def test_a_lease_that_never_ends_stops_an_escalation(monkeypatch: Patch) -> None:
    accept = AlertBook.accept

    def for_ever(self: AlertBook, alert: Any, *more: Any) -> None:
        accept(self, alert, *more)
        alert.lease_until = alert.next_at = None

    monkeypatch.setattr(AlertBook, "accept", for_ever)
    assert _first_found(RACES, _stopped) > 0


def test_a_last_step_that_is_not_repeated_stops_an_escalation(monkeypatch: Patch) -> None:
    following = Ladder.next_after

    def once(self: Ladder, due_at: datetime, told: int, now: datetime) -> datetime | None:
        return following(self, due_at, told, now) if told < len(self.rungs) else None

    monkeypatch.setattr(Ladder, "next_after", once)
    assert _first_found(CALM, _stopped) > 0


def test_a_late_entry_that_erases_the_lapse_is_found(monkeypatch: Patch) -> None:
    close = AlertBook.close

    def forgiving(self: AlertBook, alert: Any, reason: str, **more: Any) -> None:
        close(self, alert, reason, **more)
        if more.get("documented_late"):
            alert.lapsed_at = None

    monkeypatch.setattr(AlertBook, "close", forgiving)
    assert _first_found(RACES, _erased, 12) > 0


def test_a_check_that_closes_the_alert_of_somebody_else_is_a_miss(monkeypatch: Patch) -> None:
    record = checks.record_check

    def too_much(store: Store, entry: checks.CheckEntry, *, actor: Actor, now: datetime, **more: Any) -> Any:
        done = record(store, entry, actor=actor, now=now, **more)
        with store.write(actor, now) as work:
            other = work.session.scalar(
                select(Alert)
                .where(Alert.kind == TaskKind.CHECK, Alert.stay_id != entry.stay_id, Alert.state != AlertState.CLOSED)
                .limit(1)
            )
            if other is not None and other.priority in tuple(Priority):
                book = AlertBook(work, finding.policy_in_force(work.session), [other])
                book.close(other, "seen", who=actor.name)
                book.finish()
        return done

    monkeypatch.setattr(checks, "record_check", too_much)
    assert _first_found(CALM, _missed) > 0


def test_a_journal_that_does_not_refuse_is_found(monkeypatch: Patch) -> None:
    """Without the UPDATE trigger an entry can be rewritten: the eyes on the file see it, and so does verification."""
    heartbeat = StationDuties.heartbeat

    def forger(self: StationDuties, now: datetime, mark: datetime) -> None:
        heartbeat(self, now, mark)
        with self._store.engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS journal_refuses_update")
            connection.exec_driver_sql("UPDATE journal SET hash = 'x' WHERE seq = 40")

    monkeypatch.setattr(StationDuties, "heartbeat", forger)
    assert _first_found(CALM, lambda outcome: outcome.journal != "ok", 1) == 1


# What is kept while the record is away

KEPT = replace(
    CALM,
    hours=0.25,
    script=(Planned(START + 3 * MINUTE, Trouble.DB_GONE, 300), Planned(START + 7 * MINUTE, Trouble.KILL_ALL, 90)),
)


def _lost(outcome: Outcome) -> int:
    return len(outcome.lost)


def test_without_a_planted_fault_what_was_kept_outlives_a_loss_of_power() -> None:
    outcome = attempt(replace(KEPT, seed=1))
    assert outcome.is_clean, outcome.words()
    assert outcome.kept["kept"] > 0


def test_told_as_kept_before_it_is_safe_on_the_disk_is_lost_with_the_power(monkeypatch: Patch) -> None:
    def unsafe(self: Spool, line: bytes) -> None:
        os.write(self._open(), line)

    monkeypatch.setattr(Spool, "_write", unsafe)
    assert _first_found(KEPT, _lost) > 0


def test_put_in_without_its_request_it_stands_twice_or_is_not_found(monkeypatch: Patch) -> None:
    check_of, numbers = keeping.check_of, count()

    def anew(body: Any) -> checks.CheckEntry:
        return replace(check_of(body), request_id=f"anew-{next(numbers)}")

    monkeypatch.setattr(keeping, "check_of", anew)
    assert _first_found(KEPT, lambda outcome: _lost(outcome) + _doubled(outcome)) > 0


def test_put_in_with_the_time_of_the_return_is_not_what_was_entered(monkeypatch: Patch) -> None:
    check_of = keeping.check_of
    monkeypatch.setattr(keeping, "check_of", lambda body: replace(check_of(body), observed_at=None))
    monkeypatch.setattr(Work, "recorded_at", property(lambda self: self.at))

    def at_the_return(
        self: putting_in._Replay, entry: Kept, _: int | None, do: Callable[[Actor, datetime], Any]
    ) -> None:
        do(putting_in._actor(entry, self.now), self.now)

    monkeypatch.setattr(putting_in._Replay, "at_its_time", at_the_return)
    assert _first_found(KEPT, _lost) > 0


def test_without_its_truncate_trigger_postgresql_lets_a_journal_be_emptied(postgres_store: Store) -> None:
    assert _refuses_truncate(postgres_store)
    with postgres_store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER journal_refuses_truncate ON journal"))
    try:
        assert not _refuses_truncate(postgres_store)
    finally:
        with postgres_store.engine.begin() as connection:
            connection.execute(
                text(
                    "CREATE TRIGGER journal_refuses_truncate BEFORE TRUNCATE ON journal "
                    "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()"
                )
            )
            connection.execute(text("ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_refuses_truncate"))


def _refuses_truncate(store: Store) -> bool:
    """What `tests/store/test_journal.py` asks of PostgreSQL."""
    try:
        with store.engine.connect() as connection:
            connection.execute(text("TRUNCATE journal"))
            connection.rollback()
    except DBAPIError:
        return True
    return False
