"""Has cover suggested off the GUI thread: says how far it has come, and stops when told to."""

import threading
from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from station.rules.suggest import Suggestion, Told
from station.views.bridge import Bridge

Ask = Callable[[Told, Callable[[], bool]], Suggestion]
"""Works a suggestion out; tells how far it has come, and asks whether to stop."""


class Suggesting(QObject):
    """One suggestion at a time. After `cancel` nothing is heard of it any more."""

    progressed = Signal(float)
    """From 0 to 1."""
    done = Signal(object)
    """Suggestion: the whole one, or the best until it was told to stop."""
    failed = Signal(str)
    _told = Signal(int, float)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._number = 0
        self._stop = threading.Event()
        self._running = False
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        return self._running

    def begin(self, ask: Ask) -> None:
        self.cancel()
        self._number += 1
        self._stop, self._running = threading.Event(), True
        work = partial(_work, ask, partial(_tell_from, self, self._number), self._stop, self._number)
        self._bridge.run(work, self._answered, self._not_done)

    def stop(self) -> None:
        """The best so far is enough."""
        self._stop.set()

    def cancel(self) -> None:
        """Nothing of it is wanted any more."""
        self._stop.set()
        self._number += 1
        self._running = False

    @Slot(int, float)
    def _tell(self, number: int, share: float) -> None:
        if number == self._number:
            self.progressed.emit(share)

    @Slot(object)
    def _answered(self, answer: tuple[int, Suggestion]) -> None:
        number, found = answer
        if number == self._number:
            self._running = False
            self.done.emit(found)

    @Slot(object)
    def _not_done(self, error: Exception) -> None:
        if self._running:
            self._running = False
            self.failed.emit(str(error))


def _work(ask: Ask, tell: Callable[[float], None], stop: threading.Event, number: int) -> tuple[int, Suggestion]:
    """On another thread."""

    def told(share: float, best: Suggestion) -> None:
        del best
        tell(share)

    return number, ask(told, stop.is_set)


def _tell_from(whom: Suggesting, number: int, share: float) -> None:
    """On another thread; whoever asked may have gone."""
    if shiboken6.isValid(whom):
        whom._told.emit(number, share)  # noqa: SLF001 -- the two are one, on two threads
