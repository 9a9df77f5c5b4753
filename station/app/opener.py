"""Opens a database that may not answer: waited for only so long, and by the next who asks, not begun anew."""

from collections.abc import Callable
from threading import Event as Flag
from threading import Lock, Thread
from typing import Any

from station.app.patience import PATIENCE_S, TooSlow
from station.services import Store
from station.store.engine import open_store


class Opener:
    """`open_store` on a thread of its own, one at a time. Safe to use from any thread."""

    def __init__(self, open_it: Callable[..., Store] = open_store, seconds: float = PATIENCE_S) -> None:
        self._open_it = open_it
        self._seconds = seconds
        self._lock = Lock()
        self._task: _Task | None = None

    def __call__(self, database: str, **how: Any) -> Store:
        """As `open_store`. Raises what it raises; TooSlow where it has not ended: it is then waited for again."""
        with self._lock:
            if self._task is None:
                self._task = _Task(lambda: self._open_it(database, **how))
            task = self._task
        if not task.ended.wait(self._seconds):
            raise TooSlow("The record does not answer. See that its disk or its server does.")
        with self._lock:
            self._task = None
        if task.error is not None:
            raise task.error
        return task.store


class _Task:
    store: Store

    def __init__(self, op: Callable[[], Store]) -> None:
        self.error: Exception | None = None
        self.ended = Flag()
        self._op = op
        Thread(target=self._work, name="station-opening", daemon=True).start()

    def _work(self) -> None:
        try:
            self.store = self._op()
        except Exception as error:  # noqa: BLE001  # handed to whoever waits
            self.error = error
        self.ended.set()
