"""Recording a check: where, then doing what. Two taps for a usual one; a sleeping patient takes a third."""

import weakref
from dataclasses import replace
from datetime import datetime
from functools import partial

import shiboken6
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget
from typing_extensions import override

from station.rules.entries import is_late_entry
from station.rules.likely import Likely
from station.rules.wording import clock_time, in_sentence, short
from station.services.entering import CheckEntry
from station.services.events import CheckRecorded
from station.store.rows import PatientRow
from station.views.panel.controls import ChoiceGrid, button, heading
from station.views.panel.desk import Desk
from station.views.panel.entry import Draft, Saved
from station.views.panel.fields import Field, Lines, line
from station.views.panel.form import CHARGE_TOLD, Command, Form, Notice
from station.views.panel.hold import HoldButton
from station.views.panel.times import NotATime, parse_past

_FIRST_ACTIVITIES = 10
KEYS_OF_CHOICES = "1234567890"
_WIDE = 5
"""Columns."""


class RecordForm(Form):
    """Saves at the second tap. With a time, a concern or a note opened, it waits for "Save check" instead.

    Digits press the choices of the question that is open, arrow keys move among them.
    """

    recorded = Signal(str)
    """Stored; the sentence says what. The form is ready for another."""
    saved = Signal(object)
    """Saved: the same for whoever wants to take it back."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._patient = patient
        self._request_id = desk.request_id()
        self._sent: Saved | None = None
        self._numbers = False
        checks = desk.facts.policy.checks
        self.places = ChoiceGrid("Where", _options(checks.places), columns=4, first=checks.first_places)
        words = tuple(one.word for one in checks.activities)
        self.activities = ChoiceGrid("Doing", _options(words), columns=3, first=_FIRST_ACTIVITIES)
        self.life_signs = ChoiceGrid("How life was seen", _options(checks.life_signs), columns=3)
        self._life = _group("How was life seen?", self.life_signs)
        self.not_found = HoldButton("Not found: hold for 1 second")
        self._build_more()
        self._lay_out()
        self._connect()
        self._start_again()

    def _build_more(self) -> None:
        self.earlier = _toggle("Seen earlier…", "The check happened earlier than now")
        self.concern = _toggle("Concern", "Something about this patient worries you")
        self.noting = _toggle("Note…", "A few words with this check")
        self.when = Field("Seen at", line(placeholder="14:21, or 12 min ago"))
        self.note = Field("Note", Lines(rows=2))
        self.late = Notice()
        self.save = button("Save check", "primary")

    def _lay_out(self) -> None:
        self._doing_heading = heading("Doing")
        for one in (heading("Where"), self.places, self._doing_heading, self.activities, self._life):
            self.column.addWidget(one)
        self._asides = _row(self.earlier, self.concern, self.noting)
        self.column.addLayout(self._asides)
        for two in (self.when, self.late, self.note, self.save, self.notice, self.question, self.not_found):
            self.column.addWidget(two)

    def _connect(self) -> None:
        self.places.chosen.connect(self._place_chosen)
        self.activities.chosen.connect(self._activity_chosen)
        self.life_signs.chosen.connect(self._life_sign_chosen)
        self.not_found.held.connect(self._record_not_found)
        self.save.clicked.connect(self.submit)
        for one in (self.earlier, self.concern, self.noting):
            one.toggled.connect(self._options_changed)
        self.when.editor.textChanged.connect(self._time_typed)

    @property
    def stay_id(self) -> int:
        return self._patient.stay_id

    def show_patient(self, patient: PatientRow, likely: Likely) -> None:
        """Record for this patient from now on; what was chosen for another is not carried over."""
        self._patient = patient
        self.notice.say("")
        self.question.hide()
        self.show_likely(likely)
        if self.is_quick and not self.draft.is_begun:
            self._begin_new()
        else:
            self._start_again()

    def show_likely(self, likely: Likely) -> None:
        """Offer the likely words first. Nothing moves beneath a finger: not once something has been chosen."""
        if not self.draft.is_begun:
            self.places.arrange(likely.places)
            self.activities.arrange(likely.activities)
            self._show_numbers()

    def set_columns(self, columns: int) -> None:
        """How many choices stand side by side; where there is room "Not found" stands beside what else can be said."""
        for one in (self.places, self.activities):
            one.arrange(tuple(map(one.value_of, one.buttons())), columns=columns)
        if columns >= _WIDE:
            self._asides.addWidget(self.not_found, 0, 3)
            self._asides.setColumnStretch(3, 1)
        elif self.column.indexOf(self.not_found) < 0:
            self._asides.setColumnStretch(3, 0)
            self.column.addWidget(self.not_found)

    @property
    def draft(self) -> Draft:
        """The entry as it stands."""
        return Draft(
            request_id=self._request_id,
            place=self.places.value,
            activity=self.activities.value,
            life_sign=self.life_signs.value,
            when=self.when.editor.text() if self.earlier.isChecked() else None,
            concern=self.concern.isChecked(),
            note=self.note.editor.toPlainText() if self.noting.isChecked() else None,
        )

    def resume(self, draft: Draft) -> None:
        """Go on with an entry that was left."""
        self._start_again()
        self._request_id = draft.request_id
        for choice, value in ((self.places, draft.place), (self.activities, draft.activity)):
            choice.choose(value)
            if choice.value is not None and choice.button_of(choice.value).isHidden():
                choice.show_all()
        self.life_signs.choose(draft.life_sign)
        for toggle, wanted in (
            (self.earlier, draft.when is not None),
            (self.concern, draft.concern),
            (self.noting, draft.note is not None),
        ):
            toggle.setChecked(wanted)
        self.when.editor.setText(draft.when or "")
        self.note.editor.setPlainText(draft.note or "")
        self._show_state()

    @property
    def is_quick(self) -> bool:
        """Whether the second tap saves: nothing but a usual check has been asked for."""
        return not (self.earlier.isChecked() or self.concern.isChecked() or self.noting.isChecked())

    def _begin_new(self) -> None:
        """A new check has a request id of its own; nothing else is left of the last."""
        self._request_id = self.desk.request_id()
        self.places.show_first()
        self.activities.show_first()
        self._show_numbers()

    def _start_again(self) -> None:
        """Ready for a new check, with a new request id."""
        self._request_id = self.desk.request_id()
        for choice in (self.places, self.activities, self.life_signs):
            choice.choose(None)
        for one in (self.earlier, self.concern, self.noting):
            one.setChecked(False)
        self.when.editor.clear()
        self.note.editor.clear()
        self.places.show_first()
        self.activities.show_first()
        self._show_state()

    def _show_state(self) -> None:
        policy, activity = self.desk.facts.policy, self.activities.value
        self.activities.setEnabled(self.places.value is not None)
        self._doing_heading.setText("Doing" if self.places.value else "Doing: choose where first")
        self._life.setVisible(policy.checks.is_sleeping(activity))
        self.when.setVisible(self.earlier.isChecked())
        self.note.setVisible(self.noting.isChecked())
        self.save.setVisible(not self.is_quick)
        self.save.setEnabled(self._complete())
        self.save.setToolTip("" if self._complete() else "Choose where and doing what first")
        self._say_late()
        self._show_numbers()

    def _asked(self) -> ChoiceGrid:
        """The question that is open."""
        if self.places.value is None:
            return self.places
        return self.life_signs if self.life_signs.isVisible() else self.activities

    def _show_numbers(self) -> None:
        for one in (self.places, self.activities, self.life_signs):
            one.show_numbers(shown=self._numbers and one is self._asked())

    def show_keys(self) -> None:
        """Whoever records does so by keys: say beside each choice which digit presses it."""
        if not self._numbers:
            self._numbers = True
            self._show_numbers()

    def _complete(self) -> bool:
        sleeping = self.desk.facts.policy.checks.is_sleeping(self.activities.value)
        return bool(self.places.value and self.activities.value and (self.life_signs.value or not sleeping))

    def _say_late(self) -> None:
        """Before saving, whether this will be a late entry."""
        now, at = self.desk.now(), self._typed_time()
        if at is None or not is_late_entry(at, now, self.desk.facts.policy):
            self.late.say("")
            return
        clock = clock_time(at, self.desk.zone, now)
        self.late.say(f"Seen at {clock}, {short(now - at)} ago: it is kept as a late entry, marked with both times.")

    def _typed_time(self) -> datetime | None:
        """The time typed; None when it is now, or not yet a time."""
        if not self.earlier.isChecked():
            return None
        try:
            return parse_past(self.when.editor.text(), self.desk.now(), self.desk.zone)
        except NotATime:
            return None

    @Slot(str)
    def _place_chosen(self, _: str) -> None:
        self.notice.say("")
        self._show_state()
        self._go_on(self.activities)

    @Slot(str)
    def _activity_chosen(self, _: str) -> None:
        self.life_signs.choose(None)
        self._show_state()
        if self._complete() and self.is_quick:
            self.submit()
        elif self.life_signs.isVisible():
            self._go_on(self.life_signs)

    def _go_on(self, choice: ChoiceGrid) -> None:
        """By keys: to the next question."""
        if self._numbers and choice.value is None:
            choice.buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(str)
    def _life_sign_chosen(self, _: str) -> None:
        self._show_state()
        if self._complete() and self.is_quick:
            self.submit()

    @Slot(bool)
    def _options_changed(self, _: bool) -> None:
        self._show_state()
        if self.sender() is self.earlier and self.earlier.isChecked():
            self.when.editor.setFocus()
        if self.sender() is self.noting and self.noting.isChecked():
            self.note.editor.setFocus()
        if not self.is_quick:
            self.shown.emit(self.save)

    @Slot(str)
    def _time_typed(self, _: str) -> None:
        self.when.show_problem("")
        self._say_late()

    @Slot()
    def submit(self) -> None:
        """Save the check as it stands; says beside the time when it cannot be one."""
        if self.busy:
            return
        staff = self.desk.recorder.staff
        try:
            entry = self._entry(0 if staff is None else staff.id)
        except NotATime as problem:
            self.when.show_problem(str(problem))
            return
        commands, now = self.desk.commands, self.desk.now()
        at = entry.observed_at or now
        is_late = is_late_entry(at, now, self.desk.facts.policy)
        self._sent = Saved(entry.stay_id, None, at, entry.location, entry.activity, is_late)
        self.do(
            partial(commands.record_check, entry=entry, confirmed=False),
            self.done_words(),
            once_confirmed=partial(commands.record_check, entry=entry, confirmed=True),
        )

    def _entry(self, observer_id: int) -> CheckEntry:
        at = None
        if self.earlier.isChecked():
            at = parse_past(self.when.editor.text(), self.desk.now(), self.desk.zone)
        return CheckEntry(
            request_id=self._request_id,
            stay_id=self._patient.stay_id,
            observer_id=observer_id,
            observed_at=at,
            location=self.places.value or "",
            activity=self.activities.value or "",
            life_sign=self.life_signs.value,
            concern=self.concern.isChecked(),
            note=(self.note.editor.value or None) if self.noting.isChecked() else None,
        )

    @Slot()
    def _record_not_found(self) -> None:
        note = self.note.editor.value if self.noting.isChecked() else ""
        if self.busy:
            return
        self._sent = Saved(self.stay_id, None, self.desk.now(), None, None, is_late=False)
        command: Command = partial(
            self.desk.commands.record_not_found,
            request_id=self._request_id,
            stay_id=self._patient.stay_id,
            note=note,
        )
        self.do(command, f"Recorded as not found. {CHARGE_TOLD}")

    @override
    def done_words(self) -> str:
        at = self._typed_time() or self.desk.now()
        said = f"{self.places.value}, {in_sentence(self.activities.value or '')}"
        return f"Saved: seen {clock_time(at, self.desk.zone, self.desk.now())}, {said}."

    @override
    def lock(self, *, locked: bool) -> None:
        """Saving takes a moment: nothing here is greyed for it, but no tap reaches it."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, locked)

    @override
    def succeeded(self, done: str) -> None:
        stored = next((one.check_id for one in self.events if isinstance(one, CheckRecorded)), None)
        sent, self._sent = self._sent, None
        self._start_again()
        self.notice.say(done, "done")
        self.recorded.emit(done)
        if sent is not None:
            self.saved.emit(replace(sent, check_id=stored, is_kept=self.is_kept_here, is_unproven=self.is_unproven))

    @override
    def refused(self) -> None:
        """What was chosen stays; the last tap can be made again."""
        if self.is_quick:
            (self.life_signs if self.life_signs.value else self.activities).choose(None)
        self._show_state()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit presses a choice. What is being saved is not changed."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if not (plain and event.text() in KEYS_OF_CHOICES and event.text()) or self.busy:
            super().keyPressEvent(event)
            return
        self.desk.settled(partial(_press, weakref.ref(self), KEYS_OF_CHOICES.index(event.text())))

    def press(self, place: int) -> None:
        """Press the choice at this place (0 the first) of the question that is open."""
        self.show_keys()
        for one in self._asked().numbered()[place : place + 1]:
            if not self.busy:
                one.click()


def _press(form: weakref.ref[RecordForm], place: int) -> None:
    one = form()
    if one is not None and shiboken6.isValid(one) and one.isVisible():
        one.press(place)


def _options(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


def _toggle(text: str, tip: str) -> QPushButton:
    made = button(text, "choice", tip=tip)
    made.setCheckable(True)
    return made


def _row(*widgets: QWidget) -> QGridLayout:
    row = QGridLayout()
    row.setSpacing(6)
    for place, one in enumerate(widgets):
        row.addWidget(one, 0, place)
        row.setColumnStretch(place, 1)
    return row


def _group(title: str, content: QWidget) -> QWidget:
    made = QWidget()
    column = QGridLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setVerticalSpacing(6)
    column.addWidget(heading(title), 0, 0)
    column.addWidget(content, 1, 0)
    return made
