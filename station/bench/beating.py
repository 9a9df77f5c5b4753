"""How long the thread of a window does nothing else: a timer that comes late was kept waiting for so long."""

import time
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot

EVERY_MS: Final = 5
KEPT_MS: Final = 20.0
"""Shorter waits are not remembered one by one."""

Beat = tuple[float, float, float]
"""When it ended, in seconds since 1970; how long it took, in ms; how long of that this thread itself worked, in ms."""


class Heartbeat(QObject):
    """Beats from the event loop it is made in. `late`: every wait of some length, in its order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.late: list[Beat] = []
        self._at, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(EVERY_MS)

    @Slot()
    def _beat(self) -> None:
        at, worked = time.perf_counter(), time.thread_time()
        wait = (at - self._at) * 1000 - EVERY_MS
        if wait >= KEPT_MS:
            self.late.append((time.time(), round(wait, 1), round((worked - self._worked) * 1000, 1)))
        self._at, self._worked = at, worked


def longest(beats: list[Beat], since: float, until: float) -> tuple[float, float]:
    """Of the waits that ended between two moments: the longest, and the most that the thread worked in one; in ms.

    Shorter ones than are remembered count as `KEPT_MS`.
    """
    within = [(wait, worked) for at, wait, worked in beats if since <= at <= until]
    if not within:
        return KEPT_MS, KEPT_MS
    return max(wait for wait, _ in within), max(worked for _, worked in within)
