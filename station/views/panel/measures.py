"""Fields for one measured value each: its name and unit, what it was last, what is wrong with what was typed."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules import units
from station.views.panel.controls import TOUCH, Segments, heading, label, restyle
from station.views.panel.fields import line


class Measure(QWidget):
    """A line to type into, and what stands beside it. `name`: as `rules.vital_limits` calls the value."""

    typed = Signal()
    left = Signal(str)
    """The name: whoever typed has gone on to something else."""

    def __init__(
        self, name: str, title: str, unit: str, *, placeholder: str = "", beside: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self.name, self.title = name, title
        self._unit = unit
        self._heading = heading(f"{title}, {unit}" if unit else title)
        self._last = label(tone="muted", scale=0.93)
        self._last.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.editor = line(placeholder=placeholder, name=f"{title}, {unit}" if unit else title)
        self.editor.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self._message = label(tone="muted", scale=0.93)
        self._message.hide()
        self.row = QHBoxLayout()
        self.row.setSpacing(6)
        self.row.addWidget(self.editor, 1)
        for one in beside:
            self.row.addWidget(one)
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self._last)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addLayout(self.row)
        column.addWidget(self._message)
        self.editor.textChanged.connect(self._typed)
        self.editor.installEventFilter(self)

    @property
    def text(self) -> str:
        return self.editor.text().strip()

    @property
    def problem(self) -> str:
        return self._message.text() if self.editor.property("wrong") == "true" else ""

    @property
    def said(self) -> str:
        """What stands beneath, wrong or only unusual."""
        return self._message.text()

    @property
    def last(self) -> str:
        return self._last.text()

    def show_last(self, words: str) -> None:
        """What it was, and when."""
        self._last.setText(words)
        self.editor.setAccessibleDescription(words)

    def show_unit(self, words: str) -> None:
        self._unit = words
        self._heading.setText(f"{self.title}, {words}")
        self.editor.setAccessibleName(f"{self.title}, {words}")

    def show_problem(self, sentence: str) -> None:
        self._say(sentence, wrong=bool(sentence))

    def show_unusual(self, sentence: str) -> None:
        """It may stand, and will be asked about."""
        self._say(sentence, wrong=False)

    def _say(self, sentence: str, *, wrong: bool) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))
        restyle(self._message, "tone", "" if wrong else "muted")
        restyle(self.editor, "wrong", "true" if wrong else "false")
        self.editor.setAccessibleDescription(sentence or self._last.text())

    @Slot(str)
    def _typed(self, _: str) -> None:
        if self.said:
            self._say("", wrong=False)
        self.typed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and isinstance(watched, QLineEdit):
            self.left.emit(self.name)
        return False


class InUnits(Measure):
    """One that is typed in either of two units; it begins with the unit's choice."""

    def __init__(self, name: str, title: str, unit: str) -> None:
        options = tuple((code, units.WORDS[code]) for code in units.UNITS[name])
        self.unit = Segments(f"Unit of {title.lower()}", options)
        self.unit.choose(unit)
        super().__init__(name, title, units.WORDS[unit], beside=(self.unit,))
        single_stop(self.unit)
        for one in self.unit.buttons():
            one.setMinimumWidth(TOUCH)
        self.unit.chosen.connect(self._unit_chosen)

    @property
    def code(self) -> str:
        return self.unit.value or units.CANONICAL[self.name]

    @Slot(str)
    def _unit_chosen(self, code: str) -> None:
        self.show_unit(units.WORDS[code])
        self._say("", wrong=False)
        self.typed.emit()


def single_stop(choice: Segments) -> None:
    """Tab comes to it once and goes on; the arrow keys move within."""
    ones = choice.buttons()
    chosen = next((one for one in ones if one.isChecked()), ones[0])
    for one in ones:
        one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is chosen else Qt.FocusPolicy.ClickFocus)


def number(measure: Measure) -> float | None:
    """What was typed; None where nothing was. Raises units.NotANumber."""
    return units.read_number(measure.text) if measure.text else None
