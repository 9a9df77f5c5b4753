"""An editor for each kind of thing that a policy holds. Each takes and says JSON; what cannot be read stays typed."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules import durations
from station.rules.policy_shape import Kind, Shape
from station.rules.policy_words import Words, words
from station.views.panel.controls import Segments, Tags, button, label, restyle
from station.views.panel.fields import Lines, Picker, line

ROLES_TOLD: Final = ("tech", "charge", "provider", "manager")
"""Who is told, as the ladders of a policy say it."""
_NARROW: Final = 220


class Editor(QWidget):
    """`changed`: by a person; the value as the policy's JSON has it."""

    changed = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def show_value(self, value: Any) -> None:
        """Show it without saying so."""
        raise NotImplementedError

    def show_wrong(self, *, wrong: bool) -> None:
        for one in self.findChildren(QLineEdit):
            restyle(one, "wrong", "true" if wrong else "false")


class LineEditor(Editor):
    """One line, read by `read` and written by `write`. `read` raises ValueError for what it cannot read."""

    def __init__(
        self, name: str, read: Callable[[str], Any], write: Callable[[Any], str], *, unit: str = "", wide: bool = False
    ) -> None:
        super().__init__(name)
        self._read, self._write = read, write
        self.line = line(name=name)
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self._left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1 if wide else 0)
        if not wide:
            self.line.setMaximumWidth(_NARROW)
            row.addWidget(label(unit, tone="muted"), 1)

    @override
    def show_value(self, value: Any) -> None:
        """What says the same already is left as it is being typed."""
        if self._said(self.line.text()) != value or not self.line.text():
            self.line.setText(self._write(value))

    def _said(self, text: str) -> Any:
        try:
            return self._read(text)
        except ValueError:
            return text.strip()

    @Slot(str)
    def _edited(self, text: str) -> None:
        self.changed.emit(self._said(text))

    @Slot()
    def _left(self) -> None:
        """Written as it is always written, once it has been typed."""
        self.line.setText(self._write(self._said(self.line.text())))


def _read_length(text: str) -> str:
    return durations.stored(durations.read(text))


def _write_length(value: Any) -> str:
    try:
        return durations.said(durations.unstored(str(value)))
    except ValueError:
        return str(value)


def _read_time(text: str) -> str:
    hours, _, minutes = text.strip().partition(":")
    return f"{int(hours):02d}:{int(minutes):02d}:00"


class YesNoEditor(Editor):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.choice = Segments(name, (("yes", "Yes"), ("no", "No")))
        self.choice.setMaximumWidth(_NARROW)
        self.choice.chosen.connect(self._chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.choice, 1)
        row.addStretch(1)

    @override
    def show_value(self, value: Any) -> None:
        self.choice.choose("yes" if value else "no")

    @Slot(str)
    def _chosen(self, value: str) -> None:
        self.changed.emit(value == "yes")


class ChoiceEditor(Editor):
    """One of a few words; a word that is not among them stays as it is."""

    def __init__(self, name: str, choices: Sequence[str]) -> None:
        super().__init__(name)
        self.picker = Picker(name)
        self.picker.setMinimumContentsLength(max(map(len, choices)) + 2)
        self.picker.setMaximumWidth(_NARROW)
        for one in choices:
            self.picker.addItem(one)
        self.picker.activated.connect(self._chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.picker, 1)
        row.addStretch(1)

    @override
    def show_value(self, value: Any) -> None:
        if self.picker.findText(str(value)) < 0:
            self.picker.addItem(str(value))
        self.picker.setCurrentText(str(value))

    @Slot(int)
    def _chosen(self, _: int) -> None:
        self.changed.emit(self.picker.currentText())


class ChoicesEditor(Editor):
    def __init__(self, name: str, choices: Sequence[str]) -> None:
        super().__init__(name)
        self.tags = Tags(name, [(one, name) for one in choices])
        self._showing = False
        self.tags.changed.connect(self._changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tags)

    @override
    def show_value(self, value: Any) -> None:
        self._showing = True
        self.tags.choose(value)
        self._showing = False

    @Slot()
    def _changed(self) -> None:
        if not self._showing:
            self.changed.emit(list(self.tags.value))


