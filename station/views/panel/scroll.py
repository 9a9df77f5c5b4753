"""A scroll area that follows the focus and keeps its content's right edge where it is, scroll bar or not."""

import weakref
from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

MARGIN: Final = 16
_BAR: Final = 10
"""Width of the scroll bar, as desk.qss has it."""
_LAYOUT: Final = QEvent.Type.LayoutRequest.value
_ROOM: Final = 24
"""Kept in sight around what has the focus."""


class FollowingScroll(QScrollArea):
    """Scrolls up and down only. `body` is where content goes; it stands at the top."""

    _revealed = Signal()
    """Without the widget: one that is deleted before a queued signal arrives would arrive as a wild pointer."""

    def __init__(self, *, margin: int = MARGIN) -> None:
        super().__init__()
        self._margin = margin
        self._wanted: weakref.ref[QWidget] | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        whole = QVBoxLayout(inside)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        whole.addLayout(self.body)
        whole.addStretch(1)
        self._whole = whole
        self.setWidget(inside)
        self._fit(0, 0)
        self.verticalScrollBar().rangeChanged.connect(self._fit)
        self._revealed.connect(self._reveal_now, Qt.ConnectionType.QueuedConnection)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def fill(self) -> None:
        """What is in it grows with the room there is, instead of standing at the top."""
        self._whole.setStretch(0, 1)
        self._whole.setStretch(1, 0)

    def to_top(self) -> None:
        self.verticalScrollBar().setValue(0)

    @Slot(QWidget)
    def reveal(self, widget: QWidget) -> None:
        """Bring it into sight once it has its place."""
        self._wanted = weakref.ref(widget)
        self._revealed.emit()

    @Slot()
    def _reveal_now(self) -> None:
        widget = self._wanted() if self._wanted is not None else None
        self._wanted = None
        if widget is None or not shiboken6.isValid(widget):
            return
        if widget.isVisible() and self.isAncestorOf(widget):
            QCoreApplication.sendPostedEvents(None, _LAYOUT)  # else what has just been put in has no size yet
            self.ensureWidgetVisible(widget, 0, _ROOM)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        """Not while a finger is down: what is tapped is in sight, and would be pulled from beneath it."""
        if now is not None and self.isAncestorOf(now) and not QApplication.mouseButtons():
            self.reveal(now)

    @Slot(int, int)
    def _fit(self, _: int, longest: int) -> None:
        taken = _BAR if longest > 0 else 0
        self._whole.setContentsMargins(self._margin, 4, max(0, self._margin - taken), self._margin)
