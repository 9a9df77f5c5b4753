"""The timeline of a shift: hours across the top, what nobody covers, and everybody's row."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.plan import Gap, Plan
from station.views import fonts
from station.views.assignments.canvas import Canvas, Shown
from station.views.assignments.gap_area import LANE, GapArea
from station.views.assignments.items import Choice, Item, OfBlock, OfGap
from station.views.assignments.scale import Scale
from station.views.assignments.touch import TimelineHands
from station.views.dress import sheet
from station.views.panel.controls import rule
from station.views.theme import Theme

Gaps = Callable[[Plan, str], tuple[Gap, ...]]
"""What nobody covers in a plan while the block of this key is held."""
_NAMES_WIDE: Final = 12.6
"""Room for names, in sizes of body type."""
_RIGHT: Final = 12.0
_HIGH: Final = 8000
"""Pixels; higher than any shift has rows."""
_ROWS_KEPT: Final = 2
_MOST_LANES: Final = 3.5
"""Lanes of what nobody covers that are in sight at once."""


class HourHeader(QWidget):
    """The hours of the unit's clock."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._base = theme, 14.0
        self._scale: Scale | None = None
        self._labels: list[tuple[datetime, str]] = []
        self._now: tuple[datetime, str] | None = None

    def set_look(self, theme: Theme, base: float) -> None:
        self._theme, self._base = theme, base
        self.setFixedHeight(round(base * 2.5))
        self.update()

    def show_hours(self, scale: Scale, labels: list[tuple[datetime, str]], now: tuple[datetime, str] | None) -> None:
        """`now`: where the line is, and the time that stands on it; None: not within the shift."""
        self._scale, self._labels, self._now = scale, labels, now
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        scale = self._scale
        if scale is None:
            return
        painter = QPainter(self)
        font = fonts.pixels(self._base * 0.88)
        painter.setFont(font)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        now = self._now_box(scale)
        for at, text in self._labels:
            x = scale.x(at)
            painter.setPen(QPen(self._theme.line, 1))
            painter.drawLine(round(x), 0, round(x), self.height())
            painter.setPen(self._theme.muted)
            box = QRectF(x + 6, 0, QFontMetricsF(font).horizontalAdvance(text), self.height())
            if now.intersects(box) or box.right() > self.width():
                continue
            painter.drawText(QRectF(x + 6, 0, scale.per_hour, self.height()), middle, text)
        if self._now is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.text)
            painter.drawRoundedRect(now, 4, 4)
            painter.setFont(self._now_font())
            painter.setPen(self._theme.surface)
            painter.drawText(now, Qt.AlignmentFlag.AlignCenter, self._now[1])
        painter.end()

    def _now_font(self) -> QFont:
        return fonts.pixels(self._base * 0.82, fonts.Weight.DemiBold)

    def _now_box(self, scale: Scale) -> QRectF:
        """What stands on the line; nothing while now is not within the shift."""
        if self._now is None:
            return QRectF()
        at, text = self._now
        wide, high = QFontMetricsF(self._now_font()).horizontalAdvance(text) + 12, self._base * 1.5
        left = min(max(scale.left - 4, scale.x(at) - wide / 2), self.width() - wide)
        return QRectF(left, self.height() - high - 4, wide, high)


