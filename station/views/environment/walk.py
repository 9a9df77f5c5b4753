"""A round that is open: its rooms, the things of the room one is in, and its end."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.permissions import Deed
from station.store.rows.environment import EnvironmentalRoundRow, HazardRow, UnitTaskRow
from station.views.dress import sheet
from station.views.environment.room import RoomPanel
from station.views.environment.room_list import RoomList
from station.views.environment.words import due_words, gaps, progress_words, round_title
from station.views.panel.controls import button, label, restyle
from station.views.panel.desk import Desk
from station.views.panel.form import Form, Notice
from station.views.panel.scroll import FollowingScroll
from station.views.permit import Permit
from station.views.theme import Theme

ALL_SAID: Final = "Everything has been said. End the round."
_WIDE: Final = 860
"""Pixels: from here on the rooms stand at the side."""
_ROOM_WIDE: Final = 150
_SIDE: Final = 224
_EDGES: Final = 14
_ANY: Final = 16_777_215
"""Qt's own word for no limit."""


class EndRound(Form):
    """The end of the round; what is missing is said here."""

    def __init__(self, desk: Desk, row: EnvironmentalRoundRow) -> None:
        super().__init__(desk)
        self._row = row
        self.end = button("End round")
        self.end.clicked.connect(self.submit)
        self.permit = Permit(self.end, desk.recorder, Deed.ENVIRONMENT)
        for one in (self.notice, self.question):
            self.column.addWidget(one)

    @Slot()
    def submit(self) -> None:
        end = partial(self.desk.commands.end_environmental_round, round_id=self._row.round_id)
        self.do(end, f"The {self._row.title.lower()} of {self._row.area} is ended.")

    @override
    def lock(self, *, locked: bool) -> None:
        """Its button stands in the head of the page."""
        super().lock(locked=locked)
        self.end.setEnabled(not locked)


