"""The window of a wall, which only shows."""

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QWidget
from typing_extensions import override

from station.views.panel.controls import dress_font
from station.views.widgets.label import Text


class WallShell(QMainWindow):
    """Full screen, one page, no cursor. It is given nothing it could change anything with.

    Esc or Ctrl+Q asks in words over the footer, so that no card is hidden; Enter then leaves, any other key stays.
    Left alone, the question goes away by itself.
    """

    closing = Signal()
    ASKS_FOR: Final = timedelta(seconds=10)
    ASKS: Final = "Leave the wall board? Enter leaves, any other key stays."

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setWindowTitle("Station wall")
        self.setCentralWidget(page)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._asked_at: datetime | None = None
        self._question = Text(self.ASKS, parent=self)
        self._question.setAutoFillBackground(True)
        self._question.setAlignment(Qt.AlignmentFlag.AlignCenter)
        dress_font(self._question, scale=1.8, weight=QFont.Weight.DemiBold)
        self._question.hide()

    @property
    def asking(self) -> bool:
        return not self._question.isHidden()

    @Slot(object)
    def tick(self, now: datetime) -> None:
        """The second has changed (`now` aware)."""
        if not self.asking:
            self._asked_at = None
        elif self._asked_at is None:
            self._asked_at = now
        elif now - self._asked_at >= self.ASKS_FOR:
            self._question.hide()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        leaves = event.key() == Qt.Key.Key_Escape or (
            event.key() == Qt.Key.Key_Q and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        )
        if self.asking and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        elif self.asking:
            self._question.hide()
        elif leaves:
            self._place_question()
            self._question.show()
            self._question.raise_()

    def _place_question(self) -> None:
        height = self._question.sizeHint().height() * 3 // 2
        self._question.setGeometry(0, self.height() - height, self.width(), height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_question()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
