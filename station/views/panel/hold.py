"""A button that acts only when it has been held, so that a slip of the finger does nothing."""

from typing import Final

from PySide6.QtCore import QRectF, Qt, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from station.views.panel.controls import TOUCH, dress_font

HOLD_MS: Final = 1000
_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class HoldButton(QPushButton):
    """Emits `held` once after a second of holding it, by mouse, finger, Enter or Space. A line along its foot fills."""

    held = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setMinimumHeight(TOUCH)
        dress_font(self)
        self.setAutoDefault(False)
        self.setToolTip("Press and hold for one second")
        self.setAccessibleName(text)
        self.setAccessibleDescription("Press and hold for one second; with the keyboard, hold Enter")
        self._filling = QVariantAnimation(self)
        self._filling.setDuration(HOLD_MS)
        self._filling.setStartValue(0.0)
        self._filling.setEndValue(1.0)
        self._filling.valueChanged.connect(self._filled)
        self._filling.finished.connect(self._act)
        self._share = 0.0

    @property
    def share(self) -> float:
        """How much of the second has passed, 0 to 1."""
        return self._share

    @Slot(object)
    def _filled(self, share: float) -> None:
        self._share = share
        self.update()

    @Slot()
    def _act(self) -> None:
        self._release()
        self.held.emit()

    def _press(self) -> None:
        if self.isEnabled():
            self._filling.start()

    def _release(self) -> None:
        self._filling.stop()
        self._share = 0.0
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._press()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._release()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _KEYS:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._press()

    @override
    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _KEYS:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self._release()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._release()
        super().focusOutEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._share <= 0:
            return
        painter = QPainter(self)
        room = self.width() - 12
        painter.fillRect(QRectF(6, self.height() - 6, room * self._share, 3), self.palette().link())
        painter.end()
