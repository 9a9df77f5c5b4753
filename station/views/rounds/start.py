"""No round is open: choose what to walk, see who walks where, and whether everybody is accounted for."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.permissions import CHARGES, Deed
from station.store.rows import BoardSnapshot
from station.store.rows.rounds import RoundRow
from station.views.dress import sheet
from station.views.panel.controls import ChoiceGrid, Option, button, heading, label
from station.views.panel.desk import Desk
from station.views.panel.form import Form
from station.views.panel.scroll import FollowingScroll
from station.views.rounds.ending import EndForm
from station.views.rounds.words import Summary, census_words, open_too_long, walker_words
from station.views.theme import Theme

WHOLE = "0"
"""Stands for the whole unit among the areas."""
_WIDE = 820


def area_options(snapshot: BoardSnapshot) -> list[Option]:
    """The areas in board order with how many patients are in each, and the whole unit."""
    names: dict[int, str] = {}
    counts: dict[int, int] = {}
    for bed in sorted(snapshot.beds, key=lambda one: one.position):
        names.setdefault(bed.area_id, bed.area)
        counts[bed.area_id] = counts.get(bed.area_id, 0) + _is_here(bed.patient is not None and not bed.patient.away)
    whole = sum(counts.values()) + sum(not one.away for one in snapshot.unplaced)
    options = [(str(area), f"{name}\n{_patients(counts[area])}") for area, name in names.items()]
    return [*options, (WHOLE, f"Whole unit\n{_patients(whole)}")]


def _is_here(here: bool) -> int:
    return 1 if here else 0


def _patients(count: int) -> str:
    return f"{count} patient{'' if count == 1 else 's'}"


class StartForm(Form):
    """An area, and "Start round". The area walked last is chosen already."""

    yes, no, not_done = "Start all the same", "Do not start", "No round has been started."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._options: list[Option] = []
        self._area: str | None = None
        self.areas = ChoiceGrid("What to walk", ())
        self.start = button("Start round", "primary")
        self.start.setMinimumHeight(56)
        self.start.clicked.connect(self.submit)
        self.why = label(tone="muted")
        self.column.addWidget(self.areas)
        for one in (self.notice, self.question, self.start, self.why):
            self.column.addWidget(one)

    def show_areas(self, options: list[Option]) -> None:
        if options != self._options:
            self._options = options
            old, self.areas = self.areas, ChoiceGrid("What to walk", options, columns=2)
            for one in self.areas.buttons():
                one.setMinimumHeight(64)
            self.column.replaceWidget(old, self.areas)
            old.hide()
            old.deleteLater()
            self.areas.chosen.connect(self._chosen)
            self.areas.choose(self._area)
        self.show_who()

    def show_who(self) -> None:
        """What the person here may do."""
        why_not = self.desk.recorder.why_not(Deed.ROUND)
        chosen = self.areas.value is not None
        self.start.setEnabled(chosen and not why_not)
        self.why.setText(why_not or ("" if chosen else "Choose what to walk first."))
        self.why.setVisible(bool(self.why.text()))

    @Slot(str)
    def _chosen(self, area: str) -> None:
        self._area = area
        self.notice.say("")
        self.question.hide()
        self.show_who()

    @Slot()
    def submit(self) -> None:
        if self._area is None:
            return
        area_id = None if self._area == WHOLE else int(self._area)
        start = partial(self.desk.commands.start_round, area_id=area_id)
        self.do(partial(start, confirmed=False), "", once_confirmed=partial(start, confirmed=True))

    @override
    def done_words(self) -> str:
        return ""


class WalkerRow(QWidget):
    """Somebody who walks now, and the end of his round when it has been left open."""

    def __init__(self, desk: Desk, row: RoundRow, theme: Theme) -> None:
        super().__init__()
        self._desk, self.row = desk, row
        self.words = label()
        self.open_for = label(weight=QFont.Weight.DemiBold)
        self.end = button("End this round")
        self.ending = EndForm(desk, theme)
        self.end.clicked.connect(self._end)
        line = QHBoxLayout()
        line.setSpacing(10)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.words)
        said.addWidget(self.open_for)
        line.addLayout(said, 1)
        line.addWidget(self.end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addWidget(self.ending)

    def show_row(self, row: RoundRow, now: datetime) -> None:
        self.row = row
        self.words.setText(walker_words(row, self._desk.zone, now))
        self.end.setAccessibleName(f"End the round of {row.name}, {row.area}")
        self.tick(now)

    def tick(self, now: datetime) -> None:
        staff = self._desk.recorder.staff
        may_end = staff is not None and (staff.id == self.row.staff_id or staff.role in CHARGES)
        said = open_too_long(self.row, self._desk.facts.policy, now, may_end=may_end)
        self.open_for.setText(said)
        self.open_for.setVisible(bool(said))
        self.end.setVisible(bool(said) and may_end)

    @Slot()
    def _end(self) -> None:
        self.ending.end(self.row)


class Card(QWidget):
    """A titled box of the page."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.heading = heading(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(18, 14, 18, 18)
        self.body.setSpacing(10)
        self.body.addWidget(self.heading)


