"""Nobody watches the unit, and the board says so: it is sounded as well."""

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QObject, Slot

from station.clock import SystemClock
from station.views.board.health import Health

AGAIN_S: Final = 5.0
"""While it lasts it is sounded this often."""


class Alarm(Protocol):
    """What sounds."""

    def sound_technical(self) -> None:
        """Sound the pattern of a technical alert once. Does not wait for its end, and never raises."""
        ...


class Unwatched(QObject):
    """Sounds at once when the board begins to say NOT MONITORING, and again and again until it ends."""

    def __init__(self, alarm: Alarm, parent: QObject | None = None, elapsed: Callable[[], float] | None = None) -> None:
        super().__init__(parent)
        self._alarm = alarm
        self._elapsed = elapsed or SystemClock().elapsed
        self._sounded: float | None = None

    @Slot(object)
    def take(self, health: Health) -> None:
        """How Station itself is now."""
        if health.monitoring is not False:
            self._sounded = None
            return
        now = self._elapsed()
        if self._sounded is None or now - self._sounded >= AGAIN_S:
            self._sounded = now
            self._alarm.sound_technical()