class WordsEditor(Editor):
    """One word, or a few that belong together, to a line; in the order they are offered."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.lines = Lines(rows=6, name=name)
        self._showing = False
        self.lines.textChanged.connect(self._changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.lines)
        column.addWidget(label("One to a line, in the order they are offered.", tone="muted", scale=0.93))

    @override
    def show_value(self, value: Any) -> None:
        if self._said() == list(value):
            return
        self._showing = True
        self.lines.setPlainText("\n".join(value))
        self._showing = False

    def _said(self) -> list[str]:
        return [" ".join(one.split()) for one in self.lines.toPlainText().split("\n") if one.strip()]

    @Slot()
    def _changed(self) -> None:
        if not self._showing:
            self.changed.emit(self._said())

    @override
    def show_wrong(self, *, wrong: bool) -> None:
        restyle(self.lines, "wrong", "true" if wrong else "false")


class LengthsEditor(Editor):
    """So many lengths of time as there are labels."""

    def __init__(self, of: Words) -> None:
        super().__init__(of.title)
        self._value: list[Any] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.each = [LineEditor(f"{of.title}, {name}", _read_length, _write_length, unit=name) for name in of.labels]
        for one in self.each:
            column.addWidget(one)
            one.changed.connect(self._changed)

    @override
    def show_value(self, value: Any) -> None:
        self._value = list(value)
        for one, length in zip(self.each, value, strict=False):
            one.show_value(length)

    @Slot(object)
    def _changed(self, value: Any) -> None:
        place = next(at for at, one in enumerate(self.each) if one is self.sender())
        self._value = [*self._value[:place], value, *self._value[place + 1 :]]
        self.changed.emit(self._value)


class Rung(QWidget):
    """One step of a ladder: who, and after how long."""

    changed = Signal()
    removed = Signal()

    def __init__(self, of: str, number: int, step: dict[str, Any]) -> None:
        super().__init__()
        self.role = ChoiceEditor(f"{of}, step {number}, who", ROLES_TOLD)
        self.after = LineEditor(f"{of}, step {number}, after", _read_length, _write_length)
        self.remove = button("Take out", "quiet", name=f"Take step {number} out of {of}")
        self.step = dict(step)
        self.role.show_value(step["role"])
        self.after.show_value(step["after"])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        after = label("after", tone="muted")
        after.setWordWrap(False)
        for one in (self.role, after, self.after, self.remove):
            row.addWidget(one)
        row.addStretch(1)
        self.role.changed.connect(self._role)
        self.after.changed.connect(self._after)
        self.remove.clicked.connect(self.removed)

    @Slot(object)
    def _role(self, role: Any) -> None:
        self.step["role"] = role
        self.changed.emit()

    @Slot(object)
    def _after(self, after: Any) -> None:
        self.step["after"] = after
        self.changed.emit()


class LadderEditor(Editor):
    """Who is told, and when: any number of steps."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.rungs: list[Rung] = []
        self.add = button("Add a step", "quiet", name=f"Add a step to {name}")
        self.add.clicked.connect(self._add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def value(self) -> list[dict[str, Any]]:
        return [dict(one.step) for one in self.rungs]

    @override
    def show_value(self, value: Any) -> None:
        if self.value == list(value):
            return
        for one in self.rungs:
            one.hide()
            one.deleteLater()
        self.rungs = []
        for step in value:
            self._put(step)

    def _put(self, step: dict[str, Any]) -> Rung:
        made = Rung(self.name, len(self.rungs) + 1, step)
        made.changed.connect(self._say)
        made.removed.connect(self._remove)
        self.rungs.append(made)
        self._column.insertWidget(len(self.rungs) - 1, made)
        return made

    @Slot()
    def _say(self) -> None:
        self.changed.emit(self.value)

    @Slot()
    def _add(self) -> None:
        after = self.rungs[-1].step["after"] if self.rungs else "0:00"
        self._put({"role": "manager", "after": after}).after.line.setFocus()
        self._say()

    @Slot()
    def _remove(self) -> None:
        gone = self.sender()
        self.show_value([one.step for one in self.rungs if one is not gone])
        self.add.setFocus()
        self._say()


def _plain_number(text: str) -> float:
    return float(text.replace(",", "."))


_LINES: Final[dict[Kind, tuple[Callable[[str], Any], Callable[[Any], str]]]] = {
    Kind.DURATION: (_read_length, _write_length),
    Kind.COUNT: (int, str),
    Kind.NUMBER: (_plain_number, str),
    Kind.TEXT: (str.strip, str),
    Kind.TIME: (_read_time, lambda value: str(value)[:5]),
}


def editor_of(shape: Shape, name: str = "", choices: Sequence[str] = ()) -> Editor:
    """The editor of a field or a column that is no table. `choices`: of a text that is one of a few."""
    of = words()[shape.path]
    name = name or of.title
    if choices or shape.kind is Kind.CHOICE:
        return ChoiceEditor(name, choices or shape.choices)
    if shape.kind in _LINES:
        read, write = _LINES[shape.kind]
        return LineEditor(name, read, write, unit=of.unit, wide=shape.kind is Kind.TEXT)
    if shape.kind is Kind.CHOICES:
        return ChoicesEditor(name, shape.choices)
    if shape.kind is Kind.DURATIONS:
        return LengthsEditor(of)
    made = {Kind.YES_NO: YesNoEditor, Kind.WORDS: WordsEditor, Kind.LADDER: LadderEditor}
    return made[shape.kind](name)


def quiet(text: str, name: str) -> QPushButton:
    return button(text, "quiet", name=name)