class Start(QWidget):
    """Everything about rounds while the person here walks none."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self._desk, self._theme = desk, theme
        self.form = StartForm(desk)
        self.walkers: dict[int, WalkerRow] = {}
        self.census, self.unaccounted = label(scale=1.25, weight=QFont.Weight.DemiBold), label()
        self._nobody = label("Nobody walks a round now.", tone="muted")
        self.summary = Card("")
        self._summary_lines = label(scale=1.1)
        self.close_summary = button("Close", name="Close the summary")
        self.close_summary.clicked.connect(self.hide_summary)
        self._lay_out()
        self.set_theme(theme)

    def _lay_out(self) -> None:
        start, here, walking = Card("Start a round"), Card("Census"), Card("Who walks where now")
        start.body.addWidget(self.form)
        here.body.addWidget(self.census)
        here.body.addWidget(self.unaccounted)
        walking.body.addWidget(self._nobody)
        self._walking = walking.body
        self.summary.body.addWidget(self._summary_lines)
        self.summary.body.addWidget(self.close_summary, 0, Qt.AlignmentFlag.AlignLeft)
        self.summary.hide()
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, cards in ((left, (self.summary, start)), (right, (here, walking))):
            column.setSpacing(14)
            for card in cards:
                column.addWidget(card)
        left.addStretch(1)
        right.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(14)
        self._columns.addLayout(left, 1)
        self._columns.addLayout(right, 1)
        area = FollowingScroll()
        area.body.addWidget(label("Rounds", scale=1.7, weight=QFont.Weight.Bold))
        area.body.addLayout(self._columns)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 4, 0, 0)
        whole.addWidget(area)
        self.form.shown.connect(area.reveal)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setStyleSheet(sheet(theme))
        for one in self.walkers.values():
            one.ending.set_theme(theme)

    def show_snapshot(self, snapshot: BoardSnapshot, now: datetime) -> None:
        self.form.show_areas(area_options(snapshot))
        line, accounted = census_words(snapshot)
        self.census.setText(line)
        self.unaccounted.setText(accounted)
        self.unaccounted.setVisible(bool(accounted))
        self._show_walkers(snapshot.rounds, now)

    def _show_walkers(self, rounds: Sequence[RoundRow], now: datetime) -> None:
        here = {one.round_id for one in rounds}
        for gone in [one for one in self.walkers if one not in here]:
            row = self.walkers.pop(gone)
            row.hide()
            row.deleteLater()
        for one in rounds:
            if one.round_id not in self.walkers:
                self.walkers[one.round_id] = WalkerRow(self._desk, one, self._theme)
                self._walking.addWidget(self.walkers[one.round_id])
            self.walkers[one.round_id].show_row(one, now)
        self._nobody.setVisible(not rounds)

    def show_summary(self, summary: Summary) -> None:
        """What came of the round that has just ended, until it is closed."""
        self.summary.heading.setText(summary.title)
        self._summary_lines.setText("\n".join(summary.lines))
        self.summary.show()
        self.close_summary.setFocus()

    @Slot()
    def hide_summary(self) -> None:
        self.summary.hide()

    @property
    def summary_text(self) -> str:
        return "" if self.summary.isHidden() else self._summary_lines.text()

    def tick(self, now: datetime) -> None:
        for one in self.walkers.values():
            one.tick(now)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if direction != self._columns.direction():
            self._columns.setDirection(direction)
