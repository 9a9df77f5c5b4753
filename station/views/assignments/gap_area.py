"""What nobody covers, above the rows: one lane for each need, each stretch where it is in time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.rules.plan import Gap
from station.views import fonts
from station.views.assignments.canvas import Shown
from station.views.assignments.items import GapItem, Hands
from station.views.assignments.scale import Scale
from station.views.assignments.words import Names, counted, gap_sentence, gap_title
from station.views.panel.controls import TOUCH
from station.views.theme import Theme, mixed

LANE: Final = TOUCH + 6
SOON: Final = timedelta(hours=1)
ALL_COVERED: Final = "Everything is covered"


class GapArea(QWidget):
    """One quiet line while everything is covered."""

    def __init__(self, hands: Hands, theme: Theme) -> None:
        super().__init__()
        self._hands, self._theme, self._base = hands, theme, 14.0
        self._scale: Scale | None = None
        self._shown: Shown | None = None
        self._names: Names | None = None
        self._stands: object = None
        """What is drawn behind the stretches."""
        self.lanes: list[list[GapItem]] = []

    @property
    def items(self) -> list[GapItem]:
        return [one for lane in self.lanes for one in lane]

    def set_look(self, theme: Theme, base: float) -> None:
        self._theme, self._base = theme, base
        for one in self.items:
            one.set_look(theme, base)
        self.update()

    def show_gaps(self, shown: Shown, gaps: Sequence[Gap], scale: Scale, now: datetime) -> None:
        """Items are used again lane by lane: most of them stay where they are while a block is dragged."""
        wanted = _by_need(gaps)
        stands = (scale, shown.hours, [lane[0].need.title for lane in wanted])
        self._scale, self._shown = scale, shown
        spare, lanes = self.items, []
        for place, lane in enumerate(wanted):
            lanes.append([self._item(gap, place, spare, scale, now) for gap in lane])
        for one in spare:
            one.hide()
            one.deleteLater()
        self.lanes = lanes
        self.setFixedHeight(max(1, len(lanes)) * LANE)
        many = counted(len(gaps), "stretch").replace("stretchs", "stretches")
        self.setAccessibleName(f"Not covered: {many}" if gaps else ALL_COVERED)
        self._names = shown.names
        if stands != self._stands:
            self._stands = stands
            self.update()

    def _item(self, gap: Gap, lane: int, spare: list[GapItem], scale: Scale, now: datetime) -> GapItem:
        same = next((one for one in spare if one.gap == gap), None)
        item = same or (spare[0] if spare else None)
        if item is None:
            item = GapItem(gap, self._hands, self._theme, self)
            item.set_look(self._theme, self._base)
            item.show()
        else:
            spare.remove(item)
        soon = gap.starts_at <= now + SOON and now < gap.ends_at
        item.show_gap(gap, soon=soon)
        if self._shown is not None and (same is None or self._names is not self._shown.names):
            names = self._shown.names
            item.say(gap_title(gap), names.span(gap.starts_at, gap.ends_at), gap_sentence(gap, names))
        left, right = round(scale.x(gap.starts_at)) + 1, round(scale.x(gap.ends_at)) - 1
        item.setGeometry(QRect(left, lane * LANE + 3, max(6, right - left), TOUCH))
        return item

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        scale, shown = self._scale, self._shown
        if scale is None or shown is None:
            return
        painter = QPainter(self)
        painter.fillRect(event.rect(), mixed(self._theme.surface, self._theme.ground, 0.6))
        painter.setPen(QPen(self._theme.line, 1))
        for at in shown.hours:
            painter.drawLine(round(scale.x(at)), 0, round(scale.x(at)), self.height())
        for place, lane in enumerate(self.lanes):
            self._write_lane(painter, scale, place, lane[0].gap)
        if not self.lanes:
            self._write(painter, QRectF(12, 0, self.width() - 24, self.height()), ALL_COVERED, bold=False)
        painter.end()

    def _write_lane(self, painter: QPainter, scale: Scale, at: int, gap: Gap) -> None:
        top, wide, half = at * LANE + 3.0, scale.left - 20, TOUCH / 2
        self._write(painter, QRectF(12, top + 2, wide, half), gap.need.title, bold=True)
        self._write(painter, QRectF(12, top + half - 2, wide, half), "Needs a person", bold=False)

    def _write(self, painter: QPainter, box: QRectF, text: str, *, bold: bool) -> None:
        font = fonts.pixels(self._base * 0.9, fonts.Weight.DemiBold) if bold else fonts.pixels(self._base * 0.82)
        painter.setFont(font)
        painter.setPen(self._theme.text if bold or self.lanes else self._theme.muted)
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


def _by_need(gaps: Sequence[Gap]) -> list[list[Gap]]:
    """One lane for each need, in the order of its first stretch."""
    lanes: dict[object, list[Gap]] = {}
    for gap in gaps:
        lanes.setdefault(gap.need.subject, []).append(gap)
    return list(lanes.values())
