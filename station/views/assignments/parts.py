"""Small things the cards beside the timeline are made of."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from station.rules.plan import Plan
from station.views.panel.controls import button, heading, label
from station.views.panel.fields import Picker


class Beside(QWidget):
    """What stands in the card beside the timeline."""

    edited = Signal(str, object)
    """What was done, in words; and the plan as it is then."""
    closed = Signal()
    """There is nothing more to do here."""
    shown = Signal(QWidget)
    """Something has been said that must be in sight."""

    def __init__(self) -> None:
        super().__init__()
        self._over = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self.title, self.line = label(scale=1.25, weight=QFont.Weight.Bold), label(tone="muted")
        for one in (self.title, self.line):
            self.column.addWidget(one)

    def say_title(self, title: str, line: str = "") -> None:
        self.title.setText(title)
        self.line.setText(line)
        self.line.setVisible(bool(line))

    def edit(self, words: str, plan: Plan) -> None:
        if not self._over:
            self.edited.emit(words, plan)

    def retire(self) -> None:
        """It is about to go: what its fields still say on the way out is about a plan that is no more."""
        self._over = True


def side_by_side(*buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for one in buttons:
        row.addWidget(one, 1, Qt.AlignmentFlag.AlignTop)
    return row


def act(text: str, do: Callable[[], None], kind: str = "", *, name: str = "", tip: str = "") -> QPushButton:
    """A button and what it does (a bound method)."""
    made = button(text, kind, name=name, tip=tip)
    made.clicked.connect(do)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def bullets(title: str, sentences: Sequence[str], *, most: int = 12) -> QWidget:
    """A heading and sentences beneath it, each for itself; of more than `most`, how many more."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    column.addWidget(heading(title))
    for one in sentences[:most]:
        column.addWidget(label(one))
    if len(sentences) > most:
        column.addWidget(label(f"and {len(sentences) - most} more", tone="muted"))
    return made


def choices(what: str, options: Sequence[tuple[str, object]], chosen: object) -> Picker:
    """A list to choose one of, each a word and what it stands for."""
    made = Picker(what)
    for word, value in options:
        made.addItem(word, value)
    choose(made, chosen)
    return made


def choose(picker: Picker, value: object) -> None:
    """Nothing where there is no such choice. None is a value like others."""
    picker.setCurrentIndex(next((at for at in range(picker.count()) if picker.itemData(at) == value), -1))


def show_typed(editor: QLineEdit, text: str) -> None:
    """What is stored now, unless somebody is typing there."""
    if editor.text() != text and not (editor.hasFocus() and editor.isModified()):
        editor.setText(text)