class NowLine(QWidget):
    """Where now is, over everything."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme: Theme | None = None
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is not None:
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._theme.text)
            painter.end()

    def stand(self, x: float | None) -> None:
        """None: nowhere."""
        self.setVisible(x is not None)
        if x is not None:
            self.setGeometry(round(x) - 1, 0, 2, _HIGH)
            self.raise_()


class Timeline(QFrame):
    """Shows a plan; what hands and keys do there comes out of `hands` and `keyed`."""

    keyed = Signal(object, object)
    """Choice, QKeyEvent: a key on an item that is none of moving about. Accept the event if it was for you."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName("Timeline of the shift")
        self._theme = theme
        self._shown: Shown | None = None
        self._now: datetime | None = None
        self._scale: Scale | None = None
        self._chosen: Choice | None = None
        self._gaps_of: Gaps = _none
        self.hands = TimelineHands(self._key, self)
        self.header = HourHeader(theme)
        self.canvas, self.gaps = Canvas(self.hands, theme), GapArea(self.hands, theme)
        self.hands.work_on(self.canvas, self.canvas)
        self.hands.previewed.connect(self._preview)
        self.hands.given_up.connect(self._show_again)
        self.canvas.lifted.connect(self._keep_now_above)
        self._lines = (NowLine(self.canvas), NowLine(self.gaps))
        self._lay_out()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        self._gap_scroll, self._scroll = _scroll(self.gaps), _scroll(self.canvas)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for one in (self.header, rule(), self._gap_scroll, rule()):
            column.addWidget(one)
        column.addWidget(self._scroll, 1)

    @property
    def chosen(self) -> Choice | None:
        return self._chosen

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setStyleSheet(sheet(theme))
        for line in self._lines:
            line.set_theme(theme)
        self.fit()

    def fit(self) -> None:
        """Take the size the application's font asks for."""
        base = float(QFontInfo(QApplication.font()).pixelSize())
        for one in (self.header, self.gaps, self.canvas):
            one.set_look(self._theme, base)
        self._base = base
        self._place()

    def show_plan(self, shown: Shown, gaps_of: Gaps, now: datetime) -> None:
        """`gaps_of` tells what nobody covers while a block is held."""
        self._shown, self._gaps_of, self._now = shown, gaps_of, now
        self.hands.hold(shown.plan, editable=shown.editable)
        self._place()

    def choose(self, choice: Choice | None, *, focus: bool = False) -> None:
        """Mark what is chosen; `focus`: keys go there from now on."""
        self._chosen = choice
        self._show_again()
        item = self.item_of(choice)
        if item is not None:
            self.reveal(item)
            if focus:
                item.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self) -> None:
        """Keys go to what is chosen, else to the first; not to whatever stands first in the window."""
        grid = self._grid()
        item = self.item_of(self._chosen) or (grid[0][0] if grid else None)
        if item is not None:
            item.setFocus(Qt.FocusReason.OtherFocusReason)

    def item_of(self, choice: Choice | None) -> Item | None:
        if isinstance(choice, OfGap):
            return next((one for one in self.gaps.items if one.gap == choice.gap), None)
        return self.canvas.item_of(choice)

    def reveal(self, item: Item) -> None:
        scroll = self._gap_scroll if item.parentWidget() is self.gaps else self._scroll
        scroll.ensureWidgetVisible(item, 0, 16)

    def tick(self, now: datetime) -> None:
        if self._now is None or now.replace(second=0, microsecond=0) != self._now.replace(second=0, microsecond=0):
            self._now = now
            if not self.hands.dragging:
                self._place()

    # How it stands

    def _place(self) -> None:
        shown = self._shown
        if shown is None or self._now is None:
            return
        left = round(self._base * _NAMES_WIDE)
        wide = max(40.0, self.width() - left - _RIGHT)
        scale = self._scale = Scale(shown.plan.starts_at, shown.plan.ends_at, left, wide)
        labels = list(scale.hours(shown.names.zone))
        self._shown = shown = replace(shown, hours=tuple(at for at, _ in labels))
        here = scale.starts_at <= self._now < scale.ends_at
        told = (self._now, shown.names.clock(self._now)[:5]) if here else None
        self.header.show_hours(scale, _readable(labels, scale, self._base), told)
        self.canvas.show_all(shown, scale, self._chosen)
        self._show_gaps(shown.gaps)
        for line in self._lines:
            line.stand(scale.x(self._now) if here else None)
        self._reach()

    def _show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        if self._shown is None or self._scale is None or self._now is None:
            return
        self.gaps.show_gaps(self._shown, self._to_come(gaps), self._scale, self._now)
        if not self.hands.dragging:  # the rows beneath stand still under the hand
            self._gap_scroll.setFixedHeight(min(self.gaps.height(), self._room_for_gaps()))

    def _to_come(self, gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
        """What is over cannot be covered any more; a shift that is over shows all of it."""
        now = self._now
        if self._shown is None or now is None or self._shown.plan.ends_at <= now:
            return gaps
        return tuple(one for one in gaps if now < one.ends_at)

    def _room_for_gaps(self) -> int:
        """In pixels: the rows of people keep theirs, and one lane is always there."""
        beside = self.height() - self.header.height() - _ROWS_KEPT * LANE
        return round(max(LANE, min(_MOST_LANES * LANE, beside)))

    @Slot(object, str)
    def _preview(self, plan: Plan, key: str) -> None:
        """While something is dragged: what it would uncover is seen at once."""
        self._show_gaps(self._gaps_of(plan, key))

    @Slot()
    def _keep_now_above(self) -> None:
        for line in self._lines:
            line.raise_()

    @Slot()
    def _show_again(self) -> None:
        self._place()

    # Where keys go

    def _grid(self) -> list[list[Item]]:
        """All items: a line for each need that is not covered, and one for each person with his blocks."""
        lines: list[list[Item]] = [list(lane) for lane in self.gaps.lanes]
        for row in self.canvas.rows:
            who = row.worker.staff_id
            line: list[Item] = [self.canvas.names[who]]
            if self._shown is not None:
                line += [
                    self.canvas.blocks[one.key]
                    for one in self._shown.plan.blocks_of(who)
                    if one.key in self.canvas.blocks
                ]
            lines.append(line)
        return [one for one in lines if one]

    def _reach(self) -> None:
        """Tab comes to what is chosen, or else to the first."""
        reached = self.item_of(self._chosen)
        grid = self._grid()
        if reached is None and grid:
            reached = grid[0][0]
        for line in grid:
            for item in line:
                item.show_reached(reached=item is reached)

    def _key(self, choice: Choice, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        steps = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
        if plain and event.key() in steps:
            self._go(choice, *steps[Qt.Key(event.key())])
            return True
        event.ignore()
        self.keyed.emit(choice, event)
        return event.isAccepted()

    def _go(self, choice: Choice, down: int, across: int) -> None:
        grid, item = self._grid(), self.item_of(choice)
        at = next((place for place, line in enumerate(grid) if item in line), None)
        if item is None or at is None:
            return
        if across:
            place = grid[at].index(item) + across
            wanted = grid[at][place] if 0 <= place < len(grid[at]) else item
        elif 0 <= at + down < len(grid):
            wanted = _nearest(grid[at + down], item)
        else:
            return
        wanted.setFocus(Qt.FocusReason.TabFocusReason)
        self.reveal(wanted)
        self.hands.chosen.emit(wanted.choice)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


def _nearest(line: list[Item], item: Item) -> Item:
    """From a name to a name; from a block to the one nearest in time."""
    middle = item.geometry().center().x()
    others = line if not isinstance(item.choice, OfBlock | OfGap) or len(line) == 1 else [
        one for one in line if isinstance(one.choice, OfBlock | OfGap)
    ]  # fmt: skip
    return min(others or line, key=lambda one: abs(one.geometry().center().x() - middle))


def _readable(labels: list[tuple[datetime, str]], scale: Scale, base: float) -> list[tuple[datetime, str]]:
    """As many hours as can be written beside one another."""
    wide = max((len(text) for _, text in labels), default=5) * base * 0.62
    every = 1 if scale.per_hour >= wide else 2 if scale.per_hour * 2 >= wide else 4
    return [one if at % every == 0 else (one[0], "") for at, one in enumerate(labels)]


def _scroll(inside: QWidget) -> QScrollArea:
    made = QScrollArea()
    made.setWidget(inside)
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


def _none(plan: Plan, key: str) -> tuple[Gap, ...]:
    del plan, key
    return ()
