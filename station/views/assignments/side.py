"""The column beside the timeline: what can be taken back and added, and a card about whatever is chosen."""

import shiboken6
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFontMetricsF, QUndoStack
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.views.assignments.parts import Beside
from station.views.dress import sheet
from station.views.icons import icon
from station.views.panel.controls import TOUCH, button
from station.views.panel.focus import focus_first
from station.views.panel.form import Form, Notice
from station.views.panel.scroll import FollowingScroll
from station.views.printing import Printing
from station.views.theme import Theme

_LETTERS_WIDE = 32


class Side(QWidget):
    """Holds one card at a time; beneath it, what is published can be printed."""

    new_wanted = Signal()
    people_wanted = Signal()

    def __init__(self, stack: QUndoStack, printing: Printing, theme: Theme) -> None:
        super().__init__()
        self._stack = stack
        self.printing = printing
        self._content: QWidget | None = None
        self._may_edit = True
        self.undo, self.redo = button("", name="Undo"), button("", name="Redo")
        self.new = button("Block", name="Add a block", tip="Add a block (N)")
        self.people = button("People", name="Add people", tip="Add people to the shift")
        self.notice = Notice()
        self._scroll = FollowingScroll()
        self._lay_out()
        self.undo.clicked.connect(stack.undo)
        self.redo.clicked.connect(stack.redo)
        self.new.clicked.connect(self.new_wanted)
        self.people.clicked.connect(self.people_wanted)
        stack.indexChanged.connect(self._show_steps)
        self.set_theme(theme)
        self._show_steps()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        for one in (self.undo, self.redo):
            one.setFixedWidth(TOUCH + 4)
            tools.addWidget(one)
        for one in (self.new, self.people):
            tools.addWidget(one, 1)
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 12, 0, 0)
        inside.addWidget(self._scroll)
        self._scroll.body.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(tools)
        column.addWidget(card, 1)
        column.addWidget(self.printing)
        self.fit()

    @property
    def content(self) -> QWidget | None:
        return self._content

    def fit(self) -> None:
        """Take the width the application's font asks for."""
        letter = QFontMetricsF(QApplication.font()).averageCharWidth()
        self.setMinimumWidth(round(letter * _LETTERS_WIDE) + 40)

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))
        self.undo.setIcon(icon("undo", theme))
        self.redo.setIcon(icon("redo", theme))
        for one in (self.new, self.people):
            one.setIcon(icon("plus", theme))

    def let_edit(self, why_not: str) -> None:
        self._may_edit = not why_not
        for one in (self.new, self.people):
            one.setEnabled(not why_not)
            one.setAccessibleDescription(why_not)
        self._show_steps()

    @Slot()
    def _show_steps(self) -> None:
        """What would be taken back, and done again, in words."""
        stack, may = self._stack, self._may_edit
        if not shiboken6.isValid(stack):
            return  # it says that it is empty as it goes
        for one, able, word, text, keys in (
            (self.undo, stack.canUndo(), "Undo", stack.undoText(), "Ctrl+Z"),
            (self.redo, stack.canRedo(), "Redo", stack.redoText(), "Ctrl+Y"),
        ):
            one.setEnabled(able and may)
            one.setToolTip(f"{word}: {text} ({keys})" if able else f"Nothing to {word.lower()}")
            one.setAccessibleName(f"{word}: {text}" if able else word)

    def put(self, content: Beside | Form, *, focus: bool = False) -> None:
        """In the card from now on."""
        before, self._content = self._content, content
        if before is not None and before is not content:
            if isinstance(before, Beside):
                before.retire()
            before.hide()
            before.deleteLater()
        if before is not content:
            content.shown.connect(self._scroll.reveal)
            self._scroll.body.addWidget(content)
            content.show()
            self._scroll.to_top()
        if focus:
            focus_first(content)

    def say(self, sentence: str, kind: str = "note") -> None:
        """Above the card, until something else is to be said."""
        self.notice.say(sentence, kind)
        if sentence:
            self._scroll.to_top()

    def has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def is_busy(self) -> bool:
        """Something is being stored."""
        return isinstance(self._content, Form) and self._content.busy
