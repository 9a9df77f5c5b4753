"""The one door between threads: work goes out, answers come back on the GUI thread, events become a signal."""

import logging
import threading
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MethodType
from typing import Any, Final, Generic, TypeVar, cast

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from typing_extensions import override

from station.services.errors import Refused
from station.views.qt_types import make_types

T = TypeVar("T")
Receiver = Callable[[], Callable[[Any], None] | None]

CLOSE_WAIT_S: Final = 10.0
"""Longer than a desk is patient with a record that does not answer."""

_log = logging.getLogger(__name__)


class Unexpected(Exception):
    """Something went wrong that nobody foresaw. The message is a sentence; the fault itself is in the log."""

    SENTENCE: Final = "Something went wrong in Station and this was not done. Try again; the log holds the details."

    def __init__(self) -> None:
        super().__init__(self.SENTENCE)


@dataclass(slots=True)
class _Answer:
    receiver: Receiver
    value: Any


def _receiver(method: Callable[[Any], None] | None) -> Receiver:
    """Bound methods are held weakly, so that an answer never keeps a closed form alive; None receives nothing."""
    if method is None:
        return _nobody
    if isinstance(method, MethodType):
        return cast(Receiver, weakref.WeakMethod(method))
    return _Held(method)


def _nobody() -> None:
    return None


class _Held(Generic[T]):
    def __init__(self, function: Callable[[T], None]) -> None:
        self._function = function

    def __call__(self) -> Callable[[T], None]:
        return self._function


def _is_gone(method: Callable[[Any], None]) -> bool:
    owner = getattr(method, "__self__", None)
    return isinstance(owner, QObject) and not shiboken6.isValid(owner)


class _Stored(threading.local):
    """What the operation that runs on this thread has stored so far."""

    def __init__(self) -> None:
        self.is_working = False
        self.events: list[Any] = []


class Bridge(QObject):
    """Runs operations off the GUI thread and delivers what comes of them on it.

    `on_unexpected` is told, on the GUI thread and once per kind of fault, of errors that are no sentence for a person.
    `sentences` are the errors that are: their message reaches `failed` unchanged.
    """

    changed = Signal(list)
    """What was stored, as a list of events, on the GUI thread."""
    _answered = Signal(object)
    _faulted = Signal(object)
    _published = Signal(list)

    def __init__(
        self,
        *,
        on_unexpected: Callable[[Exception], None] | None = None,
        sentences: tuple[type[Exception], ...] = (Refused,),
        threads: int = 4,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        make_types()
        self._on_unexpected = on_unexpected
        self._sentences = sentences
        self._shown: set[str] = set()
        self._closed = False
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="station-view")
        self._stored = _Stored()
        queued = Qt.ConnectionType.QueuedConnection
        self._answered.connect(self._deliver, queued)
        self._faulted.connect(self._show_fault, queued)
        self._published.connect(self.changed, queued)

    def run(
        self, op: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        """Do `op` on another thread, then `done(result)` or `failed(error)` on this one.

        Bound methods whose object is gone by then are not called. After `shutdown` nothing is done at all.
        """
        if self._closed:
            return
        self._pool.submit(self._work, op, _receiver(done), _receiver(failed))

    def publish(self, events: Sequence[Any]) -> None:
        """Say what has been stored. May be called from any thread.

        What an operation stores is said after its answer: whoever asked for it is answered before all others read.
        """
        if self._stored.is_working:
            self._stored.events += events
        elif events and not self._closed:
            self._published.emit(list(events))

    def shutdown(self, wait_s: float = CLOSE_WAIT_S) -> bool:
        """Wait for what is running, drop what has not begun, take nothing more.

        False where something did not end within `wait_s` seconds, as when the record does not answer: it is left
        behind, and nobody is told what comes of it.
        """
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        helper = threading.Thread(target=self._pool.shutdown, name="station-view-end", daemon=True)
        helper.start()
        helper.join(wait_s)
        if helper.is_alive():
            _log.warning("What was being done did not end within %s s and is left behind.", wait_s)
        return not helper.is_alive()

    def _work(self, op: Callable[[], Any], done: Receiver, failed: Receiver) -> None:
        stored = self._stored
        stored.is_working = True
        try:
            answer = _Answer(done, op())
        except Exception as error:  # noqa: BLE001 - the boundary: whatever fails is said in words
            answer = _Answer(failed, self._in_words(error))
        finally:
            stored.is_working = False
        events, stored.events = stored.events, []
        if not self._closed:
            self._answered.emit(answer)
        self.publish(events)

    def _in_words(self, error: Exception) -> Exception:
        if isinstance(error, self._sentences):
            return error
        _log.error("an operation failed unexpectedly", exc_info=error)
        self._faulted.emit(error)
        return Unexpected()

    @Slot(object)
    def _deliver(self, answer: _Answer) -> None:
        receive = answer.receiver()
        if receive is None or _is_gone(receive):
            return
        receive(answer.value)

    @Slot(object)
    def _show_fault(self, error: Exception) -> None:
        kind = f"{type(error).__qualname__}: {error}"
        if self._on_unexpected is None or kind in self._shown:
            return
        self._shown.add(kind)
        self._on_unexpected(error)


class DirectBridge(Bridge):
    """The same without threads: everything has happened when the call returns. For tests and pictures."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._answered.disconnect(self._deliver)
        self._faulted.disconnect(self._show_fault)
        self._published.disconnect(self.changed)
        self._answered.connect(self._deliver)
        self._faulted.connect(self._show_fault)
        self._published.connect(self.changed)

    @override
    def run(
        self, op: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None] | None = None
    ) -> None:
        if not self._closed:
            self._work(op, _receiver(done), _receiver(failed))


class Refresh(QObject):
    """Reads the same thing again and again, one reading at a time, so that an older answer never follows a newer one.

    `request()` while a reading is under way makes one more follow it, however often it is called; `request_later()`
    lets what is already on its way to the screen be drawn first.
    """

    def __init__(
        self,
        bridge: Bridge,
        read: Callable[[], T],
        show: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._read = read
        self._show = _receiver(show)
        self._failed = _receiver(failed)
        self._reading = False
        self._again = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.request)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being read or about to be."""
        return not (self._reading or self._later.isActive())

    @Slot()
    def request_later(self) -> None:
        """When nothing else is waiting to be done or drawn: a reading shares the interpreter with the window."""
        self._later.start(0)

    @Slot()
    def request(self) -> None:
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._bridge.run(self._read, self._done, self._not_done)

    @Slot(object)
    def _done(self, value: object) -> None:
        self._finish(self._show, value)

    @Slot(object)
    def _not_done(self, error: Exception) -> None:
        self._finish(self._failed, error)

    def _finish(self, receiver: Receiver, value: object) -> None:
        self._reading = False
        receive = receiver()
        if receive is not None and not _is_gone(receive):
            receive(value)
        if self._again:
            self._again = False
            self.request()
