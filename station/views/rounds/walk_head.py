"""The top of a round: of what, how far, how the patients stand, and its end."""

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from station.rules.policy import Policy
from station.store.rows.rounds import RoundRow
from station.views.dress import sheet
from station.views.icons import icon
from station.views.panel.controls import Segments, button, label, restyle
from station.views.panel.desk import Desk
from station.views.panel.form import Notice
from station.views.rounds.ending import EndForm
from station.views.rounds.walked import Order
from station.views.rounds.words import open_too_long, progress_words, round_title
from station.views.theme import Theme

ALL_SEEN = "Everybody has been seen on this round. End it when you have finished."
NOBODY = "Nobody is to be seen on this round: nobody is here without an observer of his own. End it."
_WIDE, _NARROW = 760, 530
"""Pixels: the controls stand beside the words, beneath them, and beneath one another."""


class WalkHead(QWidget):
    """Changes nothing itself but the end of the round."""

    order_chosen = Signal(object)
    """Order."""
    end_wanted = Signal()

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self._policy: Policy = desk.facts.policy
        self._zone = desk.zone
        self._row: RoundRow | None = None
        self.title = label("Round", scale=1.5, weight=QFont.Weight.Bold)
        self.progress = label(tone="muted")
        self.order = Segments("Order of the patients", (("time", "By time"), ("route", "By route")))
        self.order.choose(Order.TIME.value)
        self.auto = button("Next opens by itself", tip="After each check the next patient opens by himself")
        self.auto.setCheckable(True)
        self.auto.setChecked(True)
        self.auto.toggled.connect(self._show_auto)
        self.end = button("End round")
        self.ending = EndForm(desk, theme)
        self.said, self.unread = Notice(), Notice()
        self._lay_out()
        self.order.chosen.connect(self._order_chosen)
        self.end.clicked.connect(self.end_wanted)
        self.set_theme(theme)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.progress)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.auto, 1)
        buttons.addWidget(self.end)
        self._controls = controls = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        controls.setSpacing(8)
        controls.addWidget(self.order, 1)
        controls.addLayout(buttons)
        self.order.setMinimumWidth(190)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(8)
        self._line.addLayout(words, 1)
        self._line.addLayout(controls)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 6)
        column.setSpacing(8)
        column.addLayout(self._line)
        column.addWidget(self.unread)
        column.addWidget(self.said)
        column.addWidget(self.ending)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setStyleSheet(sheet(theme))
        self._show_auto()
        self.ending.set_theme(theme)

    def show_round(self, row: RoundRow, seen: int, to_see: int, now: datetime) -> None:
        self._row, self._seen, self._to_see = row, seen, to_see
        self.title.setText(round_title(row))
        self.tick(now)

    def tick(self, now: datetime) -> None:
        if self._row is None:
            return
        self.progress.setText(progress_words(self._row, self._seen, self._to_see, self._zone, now))
        sentence = open_too_long(self._row, self._policy, now)
        if self._to_see == self._seen:
            sentence = ALL_SEEN if self._to_see else NOBODY
        if sentence != self.said.text:
            self.said.say(sentence)
            restyle(self.end, "kind", "primary" if sentence in (ALL_SEEN, NOBODY) else "")

    @Slot()
    def _show_auto(self) -> None:
        """A tick stands beside it while it is on."""
        on = self.auto.isChecked()
        self.auto.setIcon(icon("check" if on else "close", self._theme, None if on else self._theme.muted))
        self.auto.setAccessibleName(f"The next patient opens by himself: {'on' if on else 'off'}")

    @Slot(str)
    def _order_chosen(self, order: str) -> None:
        self.order_chosen.emit(Order(order))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for line, least in ((self._line, _WIDE), (self._controls, _NARROW)):
            wide = self.width() >= least
            direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
            if direction != line.direction():
                line.setDirection(direction)
