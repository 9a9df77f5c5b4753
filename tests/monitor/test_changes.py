"""Commits by others are heard soon, many as one; a lost connection is made anew."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from threading import Event as Flag
from threading import Lock

import pytest
from sqlalchemy import create_engine, text

from station.clock import SystemClock
from station.models.enums import Role
from station.monitor import changes
from station.monitor.changes import ChangeWatch, open_change_watch
from station.services import Actor, Store
from station.services.events import ChangedElsewhere, Event
from station.services.setup import add_staff
from station.store.engine import close_store
from tests.databases import another
from tests.fakes import NOON
from tests.monitor.fake_duties import until

ACTOR = Actor(None, "Station", "Desk 2")
CLOCK = SystemClock()


class Heard:
    """What was published, and when."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.times: list[float] = []
        self._lock = Lock()

    def __call__(self, events: Sequence[Event]) -> None:
        with self._lock:
            self.events.extend(events)
            self.times.append(CLOCK.elapsed())

    def more_than(self, count: int, timeout_s: float = 20.0) -> bool:
        return until(lambda: len(self.times) > count, timeout_s)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def elsewhere(store: Store) -> Iterator[Store]:
    """The same database as another station has it."""
    other = another(store)
    yield other
    close_store(other)


def commit(store: Store, name: str) -> None:
    add_staff(store, name, Role.TECH, actor=ACTOR, now=NOON)


@pytest.fixture
def watching(store: Store, heard: Heard) -> Iterator[ChangeWatch]:
    watch = open_change_watch(store.engine, heard)
    watch.start()
    commit_until_heard(store, heard)
    yield watch
    assert watch.stop()


def commit_until_heard(store: Store, heard: Heard) -> None:
    """The thread opens its connection in its own time: commit until it is there."""
    for number in range(100):
        commit(store, f"Warm Up {number}")
        if until(lambda: heard.times != [], timeout_s=0.3):
            break
    settle(heard)


def settle(heard: Heard) -> None:
    """Until nothing more comes of what went before: for longer than the fallback look of the server's listener."""
    for _ in range(10):
        if not heard.more_than(len(heard.times), timeout_s=1.3):
            break


@pytest.mark.usefixtures("watching")
def test_a_commit_elsewhere_is_heard(elsewhere: Store, heard: Heard) -> None:
    count = len(heard.times)
    commit(elsewhere, "J. Moore")
    assert heard.more_than(count)
    assert set(heard.events) == {ChangedElsewhere()}


@pytest.mark.usefixtures("watching")
def test_reading_is_no_change(elsewhere: Store, heard: Heard) -> None:
    count = len(heard.times)
    with elsewhere.read() as session:
        session.execute(text("SELECT count(*) FROM staff")).scalar_one()
    assert not until(lambda: len(heard.times) > count, timeout_s=0.4)


OTHER_PROCESS = """
import sqlite3, sys
from station.clock import SystemClock
clock = SystemClock()
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for line in sys.stdin:
    connection.execute("INSERT INTO staff (name, role, active) VALUES (?, 'tech', 1)", (line.strip(),))
    print(clock.elapsed(), flush=True)
"""


def test_another_process_is_heard_within_300_ms(sqlite_store: Store, heard: Heard) -> None:
    """The best of five, since the machine may be busy; each must be heard in the end."""
    watch = open_change_watch(sqlite_store.engine, heard)
    watch.start()
    commit_until_heard(sqlite_store, heard)
    delays = list(delays_of_another_process(sqlite_store.where, heard))
    assert watch.stop()
    assert len(delays) == 5
    assert min(delays) <= 0.3


def delays_of_another_process(path: str, heard: Heard) -> Iterator[float]:
    """Five commits by a process of its own, each with the seconds until it was heard."""
    call = [sys.executable, "-c", OTHER_PROCESS, path]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        for number in range(5):
            count = len(heard.times)
            other.stdin.write(f"Somebody {number}\n")
            other.stdin.flush()
            committed_at = float(other.stdout.readline())
            assert heard.more_than(count)
            yield heard.times[count] - committed_at
        other.stdin.close()


@pytest.mark.usefixtures("watching")
def test_many_commits_close_together_are_few_events(elsewhere: Store, heard: Heard) -> None:
    count = len(heard.times)
    for number in range(40):
        commit(elsewhere, f"Person {number}")
    assert heard.more_than(count)
    settle(heard)
    assert len(heard.times) - count <= 20


class Flaky:
    """A listener whose connection breaks when told."""

    def __init__(self) -> None:
        self.opened = 0
        self.closed = 0
        self.broken = Flag()
        self.news = Flag()

    def open(self) -> None:
        self.opened += 1

    def wait(self, stop: Flag) -> bool:
        stop.wait(0.002)
        if self.broken.is_set():
            self.broken.clear()
            raise ConnectionError("cut")
        had = self.news.is_set()
        self.news.clear()
        return had

    def close(self) -> None:
        self.closed += 1


def test_a_cut_connection_is_made_anew_and_one_event_tells_of_what_may_have_been_missed(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "RETRY_S", 0.005)
    listener = Flaky()
    watch = ChangeWatch(listener, heard)
    watch.start()
    assert until(lambda: listener.opened == 1)
    assert heard.events == []
    listener.broken.set()
    assert until(lambda: listener.opened == 2)
    assert heard.more_than(0)
    listener.news.set()
    assert heard.more_than(1)
    assert watch.stop()
    assert listener.closed == listener.opened


def test_a_reader_of_the_news_that_fails_does_not_end_it(heard: Heard) -> None:
    listener = Flaky()

    def fails_first(events: Sequence[Event]) -> None:
        heard(events)
        if len(heard.times) == 1:
            raise RuntimeError("no screen")

    watch = ChangeWatch(listener, fails_first)
    watch.start()
    listener.news.set()
    assert heard.more_than(0)
    listener.news.set()
    assert heard.more_than(1)
    assert watch.stop()


def test_a_server_connection_ended_by_the_server_is_made_anew(postgres_store: Store, heard: Heard) -> None:
    watch = open_change_watch(postgres_store.engine, heard)
    watch.start()
    commit_until_heard(postgres_store, heard)
    with postgres_store.engine.begin() as connection:
        ended = connection.execute(
            text(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' OR "
                "(state = 'idle' AND pid <> pg_backend_pid() AND datname = current_database())"
            )
        ).scalar_one()
    assert ended >= 1
    count = len(heard.times)
    assert heard.more_than(count)
    settle(heard)
    count = len(heard.times)
    commit(postgres_store, "After The Cut")
    assert heard.more_than(count)
    assert watch.stop()


def test_a_hint_on_the_channel_is_heard_before_the_fallback(postgres_store: Store, heard: Heard) -> None:
    watch = open_change_watch(postgres_store.engine, heard)
    watch.start()
    commit_until_heard(postgres_store, heard)
    count = len(heard.times)
    with postgres_store.engine.begin() as connection:
        connection.execute(text("SELECT pg_notify('station', '')"))
    assert heard.more_than(count)
    assert watch.stop()


def test_a_database_in_memory_has_no_elsewhere(heard: Heard) -> None:
    engine = create_engine("sqlite://")
    watch = open_change_watch(engine, heard)
    watch.start()
    assert watch._thread is None
    assert watch.stop()
    engine.dispose()
