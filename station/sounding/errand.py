"""Something that may hang, done by a thread of its own and given up after a while."""

from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Final, Generic, TypeVar, cast

from station.sounding.device import NoSound

T = TypeVar("T")

HANGS: Final = "the sound system does not answer"


class _Errand(Generic[T]):
    """One thing done by another thread, which may never come back."""

    def __init__(self, op: Callable[[], T], too_late: Callable[[T], object] | None) -> None:
        self._op, self._too_late = op, too_late
        self._lock, self._done = Lock(), Event()
        self._answers: list[tuple[T | None, Exception | None]] = []
        self._given_up = False

    def run(self) -> None:
        answer: tuple[T | None, Exception | None]
        try:
            answer = self._op(), None
        except Exception as error:  # noqa: BLE001 - raised again in the thread that asked
            answer = None, error
        with self._lock:
            self._answers.append(answer)
            given_up = self._given_up
        self._done.set()
        if given_up and answer[1] is None and self._too_late is not None:
            self._too_late(answer[0])

    def wait(self, seconds: float) -> T:
        """What came of it, or raises it. NoSound when it hangs."""
        self._done.wait(seconds)
        with self._lock:
            self._given_up = not self._answers
        if self._given_up:
            raise NoSound(HANGS)
        value, error = self._answers[0]
        if error is not None:
            raise error
        return cast(T, value)


def within(seconds: float, op: Callable[[], T], too_late: Callable[[T], object] | None = None) -> T:
    """What `op` gives or raises. NoSound when it hangs: its thread is left behind, and what it gives in the end goes
    to `too_late`."""
    errand = _Errand(op, too_late)
    Thread(target=errand.run, name="station-sound-device", daemon=True).start()
    return errand.wait(seconds)
