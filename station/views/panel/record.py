"""Recording a check: where, then doing what. Two taps for a usual one; a sleeping patient takes a third."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget
from typing_extensions import override

from station.rules.entries import is_late_entry
from station.rules.wording import clock_time, in_sentence, short
from station.services.entering import CheckEntry
from station.store.rows import PatientRow
from station.views.panel.controls import ChoiceGrid, button, heading
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Lines, line
from station.views.panel.form import Command, Form, Notice
from station.views.panel.hold import HoldButton
from station.views.panel.times import NotATime, parse_past

_FIRST_ACTIVITIES = 10


class RecordForm(Form):
    """Saves at the second tap. With a time, a concern or a note opened, it waits for "Save check" instead."""

    recorded = Signal(str)
    """Stored; the sentence says what. The form is ready for another."""

    def __init__(self, desk: Desk, patient: PatientRow) -> None:
        super().__init__(desk)
        self._patient = patient
        self._request_id = desk.request_id()
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
        self.column.addLayout(_row(self.earlier, self.concern, self.noting))
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
    def is_quick(self) -> bool:
        """Whether the second tap saves: nothing but a usual check has been asked for."""
        return not (self.earlier.isChecked() or self.concern.isChecked() or self.noting.isChecked())

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

    @Slot(str)
    def _activity_chosen(self, _: str) -> None:
        self.life_signs.choose(None)
        self._show_state()
        if self._complete() and self.is_quick:
            self.submit()

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
        staff = self.desk.recorder.staff
        try:
            entry = self._entry(0 if staff is None else staff.id)
        except NotATime as problem:
            self.when.show_problem(str(problem))
            return
        commands = self.desk.commands
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
        command: Command = partial(
            self.desk.commands.record_not_found,
            request_id=self._request_id,
            stay_id=self._patient.stay_id,
            note=note,
        )
        self.do(command, "Recorded as not found. The charge is told at once.")

    @override
    def done_words(self) -> str:
        at = self._typed_time() or self.desk.now()
        said = f"{self.places.value}, {in_sentence(self.activities.value or '')}"
        return f"Saved: seen {clock_time(at, self.desk.zone, self.desk.now())}, {said}."

    @override
    def succeeded(self, done: str) -> None:
        self._start_again()
        self.notice.say(done, "done")
        self.recorded.emit(done)

    @override
    def refused(self) -> None:
        """What was chosen stays; the last tap can be made again."""
        if self.is_quick:
            (self.life_signs if self.life_signs.value else self.activities).choose(None)
        self._show_state()


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
