"""What is to be written when it can be: in order, off the GUI thread, and again until it is done."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, SignalInstance, Slot

from station.views.bridge import Bridge

_MOST: Final = 500
"""Waiting at once. What comes on top pushes the oldest out."""

AGAIN_AFTER: Final = 5
"""Seconds until what could not be written is tried again."""


class Records(QObject):
    """One at a time. Nothing is said of a failure here: that the database is away is said by others."""

    def __init__(self, bridge: Bridge, tick: SignalInstance, parent: QObject | None = None) -> None:
        """`tick`: comes each second."""
        super().__init__(parent)
        self._bridge = bridge
        self._waiting: list[Callable[[], Any]] = []
        self._is_writing = False
        self._rest = 0
        tick.connect(self._tick)

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def add(self, op: Callable[[], Any]) -> None:
        """Have it done, after what waits already."""
        self._waiting = [*self._waiting, op][-_MOST:]
        if not self._rest:
            self._write()

    def _write(self) -> None:
        if self._waiting and not self._is_writing:
            self._is_writing = True
            self._bridge.run(self._waiting[0], self._written, self._not_written)

    @Slot(object)
    def _written(self, _: object) -> None:
        self._is_writing = False
        del self._waiting[:1]
        self._write()

    @Slot(object)
    def _not_written(self, _: Exception) -> None:
        self._is_writing = False
        self._rest = AGAIN_AFTER

    @Slot(object)
    def _tick(self, _: object) -> None:
        self._rest = max(0, self._rest - 1)
        if not self._rest:
            self._write()
