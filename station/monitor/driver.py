"""What wakes the sweep: one APScheduler job, each second, or sooner when a deadline is nearer.

One job whose trigger asks anew after every run, instead of an interval job and a date job: APScheduler then never
counts out the seconds between two wall-clock times (a clock set forward 30 days would make it build 2.6 million
dates), and no re-arm can be lost between a run and the clearing up after it.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock, Thread
from typing import Final

from apscheduler.executors.debug import DebugExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from typing_extensions import override

from station.clock import Clock, SystemClock

_SOONEST_S: Final = 0.001

_logger = logging.getLogger(__name__)


class _NextLook(BaseTrigger):  # type: ignore[misc]  # APScheduler carries no types
    """Fires `delay()` seconds from the present, as the wall clock stands. APScheduler's own clock is the wall's."""

    __slots__ = ("_delay", "_wall")

    def __init__(self, delay: Callable[[], float], wall: Clock) -> None:
        self._delay = delay
        self._wall = wall

    @override
    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        present = max(now.astimezone(UTC), self._wall.now())
        return present + timedelta(seconds=max(_SOONEST_S, self._delay()))


class Driver:
    """Calls `look` again and again from a thread of its own, `delay()` seconds after the end of the last call.

    `look` must not raise. Nothing here waits for a `look` that hangs: a thread that cannot be ended is left behind as
    a daemon, and a new one takes its place.
    """

    def __init__(self, look: Callable[[], object], delay: Callable[[], float]) -> None:
        self._look = look
        self._delay = delay
        self._lock = Lock()
        self._scheduler: BackgroundScheduler | None = None
        logging.getLogger("apscheduler").setLevel(logging.WARNING)  # else two lines each second

    def start(self) -> None:
        """Begin. Nothing happens when it has begun already."""
        with self._lock:
            if self._scheduler is None:
                self._scheduler = self._begin()

    def restart(self) -> None:
        """Put a fresh scheduler in the place of the present one, which is ended if it can be."""
        with self._lock:
            old, self._scheduler = self._scheduler, self._begin()
        _end(old, wait_s=0.0)

    def stop(self, wait_s: float = 10.0) -> bool:
        """End, waiting at most `wait_s` for a running `look`. False when its thread had to be left behind."""
        with self._lock:
            old, self._scheduler = self._scheduler, None
        return _end(old, wait_s)

    @property
    def alive(self) -> bool:
        """Whether the scheduler's thread lives. APScheduler's own `running` stays true after its thread has died."""
        scheduler = self._scheduler
        thread = None if scheduler is None else getattr(scheduler, "_thread", None)
        return thread is not None and thread.is_alive()

    def _begin(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            timezone="UTC",
            jobstores={"default": MemoryJobStore()},
            executors={"default": DebugExecutor()},  # in the scheduler's own thread, one thread to watch
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        scheduler.add_job(self._look, _NextLook(self._delay, SystemClock()), id="sweep")
        scheduler.start()
        return scheduler


def _end(scheduler: BackgroundScheduler | None, wait_s: float) -> bool:
    """Shut down from a helper thread: the shutdown itself waits for a running job, however long that takes."""
    if scheduler is None:
        return True
    helper = Thread(target=scheduler.shutdown, name="station-scheduler-end", daemon=True)
    helper.start()
    helper.join(wait_s)
    if wait_s and helper.is_alive():
        _logger.warning("The scheduler did not end within %s s; its thread is left behind.", wait_s)
    return not helper.is_alive()
