"""The checks that fall due next, so that a quiet rail still says where to go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.models.enums import Stage
from station.rules import wording
from station.rules.intervals import stage_of
from station.store.rows import BedRow, PatientRow
from station.views import fonts
from station.views.theme import Theme
from station.views.widgets.label import Role

_ROW: Final = 1.75
"""Height of a row in body type."""
_MOST: Final = 6
"""Rows; more would be a list nobody asked for."""


@dataclass(frozen=True, slots=True)
class _Due:
    place: str
    initials: str
    left: str
    soon: bool


class NextDue(QWidget):
    """Bed, initials and time left, soonest first; as many rows as there is room for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._base = 17.0
        self._heading, self._type = _types(self._base)
        self._waiting: tuple[tuple[str, PatientRow], ...] = ()
        self._rows: tuple[_Due, ...] = ()
        self._now: datetime | None = None

    def show_beds(self, beds: tuple[BedRow, ...], now: datetime) -> None:
        held = [(bed.label, bed.patient) for bed in beds if bed.patient is not None and bed.patient.away is None]
        self._waiting = tuple(sorted(held, key=lambda one: one[1].check.due_at))
        self.tick(now)

    def tick(self, now: datetime) -> None:
        self._now = now
        rows = self._due(now)
        if rows == self._rows:
            return
        same_places = [row.place for row in rows] == [row.place for row in self._rows]
        self._rows = rows
        if same_places:
            self.update(self._right_half())
        else:
            self.setAccessibleName("Due next: " + ", ".join(row.place for row in rows))
            self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_base(self, pixels: float) -> None:
        self._base = pixels
        self._heading, self._type = _types(pixels)
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._now is not None:
            self.tick(self._now)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        only_times = event.rect().left() >= self._right_half().left()
        painter.setPen(self._theme.muted)
        painter.setFont(self._heading)
        painter.drawText(self._row_box(0), Qt.AlignmentFlag.AlignVCenter, "Due next")
        painter.setFont(self._type)
        for place, row in enumerate(self._rows, start=1):
            box = self._row_box(place)
            if not only_times:
                self._paint_who(painter, box, row)
            painter.setPen(self._theme.low.text if row.soon else self._theme.muted)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.left)
            painter.fillRect(QRectF(0, box.bottom() - 1, box.width(), 1), self.palette().color(Role.Mid))
        painter.end()

    def _paint_who(self, painter: QPainter, box: QRectF, row: _Due) -> None:
        painter.setPen(self._theme.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, row.place)
        painter.setPen(self._theme.muted)
        after = painter.fontMetrics().horizontalAdvance(row.place) + self._base * 0.6
        painter.drawText(box.adjusted(after, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, row.initials)

    def _right_half(self) -> QRect:
        """Where the times stand, the only things that change each second."""
        left = self.width() // 2
        return QRect(left, 0, self.width() - left, self.height())

    def _row_box(self, place: int) -> QRectF:
        height = round(self._base * _ROW)
        return QRectF(0, place * height, self.width(), height)

    def _due(self, now: datetime) -> tuple[_Due, ...]:
        room = min(_MOST, int(self.height() / (self._base * _ROW)) - 1)
        early = ((place, one) for place, one in self._waiting if now < one.check.due_at)
        return tuple(
            _Due(
                place,
                one.initials,
                wording.short_left(one.check.due_at - now),
                stage_of(one.check, now) is Stage.DUE_SOON,
            )
            for (place, one), _ in zip(early, range(max(0, room)), strict=False)
        )


def _types(pixels: float) -> tuple[QFont, QFont]:
    """Of the heading and of the rows."""
    return fonts.pixels(pixels * 0.94, fonts.Weight.DemiBold), fonts.pixels(pixels)
