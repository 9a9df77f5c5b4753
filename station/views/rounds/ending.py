"""Ending a round: asked about when patients were not seen on it."""

from functools import partial

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.store.rows.rounds import RoundRow
from station.views.dress import sheet
from station.views.panel.desk import Desk
from station.views.panel.form import Form
from station.views.rounds.words import round_title
from station.views.theme import Theme


class EndForm(Form):
    """Has no button of its own: whoever stands beside it has. Silent until there is something to say."""

    yes, no, not_done = "End the round", "Go on walking", "The round goes on."

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(desk)
        self.setParent(parent)
        self._row: RoundRow | None = None
        self.column.addWidget(self.notice)
        self.column.addWidget(self.question)
        self.set_theme(theme)

    @property
    def row(self) -> RoundRow | None:
        """The round that is to end."""
        return self._row

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))

    def end(self, row: RoundRow) -> None:
        """End it; asks first, naming their beds, when patients were not seen."""
        if self.busy:
            return
        self._row = row
        self.question.hide()
        end = partial(self.desk.commands.end_round, round_id=row.round_id)
        self.do(partial(end, confirmed=False), self.done_words(), once_confirmed=partial(end, confirmed=True))

    @override
    def done_words(self) -> str:
        return "" if self._row is None else f"{round_title(self._row)} has ended."
