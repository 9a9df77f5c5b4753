"""The rooms of a round, each with how much of it has been said."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QPushButton, QSizePolicy, QWidget

from station.store.rows.environment import EnvironmentalRoundRow
from station.views.environment.words import room_words
from station.views.icons import icon
from station.views.panel.controls import button
from station.views.theme import Theme

_HEIGHT: Final = 56


class RoomList(QWidget):
    """One beneath the other at the side, or in columns over the room where there is no side."""

    chosen = Signal(int)
    """A room id."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName("Rooms of this round")
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(self._clicked)
        self._buttons: dict[int, QPushButton] = {}
        self._done: frozenset[int] = frozenset()
        self._columns = 1
        self._drawn = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """In walking order."""
        return tuple(self._buttons.values())

    def show_rooms(self, row: EnvironmentalRoundRow) -> None:
        done = set()
        for room in row.rooms:
            made = self._buttons.get(room.room_id) or self._make(room.room_id)
            name, state = room_words(row, room)
            if state.startswith("done"):
                done.add(room.room_id)
            made.setText(f"{name}\n{state}")
            made.setAccessibleName(f"{name}, {state}")
        before, self._done = self._done, frozenset(done)
        if before != self._done or not self._drawn:
            self._draw()

    def choose(self, room_id: int) -> None:
        self._buttons[room_id].setChecked(True)

    def arrange(self, columns: int) -> None:
        """Stand in so many columns."""
        if columns != self._columns:
            self._columns = columns
            self._lay_out()

    def whole_height(self) -> int:
        """Of all rooms, in pixels."""
        rows = -(-len(self._buttons) // self._columns)
        return rows * _HEIGHT + (rows - 1) * self._grid.spacing()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._draw()

    def _make(self, room_id: int) -> QPushButton:
        made = button("", "page")
        made.setCheckable(True)
        made.setMinimumHeight(_HEIGHT)
        self._group.addButton(made)
        self._buttons[room_id] = made
        self._lay_out()
        return made

    def _lay_out(self) -> None:
        for place, made in enumerate(self._buttons.values()):
            self._grid.addWidget(made, place // self._columns, place % self._columns)

    def _draw(self) -> None:
        """A tick stands on what is done; what is not has the same room for one."""
        self._drawn = bool(self._buttons)
        for room_id, made in self._buttons.items():
            done = room_id in self._done
            made.setIcon(icon("check" if done else "chevron-right", self._theme, None if done else self._theme.muted))

    @Slot(QAbstractButton)
    def _clicked(self, clicked: QAbstractButton) -> None:
        self.chosen.emit(next(room_id for room_id, made in self._buttons.items() if made is clicked))
