"""From the commit of a check in one process to its picture on a wall in another, on one database file."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random
from time import sleep
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QMainWindow
from typing_extensions import override

from station.app.running import application
from station.app.windows import Wall
from station.bench.asking import ask
from station.bench.figures import Figure, Plain, percentile, seconds_now
from station.bench.opening import opened
from station.bench.recording import recorder
from station.clock import SystemClock
from station.monitor.changes_sqlite import POLL_S
from station.services import Store
from station.services.reading import read_board
from station.store.engine import close_store, open_store
from station.store.rows import BoardSnapshot

TARGET_MS: Final = 300.0
_WALL: Final = "Bench elsewhere"
_APART_S: Final = (0.25, 0.75)
_PATIENCE_S: Final = 60.0
_STILL_S: Final = 8
"""With nothing new for so long, everything has been drawn."""


def figure(database: Path, folder: Path, *, changes: int) -> Figure:
    """Record `changes` checks here, at odd moments, while a wall runs in a process of its own."""
    store = open_store(database, create=False)
    try:
        with ThreadPoolExecutor(max_workers=1) as pool:
            asked = {"database": str(database), "wait_s": _PATIENCE_S + changes * _APART_S[1]}
            wall = pool.submit(ask, "elsewhere", asked, folder)
            _wait_for_wall(store)
            committed = _record(store, changes)
            seen: dict[str, float] = wall.result()["seen"]
    finally:
        close_store(store)
    missing = sum(1 for check in committed if str(check) not in seen)
    if missing:
        raise AssertionError(f"{missing} of {changes} checks never came on the other board: the figure means nothing")
    delays = [round((seen[str(check)] - at) * 1000, 1) for check, at in committed.items()]
    return Figure(
        "seen_elsewhere",
        "from the commit of a check to its picture in another process, 99 of 100",
        percentile(delays, 99),
        "ms",
        TARGET_MS,
        plain=(Plain("asking for changes alone, at its slowest", POLL_S * 1000),),
        more={"p50": percentile(delays, 50), "max": max(delays), "times": len(delays)},
    )


def _wait_for_wall(store: Store) -> None:
    """Until the other process has said that it watches, and for the moments its first reading takes."""
    clock = SystemClock()
    began, until = clock.now(), clock.elapsed() + _PATIENCE_S
    while clock.elapsed() < until:
        stations = read_board(store, clock.now()).stations
        if any(one.name == _WALL and one.seen_at >= began - timedelta(seconds=1) for one in stations):
            sleep(1.5)
            return
        sleep(0.1)
    raise TimeoutError("the wall of the other process did not begin to watch")


def _record(store: Store, changes: int) -> dict[int, float]:
    """The number of each check, and when it had been committed, in seconds of the machine."""
    rng, record = Random(11), recorder(store)
    committed: dict[int, float] = {}
    for turn in range(changes):
        record(turn)
        at = seconds_now()
        committed[_latest(read_board(store, SystemClock().now()))] = at
        sleep(rng.uniform(*_APART_S))
    return committed


def _latest(board: BoardSnapshot) -> int:
    return max(_shown(board), default=0)


def _shown(board: BoardSnapshot) -> list[int]:
    patients = (bed.patient for bed in board.beds)
    return [one.seen.check_id for one in patients if one is not None and one.seen is not None]


class Watching(QObject):
    """Notes when each check was first drawn."""

    def __init__(self, wall: Wall) -> None:
        super().__init__()
        self._wall = wall
        self.seen: dict[int, float] = {}
        self._drawing: list[int] = []
        shell: QMainWindow = wall.shell
        shell.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is about to draw what the board shows by now; it has been drawn when that event is done."""
        snapshot = self._wall.page.snapshot
        if event.type() == QEvent.Type.UpdateRequest and snapshot is not None:
            self._drawing = _shown(snapshot)
            QTimer.singleShot(0, self._drawn)
        return False

    @Slot()
    def _drawn(self) -> None:
        now = seconds_now()
        for check in self._drawing:
            self.seen.setdefault(check, now)


class _Quiet(QObject):
    """Ends the child when nothing new has been drawn for a while, or when its time is over."""

    def __init__(self, watching: Watching, wait_s: float) -> None:
        super().__init__()
        self._watching = watching
        self._known, self._still = 0, 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        QTimer.singleShot(round(wait_s * 1000), QCoreApplication.quit)

    @Slot()
    def _look(self) -> None:
        drawn = len(self._watching.seen)
        self._still = self._still + 1 if drawn == self._known else 0
        self._known = drawn
        if self._still >= _STILL_S:
            QCoreApplication.quit()


def measure(asked: dict[str, Any]) -> dict[str, Any]:
    """In the child."""
    app = application()
    session, wall = opened(app, Wall, asked["database"], _WALL)
    watching = Watching(wall)
    quiet = _Quiet(watching, asked["wait_s"])
    app.exec()
    quiet.deleteLater()
    session.end()
    return {"seen": watching.seen}
