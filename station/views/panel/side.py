"""The side panel itself: what opens in it, beside the board, which stays visible and live."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from station.services.events import AlertsChanged, ChangedElsewhere, Event
from station.store.rows import BoardSnapshot, LeftRow
from station.views.panel.admit import AdmitForm
from station.views.panel.alert import AlertForm
from station.views.panel.desk import Desk, everyone, placed
from station.views.panel.form import Form
from station.views.panel.holder import Holder, Kept
from station.views.panel.left import LeftList, LeftPanel
from station.views.panel.past_alert import PastAlert
from station.views.panel.patient import PatientPanel
from station.views.panel.scroll import FollowingScroll
from station.views.panel.started import is_started
from station.views.theme import Theme

CLOSED: Final = "This alert has been closed."


class SidePanel(Holder):
    """Knows what opens for what. `desk` makes a form's collaborators, as the unit is at that moment.

    When another bed is opened over something half written, that is set aside and is there again when its bed is.
    """

    page_wanted = Signal(int)
    """Stay id: the page of this patient."""

    def __init__(self, desk: Callable[[], Desk | None], theme: Theme) -> None:
        super().__init__(theme)
        self._desk = desk
        self._snapshot: BoardSnapshot | None = None

    def show_patient(self, stay_id: int) -> None:
        desk, snapshot = self._desk(), self._snapshot
        one = placed(snapshot, stay_id) if snapshot else None
        if desk is None or snapshot is None or one is None or self._is_there(("patient", stay_id)):
            return
        content = PatientPanel(desk, snapshot, one)
        content.gone.connect(self._patient_gone)
        content.page_wanted.connect(self.page_wanted)
        self._put("", content, ("patient", stay_id), bar=content.bar)

    @Slot(int, str)
    def show_deed(self, stay_id: int, key: str) -> None:
        """A patient with one of the other things to do open; with none, as he is there."""
        self.show_patient(stay_id)
        panel = self.patient_panel()
        if panel is not None and panel.stay_id == stay_id and key:
            panel.open_deed(key)

    def show_bed(self, bed_id: int) -> None:
        """A bed: its patient, or the form to admit one."""
        desk = self._desk()
        bed = next((one for one in self._snapshot.beds if one.bed_id == bed_id), None) if self._snapshot else None
        if desk is None or bed is None:
            return
        if bed.patient is not None:
            self.show_patient(bed.patient.stay_id)
            return
        if self._is_there(("bed", bed_id)):
            return
        form = AdmitForm(desk, bed)
        form.left_wanted.connect(self.show_left)
        self._end_with(form)
        self._put(f"Admit to {bed.label} · {bed.area}", _scrolled(form), ("bed", bed_id))

    @Slot()
    def show_left(self) -> None:
        """Those who have left: their checks can still be put right."""
        desk = self._desk()
        if desk is not None:
            made = LeftList(desk)
            made.chosen.connect(self._show_one_who_left)
            self._put("Left in the last two days", made, None)

    @Slot(object)
    def _show_one_who_left(self, row: LeftRow) -> None:
        desk = self._desk()
        if desk is not None and self._snapshot is not None:
            self._put("Left", LeftPanel(desk, row, everyone(self._snapshot)), None)

    @Slot(int)
    def show_alert(self, alert_id: int) -> None:
        desk, snapshot = self._desk(), self._snapshot
        alert = next((one for one in snapshot.alerts if one.id == alert_id), None) if snapshot else None
        if desk is None or snapshot is None or self._is_there(("alert", alert_id)):
            return
        if alert is None:
            self._show_past_alert(desk, alert_id)
            return
        where = placed(snapshot, alert.stay_id) if alert.stay_id is not None else None
        form = AlertForm(desk, alert, where, snapshot.on_duty)
        form.patient_wanted.connect(self.show_patient)
        form.deed_wanted.connect(self.show_deed)
        self._end_with(form)
        self._put("Alert", _scrolled(form), ("alert", alert_id))

    def _show_past_alert(self, desk: Desk, alert_id: int) -> None:
        """One that has closed: its story, and why."""
        here = everyone(self._snapshot) if self._snapshot is not None else ()
        past = PastAlert(desk, alert_id, frozenset(one.patient.stay_id for one in here))
        past.patient_wanted.connect(self.show_patient)
        area = FollowingScroll()
        area.body.addWidget(past)
        self._put("Alert, closed", area, ("past alert", alert_id))

    def show_other(self, heading: str, content: QWidget) -> None:
        """Something that is about no bed: the list of keys."""
        self._put(heading, content, None)

    def show_form(self, heading: str, form: Form) -> None:
        """A form that is about no bed."""
        self._end_with(form)
        self._put(heading, _scrolled(form), None)

    def _end_with(self, form: Form) -> None:
        form.finished.connect(self._form_finished)
        form.cancelled.connect(self.shut)

    @override
    def refresh(self) -> None:
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)

    @override
    def bring_back(self, kept: Kept) -> None:
        super().bring_back(kept)
        patient, alert = self.patient_panel(), self._form_of(AlertForm)
        if patient is not None:
            patient.reload()
        elif alert is not None:
            alert.reload()

    def back(self) -> None:
        """Esc: out of a form first, then the panel closes."""
        if isinstance(self._content, PatientPanel) and self._content.back():
            return
        self.shut()

    def accept(self) -> bool:
        """Accept the alert shown, if one is; returns whether."""
        form = self._form_of(AlertForm)
        if form is None:
            return False
        form.submit()
        return True

    def patient_panel(self) -> PatientPanel | None:
        return self._content if isinstance(self._content, PatientPanel) else None

    def _form_of(self, kind: type[AlertForm]) -> AlertForm | None:
        return self._content.findChild(kind) if self._content is not None else None

    def past_alert(self) -> PastAlert | None:
        """The closed alert shown."""
        return self._content.findChild(PastAlert) if self._content is not None else None

    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        self._snapshot = snapshot
        patient, alert = self.patient_panel(), self._form_of(AlertForm)
        if patient is not None:
            patient.show_snapshot(snapshot)
        elif alert is not None:
            self._show_alert_again(alert, snapshot)

    def _show_alert_again(self, form: AlertForm, snapshot: BoardSnapshot) -> None:
        alert = next((one for one in snapshot.alerts if one.id == form.alert_id), None)
        if alert is None:
            self._alert_closed(form)
            return
        where = placed(snapshot, alert.stay_id) if alert.stay_id is not None else None
        form.show_alert(alert, where, snapshot.on_duty)

    def _alert_closed(self, form: AlertForm) -> None:
        """Of a high one a reason may be owed: what ended it is shown at once."""
        desk, asks = self._desk(), form.is_high and not is_started(form)
        self._gone(CLOSED)
        if asks and desk is not None:
            self._show_past_alert(desk, form.alert_id)
            self.notice.say(CLOSED)

    @Slot(object)
    def tick(self, now: datetime) -> None:
        patient, alert = self.patient_panel(), self._form_of(AlertForm)
        if patient is not None:
            patient.tick(now)
        elif alert is not None:
            alert.tick()

    @Slot(list)
    def on_events(self, events: Sequence[Event]) -> None:
        patient, alert = self.patient_panel(), self._form_of(AlertForm)
        if patient is not None:
            patient.on_events(events)
        elif any(isinstance(one, AlertsChanged | ChangedElsewhere) for one in events):
            for form in (alert, self.past_alert()):
                if form is not None:
                    form.reload()

    @Slot(str)
    def _patient_gone(self, said: str) -> None:
        """One that has been put away finds out when it is shown again."""
        if self.sender() is self._content:
            self._gone(said)

    def _gone(self, said: str) -> None:
        """What was open is no longer there: say so instead of it."""
        self._say_instead(said, "note")

    @Slot(str)
    def _form_finished(self, said: str) -> None:
        """Stored. A form that has been put away meanwhile says so itself, when its person is back."""
        form = self.sender()
        if isinstance(form, Form) and (self._content is None or not self._content.isAncestorOf(form)):
            form.notice.say(said, "done")
            return
        self._say_instead(said, "done")


def _scrolled(form: Form) -> FollowingScroll:
    area = FollowingScroll()
    area.body.addWidget(form)
    form.shown.connect(area.reveal)
    return area
