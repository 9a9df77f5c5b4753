"""What the keys of a desk do, as data; and the list of them that F1 shows."""

import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Slot
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
    Key("vitals", "Record vital signs of the patient shown", "V"),
    Key("more", "Everything else to do with the patient shown", "D"),
    Key("page", "Open the page of the patient shown", "P"),
    Key("accept", "Accept the alert shown, or the one in the strip", "A"),
    Key("alert", "Show the alert in the strip", "Ctrl+E"),
    Key("mine", "Answer the patient offered to you, or open the one you have", "M"),
    Key("watchers", "Who watches, and when each was last well", "W"),
    Key("order", "Cards in bed order, or by urgency", "O"),
    Key("sound", "Pause the sound, or end the pause", "Ctrl+M"),
    Key("who", "Sign in, or let somebody else sign in", "Ctrl+P"),
    Key("lock", "Lock this desk", "Ctrl+L"),
    Key("back", "Back, then close the side panel", "Esc"),
    Key("full_screen", "Full screen", "F11"),
    Key("help", "This list", "F1"),
)

ALSO: Final = (
    ("Ctrl+1, Ctrl+2 …", "The pages, in order"),
    ("Arrow keys", "Move between the beds of the board"),
    ("Enter", "Open the bed, or press the button, that has the focus"),
    ("Tab", "To the next field or button"),
    ("Hold Enter", "Not found"),
    ("1 to 9, 0", "In a check: choose the first to the tenth place, activity or sign of life"),
    ("Page Up, Page Down", "On a patient's page: the patient before, the next one"),
    ("Left, Right", "In a chart: read one set, or one check, after the other"),
    ("+, -, 0", "In a chart of vital signs: zoom in, zoom out, all of it"),
    ("Shift+Left, Shift+Right", "In a chart of vital signs: earlier, later"),
    ("Ctrl+Shift+P", "On a patient's page: print"),
    ("Up, Down", "On a round: from patient to patient"),
    ("Ctrl+Z", "On a round: take back the check just made"),
    ("Arrow keys", "In a plan: from block to block, and from person to person"),
    ("Enter", "In a plan: open the block, the person or the stretch nobody covers"),
    ("Ctrl+arrows", "In a plan: move the block by 15 minutes, or to another person"),
    ("Shift+Left, Shift+Right", "In a plan: when the block ends; with Ctrl too, when it begins"),
    ("Alt with these", "In a plan: by 5 minutes"),
    ("N, S, C, Delete", "In a plan: new block, split it, copy it, delete it"),
    ("Ctrl+Z, Ctrl+Y", "In a plan: undo, redo"),
)


WHILE_LOCKED: Final = frozenset({"who"})
"""What works on a locked desk: signing in."""


class Letter(QObject):
    """What a plain letter does, once it is clear that no scanner typed it."""

    def __init__(self, action: QAction, act: Callable[[], None], settled: Callable[[Callable[[], None]], None]) -> None:
        super().__init__(action)
        self._action = action
        self._act = weakref.WeakMethod(act)
        self._settled = settled
        action.triggered.connect(self._pressed)

    @Slot()
    def _pressed(self) -> None:
        self._settled(self._do)

    def _do(self) -> None:
        act = self._act()
        if act is not None and self._action.isEnabled():
            act()


def add_actions(
    window: QWidget, slots: Mapping[str, Callable[[], None]], settled: Callable[[Callable[[], None]], None]
) -> dict[str, QAction]:
    """Give a window its keys. `slots`: for each name of `KEYS` a bound method. Raises KeyError when one is missing.

    `settled` does something as soon as it is sure that a letter was a person's (`Scanner.when_settled`).
    """
    made = {}
    for key in KEYS:
        action = QAction(key.title, window)
        action.setData(key.name)
        action.setShortcut(QKeySequence.fromString(key.keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if len(key.keys) == 1:
            Letter(action, slots[key.name], settled)
        else:
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
