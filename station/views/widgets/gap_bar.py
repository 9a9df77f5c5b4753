"""How far a gap has run, with marks where it becomes late and where it lapses."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.views.widgets.label import Role


class GapBar(QWidget):
    """A bar over a track. Only what changes by a pixel is drawn again. Colours: Mid the track, Dark the marks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._filled = -1
        self._marks: tuple[float, ...] = ()
        self._color = QColor()

    @property
    def share(self) -> float:
        """How much of the bar is filled, 0 to 1."""
        return self._share

    @property
    def marks(self) -> tuple[float, ...]:
        return self._marks

    def show_gap(self, share: float, marks: tuple[float, ...], color: QColor) -> None:
        """Fill `share` of the bar (brought into 0 to 1) and set marks at these shares of its length."""
        share = min(1.0, max(0.0, share))
        pixel = round(share * self.width())
        if pixel == self._filled and marks == self._marks and color == self._color:
            return
        self._share, self._marks, self._color, self._filled = share, marks, color, pixel
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = self.height() * 0.5
        box = QRectF(0, (self.height() - thick) / 2, self.width(), thick)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(self.palette().color(Role.Mid))
        painter.drawRoundedRect(box, thick / 2, thick / 2)
        if self._share > 0:
            painter.setBrush(self._color)
            filled = QRectF(box.left(), box.top(), max(thick, self._share * self.width()), thick)
            painter.drawRoundedRect(filled, thick / 2, thick / 2)
        self._draw_marks(painter)
        painter.end()

    def _draw_marks(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        width = max(1, round(self.height() / 9))
        for mark in self._marks:
            left = round(mark * self.width()) - width // 2
            painter.fillRect(left, 0, width, self.height(), self.palette().color(Role.Dark))
