"""A record that does not answer is waited for only so long; what it then still does is not lost, and not doubled."""

from collections.abc import Callable, Sequence
from threading import Event as Flag
from threading import Thread, local
from typing import Any, Final, Generic, TypeVar

from station.store.errors import StoreError

T = TypeVar("T")

PATIENCE_S: Final = 6.5
"""A little longer than a writer waits for another."""

HERE_S: Final = 2.0
"""This computer's own disk is waited for so long at a start, each time something is read from it."""


class TooSlow(StoreError):
    """The record has not answered. Whether it will do what was asked is not known."""


class Trying(Generic[T]):
    """An operation on a thread of its own, which may be waited for more than once."""

    _result: T

    def __init__(self, op: Callable[[], T], name: str) -> None:
        self._op = op
        self._error: Exception | None = None
        self._ended = Flag()
        Thread(target=self._work, name=name, daemon=True).start()

    @property
    def has_ended(self) -> bool:
        return self._ended.is_set()

    def result(self, seconds: float, slow: str) -> T:
        """Raises what it raised; TooSlow, in these words, where it has not ended after so long."""
        if not self._ended.wait(seconds):
            raise TooSlow(slow)
        if self._error is not None:
            raise self._error
        return self._result

    def _work(self) -> None:
        try:
            self._result = self._op()
        except Exception as error:  # noqa: BLE001  # handed to whoever waits
            self._error = error
        self._ended.set()


def waited_for(op: Callable[[], T], seconds: float, slow: str) -> T:
    """On another thread. Raises what `op` raises; TooSlow, in these words, after so long: then it is left alone."""
    return Trying(op, "station-waited-for").result(seconds, slow)


class _Collected(local):
    events: list[Any] | None = None


class Publishing:
    """Passes events on; in a thread that works for another one, keeps them for that one to pass on."""

    def __init__(self, publish: Callable[[Sequence[Any]], None]) -> None:
        self._publish = publish
        self._collected = _Collected()

    def __call__(self, events: Sequence[Any]) -> None:
        if self._collected.events is None:
            self._publish(events)
        else:
            self._collected.events += events

    def patiently(self, op: Callable[[], T], seconds: float = PATIENCE_S) -> T:
        """Do `op` on another thread and wait for it, so long at most; then raises TooSlow.

        What it publishes is published here, as if it had been done here; once nobody waits any more, where it is done.
        """
        task = _Task(op)
        Thread(target=self._work, args=(task,), name="station-command", daemon=True).start()
        if not task.ended.wait(seconds):
            task.is_left = True
            if not task.ended.is_set():
                raise TooSlow("The record does not answer.")
        if task.events:
            self._publish(task.events)
        if task.error is not None:
            raise task.error
        return task.result

    def _work(self, task: "_Task[Any]") -> None:
        self._collected.events = []
        try:
            task.result = task.op()
        except Exception as error:  # noqa: BLE001  # handed to whoever waits
            task.error = error
        task.events, self._collected.events = self._collected.events, None
        task.ended.set()
        if task.is_left and task.events:
            self._publish(task.events)


class _Task(Generic[T]):
    result: T

    def __init__(self, op: Callable[[], T]) -> None:
        self.op = op
        self.error: Exception | None = None
        self.events: list[Any] = []
        self.ended = Flag()
        self.is_left = False
