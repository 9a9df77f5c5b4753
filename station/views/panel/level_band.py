"""The levels a patient has been on, as a band over time: the shape of each is that of its badge, never a colour."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLineF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.policy import Policy
from station.store.rows.levels import LevelStretchRow
from station.views.panel.controls import TOUCH, Segments, dress_font, heading, label, scaled
from station.views.panel.desk import Desk
from station.views.panel.level_words import Piece, marks, pieces, stretch_words, window
from station.views.widgets.badge import shape_of
from station.views.widgets.paint import panel

_RADIUS: Final = 5.0
_ROOM: Final = 5.0
_LEAST: Final = 3.0
"""However short a stretch was, it is to be seen: so many pixels."""
_RANGES: Final = (("day", "24 h"), ("stay", "Stay"))


class LevelBand(QWidget):
    """One box a stretch. A tap or the arrow keys choose one; whoever shows the band says what it was."""

    chosen = Signal(object)
    """LevelStretchRow."""

    def __init__(self, policy: Policy, *, axis: bool = True) -> None:
        """`axis`: whether the hours are written beneath."""
        super().__init__()
        self._policy, self._axis = policy, axis
        self._pieces: list[Piece] = []
        self._span: tuple[datetime, datetime] | None = None
        self._zone = ZoneInfo("UTC")
        self._order_id = 0
        self._by_hand = False
        """A person has chosen one."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Levels over time")
        dress_font(self)

    @property
    def shown(self) -> tuple[Piece, ...]:
        return tuple(self._pieces)

    @property
    def chosen_row(self) -> LevelStretchRow | None:
        found = self._place()
        return None if found is None else self._pieces[found].row

    def show_levels(self, rows: Sequence[LevelStretchRow], now: datetime, zone: ZoneInfo, *, whole_stay: bool) -> None:
        """The latest is chosen until a person chooses another."""
        self._span, self._zone = window(rows, now, whole_stay=whole_stay), zone
        self._pieces = pieces(rows, *self._span)
        if self._pieces and (self._place() is None or not self._by_hand):
            self._order_id = self._pieces[-1].row.order_id
        self.setAccessibleDescription(", then ".join(one.row.words for one in self._pieces))
        self.updateGeometry()
        self.update()

    def _place(self) -> int | None:
        return next((at for at, one in enumerate(self._pieces) if one.row.order_id == self._order_id), None)

    def choose(self, at: int) -> None:
        """The stretch at this place; beyond the ends the first or the last."""
        if self._pieces:
            row = self._pieces[max(0, min(at, len(self._pieces) - 1))].row
            self._order_id, self._by_hand = row.order_id, True
            self.update()
            self.chosen.emit(row)

    def box_of(self, piece: Piece) -> QRectF:
        """Where it stands, in pixels."""
        width = self.width()
        left, right = piece.left * width, piece.right * width
        return QRectF(min(left, width - _LEAST), 0, max(_LEAST, right - left - 1), self._band())

    def _band(self) -> float:
        return float(max(TOUCH, round(self.fontMetrics().lineSpacing() * 2.2)))

    @override
    def sizeHint(self) -> QSize:
        beneath = self.fontMetrics().lineSpacing() * 1.25 if self._axis else 5
        return QSize(200, round(self._band()) + round(beneath))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().x()
        if self._pieces:
            self.choose(min(range(len(self._pieces)), key=lambda place: self._distance(place, at)))

    def _distance(self, place: int, at: float) -> float:
        box = self.box_of(self._pieces[place])
        return max(box.left() - at, at - box.right(), 0.0)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self._place() or 0
        to = {
            Qt.Key.Key_Left: place - 1,
            Qt.Key.Key_Right: place + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._pieces),
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
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for one in self._pieces:
            self._paint_piece(painter, one)
        if self._span is not None and self._axis:
            self._paint_axis(painter)
        painter.end()

    def _paint_piece(self, painter: QPainter, one: Piece) -> None:
        box = self.box_of(one)
        if one.row.level_asleep is None:
            self._paint_level(painter, box, one.row.level, "")
        else:
            half = (box.height() - 2) / 2
            self._paint_level(painter, QRectF(box.left(), 0, box.width(), half), one.row.level, "awake")
            below = QRectF(box.left(), half + 2, box.width(), half)
            self._paint_level(painter, below, one.row.level_asleep, "asleep")
        if one.row.order_id == self._order_id:
            ink = QPalette.ColorRole.Highlight if self.hasFocus() else QPalette.ColorRole.WindowText
            painter.setPen(QPen(self.palette().color(ink), 3 if self.hasFocus() else 2))
            painter.drawLine(QLineF(box.left(), box.bottom() + 3, box.right(), box.bottom() + 3))

    def _paint_level(self, painter: QPainter, box: QRectF, code: str, when: str) -> None:
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        ground = self.palette().color(QPalette.ColorRole.Window)
        shape = shape_of(code, continuous=self._policy.level(code).continuous)
        radius = min(_RADIUS, box.width() / 2)
        panel(painter, box, radius, fill=ink if shape == "filled" else None, edge=ink, width=1.3)
        if shape == "double" and box.width() > 9:
            inner = box.adjusted(3, 3, -3, -3)
            panel(painter, inner, max(1.0, radius - 3), fill=None, edge=ink, width=1.3)
        painter.setPen(ground if shape == "filled" else ink)
        painter.setFont(scaled(self.font(), 0.95 if not when else 0.82, QFont.Weight.DemiBold))
        self._write(painter, box, code, when)

    def _write(self, painter: QPainter, box: QRectF, code: str, when: str) -> None:
        """As much of it as there is room for; nothing where not even the code fits."""
        room = box.width() - 2 * _ROOM - 2
        for words in (f"{code} {when}".strip(), code):
            if painter.fontMetrics().horizontalAdvance(words) <= room:
                painter.drawText(box.adjusted(_ROOM + 2, 0, -_ROOM, 0), Qt.AlignmentFlag.AlignVCenter, words)
                return

    def _paint_axis(self, painter: QPainter) -> None:
        if self._span is None:
            return
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.setFont(scaled(self.font(), 0.8))
        metrics, edge = painter.fontMetrics(), 0.0
        top = self._band() + 5
        for mark in marks(*self._span, self._zone):
            wide = metrics.horizontalAdvance(mark.words)
            left = min(max(0.0, mark.share * self.width() - wide / 2), self.width() - wide)
            if left >= edge:
                painter.drawText(QRectF(left, top, wide + 1, metrics.height()), mark.words)
                edge = left + wide + 10


