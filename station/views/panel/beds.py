"""Moving a patient to an empty bed, swapping two, and discharging."""

from functools import partial

from PySide6.QtCore import Slot
from typing_extensions import override

from station.store.rows import BedRow
from station.views.panel.controls import ChoiceGrid, label
from station.views.panel.desk import Desk, Placed
from station.views.panel.fields import Field, Lines
from station.views.panel.form import Form, is_missing


class MoveForm(Form):
    """The empty beds, in board order."""

    def __init__(self, desk: Desk, placed: Placed, beds: tuple[BedRow, ...]) -> None:
        super().__init__(desk)
        self._placed = placed
        self._labels = {str(bed.bed_id): bed.label for bed in beds}
        self.beds = ChoiceGrid("Empty beds", list(self._labels.items()), columns=4)
        if beds:
            self.column.addWidget(Field("To which empty bed", self.beds))
        else:
            self.column.addWidget(label("No bed is empty. Swap beds with another patient instead.", tone="muted"))
        self.save = self.ending("Move", self.submit)
        self.save.setEnabled(False)
        self.save.setToolTip("Choose a bed first")
        self.beds.chosen.connect(self._chosen)

    @Slot(str)
    def _chosen(self, bed_id: str) -> None:
        self.save.setEnabled(True)
        self.save.setToolTip("")
        self.save.setText(f"Move to {self._labels[bed_id]}")

    @Slot()
    def submit(self) -> None:
        bed_id = self.beds.value
        if bed_id is not None:
            command = partial(self.desk.commands.transfer, stay_id=self._placed.patient.stay_id, bed_id=int(bed_id))
            self.do(command, f"Moved from {self._placed.place} to {self._labels[bed_id]}.")


class SwapForm(Form):
    """The other patients in beds, in board order."""

    def __init__(self, desk: Desk, placed: Placed, others: tuple[Placed, ...]) -> None:
        super().__init__(desk)
        self._placed = placed
        self._others = {str(one.patient.stay_id): one for one in others if one.bed is not None}
        words = [(stay_id, f"{one.place} {one.patient.initials}") for stay_id, one in self._others.items()]
        self.others = ChoiceGrid("Other patients", words, columns=4)
        self.others.setEnabled(placed.bed is not None)
        if self._others and placed.bed is not None:
            self.column.addWidget(Field("Swap with whom", self.others))
        else:
            self.column.addWidget(label("Swapping takes two patients who are both in a bed.", tone="muted"))
        self.save = self.ending("Swap beds", self.submit)
        self.save.setEnabled(False)
        self.save.setToolTip("Choose the other patient first")
        self.others.chosen.connect(self._chosen)

    @Slot(str)
    def _chosen(self, stay_id: str) -> None:
        other = self._others[stay_id]
        self.save.setEnabled(True)
        self.save.setToolTip("")
        self.notice.say(
            f"{self._placed.patient.family} goes to {other.place}, {other.patient.family} to {self._placed.place}."
        )

    @Slot()
    def submit(self) -> None:
        stay_id = self.others.value
        if stay_id is None:
            return
        command = partial(
            self.desk.commands.swap_beds, stay_id=self._placed.patient.stay_id, other_stay_id=int(stay_id)
        )
        self.do(command, f"Swapped {self._placed.place} and {self._others[stay_id].place}.")


class DischargeForm(Form):
    """Ends the stay; asks once more before it does."""

    def __init__(self, desk: Desk, placed: Placed) -> None:
        super().__init__(desk)
        self._placed = placed
        self._asked = False
        self.reason = Field("Reason", Lines(rows=2, placeholder="Home, transfer to …"))
        self.column.addWidget(
            label("The patient leaves the board, and no more checks are owed. The record is kept.", tone="muted")
        )
        self.column.addWidget(self.reason)
        self.save = self.ending("Discharge…", self.submit)

    @Slot()
    def submit(self) -> None:
        if is_missing(self.reason, self.reason.editor.value, "Say why or where to: it stays with the record."):
            return
        person = self._placed.patient
        self._asked = True
        self.save.setEnabled(False)
        self.question.ask(
            f"Discharge {person.given} {person.family} from {self._placed.place}?", yes="Discharge", no="Keep"
        )

    @Slot(bool)
    @override
    def _answered(self, yes: bool) -> None:
        self.save.setEnabled(True)
        if not self._asked or not yes:
            self.notice.say("Not discharged.")
            return
        self._asked = False
        person = self._placed.patient
        command = partial(self.desk.commands.discharge, stay_id=person.stay_id, reason=self.reason.editor.value)
        self.do(command, f"{person.given} {person.family} is discharged.")
