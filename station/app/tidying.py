"""Collects Python's garbage between two events of the window's own thread, and nowhere else."""

import gc
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from station.collecting import collect_what_is_due

EVERY_MS: Final = 1000


class Tidying(QObject):
    """Switches the collector off for the whole process and collects from the event loop.

    By itself it begins at any allocation: in the middle of a paint, where a window that only a cycle still holds is
    deleted under its own painter, or in a thread of the bridge, where no widget may be deleted. Both end Station at
    once (docs/decisions/0028).
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self._tidy)
        self._timer.start(EVERY_MS)

    @Slot()
    def _tidy(self) -> None:
        collect_what_is_due()
