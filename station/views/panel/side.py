"""The side panel itself: one thing at a time beside the board, which stays visible and live."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from station.services.events import AlertsChanged, ChangedElsewhere, Event
from station.store.rows import BoardSnapshot, LeftRow
from station.views.dress import sheet
from station.views.icons import icon
from station.views.panel.admit import AdmitForm
from station.views.panel.alert import AlertForm
from station.views.panel.controls import TOUCH, button, label
from station.views.panel.desk import Desk, everyone, placed
from station.views.panel.focus import focus_first
from station.views.panel.form import Form, Notice
from station.views.panel.left import LeftList, LeftPanel
from station.views.panel.past_alert import PastAlert
from station.views.panel.patient import PatientPanel
from station.views.panel.scroll import FollowingScroll
from station.views.panel.started import is_started
from station.views.theme import Theme

Subject = tuple[str, int]
"""("patient", stay id), ("bed", bed id), ("alert", alert id) or ("past alert", alert id)."""

CLOSED: Final = "This alert has been closed."
_MOST_ASIDE: Final = 4
_LETTERS_WIDE: Final = 38
"""Width of the panel in letters of the application's font."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the panel shows, or has set aside."""

    heading: str
    content: QWidget
    bar: QWidget | None


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything of one person's in the panel, while somebody else is at the desk or nobody."""

    held: Held | None
    subject: Subject | None
    aside: dict[Subject, Held]


class SidePanel(QWidget):
    """Closed until something is to be done. `desk` makes a form's collaborators, as the unit is at that moment.

    When another bed is opened over something half written, that is set aside and is there again when its bed is.
    """

    opened = Signal()
    closed = Signal()
    page_wanted = Signal(int)
    """Stay id: the page of this patient."""

    def __init__(self, desk: Callable[[], Desk | None], theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName("Side panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self._snapshot: BoardSnapshot | None = None
        self._content: QWidget | None = None
        self._bar: QWidget | None = None
        self._subject: Subject | None = None
        self._aside: dict[Subject, Held] = {}
        self._heading = label(tone="muted", scale=0.93, weight=QFont.Weight.DemiBold)
        self.notice = Notice()
        self.close_button = button("", "quiet", tip="Close (Esc)", name="Close the side panel")
        self.close_button.setFixedSize(TOUCH, TOUCH)
        self.close_button.clicked.connect(self.shut)
        self._lay_out()
        self.set_theme(theme)
        self.hide()

    def _lay_out(self) -> None:
        self.fit()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 6, 0)
        top.addWidget(self._heading, 1)
        top.addWidget(self.close_button)
        self._top = top
        said = QVBoxLayout()
        said.setContentsMargins(16, 0, 16, 8)
        said.addWidget(self.notice, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(top)
        self._column.addLayout(said)

    @property
    def content(self) -> QWidget | None:
        return self._content

    @property
    def subject(self) -> Subject | None:
        """None while closed, and while what is shown is about no bed."""
        return self._subject

    def fit(self) -> None:
        """Take the width the application's font asks for."""
        self.setFixedWidth(round(QFontMetricsF(QApplication.font()).averageCharWidth() * _LETTERS_WIDE) + 40)

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))
        self.close_button.setIcon(icon("close", theme, theme.muted))

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

    def say(self, sentence: str) -> None:
        """One sentence at the top of the panel, which opens for it."""
        self.notice.say(sentence, "refusal")
        self.show()

    def _end_with(self, form: Form) -> None:
        form.finished.connect(self._form_finished)
        form.cancelled.connect(self.shut)

    def _is_there(self, subject: Subject) -> bool:
        """Whether this is shown already, or was set aside and is shown again now."""
        if self._subject == subject:
            self._come_back()
            return True
        held = self._aside.pop(subject, None)
        if held is None:
            return False
        self._put(held.heading, held.content, subject, bar=held.bar)
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)
        return True

    def _come_back(self) -> None:
        """It is asked for again: keys go there, and not to where it was asked for; where one types, one goes on."""
        focused = QApplication.focusWidget()
        if self._content is not None and not (focused is not None and self.isAncestorOf(focused)):
            focus_first(self._content)

    def _put(self, heading: str, content: QWidget, subject: Subject | None, *, bar: QWidget | None = None) -> None:
        """Show this instead of what was there; `bar` stands in the top line in place of a heading."""
        self._set_aside()
        self.notice.say("")
        self._heading.setText(heading)
        self._heading.setVisible(bar is None)
        if bar is not None:
            self._top.insertWidget(0, bar, 1)
            bar.show()
        self._content, self._subject, self._bar = content, subject, bar
        self._column.addWidget(content, 1)
        content.show()
        self.show()
        self.opened.emit()
        focus_first(content)

    def _set_aside(self) -> None:
        """Keep what is half written for when its bed is opened again; drop the rest."""
        content, subject = self._content, self._subject
        if content is None or subject is None or not is_started(content):
            self._drop()
            return
        for one in (content, self._bar):
            if one is not None:
                one.hide()
        self._aside[subject] = Held(self._heading.text(), content, self._bar)
        self._content = self._subject = self._bar = None
        while len(self._aside) > _MOST_ASIDE:
            self._free(self._aside.pop(next(iter(self._aside))))

    def put_away(self) -> Kept:
        """Empty the panel for whoever comes next; what was in it is returned, and nothing of it is shown."""
        content, subject, aside = self._content, self._subject, self._aside
        held = Held(self._heading.text(), content, self._bar) if content is not None else None
        for one in (content, self._bar):
            if one is not None:
                one.hide()
        self._content = self._subject = self._bar = None
        self._aside = {}
        self._heading.setText("")
        self._heading.show()
        self.notice.say("")
        self.hide()
        return Kept(held, subject, aside)

    def bring_back(self, kept: Kept) -> None:
        """As he left it, and with what has happened meanwhile."""
        self._aside = kept.aside
        if kept.held is None:
            return
        self._put(kept.held.heading, kept.held.content, kept.subject, bar=kept.held.bar)
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)
        patient, alert = self.patient_panel(), self._form_of(AlertForm)
        if patient is not None:
            patient.reload()
        elif alert is not None:
            alert.reload()

    def free(self, kept: Kept) -> None:
        """He will not come back for it."""
        for held in (kept.held, *kept.aside.values()):
            if held is not None:
                self._free(held)

    def _free(self, held: Held) -> None:
        for one in (held.content, held.bar):
            if one is not None:
                one.hide()
                one.deleteLater()

    def _drop(self) -> None:
        if self._content is not None:
            self._free(Held("", self._content, self._bar))
        self._content = self._subject = self._bar = None
        self._heading.setText("")
        self._heading.show()

    @Slot()
    def shut(self) -> None:
        """Close, whatever is open. Nothing is saved by closing."""
        if self.isHidden():
            return
        self._drop()
        self.notice.say("")
        self.hide()
        self.closed.emit()

    def give_way(self) -> None:
        """Close for a page that needs the room; what is half written about a bed is there when it is opened again."""
        if self._content is not None and self._subject is None and is_started(self._content):
            return
        self._set_aside()
        self.shut()

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

    def _say_instead(self, said: str, tone: str) -> None:
        """Of what was open only this is left. Keys stay here, and do not go to whatever comes next in the window."""
        focused = QApplication.focusWidget()
        had_keys = focused is not None and self.isAncestorOf(focused)
        self._drop()
        self.notice.say(said, tone)
        if had_keys:
            self.close_button.setFocus()


def _scrolled(form: Form) -> FollowingScroll:
    area = FollowingScroll()
    area.body.addWidget(form)
    form.shown.connect(area.reveal)
    return area
