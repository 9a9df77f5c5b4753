"""The Unit page: who works here, and the facts of the unit."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from station.models.enums import Role
from station.rules.wording import clock_time
from station.store.rows import BedRow, BoardSnapshot, StaffRow
from station.views.commands import DeskFacts
from station.views.dress import sheet
from station.views.panel.controls import button, heading, label
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Picker, line
from station.views.panel.form import Form, is_missing
from station.views.theme import Theme

ROLES = tuple(role for role in Role if role is not Role.VIEWER)
"""Whom a person may be added as."""


class AddPersonForm(Form):
    """A name as it is to stand on the board, and a role."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.name = Field("Name on the board", line(placeholder="J. Moore"))
        self.role = Field("Role", role_picker())
        self.add = button("Add person", "primary")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.name, 3)
        row.addWidget(self.role, 2)
        self.column.addLayout(row)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addStretch(1)
        self.column.addLayout(buttons)
        self.column.addWidget(self.notice)
        self.add.clicked.connect(self.submit)
        self.name.editor.returnPressed.connect(self.submit)

    @Slot()
    def submit(self) -> None:
        name = " ".join(self.name.editor.text().split())
        if is_missing(self.name, name, "Enter the name as it is to stand on the board."):
            return
        role = Role(self.role.editor.currentData())
        self.do(partial(self.desk.commands.add_staff, name=name, role=role), f"{name} is added.")

    @override
    def succeeded(self, done: str) -> None:
        self.name.editor.clear()
        self.notice.say(done, "done")
        self.name.editor.setFocus()


class UnitPage(QWidget):
    """Staff on the left, the unit on the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName("Unit")
        self._title = label("Unit", scale=1.7, weight=QFont.Weight.Bold)
        self._staff_card, self._staff = _card("Staff")
        self._unit_card, self._unit = _card("This unit")
        self._people = QGridLayout()
        self._people.setHorizontalSpacing(16)
        self._people.setVerticalSpacing(8)
        self._people.setColumnStretch(0, 1)
        self._people.setColumnStretch(1, 1)
        self._nobody = label("Nobody has been added yet. Add the people who record checks.", tone="muted")
        self._staff.addWidget(self._nobody)
        self._staff.addLayout(self._people)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(10)
        self._facts.setColumnStretch(1, 1)
        self._unit.addLayout(self._facts)
        self._form: AddPersonForm | None = None
        self._snapshot: BoardSnapshot | None = None
        self._known: DeskFacts | None = None
        self._lay_out()
        self.set_theme(theme)
        self._show_facts()

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 8, 20, 20)
        column.setSpacing(14)
        column.addWidget(self._title)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._staff_card, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._unit_card, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    @property
    def form(self) -> AddPersonForm | None:
        """The form to add a person; None until the unit has been read."""
        return self._form

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))

    def show_desk(self, desk: Desk) -> None:
        """What the form to add a person works with. A form that is open is kept, with what was typed."""
        if self._form is None:
            self._form = AddPersonForm(desk)
            self._staff.addSpacing(8)
            self._staff.addWidget(self._form)

    def show_facts(self, facts: DeskFacts) -> None:
        if facts != self._known:
            self._known = facts
            self._show_people(facts.staff)
            self._show_facts()

    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        before = self._snapshot
        self._snapshot = snapshot
        if before is None or before.unit != snapshot.unit or len(before.beds) != len(snapshot.beds):
            self._show_facts()

    def _show_people(self, staff: Sequence[StaffRow]) -> None:
        _clear(self._people)
        self._nobody.setVisible(not staff)
        for row, one in enumerate(staff):
            self._people.addWidget(label(one.name, weight=QFont.Weight.DemiBold), row, 0)
            self._people.addWidget(label(one.role.value, tone="muted"), row, 1)

    def _show_facts(self) -> None:
        _clear(self._facts)
        for row, (name, value) in enumerate(unit_facts(self._snapshot, self._known)):
            shown = label(value)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addWidget(heading(name), row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(shown, row, 1)


def unit_facts(snapshot: BoardSnapshot | None, facts: DeskFacts | None) -> list[tuple[str, str]]:
    """(name, value) of everything the page says of the unit; what has not been read is said to be unknown."""
    if snapshot is None or facts is None:
        return [("Unit", "Reading…")]
    unit = snapshot.unit
    lines = [("Name", unit.name), ("Time zone", unit.zone), ("Beds", f"{len(snapshot.beds)}")]
    lines += [(area, beds) for area, beds in beds_by_area(snapshot.beds)]
    lines += [
        ("Policy signed", signed_words(facts.policy_signed_by, facts.policy_signed_at, snapshot)),
        ("Record kept in", facts.database),
    ]
    return [*lines, ("Demo", "These patients are made up.")] if unit.is_demo else lines


def signed_words(by: str, at: datetime | None, snapshot: BoardSnapshot) -> str:
    """By M. Ruiz, Mon 23 Nov 09:00"""
    if at is None:
        return "not known"
    return f"by {by}, {clock_time(at, ZoneInfo(snapshot.unit.zone), snapshot.read_at)}"


def beds_by_area(beds: Sequence[BedRow]) -> list[tuple[str, str]]:
    """West hall: 12 beds, 1201 to 1212"""
    found = []
    for area, group in groupby(beds, key=_area_of):
        labels = [bed.label for bed in group]
        found.append((area, f"{len(labels)} {'bed' if len(labels) == 1 else 'beds'}, {labels[0]} to {labels[-1]}"))
    return found


def _area_of(bed: BedRow) -> str:
    return bed.area


def role_picker() -> Picker:
    made = Picker("Role")
    for role in ROLES:
        made.addItem(role.value, role.value)
    return made


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setObjectName("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(18, 14, 18, 18)
    column.setSpacing(10)
    column.addWidget(label(title, scale=1.15, weight=QFont.Weight.DemiBold))
    return card, column


def _clear(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
