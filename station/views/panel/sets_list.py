"""The last sets of vital signs of a patient, for putting one right."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from station.models.enums import EntryStatus
from station.reports.patient_words import set_words
from station.reports.vital_panels import panels_of
from station.rules.permissions import Deed
from station.rules.wording import clock_time
from station.store.rows import PatientRow
from station.store.rows.vitals import VitalRow
from station.views.panel.controls import button, heading, label, rule
from station.views.panel.desk import Desk
from station.views.panel.form import Form
from station.views.panel.vitals import VitalsForm
from station.views.permit import Permit

SHOWN: Final = 8
NONE: Final = "No vital signs have been recorded of him yet."


class SetsList(Form):
    """The latest first. One that was corrected stays readable, with what was said about it."""

    form_wanted = Signal(str, object)
    """A title, and a form to show instead."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._patient = patient
        self._rows: dict[QPushButton, VitalRow] = {}
        self._panels = panels_of(desk.facts.policy.vitals)
        self.state = label("Reading the vital signs…", tone="muted")
        self.column.addWidget(self.state)
        desk.bridge.run(partial(desk.reads.vitals, patient.stay_id, SHOWN), self._show, self._not_read)

    @property
    def amend_buttons(self) -> tuple[QPushButton, ...]:
        return tuple(self._rows)

    @Slot(object)
    def _show(self, rows: tuple[VitalRow, ...]) -> None:
        self.state.setText("" if rows else NONE)
        self.state.setVisible(not rows)
        for row in rows:
            self.column.addWidget(self._line(row))
            self.column.addWidget(rule())

    @Slot(object)
    def _not_read(self, failure: Exception) -> None:
        self.state.setText(f"The vital signs cannot be read. {failure}")

    def _line(self, row: VitalRow) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        now, zone = self.desk.now(), self.desk.zone
        no_score = bool(self._patient.vitals is not None and self._patient.vitals.no_score)
        column.addWidget(label(set_words(row, self._panels, zone, now, no_score=no_score)))
        for said in row.amendments:
            words = f"{said.kind.value.capitalize()} {clock_time(said.at, zone, now)} by {said.by}: {said.reason}"
            column.addWidget(label(words, tone="muted", scale=0.93))
        if row.status is EntryStatus.CURRENT:
            column.addWidget(self._amend(row))
        else:
            column.addWidget(heading(row.status.value.capitalize()))
        return made

    def _amend(self, row: VitalRow) -> QPushButton:
        at = clock_time(row.observed_at, self.desk.zone, self.desk.now())
        made = button("Amend…", name=f"Amend the set of {at}")
        Permit(made, self.desk.recorder, Deed.CORRECT_VITALS)
        self._rows[made] = row
        made.clicked.connect(self._tapped)
        return made

    @Slot()
    def _tapped(self) -> None:
        tapped = self.sender()
        if isinstance(tapped, QPushButton):
            self.form_wanted.emit("Amend vital signs", VitalsForm(self.desk, self._patient, self._rows[tapped]))
