"""All rounds with when they are owed, and all hazards that stand, the most severe first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.permissions import Deed
from station.store.rows.environment import EnvironmentalRoundRow, HazardRow, UnitTaskRow
from station.views.dress import sheet
from station.views.environment.hazard_card import HazardCard
from station.views.environment.hazard_forms import ReportForm
from station.views.environment.round_card import RoundCard, RoundKey
from station.views.panel.controls import button, label
from station.views.panel.desk import Desk
from station.views.panel.focus import focus_first
from station.views.panel.form import Notice
from station.views.panel.scroll import FollowingScroll
from station.views.permit import Permit
from station.views.theme import Theme

NO_HAZARDS: Final = "No hazard stands. Report one as soon as you see it, on a round or not."
NO_ROUNDS: Final = "The policy asks for no environmental rounds."
_WIDE: Final = 980


class Overview(QWidget):
    """Rounds at the left, hazards at the right; beneath one another where it is narrow."""

    opened = Signal(object)
    """RoundKey: walk this round."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._rows: tuple[EnvironmentalRoundRow, ...] = ()
        self.rounds: dict[RoundKey, RoundCard] = {}
        self.hazards: dict[int, HazardCard] = {}
        self.form: ReportForm | None = None
        self._form_card: QFrame | None = None
        self.report = button("Report a hazard…", "primary")
        self.notice = Notice()
        self._no_rounds, self._no_hazards = label(NO_ROUNDS, tone="muted"), label(NO_HAZARDS, tone="muted")
        self._count = label("Hazards", scale=1.2, weight=QFont.Weight.DemiBold)
        self._scroll = FollowingScroll()
        self._lay_out()
        self.report.clicked.connect(self.show_report)
        Permit(self.report, desk.recorder, Deed.ENVIRONMENT)
        self.set_theme(theme)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 0)
        head.addWidget(label("Environment", scale=1.7, weight=QFont.Weight.Bold), 1)
        head.addWidget(self.report)
        self._left, self._right = _column(), _column()
        self._left.addWidget(label("Rounds", scale=1.2, weight=QFont.Weight.DemiBold))
        self._left.addWidget(self._no_rounds)
        for one in (self._count, self._no_hazards):
            self._right.addWidget(one)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(24)
        for side in (self._left, self._right):
            whole = QVBoxLayout()
            whole.addLayout(side)
            whole.addStretch(1)
            self._sides.addLayout(whole, 1)
        self._scroll.body.addWidget(self.notice)
        self._scroll.body.addLayout(self._sides)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))

    def say(self, sentence: str) -> None:
        """What has just been done; it stays until the next thing is."""
        self.notice.say(sentence, "done")
        self._scroll.to_top()

    def show_rounds(self, rows: Sequence[EnvironmentalRoundRow], tasks: Sequence[UnitTaskRow], now: datetime) -> None:
        self._rows = tuple(rows)
        wanted = {(one.area_id, one.checklist): one for one in rows}
        for key in [key for key in self.rounds if key not in wanted]:
            _drop(self.rounds.pop(key))
        for key, row in wanted.items():
            if key not in self.rounds:
                card = self.rounds[key] = RoundCard(self._desk, row)
                card.opened.connect(self.opened)
                self._left.addWidget(card)
            self.rounds[key].show_row(row, tasks, now)
        self._no_rounds.setVisible(not wanted)

    def show_hazards(self, rows: Sequence[HazardRow], tasks: Sequence[UnitTaskRow], now: datetime) -> None:
        """In their order: a card that is open moves with what is typed in it."""
        still = {one.hazard_id for one in rows}
        for hazard_id in [one for one in self.hazards if one not in still]:
            _drop(self.hazards.pop(hazard_id))
        about = {one.about: one for one in tasks}
        first = self._right.count() - len(self.hazards)
        for place, row in enumerate(rows):
            card = self.hazards.get(row.hazard_id) or self._make(row)
            card.show_row(row, about.get(f"hazard:{row.hazard_id}"), now)
            if self._right.indexOf(card) != first + place:
                self._right.removeWidget(card)
                self._right.insertWidget(first + place, card)
        self._count.setText(f"Hazards ({len(rows)})" if rows else "Hazards")
        self._no_hazards.setVisible(not rows)

    def tick(self, now: datetime) -> None:
        for card in self.rounds.values():
            card.tick(now)
        for hazard in self.hazards.values():
            hazard.tick(now)

    def back(self) -> bool:
        """Esc: close the form that is open."""
        if self.form is not None and not self.form.busy:
            self._close_report()
            return True
        return any(one.back() for one in self.hazards.values())

    @Slot()
    def show_report(self) -> None:
        """The form to report a hazard, over the others."""
        if self.form is None:
            areas = {one.area_id: (one.area_id, one.area, one.rooms) for one in self._rows}
            form = self.form = ReportForm(self._desk, tuple(areas.values()))
            form.finished.connect(self._reported)
            form.cancelled.connect(self._close_report)
            form.shown.connect(self._scroll.reveal)
            self._form_card = _card(form)
            self._right.insertWidget(1, self._form_card)
        self.notice.say("")
        self._scroll.reveal(self.form)
        focus_first(self.form)

    def _make(self, row: HazardRow) -> HazardCard:
        card = self.hazards[row.hazard_id] = HazardCard(self._desk, row)
        card.done.connect(self.say)
        card.shown.connect(self._scroll.reveal)
        self._right.addWidget(card)
        return card

    @Slot()
    def _close_report(self) -> None:
        form, self.form = self.form, None
        if form is not None and self._form_card is not None:
            _drop(self._form_card)
            self.report.setFocus()

    @Slot(str)
    def _reported(self, said: str) -> None:
        self._close_report()
        self.say(said)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if direction != self._sides.direction():
            self._sides.setDirection(direction)


def _column() -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(10)
    return made


def _card(form: QWidget) -> QFrame:
    made = QFrame()
    made.setObjectName("card")
    column = QVBoxLayout(made)
    column.setContentsMargins(18, 14, 18, 14)
    column.addWidget(label("Report a hazard", scale=1.15, weight=QFont.Weight.DemiBold))
    column.addWidget(form)
    return made


def _drop(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
