"""Labels for text that must not be cut off: one that always has its room, one that shrinks, one that elides."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

Role = QPalette.ColorRole

_SLACK: Final = 1.0
"""Pixels of rounding a text may be wider than measured."""


def text_width(font: QFont, text: str) -> float:
    """The room a text needs, in pixels."""
    return QFontMetricsF(font).horizontalAdvance(text) + _SLACK


class Text(QLabel):
    """A plain-text label that takes its colour from a palette role. Whoever lays it out gives it enough room."""

    def __init__(self, text: str = "", role: Role = Role.WindowText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setForegroundRole(role)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.say(text)

    def say(self, text: str) -> None:
        """Show this text; nothing is repainted when it is the same."""
        if text != self.text():
            self.setText(text)

    @property
    def full_text(self) -> str:
        """What the label says, whether or not all of it fits."""
        return self.text()

    def is_cut(self) -> bool:
        """Whether some of the text is lost for want of room."""
        room = self.contentsRect().width()
        return bool(self.text()) and self.isVisible() and text_width(self.font(), self.text()) - _SLACK > room + _SLACK


class ElidedText(Text):
    """A label that ends in "…" when there is too little room; the whole text is its tooltip and accessible name."""

    def __init__(self, text: str = "", role: Role = Role.WindowText, parent: QWidget | None = None) -> None:
        self._full = ""
        super().__init__("", role, parent)
        self.say(text)

    @override
    def say(self, text: str) -> None:
        if text == self._full:
            return
        self._full = text
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    @property
    @override
    def full_text(self) -> str:
        return self._full

    def set_font(self, font: QFont) -> None:
        self.setFont(font)
        self._fit()
        self.updateGeometry()

    @override
    def is_cut(self) -> bool:
        return False

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(text_width(self.font(), self._full) + 1), super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width()
        shown = self._full
        if text_width(self.font(), shown) - _SLACK > room:
            shown = QFontMetricsF(self.font()).elidedText(shown, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
            self.setToolTip(self._full if shown != self._full else "")


class FitText(Text):
    """A label that shrinks its type, down to a share of its size, before it elides."""

    SMALLEST: Final = 0.72

    def __init__(self, text: str = "", role: Role = Role.WindowText, parent: QWidget | None = None) -> None:
        self._full = ""
        self._measured: tuple[int, int] = (0, 0)
        self._wanted = QFont()
        super().__init__("", role, parent)
        self.say(text)

    @override
    def say(self, text: str) -> None:
        if text == self._full:
            return
        same_shape = len(text) == self._measured[0] and self._measured[1] == self.width() and self.text() == self._full
        self._full = text
        if same_shape and _same_shape(text, self.text()):
            self.setText(text)
        else:
            self._fit()

    @property
    @override
    def full_text(self) -> str:
        return self._full

    def set_font(self, font: QFont) -> None:
        """The type to use where there is room (pixel size set)."""
        self._wanted = font
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width()
        size = self._wanted.pixelSize()
        font = QFont(self._wanted)
        needed = text_width(font, self._full)
        if size > 0 and needed > room > 0:
            font.setPixelSize(max(round(size * self.SMALLEST), int(size * room / needed), 1))
        if font != self.font():
            self.setFont(font)
        self._measured = (len(self._full), self.width())
        self.setText(self._elided(font, room))

    def _elided(self, font: QFont, room: int) -> str:
        if room <= 0 or text_width(font, self._full) - _SLACK <= room:
            return self._full
        return QFontMetricsF(font).elidedText(self._full, Qt.TextElideMode.ElideRight, room)

    @override
    def is_cut(self) -> bool:
        return self.text() != self._full or super().is_cut()


def _same_shape(one: str, other: str) -> bool:
    """Whether two texts differ in figures alone, which are all equally wide."""
    return len(one) == len(other) and all(
        a == b or (a.isdigit() and b.isdigit()) for a, b in zip(one, other, strict=True)
    )
