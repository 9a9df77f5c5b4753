"""The first opening of each page of a desk: how long its window stands still."""

import time
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from station.app.running import application
from station.app.windows import Desk
from station.bench.asking import ask
from station.bench.beating import Heartbeat, longest
from station.bench.figures import Figure
from station.bench.opening import opened
from station.bench.signing_in import Sitting, let_in
from station.store.engine import close_store, open_store

BLOCK_MS: Final = 100.0
_STATION: Final = "Bench pages"
_PAGES: Final = ("patients", "assignments", "rounds", "alerts", "environment", "handover", "people", "unit", "board")
_SETTLING: Final = 5
"""So many times as long as a page is looked at, after somebody has sat down: what is fetched ahead has been."""
_PATIENCE_S: Final = 120.0


def figures(database: Path, folder: Path, *, each_s: float) -> list[Figure]:
    """Once where the desk has been left alone for a while, once at the first moment it can be used.

    `each_s`: how long each page is looked at.
    """
    store = open_store(database, create=False)
    try:
        sits = let_in(store)[0]
    finally:
        close_store(store)
    asked = {"database": str(database), "sits": sits, "each_s": each_s}
    rested = ask("paging", asked | {"settling_s": _SETTLING * each_s}, folder)
    hurried = ask("paging", asked | {"settling_s": 0.0}, folder)
    return [
        _figure("page_open", "the first opening of a page, how long the window stands still, the longest", rested),
        _figure("page_hurried", "the same, the moment somebody has signed in", hurried),
    ]


def _figure(name: str, what: str, found: dict[str, Any]) -> Figure:
    pages: dict[str, tuple[float, float]] = found["pages"]
    more = {"pages_ms": {key: wait for key, (wait, _) in pages.items()}}
    more |= {"pages_cpu_ms": {key: worked for key, (_, worked) in pages.items()}}
    return Figure(name, what, max(wait for wait, _ in pages.values()), "ms", BLOCK_MS, more=more)


class Opener(QObject):
    """Opens one page after the other."""

    def __init__(self, desk: Desk, sitting: Sitting, settling_s: float, each_s: float) -> None:
        super().__init__()
        self._desk, self._sitting = desk, sitting
        self._settling_s, self._each_s = settling_s, each_s
        self._left = list(_PAGES)
        self._page = ""
        self._opened_at = 0.0
        self.opened: dict[str, tuple[float, float]] = {}
        """Of each page, the time it was opened and when it was left, in seconds since 1970."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._wait_for_somebody)
        self._timer.start(50)
        QTimer.singleShot(round(_PATIENCE_S * 1000), QCoreApplication.quit)

    @Slot()
    def _wait_for_somebody(self) -> None:
        if not self._sitting.sits:
            self._timer.start(50)
            return
        self._timer.timeout.disconnect(self._wait_for_somebody)
        self._timer.timeout.connect(self._open)
        self._timer.start(round(self._settling_s * 1000))

    @Slot()
    def _open(self) -> None:
        if self._page:
            self.opened[self._page] = self._opened_at, time.time()
        if not self._left:
            QCoreApplication.quit()
            return
        self._page, self._opened_at = self._left.pop(0), time.time()
        self._timer.start(round(self._each_s * 1000))
        self._desk.shell.show_page(self._page)


def measure(asked: dict[str, Any]) -> dict[str, Any]:
    """In the child."""
    app = application()
    session, desk = opened(app, Desk, asked["database"], _STATION)
    beating = Heartbeat()
    opener = Opener(desk, Sitting(desk, asked["sits"]), asked["settling_s"], asked["each_s"])
    app.exec()
    session.end()
    if set(opener.opened) != set(_PAGES):
        raise TimeoutError(f"only {', '.join(opener.opened)} could be opened within {_PATIENCE_S:g} s")
    return {"pages": {key: longest(beating.late, *of) for key, of in opener.opened.items()}}
