"""What is owed of a patient's vital signs, with the button that does it: shown as soon as it is due soon."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from station.models.enums import Stage, TaskKind
from station.rules.intervals import stage_of
from station.rules.permissions import Deed
from station.rules.wording import countdown
from station.store.rows import OwedRow, PatientRow
from station.views.panel.controls import button, label
from station.views.panel.desk import Desk
from station.views.permit import Permit

KINDS: Final = {
    TaskKind.SCORE: ("Score asks for a nurse", "Answer…", "answer", Deed.ANSWER_SCORE),
    TaskKind.VITALS: ("Vital signs", "Record…", "vitals", Deed.VITALS),
    TaskKind.BVC: ("Violence checklist", "Fill in…", "BVC", Deed.ASSESSMENT),
    TaskKind.CIWA: ("Alcohol withdrawal", "Fill in…", "CIWA-Ar", Deed.ASSESSMENT),
    TaskKind.COWS: ("Opioid withdrawal", "Fill in…", "COWS", Deed.ASSESSMENT),
}


class VitalsOwed(QWidget):
    """A line for each, the score first."""

    wanted = Signal(str)
    """The key of a deed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.lines = {kind: _Line(desk, kind) for kind in KINDS}
        for one in self.lines.values():
            one.wanted.connect(self.wanted)
            column.addWidget(one)

    def show_patient(self, patient: PatientRow, now: datetime) -> None:
        shown = False
        for kind, one in self.lines.items():
            owed = next((task for task in patient.owed if task.kind is kind), None)
            owed = None if patient.away is not None and kind is not TaskKind.SCORE else owed
            one.show_owed(owed, now)
            shown = shown or not one.isHidden()
        self.setVisible(shown)


class _Line(QWidget):
    wanted = Signal(str)

    def __init__(self, desk: Desk, kind: TaskKind) -> None:
        super().__init__()
        self._title, word, self._key, deed = KINDS[kind]
        self.words = label()
        self.go: QPushButton = button(word, name=f"{self._title}: {word}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.go)
        self.go.clicked.connect(self._tapped)
        Permit(self.go, desk.recorder, deed)
        self.hide()

    def show_owed(self, owed: OwedRow | None, now: datetime) -> None:
        self.setVisible(owed is not None and stage_of(owed, now) is not Stage.OK)
        if owed is not None:
            self.words.setText(f"{self._title}, {countdown(owed, now)}")

    @Slot()
    def _tapped(self) -> None:
        self.wanted.emit(self._key)
