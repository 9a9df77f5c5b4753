"""Asking somebody else to take an alert: whoever has it answers for it until the other accepts."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from typing_extensions import override

from station.models.enums import AlertState
from station.rules.permissions import CHARGES, Deed, may
from station.store.rows import AlertRow, StaffRow
from station.store.rows.plan import OnDutyRow
from station.views.panel.controls import button
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, PersonPicker
from station.views.panel.form import Form, is_missing
from station.views.permit import Permit

_STAYS: Final = "Until that person accepts, it stays as it is: whoever has it answers for it, and his time runs on."


class AskForm(Form):
    """For whoever has the alert, and for a charge. Stays open: who was asked stands in the alert."""

    def __init__(self, desk: Desk, alert: AlertRow, on_duty: Sequence[OnDutyRow] = ()) -> None:
        super().__init__(desk)
        self._alert = alert
        self._on_duty: tuple[OnDutyRow, ...] | None = None
        self.to = Field("Ask somebody else to take it", PersonPicker("Whom to ask", ()), hint=_STAYS)
        self.ask = button("Ask")
        for one in (self.to, self.ask, self.notice, self.question):
            self.column.addWidget(one)
        self.ask.clicked.connect(self.submit)
        Permit(self.ask, desk.recorder, Deed.DELEGATE_ALERT)
        desk.recorder.changed.connect(self._show)
        self.show_alert(alert, on_duty)

    def show_alert(self, alert: AlertRow, on_duty: Sequence[OnDutyRow]) -> None:
        before, self._alert = self._alert, alert
        if tuple(on_duty) != self._on_duty or before.accepted_by_id != alert.accepted_by_id:
            self._on_duty = tuple(on_duty)
            self._offer()
        self._show()

    def _offer(self) -> None:
        """Those on duty by the plan; everybody, where nothing is planned. Whoever is chosen stays chosen."""
        chosen, here = self.to.editor.staff_id, {one.staff_id for one in self._on_duty or ()}
        self.to.editor.show_people([one for one in self.desk.facts.staff if self._can(one, here)])
        self.to.editor.choose(chosen)

    def _can(self, one: StaffRow, here: set[int]) -> bool:
        staff = self.desk.recorder.staff
        own = staff is not None and one.id == staff.id
        takes = may(one.role, Deed.ACCEPT_ALERT) and one.id != self._alert.accepted_by_id
        return takes and not own and (not here or one.id in here)

    @Slot()
    def _show(self) -> None:
        staff, alert = self.desk.recorder.staff, self._alert
        has_it = staff is not None and alert.state is AlertState.ACCEPTED and alert.accepted_by_id == staff.id
        self.setVisible(has_it or (staff is not None and staff.role in CHARGES))

    @Slot()
    def submit(self) -> None:
        to = self.to.editor.staff_id
        if is_missing(self.to, to, "Choose whom to ask.") or to is None:
            return
        name = self.to.editor.closed_name
        command = partial(self.desk.commands.delegate_alert, alert_id=self._alert.id, to_staff_id=to)
        self.do(command, f"{name} is asked, at every screen. It is {name}'s once accepted.")

    @override
    def succeeded(self, done: str) -> None:
        self.to.editor.choose(None)
        self.notice.say(done, "done")
