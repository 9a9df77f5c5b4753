"""An alert that has closed: what it was, what ended it, why, and everything that happened to it."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.rules.alert_words import title
from station.rules.wording import clock_time, short
from station.store.rows.alerts import AlertStory, PastAlertRow
from station.views.panel.alert import TONE, WORD, story_lines
from station.views.panel.controls import button, heading, label, restyle, rule
from station.views.panel.desk import Desk
from station.views.panel.timeline import Timeline
from station.views.panel.why import WhyForm

READING: Final = "Reading the alert…"


class PastAlert(QWidget):
    """Read when it is opened, and again when alerts change."""

    patient_wanted = Signal(int)
    """A stay id: show that patient."""

    def __init__(self, desk: Desk, alert_id: int, here: frozenset[int] = frozenset()) -> None:
        """`here`: the stays on the unit; of those who have left there is no panel."""
        super().__init__()
        self._desk = desk
        self.alert_id = alert_id
        self._here = here
        self._row: PastAlertRow | None = None
        self.why: WhyForm | None = None
        self._title = label(READING, scale=1.35, weight=QFont.Weight.Bold)
        self._urgency = label(weight=QFont.Weight.DemiBold)
        self._who, self._ended, self._reason = label(), label(), label()
        self.to_patient = button("Show the patient")
        self.to_patient.hide()
        self.to_patient.clicked.connect(self._show_patient)
        self.steps = Timeline()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        for one in (self._title, self._urgency, self._who, self._ended, self._reason, self.to_patient, rule()):
            self._column.addWidget(one)
        self._column.addWidget(heading("What has happened"))
        self._column.addWidget(self.steps)
        self._column.addStretch(1)
        self.reload()

    def reload(self) -> None:
        self._desk.bridge.run(partial(self._desk.reads.alert_story, self.alert_id), self._show, self._not_read)

    @Slot(object)
    def _show(self, told: AlertStory) -> None:
        row = self._row = told.row
        self._title.setText(title(row))
        restyle(self._urgency, "tone", TONE[row.priority])
        self._urgency.setText(f"{WORD[row.priority]} · {open_for(row)}")
        self._who.setText(" · ".join(part for part in (row.patient, row.area) if part))
        self._who.setVisible(bool(self._who.text()))
        self._ended.setText(ended_words(row, self._desk))
        self._reason.setText(f"{row.close_note_by} said why: {row.close_note}" if row.close_note else "")
        self._reason.setVisible(bool(row.close_note))
        self.to_patient.setVisible(row.stay_id in self._here)
        self._ask_why(row)
        self.steps.show_lines(story_lines(told, self._desk))

    def _ask_why(self, row: PastAlertRow) -> None:
        if row.owes_reason and self.why is None:
            self.why = WhyForm(self._desk, row)
            self.why.finished.connect(self.reload)
            self._column.insertWidget(self._column.indexOf(self.to_patient), self.why)
        elif not row.owes_reason and self.why is not None:
            self.why.hide()
            self.why.deleteLater()
            self.why = None

    @Slot(object)
    def _not_read(self, error: Exception) -> None:
        self._title.setText("This alert cannot be read")
        self._ended.setText(str(error))

    @Slot()
    def _show_patient(self) -> None:
        if self._row is not None and self._row.stay_id is not None:
            self.patient_wanted.emit(self._row.stay_id)


def open_for(row: PastAlertRow) -> str:
    """Stood for 6:18"""
    return "open" if row.closed_at is None else f"stood for {short(row.closed_at - row.detected_at)}"


def ended_words(row: PastAlertRow, desk: Desk) -> str:
    """Closed 14:21 by R. Osei: seen"""
    if row.closed_at is None:
        return "Open still."
    late = ", documented late" if row.documented_late and row.close_reason != "documented late" else ""
    at = clock_time(row.closed_at, desk.zone, desk.now())
    return f"Closed {at} by {row.closed_by or 'Station'}: {row.close_reason}{late}"
