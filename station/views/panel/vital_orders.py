"""Ordering how often vital signs are taken; and a nurse's answer to a score that asks for one."""

from functools import partial
from typing import Final

from PySide6.QtCore import Slot

from station.rules.permissions import Deed
from station.services.scores import Answer
from station.services.vital_orders import OrderedVitals
from station.store.rows import PatientRow
from station.store.rows.vitals import VitalOrderRow
from station.views.panel.controls import Segments, button, label
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Lines, line
from station.views.panel.form import Form, is_missing
from station.views.permit import Permit

_SCALES: Final = (("1", "Scale 1"), ("2", "Scale 2, 88 to 92 %"))


class VitalOrderForm(Form):
    """As it is ordered now, open to change."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._patient = patient
        usual = desk.facts.policy.vitals.schedule or "none"
        self.now = label("Reading what is ordered…", tone="muted")
        self.schedule = Field(
            "Schedule", line(placeholder="every 4h, or at 06:00 14:00 22:00"), hint=f"Empty: as for everybody, {usual}."
        )
        self.scale = Segments("Scale of SpO₂", _SCALES)
        self.scale.choose("1")
        self.pregnant = button("Pregnant: no NEWS2", "choice")
        self.pregnant.setCheckable(True)
        self.reason = Field("Reason", Lines(rows=2))
        self.ordered_by = Field("Ordered by", line(placeholder="Dr Haas"))
        for one in (self.now, self.schedule, self.scale, self.pregnant, self.reason, self.ordered_by):
            self.column.addWidget(one)
        self.save = self.ending("Order", self.submit)
        Permit(self.save, desk.recorder, Deed.PROVIDER_ORDER)
        desk.bridge.run(partial(desk.reads.vital_orders, patient.stay_id), self._show, self._not_read)

    @Slot(object)
    def _show(self, rows: tuple[VitalOrderRow, ...]) -> None:
        held = rows[0] if rows and rows[0].ended_at is None else None
        if held is None:
            self.now.setText("No order of his own: vital signs are taken as the unit's policy has it.")
            return
        often = held.schedule or "as the unit's policy has it"
        scale = ", SpO₂ on scale 2" if held.scale == 2 else ""
        self.now.setText(f"Ordered now: {often}{scale}, by {held.ordered_by}.")
        if not self.schedule.editor.isModified():
            self.schedule.editor.setText(held.schedule)
            self.scale.choose(str(held.scale))
            self.pregnant.setChecked(held.pregnant)

    @Slot(object)
    def _not_read(self, failure: Exception) -> None:
        self.now.setText(f"What is ordered now cannot be read. {failure}")

    @Slot()
    def submit(self) -> None:
        name = self.ordered_by.editor.text().strip()
        why = self.reason.editor.value
        missing = [
            is_missing(self.ordered_by, name, "Say which provider ordered it."),
            self.scale.value == "2"
            and is_missing(self.reason, why, "Scale 2 is for a target of 88 to 92 %. Say why it was ordered."),
        ]
        if any(missing):
            return
        order = OrderedVitals(
            self._patient.stay_id,
            self.schedule.editor.text().strip(),
            name,
            int(self.scale.value or 1),
            self.pregnant.isChecked(),
            why,
        )
        self.do(partial(self.desk.commands.order_vitals, order=order), "Vital signs are ordered.")


class AnswerForm(Form):
    """What a nurse found and does about a score."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._patient = patient
        self._request_id = desk.request_id()
        vitals = patient.vitals
        score = "" if vitals is None or vitals.total is None else f"NEWS2 {vitals.total}. "
        self.words = Field("What was found, and what is done", Lines(rows=3))
        self.column.addWidget(label(f"{score}The next set that asks for a nurse asks again.", tone="muted"))
        self.column.addWidget(self.words)
        self.save = self.ending("Answer", self.submit)
        Permit(self.save, desk.recorder, Deed.ANSWER_SCORE)

    @Slot()
    def submit(self) -> None:
        said = self.words.editor.value
        if not is_missing(self.words, said, "Say what was found and what is done: the words stay with the score."):
            answer = Answer(self._request_id, self._patient.stay_id, said)
            self.do(partial(self.desk.commands.answer_score, answer=answer), "The score is answered.")
