"""What lives beside the desk of a charge: colleagues who can be stopped, and a wall that says when it has painted."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from station.clock import SystemClock
from station.services.events import Event, PlanChanged
from station.simulation.demo import DemoDriver
from tests.drive.hand import Script, Until
from tests.drive.stage import PacedClock, Place, colleagues

FAST = 120.0
"""Seconds of the unit in one of ours, while nobody is at the desk."""


class Colleagues:
    """They live while the hand waits, and stand still while it works: a level it changes is its own to see to."""

    def __init__(self, place: Place, clock: PacedClock, failed: Callable[[Exception], None]) -> None:
        self._place, self._clock, self._failed = place, clock, failed
        self._driver: DemoDriver | None = None

    def live(self, speed: float) -> None:
        self._place.unit.begin_again(self._clock.now())
        self._clock.set_pace(speed)
        self._driver = colleagues(self._place, self._clock, speed, self._failed)
        self._driver.start()

    def stand_still(self) -> None:
        self._clock.set_pace(1.0)
        if self._driver is not None:
            self._driver.stop()
            self._driver = None

    def until(self, hour: int, minute: int, now: Callable[[], Any]) -> Script:
        """Let time go by until then."""
        here = now()
        then = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if then <= here:
            return
        self.live(min(FAST, max(2.0, (then - here) / timedelta(seconds=5))))
        yield Until(lambda: now() >= then, f"{hour}:{minute:02d}", 600)
        self.stand_still()


class WallBeside:
    """Reads what the wall says."""

    def __init__(self, database: str, clock_file: Path, folder: Path) -> None:
        self._file = folder / "wall.jsonl"
        command = [sys.executable, "-m", "tests.drive.wall", database, str(clock_file), str(folder)]
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        self._out = self._file.open("w")
        self._process = subprocess.Popen(command, stdout=self._out, env=environment)

    def painted_after(self, moment: float) -> float | None:
        """When it first painted other duties after that moment; None: not yet."""
        told = [json.loads(one)["at"] for one in self._file.read_text().splitlines() if one.endswith("}")]
        return next((at for at in told if at > moment), None)

    @property
    def is_there(self) -> bool:
        return self._file.stat().st_size > 0

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._out.close()


class Stored:
    """When the desk was told that a plan is stored."""

    def __init__(self) -> None:
        self._clock = SystemClock()
        self.at = 0.0

    def told(self, events: list[Event]) -> None:
        if any(isinstance(one, PlanChanged) for one in events):
            self.at = self._clock.elapsed()
