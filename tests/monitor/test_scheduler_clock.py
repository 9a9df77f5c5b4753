"""APScheduler's own clock is the wall's: what a step of it does to the sweep's timetable, with nothing waited for.

Set back by 8 s, it sleeps 9 s and the guard takes the looks; set forward by 30 days, it owes one look, not a million.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

import pytest
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers import base as apscheduler_base
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger
from typing_extensions import override

from station.monitor.driver import _NextLook
from station.monitor.guard import LATE_S, Guard
from station.monitor.logical_clock import LogicalClock
from station.monitor.lookout import Lookout
from tests.fakes import NOON, FakeClock
from tests.monitor.fake_duties import FakeDuties


class Stepped(BaseScheduler):  # type: ignore[misc]  # APScheduler carries no types
    """The scheduler without its thread: `process` does what that does on waking, and gives how long it sleeps."""

    @override
    def wakeup(self) -> None:
        return None

    @override
    def shutdown(self, wait: bool = True) -> None:
        super().shutdown(wait)

    def process(self) -> float:
        slept: float = self._process_jobs()
        return slept


class Counted(BaseTrigger):  # type: ignore[misc]  # the same
    """Another trigger, and how often it was asked."""

    def __init__(self, trigger: BaseTrigger) -> None:
        self.trigger = trigger
        self.times = 0

    @override
    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        self.times += 1
        found: datetime | None = self.trigger.get_next_fire_time(previous_fire_time, now)
        return found


class Scene:
    """`looks`: the wall's time at each."""

    def __init__(self, wall: FakeClock, trigger: BaseTrigger) -> None:
        self.wall = wall
        self.looks: list[datetime] = []
        self.asked = Counted(trigger)
        self.scheduler = Stepped(
            timezone="UTC",
            executors={"default": DebugExecutor()},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self.scheduler.add_job(lambda: self.looks.append(wall.now()), self.asked)
        self.scheduler.start()

    def pass_by(self, seconds: float) -> float:
        """So long has the thread slept; how long it will now."""
        self.wall.advance(seconds)
        return self.scheduler.process()


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """The wall clock that APScheduler goes by."""
    clock = FakeClock()

    class Now(datetime):
        @override
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return clock.now().astimezone(tz)

    monkeypatch.setattr(apscheduler_base, "datetime", Now)
    return clock


@pytest.fixture
def scene(wall: FakeClock) -> Iterator[Scene]:
    made = Scene(wall, _NextLook(lambda: 1.0, wall))
    yield made
    made.scheduler.shutdown()


def test_set_back_by_eight_seconds_it_sleeps_nine_and_the_guard_takes_the_looks(scene: Scene) -> None:
    assert scene.pass_by(1.0) == pytest.approx(1.0)
    assert len(scene.looks) == 1
    scene.wall.step_wall(-8)
    assert scene.scheduler.process() == pytest.approx(9.0)
    duties, clock = FakeDuties(), LogicalClock(scene.wall)
    lookout = Lookout(duties, clock, scene.wall, publish=lambda _: None)
    guard = Guard(lookout, _Asleep(), "Desk 1")
    lookout.begin()
    lookout.pass_now()
    for _ in range(9):
        scene.pass_by(1.0)
        guard.look_round()
    assert len(scene.looks) == 2
    gaps = [later - earlier for earlier, later in zip(duties.sweeps, duties.sweeps[1:], strict=False)]
    assert len(gaps) == 3
    assert max(gaps) <= timedelta(seconds=LATE_S)


class _Asleep:
    """A scheduler that lives and does not wake."""

    alive = True

    def restart(self) -> None:
        return None


def test_set_forward_by_thirty_days_it_owes_one_look(scene: Scene) -> None:
    scene.pass_by(1.0)
    before = scene.asked.times
    scene.wall.step_wall(30 * 86_400)
    assert scene.scheduler.process() == pytest.approx(1.0)
    assert len(scene.looks) == 2
    assert scene.asked.times - before < 5


def test_an_interval_trigger_would_count_out_every_second(wall: FakeClock) -> None:
    """Why ours is not one: of an hour alone it is asked 3,600 times, of 30 days 2.6 million."""
    plain = Scene(wall, IntervalTrigger(seconds=1, start_date=NOON, timezone="UTC"))
    plain.pass_by(1.0)
    before = plain.asked.times
    wall.step_wall(3600)
    plain.scheduler.process()
    plain.scheduler.shutdown()
    assert plain.asked.times - before >= 3600
