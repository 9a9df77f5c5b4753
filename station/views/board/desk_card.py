"""A card of the desk: the same card with a button behind it, so that it can be pressed and reached by keys."""

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from station.views.board.card import Card, CardLook
from station.views.theme import Role
from station.views.widgets.paint import panel


class CardButton(QAbstractButton):
    """Invisible but for its ring when it has the focus, or the pointer is over it. Colours: Link, Dark."""

    opened_twice = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The first click has opened it already; the second asks for more."""
        self.opened_twice.emit()
        event.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # QAbstractButton would move the focus by its own lights; the grid knows the places
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self.hasFocus() or self.underMouse()):
            return
        painter = QPainter(self)
        width = max(2.0, self.fontMetrics().height() / 6) if self.hasFocus() else 1.5
        color = self.palette().color(Role.Link if self.hasFocus() else Role.Dark)
        panel(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), 6.0, fill=None, edge=color, width=width)
        painter.end()


class DeskCard(Card):
    """A card that can be opened."""

    activated = Signal(int)
    """The bed's id, as on the row shown."""
    page_wanted = Signal(int)
    """Stay id: a double click on somebody."""

    def __init__(self, look: CardLook, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.button = CardButton(self)
        self.button.lower()
        for part in self.findChildren(QWidget):
            if part is not self.button:
                part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.button.clicked.connect(self._open)
        self.button.opened_twice.connect(self._want_page)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.button.setGeometry(self.rect())

    @override
    def _name(self, sentence: str) -> None:
        super()._name(sentence)
        self.button.setAccessibleName(sentence)

    @Slot()
    def _open(self) -> None:
        if self.bed is not None:
            self.activated.emit(self.bed.bed_id)

    @Slot()
    def _want_page(self) -> None:
        if self.bed is not None and self.bed.patient is not None:
            self.page_wanted.emit(self.bed.patient.stay_id)