class Walk(QWidget):
    """Whoever is signed in goes on with it; each word is in the name of who says it."""

    left = Signal()
    """Back to all rounds; the round stays open."""
    ended = Signal(str)
    changed = Signal()
    """Something was said: read again."""

    def __init__(self, desk: Desk, row: EnvironmentalRoundRow, theme: Theme) -> None:
        super().__init__()
        self._desk, self._row, self._theme = desk, row, theme
        self._hazards: Sequence[HazardRow] = ()
        self._task: UnitTaskRow | None = None
        self._panels: dict[int, RoomPanel] = {}
        self._here: int | None = None
        self.title = label(round_title(row), scale=1.5, weight=QFont.Weight.Bold)
        self.progress, self.due = label(tone="muted"), label(weight=QFont.Weight.DemiBold)
        self.leave = button("All rounds", tip="Esc: the round stays open")
        self.ending = EndRound(desk, row)
        self.all_said = Notice()
        self.rooms = RoomList(theme)
        self._side, self._items = FollowingScroll(margin=8), FollowingScroll()
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        for one in (self.title, self.progress, self.due):
            words.addWidget(one)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words, 1)
        for tapped in (self.leave, self.ending.end):
            head.addWidget(tapped, 0, Qt.AlignmentFlag.AlignTop)
        top = QVBoxLayout()
        top.setContentsMargins(16, 8, 16, 0)
        top.setSpacing(8)
        top.addLayout(head)
        top.addWidget(self.ending)
        top.addWidget(self.all_said)
        self._side.body.addWidget(self.rooms)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(0)
        self._body.addWidget(self._side)
        self._body.addWidget(self._items, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(self._body, 1)

    def _connect(self) -> None:
        self.leave.clicked.connect(self.left)
        self.rooms.chosen.connect(self.show_room)
        self.ending.finished.connect(self.ended)
        self.ending.shown.connect(self._missing)

    @property
    def row(self) -> EnvironmentalRoundRow:
        return self._row

    @property
    def panel(self) -> RoomPanel | None:
        """Of the room shown."""
        return None if self._here is None else self._panels[self._here]

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setStyleSheet(sheet(theme))
        self.rooms.set_theme(theme)

    def show_round(
        self, row: EnvironmentalRoundRow, hazards: Sequence[HazardRow], task: UnitTaskRow | None, now: datetime
    ) -> None:
        """As it is stored now. What is being typed stays."""
        self._row, self._hazards, self._task = row, hazards, task
        self.rooms.show_rooms(row)
        self._fit()
        for panel in self._panels.values():
            panel.show_found(row, hazards, now)
        if self._here is None:
            self.begin()
        self._say_all_said()
        self.tick(now)

    def tick(self, now: datetime) -> None:
        self.progress.setText(progress_words(self._row, self._desk.zone, now))
        words, tone = due_words(self._task, self._desk.zone, now)
        self.due.setText(words)
        restyle(self.due, "tone", tone or "muted")

    def begin(self) -> None:
        """Where something has not been said yet, with the focus there."""
        missing = gaps(self._row)
        if missing:
            self._go_to(*missing[0])
        elif self._row.rooms:
            self.show_room(self._row.rooms[0].room_id)
            self.ending.end.setFocus()

    def back(self) -> bool:
        """Esc: close what is open in the room; else back to all rounds."""
        if self.panel is not None and self.panel.back():
            return True
        self.left.emit()
        return True

    @Slot(int)
    def show_room(self, room_id: int) -> None:
        panel = self._panels.get(room_id) or self._make(room_id)
        for one in self._panels.values():
            one.setVisible(one is panel)
        if room_id != self._here:
            self._items.to_top()
        self._here = room_id
        self.rooms.choose(room_id)

    def _make(self, room_id: int) -> RoomPanel:
        room = next(one for one in self._row.rooms if one.room_id == room_id)
        panel = self._panels[room_id] = RoomPanel(self._desk, self._row, room)
        panel.said.connect(self._said)
        panel.shown.connect(self._items.reveal)
        panel.show_found(self._row, self._hazards, self._desk.now())
        self._items.body.addWidget(panel)
        return panel

    def _go_to(self, room_id: int, item: str) -> None:
        self.show_room(room_id)
        self._panels[room_id].items[item].take_focus()

    @Slot(str)
    def _said(self, item: str) -> None:
        """The next thing that has not been said gets the focus: in this room, then in the rooms after it."""
        self.changed.emit()
        panel = self.sender()
        if not isinstance(panel, RoomPanel):
            return
        keys = list(panel.items)
        here = panel.unsaid()
        if here:
            after = [key for key in here if keys.index(key) > keys.index(item)]
            self._go_to(panel.room.room_id, (after or here)[0])
            return
        order = [room.room_id for room in self._row.rooms]
        start = order.index(panel.room.room_id)
        for room_id in order[start + 1 :] + order[:start]:
            unsaid = self._unsaid(room_id)
            if unsaid:
                self._go_to(room_id, unsaid[0])
                return
        self.ending.end.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_all_said()

    def _unsaid(self, room_id: int) -> list[str]:
        if room_id in self._panels:
            return self._panels[room_id].unsaid()
        return [item for room, item in gaps(self._row) if room == room_id]

    def _say_all_said(self) -> None:
        sentence = "" if any(self._unsaid(room.room_id) for room in self._row.rooms) else ALL_SAID
        if sentence != self.all_said.text:
            self.all_said.say(sentence)
            restyle(self.ending.end, "kind", "primary" if sentence else "")

    @Slot(QWidget)
    def _missing(self, said: QWidget) -> None:
        """The round does not end yet: go where something is missing."""
        if said is self.ending.notice and gaps(self._row):
            self._go_to(*gaps(self._row)[0])

    def _fit(self) -> None:
        """The rooms stand at the side, or over the room where it is narrow, taking a quarter of the height at most."""
        wide = self.width() >= _WIDE
        self._body.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self.rooms.arrange(1 if wide else max(2, (self.width() - 24) // _ROOM_WIDE))
        most = self.rooms.whole_height() + _EDGES
        self._side.setMinimumSize(_SIDE if wide else 0, 0 if wide else min(self.height() // 4, most))
        self._side.setMaximumSize(_SIDE if wide else _ANY, _ANY if wide else min(self.height() // 4, most))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
