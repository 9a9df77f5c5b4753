"""A watcher's own thread: it looks, waits, looks again. One that fails is logged and looks again all the same."""

import logging
from collections.abc import Callable
from threading import Event, Lock, Thread, current_thread
from typing import Final

RETRY_S: Final = 5.0
"""One that could not look tries again so soon: the record may be back."""

_logger = logging.getLogger(__name__)


class Patrol:
    """Calls `look` each `every_s` real seconds, the first time at once, from a daemon thread named after `name`.

    It shares nothing with the scheduler or the sweep: a plain wait, no timetable.
    """

    def __init__(self, name: str, look: Callable[[], object], every_s: float) -> None:
        self._name = name
        self._look = look
        self._every_s = every_s
        self._stopping = Event()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._failing = False

    def start(self) -> None:
        """Begin, or begin again after the thread has died. Nothing happens while it lives, nor after `stop`."""
        with self._lock:
            if not self.alive and not self._stopping.is_set():
                self._thread = Thread(target=self._run, name=f"station-{self._name}", daemon=True)
                self._thread.start()

    def stop(self, wait_s: float = 5.0) -> bool:
        """End for good. False when the thread did not end within `wait_s` seconds."""
        self._stopping.set()
        with self._lock:
            thread = self._thread
        if thread is not None and thread is not current_thread():
            thread.join(wait_s)
        return not self.alive

    def pause(self, seconds: float) -> bool:
        """Wait within a look. True when the patrol is to end."""
        return self._stopping.wait(seconds)

    @property
    def alive(self) -> bool:
        thread = self._thread
        return thread is not None and thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._guarded()
            self._stopping.wait(min(self._every_s, RETRY_S) if self._failing else self._every_s)

    def _guarded(self) -> None:
        try:
            self._look()
        except Exception as error:
            if not self._failing:
                _logger.warning("The %s could not look; it tries again.", self._name, exc_info=error)
            self._failing = True
        else:
            self._failing = False
