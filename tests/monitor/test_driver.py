"""The scheduler: each second, at the deadline, whatever the wall clock does; and its death is seen."""

from datetime import UTC, datetime, timedelta
from threading import Event as Flag
from threading import enumerate as threads
from typing import Final

import pytest

from station.clock import SystemClock
from station.monitor.driver import Driver, _NextLook
from tests.fakes import NOON, FakeClock
from tests.monitor.fake_duties import until

DYING: Final = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
"""For a test in which a thread is meant to die."""


def kill(driver: Driver) -> None:
    """As an error in APScheduler's own bookkeeping does: the thread ends, `running` stays true."""
    scheduler = driver._scheduler
    assert scheduler is not None

    def fail() -> None:
        raise RuntimeError("the job store cannot be read")

    scheduler._jobstores["default"].get_next_run_time = fail
    scheduler.wakeup()
    scheduler._thread.join(20)
    assert scheduler.running


def scheduler_threads() -> list[str]:
    return [thread.name for thread in threads() if thread.name in ("APScheduler", "station-scheduler-end")]


class Looks:
    """Counts the calls; `delay` between them."""

    def __init__(self, delay: float = 0.01) -> None:
        self.times: list[float] = []
        self.delay = delay
        self.clock = SystemClock()
        self.hold: Flag | None = None

    def __call__(self) -> None:
        self.times.append(self.clock.elapsed())
        if self.hold is not None:
            self.hold.wait(30)


def test_it_looks_again_and_again_and_leaves_no_thread() -> None:
    looks = Looks()
    driver = Driver(looks, lambda: looks.delay)
    assert not driver.alive
    driver.start()
    driver.start()
    assert until(lambda: len(looks.times) >= 5)
    assert driver.alive
    assert driver.stop()
    assert not driver.alive
    assert until(lambda: scheduler_threads() == [])
    count = len(looks.times)
    assert not until(lambda: len(looks.times) > count, timeout_s=0.1)


def test_it_wakes_at_the_deadline_not_at_the_next_tick() -> None:
    looks = Looks(delay=0.2)
    driver = Driver(looks, lambda: looks.delay)
    started = looks.clock.elapsed()
    driver.start()
    assert until(lambda: len(looks.times) >= 1)
    driver.stop()
    assert looks.times[0] - started >= 0.19


@DYING
def test_a_dead_thread_is_seen_though_apscheduler_says_running() -> None:
    looks = Looks()
    driver = Driver(looks, lambda: looks.delay)
    driver.start()
    kill(driver)
    assert not driver.alive
    count = len(looks.times)
    driver.restart()
    assert until(lambda: len(looks.times) > count)
    assert driver.stop()
    assert until(lambda: scheduler_threads() == [])


def test_a_look_that_raises_is_followed_by_the_next() -> None:
    calls: list[int] = []

    def look() -> None:
        calls.append(1)
        raise SystemExit

    driver = Driver(look, lambda: 0.005)
    driver.start()
    assert until(lambda: len(calls) >= 3)
    assert driver.stop()


def test_a_look_that_hangs_holds_up_neither_restart_nor_stop() -> None:
    looks = Looks()
    looks.hold = Flag()
    driver = Driver(looks, lambda: looks.delay)
    driver.start()
    assert until(lambda: len(looks.times) == 1)
    driver.restart()
    assert until(lambda: len(looks.times) == 2)
    assert not driver.stop(wait_s=0.05)
    looks.hold.set()
    assert until(lambda: scheduler_threads() == [])


@pytest.mark.parametrize("behind", [timedelta(0), timedelta(hours=1), timedelta(days=30)])
def test_one_look_is_owed_however_far_the_wall_jumped(behind: timedelta) -> None:
    """APScheduler asks the trigger on and on until it is past the present; ours is past it at once."""
    wall = FakeClock()
    trigger = _NextLook(lambda: 1.0, wall)
    wall.set_wall(NOON + behind)
    assert trigger.get_next_fire_time(NOON, NOON + behind) == NOON + behind + timedelta(seconds=1)


def test_the_trigger_is_always_past_the_present() -> None:
    wall = FakeClock()
    trigger = _NextLook(lambda: -5.0, wall)
    asked_at = datetime(2030, 1, 1, tzinfo=UTC)
    assert trigger.get_next_fire_time(None, asked_at) > asked_at
