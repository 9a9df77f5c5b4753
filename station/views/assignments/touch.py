"""Hands on the timeline: what presses, drags and keys mean there."""

from datetime import timedelta
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QPointF, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from station.rules.plan import Plan
from station.rules.plan_edits import FINE_STEP, STEP
from station.views.assignments.drags import Drag, Drawn, Part, drawn
from station.views.assignments.items import BlockItem, Choice, Item
from station.views.assignments.rows import Row
from station.views.assignments.scale import Scale


class Ground(Protocol):
    """What hands move over: the canvas."""

    @property
    def scale(self) -> Scale | None: ...

    def row_at(self, y: float) -> Row | None: ...

    def near(self, at: QPoint) -> BlockItem | None: ...

    def preview(self, plan: Plan, key: str) -> None: ...

    def show_drawn(self, drawn: Drawn | None) -> None: ...


class Keys(Protocol):
    """What keys on an item do."""

    def __call__(self, choice: Choice, event: QKeyEvent) -> bool: ...


class TimelineHands(QObject):
    """Chooses with a press, and once the hand has gone far enough moves what it holds."""

    chosen = Signal(object)
    """Choice: pressed, not dragged."""
    previewed = Signal(object, str)
    """Plan, and the key of the block that is held: as it would be if that were let go of now."""
    dropped = Signal(object, object)
    """Choice, Plan: let go of."""
    given_up = Signal()
    """The drag has ended and nothing is changed."""
    drawn_out = Signal(object)
    """Drawn: a new block is wanted there."""

    def __init__(self, keys: Keys, parent: QObject) -> None:
        super().__init__(parent)
        self._keys = keys
        self._ground: Ground | None = None
        self._over: QWidget | None = None
        self._plan: Plan | None = None
        self._editable = False
        self._item: Item | None = None
        self._pressed: QPointF | None = None
        self._drag: Drag | None = None
        self._latest: Plan | None = None
        self._empty: QPointF | None = None
        self._drawn: Drawn | None = None

    def work_on(self, ground: Ground, over: QWidget) -> None:
        """`over`: the widget whose places the ground speaks of."""
        self._ground, self._over = ground, over

    def hold(self, plan: Plan, *, editable: bool) -> None:
        """The plan that is shown from now on."""
        if plan is not self._plan:
            self.cancel()
        self._plan, self._editable = plan, editable

    @property
    def dragging(self) -> bool:
        return self._latest is not None or self._drawn is not None

    def cancel(self) -> bool:
        """Let go without changing anything; returns whether something was held."""
        was = self.dragging
        self._item = self._pressed = self._drag = self._latest = self._empty = self._drawn = None
        if was and self._ground is not None:
            self._ground.show_drawn(None)
            self.given_up.emit()
        return was

    # On an item

    def key(self, item: Item, event: QKeyEvent) -> bool:
        return self._keys(item.choice, event)

    def press(self, item: Item, at: QPointF) -> None:
        self.cancel()
        item.setFocus()
        self._item, self._pressed = item, at
        scale, block = self._ground.scale if self._ground is not None else None, None
        if isinstance(item, BlockItem) and self._plan is not None:
            block = self._plan.block(item.key)
        if block is None or scale is None or not self._editable or self._plan is None or self._over is None:
            return
        part = item.part_at(item.mapFromGlobal(at).x()) if isinstance(item, BlockItem) else Part.WHOLE
        offset = scale.at(self._over.mapFromGlobal(at).x()) - block.starts_at
        self._drag = Drag(self._plan, block.key, part, offset)

    def drag(self, at: QPointF, *, fine: bool) -> None:
        drag, ground, over, began = self._drag, self._ground, self._over, self._pressed
        if drag is None or ground is None or over is None or began is None or ground.scale is None:
            return
        if self._latest is None and (at - began).manhattanLength() < QApplication.startDragDistance():
            return
        place = over.mapFromGlobal(at)
        row = ground.row_at(place.y())
        plan = drag.to(ground.scale.at(place.x()), row.worker.staff_id if row else None, _step(fine=fine))
        if plan != self._latest:
            self._latest = plan
            ground.preview(plan, drag.key)
            self.previewed.emit(plan, drag.key)

    def let_go(self, at: QPointF) -> None:
        del at
        item, plan, latest = self._item, self._plan, self._latest
        self._item = self._pressed = self._drag = self._latest = None
        if item is None:
            return
        if latest is None:
            self.chosen.emit(item.choice)
        elif latest == plan:
            self.given_up.emit()
        else:
            self.dropped.emit(item.choice, latest)

    # Where there is no item

    def press_empty(self, at: QPointF) -> None:
        self.cancel()
        self._empty = at

    def draw(self, at: QPointF, *, fine: bool) -> None:
        ground, began = self._ground, self._empty
        if ground is None or began is None or ground.scale is None or self._plan is None or not self._editable:
            return
        if self._drawn is None and (at - began).manhattanLength() < QApplication.startDragDistance():
            return
        row = ground.row_at(began.y())
        if row is not None and began.x() >= ground.scale.left:
            pressed, here = ground.scale.at(began.x()), ground.scale.at(at.x())
            self._drawn = drawn(self._plan, row.worker.staff_id, pressed, here, _step(fine=fine))
            ground.show_drawn(self._drawn)

    def end_drawing(self, at: QPointF) -> None:
        began, out, self._empty, self._drawn = self._empty, self._drawn, None, None
        if self._ground is None or began is None:
            return
        self._ground.show_drawn(None)
        if out is not None:
            self.drawn_out.emit(out)
            return
        item = self._ground.near(at.toPoint())
        if item is not None:
            item.setFocus()
            self.chosen.emit(item.choice)


def _step(*, fine: bool) -> timedelta:
    return FINE_STEP if fine else STEP
