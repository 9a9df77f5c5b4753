"""The stage of a drive: a virtual screen with a window manager, a unit in the evening, and a real desk over it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from threading import Lock
from typing import Final
from zoneinfo import ZoneInfo

from station.clock import SystemClock
from station.simulation.demo import DemoDriver, DemoUnit, prepare
from station.simulation.layout import ZONE
from station.store.engine import close_store, open_store

EVENING: Final = time(14, 50)
"""Ten minutes before the evening shift, on the unit's clock."""

_INSIDE: Final = "STATION_DRIVE_INSIDE"


def evening_of(day: datetime, begins: time = EVENING) -> datetime:
    """The moment at which the drive begins, on that day."""
    zone = ZoneInfo(ZONE)
    return datetime.combine(day.astimezone(zone).date(), begins, tzinfo=zone)


@dataclass(slots=True)
class Place:
    """A unit of 24 beds that has lived for three hours, in a file of its own."""

    database: str
    unit: DemoUnit
    start: datetime


@contextmanager
def unit_in_the_evening(beds: int, seed: int, *, begins: time = EVENING) -> Iterator[Place]:
    folder = tempfile.mkdtemp(prefix="station-drive-")
    database, start = str(Path(folder) / "drive.db"), evening_of(SystemClock().now(), begins)
    store = open_store(database, synchronous="OFF")
    try:
        unit = prepare(store, beds=beds, seed=seed, now=start)
    finally:
        close_store(store)
    try:
        yield Place(database, unit, start)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class PacedClock:
    """Runs at a pace that can be changed: as a hand works while it works, and fast while nobody does."""

    def __init__(self, start: datetime) -> None:
        self._base = SystemClock()
        self._start = start
        self._lock = Lock()
        self._counted, self._since, self._pace = 0.0, self._base.elapsed(), 1.0

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.elapsed())

    def elapsed(self) -> float:
        with self._lock:
            return self._counted + (self._base.elapsed() - self._since) * self._pace

    def set_pace(self, pace: float) -> None:
        """Seconds in a real one, from now on."""
        with self._lock:
            at = self._base.elapsed()
            self._counted += (at - self._since) * self._pace
            self._since, self._pace = at, pace


def colleagues(place: Place, clock: PacedClock, speed: float, failed: Callable[[Exception], None]) -> DemoDriver:
    """Everybody else on the unit goes on living."""
    return DemoDriver(place.unit, clock, speed=speed, failed=failed)


def on_a_screen(width: int, height: int) -> int | None:
    """Run this same command on a virtual screen of that size with a window manager; None when already on one."""
    if os.environ.get(_INSIDE):
        return None
    screen = f"-screen 0 {width}x{height}x24 -nolisten tcp"
    inside = f"openbox & exec {sys.executable} -m {_module()} {' '.join(sys.argv[1:])}"
    environment = os.environ | {_INSIDE: "1", "QT_QPA_PLATFORM": "xcb"}
    return subprocess.run(["xvfb-run", "-a", "-s", screen, "sh", "-c", inside], env=environment, check=False).returncode


def _module() -> str:
    main = sys.modules["__main__"].__spec__
    return "" if main is None else main.name
