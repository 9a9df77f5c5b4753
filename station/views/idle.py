"""Notices that nobody is at a desk any more: no key, no mouse, no touch for as long as the policy says."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow
from typing_extensions import override

USUAL: Final = timedelta(minutes=3)
"""Until the policy has been read."""

_SIGNS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TouchEnd,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)


class Idle(QObject):
    """Listens at the windows, where all input comes in; not at every widget, which would cost each event.

    `elapsed` counts seconds and cannot be set, so that neither a clock that is set nor a demo that runs fast matters.
    """

    idle = Signal()
    """Nobody has been here for the whole time. Said once; `begin` makes it watch again."""

    def __init__(self, elapsed: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._elapsed = elapsed
        self._limit = USUAL
        self._since = elapsed()
        self._watching = False

    def set_limit(self, limit: timedelta) -> None:
        """How long a desk may stand idle."""
        self._limit = limit

    def begin(self) -> None:
        """Somebody is here now."""
        self._since, self._watching = self._elapsed(), True
        self._listen()

    def end(self) -> None:
        self._watching = False

    @Slot(object)
    def tick(self, _: object) -> None:
        """A second has passed, more or less: the count decides."""
        if not self._watching:
            return
        if self._elapsed() - self._since >= self._limit.total_seconds():
            self._watching = False
            self.idle.emit()
        else:
            self._listen()

    def _listen(self) -> None:
        """At every window there is now: menus and dialogs come and go. Listening twice is listening once."""
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWindow) and event.type() in _SIGNS:
            self._since = self._elapsed()
        return False
