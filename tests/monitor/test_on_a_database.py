"""The monitor on a real database: what lapsed while off, several at once, and what is stored about itself."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from station.clock import SystemClock
from station.models import Alert, JournalEntry, Station
from station.models.enums import AlertState, Stage
from station.monitor.logical_clock import JumpKind, LogicalClock
from station.monitor.start_up import open_clock, open_monitor, open_watch
from station.monitor.station_duties import Identity, StationDuties
from station.monitor.watch import Monitor
from station.services import Actor, Store
from station.services.events import ChangedElsewhere, Event
from station.services.setup import AreaPlan, RoomPlan, UnitPlan, create_unit
from station.services.stations import read_clock_mark
from station.services.stays import Admission, admit
from station.store.engine import close_store
from tests.databases import another
from tests.fakes import NOON, FakeClock
from tests.monitor.fake_duties import until

ACTOR = Actor(None, "Station", "Desk 1")
ME = Identity("Desk 1", "desk", "0.1.0")
BEDS = tuple(f"12{number:02d}" for number in range(1, 25))
FIRST_CHECK = timedelta(minutes=2)
FIRST_LAPSE = timedelta(minutes=5)


def set_up(store: Store, now: datetime) -> None:
    rooms = tuple(RoomPlan(bed, (bed,)) for bed in BEDS)
    create_unit(
        store,
        UnitPlan("West", "America/Chicago", (AreaPlan("North", rooms),)),
        signed_by="A. Chief",
        actor=ACTOR,
        now=now,
    )


def admit_to(store: Store, bed: str, now: datetime) -> None:
    admission = Admission(f"M{bed}", f"Family{bed}", "Given", None, bed, "Q15", ordered_by="Dr. Who", reason="new")
    admit(store, admission, actor=ACTOR, now=now)


def monitor_at(store: Store, base: FakeClock, identity: Identity = ME) -> tuple[Monitor, LogicalClock]:
    """A monitor whose time is in our hands on every database. Its threads, once started, wait for a tick of `base`."""
    clock = LogicalClock(base, read_clock_mark(store))
    return Monitor(StationDuties(store, identity), clock, publish=store.publish, watch=base), clock


def alerts(store: Store, kind: str = "check") -> list[Alert]:
    with store.read() as session:
        found = session.scalars(select(Alert).where(Alert.kind == kind).order_by(Alert.id)).all()
        session.expunge_all()
        return list(found)


@pytest.fixture
def base() -> FakeClock:
    return FakeClock()


@pytest.fixture
def monitored(store: Store, base: FakeClock) -> Iterator[Monitor]:
    set_up(store, base.now())
    monitor, _clock = monitor_at(store, base)
    yield monitor
    monitor.stop()


def test_a_lapse_while_it_runs_is_raised_with_its_moment(store: Store, base: FakeClock, monitored: Monitor) -> None:
    admit_to(store, "1201", base.now())
    assert monitored.pass_now()
    assert monitored.status.next_at is not None
    assert alerts(store) == []
    base.advance(FIRST_CHECK.total_seconds())
    monitored.pass_now()
    (late,) = alerts(store)
    assert (late.stage, late.due_at, late.detected_at) == (Stage.LATE, NOON + FIRST_CHECK, NOON + FIRST_CHECK)
    base.advance((FIRST_LAPSE - FIRST_CHECK).total_seconds())
    monitored.pass_now()
    (lapsed,) = alerts(store)
    assert (lapsed.stage, lapsed.lapsed_at) == (Stage.LAPSED, NOON + FIRST_LAPSE)


def test_what_lapsed_while_off_is_raised_at_start_with_its_true_times(store: Store, base: FakeClock) -> None:
    set_up(store, base.now())
    before, _ = monitor_at(store, base)
    before.start()
    admit_to(store, "1201", base.now())
    before.stop()
    base.advance(8 * 3600)
    after, _ = monitor_at(store, base)
    after.start()
    try:
        (alert,) = alerts(store)
        started = NOON + timedelta(hours=8)
        assert (alert.since, alert.due_at, alert.lapsed_at) == (NOON, NOON + FIRST_CHECK, NOON + FIRST_LAPSE)
        assert alert.detected_at == started
        (gap,) = alerts(store, "technical")
        assert gap.subject == "monitoring:Desk 1"
        assert gap.text.startswith("Station was not running on Desk 1 for 8 hours.")
    finally:
        after.stop()


def test_a_start_on_a_clock_before_the_mark_goes_on_from_the_mark(store: Store, base: FakeClock) -> None:
    set_up(store, base.now())
    before, _ = monitor_at(store, base)
    before.start()
    before.stop()
    base.step_wall(-86_400)
    after, clock = monitor_at(store, base)
    after.start()
    try:
        assert clock.now() >= NOON
        (alert,) = alerts(store, "technical")
        assert alert.subject == "clock:Desk 1"
        assert "before the last time Station had stored" in alert.text
        assert alert.detected_at >= NOON
    finally:
        after.stop()


def test_a_clock_set_back_in_the_middle_delays_no_lapse(store: Store, base: FakeClock, monitored: Monitor) -> None:
    admit_to(store, "1201", base.now())
    monitored.pass_now()
    for _ in range(10):
        base.advance(30)
        base.step_wall(-3600)
        monitored.pass_now()
    (alert,) = alerts(store)
    assert (alert.stage, alert.lapsed_at, alert.detected_at) == (Stage.LAPSED, NOON + FIRST_LAPSE, NOON + FIRST_CHECK)


def test_two_monitors_on_one_database_raise_each_lapse_once(store: Store, base: FakeClock, monitored: Monitor) -> None:
    other_store = another(store)
    other, _ = monitor_at(other_store, base, Identity("Desk 2", "desk", "0.1.0"))
    for bed in BEDS:
        admit_to(store, bed, base.now())
    both = Barrier(2)

    def passes(monitor: Monitor) -> None:
        for _ in range(4):
            both.wait(20)
            monitor.pass_now()

    base.advance(FIRST_LAPSE.total_seconds())
    threads = [Thread(target=passes, args=(monitor,)) for monitor in (monitored, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = alerts(store)
    close_store(other_store)
    assert len(found) == len(BEDS)
    assert len({alert.task_id for alert in found}) == len(BEDS)
    assert {alert.stage for alert in found} == {Stage.LAPSED}
    with store.read() as session:
        opened = session.scalar(select(func.count()).where(JournalEntry.kind == "alert.opened"))
    assert opened == len(BEDS)


def test_the_heartbeat_and_the_mark_are_stored(store: Store, base: FakeClock) -> None:
    set_up(store, base.now())
    monitor, _ = monitor_at(store, base)
    monitor.start()
    try:
        base.advance(60)
        monitor.pass_now()
        with store.read() as session:
            row = session.scalars(select(Station)).one()
            assert (row.seen_at, row.stopped_at) == (NOON + timedelta(minutes=1), None)
        assert read_clock_mark(store) == NOON + timedelta(minutes=1)
    finally:
        monitor.stop()
    with store.read() as session:
        assert session.scalars(select(Station.stopped_at)).one() == NOON + timedelta(minutes=1)


def test_an_idle_pass_writes_nothing(store: Store, base: FakeClock, monitored: Monitor) -> None:
    monitored.pass_now()
    with store.read() as session:
        before = session.scalar(select(func.max(JournalEntry.seq)))
    for _ in range(30):
        base.advance(1)
        monitored.pass_now()
    with store.read() as session:
        assert session.scalar(select(func.max(JournalEntry.seq))) == before


def test_an_empty_database_is_watched_and_its_notes_wait_for_the_unit(store: Store, base: FakeClock) -> None:
    monitor, _ = monitor_at(store, base)
    assert monitor.pass_now()
    base.advance(1)
    base.step_wall(-3600)
    assert monitor.pass_now()
    assert monitor.status.error == ""
    set_up(store, NOON + timedelta(seconds=1))
    assert monitor.pass_now()
    (alert,) = alerts(store, "technical")
    assert (alert.subject, alert.state) == ("clock:Desk 1", AlertState.OPEN)


def test_a_database_that_is_away_is_told_and_its_return_too(
    store: Store, base: FakeClock, monitored: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monitored.pass_now()
    with monkeypatch.context() as patch:
        patch.setattr(store.engine.pool, "connect", _refuse)
        assert not monitored.pass_now()
        assert "Station itself" not in monitored.status.error
        assert monitored.status.error
    assert monitored.pass_now()
    assert monitored.status.error == ""


def _refuse() -> None:
    raise OSError(5, "Input/output error")


def test_on_a_server_its_clock_decides(postgres_store: Store) -> None:
    base = FakeClock(NOON - timedelta(days=1000))
    time = open_clock(postgres_store, base)
    shown = time.clock.now()
    assert shown > base.now() + timedelta(days=1)
    base.step_wall(5000)
    base.advance(10)
    time.sync()
    assert time.clock.now() >= shown + timedelta(seconds=10)


def test_put_together_as_a_station_does_it(store: Store) -> None:
    """On the machine's own clock, with every thread, and nothing of it left afterwards."""
    heard: list[Event] = []
    store.publish = heard.extend
    time = open_clock(store, SystemClock())
    set_up(store, time.clock.now())
    monitor, watch = open_monitor(store, time, ME), open_watch(store)
    monitor.start()
    watch.start()
    try:
        admit_to(store, "1201", time.clock.now())
        assert until(lambda: monitor.status.passes >= 2)
        assert until(lambda: monitor.status.next_at is not None)
        assert monitor.health(ZoneInfo("America/Chicago")).sentence == ""
        assert ChangedElsewhere() not in heard
        other = another(store)
        admit_to(other, "1202", time.clock.now())
        close_store(other)
        assert until(lambda: ChangedElsewhere() in heard)
    finally:
        assert watch.stop()
        assert monitor.stop()
    with store.read() as session:
        assert session.scalars(select(Station.stopped_at)).one() is not None


