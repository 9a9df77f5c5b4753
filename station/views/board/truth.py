"""What the footer says of the board itself: words on a wall; on a desk a quiet button that opens who watches."""

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from station.views.theme import Theme
from station.views.widgets.label import Role, Text, text_width

TOUCH: Final = 44
_PAD: Final = 8
_ROUND: Final = 4.0


class Truth(Text):
    """On a wall: it is read."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(role=Role.PlaceholderText, parent=parent)
        self._theme = theme
        self._unwell = False

    def set_unwell(self, *, unwell: bool) -> None:
        """In the tone of a warning, or as quiet as everything else here."""
        if unwell != self._unwell:
            self._unwell = unwell
            self._wear()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._wear()

    def _wear(self) -> None:
        self.setForegroundRole(Role.WindowText if self._unwell else Role.PlaceholderText)
        if self._unwell:
            palette = self.palette()
            palette.setColor(Role.WindowText, self._theme.medium.text)
            self.setPalette(palette)


class TruthButton(QAbstractButton):
    """On a desk: pressed, it opens who watches and when each was last well."""

    TIP: Final = "Who watches, and when each was last well (W)"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._unwell = False
        self._cut = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(TOUCH)
        self.setToolTip(self.TIP)
        self.say("")

    @property
    def full_text(self) -> str:
        return self.text()

    def say(self, text: str) -> None:
        if text != self.text() or not self.accessibleName():
            self.setText(text)
            self.setAccessibleName(f"{text}. Opens who watches" if text else "Who watches")
            self.updateGeometry()

    def is_cut(self) -> bool:
        return bool(self.text()) and self.isVisible() and self._needed() > self.width() + 1

    def set_unwell(self, *, unwell: bool) -> None:
        if unwell != self._unwell:
            self._unwell = unwell
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _needed(self) -> float:
        return text_width(self.font(), self.text()) + 2 * _PAD

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(self._needed() + 1), TOUCH)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = self.palette().color(Role.PlaceholderText)
        painter.setPen(self._theme.medium.text if self._unwell else role)
        font = QFont(self.font())
        font.setUnderline(self.underMouse() or self.isDown())
        painter.setFont(font)
        inner = self.rect().adjusted(_PAD, 0, -_PAD, 0)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.text())
        if self.hasFocus():
            painter.setPen(self._theme.focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 3, -1, -3), _ROUND, _ROUND)
        painter.end()
