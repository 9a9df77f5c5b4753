"""The one QTimer of the screen: a tick on every second of the clock, and steps for what flashes.

It runs four times a second while something must flash, once a second otherwise. Everything that flashes is told the
same phase, so that the whole screen flashes in step.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from station.clock import Clock

_STEP_S: Final = 0.25
HIGH_HZ: Final = 2.0
MEDIUM_HZ: Final = 0.6


@dataclass(frozen=True, slots=True)
class Flash:
    """Whether what flashes is lit at this step. All lit is how a screen stands still."""

    high: bool = True
    medium: bool = True


STEADY: Final = Flash()


def phase(elapsed: float) -> Flash:
    """The phase at `elapsed` seconds: high priority at 2 Hz, medium at 0.6 Hz, each lit for half its period."""
    return Flash(high=(elapsed * HIGH_HZ) % 1.0 < 0.5, medium=(elapsed * MEDIUM_HZ) % 1.0 < 0.5)


class Pulse:
    """How often the window's own thread has come by its timer: at least once a second while that thread lives.

    It grows no more when a slot blocks the thread; a dialog or a drag, which wait in an event loop, let it grow. May be
    asked from any thread.
    """

    def __init__(self) -> None:
        self._beats = 0

    def __call__(self) -> int | None:
        """None while nothing ticks."""
        return self._beats or None

    def beat(self) -> None:
        self._beats += 1

    def stop(self) -> None:
        self._beats = 0


class Ticker(QObject):
    """Gives every page the same `now`."""

    tick = Signal(object)
    """datetime (aware, UTC): the clock's present second has begun."""
    flashed = Signal(object)
    """Flash: the phase of this step; `STEADY` once when flashing ends."""

    def __init__(self, clock: Clock, parent: QObject | None = None, *, flashing_by: Clock | None = None) -> None:
        """`flashing_by`: what flashing is measured by where that is not `clock`, because `clock` runs fast."""
        super().__init__(parent)
        self._clock = clock
        self._flashing_by = flashing_by or clock
        self._wanting: frozenset[str] = frozenset()
        self._told: datetime | None = None
        self.pulse = Pulse()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._wake)

    @property
    def flashing(self) -> bool:
        return bool(self._wanting)

    def now(self) -> datetime:
        """The clock's present moment (aware, UTC), for what must be shown before the next tick."""
        return self._clock.now()

    def start(self) -> None:
        """Tick at once and then on every second. Starting twice is harmless."""
        self._told = None
        self._wake()

    def stop(self) -> None:
        self._timer.stop()
        self.pulse.stop()

    def set_flashing(self, source: str, wanted: bool) -> None:
        """Whether `source` (a page's name, say) has something that must flash now."""
        before = self.flashing
        self._wanting = self._wanting | {source} if wanted else self._wanting - {source}
        if self.flashing == before:
            return
        if not self.flashing:
            self.flashed.emit(STEADY)
        if self._timer.isActive():
            self._arm(self._clock.now())

    @Slot()
    def _wake(self) -> None:
        self.pulse.beat()
        now = self._clock.now()
        self._arm(now)
        second = now.replace(microsecond=0)
        if second != self._told:
            self._told = second
            self.tick.emit(now)
        if self.flashing:
            self.flashed.emit(phase(self._flashing_by.elapsed()))

    def _arm(self, now: datetime) -> None:
        step = _STEP_S if self.flashing else 1.0
        into_step = (now.microsecond / 1e6) % step
        self._timer.start(max(1, round((step - into_step) * 1000) + 1))
