"""One hazard: what it is, who sees to it, how it stands, and what can be said of it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from station.models.enums import HazardState
from station.rules.environment_words import hazard_line, hazard_state, hazard_title, severity_words
from station.rules.intervals import stage_of
from station.rules.permissions import Deed
from station.store.rows.environment import HazardRow, HazardStepRow, UnitTaskRow
from station.views.environment.hazard_forms import FixForm, GiveForm, OneHazardForm, RejectForm, VerifyForm
from station.views.environment.words import TONES, hazard_found, step_words
from station.views.panel.controls import button, label, restyle
from station.views.panel.desk import Desk
from station.views.panel.flow import FlowLayout
from station.views.panel.focus import focus_first
from station.views.permit import Permit

OWN_WORK = "You have said that it is fixed. Another person has to look and verify it."


class HazardCard(QFrame):
    """The same card for as long as the hazard stands: a form that is open here stays open."""

    done = Signal(str)
    """Something was stored; the sentence says what."""
    shown = Signal(QWidget)

    def __init__(self, desk: Desk, row: HazardRow) -> None:
        super().__init__()
        self.setObjectName("card")
        self._desk, self.row = desk, row
        self._task: UnitTaskRow | None = None
        self.form: OneHazardForm | None = None
        self.title = label(scale=1.1, weight=QFont.Weight.DemiBold)
        self.state = label(weight=QFont.Weight.DemiBold)
        self.state.setWordWrap(False)
        self.note, self.line, self.found = label(), label(), label(tone="muted", scale=0.93)
        self.history = label(tone="muted", scale=0.93)
        self.history.hide()
        self.fix, self.give = button("Fixed…"), button("Give to another…")
        self.verify, self.reject = button("Verify…", "primary"), button("Not fixed…")
        self.past = button("History", "quiet")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.title, 1)
        top.addWidget(self.state)
        flow = FlowLayout(spacing=8)
        for tapped in self.buttons:
            flow.addWidget(tapped)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 14, 18, 14)
        self._column.setSpacing(6)
        self._column.addLayout(top)
        for one in (self.note, self.line, self.found, self.history):
            self._column.addWidget(one)
        self._column.addLayout(flow)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        return self.fix, self.verify, self.reject, self.give, self.past

    def _connect(self) -> None:
        for one in self.buttons[:-1]:
            one.clicked.connect(self._open)
            Permit(one, self._desk.recorder, Deed.ENVIRONMENT)
        self.past.clicked.connect(self._toggle_history)
        self._desk.recorder.changed.connect(self._show_who)

    def show_row(self, row: HazardRow, task: UnitTaskRow | None, now: datetime) -> None:
        changed, self.row, self._task = row.state is not self.row.state, row, task
        if changed and self.form is not None and not self.form.busy:
            self._close()
        fixed = row.state is HazardState.FIXED
        self.fix.setVisible(not fixed)
        for one in (self.verify, self.reject):
            one.setVisible(fixed)
        self.title.setText(hazard_title(row))
        self.note.setText(row.note)
        for one in self.buttons:
            one.setAccessibleName(f"{one.text().rstrip('…')}: {hazard_title(row)}")
        if not self.history.isHidden():
            self._read_history()
        self._show_who()
        self.tick(now)

    def tick(self, now: datetime) -> None:
        zone = self._desk.zone
        words = hazard_state(self.row, now)
        self.state.setText(f"{words[:1].upper()}{words[1:]}")
        fixed = self.row.state is HazardState.FIXED
        restyle(self.state, "tone", TONES[stage_of(self._task, now)] if self._task is not None and not fixed else "")
        self.line.setText(hazard_line(self.row, zone, now))
        self.found.setText(f"{hazard_found(self.row, zone, now)} · severity {severity_words(self.row.severity)}")
        self.setAccessibleName(f"Hazard: {self.title.text()}, {words}")

    def back(self) -> bool:
        """Close the form; returns whether one was open."""
        if self.form is None or self.form.busy:
            return False
        self._close()
        return True

    @Slot()
    def _show_who(self) -> None:
        """Whoever fixed it does not verify it."""
        staff = self._desk.recorder.staff
        own = staff is not None and staff.id == self.row.fixed_by_id
        for one in (self.verify, self.reject):
            one.setEnabled(not own)
            one.setToolTip(OWN_WORK if own else "")
            one.setAccessibleDescription(OWN_WORK if own else "")

    @Slot()
    def _open(self) -> None:
        forms: dict[QPushButton, type[OneHazardForm]] = {
            self.fix: FixForm,
            self.give: GiveForm,
            self.verify: VerifyForm,
            self.reject: RejectForm,
        }
        tapped = self.sender()
        if isinstance(tapped, QPushButton) and (self.form is None or not self.form.busy):
            self._close()
            form = forms[tapped](self._desk, self.row)
            self.form = form
            form.finished.connect(self._finished)
            form.cancelled.connect(self._close)
            form.shown.connect(self.shown)
            self._column.addWidget(form)
            focus_first(form)
            self.shown.emit(form)

    @Slot()
    def _close(self) -> None:
        before, self.form = self.form, None
        if before is not None:
            before.hide()
            before.deleteLater()

    @Slot(str)
    def _finished(self, said: str) -> None:
        self._close()
        self.done.emit(said)

    @Slot()
    def _toggle_history(self) -> None:
        if self.history.isHidden():
            self._read_history()
        else:
            self.history.hide()

    def _read_history(self) -> None:
        self._desk.bridge.run(
            partial(self._desk.reads.hazard_steps, self.row.hazard_id), self._show_history, self._no_history
        )

    @Slot(object)
    def _show_history(self, steps: Sequence[HazardStepRow]) -> None:
        now = self._desk.now()
        self.history.setText("\n".join(step_words(one, self._desk.zone, now) for one in steps))
        self.history.show()

    @Slot(object)
    def _no_history(self, error: Exception) -> None:
        self.history.setText(f"Its history cannot be read. {error}")
        self.history.show()
