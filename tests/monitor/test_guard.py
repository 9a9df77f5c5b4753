"""The guard round by round, its own thread apart: it acts when nobody looks, and only then."""

from datetime import timedelta
from threading import Event as Flag
from threading import Thread

import pytest

from station.monitor.guard import LATE_S, Guard
from station.monitor.health import Stamp
from station.monitor.logical_clock import LogicalClock
from station.monitor.lookout import Lookout
from tests.fakes import NOON, FakeClock
from tests.monitor.fake_duties import FakeDuties, until


class FakeDriver:
    def __init__(self) -> None:
        self.alive = True
        self.restarts = 0

    def restart(self) -> None:
        self.restarts += 1
        self.alive = True


class Bench:
    def __init__(self) -> None:
        self.base = FakeClock()
        self.duties = FakeDuties()
        self.driver = FakeDriver()
        self.lookout = Lookout(self.duties, LogicalClock(self.base), self.base, publish=lambda _: None)
        self.guard = Guard(self.lookout, self.driver, "Desk 1", every_s=0.005)
        self.lookout.begin()
        self.lookout.pass_now()


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_it_leaves_its_stamp_and_nothing_else_while_all_is_well(bench: Bench) -> None:
    bench.base.advance(LATE_S - 0.1)
    bench.guard.look_round()
    assert bench.lookout.status.guard_seen == Stamp(NOON + timedelta(seconds=2.9), 1002.9)
    assert (len(bench.duties.sweeps), bench.driver.restarts) == (1, 0)


def test_a_dead_scheduler_is_restarted_told_and_its_pass_taken(bench: Bench) -> None:
    bench.driver.alive = False
    bench.base.advance(LATE_S)
    bench.guard.look_round()
    status = bench.lookout.status
    assert (bench.driver.restarts, status.restarts, status.guard_passes) == (1, 1, 1)
    assert len(bench.duties.sweeps) == 2
    (note,) = bench.duties.told
    assert note.subject == "scheduler"
    assert note.text.startswith("The scheduler stopped on Desk 1 and was restarted.")


def test_a_scheduler_asleep_after_the_wall_was_set_back_is_replaced_without_its_own_alert(bench: Bench) -> None:
    bench.base.advance(LATE_S)
    bench.base.step_wall(-86_400)
    bench.guard.look_round()
    assert bench.driver.restarts == 1
    assert bench.lookout.status.restarts == 0
    assert [note.subject for note in bench.duties.told] == ["clock"]
    assert bench.duties.sweeps[-1] == NOON + timedelta(seconds=LATE_S)


def test_a_pass_that_hangs_is_left_alone(bench: Bench) -> None:
    bench.duties.hold = Flag()
    hung = Thread(target=bench.lookout.pass_now)
    hung.start()
    assert until(lambda: bench.lookout.status.looking_since is not None)
    bench.base.advance(60)
    bench.guard.look_round()
    assert (bench.driver.restarts, bench.lookout.status.guard_passes) == (0, 0)
    bench.duties.hold.set()
    hung.join()


def test_passes_that_fail_are_tries_all_the_same(bench: Bench) -> None:
    bench.duties.fault = ConnectionError("gone")
    for _ in range(10):
        bench.base.advance(1)
        bench.lookout.pass_now()
        bench.guard.look_round()
    assert bench.driver.restarts == 0


def test_a_round_that_fails_does_not_end_the_guard(bench: Bench) -> None:
    def broken() -> None:
        raise RuntimeError("no thread to be had")

    bench.driver.restart = broken  # type: ignore[method-assign]  # a fault planted in one object
    bench.base.advance(LATE_S)
    before = bench.lookout.status.guard_seen
    bench.guard.start()
    try:
        assert until(lambda: bench.lookout.status.guard_seen not in (None, before))
        seen = bench.lookout.status.guard_seen
        bench.base.advance(1)
        assert until(lambda: bench.lookout.status.guard_seen != seen)
    finally:
        assert bench.guard.stop()


def test_it_starts_once_and_not_again_after_its_end(bench: Bench) -> None:
    bench.guard.start()
    bench.guard.start()
    assert bench.guard.alive
    assert bench.guard.stop()
    bench.guard.start()
    assert not bench.guard.alive
