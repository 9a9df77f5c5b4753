"""A table of the policy: a line for each row, which opens to be changed; added, ordered, taken out."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.policy_changes import row_key, said, title
from station.rules.policy_faults import Fault
from station.rules.policy_shape import Kind, Shape
from station.rules.policy_words import words
from station.views.panel.controls import button, heading, label
from station.views.panel.focus import next_by_tab
from station.views.setup.editors import Editor, editor_of, quiet

_WIDE = (Kind.LADDER, Kind.CHOICES)
"""Columns that take a line of their own."""

_EMPTY: dict[Kind, Any] = {
    Kind.DURATION: "0:00",
    Kind.YES_NO: False,
    Kind.LADDER: [{"role": "charge", "after": "0:00"}],
    Kind.CHOICES: [],
    Kind.TIME: "00:00:00",
}


class RowCard(QFrame):
    """One row. Closed it says everything in a line or two; open it has an editor for each column."""

    changed = Signal(int, str, object)
    """Its place, the column, the value."""
    moved = Signal(int, int)
    """Its place, and by how many."""
    removed = Signal(int)

    def __init__(self, table: Shape, place: int, row: Mapping[str, Any], choices: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.setObjectName("card")
        self._table, self._choices, self.place, self.row = table, choices, place, dict(row)
        self.editors: dict[str, Editor] = {}
        self.title = label(weight=QFont.Weight.DemiBold)
        self.summary = label(tone="muted", scale=0.93)
        self.problem = label()
        self._inside = QWidget()
        self._inside.hide()
        self._buttons()
        self._lay_out()
        self.show_row(row)

    def _buttons(self) -> None:
        self.open_button, self.up, self.down, self.remove = (
            quiet(one, one) for one in ("Change", "Up", "Down", "Take out")
        )
        self.open_button.clicked.connect(self.toggle)
        self.up.clicked.connect(self._up)
        self.down.clicked.connect(self._down)
        self.remove.clicked.connect(self._remove)

    def _lay_out(self) -> None:
        top, said_here = QHBoxLayout(), QVBoxLayout()
        said_here.setSpacing(2)
        for one in (self.title, self.summary, self.problem):
            said_here.addWidget(one)
        top.addLayout(said_here, 1)
        for each in (self.open_button, self.up, self.down, self.remove):
            top.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 10)
        column.addLayout(top)
        column.addWidget(self._inside)
        self.problem.hide()

    @property
    def called(self) -> str:
        return row_key(self._table, self.row) or f"new {words()[self._table.path].item}"

    def show_row(self, row: Mapping[str, Any]) -> None:
        self.row = dict(row)
        first, *others = self._table.columns
        self.title.setText(self.called)
        self.summary.setText(" · ".join(filter(None, (_in_short(one, row.get(one.name)) for one in others))))
        for one, what in (
            (self.open_button, "Change"),
            (self.up, "Up"),
            (self.down, "Down"),
            (self.remove, "Take out"),
        ):
            one.setAccessibleName(f"{what}: {self.called}")
        for column in (first, *others):
            if column.name in self.editors:
                self.editors[column.name].show_value(row.get(column.name, ""))

    def show_problems(self, faults: Sequence[Fault]) -> None:
        self.problem.setText(" ".join(one.sentence for one in faults))
        self.problem.setVisible(bool(faults))
        wrong = {one.column for one in faults}
        for name, editor in self.editors.items():
            editor.show_wrong(wrong=name in wrong)

    @property
    def is_open(self) -> bool:
        return not self._inside.isHidden()

    @Slot()
    def toggle(self) -> None:
        if not self.editors:
            self._build()
        self._inside.setHidden(self.is_open)
        self.summary.setHidden(self.is_open)
        self.open_button.setText("Close" if self.is_open else "Change")

    def _build(self) -> None:
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setHorizontalSpacing(16)
        place = 0
        for column in self._table.columns:
            name = f"{title(column)}, {self.called}"
            made = editor_of(column, name, self._choices.get(column.path, ()))
            made.show_value(self.row.get(column.name, ""))
            made.changed.connect(self._changed)
            self.editors[column.name] = made
            cell = _cell(column, made)
            is_wide = column.kind in _WIDE or (column.kind is Kind.TEXT and column.name in ("look_for", "schedule"))
            if is_wide:
                place += place % 2
                grid.addWidget(cell, place // 2, 0, 1, 2)
                place += 2
            else:
                grid.addWidget(cell, place // 2, place % 2)
                place += 1
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    @Slot(object)
    def _changed(self, value: Any) -> None:
        name = next(name for name, one in self.editors.items() if one is self.sender())
        self.changed.emit(self.place, name, value)

    @Slot()
    def _up(self) -> None:
        self.moved.emit(self.place, -1)

    @Slot()
    def _down(self) -> None:
        self.moved.emit(self.place, 1)

    @Slot()
    def _remove(self) -> None:
        self.removed.emit(self.place)


def _in_short(column: Shape, value: Any) -> str:
    """What stands for itself without its title; the rest with it: "due soon 12:00"."""
    if column.kind in (Kind.TEXT, Kind.CHOICE, Kind.CHOICES):
        return said(column, value) if value else ""
    return f"{title(column).lower()} {said(column, value)}"


def _cell(column: Shape, editor: Editor) -> QWidget:
    made = QWidget()
    inside = QVBoxLayout(made)
    inside.setContentsMargins(0, 0, 0, 4)
    inside.setSpacing(3)
    inside.addWidget(heading(title(column)))
    inside.addWidget(editor)
    inside.addWidget(label(words()[column.path].text, tone="muted", scale=0.93))
    inside.addStretch(1)
    return made


class TableEditor(Editor):
    """Cards are kept as long as their number stays; only what a row says is shown anew."""

    def __init__(self, table: Shape, choices: Mapping[str, Sequence[str]]) -> None:
        super().__init__(title(table))
        self._table, self._choices = table, choices
        self._rows: list[dict[str, Any]] = []
        self.cards: list[RowCard] = []
        self.add = button(f"Add {words()[table.path].item}…")
        self.add.clicked.connect(self._add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    @override
    def show_value(self, value: Any) -> None:
        self._rows = [dict(one) for one in value]
        while len(self.cards) > len(self._rows):
            gone = self.cards.pop()
            gone.hide()
            gone.deleteLater()
        for card, row in zip(self.cards, self._rows, strict=False):
            card.show_row(row)
        for place in range(len(self.cards), len(self._rows)):
            self._put(place, self._rows[place])
        for place, card in enumerate(self.cards):
            card.up.setEnabled(place > 0)
            card.down.setEnabled(place < len(self.cards) - 1)

    def _put(self, place: int, row: Mapping[str, Any]) -> None:
        made = RowCard(self._table, place, row, self._choices)
        made.changed.connect(self._cell_changed)
        made.moved.connect(self._moved)
        made.removed.connect(self._removed)
        self.cards.append(made)
        self._column.insertWidget(place, made)

    def show_faults(self, faults: Sequence[Fault]) -> None:
        for card in self.cards:
            card.show_problems([one for one in faults if one.row == card.place])

    @override
    def show_wrong(self, *, wrong: bool) -> None:
        """Its rows say it themselves."""

    def _say(self) -> None:
        self.show_value(self._rows)
        self.changed.emit([dict(one) for one in self._rows])

    @Slot(int, str, object)
    def _cell_changed(self, place: int, column: str, value: Any) -> None:
        self._rows[place] = {**self._rows[place], column: value}
        self._say()

    @Slot(int, int)
    def _moved(self, place: int, by: int) -> None:
        to = place + by
        if 0 <= to < len(self._rows):
            self._rows[place], self._rows[to] = self._rows[to], self._rows[place]
            self._say()
            card = self.cards[to]
            (card.up if by < 0 and card.up.isEnabled() else card.down if card.down.isEnabled() else card.up).setFocus()

    @Slot(int)
    def _removed(self, place: int) -> None:
        del self._rows[place]
        self._say()
        self.add.setFocus()

    @Slot()
    def _add(self) -> None:
        row = {one.name: self._first_value(one) for one in self._table.columns}
        self._rows.append(row)
        self._say()
        card = self.cards[-1]
        if not card.is_open:
            card.toggle()
        first = card.editors[self._table.columns[0].name]
        (first.focusProxy() or next_by_tab(first)).setFocus()

    def _first_value(self, column: Shape) -> Any:
        choices = self._choices.get(column.path) or column.choices
        if column.kind is Kind.CHOICE or self._choices.get(column.path):
            return choices[0]
        return _EMPTY.get(column.kind, "")
