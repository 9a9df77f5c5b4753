"""What whoever rounds is to look for in a patient, in a nurse's words."""

from functools import partial

from PySide6.QtCore import Slot

from station.services.stays import MOST_TO_LOOK_FOR
from station.store.rows import PatientRow
from station.views.panel.controls import label
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Lines
from station.views.panel.form import Form


class LookForForm(Form):
    """Beside it stands what the unit's policy says of his precautions, which is shown in any case."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._patient = patient
        self.words = Field(
            "What to look for",
            Lines(rows=3, placeholder="Hoards medication under his tongue"),
            hint=f"At most {MOST_TO_LOOK_FOR} letters: it is read at the door. Leave it empty to take it away.",
        )
        self.words.editor.setPlainText(patient.look_for)
        self.words.editor.document().setModified(False)
        already = [
            f"{one.code}: {one.look_for}"
            for one in desk.facts.policy.precautions
            if one.code in patient.precautions and one.look_for
        ]
        if already:
            self.column.addWidget(label("\n".join(["His precautions say already:", *already]), tone="muted"))
        self.column.addWidget(self.words)
        self.save = self.ending("Save", self.submit)

    @Slot()
    def submit(self) -> None:
        words = self.words.editor.value
        if words == self._patient.look_for:
            self.notice.say("Nothing has been changed yet.", "refusal")
            return
        if len(words) > MOST_TO_LOOK_FOR:
            self.words.show_problem(f"These are {len(words)} letters. Say it in at most {MOST_TO_LOOK_FOR}.")
            return
        self.words.show_problem("")
        done = "Whoever rounds sees it now." if words else "It is taken away."
        command = partial(self.desk.commands.set_look_for, stay_id=self._patient.stay_id, words=words)
        self.do(command, done)
