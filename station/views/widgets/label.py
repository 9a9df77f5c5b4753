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


class WrappedText(QLabel):
    """A label of at most so many lines, the last of which ends in "…" when there is too little room."""

    def __init__(self, role: Role = Role.WindowText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setForegroundRole(role)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    @property
    def full_text(self) -> str:
        """What the label says, whether or not all of it fits."""
        return self._full

    def say(self, text: str) -> None:
        if text != self._full:
            self._full = text
            self.setAccessibleName(text)
            self._fit()

    def set_font(self, font: QFont) -> None:
        self.setFont(font)
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetricsF(self.font())
        room = self.contentsRect().width()
        count = max(1, int(self.height() / metrics.height() + 0.1))
        shown = "\n".join(wrapped(self._full, metrics, room, count)) if room > 0 else self._full
        if shown != self.text():
            self.setText(shown)
            self.setToolTip(self._full if shown.endswith("…") else "")


def wrapped(text: str, metrics: QFontMetricsF, room: float, count: int) -> list[str]:
    """The text on at most `count` lines of `room` pixels, broken between words; the last is elided when need be."""
    lines: list[str] = []
    words = text.split(" ")  # not at a no-break space, which keeps a name together
    while words and len(lines) < count - 1:
        taken = 1
        while taken < len(words) and metrics.horizontalAdvance(" ".join(words[: taken + 1])) <= room:
            taken += 1
        lines.append(" ".join(words[:taken]))
        words = words[taken:]
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in (*lines, " ".join(words)) if line]


class FitText(Text):
    """A label that shrinks its type, down to a share of its size; then says it shorter; and only then elides."""

    SMALLEST: Final = 0.72

    def __init__(self, text: str = "", role: Role = Role.WindowText, parent: QWidget | None = None) -> None:
        self._full = ""
        self._short = ""
        self._whole = False
        self._wanted = QFont()
        super().__init__("", role, parent)
        self.say(text)

    @override
    def say(self, text: str, short: str = "") -> None:
        """Show `text`; where it cannot be read in the room there is, `short` if given."""
        if (text, short) == (self._full, self._short):
            return
        fits_as_before = self._whole and _same_shape(text, self._full)
        self._full, self._short = text, short
        if fits_as_before:
            self.setText(text)
        else:
            self._fit()

    @property
    @override
    def full_text(self) -> str:
        return self._full

    def needed(self) -> float:
        """The width of the whole text in the type to use where there is room."""
        return text_width(self._wanted, self._full)

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
        font = self._shrunk(self._full, room)
        shown = self._full
        if self._short and text_width(font, shown) - _SLACK > room:
            shown = self._short
            font = self._shrunk(shown, room)
        if font != self.font():
            self.setFont(font)
        if text_width(font, shown) - _SLACK > room > 0:
            shown = QFontMetricsF(font).elidedText(shown, Qt.TextElideMode.ElideRight, room)
        self._whole = shown == self._full
        self.setText(shown)

    def _shrunk(self, text: str, room: int) -> QFont:
        font, size, needed = QFont(self._wanted), self._wanted.pixelSize(), text_width(self._wanted, text)
        if size > 0 and needed > room > 0:
            font.setPixelSize(max(round(size * self.SMALLEST), int(size * room / needed), 1))
        return font

    @override
    def is_cut(self) -> bool:
        return self.text() not in (self._full, self._short) or super().is_cut()


def _same_shape(one: str, other: str) -> bool:
    """Whether two texts differ in figures alone, which are all equally wide."""
    return len(one) == len(other) and one.translate(_FIGURES) == other.translate(_FIGURES)


_FIGURES: Final = str.maketrans("123456789", "000000000")
