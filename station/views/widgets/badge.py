"""The observation level as shape and weight, never colour: outlined, double rule, filled."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.views.widgets.label import Role
from station.views.widgets.paint import panel

Shape = Literal["outlined", "double", "filled"]


def shape_of(level: str, *, continuous: bool) -> Shape:
    """Intermittent levels are outlined; of the continuous ones, line of sight has a double rule, the rest is filled."""
    if not continuous:
        return "outlined"
    return "double" if level == "LOS" else "filled"


class LevelBadge(QWidget):
    """A level's code in its shape. Colours: WindowText, on a ground of Window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = ""
        self._shape: Shape = "outlined"

    @property
    def level(self) -> str:
        return self._level

    @property
    def shape(self) -> Shape:
        return self._shape

    def show_level(self, level: str, shape: Shape) -> None:
        if (level, shape) != (self._level, self._shape):
            self._level, self._shape = level, shape
            self.setAccessibleName(level)
            self.update()

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        width = metrics.horizontalAdvance(self._level) + metrics.capHeight() * 1.7
        return QSize(round(max(width, metrics.capHeight() * 3.6)), round(metrics.capHeight() * 2.2))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._level:
            return
        painter = QPainter(self)
        box = QRectF(self.rect())
        ink, ground = self.palette().color(Role.WindowText), self.palette().color(Role.Window)
        rule = max(1.0, self.font().pixelSize() / 14)
        radius = box.height() / 4.5
        panel(painter, box, radius, fill=ink if self._shape == "filled" else None, edge=ink, width=rule)
        if self._shape == "double":
            gap = rule * 2.2
            panel(painter, box.adjusted(gap, gap, -gap, -gap), radius - gap, fill=None, edge=ink, width=rule)
        painter.setPen(ground if self._shape == "filled" else ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._level)
        painter.end()
