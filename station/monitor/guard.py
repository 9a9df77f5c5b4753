"""The guard: a plain thread that sees to it that somebody looks. It shares nothing with the scheduler it watches."""

import logging
from collections.abc import Callable
from dataclasses import replace
from threading import Event, Lock, Thread, current_thread
from typing import Final, Protocol

from station.monitor import words
from station.monitor.duties import Note
from station.monitor.lookout import Lookout

LATE_S: Final = 3.0
"""When no pass has begun for this long, the guard takes one itself."""

ROUND_S: Final = 0.5
"""The guard looks round this often."""

_logger = logging.getLogger(__name__)


class Restartable(Protocol):
    """What wakes the passes."""

    @property
    def alive(self) -> bool: ...
    def restart(self) -> None: ...


class Guard:
    """Looks round twice a second: a scheduler that is dead or asleep is replaced, and the pass it owes is taken here.

    A scheduler that is asleep but alive is no fault of its own: its wall clock was set back, or the machine slept.
    It is replaced without an alert of its own, since the clock or the gap has one. `station`: for the sentence.
    """

    def __init__(self, lookout: Lookout, driver: Restartable, station: str, *, every_s: float = ROUND_S) -> None:
        self._lookout = lookout
        self._driver = driver
        self._station = station
        self._every_s = every_s
        self._lock = Lock()
        self._stop = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin, or begin again after the thread has died. Nothing happens while it lives."""
        with self._lock:
            if not self.alive and not self._stop.is_set():
                self._thread = Thread(target=self._run, name="station-guard", daemon=True)
                self._thread.start()

    def stop(self, wait_s: float = 10.0) -> bool:
        """End for good. False when the thread did not end within `wait_s` seconds."""
        self._stop.set()
        with self._lock:
            thread = self._thread
        if thread is not None and thread is not current_thread():
            thread.join(wait_s)
        return not self.alive

    @property
    def alive(self) -> bool:
        thread = self._thread
        return thread is not None and thread.is_alive()

    def look_round(self) -> None:
        """One round: leave a stamp, and do what nobody else does."""
        seen = self._lookout.stamp()
        self._lookout.note(lambda status: replace(status, guard_seen=seen))
        if self._is_late():
            self._step_in()

    def _is_late(self) -> bool:
        """No pass has begun for a while and none is running. One that hangs cannot be helped from here: it is shown."""
        status = self._lookout.status
        if status.looking_since is not None or status.last_try is None:
            return False
        return self._lookout.elapsed() - status.last_try >= LATE_S

    def _step_in(self) -> None:
        was_alive = self._driver.alive
        _logger.warning("No look at the unit for %s s: the guard takes it.", LATE_S)
        self._driver.restart()
        if not was_alive:
            self._lookout.note(lambda status: replace(status, restarts=status.restarts + 1))
            self._lookout.tell(Note("scheduler", words.SCHEDULER_RESTARTED.format(station=self._station)))
        self._lookout.note(lambda status: replace(status, guard_passes=status.guard_passes + 1))
        self._lookout.pass_now(wait_s=0.0)

    def _run(self) -> None:
        while not self._stop.wait(self._every_s):
            self._guarded(self.look_round)

    def _guarded(self, deed: Callable[[], None]) -> None:
        try:
            deed()
        except Exception:
            _logger.exception("A round of the guard failed; it goes on.")
