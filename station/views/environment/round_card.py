"""One round of one area: when it is owed, when it was made last, and its beginning."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout
from typing_extensions import override

from station.rules.permissions import Deed
from station.store.rows.environment import EnvironmentalRoundRow, UnitTaskRow
from station.views.environment.words import (
    due_detail,
    due_words,
    is_open,
    last_words,
    progress_words,
    round_title,
    task_of,
)
from station.views.panel.controls import button, label, restyle
from station.views.panel.desk import Desk
from station.views.panel.form import Form
from station.views.permit import Permit

RoundKey = tuple[int, str]
"""Area and checklist."""


class StartRound(Form):
    """Begins the round, or goes on with the one that is open."""

    opened = Signal()
    """There is a round to walk now."""

    def __init__(self, desk: Desk, row: EnvironmentalRoundRow) -> None:
        super().__init__(desk)
        self._row = row
        self.start = button("Start", "primary")
        self.start.setMinimumWidth(110)
        self.start.clicked.connect(self.submit)
        self.permit = Permit(self.start, desk.recorder, Deed.ENVIRONMENT)
        for one in (self.notice, self.question):
            self.column.addWidget(one)

    def show_row(self, row: EnvironmentalRoundRow) -> None:
        self._row = row
        words = "Go on" if is_open(row) else "Start"
        self.start.setText(words)
        self.start.setAccessibleName(f"{words}: {round_title(row)}")

    @Slot()
    def submit(self) -> None:
        if is_open(self._row):
            self.opened.emit()
            return
        start = partial(
            self.desk.commands.start_environmental_round, area_id=self._row.area_id, checklist=self._row.checklist
        )
        self.do(start, "")

    @override
    def lock(self, *, locked: bool) -> None:
        """Its button stands beside the words."""
        super().lock(locked=locked)
        self.start.setEnabled(not locked)

    @override
    def succeeded(self, done: str) -> None:
        self.opened.emit()


class RoundCard(QFrame):
    """Changes only what it says; it is the same card for as long as the area has this round."""

    opened = Signal(object)
    """RoundKey: walk it."""

    def __init__(self, desk: Desk, row: EnvironmentalRoundRow) -> None:
        super().__init__()
        self.setObjectName("card")
        self._desk, self._row = desk, row
        self._task: UnitTaskRow | None = None
        self.starting = StartRound(desk, row)
        self.due = label(weight=QFont.Weight.DemiBold)
        self.detail, self.open, self.last = label(tone="muted", scale=0.93), label(), label(tone="muted", scale=0.93)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(label(round_title(row), scale=1.15, weight=QFont.Weight.DemiBold))
        for one in (self.due, self.detail, self.open, self.last):
            words.addWidget(one)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addLayout(words, 1)
        line.addWidget(self.starting.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self.starting)
        self.starting.opened.connect(self._opened)

    def show_row(self, row: EnvironmentalRoundRow, tasks: Sequence[UnitTaskRow], now: datetime) -> None:
        self._row, self._task = row, task_of(row, tasks)
        self.starting.show_row(row)
        self.tick(now)

    def tick(self, now: datetime) -> None:
        desk = self._desk
        words, tone = due_words(self._task, desk.zone, now)
        self.due.setText(words)
        restyle(self.due, "tone", tone)
        detail = due_detail(self._row, self._task, desk.facts.policy, desk.zone, now)
        under_way = progress_words(self._row, desk.zone, now) if is_open(self._row) else ""
        for one, said in (
            (self.detail, detail),
            (self.open, under_way),
            (self.last, last_words(self._row, desk.zone, now)),
        ):
            one.setText(said)
            one.setVisible(bool(said))
        self.setAccessibleName(". ".join(filter(None, (round_title(self._row), words, detail, under_way))))

    @Slot()
    def _opened(self) -> None:
        self.opened.emit((self._row.area_id, self._row.checklist))
