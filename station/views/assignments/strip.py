"""Whether it can be done, in one line: what is owed in an hour, who is there for it, and the worst hour."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from station.rules.workload import Workload
from station.views.assignments.words import counted
from station.views.dress import sheet
from station.views.panel.controls import label, restyle
from station.views.panel.flow import FlowLayout
from station.views.theme import Theme


class LoadStrip(QFrame):
    """Red only where something is uncovered or cannot be done."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName("Whether the shift can be done")
        self._flow = FlowLayout(self, spacing=0)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self.owed = self._cell("Checks owed per hour")
        self.rounders = self._cell("Rounders needed / named")
        self.held = self._cell("1:1 and line of sight")
        self.spread = self._cell("Workload spread")
        self.worst = self._cell("Busiest hour")
        self.set_theme(theme)

    def _cell(self, title: str) -> QLabel:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(18, 9, 14, 9)
        column.setSpacing(1)
        heading, value = label(title, tone="muted", scale=0.88), label(scale=1.15, weight=QFont.Weight.DemiBold)
        for one in (heading, value):
            one.setWordWrap(False)
            column.addWidget(one)
        self._flow.addWidget(cell)
        return value

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))

    def show_load(self, load: Workload, *, measured: bool) -> None:
        """`measured`: what one person can do is known from the unit's own rounds."""
        few = load.rounders_named < load.rounders_needed
        bad = load.worst is not None and not load.worst.fits
        self._say(self.owed, f"{load.checks_per_hour:.0f}")
        self._say(self.rounders, f"{load.rounders_needed} / {load.rounders_named}", bad=few)
        self._say(self.held, counted(load.continuous, "patient"))
        self._say(self.worst, load.worst_words, bad=bad)
        self._say(self.spread, load.spread_words)
        self.setToolTip("By the unit's own rounds" if measured else "By what the policy says one person can do")

    def _say(self, value: QLabel, text: str, *, bad: bool = False) -> None:
        if value.text() != text:
            value.setText(text)
        restyle(value, "tone", "high" if bad else "")
