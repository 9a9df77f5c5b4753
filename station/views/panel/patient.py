"""A patient's panel: his head always in sight, beneath it recording a check or one of the other things to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from station.models.enums import TaskKind
from station.rules import permissions
from station.rules.likely import Likely
from station.rules.wording import countdown
from station.services.events import ChangedElsewhere, CheckRecorded, Event, StayChanged
from station.store.rows import BoardSnapshot, CheckRow, OwedRow
from station.views.panel.admission import TITLES, AdmissionForm
from station.views.panel.after_admission import AfterAdmission
from station.views.panel.beds import DischargeForm, MoveForm, SwapForm
from station.views.panel.checks_section import ChecksSection
from station.views.panel.controls import button, focus_first, label, rule
from station.views.panel.desk import Desk, Placed, empty_beds, everyone, placed
from station.views.panel.entry import likely_from
from station.views.panel.form import Form
from station.views.panel.head import PatientHead
from station.views.panel.level import LevelForm
from station.views.panel.look_for import LookForForm
from station.views.panel.observer import ObserverForm
from station.views.panel.orders import ProviderOrderForm, ReviewForm
from station.views.panel.photo import PhotoForm
from station.views.panel.record import RecordForm
from station.views.panel.scroll import FollowingScroll
from station.views.panel.started import is_started
from station.views.rounds.photos import Photos


@dataclass(frozen=True, slots=True)
class Deed:
    """One of the other things that can be done with a patient."""

    key: str
    title: str
    icon: str
    make: Callable[[], Form]
    act: permissions.Deed | None = None
    """Whether the person here may do it decides whether it is offered; None: it is, and says so itself."""


class PatientPanel(QWidget):
    """Everything a desk does with one patient. `bar` stands in the top line of the side panel."""

    gone = Signal(str)
    """The patient is no longer on the unit; the sentence says so."""

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
        self.after_admission = AfterAdmission(desk, one.patient.stay_id)
        self.checks = ChecksSection(desk, one.patient.stay_id, self._others)
        self._owed = label(tone="muted")
        self._deeds = self._all_deeds()
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

    def _all_deeds(self) -> dict[str, Deed]:
        all_of_them = (
            Deed("level", "Change level", "edit", self._level_form),
            Deed("observer", "Observer", "observe", self._observer_form),
            Deed("provider", "Provider's order has come…", "check", self._provider_form),
            Deed("review", "Review the order…", "clock", self._review_form),
            Deed("move", "Move to another bed…", "move", self._move_form),
            Deed("swap", "Swap beds…", "handover", self._swap_form),
            Deed("look for", "What to look for…", "edit", self._look_for_form, permissions.Deed.PRECAUTIONS),
            Deed("photo", "Photo…", "person", self._photo_form, permissions.Deed.PHOTO),
            Deed("discharge", "Discharge…", "person", self._discharge_form),
        )
        may = permissions.Deed.ADMISSION_TASK
        settling = (Deed(one.value, TITLES[one], "check", partial(self._admission_form, one), may) for one in TITLES)
        return {one.key: one for one in (*all_of_them, *settling)}

    def _build(self) -> None:
        self.bar = self._make_bar()
        self._scroll = FollowingScroll()
        self._body = self._scroll.body
        self._home = self._make_home()
        self._body.addWidget(self._home)
        self.record.shown.connect(self._scroll.reveal)
        self.record.recorded.connect(self._learn_again)
        self.checks.were_read.connect(self._checks_read)
        self.checks.late_wanted.connect(self._add_late_entry)
        self.checks.form_wanted.connect(self._open)
        self.after_admission.wanted.connect(self.open_deed)
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
        column.addWidget(self.after_admission.urgent)
        column.addWidget(self.record)
        column.addWidget(self.after_admission)
        column.addWidget(rule())
        column.addWidget(self.checks)
        return home

    def _make_bar(self) -> QWidget:
        """The other things to do, for the top line of the panel."""
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.change_level = button("Change level", tip="L")
        self.change_level.clicked.connect(self._open_level)
        self.observer = button("Observer")
        self.observer.clicked.connect(self._open_observer)
        self.more = button("More…", name="More to do with this patient")
        self.menu = QMenu(self.more)
        self.menu.setToolTipsVisible(True)
        for key in ("provider", "review", "move", "swap", "look for", "photo"):
            self.menu.addAction(self._action(self._deeds[key]))
        settling = self.menu.addMenu("After admission")
        for kind in TITLES:
            settling.addAction(self._action(self._deeds[kind.value]))
        self.menu.addAction(self._action(self._deeds["discharge"]))
        self.menu.aboutToShow.connect(self._offer)
        self.more.setMenu(self.menu)
        for one in (self.change_level, self.observer, self.more):
            row.addWidget(one)
        row.addStretch(1)
        return bar

    def _action(self, deed: Deed) -> QAction:
        made = QAction(deed.title, self)
        made.setData(deed.key)
        made.triggered.connect(self._menu_chosen)
        return made

    @Slot()
    def _offer(self) -> None:
        """What the person here may not do says why."""
        for action in self.findChildren(QAction):
            deed = self._deeds.get(str(action.data()))
            if deed is not None and deed.act is not None:
                why_not = self._desk.recorder.why_not(deed.act)
                action.setEnabled(not why_not)
                action.setToolTip(why_not or action.text())

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
        owed = {one.kind: one for one in found.patient.owed}
        self.observer.setVisible(self._has_continuous(found))
        for action in self.menu.actions():
            if action.data() == "provider":
                action.setVisible(TaskKind.PROVIDER_ORDER in owed)
        self.tick(now)

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
        lines = [owed_words(one, now) for one in self._placed.patient.owed if one.kind not in TITLES]
        self._owed.setText("\n".join(lines))
        self._owed.setVisible(bool(lines))

    def on_events(self, events: Sequence[Event]) -> None:
        """Read the last checks again when one of these is about this patient."""
        if any(_is_about(one, self.stay_id) for one in events):
            self.reload()

    def reload(self) -> None:
        self.checks.reload()
        self.after_admission.reload()

    def _likely(self, rows: tuple[CheckRow, ...]) -> Likely:
        return likely_from(rows, self._desk.now(), self._desk.zone, self._desk.facts.policy)

    @Slot()
    def _learn_again(self) -> None:
        self._learns = True

    @Slot(object)
    def _checks_read(self, rows: tuple[CheckRow, ...]) -> None:
        if self._learns:
            self._learns = False
            self.record.show_likely(self._likely(rows))

    @Slot()
    def _add_late_entry(self) -> None:
        """Recording a check, with the time open."""
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
        deed = self._deeds[key]
        self._open(deed.title.rstrip("…"), deed.make())

    @Slot(str, object)
    def _open(self, title: str, form: Form) -> None:
        self.back()
        self._home.hide()
        self._form = form
        self._title = _form_title(title, self._back_button())
        form.finished.connect(self._form_finished)
        form.cancelled.connect(self._form_cancelled)
        form.shown.connect(self._scroll.reveal)
        self._body.insertWidget(0, self._title)
        self._body.insertWidget(1, form)
        self._scroll.to_top()
        focus_first(form)

    def _back_button(self) -> QPushButton:
        made = button("‹ Back", "quiet", tip="Esc", name="Back to recording a check")
        made.clicked.connect(self._form_cancelled)
        return made

    def _close_form(self, said: str) -> None:
        if self._form is not None:
            for one in (self._form, self._title):
                one.hide()
                one.deleteLater()
            self._form = None
        self._home.show()
        self.record.notice.say(said, "done")
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
    def _menu_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.open_deed(str(action.data()))

    @Slot()
    def _open_level(self) -> None:
        self.open_deed("level")

    @Slot()
    def _open_observer(self) -> None:
        self.open_deed("observer")

    def _others(self) -> tuple[Placed, ...]:
        return tuple(one for one in everyone(self._snapshot) if one.patient.stay_id != self.stay_id)

    def _admission_form(self, kind: TaskKind) -> Form:
        return AdmissionForm(self._desk, self._placed.patient, kind)

    def _look_for_form(self) -> Form:
        return LookForForm(self._desk, self._placed.patient)

    def _photo_form(self) -> Form:
        return PhotoForm(self._desk, self._placed.patient)

    def _level_form(self) -> Form:
        return LevelForm(self._desk, self._placed.patient)

    def _observer_form(self) -> Form:
        return ObserverForm(self._desk, self._placed.patient)

    def _provider_form(self) -> Form:
        return ProviderOrderForm(self._desk, self._placed.patient)

    def _review_form(self) -> Form:
        return ReviewForm(self._desk, self._placed.patient)

    def _move_form(self) -> Form:
        return MoveForm(self._desk, self._placed, empty_beds(self._snapshot))

    def _swap_form(self) -> Form:
        return SwapForm(self._desk, self._placed, self._others())

    def _discharge_form(self) -> Form:
        return DischargeForm(self._desk, self._placed)


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
    if isinstance(event, CheckRecorded | StayChanged):
        return event.stay_id == stay_id
    return isinstance(event, ChangedElsewhere)
