"""A large running time, with a small unit where it would be misread without one."""

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.views.widgets.label import Role

_UNIT_SHARE = 0.5


class TimeLabel(QWidget):
    """Figures on one baseline, left aligned; shrinks rather than being cut. Colour: BrightText."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures = ""
        self._unit = ""
        self._width = 0.0

    @property
    def text(self) -> str:
        """As shown: "7:23", "1:07 h"."""
        return f"{self._figures} {self._unit}" if self._unit else self._figures

    def show_time(self, figures: str, unit: str = "") -> None:
        if (figures, unit) == (self._figures, self._unit):
            return
        self._figures, self._unit = figures, unit
        self.update()

    def needed(self) -> float:
        """The width of the text at its full size, in pixels."""
        return self._measure(self.font())

    def shrunk(self) -> QFont:
        """The type as drawn: the widget's own, or smaller so that the text has room."""
        font = QFont(self.font())
        needed = self._measure(font)
        if needed > self.width() > 0:
            font.setPixelSize(max(1, int(font.pixelSize() * self.width() / needed)))
        return font

    def is_cut(self) -> bool:
        return self._measure(self.shrunk()) > self.width() + 1 or self.height() < self._cap(self.shrunk())

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(self.needed() + 1), round(self._cap(self.font()) * 1.3))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        font = self.shrunk()
        painter = QPainter(self)
        painter.setPen(self.palette().color(Role.BrightText))
        painter.setFont(font)
        base = (self.height() + self._cap(font)) / 2
        painter.drawText(QPointF(0, base), self._figures)
        if self._unit:
            start = QFontMetricsF(font).horizontalAdvance(self._figures) + font.pixelSize() * 0.1
            painter.setFont(_unit_font(font))
            painter.drawText(QPointF(start, base), self._unit)
        painter.end()

    def _measure(self, font: QFont) -> float:
        figures = QFontMetricsF(font).horizontalAdvance(self._figures)
        if not self._unit:
            return figures
        return figures + font.pixelSize() * 0.1 + QFontMetricsF(_unit_font(font)).horizontalAdvance(self._unit)

    def _cap(self, font: QFont) -> float:
        return QFontMetricsF(font).capHeight()


def _unit_font(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(max(1, round(font.pixelSize() * _UNIT_SHARE)))
    return small
