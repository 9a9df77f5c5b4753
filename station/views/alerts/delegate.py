"""Draws a row: a bar in the colour of its priority, what happened, how long over, who has it; a place to accept it."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from station.views.alerts.model import ROW
from station.views.alerts.rows import Row
from station.views.dress import chosen as chosen_ground
from station.views.dress import hover
from station.views.panel.controls import TOUCH, scaled
from station.views.theme import Theme, Tone
from station.views.widgets.paint import panel

_PAD: Final = 12
_BAR: Final = 5
_GAP: Final = 6
"""Between two rows."""
_INDENT: Final = 26
ACCEPT: Final = "Accept"
Type = tuple[QFont, QFontMetricsF]


class AlertDelegate(QStyledItemDelegate):
    """Rows of one height; nothing is laid out twice."""

    def __init__(self, theme: Theme, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._now: datetime | None = None
        self._types: dict[tuple[str, float, int], Type] = {}
        self.accepts = True
        """Whether the person here may accept; else no place to accept is drawn."""

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def set_now(self, now: datetime) -> None:
        self._now = now

    def _type(self, scale: float, weight: QFont.Weight = QFont.Weight.Normal) -> Type:
        """A font and its measures, made once: they are asked for by every row, each second."""
        base = self._view.font()
        key = (base.key(), scale, weight.value)
        if key not in self._types:
            font = scaled(base, scale, weight)
            self._types[key] = (font, QFontMetricsF(font))
        return self._types[key]

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = self._type(1.0)[1].height()
        return QSize(200, max(TOUCH + 2 * _PAD, round(line * 3.2) + 2 * _PAD) + _GAP)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(ROW)
        tone = self._theme.tone_for(row.priority)
        box = self._box(option.rect, row)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter, box, row, tone, option.state, chosen=index == self._view.currentIndex())
        room = box.adjusted(_BAR + _PAD, _PAD - 2, -_PAD, -_PAD + 2)
        if row.can_accept and self.accepts:
            place = self._accept_place(box)
            self._draw_accept(painter, place)
            room.setRight(place.left() - _PAD)
        self._draw_words(painter, room, row)
        painter.restore()

    def _box(self, rect: QRect, row: Row) -> QRectF:
        return QRectF(rect).adjusted(_INDENT if row.within else 0, 0, -2, -_GAP)

    def _accept_place(self, box: QRectF) -> QRectF:
        width = self._type(1.0, QFont.Weight.DemiBold)[1].horizontalAdvance(ACCEPT) + 30
        return QRectF(box.right() - width - _PAD, box.center().y() - TOUCH / 2, width, TOUCH)

    def _draw_ground(
        self, painter: QPainter, box: QRectF, row: Row, tone: Tone, state: QStyle.StateFlag, *, chosen: bool
    ) -> None:
        """`chosen`: it is what the keys would open or accept. Reached by Tab it is current, and not yet selected."""
        theme, ground = self._theme, tone.ground
        if not row.can_accept:
            pointed = bool(state & QStyle.StateFlag.State_MouseOver)
            ground = chosen_ground(theme) if chosen else hover(theme) if pointed else theme.surface
        edge = theme.focus if chosen and self._view.hasFocus() else theme.action if chosen else theme.line
        panel(painter, box, 7, fill=ground, edge=edge, width=2 if chosen else 1)
        bar = QRectF(box.left() + 4, box.top() + 6, _BAR, box.height() - 12)
        if row.closed:
            panel(painter, bar, 2, fill=None, edge=tone.edge, width=1.4)
        else:
            panel(painter, bar, 2, fill=tone.edge, edge=None, width=0)

    def _draw_accept(self, painter: QPainter, place: QRectF) -> None:
        panel(painter, place, 7, fill=self._theme.action, edge=None, width=0)
        painter.setFont(self._type(1.0, QFont.Weight.DemiBold)[0])
        painter.setPen(self._theme.on_action)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, ACCEPT)

    def _draw_words(self, painter: QPainter, room: QRectF, row: Row) -> None:
        theme, now = self._theme, self._now
        bold, plain = self._type(1.04, QFont.Weight.DemiBold), self._type(0.95)
        height = bold[1].height()
        first = QRectF(room.left(), room.top(), room.width(), height)
        right = row.over(now) if now is not None else row.right
        first.setRight(first.right() - self._draw_right(painter, first, right, bold, theme.text))
        if row.mark:
            first.setRight(first.right() - self._draw_mark(painter, first, row.mark))
        _draw(painter, first, row.title, bold, theme.text)
        lines = row.lines_at(now) if now is not None else row.lines
        step = (room.height() - height) / 2
        ink = theme.text if row.can_accept else theme.muted
        for place, words in enumerate(lines[:2]):
            line = QRectF(room.left(), room.top() + height + place * step, room.width(), step)
            _draw(painter, line, words, plain, ink)

    def _draw_right(self, painter: QPainter, line: QRectF, words: str, of: Type, ink: QColor) -> float:
        """At the end of the line; returns the room it took."""
        width = of[1].horizontalAdvance(words)
        painter.setFont(of[0])
        painter.setPen(ink)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        return width + 10

    def _draw_mark(self, painter: QPainter, line: QRectF, words: str) -> float:
        font, measures = self._type(0.88, QFont.Weight.DemiBold)
        width = measures.horizontalAdvance(words) + 16
        box = QRectF(line.right() - width, line.top(), width, line.height())
        painter.setFont(font)
        painter.setPen(QPen(self._theme.outline, 1))
        panel(painter, box, 4, fill=None, edge=self._theme.outline, width=1)
        painter.setPen(self._theme.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        return width + 10

    def accept_place(self, rect: QRect, row: Row) -> QRect:
        """Where a row is accepted."""
        return self._accept_place(self._box(rect, row)).toRect()

    def is_accept(self, rect: QRect, row: Row, at: QPointF) -> bool:
        """Whether this point of a row is where it is accepted."""
        return row.can_accept and self.accepts and self._accept_place(self._box(rect, row)).contains(at)


def _draw(painter: QPainter, line: QRectF, words: str, of: Type, ink: QColor) -> None:
    """On one line; what has no room ends in "…", and stands whole in the tooltip."""
    painter.setFont(of[0])
    painter.setPen(ink)
    fits = of[1].elidedText(words, Qt.TextElideMode.ElideRight, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fits)
