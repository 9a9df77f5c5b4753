"""Areas, rooms and beds: a list in board order, and beside it what can be done with the one chosen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.permissions import Deed
from station.services.unit_sheet import AreaPlace, BedPlace, RoomPlace
from station.views.commands import Events
from station.views.panel.controls import TOUCH, button, dress_font, label, rule
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Picker, line
from station.views.panel.flow import FlowLayout
from station.views.panel.form import Form, is_missing
from station.views.panel.started import is_started
from station.views.permit import Permit

CHOOSE = "Choose an area, a room or a bed in the list, or add an area."


@dataclass(frozen=True, slots=True)
class Line:
    """A place as the list has it. `key`: ("area", 1). `siblings`: the ids in its order, all `inside` the same."""

    key: tuple[str, int]
    text: str
    place: AreaPlace | RoomPlace | BedPlace
    siblings: tuple[int, ...]
    inside: int | None

    @property
    def name(self) -> str:
        return self.place.label if isinstance(self.place, BedPlace) else self.place.name


def lines(areas: Sequence[AreaPlace]) -> Iterator[Line]:
    """Every place, each area with its rooms and each room with its beds beneath it."""
    every_area = tuple(one.id for one in areas)
    for area in areas:
        yield Line(("area", area.id), f"{area.name} · {_counted(area)}", area, every_area, None)
        rooms = tuple(one.id for one in area.rooms)
        for room in area.rooms:
            yield Line(("room", room.id), f"      {room_words(room.name)}", room, rooms, area.id)
            beds = tuple(one.id for one in room.beds)
            for bed in room.beds:
                yield Line(("bed", bed.id), f"            Bed {bed.label}{_state(bed)}", bed, beds, room.id)


def room_words(name: str) -> str:
    """Room 1201, also where it is called that already."""
    return name if name.casefold().startswith("room") else f"Room {name}"


def _counted(area: AreaPlace) -> str:
    beds = sum(bed.in_use for room in area.rooms for bed in room.beds)
    rooms = len(area.rooms)
    return f"{rooms} {'room' if rooms == 1 else 'rooms'}, {beds} {'bed' if beds == 1 else 'beds'}"


def _state(bed: BedPlace) -> str:
    return "" if bed.in_use and not bed.patient else " · out of use" if not bed.in_use else " · taken"


class PlaceForm(Form):
    """One thing to do with a place: a field, and a button that does it. Stays open once it is done."""

    def __init__(
        self,
        desk: Desk,
        text: str,
        act: Callable[[str], Callable[[int], Events]],
        done: str,
        *,
        title: str = "",
        editor: QWidget | None = None,
    ) -> None:
        """`act` takes what is in the field and makes the command; `done` has a place for it: "{0} is added."."""
        super().__init__(desk)
        self._act, self._done_words = act, done
        self.field = None if editor is None else Field(title, editor)
        self.button = button(text)
        row = QHBoxLayout()
        row.setSpacing(10)
        if self.field is not None:
            row.addWidget(self.field, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        if self.field is None:
            row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.notice)
        Permit(self.button, desk.recorder, Deed.PLACES)
        self.button.clicked.connect(self.submit)
        if isinstance(editor, QLineEdit):
            editor.returnPressed.connect(self.button.click)

    @Slot()
    def submit(self) -> None:
        value, shown = self._value()
        if self.field is not None and is_missing(self.field, value, "Type the name first."):
            return
        self.do(self._act(value), self._done_words.format(shown))

    def _value(self) -> tuple[str, str]:
        if self.field is None:
            return "", ""
        editor: Any = self.field.editor
        if isinstance(editor, Picker):
            return str(editor.currentData() or ""), editor.currentText()
        typed = " ".join(editor.text().split())
        return typed, typed

    def empty(self) -> None:
        """Ready for the next one."""
        editor: Any = self.field.editor if self.field is not None else None
        if isinstance(editor, QLineEdit):
            editor.clear()

    @override
    def succeeded(self, done: str) -> None:
        if self.field is not None and isinstance(self.field.editor, QLineEdit):
            self.field.editor.setModified(False)
        self.finished.emit(done)


class Beside(QWidget):
    """What can be done with one place."""

    order_wanted = Signal(int)
    """-1: before the one that stands before it; 1: after the one after."""

    def __init__(self, heading: str, forms: Sequence[Form], *, first: bool, last: bool) -> None:
        super().__init__()
        self.forms = tuple(forms)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label(heading, scale=1.35, weight=QFont.Weight.Bold))
        self.up, self.down = button("Up", name=f"{heading}: one up"), button("Down", name=f"{heading}: one down")
        self.up.setEnabled(not first)
        self.down.setEnabled(not last)
        flow = FlowLayout(spacing=8)
        flow.addWidget(self.up)
        flow.addWidget(self.down)
        column.addWidget(label("Its place on the board", tone="muted", scale=0.93))
        column.addLayout(flow)
        for form in forms:
            column.addWidget(rule())
            column.addWidget(form)
        self.up.clicked.connect(self._up)
        self.down.clicked.connect(self._down)

    @property
    def order_buttons(self) -> tuple[QPushButton, QPushButton]:
        return self.up, self.down

    @property
    def must_stay(self) -> bool:
        return any(one.busy for one in self.forms) or is_started(self)

    @Slot()
    def _up(self) -> None:
        self.order_wanted.emit(-1)

    @Slot()
    def _down(self) -> None:
        self.order_wanted.emit(1)


def forms_for(desk: Desk, one: Line, areas: Sequence[AreaPlace]) -> list[Form]:
    """Everything that can be done with this place."""
    commands, place_id = desk.commands, one.key[1]
    if isinstance(one.place, AreaPlace):
        return [
            _named(desk, "Name of the area", "Rename", one.name, partial(_name, commands.rename_area, place_id)),
            _named(desk, "A new room", "Add room", "", partial(_name, commands.add_room, place_id)),
        ]
    if isinstance(one.place, RoomPlace):
        others = [(str(area.id), area.name) for area in areas if area.id != one.inside]
        return [
            _named(desk, "Name of the room", "Rename", one.name, partial(_name, commands.rename_room, place_id)),
            _named(desk, "A new bed", "Add bed", "", partial(_name, commands.add_bed, place_id)),
            *_moved(desk, "To the area", others, partial(_to, commands.move_room, place_id)),
        ]
    others = [(str(room.id), f"{room.name} · {area.name}") for area in areas for room in area.rooms]
    others = [other for other in others if other[0] != str(one.inside)]
    in_use = one.place.in_use
    text, done = ("Take out of use", "out of use") if in_use else ("Bring back into use", "in use again")
    use = partial(commands.set_bed_in_use, bed_id=place_id, in_use=not in_use)
    return [
        _named(desk, "Label of the bed", "Rename", one.name, partial(_name, commands.rename_bed, place_id)),
        *_moved(desk, "To the room", others, partial(_to, commands.move_bed, place_id)),
        PlaceForm(desk, text, lambda _: use, f"Bed {one.name} is {done}."),
    ]


def adding_area(desk: Desk) -> PlaceForm:
    return _named(desk, "A new area", "Add area", "", lambda name: partial(desk.commands.add_area, name=name))


def _named(desk: Desk, title: str, text: str, name: str, act: Callable[[str], Callable[[int], Events]]) -> PlaceForm:
    done = "It is called {0} from now on." if text == "Rename" else "{0} is added."
    return PlaceForm(desk, text, act, done, title=title, editor=line(text=name))


def _moved(
    desk: Desk, title: str, others: Sequence[tuple[str, str]], act: Callable[[str], Callable[[int], Events]]
) -> list[Form]:
    if not others:
        return []
    picker = Picker(title)
    for value, text in others:
        picker.addItem(text, value)
    return [PlaceForm(desk, "Move", act, "Moved to {0}.", title=title, editor=picker)]


def _name(command: Callable[..., Events], place_id: int, name: str) -> Callable[[int], Events]:
    return partial(_by_place, command, place_id, name)


def _to(command: Callable[..., Events], place_id: int, to: str) -> Callable[[int], Events]:
    return partial(_by_place, command, place_id, int(to))


def _by_place(command: Callable[..., Events], place_id: int, said: Any, staff_id: int) -> Events:
    return command(staff_id, place_id, said)


class PlaceList(QListWidget):
    """Lines for a finger; arrow keys choose."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("places")
        self.setAccessibleName("Areas, rooms and beds")
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        dress_font(self)

    def show_lines(self, shown: Sequence[Line]) -> None:
        self.blockSignals(True)
        self.clear()
        for one in shown:
            item = QListWidgetItem(one.text)
            item.setData(Qt.ItemDataRole.UserRole, one.key)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, one.text.strip())
            item.setSizeHint(item.sizeHint().expandedTo(self._least()))
            self.addItem(item)
        self.blockSignals(False)

    def _least(self) -> QSize:
        return QSize(0, max(TOUCH, self.fontMetrics().height() + 18))

    def choose(self, key: tuple[str, int] | None) -> None:
        for row in range(self.count()):
            if tuple(self.item(row).data(Qt.ItemDataRole.UserRole)) == key:
                self.setCurrentRow(row)
                return
        self.setCurrentRow(-1)
