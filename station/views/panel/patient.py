"""A patient's panel: his head always in sight, beneath it recording a check or one of the other things to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Signal, Slot
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from station.models.enums import TaskKind
from station.rules.wording import countdown
from station.services.events import ChangedElsewhere, CheckRecorded, Event, StayChanged
from station.store.rows import BoardSnapshot, CheckRow, OwedRow
from station.views.panel.beds import DischargeForm, MoveForm, SwapForm
from station.views.panel.checks_list import CheckListModel, ChecksView
from station.views.panel.controls import button, focus_first, heading, label, rule
from station.views.panel.correct import AmendForm, WrongPatientForm
from station.views.panel.desk import Desk, Placed, empty_beds, everyone, placed
from station.views.panel.form import Form
from station.views.panel.head import PatientHead
from station.views.panel.level import LevelForm
from station.views.panel.lines import check_lines
from station.views.panel.observer import ObserverForm
from station.views.panel.orders import ProviderOrderForm, ReviewForm
from station.views.panel.record import RecordForm
from station.views.panel.scroll import FollowingScroll


@dataclass(frozen=True, slots=True)
class Deed:
    """One of the other things that can be done with a patient."""

    key: str
    title: str
    icon: str
    make: Callable[[], Form]


class PatientPanel(QWidget):
    """Everything a desk does with one patient. `bar` stands in the top line of the side panel."""

    gone = Signal(str)
    """The patient is no longer on the unit; the sentence says so."""

    def __init__(self, desk: Desk, snapshot: BoardSnapshot, one: Placed) -> None:
        super().__init__()
        self._desk = desk
        self._snapshot = snapshot
        self._placed = one
        self._rows: tuple[CheckRow, ...] = ()
        self._form: Form | None = None
        self.head = PatientHead(desk.facts.policy, desk.zone)
        self.record = RecordForm(desk, one.patient)
        self.model = CheckListModel(self)
        self.checks = ChecksView(self.model)
        self._checks_state = label("Reading the last checks…", tone="muted", scale=0.93)
        self.check_menu = self._make_check_menu()
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
            Deed("discharge", "Discharge…", "person", self._discharge_form),
        )
        return {one.key: one for one in all_of_them}

    def _build(self) -> None:
        self.bar = self._make_bar()
        self._scroll = FollowingScroll()
        self._body = self._scroll.body
        self._home = self._make_home()
        self._body.addWidget(self._home)
        self.record.shown.connect(self._scroll.reveal)
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
        column.addWidget(self.record)
        column.addWidget(rule())
        column.addWidget(heading("Last twelve checks"))
        column.addWidget(self._checks_state)
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
        for key in ("provider", "review", "move", "swap", "discharge"):
            self.menu.addAction(self._action(self._deeds[key]))
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

    def _make_check_menu(self) -> QMenu:
        """What can be done about one recorded check. A tap, a right click or Enter on its line opens it."""
        menu = QMenu(self)
        self.amend = menu.addAction("Amend…", self._open_amend)
        self.wrong = menu.addAction("Recorded for the wrong patient…", self._open_wrong)
        self.checks.clicked.connect(self._check_chosen)
        self.checks.activated.connect(self._check_chosen)
        self.checks.customContextMenuRequested.connect(self._check_menu_wanted)
        return menu

    def show_snapshot(self, snapshot: BoardSnapshot) -> None:
        """The unit as it is now. A form that is open keeps what has been typed."""
        found = placed(snapshot, self.stay_id)
        if found is None:
            self._left()
            return
        self._snapshot, self._placed = snapshot, found
        now = self._desk.now()
        self.head.show_patient(found, now)
        owed = {one.kind: one for one in found.patient.owed}
        self.observer.setVisible(self._has_continuous(found))
        for action in self.menu.actions():
            if action.data() == "provider":
                action.setVisible(TaskKind.PROVIDER_ORDER in owed)
        self.tick(now)

    def _left(self) -> None:
        """The patient has gone. When it is a form here that sends him away, its own words come first."""
        if self._form is None or not self._form.busy:
            self.gone.emit(f"{self._placed.title} is no longer on the unit.")

    def _has_continuous(self, found: Placed) -> bool:
        policy = self._desk.facts.policy
        codes = [code for code in (found.patient.level_ordered, found.patient.level_asleep) if code]
        return any(policy.level(code).continuous for code in codes)

    def tick(self, now: datetime) -> None:
        self.head.tick(now)
        lines = [owed_words(one, now) for one in self._placed.patient.owed]
        self._owed.setText("\n".join(lines))
        self._owed.setVisible(bool(lines))

    def on_events(self, events: Sequence[Event]) -> None:
        """Read the last checks again when one of these is about this patient."""
        if any(_is_about(one, self.stay_id) for one in events):
            self.reload()

    def reload(self) -> None:
        self._desk.bridge.run(partial(self._desk.reads.checks, self.stay_id), self._show_checks, self._no_checks)

    @Slot(object)
    def _show_checks(self, rows: tuple[CheckRow, ...]) -> None:
        self._rows = rows
        self.model.show_lines(check_lines(rows, self._desk.now(), self._desk.zone))
        self.checks.fit()
        self._checks_state.setText("Choose one to correct it." if rows else "No check has been recorded yet.")

    @Slot(object)
    def _no_checks(self, error: Exception) -> None:
        self._checks_state.setText(f"The last checks cannot be read. {error}")
        self._checks_state.show()

    def back(self) -> bool:
        """Leave the open form for recording; returns whether one was open."""
        if self._form is None:
            return False
        self._close_form("")
        return True

    def open_deed(self, key: str) -> None:
        """Open one of the other things to do: "level", "observer", "move" and so on."""
        deed = self._deeds[key]
        self._open(deed.title.rstrip("…"), deed.make())

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

    def _chosen_row(self) -> CheckRow | None:
        chosen = self.checks.chosen
        if chosen is None or not chosen.can_correct:
            return None
        return next((row for row in self._rows if row.id == chosen.check_id), None)

    @Slot(QPoint)
    def _check_menu_wanted(self, at: QPoint) -> None:
        self._check_chosen(self.checks.indexAt(at))

    @Slot(QModelIndex)
    def _check_chosen(self, index: QModelIndex) -> None:
        """Offer what can be done about this check; nothing can about one corrected already."""
        if not index.isValid():
            return
        self.checks.setCurrentIndex(index)
        if self._chosen_row() is not None and not self.check_menu.isVisible():
            rect = self.checks.visualRect(index)
            self.check_menu.popup(self.checks.viewport().mapToGlobal(rect.bottomLeft()))

    @Slot()
    def _open_amend(self) -> None:
        row = self._chosen_row()
        if row is not None:
            self._open("Amend a check", AmendForm(self._desk, row))

    @Slot()
    def _open_wrong(self) -> None:
        row = self._chosen_row()
        if row is not None:
            others = tuple(one for one in everyone(self._snapshot) if one.patient.stay_id != self.stay_id)
            self._open("Recorded for the wrong patient", WrongPatientForm(self._desk, row, others))

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
        others = tuple(one for one in everyone(self._snapshot) if one.patient.stay_id != self.stay_id)
        return SwapForm(self._desk, self._placed, others)

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
