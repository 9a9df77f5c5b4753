"""The monitor whole, with its real threads on a real clock and no database."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Event as Flag
from threading import enumerate as threads
from zoneinfo import ZoneInfo

import pytest
from typing_extensions import override

from station.clock import SystemClock
from station.monitor.logical_clock import LogicalClock
from station.monitor.watch import Monitor
from station.services.events import Event
from tests.monitor.fake_duties import FakeDuties, until
from tests.monitor.test_driver import DYING, kill

UTC_ZONE = ZoneInfo("UTC")


class ShiftedClock(SystemClock):
    """The machine's clock, whose count of elapsed seconds can be made to leap."""

    def __init__(self) -> None:
        super().__init__()
        self.leap_s = 0.0

    @override
    def elapsed(self) -> float:
        return super().elapsed() + self.leap_s


class Bench:
    def __init__(self) -> None:
        self.duties = FakeDuties()
        self.clock = LogicalClock(SystemClock())
        self.watch = ShiftedClock()
        self.events: list[Event] = []
        self.monitor = Monitor(self.duties, self.clock, publish=self.publish, watch=self.watch)

    def publish(self, events: Sequence[Event]) -> None:
        self.events.extend(events)


@pytest.fixture
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    if bench.duties.hold is not None:
        bench.duties.hold.set()
    bench.monitor.stop()
    assert until(lambda: ours() == []), f"left running: {ours()}"


def ours() -> list[str]:
    return [thread.name for thread in threads() if thread.name.startswith(("APScheduler", "station-"))]


def test_on_return_from_start_the_unit_has_been_looked_at(bench: Bench) -> None:
    lapsed = bench.clock.now() - timedelta(hours=3)
    bench.duties.pending = [lapsed]
    assert not bench.monitor.health(UTC_ZONE).monitoring
    bench.monitor.start()
    assert [due for due, _at in bench.duties.met] == [lapsed]
    assert len(bench.duties.registered) == 1
    assert bench.monitor.health(UTC_ZONE).monitoring


def test_a_pass_each_second(bench: Bench) -> None:
    bench.monitor.start()
    assert until(lambda: len(bench.duties.sweeps) >= 3)
    gaps = [(after - before).total_seconds() for before, after in pairwise(bench.duties.sweeps)]
    assert min(gaps) > 0.9


def test_a_deadline_between_two_ticks_is_met_at_its_moment(bench: Bench) -> None:
    due = bench.clock.now() + timedelta(milliseconds=300)
    bench.duties.pending = [due]
    bench.monitor.start()
    assert until(lambda: bench.duties.met != [])
    assert len(bench.duties.sweeps) <= 3
    met_at = bench.duties.met[0][1]
    assert met_at >= due
    assert bench.duties.sweeps[0] < due


@DYING
def test_a_killed_scheduler_is_noticed_and_replaced(bench: Bench) -> None:
    bench.monitor.start()
    kill(bench.monitor._driver)
    count = len(bench.duties.sweeps)
    bench.watch.leap_s = 3.0
    assert until(lambda: bench.monitor.status.restarts == 1)
    assert until(lambda: len(bench.duties.sweeps) >= count + 2)
    assert until(lambda: [note.subject for note in bench.duties.told] == ["scheduler"])
    assert bench.monitor.health(UTC_ZONE).monitoring


def test_a_sweep_that_hangs_is_shown_and_its_end_too(bench: Bench) -> None:
    bench.monitor.start()
    bench.duties.hold = Flag()
    assert until(lambda: bench.monitor.status.looking_since is not None)
    since = bench.monitor.status.last_pass
    bench.watch.leap_s = 20.0
    health = bench.monitor.health(UTC_ZONE)
    assert since is not None
    assert not health.monitoring
    assert health.sentence == f"NOT MONITORING SINCE {since.at:%H:%M:%S}"
    assert "has not come to an end" in health.detail
    bench.duties.hold.set()
    assert until(lambda: bench.monitor.health(UTC_ZONE).monitoring)
    assert until(lambda: "monitoring" in [note.subject for note in bench.duties.told])


def test_failing_passes_are_shown_at_once_and_cleared(bench: Bench) -> None:
    bench.monitor.start()
    bench.duties.fault = ConnectionError("gone")
    bench.monitor.pass_now()
    health = bench.monitor.health(UTC_ZONE)
    assert (health.monitoring, health.detail) == (True, bench.monitor.status.error)
    assert health.detail
    bench.watch.leap_s = 6.0
    assert not bench.monitor.health(UTC_ZONE).monitoring
    bench.duties.fault = None
    bench.monitor.pass_now()
    assert bench.monitor.health(UTC_ZONE).sentence == ""


@DYING
def test_a_dead_guard_is_replaced(bench: Bench) -> None:
    bench.monitor.start()
    guard = bench.monitor._guard
    assert until(lambda: bench.monitor.status.guard_seen is not None)
    round_of = guard.look_round

    def die() -> None:
        guard.look_round = round_of  # type: ignore[method-assign]  # dies once
        raise SystemExit

    guard.look_round = die  # type: ignore[method-assign]  # a fault planted in one object
    assert until(lambda: [note.subject for note in bench.duties.told] == ["guard"])
    assert guard.alive


def test_stopped_it_says_so_and_leaves_nothing_behind(bench: Bench) -> None:
    bench.monitor.start()
    assert bench.monitor.stop()
    assert until(lambda: ours() == [])
    assert len(bench.duties.stopped) == 1
    health = bench.monitor.health(UTC_ZONE)
    assert (health.monitoring, health.detail) == (False, "Monitoring was stopped.")


def test_stopping_does_not_wait_for_a_sweep_that_hangs(bench: Bench) -> None:
    bench.monitor.start()
    bench.duties.hold = Flag()
    assert until(lambda: bench.monitor.status.looking_since is not None)
    assert not bench.monitor.stop(wait_s=0.1)
    assert bench.duties.stopped == []


def test_a_station_that_cannot_be_registered_does_not_start(bench: Bench) -> None:
    def refuse(now: datetime) -> None:
        raise ConnectionError(f"gone at {now}")

    bench.duties.register = refuse  # type: ignore[method-assign]  # a fault planted in one object
    with pytest.raises(ConnectionError):
        bench.monitor.start()
    assert ours() == []
