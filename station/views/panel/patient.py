"""A patient's panel: his head always in sight, beneath it recording a check or one of the other things to do."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from station.rules.likely import Likely
from station.rules.permissions import Deed as Acts
from station.rules.wording import countdown
from station.services.events import AlertsChanged, ChangedElsewhere, CheckRecorded, Event, StayChanged, VitalsRecorded
from station.store.rows import BoardSnapshot, CheckRow, OwedRow
from station.views.panel.admission import TITLES
from station.views.panel.after_admission import AfterAdmission
from station.views.panel.away import AwaySection
from station.views.panel.bar import DeedBar
from station.views.panel.beds import DischargeForm
from station.views.panel.checks_section import ChecksSection
from station.views.panel.controls import button, label, rule
from station.views.panel.deeds import DEEDS, others
from station.views.panel.desk import Desk, Placed, placed
from station.views.panel.entry import likely_from
from station.views.panel.focus import focus_first
from station.views.panel.form import Form
from station.views.panel.head import PatientHead
from station.views.panel.level import LevelForm
from station.views.panel.level_band import LevelsSection
from station.views.panel.observer import ObserverForm
from station.views.panel.record import RecordForm
from station.views.panel.records_list import RecordsList
from station.views.panel.scroll import FollowingScroll
from station.views.panel.started import is_started
from station.views.panel.vitals_owed import KINDS, VitalsOwed
from station.views.panel.why import WhyOwed
from station.views.permit import Permit
from station.views.rounds.photos import Photos


class PatientPanel(QWidget):
    """Everything a desk does with one patient. `bar` stands in the top line of the side panel."""

    gone = Signal(str)
    """The patient is no longer on the unit; the sentence says so."""
    page_wanted = Signal(int)
    """Stay id: his page."""

    def __init__(self, desk: Desk, snapshot: BoardSnapshot, one: Placed) -> None:
        super().__init__()
        self._desk = desk
        self._snapshot = snapshot
        self._placed = one
        self._form: Form | None = None
        self._has_left = False
        self._learns = True
        """The likely words are put first when he is opened and after each check here, never in between."""
        self.head = PatientHead(desk.facts.policy, desk.zone, Photos(desk.bridge, desk.reads.photo, self))
        self.record = RecordForm(desk, one.patient)
        self.away = AwaySection(desk, one.patient)
        self._late_entry_wanted = False
        self.after_admission = AfterAdmission(desk, one.patient.stay_id)
        self.checks = ChecksSection(desk, one.patient.stay_id, self._others)
        self.levels = LevelsSection(desk, one.patient.stay_id)
        self._owed = label(tone="muted")
        self.vitals_owed = VitalsOwed(desk)
        self.why_owed = WhyOwed(desk, one.patient.stay_id)
        self._build()
        self.show_snapshot(snapshot)
        self.reload()

    @property
    def stay_id(self) -> int:
        return self._placed.patient.stay_id

    @property
    def form(self) -> Form | None:
        """The form that is open instead of recording, if any."""
        return self._form

    def _build(self) -> None:
        self.bar = DeedBar(self._desk.recorder)
        self.bar.wanted.connect(self.open_deed)
        self.bar.page_wanted.connect(self._want_page)
        self.record.notice.say(Permit(self.record, self._desk.recorder, Acts.RECORD_CHECK).reason)
        self._scroll = FollowingScroll()
        self._body = self._scroll.body
        self._home = self._make_home()
        self._body.addWidget(self._home)
        self.record.shown.connect(self._scroll.reveal)
        self.record.recorded.connect(self._check_recorded)
        self.checks.were_read.connect(self._checks_read)
        self.checks.late_wanted.connect(self._add_late_entry)
        self.checks.form_wanted.connect(self._open)
        self.after_admission.wanted.connect(self.open_deed)
        self.vitals_owed.wanted.connect(self.open_deed)
        self.away.wanted.connect(self.open_deed)
        self.away.shown.connect(self._scroll.reveal)
        self.away.came_back.connect(self._came_back)
        self.record.earlier.toggled.connect(self._late_entry_toggled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.addWidget(self.head)
        column.addLayout(top)
        column.addWidget(self._scroll, 1)

    def _make_home(self) -> QWidget:
        home = QWidget()
        column = QVBoxLayout(home)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._owed)
        column.addWidget(self.vitals_owed)
        column.addWidget(self.why_owed)
        column.addWidget(self.away)
        column.addWidget(self.after_admission.urgent)
        column.addWidget(self.record)
        column.addWidget(self.after_admission)
        for one in (rule(), self.levels, rule(), self.checks):
            column.addWidget(one)
        return home

    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        """The unit as it is now. A form that is open keeps what has been typed."""
        found = placed(snapshot, self.stay_id)
        if found is None:
            self._left()
            return
        self._snapshot, self._placed = snapshot, found
        now = self._desk.now()
        self.head.show_patient(found, now)
        self.after_admission.show_patient(found.patient, now)
        self.bar.show_patient(found.patient, observed=self._has_continuous(found) and found.patient.away is None)
        if isinstance(self._form, ObserverForm):
            self._form.show_patient(found.patient)
        elif isinstance(self._form, LevelForm):
            self._form.show_patient(snapshot, found)
        self._show_away()
        self.tick(now)

    def _show_away(self) -> None:
        """While he is off the unit no check is recorded here, but one made before he left."""
        away = self._placed.patient.away is not None
        was_away = not self.away.isHidden()
        self.away.show_patient(self._placed.patient)
        self.record.setVisible(not away or self._late_entry_wanted)
        self.record.not_found.setVisible(not away)
        if away != was_away and (self.away if was_away else self.record).notice.property("box") == "done":
            said, says = (self.record, self.away) if away else (self.away, self.record)
            says.notice.say(said.notice.text, "done")
            said.notice.say("")

    @Slot(str)
    def _came_back(self, said: str) -> None:
        self.away.notice.say(said, "done")
        self.reload()

    @Slot(bool)
    def _late_entry_toggled(self, opened: bool) -> None:
        """Stored or given up, recording goes away again where he is away."""
        self._late_entry_wanted = opened
        self._show_away()

    def _left(self) -> None:
        """The patient has gone. When it is a form here that sends him away, its own words come first; what a person
        has begun to write is kept until he closes it."""
        if self._has_left or (self._form is not None and self._form.busy):
            return
        said = f"{self._placed.title} is no longer on the unit."
        if not self.record.draft.is_begun and not is_started(self):
            self.gone.emit(said)
            return
        self._has_left = True
        notice = self.record.notice if self._form is None else self._form.notice
        notice.say(f"{said} What you have begun is still here; a check made before he left is saved with its time.")

    def _has_continuous(self, found: Placed) -> bool:
        policy = self._desk.facts.policy
        codes = [code for code in (found.patient.level_ordered, found.patient.level_asleep) if code]
        return any(policy.level(code).continuous for code in codes)

    def tick(self, now: datetime) -> None:
        self.head.tick(now)
        self.after_admission.tick(now)
        self.levels.tick(now)
        self.vitals_owed.show_patient(self._placed.patient, now)
        apart = (*TITLES, *KINDS)
        lines = [owed_words(one, now) for one in self._placed.patient.owed if one.kind not in apart]
        self._owed.setText("\n".join(lines))
        self._owed.setVisible(bool(lines))

    def on_events(self, events: Sequence[Event]) -> None:
        """Read the last checks again when one of these is about this patient."""
        if any(_is_about(one, self.stay_id) for one in events):
            self.reload()
        elif any(isinstance(one, AlertsChanged) for one in events):
            self.why_owed.reload()

    def reload(self) -> None:
        self.checks.reload()
        self.levels.reload()
        self.after_admission.reload()
        self.away.reload()
        self.why_owed.reload()

    def _likely(self, rows: tuple[CheckRow, ...]) -> Likely:
        return likely_from(rows, self._desk.now(), self._desk.zone, self._desk.facts.policy)

    @Slot(str)
    def _check_recorded(self, said: str) -> None:
        """Of somebody off the unit recording goes away again, and its words stand where he is."""
        self._learns = True
        if not self.away.isHidden():
            self.away.notice.say(said, "done")

    @Slot(object)
    def _checks_read(self, rows: tuple[CheckRow, ...]) -> None:
        if self._learns:
            self._learns = False
            self.record.show_likely(self._likely(rows))

    @Slot()
    def _add_late_entry(self) -> None:
        """Recording a check, with the time open."""
        self._late_entry_wanted = True
        self._show_away()
        self._scroll.to_top()
        self.record.earlier.setChecked(True)
        self.record.when.editor.setFocus()

    def back(self) -> bool:
        """Leave the open form for recording; returns whether one was open."""
        if self._form is None:
            return False
        self._close_form("")
        return True

    @Slot(str)
    def open_deed(self, key: str) -> None:
        """Open one of the other things to do: "level", "observer", "move" and so on."""
        deed = DEEDS[key]
        form = deed.make(self._desk, self._snapshot, self._placed)
        if form is not None:
            self._open(deed.title.rstrip("…"), form)

    @Slot(str, object)
    def _open(self, title: str, form: Form) -> None:
        self.back()
        self._home.hide()
        self._form = form
        self._title = _form_title(title, self._back_button())
        form.finished.connect(self._form_finished)
        form.cancelled.connect(self._form_cancelled)
        form.shown.connect(self._scroll.reveal)
        if isinstance(form, RecordsList):
            form.form_wanted.connect(self._open)
        self._body.insertWidget(0, self._title)
        self._body.insertWidget(1, form)
        self._scroll.to_top()
        focus_first(form.begins_with)

    def _back_button(self) -> QPushButton:
        made = button("‹ Back", "quiet", tip="Esc", name="Back to recording a check")
        made.clicked.connect(self._form_cancelled)
        return made

    def _close_form(self, said: str) -> None:
        self._home.show()  # before the form goes: the focus stays here
        if self._form is not None:
            for one in (self._form, self._title):
                one.hide()
                one.deleteLater()
            self._form = None
        home = self.record if self.away.isHidden() else self.away
        home.notice.say(said, "done")
        self._scroll.to_top()

    @Slot(str)
    def _form_finished(self, said: str) -> None:
        discharged = isinstance(self._form, DischargeForm)
        self._close_form(said)
        if discharged:
            self.gone.emit(said)
        else:
            self.reload()

    @Slot()
    def _form_cancelled(self) -> None:
        self._close_form("")

    @Slot()
    def _want_page(self) -> None:
        self.page_wanted.emit(self.stay_id)

    def _others(self) -> tuple[Placed, ...]:
        return others(self._snapshot, self._placed)


def _form_title(title: str, back: QPushButton) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(rule())
    row = QHBoxLayout()
    row.addWidget(label(title, scale=1.15, weight=QFont.Weight.DemiBold), 1)
    row.addWidget(back)
    column.addLayout(row)
    return made


def owed_words(owed: OwedRow, now: datetime) -> str:
    """Relief due in 13:00; Provider order late"""
    words = owed.kind.value
    return f"{words[:1].upper()}{words[1:]} {countdown(owed, now)}"


def _is_about(event: Event, stay_id: int) -> bool:
    if isinstance(event, CheckRecorded | StayChanged | VitalsRecorded):
        return event.stay_id == stay_id
    return isinstance(event, ChangedElsewhere)
