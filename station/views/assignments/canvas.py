"""The rows of the timeline: names on the left, blocks over the hours. Items are kept and moved, never made anew."""

from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.rules.plan import Block, Gap, Plan
from station.views.assignments.drags import Drawn
from station.views.assignments.items import BlockItem, Choice, Item, NameItem, OfBlock, OfPerson
from station.views.assignments.rows import Row, row_at, rows_of
from station.views.assignments.scale import Scale
from station.views.assignments.tints import tint_of
from station.views.assignments.touch import TimelineHands
from station.views.assignments.words import (
    Names,
    block_line,
    block_sentence,
    block_title,
    person_line,
    person_sentence,
)
from station.views.panel.controls import TOUCH
from station.views.theme import Theme, mixed
from station.views.widgets.paint import panel

REACH = TOUCH // 2
"""So near to a block that is narrower than a finger, a tap is meant for it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the timeline draws."""

    plan: Plan
    names: Names
    gaps: tuple[Gap, ...] = ()
    faulty: frozenset[str] = frozenset()
    """Keys of blocks against which something is said."""
    editable: bool = True
    hours: tuple[datetime, ...] = field(default=())
    """Whole hours of the unit's clock."""


class Canvas(QWidget):
    """Told what to draw; what hands do on it goes to `hands`."""

    lifted = Signal()
    """A block stands above everything now, while it is held."""

    def __init__(self, hands: TimelineHands, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName("People and what they do")
        self._hands, self._theme, self._base = hands, theme, 14.0
        self._shown: Shown | None = None
        self._scale: Scale | None = None
        self._chosen: Choice | None = None
        self._rows: list[Row] = []
        self._drawn: Drawn | None = None
        self._held = ""
        self._told: dict[str, tuple[Block, str, Names]] = {}
        """What each block says of itself, and of what: said anew only when that has changed."""
        self.names: dict[int, NameItem] = {}
        self.blocks: dict[str, BlockItem] = {}

    @property
    def rows(self) -> list[Row]:
        return self._rows

    @property
    def scale(self) -> Scale | None:
        return self._scale

    def set_look(self, theme: Theme, base: float) -> None:
        self._theme, self._base = theme, base
        for one in (*self.names.values(), *self.blocks.values()):
            one.set_look(theme, base)
        self.update()

    def show_all(self, shown: Shown, scale: Scale, chosen: Choice | None) -> None:
        """Everything as it is now."""
        self._shown, self._scale, self._chosen, self._held = shown, scale, chosen, ""
        height, lane = max(TOUCH + 14.0, self._base * 4.2), max(float(TOUCH), self._base * 3.3)
        self._rows = rows_of(shown.plan, shown.names, height=height, lane=lane)
        self._show_names(shown)
        self._show_blocks(shown)
        self.setMinimumHeight(round(sum(one.height for one in self._rows)))
        self.update()

    def preview(self, plan: Plan, key: str) -> None:
        """A block as it would be if it were let go of now; nothing else moves."""
        block, item, shown = plan.block(key), self.blocks.get(key), self._shown
        row = next((one for one in self._rows if block and one.worker.staff_id == block.staff_id), None)
        if block is None or item is None or shown is None or row is None or self._scale is None:
            return
        self._told.pop(key, None)
        item.setGeometry(self._place(block, row, self._scale))
        line = shown.names.span(block.starts_at, block.ends_at)
        item.say(block_title(block, shown.names), line, block_sentence(block, shown.names, plan))
        if key != self._held:
            self._held = key
            item.raise_()
            self.lifted.emit()

    def show_drawn(self, drawn: Drawn | None) -> None:
        """The outline of a new block that is being drawn out."""
        if drawn != self._drawn:
            self._drawn = drawn
            self.update()

    def item_of(self, choice: Choice | None) -> Item | None:
        if isinstance(choice, OfBlock):
            return self.blocks.get(choice.key)
        return self.names.get(choice.staff_id) if isinstance(choice, OfPerson) else None

    def row_at(self, y: float) -> Row | None:
        return row_at(self._rows, y)

    def near(self, at: QPoint) -> BlockItem | None:
        """The narrow block a finger means that came down beside it."""
        narrow = [
            one
            for one in self.blocks.values()
            if one.width() < TOUCH and one.geometry().top() <= at.y() <= one.geometry().bottom()
        ]
        reached = [(abs(one.geometry().center().x() - at.x()), one) for one in narrow]
        return min((one for one in reached if one[0] <= REACH), key=lambda one: one[0], default=(0, None))[1]

    def _show_names(self, shown: Shown) -> None:
        here = {one.worker.staff_id for one in self._rows}
        for gone in [one for one in self.names if one not in here]:
            _drop(self.names.pop(gone))
        for row in self._rows:
            worker = row.worker
            item = self.names.get(worker.staff_id)
            if item is None:
                item = self.names[worker.staff_id] = NameItem(worker.staff_id, self._hands, self._theme, self)
                item.set_look(self._theme, self._base)
                item.show()
            name = shown.names.name_of(worker.staff_id, shown.plan)
            item.say(
                name, person_line(worker, shown.names, shown.plan), person_sentence(worker, shown.names, shown.plan)
            )
            item.show_state(chosen=self._chosen == item.choice, expired=bool(worker.warnings))
            left = self._scale.left if self._scale else 0
            item.setGeometry(QRect(4, round(row.top) + 4, round(left) - 10, round(row.height) - 8))

    def _show_blocks(self, shown: Shown) -> None:
        rows = {one.worker.staff_id: one for one in self._rows}
        here = {one.key for one in shown.plan.blocks if one.staff_id in rows}
        for gone in [one for one in self.blocks if one not in here]:
            _drop(self.blocks.pop(gone))
            self._told.pop(gone, None)
        for block in shown.plan.blocks:
            if block.key in here:
                self._show_block(block, rows[block.staff_id], shown)

    def _show_block(self, block: Block, row: Row, shown: Shown) -> None:
        tint, item = tint_of(block, shown.names, self._theme), self.blocks.get(block.key)
        if item is None:
            item = self.blocks[block.key] = BlockItem(block.key, self._hands, self._theme, tint, self)
            item.set_look(self._theme, self._base)
            item.show()
        item.show_tint(tint)
        line = block_line(block, shown.names, shown.plan)
        if self._told.get(block.key) != (block, line, shown.names):
            self._told[block.key] = block, line, shown.names
            item.say(block_title(block, shown.names), line, block_sentence(block, shown.names, shown.plan))
        item.show_state(chosen=self._chosen == item.choice, faulty=block.key in shown.faulty)
        if self._scale is not None:
            item.setGeometry(self._place(block, row, self._scale))

    def _place(self, block: Block, row: Row, scale: Scale) -> QRect:
        left, right = round(scale.x(block.starts_at)) + 1, round(scale.x(block.ends_at)) - 1
        return QRect(left, round(row.top_of(block.key)), max(3, right - left), round(row.lane))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._hands.press_empty(event.position())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        fine = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self._hands.draw(event.position(), fine=fine)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hands.end_drawing(event.position())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        scale, shown = self._scale, self._shown
        if scale is None or shown is None:
            return
        painter = QPainter(self)
        self._paint_rows(painter, scale, event.rect())
        painter.setPen(QPen(self._theme.line, 1))
        for at in shown.hours:
            x = round(scale.x(at))
            painter.drawLine(x, 0, x, self.height())
        self._paint_drawn(painter, scale)
        painter.end()

    def _paint_rows(self, painter: QPainter, scale: Scale, dirty: QRect) -> None:
        away = mixed(self._theme.surface, self._theme.ground, 1.0)
        for row in self._rows:
            if row.top > dirty.bottom() or row.top + row.height < dirty.top():
                continue
            worker = row.worker
            for since, until in ((scale.starts_at, worker.starts_at), (worker.ends_at, scale.ends_at)):
                if since < until:
                    painter.fillRect(QRectF(scale.x(since), row.top, scale.x(until) - scale.x(since), row.height), away)
            bottom = round(row.top + row.height) - 1
            painter.setPen(QPen(self._theme.line, 1))
            painter.drawLine(0, bottom, self.width(), bottom)

    def _paint_drawn(self, painter: QPainter, scale: Scale) -> None:
        drawn = self._drawn
        row = next((one for one in self._rows if drawn and one.worker.staff_id == drawn.staff_id), None)
        if drawn is None or row is None:
            return
        left, right = scale.x(drawn.starts_at) + 1, scale.x(drawn.ends_at) - 1
        box = QRectF(left, row.top_of(""), right - left, row.lane)
        panel(
            painter, box, 6, fill=mixed(self._theme.surface, self._theme.action, 0.13), edge=self._theme.action, width=2
        )


def _drop(item: Item) -> None:
    item.hide()
    item.deleteLater()
