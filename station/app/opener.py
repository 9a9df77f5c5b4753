"""Does what needs a record that may not answer: waited for only so long, and by the next who asks, not begun anew."""

from collections.abc import Callable
from threading import Lock
from typing import Final, Generic

from station.app.patience import PATIENCE_S, T, TooSlow, Trying

SLOW: Final = "The record does not answer. See that its disk or its server does."


class Opener(Generic[T]):
    """One such thing at a time, on a thread of its own: one that never ends costs one thread, however often it is asked
    for. Safe to use from any thread."""

    def __init__(self, seconds: float = PATIENCE_S) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._trying: Trying[T] | None = None

    def __call__(self, op: Callable[[], T]) -> T:
        """What `op` returns. Raises what it raises; TooSlow where it has not ended: whoever asks next waits for that
        one, and his own is not begun."""
        with self._lock:
            if self._trying is None:
                self._trying = Trying(op, "station-opening")
            trying = self._trying
        try:
            return trying.result(self._seconds, SLOW)
        finally:
            self._forget(trying)

    def _forget(self, trying: Trying[T]) -> None:
        """What has ended; what it came to is heard by those who waited for it."""
        with self._lock:
            if self._trying is trying and trying.has_ended:
                self._trying = None


__all__ = ["SLOW", "Opener", "TooSlow"]
