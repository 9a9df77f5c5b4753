"""One field of the policy on the page: its name, its editor, what it does; and, once changed, what it was."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.rules.policy_changes import Change, said
from station.rules.policy_faults import Fault
from station.rules.policy_shape import Kind
from station.rules.policy_words import Words
from station.views.panel.controls import label
from station.views.setup.editors import editor_of, quiet
from station.views.setup.table import TableEditor

_MANY = (Kind.TABLE, Kind.WORDS, Kind.LADDER, Kind.DURATIONS)


class PolicyField(QWidget):
    """Told what the draft says of it; says what somebody types."""

    changed = Signal(str, object)
    undone = Signal(str)

    def __init__(self, of: Words, choices: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.of = of
        shape = of.shape
        self.editor = TableEditor(shape, choices) if shape.kind is Kind.TABLE else editor_of(shape)
        self.was = label(weight=QFont.Weight.DemiBold, scale=0.93)
        self.back = quiet("Put back", f"Put back: {of.title}")
        self.problem = label(weight=QFont.Weight.DemiBold)
        self._lay_out()
        self.editor.changed.connect(self._changed)
        self.back.clicked.connect(self._undo)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 10)
        column.setSpacing(3)
        head = QHBoxLayout()
        title = label(self.of.title, weight=QFont.Weight.DemiBold)
        title.setBuddy(self.editor)
        head.addWidget(title, 1)
        column.addLayout(head)
        column.addWidget(self.editor)
        column.addWidget(label(" ".join(filter(None, (self.of.text, range_words(self.of)))), tone="muted", scale=0.93))
        changed = QHBoxLayout()
        changed.addWidget(self.was, 1)
        changed.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(changed)
        column.addWidget(self.problem)
        for one in (self.was, self.back, self.problem):
            one.hide()

    def show_value(self, value: Any) -> None:
        self.editor.show_value(value)

    def show_changes(self, base: Any, changes: Sequence[Change]) -> None:
        """What the policy that holds says, where it differs."""
        shape = self.of.shape
        if shape.kind in _MANY:
            before = "\n".join(one.sentence for one in changes)
        else:
            before = f"Changed. It was {said(shape, base)}."
        self.was.setText(before if changes else "")
        for one in (self.was, self.back):
            one.setVisible(bool(changes))

    def show_faults(self, faults: Sequence[Fault]) -> None:
        here = [one for one in faults if one.row is None or not isinstance(self.editor, TableEditor)]
        if isinstance(self.editor, TableEditor):
            self.editor.show_faults(faults)
        self.problem.setText("\n".join(one.sentence for one in here))
        self.problem.setVisible(bool(here))
        self.editor.show_wrong(wrong=bool(here))
        self.editor.setAccessibleDescription(" ".join(one.sentence for one in here) or self.of.text)

    @Slot(object)
    def _changed(self, value: Any) -> None:
        self.changed.emit(self.of.path, value)

    @Slot()
    def _undo(self) -> None:
        self.undone.emit(self.of.path)


def range_words(of: Words) -> str:
    """From 0:30 to 12 h."""
    if not of.least:
        return ""
    return f"From {of.least} to {of.most}."
