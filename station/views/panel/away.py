"""What stands in the panel of a patient off the unit, where recording a check would be: back, and everything else."""

from collections.abc import Sequence
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from station.models.enums import AbsenceKind, AbsenceStepKind
from station.rules.wording import clock_time, late_entry_line
from station.store.rows import PatientRow
from station.store.rows.absences import AbsenceStepRow
from station.views.panel.absence_forms import BACK, TellForm, back, permit
from station.views.panel.controls import button, heading, label, rule
from station.views.panel.desk import Desk
from station.views.panel.flow import FlowLayout
from station.views.panel.form import Form
from station.views.panel.timeline import Timeline

DEEDS: Final = (
    ("back", "Back earlier…"),
    ("hand on", "Hand on…"),
    ("expect", "Expect later…"),
    ("AWOL", "Report AWOL…"),
)
"""The keys of the panel's deeds, and their buttons."""
_WHILE_AWOL: Final = ("back",)


class AwaySection(Form):
    """Shown while he is away. Back is one tap: what follows is a check owed, which harms nobody who is away still."""

    wanted = Signal(str)
    """The key of one of the panel's other things to do."""
    came_back = Signal(str)
    """Stored; the sentence says what."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._patient = patient
        self._request_id = desk.request_id()
        self.words = label("Checks are suspended until he is back.", tone="muted")
        self.is_back = button("Back on the unit", "primary")
        self.deeds: dict[str, QPushButton] = {}
        self.tell = TellForm(desk, patient)
        self.told, self.steps = Timeline(), Timeline()
        self.told.setAccessibleName("Who was told")
        self.steps.setAccessibleName("What has happened while he is away")
        self._awol = (heading("Who was told"), self.told, self.tell, rule())
        self._lay_out()
        self.show_patient(patient)

    def _lay_out(self) -> None:
        row = QWidget()
        flow = FlowLayout(row, spacing=6)
        flow.addWidget(self.is_back)
        self.is_back.clicked.connect(self.submit)
        for key, title in DEEDS:
            made = self.deeds[key] = button(title)
            made.setProperty("deed", key)
            made.clicked.connect(self._deed_chosen)
            flow.addWidget(made)
        permit(self, self.is_back, *self.deeds.values())
        self.tell.finished.connect(self._told)
        for one in (self.words, row, self.notice, self.question, *self._awol):
            self.column.addWidget(one)
        self.column.addWidget(heading("While he is away"))
        self.column.addWidget(self.steps)

    def show_patient(self, patient: PatientRow) -> None:
        """Who is away, as he is now; what has been typed stays."""
        before, self._patient = self._patient, patient
        away = patient.away
        self.setVisible(away is not None)
        if away is None:
            return
        awol = away.kind is AbsenceKind.AWOL
        self.words.setText("Nobody has him." if awol else "Checks are suspended until he is back.")
        for one in self._awol:
            one.setVisible(awol)
        for key, one in self.deeds.items():
            one.setVisible(not awol or key in _WHILE_AWOL)
        if before.away != away:
            self.reload()

    def reload(self) -> None:
        away = self._patient.away
        if away is not None:
            asked = partial(self.desk.reads.absence_steps, away.absence_id)
            self.desk.bridge.run(asked, self._show_steps, self._no_steps)

    @Slot(object)
    def _show_steps(self, steps: Sequence[AbsenceStepRow]) -> None:
        now, zone = self.desk.now(), self.desk.zone
        told = [one for one in steps if one.kind is AbsenceStepKind.TOLD]
        self.told.show_lines([(clock_time(one.at, zone, now), step_words(one, zone)) for one in told])
        others = [one for one in steps if one.kind is not AbsenceStepKind.TOLD]
        self.steps.show_lines([(clock_time(one.at, zone, now), step_words(one, zone)) for one in others])

    @Slot(object)
    def _no_steps(self, error: Exception) -> None:
        self.steps.show_lines([("", f"What has happened cannot be read. {error}")])

    @Slot()
    def submit(self) -> None:
        """He is back, now."""
        self.do(back(self.desk, self._request_id, self._patient, "", None), BACK)

    @override
    def succeeded(self, done: str) -> None:
        self._request_id = self.desk.request_id()
        self.came_back.emit(done)

    @Slot(str)
    def _told(self, _: str) -> None:
        self.reload()

    @Slot()
    def _deed_chosen(self) -> None:
        self.wanted.emit(str(self.sender().property("deed")))


def step_words(step: AbsenceStepRow, zone: ZoneInfo) -> str:
    """Left with A. Park: escort to Radiology, back by 14:55, J. Moore; Police told: case 4711, M. Ruiz"""
    first = {
        AbsenceStepKind.LEFT: f"Left with {step.who}",
        AbsenceStepKind.HANDED_ON: f"Handed on to {step.who}",
        AbsenceStepKind.EXTENDED: "Expected at another time",
        AbsenceStepKind.AWOL: "Reported AWOL",
        AbsenceStepKind.TOLD: f"{step.who} told",
        AbsenceStepKind.BACK: "Back on the unit",
        AbsenceStepKind.ENDED: "The stay ended",
    }[step.kind]
    between = " " if step.kind is AbsenceStepKind.HANDED_ON else ": "
    said = between.join(part for part in (first, step.said) if part)
    late = late_entry_line(step.at, step.recorded_at, zone) if step.late_entry else ""
    return " · ".join(part for part in (said, step.by, late) if part)
