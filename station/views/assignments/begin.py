"""No plan yet: three ways to begin."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QVBoxLayout

from station.views.dress import sheet
from station.views.panel.controls import button, label
from station.views.theme import Theme

HOW: Final = "Three ways to begin. Whatever you do is kept as your draft until you publish it."


class Begin(QFrame):
    """Stands where the timeline will."""

    copy_wanted = Signal()
    people_wanted = Signal()
    suggest_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName("No plan yet")
        self._title = label("No plan for this shift yet", scale=1.5, weight=QFont.Weight.DemiBold)
        self._line = label("", tone="muted")
        self.copy = button("Copy the plan of the last shift like it", "primary")
        self.suggest = button("Choose who works, then have cover suggested")
        self.people = button("Choose who works, and plan by hand")
        self._buttons = (self.copy, self.suggest, self.people)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for one in (self._title, self._line):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(one)
        for made in self._buttons:
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.copy.clicked.connect(self.copy_wanted)
        self.suggest.clicked.connect(self.suggest_wanted)
        self.people.clicked.connect(self.people_wanted)
        self.set_theme(theme)
        self.let_edit("")

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))

    def let_edit(self, why_not: str) -> None:
        self._line.setText(
            why_not or "Three ways to begin. Whatever you do is kept as your draft until you publish it."
        )
        for one in self._buttons:
            one.setVisible(not why_not)
