"""The gap before every check of a day as a bar, with the limits of the level in force as lines."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from station.models.enums import Stage
from station.reports.patient_words import gap_words
from station.store.rows.vitals import GapRow
from station.views.panel.controls import dress_font, scaled
from station.views.panel.level_words import marks
from station.views.theme import Theme

DAY: Final = timedelta(hours=24)
_TOP: Final = 1.35
"""The scale ends at so many times the lapse; what was longer is cut off there, and is said to be."""
_WIDEST: Final = 4.0
_TALLEST: Final = 9.0
"""Lines of type."""


class GapChart(QWidget):
    """The pointer or the arrow keys choose a check; whoever shows the chart says what it was."""

    chosen = Signal(object)
    """GapRow, or None."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: tuple[GapRow, ...] = ()
        self._until: datetime | None = None
        self._zone = ZoneInfo("UTC")
        self._late, self._lapsed = 1.0, 1.0
        self._place = -1
        self.margins = (0.0, 0.0)
        """Room at the left and right, so that it lies beneath a band of the same hours."""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Gap before each check")
        dress_font(self)

    @property
    def row(self) -> GapRow | None:
        return self._rows[self._place] if 0 <= self._place < len(self._rows) else None

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_gaps(
        self, rows: Sequence[GapRow], until: datetime, zone: ZoneInfo, *, late_s: float, lapsed_s: float
    ) -> None:
        """Of the 24 hours before `until`; the limits are those of the level in force."""
        kept = self.row
        self._rows, self._until, self._zone = tuple(rows), until, zone
        self._late, self._lapsed = max(1.0, late_s), max(1.0, lapsed_s)
        self._place = next((at for at, one in enumerate(self._rows) if one == kept), -1)
        self.setAccessibleDescription(self._spoken(until))
        self.update()

    def _spoken(self, now: datetime) -> str:
        worst = [one for one in self._rows if one.stage.rank >= Stage.LATE.rank]
        if not worst:
            return "None was late."
        return "; ".join(gap_words(one, self._zone, now) for one in worst)

    def choose(self, place: int) -> None:
        """The check at that place; beyond the ends the first or the last."""
        if self._rows:
            self._place = max(0, min(place, len(self._rows) - 1))
            self.update()
            self.chosen.emit(self.row)

    def leave(self) -> None:
        """Choose none."""
        self._place = -1
        self.update()
        self.chosen.emit(None)

    # Places

    def _width(self) -> float:
        return max(1.0, self.width() - sum(self.margins))

    def x_of(self, moment: datetime) -> float:
        """Where a moment lies, in pixels."""
        before = 0.0 if self._until is None else (self._until - moment) / DAY
        return self.margins[0] + (1.0 - before) * self._width()

    def _bars(self) -> float:
        """The height of the bars."""
        return self.height() - self.fontMetrics().lineSpacing() * 1.3

    def _high(self, seconds: float) -> float:
        return min(1.0, seconds / (self._lapsed * _TOP)) * (self._bars() - 2)

    def bar_of(self, one: GapRow) -> QRectF:
        """Where it stands, in pixels."""
        wide = max(1.0, min(_WIDEST, self._width() / (len(self._rows) + 1) * 0.45))
        high = max(1.0, self._high(one.gap_s or 0.0))
        return QRectF(self.x_of(one.observed_at) - wide / 2, self._bars() - high, wide, high)

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, round(self.fontMetrics().lineSpacing() * 4.8))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def _fit(self) -> None:
        self.setMaximumHeight(round(self.fontMetrics().lineSpacing() * _TALLEST))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    # Drawing

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_limits(painter)
        for at, one in enumerate(self._rows):
            if one.gap_s is not None:
                painter.fillRect(self.bar_of(one), self._color(one.stage))
                self._paint_cut(painter, one)
            if at == self._place:
                self._paint_chosen(painter, one)
        painter.setPen(QPen(self._theme.line, 1))
        base, right = round(self._bars()) + 0.5, self.width() - self.margins[1]
        painter.drawLine(QLineF(self.margins[0], base, right, base))
        self._paint_hours(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.focus, 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _color(self, stage: Stage) -> QColor:
        tone = self._theme.tone_of(stage) if stage.rank >= Stage.LATE.rank else None
        return self._theme.bar if tone is None else tone.edge

    def _paint_limits(self, painter: QPainter) -> None:
        painter.setFont(scaled(self.font(), 0.8))
        metrics = painter.fontMetrics()
        said = ((self._late, "late", self._theme.medium), (self._lapsed, "lapsed", self._theme.high))
        for seconds, word, tone in said:  # one above its line, the other beneath: they may lie close together
            y = round(self._bars() - self._high(seconds)) + 0.5
            painter.setPen(QPen(tone.edge, 1, Qt.PenStyle.DashLine))
            right = self.width() - self.margins[1]
            painter.drawLine(QLineF(self.margins[0], y, right, y))
            painter.setPen(tone.text)
            top = y - metrics.height() * (0.85 if seconds == self._lapsed else 0.25)
            box = QRectF(right + 6, top, self.margins[1], metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f"{_minutes(seconds)} {word}")

    def _paint_cut(self, painter: QPainter, one: GapRow) -> None:
        """A bar that is longer than there is room for has a gap near its top."""
        if (one.gap_s or 0) > self._lapsed * _TOP:
            bar = self.bar_of(one)
            painter.fillRect(QRectF(bar.left() - 1, bar.top() + 5, bar.width() + 2, 3), self._theme.surface)

    def _paint_chosen(self, painter: QPainter, one: GapRow) -> None:
        painter.setPen(QPen(self._theme.text, 1))
        at = self.bar_of(one).center().x()
        painter.drawLine(QLineF(at, 0, at, self._bars()))
        painter.setBrush(self._theme.text)
        painter.drawEllipse(QPointF(at, self._bars()), 3, 3)

    def _paint_hours(self, painter: QPainter) -> None:
        if self._until is None:
            return
        painter.setFont(scaled(self.font(), 0.84))
        painter.setPen(self._theme.muted)
        metrics = painter.fontMetrics()
        for mark in marks(self._until - DAY, self._until, self._zone, most=8):
            wide = metrics.horizontalAdvance(mark.words)
            left = self.margins[0] + mark.share * self._width() - wide / 2
            left = min(max(self.margins[0], left), self.width() - self.margins[1] - wide)
            painter.drawText(QRectF(left, self._bars() + 3, wide + 2, metrics.height()), mark.words)

    # Mouse and keys

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._choose_at(event.position().x())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose_at(event.position().x())

    def _choose_at(self, x: float) -> None:
        if self._rows:
            place = min(range(len(self._rows)), key=lambda at: abs(self.x_of(self._rows[at].observed_at) - x))
            if place != self._place:
                self.choose(place)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.leave()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._rows) - 1
        before, after = (last, 0) if self._place < 0 else (self._place - 1, self._place + 1)
        to = {
            Qt.Key.Key_Left: before,
            Qt.Key.Key_Right: after,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if to is None:
            super().keyPressEvent(event)
        else:
            self.choose(to)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.leave()


def _minutes(seconds: float) -> str:
    """15; 1:30 where it is no whole number of minutes."""
    whole, rest = divmod(round(seconds), 60)
    return f"{whole}:{rest:02d}" if rest else str(whole)
