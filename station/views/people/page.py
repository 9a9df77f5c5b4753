"""The People page: everybody in a list, and beside it what can be done for the one chosen."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import shiboken6
from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station.rules.permissions import Deed
from station.services.events import ChangedElsewhere, SignedInOrOut, UnitChanged
from station.store.rows.people import PersonRow
from station.views.bridge import Refresh
from station.views.dress import sheet
from station.views.panel.controls import button, label, rule
from station.views.panel.desk import Desk
from station.views.panel.focus import focus_first
from station.views.panel.form import Form, Notice
from station.views.panel.scroll import FollowingScroll
from station.views.panel.started import is_started
from station.views.people.forms import AddPersonForm, BadgeForm, NameForm, PinForm, StandingForm
from station.views.people.model import PeopleModel, in_order, line_of, pin_words, state_words, training_needed
from station.views.people.table import PeopleTable
from station.views.people.training import training_forms
from station.views.theme import Theme

READING = "Reading who works here…"
NOT_YOURS = "An administrator adds people, gives PINs and badges, and unlocks. You can read here who has what."
TRAINING_YOURS = "Choose somebody in the list to record training. An administrator adds people, gives PINs and badges."
_THEM_FIRST, _BY_NAME = "Show them first", "Sort by name"
CHOOSE = "Choose somebody in the list, or add a person."


class Beside(QWidget):
    """One person, or a new one: the forms for it."""

    def __init__(self, heading: str, state: str, forms: Sequence[Form]) -> None:
        super().__init__()
        self.forms = tuple(forms)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label(heading, scale=1.35, weight=QFont.Weight.Bold))
        if state:
            column.addWidget(label(state, tone="muted"))
        for place, form in enumerate(forms):
            if place:
                column.addWidget(rule())
            column.addWidget(form)

    @property
    def must_stay(self) -> bool:
        """Something is being done here, or typed."""
        return any(one.busy for one in self.forms) or is_started(self)


class PeoplePage(QWidget):
    """Reads itself again whenever people, their PINs or their locks change."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName("People")
        self._desk: Desk | None = None
        self._people: tuple[PersonRow, ...] = ()
        self._training_first = False
        self._day: date | None = None
        """On which the list was last shown."""
        self._refresh: Refresh | None = None
        self._chosen: int | None = None
        self._shown: PersonRow | None = None
        self._beside: Beside | None = None
        self.model = PeopleModel(self)
        self.table = PeopleTable(self.model)
        self.add = button("Add a person…", "primary")
        self.notice = Notice()
        self._state = label(READING, tone="muted")
        self._hint = label("", tone="muted")
        self._needed = label("", weight=QFont.Weight.DemiBold)
        self.sort = button(_THEM_FIRST)
        self._scroll = FollowingScroll()
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.add.clicked.connect(self.show_adding)
        self.sort.clicked.connect(self._sort)
        self.set_theme(theme)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(label("People", scale=1.7, weight=QFont.Weight.Bold), 1)
        top.addWidget(self.add)
        self._above = QWidget()
        above = QHBoxLayout(self._above)
        above.setContentsMargins(6, 0, 6, 6)
        above.addWidget(self._needed, 1)
        above.addWidget(self.sort)
        self._above.hide()
        left, right = _card(self._above, self._state, self.table), _card(self._scroll)
        for one in (self._hint, self.notice):
            self._scroll.body.addWidget(one)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(left, 7)
        row.addWidget(right, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 8, 20, 20)
        column.setSpacing(14)
        column.addLayout(top)
        column.addLayout(row, 1)

    @property
    def forms(self) -> tuple[Form, ...]:
        """Those beside the list now."""
        return self._beside.forms if self._beside is not None else ()

    @property
    def chosen(self) -> PersonRow | None:
        return next((one for one in self._people if one.id == self._chosen), None)

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(sheet(theme))

    def show_desk(self, desk: Desk) -> None:
        """What the forms work with, once more when the policy has changed; the page reads itself from now on."""
        known, self._desk = self._desk is not None, desk
        if known:
            self._show_lines()
            return
        self._refresh = Refresh(desk.bridge, desk.reads.people, self.show_people, self._not_read, self)
        desk.bridge.changed.connect(self.on_events)
        desk.recorder.changed.connect(self._person_changed)
        self._refresh.request()
        self._person_changed()

    @Slot(list)
    def on_events(self, events: Sequence[Any]) -> None:
        news = (UnitChanged, SignedInOrOut, ChangedElsewhere)
        if self._refresh is not None and any(isinstance(one, news) for one in events):
            self._refresh.request()

    @Slot(object)
    def show_people(self, people: tuple[PersonRow, ...]) -> None:
        self._people = people
        self._state.setVisible(not people)
        self._state.setText("Nobody has been added yet.")
        self._show_lines()
        person = self.chosen
        if person is not None and person != self._shown and self._beside is not None and not self._beside.must_stay:
            self._show_person(person)

    @Slot(object)
    def _not_read(self, error: Exception) -> None:
        self._state.setText(f"The people of this unit cannot be read. {error}")
        self._state.show()

    def choose(self, staff_id: int) -> None:
        """Show this person beside the list."""
        row = self.model.row_of(staff_id)
        if row is not None:
            self.table.selectRow(row)

    @Slot()
    def show_adding(self) -> None:
        """The form to add a person, beside the list."""
        if self._desk is not None:
            self._choose_nobody()
            self.notice.say("")
            self._put(Beside("Add a person", "", [AddPersonForm(self._desk)]))
            focus_first(self._scroll)

    @Slot(object)
    def tick(self, _: object) -> None:
        """A lock ends by itself, and so does training at midnight."""
        desk = self._desk
        if desk is None or not self.isVisible():
            return
        day = desk.now().astimezone(desk.zone).date()
        if day != self._day or any(one.locked_until is not None for one in self._people):
            self._show_lines()

    def put_away(self) -> Callable[[], None]:
        """Whoever was at it goes; what he had half typed waits for him."""
        beside, chosen, shown = self._beside, self._chosen, self._shown
        kept = beside is not None and beside.must_stay
        if kept and beside is not None:
            beside.hide()
            self._beside = None
        self._choose_nobody()
        self._put(None)
        self.notice.say("")

        def bring_back() -> None:
            if kept and beside is not None and shiboken6.isValid(beside):
                self._chosen, self._shown = chosen, shown
                self._put(beside)
                self._show_lines()

        return bring_back

    @Slot()
    def _sort(self) -> None:
        """By name, or by what training needs somebody first; and back."""
        self._training_first = not self._training_first
        says = _BY_NAME if self._training_first else _THEM_FIRST
        self.sort.setText(says)
        self.sort.setAccessibleName(says)
        self._show_lines()

    def _show_lines(self) -> None:
        desk = self._desk
        if desk is None:
            return
        now, policy = desk.now(), desk.facts.policy.qualifications
        self._day = now.astimezone(desk.zone).date()
        lines = [line_of(one, policy, desk.zone, now) for one in self._people]
        self._needed.setText(training_needed(lines))
        self._above.setVisible(bool(self._needed.text()))
        self.model.show_lines(in_order(lines, training_first=self._training_first))
        row = self.model.row_of(self._chosen) if self._chosen is not None else None
        if row is not None and self.table.currentIndex().row() != row:
            self.table.selectRow(row)

    def _choose_nobody(self) -> None:
        self._chosen = self._shown = None
        self.table.clearSelection()
        self.table.setCurrentIndex(QModelIndex())

    @Slot()
    def _person_changed(self) -> None:
        """What the one who is here now may do."""
        if self._desk is not None:
            reason = self._desk.recorder.why_not(Deed.PEOPLE)
            self.add.setEnabled(not reason)
            self.add.setToolTip(reason)
            self.add.setAccessibleDescription(reason)
            trains = not self._desk.recorder.why_not(Deed.TRAINING)
            self._hint.setText(TRAINING_YOURS if reason and trains else NOT_YOURS if reason else CHOOSE)

    @Slot(QModelIndex, QModelIndex)
    def _row_chosen(self, now: QModelIndex, _: QModelIndex) -> None:
        if now.isValid():
            person = self.model.lines[now.row()].person
            if person.id != self._chosen:
                self.notice.say("")
                self._chosen = person.id
                self._show_person(person)

    def _show_person(self, person: PersonRow) -> None:
        desk = self._desk
        if desk is None:
            return
        about: list[Form] = [StandingForm(desk, person)]
        if person.active:
            training = training_forms(desk, person)
            account = [NameForm(desk, person), PinForm(desk, person), BadgeForm(desk, person)]
            keeps = not desk.recorder.why_not(Deed.PEOPLE)
            about = [*account, *training, *about] if keeps else [*training, *account, *about]
        state = ", ".join(
            filter(None, (person.role.value, pin_words(person), state_words(person, desk.zone, desk.now())))
        )
        self._shown = person
        self._put(Beside(person.name, state, about))

    def _put(self, beside: Beside | None) -> None:
        """Beside the list from now on; None: the hint what to do."""
        before, self._beside = self._beside, beside
        if before is not None:
            before.hide()
            before.deleteLater()
        self._hint.setVisible(beside is None)
        if beside is None:
            return
        for form in beside.forms:
            form.shown.connect(self._scroll.reveal, Qt.ConnectionType.UniqueConnection)
            form.finished.connect(self._done, Qt.ConnectionType.UniqueConnection)
        self._scroll.body.addWidget(beside)
        beside.show()

    @Slot(str)
    def _done(self, said: str) -> None:
        """The forms are made anew with what is stored now; the sentence stays above them."""
        form = self.sender()
        if isinstance(form, Form) and form in self.forms:
            self.notice.say(said, "done")
            self._scroll.to_top()
            self._shown = None
            if self._refresh is not None:
                self._refresh.request()


def _card(*inside: QWidget) -> QFrame:
    made = QFrame()
    made.setObjectName("card")
    column = QVBoxLayout(made)
    column.setContentsMargins(14, 14, 8, 14)
    for one in inside:
        column.addWidget(one)
    return made
