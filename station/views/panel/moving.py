"""Something recorded was of another patient: it moves to the right one, and stays readable where it was."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Slot

from station.views.commands import Events
from station.views.panel.controls import label
from station.views.panel.desk import Desk, Placed
from station.views.panel.fields import Field, Lines, Picker
from station.views.panel.form import Form, is_missing

TITLE: Final = "Recorded for the wrong patient"
Move = Callable[..., Events]
"""Takes the staff id, and right_stay_id, request_id and reason by name."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of the thing that moves."""

    about: str
    choose: str
    move: str


CHECK: Final = Words(
    "The check moves to the right patient, marked as corrected. It stays readable here, and this patient's time runs "
    "again from the check before.",
    "Choose the patient who was seen.",
    "Move the check",
)
SET: Final = Words(
    "The vital signs move to the right patient, marked as corrected. They stay readable here, and what they had "
    "answered is owed of this patient again.",
    "Choose the patient of whom they were taken.",
    "Move the vital signs",
)
ASSESSMENT: Final = Words(
    "The assessment moves to the right patient, marked as corrected. It stays readable here, and is owed of this "
    "patient again.",
    "Choose the patient of whom it was made.",
    "Move the assessment",
)


class WrongPatientForm(Form):
    """Asks who it was and how it happened."""

    def __init__(self, desk: Desk, words: Words, move: Move, others: tuple[Placed, ...]) -> None:
        super().__init__(desk)
        self._words, self._move = words, move
        self._request_id = desk.request_id()
        self.right = Field("Who it was", Picker("Who it was"))
        self.right.editor.addItem("Choose the patient", None)
        for one in others:
            self.right.editor.addItem(one.title, one.patient.stay_id)
        self.reason = Field("How it happened", Lines(rows=2))
        for part in (label(words.about), self.right, self.reason):
            self.column.addWidget(part)
        self.save = self.ending(words.move, self.submit)

    @Slot()
    def submit(self) -> None:
        stay_id = self.right.editor.currentData()
        missing = [
            is_missing(self.right, stay_id, self._words.choose),
            is_missing(self.reason, self.reason.editor.value, "Say how it happened: it stays with the record."),
        ]
        if any(missing):
            return
        command = partial(
            self._move, right_stay_id=int(stay_id), request_id=self._request_id, reason=self.reason.editor.value
        )
        self.do(command, f"Moved to {self.right.editor.currentText()}.")
