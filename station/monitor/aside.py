"""What may hang, as a disk can, is done aside: one thing after the other on a thread of its own, waited for only so
long, so that whoever looks goes on looking."""

import logging
from collections.abc import Callable
from queue import SimpleQueue
from threading import Event as Flag
from threading import Lock, Thread
from typing import Final

PATIENCE_S: Final = 1.0

_logger = logging.getLogger(__name__)

Op = Callable[[], None]


def at_once(op: Op) -> None:
    """Here and now, for whoever has time."""
    op()


class Aside:
    """May be called from any thread. What is given is done in order, and none of it is left out."""

    def __init__(self, name: str, patience_s: float = PATIENCE_S) -> None:
        self._name = name
        self._patience_s = patience_s
        self._waiting: SimpleQueue[tuple[Op, Flag] | None] = SimpleQueue()
        self._lock = Lock()
        self._thread: Thread | None = None
        self._is_behind = False
        """Something takes too long: nobody waits for what comes after it."""

    def __call__(self, op: Op) -> None:
        """Have `op` done. Returns when it is; where that takes too long, without it."""
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
        done = Flag()
        self._waiting.put((op, done))
        if not self._is_behind and not done.wait(self._patience_s):
            _logger.warning("What is noted aside takes longer than %s s: it is not waited for.", self._patience_s)
            self._is_behind = True

    def end(self, wait_s: float = 2.0) -> bool:
        """End, what was given being done. False where that takes longer: it is left behind."""
        with self._lock:
            thread = self._thread
        if thread is None:
            return True
        self._waiting.put(None)
        thread.join(wait_s)
        return not thread.is_alive()

    def _run(self) -> None:
        while (task := self._waiting.get()) is not None:
            op, done = task
            try:
                op()
            except Exception:
                _logger.exception("Something that was to be noted could not be.")
            done.set()
            if self._waiting.empty():
                self._is_behind = False
