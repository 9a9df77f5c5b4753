"""The checks of one patient, as far back as wanted, and what can be done about each of them."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from station.rules.permissions import Deed, may, refusal
from station.store.rows import CheckRow
from station.views.panel.checks_list import CheckListModel, ChecksView
from station.views.panel.controls import button, heading, label
from station.views.panel.correct import AmendForm
from station.views.panel.desk import Desk, Placed
from station.views.panel.lines import check_lines
from station.views.panel.moving import CHECK, TITLE, WrongPatientForm

AT_FIRST: Final = 12
_MORE: Final = 36
"""How many further back each tap on "Show earlier checks" goes."""


class ChecksSection(QWidget):
    """Reads the checks itself. Nothing is changed here: a correction is a form that somebody else shows."""

    form_wanted = Signal(str, object)
    """A title and a form: put a recorded check right."""
    late_wanted = Signal()
    """A check that was made and not recorded."""
    were_read = Signal(object)
    """tuple[CheckRow, ...], the latest first."""

    def __init__(self, desk: Desk, stay_id: int, others: Callable[[], tuple[Placed, ...]]) -> None:
        super().__init__()
        self._desk = desk
        self._stay_id = stay_id
        self._others = others
        self._rows: tuple[CheckRow, ...] = ()
        self._limit = AT_FIRST
        self.model = CheckListModel(self)
        self.view = ChecksView(self.model)
        self.state = label("Reading the last checks…", tone="muted", scale=0.93)
        self.late = button("Add a late entry…", tip="A check that was made and has not been recorded")
        self.earlier = button("Show earlier checks")
        self.menu = QMenu(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(heading("Checks, the latest first"), 1)
        top.addWidget(self.late)
        column.addLayout(top)
        for one in (self.state, self.view, self.earlier):
            column.addWidget(one)
        self.earlier.hide()

    def _connect(self) -> None:
        self.amend = self.menu.addAction("Amend…", self._amend)
        self.wrong = self.menu.addAction("Recorded for the wrong patient…", self._wrong_patient)
        self.view.clicked.connect(self.choose)
        self.view.activated.connect(self.choose)
        self.view.customContextMenuRequested.connect(self._menu_wanted)
        self.late.clicked.connect(self.late_wanted)
        self.earlier.clicked.connect(self.show_earlier)

    @property
    def rows(self) -> tuple[CheckRow, ...]:
        return self._rows

    def reload(self) -> None:
        """One more than is shown is asked for, so that it is known whether there are any earlier."""
        asked = partial(self._desk.reads.checks, self._stay_id, self._limit + 1)
        self._desk.bridge.run(asked, self._show, self._failed)

    @Slot()
    def show_earlier(self) -> None:
        self._limit += _MORE
        self.reload()

    @Slot(object)
    def _show(self, rows: tuple[CheckRow, ...]) -> None:
        self._rows = rows[: self._limit]
        self.model.show_lines(check_lines(self._rows, self._desk.now(), self._desk.zone))
        self.view.fit()
        self.earlier.setVisible(len(rows) > self._limit)
        self.state.setText("Choose one to correct it." if rows else "No check has been recorded yet.")
        self.were_read.emit(self._rows)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.state.setText(f"The last checks cannot be read. {error}")

    def chosen_row(self) -> CheckRow | None:
        """The one that is chosen, if it can be corrected."""
        chosen = self.view.chosen
        if chosen is None or not chosen.can_correct:
            return None
        return next((row for row in self._rows if row.id == chosen.check_id), None)

    @Slot(QPoint)
    def _menu_wanted(self, at: QPoint) -> None:
        self.choose(self.view.indexAt(at))

    @Slot(QModelIndex)
    def choose(self, index: QModelIndex) -> None:
        """Offer what can be done about this check, or say why nothing can."""
        if not index.isValid():
            return
        self.view.setCurrentIndex(index)
        why_not = self._why_not()
        self.state.setText(why_not or "Choose one to correct it.")
        if not why_not and not self.menu.isVisible():
            rect = self.view.visualRect(index)
            self.menu.popup(self.view.viewport().mapToGlobal(rect.bottomLeft()))

    def _why_not(self) -> str:
        staff = self._desk.recorder.staff
        if staff is not None and not may(staff.role, Deed.CORRECT_CHECK):
            return refusal(staff.role, Deed.CORRECT_CHECK)
        return "" if self.view.chosen is None else self.view.chosen.why_not

    @Slot()
    def _amend(self) -> None:
        row = self.chosen_row()
        if row is not None:
            self.form_wanted.emit("Amend a check", AmendForm(self._desk, row))

    @Slot()
    def _wrong_patient(self) -> None:
        row = self.chosen_row()
        if row is not None:
            move = partial(self._desk.commands.correct_patient, check_id=row.id)
            self.form_wanted.emit(TITLE, WrongPatientForm(self._desk, CHECK, move, self._others()))
