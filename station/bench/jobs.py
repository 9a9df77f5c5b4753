"""The plain way to watch deadlines: one APScheduler job for each patient, kept in its SQL job store."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event as Flag
from typing import Final

from apscheduler.events import EVENT_JOB_EXECUTED
from apscheduler.executors.debug import DebugExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import URL, create_engine, event

from station.bench.figures import Timings, timed

_FIRED: Final = 500
_MOVED: Final = 100
_WAIT_S: Final = 300.0


@dataclass(frozen=True, slots=True)
class Jobs:
    """What it took."""

    count: int
    load_ms: float
    """To store all of them."""
    move: Timings
    """To put one off."""
    fired: int
    fire_ms: float
    """For so many to fire that are due at once."""


def look() -> None:
    """What a job would do; here it does nothing."""


def measure(path: Path, now: datetime, count: int) -> Jobs:
    """`count` jobs due in a week; then some are put off; then up to 500 come due at once."""
    scheduler = _scheduler(path)
    scheduler.start(paused=True)
    try:
        load_ms = _load(scheduler, now, count)
        later = now + timedelta(days=8)
        moved = timed(lambda turn: _move(scheduler, turn % count, later), _MOVED)
        fired = min(_FIRED, count)
        return Jobs(count, load_ms, moved, fired, _fire(scheduler, now, fired))
    finally:
        scheduler.shutdown(wait=True)


def _scheduler(path: Path) -> BackgroundScheduler:
    engine = create_engine(URL.create("sqlite", database=str(path)))

    @event.listens_for(engine, "connect")
    def durable(connection: object, _record: object) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]  # a sqlite3 connection

    return BackgroundScheduler(
        timezone="UTC",
        jobstores={"default": SQLAlchemyJobStore(engine=engine)},
        executors={"default": DebugExecutor()},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )


def _load(scheduler: BackgroundScheduler, now: datetime, count: int) -> float:
    began = time.perf_counter()
    for place in range(count):
        scheduler.add_job(look, "date", run_date=now + timedelta(days=7), id=f"{place}")
    return round((time.perf_counter() - began) * 1000, 1)


def _move(scheduler: BackgroundScheduler, place: int, to: datetime) -> None:
    scheduler.reschedule_job(f"{place}", trigger="date", run_date=to)


def _fire(scheduler: BackgroundScheduler, now: datetime, count: int) -> float:
    """Milliseconds from waking until the last of `count` overdue jobs has run."""
    left, done = [count], Flag()

    def ran(_event: object) -> None:
        left[0] -= 1
        if not left[0]:
            done.set()

    for place in range(count):
        _move(scheduler, place, now)
    scheduler.add_listener(ran, EVENT_JOB_EXECUTED)
    began = time.perf_counter()
    scheduler.resume()
    if not done.wait(_WAIT_S):
        raise TimeoutError(f"{left[0]} of {count} APScheduler jobs had not fired after {_WAIT_S:.0f} s")
    return round((time.perf_counter() - began) * 1000, 1)
