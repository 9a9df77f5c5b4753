"""What a wall takes while nothing happens: processor time and memory, everything running."""

import threading
import time
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal

from station.app.running import Session, application
from station.bench.asking import ask
from station.bench.figures import Figure, resident_mb
from station.bench.year import freshen
from station.clock import SystemClock
from station.config import load_settings
from station.store.engine import close_store, open_store

CPU_PERCENT: Final = 2.0
MEMORY_MB: Final = 180.0
_SETTLING_S: Final = 4.0
_PROOF_WITHIN_S: Final = 120.0


def figures(database: Path, folder: Path, *, seconds: float) -> list[Figure]:
    """`seconds`: how long a wall on the database is watched, once its start is over and its journal is proven."""
    store = open_store(database, create=False)
    try:
        freshen(store, SystemClock().now(), everyone=True)
    finally:
        close_store(store)
    found = ask("idle", {"database": str(database), "seconds": seconds}, folder)
    more = {"seconds": seconds, "cpu_gui_thread_percent": found["gui_percent"], "journal_proven": found["proven"]}
    return [
        Figure("idle_cpu", "a wall of 36 beds at rest, of one core", found["percent"], "%", CPU_PERCENT, more=more),
        Figure("memory", "what that wall holds in memory", found["memory_mb"], "MB", MEMORY_MB),
    ]


class Watch(QObject):
    """Watches this process from a thread that sleeps nearly always."""

    _over = Signal()

    def __init__(self, session: Session, seconds: float, painted: threading.Event) -> None:
        super().__init__()
        self._session, self._seconds, self._painted = session, seconds, painted
        self.answer: dict[str, Any] = {}
        self._over.connect(application().quit, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._watch, name="bench-watch")

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        self._thread.join()

    def _watch(self) -> None:
        try:
            self._painted.wait(_PROOF_WITHIN_S)
            proven = self._wait_for_proof()
            time.sleep(_SETTLING_S)
            began, worked = time.perf_counter(), time.process_time()
            time.sleep(self._seconds)
            share = (time.process_time() - worked) / (time.perf_counter() - began)
            self.answer = {"percent": round(share * 100, 2), "memory_mb": resident_mb(), "proven": proven}
        finally:
            self._over.emit()

    def _wait_for_proof(self) -> bool:
        """The journal is proven soon after each start; that is not rest."""
        until = time.monotonic() + _PROOF_WITHIN_S
        while time.monotonic() < until:
            window = self._session.window
            if window is not None and window.living.health_now().verified_until is not None:
                return True
            time.sleep(0.25)
        return False


def measure(asked: dict[str, Any]) -> dict[str, Any]:
    """In the child."""
    app = application()
    settings = load_settings(database=asked["database"], station="Bench idle")
    painted = threading.Event()
    session = Session(app, settings, "wall", painted.set)
    watch = Watch(session, asked["seconds"], painted)
    session.begin()
    watch.start()
    began, worked = time.perf_counter(), time.thread_time()
    app.exec()
    gui = (time.thread_time() - worked) / (time.perf_counter() - began)
    watch.join()
    session.end()
    return watch.answer | {"gui_percent": round(gui * 100, 2)}
