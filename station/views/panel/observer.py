"""Who holds a continuous patient: taking over, offering, accepting, declining. Two people, two steps."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Slot

from station.models.enums import HandingAnswer, TaskKind
from station.rules.permissions import CHARGES
from station.rules.wording import clock_time, relief_line, short
from station.store.rows import PatientRow
from station.store.rows.custody import HandingRow, ObserverRow, OfferRow
from station.store.rows.levels import LevelStretchRow
from station.views.commands import Reads
from station.views.panel.controls import button, label
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, PersonPicker
from station.views.panel.form import Form, go_to_first_problem, is_missing
from station.views.panel.handing import HandedCard, HandingFields, Worded, handing_words

_NOT_NOW: Final = ("On a round", "On my break", "Needed elsewhere", "Better somebody else")
_KEEPS: Final = "The observer keeps the patient until that person accepts."


@dataclass(frozen=True, slots=True)
class _Past:
    """What was said of him before."""

    handings: tuple[HandingRow, ...]
    levels: tuple[LevelStretchRow, ...]

    @property
    def last(self) -> HandingRow | None:
        """The last handing over that was accepted, else the last that was written."""
        taken = [one for one in self.handings if one.answer is HandingAnswer.ACCEPTED]
        return next(iter(taken or self.handings), None)


def _read(reads: Reads, stay_id: int) -> _Past:
    return _Past(reads.handings(stay_id), reads.levels(stay_id))


class ObserverForm(Form):
    """Shows what may be done now by the person recording, and says why the rest may not."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._patient = patient
        self._past: _Past | None = None
        self._declining = False
        """Why is being asked."""
        self.state = label()
        self.card = HandedCard()
        self.take = button("Take over", "primary")
        self.accept = button("Accept", "primary")
        self.decline = button("Decline…")
        self.why_not = Field("Why not", Worded("Why not", _NOT_NOW))
        self.decline_now = button("Decline", "primary")
        self.take_back = button("Take the offer back")
        holder = patient.observer.staff_id if patient.observer else None
        others = [one for one in desk.facts.staff if one.id != holder]
        self.to = Field("Offer to", PersonPicker("Offer to", others), hint=_KEEPS)
        self.said = HandingFields(desk.facts.policy)
        self.offer = button("Offer", "primary")
        self._lay_out()
        self._connect()
        self._show_state()
        desk.bridge.run(partial(_read, desk.reads, patient.stay_id), self._was_read, self._not_read)

    def _lay_out(self) -> None:
        answering = (self.accept, self.decline, self.why_not, self.decline_now, self.take_back)
        offering = (self.to, self.said, self.offer)
        for one in (self.state, self.card, self.take, *answering, *offering, self.notice, self.question):
            self.column.addWidget(one)

    def _connect(self) -> None:
        for one, act in (
            (self.take, self._take),
            (self.accept, self._accept),
            (self.decline, self._ask_why),
            (self.decline_now, self._decline),
            (self.take_back, self._take_back),
            (self.offer, self._offer),
        ):
            one.clicked.connect(act)
        self.desk.recorder.changed.connect(self._show_state)

    def show_patient(self, patient: PatientRow) -> None:
        """As he is now: somebody else may have taken him over, offered him or answered meanwhile."""
        self._declining = self._declining and patient.observer == self._patient.observer
        self._patient = patient
        self._show_state()

    @Slot(object)
    def _was_read(self, past: _Past) -> None:
        self._past = past
        last, order = past.last, past.levels[-1] if past.levels else None
        self.said.suggest(self._patient, last.said if last else None, order.reason if order else "", self.desk.zone)
        self._show_state()

    @Slot(object)
    def _not_read(self, error: Exception) -> None:
        self.notice.say(f"What was said of him before cannot be read. {error}", "refusal")

    @Slot()
    def _show_state(self) -> None:
        held, staff = self._patient.observer, self.desk.recorder.staff
        offer = held.offer if held is not None else None
        to_me = offer is not None and staff is not None and staff.id == offer.to_id
        answers = held is not None and staff is not None and (staff.id == held.staff_id or staff.role in CHARGES)
        self.state.setText(self._state_words(held, answers=answers))
        self._show_card(offer)
        self.take.setVisible(held is None)
        self.take.setText(f"Take over as {staff.name}" if staff else "Take over")
        self.take.setAccessibleName(self.take.text())
        asked = self._declining and to_me
        for one in (self.why_not, self.decline_now):
            one.setVisible(asked)
        self.decline.setVisible(offer is not None and not asked and (to_me or not answers))
        self.accept.setVisible(offer is not None and (to_me or not answers))
        for two in (self.accept, self.decline):
            two.setEnabled(to_me)
            only = "" if to_me or offer is None else f"Only {offer.to} can answer: sign in as {offer.to}"
            two.setToolTip(only)
        self.take_back.setVisible(offer is not None and answers)
        for three in (self.to, self.said, self.offer):
            three.setVisible(held is not None and offer is None and answers)

    def _show_card(self, offer: OfferRow | None) -> None:
        """What is handed over with an open offer; while nobody has him, what was handed over last."""
        last = self._past.last if self._past is not None else None
        if offer is not None:
            self.card.show_said(f"What {offer.to} is told", offer.said)
        elif self._patient.observer is None and last is not None:
            self.card.show_said(handing_words(last, self.desk.zone, self.desk.now()), last.said)
        else:
            self.card.hide()

    def _state_words(self, held: ObserverRow | None, *, answers: bool) -> str:
        if held is None:
            return "Nobody is observing this patient."
        now, zone = self.desk.now(), self.desk.zone
        since = f"{clock_time(held.started_at, zone, now)}, {short(now - held.started_at)}"
        said = [f"{held.name} is observing since {since}."]
        relief = next((one for one in self._patient.owed if one.kind is TaskKind.RELIEF), None)
        if relief is not None:
            words = relief_line(relief, now)
            said.append(f"{words[:1].upper()}{words[1:]}.")
        if held.offer is not None:
            at = clock_time(held.offer.at, zone, now)
            said.append(f"Offered to {held.offer.to} at {at}, not accepted yet: {held.name} keeps him until then.")
        elif not answers:
            said.append(f"{held.name}, or a charge, offers him to whoever takes over.")
        return " ".join(said)

    @Slot()
    def _take(self) -> None:
        self.do(partial(self.desk.commands.take_over, stay_id=self._patient.stay_id), "You are observing this patient.")

    def _handing_id(self) -> int:
        """Of the open offer; 0 when there is none, which is refused in words."""
        held = self._patient.observer
        return 0 if held is None or held.offer is None else held.offer.handing_id

    @Slot()
    def _accept(self) -> None:
        command = partial(self.desk.commands.accept_handover, handing_id=self._handing_id())
        self.do(command, "Accepted: you are observing this patient.")

    @Slot()
    def _ask_why(self) -> None:
        self._declining = True
        self._show_state()
        self.why_not.editor.line.setFocus()
        self.shown.emit(self.decline_now)

    @Slot()
    def _decline(self) -> None:
        why = self.why_not.editor.value
        if is_missing(self.why_not, why, "Say why you do not take him: the observer has to find somebody else."):
            self.why_not.editor.line.setFocus()
            return
        command = partial(self.desk.commands.decline_handover, handing_id=self._handing_id(), reason=why)
        self.do(command, "Declined: the observer keeps the patient.")

    @Slot()
    def _take_back(self) -> None:
        command = partial(self.desk.commands.take_back_offer, handing_id=self._handing_id())
        self.do(command, "The offer has ended; the observer keeps the patient.")

    @Slot()
    def _offer(self) -> None:
        to, said = self.to.editor.staff_id, self.said.said()
        if is_missing(self.to, to, "Choose to whom.") or said is None or to is None:
            go_to_first_problem((self.to, *self.said.fields.values()))
            return
        command = partial(self.desk.commands.offer_handover, stay_id=self._patient.stay_id, to_staff_id=to, said=said)
        self.do(command, "Offered. The observer keeps the patient until it is accepted.")
