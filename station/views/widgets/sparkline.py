"""A score and the line of those before it, for a card: drawn when it changes, never with the seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.views.widgets.paint import panel

Points = tuple[tuple[datetime, int], ...]
"""Scores with their times, oldest first."""

LEAST_TOP: Final = 7
"""A score of 7 reaches the top: a line that is high looks high, whatever the others were."""
_LINE: Final = 4.6
_LEAST_LINE: Final = 2.2
"""The usual and the least width of the line, in sizes of the type; with less room it is left out."""
_GAP: Final = 0.45


@dataclass(frozen=True, slots=True)
class ScoreInk:
    """Colours of words, of the line, and of what stands behind a score that asks for a nurse."""

    text: QColor
    line: QColor
    solid: QColor
    on_solid: QColor


class ScoreLine(QWidget):
    """The words, and the line at their right; filled where the score asks for a nurse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._asks = "", False
        self._points: Points = ()
        self._ink: ScoreInk | None = None

    @property
    def words(self) -> str:
        return self._words

    @property
    def asks(self) -> bool:
        return self._asks

    @property
    def points(self) -> Points:
        return self._points

    @property
    def has_line(self) -> bool:
        """Whether there is room for the line."""
        return bool(self._line_box())

    def show_score(self, words: str, points: Sequence[tuple[datetime, int]], *, asks: bool) -> bool:
        """Returns whether anything differs from what was shown."""
        said = (words, tuple(points), asks)
        if said == (self._words, self._points, self._asks):
            return False
        self._words, self._points, self._asks = said
        self.setAccessibleName(words)
        self.update()
        return True

    def set_ink(self, ink: ScoreInk) -> None:
        if ink != self._ink:
            self._ink = ink
            self.update()

    def needed(self, *, line: bool) -> float:
        """The width of the words, with the line or without it."""
        if not self._words:
            return 0.0
        return self._box_width() + (self._em() * (_GAP + _LINE) if line and len(self._points) > 1 else 0.0)

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(self.needed(line=True) + 1), round(QFontMetricsF(self.font()).capHeight() * 2.2))

    def _em(self) -> float:
        return float(max(1, self.font().pixelSize()))

    def _box_width(self) -> float:
        metrics = QFontMetricsF(self.font())
        return metrics.horizontalAdvance(self._words) + (metrics.capHeight() * 1.3 if self._asks else 0.0)

    def _line_box(self) -> QRectF | None:
        left = self._box_width() + self._em() * _GAP
        if len(self._points) < 2 or self.width() - left < self._em() * _LEAST_LINE:
            return None
        return QRectF(left, 0, self.width() - left, self.height()).adjusted(1, 2, -2, -2)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        ink = self._ink
        if ink is None or not self._words:
            return
        painter = QPainter(self)
        box = QRectF(0, 0, self._box_width(), self.height())
        if self._asks:
            panel(painter, box, box.height() / 4, fill=ink.solid, edge=None, width=0)
        painter.setPen(ink.on_solid if self._asks else ink.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._words)
        self._paint_line(painter, ink)
        painter.end()

    def _paint_line(self, painter: QPainter, ink: ScoreInk) -> None:
        box = self._line_box()
        if box is None:
            return
        begins, ends = self._points[0][0], self._points[-1][0]
        whole = max(1.0, (ends - begins).total_seconds())
        top = max(LEAST_TOP, *(score for _, score in self._points))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink.line, max(1.2, self._em() / 10)))
        painter.drawPolyline(
            [
                QPointF(
                    box.left() + box.width() * (at - begins).total_seconds() / whole,
                    box.bottom() - box.height() * score / top,
                )
                for at, score in self._points
            ]
        )
