"""Who holds a continuous patient: taking over, offering, accepting, declining. Two people, two steps."""

from functools import partial

from PySide6.QtCore import Slot

from station.rules.wording import clock_time, short
from station.store.rows import ObserverRow, PatientRow
from station.views.panel.controls import button, label
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, PersonPicker
from station.views.panel.form import Form, is_missing


class ObserverForm(Form):
    """Shows what may be done now by the person recording, and says why the rest may not."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._patient = patient
        self.state = label()
        self.take = button("Take over", "primary")
        self.accept = button("Accept", "primary")
        self.decline = button("Decline")
        holder = patient.observer.staff_id if patient.observer else None
        others = [one for one in desk.facts.staff if one.id != holder]
        self.to = Field(
            "Offer to",
            PersonPicker("Offer to", others),
            hint="The observer keeps the patient until that person accepts.",
        )
        self.offer = button("Offer", "primary")
        for one in (self.state, self.take, self.accept, self.decline, self.to, self.offer, self.notice, self.question):
            self.column.addWidget(one)
        self.take.clicked.connect(self._take)
        self.accept.clicked.connect(self._accept)
        self.decline.clicked.connect(self._decline)
        self.offer.clicked.connect(self._offer)
        desk.recorder.changed.connect(self._show_state)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        held, staff = self._patient.observer, self.desk.recorder.staff
        offered = held is not None and held.offered_to_id is not None
        mine = offered and held is not None and staff is not None and staff.id == held.offered_to_id
        holds = held is not None and staff is not None and staff.id == held.staff_id
        self.state.setText(self._state_words(held))
        self.take.setVisible(held is None)
        self.take.setText(f"Take over as {staff.name}" if staff else "Take over")
        self.accept.setVisible(offered)
        self.accept.setEnabled(mine)
        self.accept.setToolTip(
            "" if mine or held is None else f"Only {held.offered_to} can accept: choose who is recording"
        )
        self.decline.setVisible(offered)
        self.decline.setEnabled(mine or holds)
        self.decline.setText("Take the offer back" if holds else "Decline")
        for one in (self.to, self.offer):
            one.setVisible(held is not None and not offered)

    def _state_words(self, held: ObserverRow | None) -> str:
        if held is None:
            return "Nobody is observing this patient."
        now, zone = self.desk.now(), self.desk.zone
        since = (
            f"{held.name} is observing since {clock_time(held.started_at, zone, now)}, {short(now - held.started_at)}."
        )
        return f"{since} Offered to {held.offered_to}, not accepted yet." if held.offered_to else since

    @Slot()
    def _take(self) -> None:
        self.do(partial(self.desk.commands.take_over, stay_id=self._patient.stay_id), "You are observing this patient.")

    @Slot()
    def _accept(self) -> None:
        command = partial(self.desk.commands.accept_handover, stay_id=self._patient.stay_id)
        self.do(command, "Accepted: you are observing this patient.")

    @Slot()
    def _decline(self) -> None:
        command = partial(self.desk.commands.decline_handover, stay_id=self._patient.stay_id)
        self.do(command, "The offer has ended; the observer stays.")

    @Slot()
    def _offer(self) -> None:
        to = self.to.editor.staff_id
        if to is None:
            is_missing(self.to, to, "Choose to whom.")
            return
        command = partial(self.desk.commands.offer_handover, stay_id=self._patient.stay_id, to_staff_id=to)
        self.do(command, "Offered. The observer keeps the patient until it is accepted.")
