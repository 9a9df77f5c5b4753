"""A patient's vital signs over time: scores, six panels on one axis, what happened; read by mouse and by keys."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from station.reports.patient_words import NOT_MEASURED, Owed, set_mark
from station.reports.vital_panels import Panel, Scored, scored
from station.store.rows.vitals import PatientDay, SpanRow, VitalRow
from station.views.panel.controls import dress_font
from station.views.patient import edges
from station.views.patient.edges import EventMark, Figure, Frame, ScoreMark
from station.views.patient.plots import EDGE, Place, Plots
from station.views.patient.sight import Sight
from station.views.theme import Theme

_ZOOM: Final = 1.25
_PAN: Final = 0.2
_PANEL: Final = 2.1
"""The least height of a panel, in lines of type."""
_DRAG: Final = 4
NAMES_WIDE: Final = 4.2
FIGURES_WIDE: Final = 3.8
"""Of what stands at the left and the right of a chart, in lines of type."""


class Trends(QWidget):
    """Wheel and plus, minus: zoom. Drag and Shift with the arrows: pan. Pointer and arrows: read one set."""

    read = Signal(object)
    """VitalRow that the crosshair stands on; None: it stands on none."""

    def __init__(self, panels: Sequence[Panel], sight: Sight, theme: Theme, zone: ZoneInfo, owed: Owed) -> None:
        super().__init__()
        self.panels, self.sight, self._theme, self._zone, self._owed = tuple(panels), sight, theme, zone, owed
        self._rows: tuple[VitalRow, ...] = ()
        self._times: list[float] = []
        self._scores: tuple[ScoreMark, ...] = ()
        self._events: tuple[EventMark, ...] = ()
        self._spans: tuple[SpanRow, ...] = ()
        self._place = -1
        self._pressed: tuple[float, float, float] | None = None
        self._dragging = False
        self.plots = Plots(panels, sight, theme)
        self.plots.setParent(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Vital signs over time")
        self.setAccessibleDescription(
            "Arrow keys read one set after the other; plus and minus zoom; Shift with the arrows moves in time."
        )
        dress_font(self)
        sight.changed.connect(self._moved)
        self._fit()

    @property
    def row(self) -> VitalRow | None:
        """The set that is read."""
        return self._rows[self._place] if 0 <= self._place < len(self._rows) else None

    @property
    def scores(self) -> tuple[ScoreMark, ...]:
        return self._scores

    @property
    def events(self) -> tuple[EventMark, ...]:
        return self._events

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.plots.set_theme(theme)
        self.update()

    def show_panels(self, panels: Sequence[Panel]) -> None:
        """The same panels, with other limits of what is usual."""
        self.panels = tuple(panels)
        self.plots.show_panels(self.panels)

    def show_day(self, day: PatientDay) -> None:
        """The crosshair stays on the set that it was on."""
        from station.views.patient.series import series_of

        kept = self.row
        self._rows = day.sets
        self._times = [self.sight.seconds(one.observed_at) for one in day.sets]
        scores = [scored(one) for one in day.sets]
        self._scores = () if day.vitals.no_score else _scores(day.sets, scores)
        self._events = _events(day)
        self._spans = tuple(sorted(day.spans, key=lambda one: one.starts_at))
        since = self.sight.since or day.since
        owed = [self._owed.of(said, one.observed_at, day.orders) for said, one in zip(scores, day.sets, strict=True)]
        lines = [
            [series_of(day.sets, line, since, owed, expected=one.expected) for line in one.lines] for one in self.panels
        ]
        away = [
            (self.sight.seconds(one.starts_at), self.sight.seconds(one.ends_at or day.until))
            for one in day.spans
            if one.kind == "away"
        ]
        self.plots.show_series(lines, away)
        self._place = next((at for at, one in enumerate(day.sets) if kept is not None and one.id == kept.id), -1)
        self._point()
        self.update()

    def go_to(self, place: int) -> None:
        """Read this set; beyond the ends the first or the last."""
        if self._rows:
            self._place = max(0, min(place, len(self._rows) - 1))
            self.sight.bring(self._times[self._place])
            self._point()

    def leave(self) -> bool:
        """Read none; returns whether one was."""
        was, self._place = self._place, -1
        self._point()
        return was >= 0

    def nearest(self, x: float) -> int:
        """The set nearest to a place in the widget, among those in sight; -1: none."""
        at = self.sight.left + (x - self._begins) / self.plots.wide * self.sight.length
        after = bisect_left(self._times, at)
        near = [one for one in (after - 1, after) if 0 <= one < len(self._times)]
        seen = [one for one in near if self.sight.left <= self._times[one] <= self.sight.right]
        return min(seen, key=lambda one: abs(self._times[one] - at), default=-1)

    def _point(self) -> None:
        row = self.row
        share = None if row is None else self.sight.share(row.observed_at)
        self.plots.point_at(share if share is not None and 0 <= share <= 1 else None)
        self.update(self._beside())
        self.read.emit(row)

    def _beside(self) -> QRect:
        """Where the figures stand: not beside the scores, of which the latest reaches beyond the panels."""
        frame = self.frame_now()
        top = math.ceil(frame.scores_top + frame.scores_height)
        return QRect(self.plots.geometry().right() + 2, top, self.width(), self.height() - top)

    @Slot()
    def _moved(self) -> None:
        row = self.row
        if row is not None:
            share = self.sight.share(row.observed_at)
            self.plots.point_at(share if 0 <= share <= 1 else None)
        self.update()

    # Places

    def _line(self) -> int:
        return self.fontMetrics().lineSpacing()

    @property
    def _begins(self) -> int:
        """Where the time in sight does."""
        return self.plots.x() + EDGE

    def frame_now(self) -> Frame:
        """Where everything stands."""
        line, box = self._line(), self.plots.geometry()
        return Frame(
            left=self._begins,
            width=self.plots.wide,
            names=5.0,
            scores_top=3.0,
            scores_height=line * 1.35,
            marks_top=box.bottom() + 4,
            lane=line * 1.1,
            axis_top=box.bottom() + 4 + 2.2 * line,
        )

    def _fit(self) -> None:
        line = self._line()
        self.setMinimumHeight(round(line * (1.8 + _PANEL * len(self.panels) + 2.2 + 1.2)))
        left, right = round(line * NAMES_WIDE), round(line * FIGURES_WIDE)
        top, bottom = round(line * 1.9), round(line * 3.4)
        wide, high = max(40, self.width() - left - right), max(40, self.height() - top - bottom)
        self.plots.setGeometry(left - EDGE, top, wide + 2 * EDGE, high)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._moved()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "plots"):
            self._fit()

    # Drawing

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        frame, places, span = self.frame_now(), self._places(), self.sight.span()
        if event.rect().left() <= frame.right:
            font, share, theme = self.font(), self.sight.share, self._theme
            edges.paint_names(painter, font, frame, self.panels, places, theme)
            edges.paint_scores(painter, font, frame, self._scores, share, theme)
            edges.paint_spans(painter, font, frame, self._spans, share, theme)
            edges.paint_events(painter, font, frame, self._events, share, theme)
            if span is not None:
                edges.paint_hours(painter, font, frame, span, self._zone, theme)
        edges.paint_figures(painter, self.font(), frame, self.figures(), places)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.focus, 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        painter.end()

    def _places(self) -> list[Place]:
        top = self.plots.y()
        return [Place(one.top + top, one.height, one.low, one.high) for one in self.plots.places()]

    def figures(self) -> list[list[Figure]]:
        """At the right: the values of the set that is read; else the last that was measured of each."""
        return [self._figures_of(one) for one in self.panels]

    def _figures_of(self, panel: Panel) -> list[Figure]:
        row, theme = self.row, self._theme
        colors = (theme.action, theme.plan.area_3.text)
        if row is not None:
            values = [(line.words(row), line.of(row)) for line in panel.lines]
            if all(value is None for _, value in values):
                return [Figure(NOT_MEASURED, None, theme.muted)]
            return [Figure(said, at, theme.text) for said, at in values if at is not None]
        last = [next((one for one in reversed(self._rows) if line.of(one) is not None), None) for line in panel.lines]
        return [
            Figure(line.words(one), line.of(one), color)
            for line, one, color in zip(panel.lines, last, colors, strict=False)
            if one is not None
        ]

    # Mouse and keys

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        sideways = turned.x() if abs(turned.x()) > abs(turned.y()) else 0
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            sideways = turned.y() or turned.x()
        if sideways:
            self.sight.pan(-sideways / 120 * _PAN)
        elif turned.y():
            self.sight.zoom(_ZOOM ** (-turned.y() / 120), self._share(event.position()))
        event.accept()

    def _share(self, at: QPointF) -> float:
        return max(0.0, min(1.0, (at.x() - self._begins) / self.plots.wide))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = (event.position().x(), self.sight.left, self.sight.length)
            self._dragging = False
            self._place = self.nearest(event.position().x())
            self._point()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._pressed is None:
            if self.plots.geometry().left() <= x <= self.plots.geometry().right():
                self._read_at(x)
            return
        began, left, length = self._pressed
        self._dragging = self._dragging or abs(x - began) >= _DRAG
        if self._dragging:
            wanted = left - (x - began) / self.plots.wide * length
            self.sight.pan((wanted - self.sight.left) / self.sight.length)

    def _read_at(self, x: float) -> None:
        place = self.nearest(x)
        if place != self._place:
            self._place = place
            self._point()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.leave()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._press(Qt.Key(event.key()), shift=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)):
            super().keyPressEvent(event)

    def _press(self, key: Qt.Key, *, shift: bool) -> bool:
        """Returns whether the key means something here."""
        arrows = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in arrows and shift:
            self.sight.pan(arrows[key] * _PAN)
        elif key in arrows:
            begins = len(self._rows) if key == Qt.Key.Key_Left else -1
            self.go_to((self._place if self._place >= 0 else begins) + arrows[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else len(self._rows))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.sight.zoom(_ZOOM if key == Qt.Key.Key_Minus else 1 / _ZOOM, self.about())
        elif key == Qt.Key.Key_0:
            self.sight.show_all()
        else:
            return False
        return True

    def about(self) -> float:
        """Where to zoom by keys: at the set that is read."""
        share = 0.5 if self.row is None else self.sight.share(self.row.observed_at)
        return share if 0 <= share <= 1 else 0.5

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def _scores(rows: Sequence[VitalRow], scores: Sequence[Scored]) -> tuple[ScoreMark, ...]:
    found = zip(rows, scores, strict=True)
    return tuple(ScoreMark(row.observed_at, said.words, said.asks) for row, said in found if said.words)


def _events(day: PatientDay) -> tuple[EventMark, ...]:
    """What is marked on the axis: sets that are not whole, notes and assessments; in order of time."""
    found: list[tuple[datetime, str]] = [(one.observed_at, mark) for one in day.sets if (mark := set_mark(one))]
    found += [(one.at, one.words) for one in day.marks]
    return tuple(EventMark(at, words) for at, words in sorted(found))
