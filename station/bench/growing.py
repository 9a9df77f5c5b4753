"""Whether a wall grows: a day in a few minutes, each second ticked and drawn, each check recorded, swept and shown."""

import gc
import time
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QApplication

from station.bench.asking import ask
from station.bench.boards import Board
from station.bench.figures import Figure, resident_mb
from station.bench.loading import STATION
from station.bench.year import record
from station.clock import SystemClock
from station.services import Actor, Store, reading, sweeping
from station.store.engine import close_store, open_store
from station.views import theme as themes

GROWTH_MB: Final = 5.0
HOURS: Final = 24
_CHECK_EVERY_S: Final = 25
"""36 patients in 15 minutes."""
_SWEEP_EVERY_S: Final = 5
_REREAD_EVERY_S: Final = 30
_ACTOR: Final = Actor(None, "Station", STATION)


def figure(database: Path, folder: Path, *, hours: int) -> Figure:
    """`hours` simulated ones, after one that is not counted. The target stands for 24."""
    found = ask("growth", {"database": str(database), "hours": hours}, folder, timeout_s=3600)
    before, after = found["before_mb"], found["after_mb"]
    grown = None if before is None or after is None else round(after - before, 1)
    return Figure(
        "growth",
        f"how much more it holds after {hours} simulated hours",
        grown,
        "MB",
        GROWTH_MB,
        more={"hours": hours, **found},
    )


class Day:
    """A unit that lives second by second in virtual time, on a board that is drawn each second."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._now = SystemClock().now()
        snapshot = reading.read_board(store, self._now)
        self.board = Board(snapshot)
        self._stays = [bed.patient.stay_id for bed in snapshot.beds if bed.patient is not None]
        self._staff = reading.read_staff(store)
        self._second = self.checks = 0

    def live(self, seconds: int) -> None:
        for _ in range(seconds):
            self._second += 1
            self._now += timedelta(seconds=1)
            changed = self._second % _REREAD_EVERY_S == 0
            if self._second % _CHECK_EVERY_S == 0:
                self._check()
                changed = True
            if self._second % _SWEEP_EVERY_S == 0:
                changed |= bool(sweeping.sweep(self._store, actor=_ACTOR, now=self._now).transitions)
            if changed:
                self.board.show(reading.read_board(self._store, self._now))
            self.board.tick(0)

    def _check(self) -> None:
        stay, person = self._stays[self.checks % len(self._stays)], self._staff[self.checks % len(self._staff)]
        record(self._store, stay, person, self._now)
        self.checks += 1


def measure(asked: dict[str, Any]) -> dict[str, Any]:
    """In the child. The checks of the simulated day are written without waiting for the disk."""
    app = QApplication([])
    themes.apply(app, themes.load("dark"))
    store = open_store(asked["database"], create=False, synchronous="OFF")
    day = Day(store)
    began = time.perf_counter()
    day.live(min(3600, 60 + 3600 * asked["hours"]))
    before = _settled_mb()
    day.live(3600 * asked["hours"])
    after = _settled_mb()
    day.board.close()
    close_store(store)
    return {
        "before_mb": before,
        "after_mb": after,
        "checks": day.checks,
        "objects": len(gc.get_objects()),
        "wall_s": round(time.perf_counter() - began, 1),
    }


def _settled_mb() -> float | None:
    gc.collect()
    return resident_mb()
