"""Shapes that several widgets draw alike."""

from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen


def panel(
    painter: QPainter, box: QRectF, radius: float, *, fill: QColor | None, edge: QColor | None, width: float
) -> None:
    """A rounded rectangle whose edge, `width` pixels wide, lies wholly inside `box`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(edge, width) if edge is not None else Qt.PenStyle.NoPen)
    inset = width / 2 if edge is not None else 0.0
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)


def hatch(painter: QPainter, box: QRectF, color: QColor, spacing: float) -> None:
    """Broad diagonal stripes over `box`; whoever calls sets the clip. `spacing` is between stripes, in pixels."""
    painter.setPen(QPen(color, spacing / 2))
    reach, left, bottom = box.height(), box.left(), box.bottom()
    count = int((box.width() + reach) / (spacing * 1.4142)) + 2
    step = spacing * 1.4142
    painter.drawLines(
        [QLineF(left - reach + at * step, bottom, left + at * step, bottom - reach) for at in range(count)]
    )


@lru_cache(maxsize=16)
def stripes(color: int, spacing: int) -> QBrush:
    """Broad diagonal stripes as something to fill with, drawn once: for what is drawn again while it moves.

    `color` with its opacity, as `QColor.rgba` gives it; `spacing` between stripes, in pixels.
    """
    side = spacing * 2
    tile = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor.fromRgba(color), spacing * 0.7))
    for shift in (-side, 0, side):
        painter.drawLine(QPointF(shift - spacing, side + spacing), QPointF(shift + side + spacing, -spacing))
    painter.end()
    return QBrush(tile)
