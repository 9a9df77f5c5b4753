"""Short words in outlined tags on one line: precautions, "late entry"."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.views.widgets.label import Role
from station.views.widgets.paint import panel


class TagRow(QWidget):
    """Tags from the left; those without room become one "+2". Colours: WindowText words, Dark outlines."""

    def __init__(self, spoken: str, parent: QWidget | None = None) -> None:
        """`spoken` is what the row is, for a screen reader: "Precautions"."""
        super().__init__(parent)
        self._spoken = spoken
        self._words: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return self._words

    def show_words(self, words: tuple[str, ...]) -> None:
        if words != self._words:
            self._words = words
            self.setAccessibleName(f"{self._spoken}: {', '.join(words)}" if words else "")
            self.setToolTip(", ".join(words))
            self.update()

    def shown(self) -> tuple[str, ...]:
        """The tags as drawn at the present width."""
        for count in range(len(self._words), 0, -1):
            rest = len(self._words) - count
            words = self._words[:count] + ((f"+{rest}",) if rest else ())
            if self._row_width(words) <= self.width():
                return words
        return (f"+{len(self._words)}",) if self._words else ()

    def needed(self, words: tuple[str, ...] | None = None) -> float:
        """The width in which these words, or those it has, can all be shown."""
        return self._row_width(self._words if words is None else words)

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(self.needed() + 1), round(QFontMetricsF(self.font()).capHeight() * 2.2))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rule = max(1.0, self.font().pixelSize() / 14)
        left = 0.0
        for word in self.shown():
            box = QRectF(left, 0, self._tag_width(word), self.height())
            panel(painter, box, box.height() / 4, fill=None, edge=self.palette().color(Role.Dark), width=rule)
            painter.setPen(self.palette().color(Role.WindowText))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
            left += box.width() + self._gap()
        painter.end()

    def _gap(self) -> float:
        return self.font().pixelSize() * 0.45

    def _tag_width(self, word: str) -> float:
        metrics = QFontMetricsF(self.font())
        return metrics.horizontalAdvance(word) + metrics.capHeight() * 1.3

    def _row_width(self, words: tuple[str, ...]) -> float:
        return sum(map(self._tag_width, words)) + self._gap() * max(0, len(words) - 1)
