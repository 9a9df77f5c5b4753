"""Hands a board what was read only while it is seen: drawing three boards for one is what a tap would wait for."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.store.rows import BoardSnapshot


class WhileSeen(QObject):
    """The first snapshot is handed on at once, so that there is something to show; what comes while nobody sees the
    page waits, the newest of it, and is there before the page is drawn again."""

    _waiting: BoardSnapshot | None = None
    """Of the class too: as a window is taken down the page still sends events, and what was set here may be gone."""

    def __init__(self, page: QWidget, show: Callable[[BoardSnapshot], None]) -> None:
        super().__init__(page)
        self._page, self._show = page, show
        self._begun = False
        page.installEventFilter(self)

    @Slot(object)
    def take(self, snapshot: BoardSnapshot) -> None:
        if self._begun and not self._page.isVisible():
            self._waiting = snapshot
            return
        self._begun, self._waiting = True, None
        self._show(snapshot)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        waiting = self._waiting
        if waiting is not None and event.type() == QEvent.Type.Show:
            self._waiting = None
            self._show(waiting)
        return False
