"""The last of something that was recorded of a patient, the latest first, for putting one right."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, Generic, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from station.models.enums import EntryStatus
from station.rules.permissions import Deed
from station.rules.wording import clock_time
from station.store.rows import PatientRow
from station.views.panel.controls import button, heading, label, rule
from station.views.panel.desk import Desk, Placed
from station.views.panel.form import Form
from station.views.panel.moving import TITLE, Move, Words, WrongPatientForm
from station.views.permit import Permit

SHOWN: Final = 8
Row = TypeVar("Row")


class RecordsList(Form, Generic[Row]):
    """One that was corrected stays readable, with what was said about it. What each row is, its heirs say."""

    form_wanted = Signal(str, object)
    """A title, and a form to show instead."""

    what, things, none, amend_title, move_words = "", "", "", "", Words("", "", "")

    def __init__(
        self,
        desk: Desk,
        patient: PatientRow,
        others: tuple[Placed, ...],
        read: Callable[[], Sequence[Row]],
    ) -> None:
        super().__init__(desk)
        self.patient = patient
        self._others = others
        self._rows: dict[QPushButton, Row] = {}
        self.state = label(f"Reading the {self.things}…", tone="muted")
        self.column.addWidget(self.state)
        desk.bridge.run(read, self._show, self._not_read)

    @property
    def amend_buttons(self) -> tuple[QPushButton, ...]:
        return tuple(one for one in self._rows if one.property("moves") is False)

    @property
    def move_buttons(self) -> tuple[QPushButton, ...]:
        return tuple(one for one in self._rows if one.property("moves") is True)

    def words_of(self, row: Row) -> tuple[str, ...]:
        """The row itself, then what was said about it."""
        raise NotImplementedError

    def moment_of(self, row: Row) -> datetime:
        raise NotImplementedError

    def status_of(self, row: Row) -> EntryStatus:
        raise NotImplementedError

    def amending(self, row: Row) -> Form:
        raise NotImplementedError

    def move_of(self, row: Row) -> Move:
        raise NotImplementedError

    @Slot(object)
    def _show(self, rows: Sequence[Row]) -> None:
        self.state.setText("" if rows else self.none)
        self.state.setVisible(not rows)
        for row in rows:
            self.column.addWidget(self._line(row))
            self.column.addWidget(rule())

    @Slot(object)
    def _not_read(self, failure: Exception) -> None:
        self.state.setText(f"The {self.things} cannot be read. {failure}")

    def _line(self, row: Row) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        first, *more = self.words_of(row)
        column.addWidget(label(first))
        for words in more:
            column.addWidget(label(words, tone="muted", scale=0.93))
        status = self.status_of(row)
        if status is EntryStatus.CURRENT:
            column.addLayout(self._buttons(row))
        else:
            column.addWidget(heading(status.value.capitalize()))
        return made

    def _buttons(self, row: Row) -> QHBoxLayout:
        at = clock_time(self.moment_of(row), self.desk.zone, self.desk.now())
        beside = QHBoxLayout()
        beside.setSpacing(6)
        for moves, text, name in (
            (False, "Amend…", f"Amend the {self.what} of {at}"),
            (True, "Wrong patient…", f"The {self.what} of {at} was of another patient"),
        ):
            made = button(text, name=name)
            made.setProperty("moves", moves)
            Permit(made, self.desk.recorder, Deed.CORRECT_VITALS)
            self._rows[made] = row
            made.clicked.connect(self._tapped)
            beside.addWidget(made, 1)
        return beside

    @Slot()
    def _tapped(self) -> None:
        tapped = self.sender()
        if not isinstance(tapped, QPushButton):
            return
        row = self._rows[tapped]
        if tapped.property("moves"):
            form = WrongPatientForm(self.desk, self.move_words, self.move_of(row), self._others)
            self.form_wanted.emit(TITLE, form)
        else:
            self.form_wanted.emit(self.amend_title, self.amending(row))