def test_two_stations_of_one_file_keep_step_after_the_wall_was_set_back(sqlite_store: Store) -> None:
    base = FakeClock()
    set_up(sqlite_store, base.now())
    first = open_clock(sqlite_store, base)
    monitor = open_monitor(sqlite_store, first, ME)
    monitor._duties.register(first.clock.now())
    base.step_wall(-3600)
    base.advance(4)
    second = open_clock(sqlite_store, base)
    assert second.clock.now() < first.clock.now()
    admit_to(sqlite_store, "1201", first.clock.now())
    second.sync()
    assert second.clock.now() == first.clock.now()


def test_a_start_does_not_take_the_record_back_behind_its_last_entry(sqlite_store: Store) -> None:
    """The wall was set back, and whoever came so far was killed before he had said so."""
    base = FakeClock()
    set_up(sqlite_store, base.now())
    monitor = open_monitor(sqlite_store, open_clock(sqlite_store, base), ME)
    monitor._duties.register(base.now())
    come = base.now() + timedelta(minutes=2)
    admit_to(sqlite_store, "1201", come)
    base.step_wall(-3600)
    time = open_clock(sqlite_store, base)
    assert time.clock.now() == come
    (found,) = time.clock.take_findings()
    assert (found.kind, found.by_seconds) == (JumpKind.BEHIND_MARK, 3600), "what is found is found by the mark"
