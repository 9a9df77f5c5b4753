"""What the keys of a desk do, as data; and the list of them that F1 shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont, QKeySequence
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station.views.panel.controls import label


@dataclass(frozen=True, slots=True)
class Key:
    """A shortcut of the window: what it is called, and the keys in Qt's portable words."""

    name: str
    title: str
    keys: str


KEYS: Final = (
    Key("find", "Find a bed by number, initials or name", "Ctrl+F"),
    Key("record", "Record a check of the patient shown", "R"),
    Key("level", "Change the level of the patient shown", "L"),
    Key("accept", "Accept the alert shown, or the one in the strip", "A"),
    Key("alert", "Show the alert in the strip", "Ctrl+E"),
    Key("order", "Cards in bed order, or by urgency", "O"),
    Key("who", "Choose who is recording", "Ctrl+P"),
    Key("back", "Back, then close the side panel", "Esc"),
    Key("full_screen", "Full screen", "F11"),
    Key("help", "This list", "F1"),
)

ALSO: Final = (
    ("Ctrl+1, Ctrl+2", "The pages, in order"),
    ("Arrow keys", "Move between the beds of the board"),
    ("Enter", "Open the bed, or press the button, that has the focus"),
    ("Tab", "To the next field or button"),
    ("Hold Enter", "Not found"),
)


def add_actions(window: QWidget, slots: Mapping[str, object]) -> dict[str, QAction]:
    """Give a window its keys. `slots`: for each name of `KEYS` a bound method. Raises KeyError when one is missing."""
    made = {}
    for key in KEYS:
        action = QAction(key.title, window)
        action.setShortcut(QKeySequence.fromString(key.keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(slots[key.name])
        window.addAction(action)
        made[key.name] = action
    return made


class KeyList(QWidget):
    """All keys, for the side panel."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Keys")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        lines = [(QKeySequence(key.keys).toString(), key.title) for key in KEYS] + list(ALSO)
        for row, (keys, title) in enumerate(lines):
            shown = label(keys, weight=QFont.Weight.DemiBold)
            shown.setWordWrap(False)
            grid.addWidget(shown, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(title), row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 16)
        column.addLayout(grid)
        column.addStretch(1)
