"""The steps that describe a new unit: its name and zone, its beds, its people. Each keeps what was typed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimeZone, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from station.models.enums import Role
from station.services.setup import AreaPlan
from station.views.commands import FirstPerson
from station.views.panel.controls import button, label
from station.views.panel.fields import Field, Lines, Picker, line
from station.views.panel.form import is_missing
from station.views.people.forms import role_picker
from station.views.setup.beds import BadBeds, plan_area


class Step(QWidget):
    """One page of the first start. `check` says beside the fields what is wrong, and whether all is well."""

    title = ""
    text = ""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)

    def check(self) -> bool:
        return True


class UnitStep(Step):
    """What the unit is called, where it is, and who signs its policy."""

    title = "Name the unit"
    text = "This stands at the top of the board."

    def __init__(self) -> None:
        super().__init__()
        self.name = Field("Unit", line(placeholder="3 West · Adult Acute"))
        self.zone = Field("Time zone", zone_picker(), hint="Every time on the screen is in this zone.")
        self.signed_by = Field(
            "Who signs the policy",
            line(placeholder="M. Ruiz"),
            hint="Levels, times and words start with Station's defaults. A named person answers for them.",
        )
        for one in (self.name, self.zone, self.signed_by):
            self.column.addWidget(one)

    @override
    def check(self) -> bool:
        name, signed_by = self.name.editor.text().strip(), self.signed_by.editor.text().strip()
        zone = self.zone.editor.currentText()
        known = self.zone.editor.findText(zone) >= 0
        missing = [
            is_missing(self.name, name, "Give the unit a name, as it is to stand on the board."),
            is_missing(self.signed_by, signed_by, "Say who signs the policy."),
            is_missing(self.zone, known, f"{zone or 'This'} is not a time zone. Choose one such as America/Chicago."),
        ]
        return not any(missing)


class AreaRow(QWidget):
    """One area: its name and its beds."""

    changed = Signal()

    def __init__(self, name: str, beds: str) -> None:
        super().__init__()
        self.name = Field("Area", line(text=name, placeholder="West hall"))
        self.beds = Field("Beds", Lines(rows=1, placeholder="1201-1212, 1214A, 1214B"))
        self.beds.editor.setPlainText(beds)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.name, 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.beds, 5, Qt.AlignmentFlag.AlignTop)
        self.name.editor.textChanged.connect(self._changed)
        self.beds.editor.textChanged.connect(self._changed)

    @property
    def is_empty(self) -> bool:
        return not self.name.editor.text().strip() and not self.beds.editor.value

    def plan(self) -> AreaPlan | None:
        """The area as typed; None when it cannot stand, which is then said beside the field."""
        name = self.name.editor.text().strip()
        unnamed = is_missing(self.name, name, "Name the area.")
        try:
            planned = plan_area(name, self.beds.editor.value)
        except BadBeds as problem:
            self.beds.show_problem(str(problem))
            return None
        no_beds = is_missing(self.beds, planned.rooms, "Type the beds, such as 1201-1212.")
        return None if unnamed or no_beds else planned

    @Slot()
    def _changed(self) -> None:
        self.changed.emit()


class BedsStep(Step):
    """The areas one rounder covers, each with its beds; beneath, how they will stand on the board."""

    title = "Areas and beds"
    text = "An area is what one rounder covers. Type beds as ranges or lists: 1201-1212, 1214A, 1214B."

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[AreaRow] = []
        self._areas = QVBoxLayout()
        self._areas.setSpacing(10)
        self.more = button("Add an area")
        self.more.clicked.connect(self.add_area)
        self.preview = label(tone="muted")
        self.problem = label()
        below = QHBoxLayout()
        below.addWidget(self.more)
        below.addStretch(1)
        self.column.addLayout(self._areas)
        self.column.addLayout(below)
        self.column.addWidget(self.preview)
        self.column.addWidget(self.problem)
        self.problem.hide()
        self.add_area()

    @Slot()
    def add_area(self) -> None:
        self._add("", "")

    def propose(self, areas: Sequence[AreaPlan]) -> None:
        """Put these in place of what stands here, to be corrected."""
        while self.rows:
            row = self.rows.pop()
            row.hide()
            row.deleteLater()
        for area in areas:
            self._add(area.name, ", ".join(bed for room in area.rooms for bed in room.beds))

    def _add(self, name: str, beds: str) -> None:
        row = AreaRow(name, beds)
        row.changed.connect(self._show_preview)
        self.rows.append(row)
        self._areas.addWidget(row)
        QWidget.setTabOrder(row.beds.editor, self.more)
        row.name.editor.setFocus()
        self._show_preview()

    @property
    def areas(self) -> tuple[AreaPlan, ...]:
        """Those that can stand as typed."""
        return tuple(plan for row in self.rows if not row.is_empty for plan in (row.plan(),) if plan is not None)

    @Slot()
    def _show_preview(self) -> None:
        lines = []
        for row in self.rows:
            row.beds.show_problem("")
            lines += [] if row.is_empty else [_preview(row)]
        self.preview.setText("\n".join(lines) or "The beds will be listed here as you type.")

    @override
    def check(self) -> bool:
        used = [row for row in self.rows if not row.is_empty]
        plans = [row.plan() for row in used]
        found = [plan for plan in plans if plan is not None]
        said = "Enter at least one area with its beds." if not used else _twice(found)
        self.problem.setText(said)
        self.problem.setVisible(bool(said))
        return len(found) == len(plans) and not said


def _preview(row: AreaRow) -> str:
    name = row.name.editor.text().strip() or "Area"
    try:
        rooms = plan_area(name, row.beds.editor.value).rooms
    except BadBeds as problem:
        return f"{name}: {problem}"
    labels = [bed for room in rooms for bed in room.beds]
    shown = ", ".join(labels if len(labels) <= 12 else [*labels[:6], "…", *labels[-3:]])
    count = f"{_counted(len(labels), 'bed')} in {_counted(len(rooms), 'room')}"
    return f"{name}: {count}: {shown}" if labels else f"{name}: no beds yet"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _twice(areas: list[AreaPlan]) -> str:
    """What is wrong across the areas: one bed in two of them, two areas of one name."""
    labels = [bed for area in areas for room in area.rooms for bed in room.beds]
    twice = sorted({one for one in labels if labels.count(one) > 1})
    if twice:
        return f"{', '.join(twice)} stands in two areas. Each bed has one place."
    names = [area.name.casefold() for area in areas]
    return "Two areas have the same name. Give each its own." if len(set(names)) < len(names) else ""


class PeopleStep(Step):
    """The first people; more can be added on the People page."""

    title = "The first people"
    text = "Whoever records a check is named with it. More people can be added later, on the People page."

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        self.rows: list[tuple[QLineEdit, QComboBox]] = []
        self.more = button("Add a person")
        self.more.clicked.connect(self._one_more)
        self.problem = label()
        self.problem.hide()
        below = QHBoxLayout()
        below.addWidget(self.more)
        below.addStretch(1)
        self.column.addLayout(self._grid)
        self.column.addLayout(below)
        self.column.addWidget(self.problem)
        for role in (Role.CHARGE_NURSE, Role.TECH, Role.TECH):
            self.add_person("", role)

    def add_person(self, name: str, role: Role) -> None:
        number = len(self.rows)
        editor, roles = line(text=name, placeholder="J. Moore", name=f"Name of person {number + 1}"), role_picker()
        roles.setAccessibleName(f"Role of person {number + 1}")
        roles.setCurrentIndex(roles.findData(role.value))
        self._grid.addWidget(editor, number, 0)
        self._grid.addWidget(roles, number, 1)
        for one, after in ((editor, roles), (roles, self.more)):
            QWidget.setTabOrder(one, after)
        self.rows.append((editor, roles))

    @Slot()
    def _one_more(self) -> None:
        self.add_person("", Role.TECH)
        self.rows[-1][0].setFocus()

    @property
    def people(self) -> tuple[FirstPerson, ...]:
        named = [(" ".join(editor.text().split()), Role(roles.currentData())) for editor, roles in self.rows]
        return tuple(FirstPerson(name, role) for name, role in named if name)

    @override
    def check(self) -> bool:
        names = [one.name for one in self.people]
        twice = sorted({name for name in names if names.count(name) > 1})
        said = "" if names else "Name at least one person: somebody must be able to record."
        said = f"{', '.join(twice)} is there twice. Add a letter to tell the two apart." if twice else said
        self.problem.setText(said)
        self.problem.setVisible(bool(said))
        return not said


class _ZonePicker(Picker):
    """Typing replaces what stands there, wherever the focus came from."""

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        editor = self.lineEdit()
        if editor is not None:
            editor.selectAll()


def zone_picker() -> Picker:
    """All IANA zones, this machine's chosen; typing finds one."""
    made = _ZonePicker("Time zone")
    made.setEditable(True)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    made.addItems(sorted(bytes(one.data()).decode() for one in QTimeZone.availableTimeZoneIds()))
    completer = made.completer()
    if completer is not None:
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    made.setCurrentText(bytes(QTimeZone.systemTimeZoneId().data()).decode())
    return made
