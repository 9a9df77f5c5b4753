"""The provider's order owed after a level was raised at once, and the review of an order."""

from functools import partial

from PySide6.QtCore import Slot

from station.store.rows import PatientRow
from station.views.panel.consequences import levels_of
from station.views.panel.controls import label
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Lines, line
from station.views.panel.form import Form, is_missing, review_time
from station.views.panel.times import typed_moment


class ProviderOrderForm(Form):
    """The order has come."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._patient = patient
        self.ordered_by = Field("Ordered by", line(placeholder="Dr Haas"))
        self.column.addWidget(
            label(f"The level was raised to {levels_of(patient).words} at once. Enter which provider ordered it.")
        )
        self.column.addWidget(self.ordered_by)
        self.save = self.ending("Order has come", self.submit)

    @Slot()
    def submit(self) -> None:
        name = self.ordered_by.editor.text().strip()
        if not is_missing(self.ordered_by, name, "Say which provider ordered it."):
            command = partial(self.desk.commands.enter_provider_order, stay_id=self._patient.stay_id, ordered_by=name)
            self.do(command, f"Ordered by {name}.")


class ReviewForm(Form):
    """The order was looked at again and its level kept."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._patient = patient
        at = desk.now() + desk.facts.policy.orders.review_every
        self.ordered_by = Field("Reviewed by", line(placeholder="Dr Haas"))
        self.reason = Field("Reason to keep it", Lines(rows=2))
        self.review_by = Field("Next review by", line(text=typed_moment(at, desk.zone)))
        words = levels_of(patient).words
        self.column.addWidget(label(f"{words} stays in force. To change it, use “Change level” instead."))
        for one in (self.ordered_by, self.reason, self.review_by):
            self.column.addWidget(one)
        self.save = self.ending(f"Keep {words}", self.submit)

    @Slot()
    def submit(self) -> None:
        name, reason, review_by = (
            self.ordered_by.editor.text().strip(),
            self.reason.editor.value,
            review_time(self.review_by, self.desk),
        )
        missing = [
            is_missing(self.ordered_by, name, "Say which provider reviewed it."),
            is_missing(self.reason, reason, "Say why the level is kept: it stays with the order."),
        ]
        if any(missing) or review_by is None:
            return
        command = partial(
            self.desk.commands.review_order,
            stay_id=self._patient.stay_id,
            ordered_by=name,
            reason=reason,
            review_by=review_by,
        )
        self.do(command, f"Reviewed by {name}: {levels_of(self._patient).words} stays.")