class LevelsSection(QWidget):
    """The band, what it shows of, and what the chosen stretch was: its level, when, who ordered it, why."""

    def __init__(self, desk: Desk, stay_id: int) -> None:
        super().__init__()
        self._desk, self._stay_id = desk, stay_id
        self._rows: tuple[LevelStretchRow, ...] = ()
        self._minute = -1
        self.range = Segments("Levels of", _RANGES)
        self.range.choose("day")
        for one in self.range.buttons():
            one.setMinimumWidth(round(TOUCH * 1.4))
        self.band = LevelBand(desk.facts.policy)
        self.state = label("Reading the levels…", tone="muted", scale=0.93)
        self.what = label(weight=QFont.Weight.DemiBold)
        self.when = label(tone="muted", scale=0.93)
        self.who = label(scale=0.93)
        self._lay_out()
        self.range.chosen.connect(self._range_chosen)
        self.band.chosen.connect(self._say)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(heading("Levels"), 1)
        top.addWidget(self.range)
        column.addLayout(top)
        for one in (self.state, self.band, self.what, self.when, self.who):
            column.addWidget(one)
        self.band.hide()

    def reload(self) -> None:
        self._desk.bridge.run(self._read, self._show, self._failed)

    def _read(self) -> tuple[LevelStretchRow, ...]:
        return self._desk.reads.levels(self._stay_id)

    @Slot(object)
    def _show(self, rows: tuple[LevelStretchRow, ...]) -> None:
        self._rows = rows
        self.state.setText("" if rows else "No level has been ordered.")
        self.state.setVisible(not rows)
        self.band.setVisible(bool(rows))
        self._draw()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.state.setText(f"The levels cannot be read. {error}")
        self.state.show()

    def tick(self, now: datetime) -> None:
        """The band moves with each minute."""
        if now.minute != self._minute and self._rows:
            self._draw()

    def _draw(self) -> None:
        now = self._desk.now()
        self._minute = now.minute
        self.band.show_levels(self._rows, now, self._desk.zone, whole_stay=self.range.value == "stay")
        self._say(self.band.chosen_row)

    @Slot(str)
    def _range_chosen(self, _: str) -> None:
        self._draw()

    @Slot(object)
    def _say(self, row: LevelStretchRow | None) -> None:
        lines = ("", "", "") if row is None else stretch_words(row, self._desk.now(), self._desk.zone)
        for one, words in zip((self.what, self.when, self.who), lines, strict=True):
            one.setText(words)
            one.setVisible(bool(words))
        self.band.setAccessibleName(f"Levels over time. {'. '.join(lines)}" if row else "Levels over time")
