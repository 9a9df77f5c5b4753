"""What all forms share: one thing done at a time, refusals in place, nothing typed ever lost."""

import weakref
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Final

import shiboken6
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from station.services.errors import NeedsConfirmation, NeedsPin
from station.services.events import KeptHere
from station.views.bridge import Unexpected
from station.views.commands import Events
from station.views.panel.controls import button, label, restyle
from station.views.panel.desk import Desk
from station.views.panel.fields import Field, Question
from station.views.panel.prove import PinAsk
from station.views.panel.times import NotATime, parse_moment
from station.views.recorder import ASK

KEPT_HERE: Final = "Saved on this computer only; it goes into the record when that is back."
KEPT_UNPROVEN: Final = (
    "Saved on this computer only, without a PIN: when the record is back it waits until somebody has confirmed it."
)

IN_RECORD: Final = "It is in the record now."
SOME_LEFT_OUT: Final = (
    "The record is back. What could not go into it stands at the left, under not in the record; the rest is in it."
)
AWAITS_SOMEBODY: Final = "The record is back: this waits at the left, under not in the record, for somebody to confirm."

CHARGE_TOLD: Final = "The charge is told at once."
TELL_CHARGE: Final = "Tell the charge yourself: no other station hears of it."

Command = Callable[[int], Events]
"""Something to do in the name of the member of staff whose id it is given."""


class Notice(QWidget):
    """One sentence from Station: a note, a refusal, or that something has been done. Takes no room while silent.

    A screen reader is told each sentence as it appears.
    """

    shown = Signal(QWidget)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = label()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 9)
        column.addWidget(self._words)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def say(self, sentence: str, kind: str = "note") -> None:
        """`kind`: "note", "refusal" or "done". An empty sentence says nothing."""
        self._words.setText(sentence)
        self._words.setAccessibleName(sentence)
        restyle(self, "box", kind)
        self.setVisible(bool(sentence))
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
            self.shown.emit(self)

    def follow(self, *, all_in: bool) -> None:
        """The record is back, and what waited here has been dealt with: what was said to be on this computer only is
        so no more. `all_in`: all of it could go in."""
        before, now = self.text, returned_words(self.text, all_in=all_in)
        if now != before:
            self._words.setText(now)
            self._words.setAccessibleName(now)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, now))


class Form(QWidget):
    """Base of the panel's forms."""

    finished = Signal(str)
    """Done and stored; the sentence says what."""
    cancelled = Signal()
    shown = Signal(QWidget)
    """Something has been said that must be in sight."""

    yes, no, not_done = "Yes", "No", "Not saved."
    """The answers to a question, and what is said after "No"."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self.notice = Notice()
        self.question = Question()
        self.question.answered.connect(self._answered)
        for one in (self.notice, self.question):
            one.shown.connect(self.shown)
        self.pin_ask: PinAsk | None = None
        """Asks for a PIN; made when one is first asked for."""
        self._command: Callable[[], Events] | None = None
        self._set_still: list[QWidget] = []
        self._doing: str | None = None
        self._once_confirmed: Command | None = None
        self._focused: weakref.ref[QWidget] | None = None
        self.events: Events = ()
        """What the last thing done here has changed."""

    @property
    def begins_with(self) -> QWidget:
        """In which the first thing has the focus as it opens."""
        return self

    @property
    def busy(self) -> bool:
        return self._doing is not None

    def do(self, command: Command, done: str, *, once_confirmed: Command | None = None) -> None:
        """Do it as the person signed in. While it runs nothing else can be done here, so a second tap does nothing.

        `done` is said when it is stored. `once_confirmed` is done instead if Station asks and the answer is yes.
        """
        staff = self.desk.recorder.staff
        if self.busy:
            return
        if staff is None:
            self.notice.say(ASK, "refusal")
            self.desk.recorder.wanted.emit()
            self.refused()
            return
        self._doing, self._once_confirmed, self._command = done, once_confirmed, partial(command, staff.id)
        self.notice.say("")
        self._run()

    def _run(self) -> None:
        if self._command is not None:
            self.lock(locked=True)
            self.desk.bridge.run(self._command, self._done, self._failed)

    def lock(self, *, locked: bool) -> None:
        """While something is being done nothing here can be tapped; afterwards the focus is where it was."""
        if locked:
            focused = QApplication.focusWidget()
            self._focused = weakref.ref(focused) if focused is not None and self.isAncestorOf(focused) else None
            self.setEnabled(False)
            return
        self.setEnabled(True)
        again = self._focused() if self._focused is not None else None
        if again is not None and shiboken6.isValid(again) and again.isVisible() and again.isEnabled():
            again.setFocus()

    def succeeded(self, done: str) -> None:
        """What follows when it is stored; a form that stays open does otherwise."""
        self.finished.emit(done)

    def refused(self) -> None:
        """Called after a refusal was shown; a form that must come back to a state does so here."""

    def ending(self, text: str, submit: Callable[[], None]) -> QPushButton:
        """Add the notice, the question, and the buttons that end the form; returns the one that submits."""
        save, cancel = button(text, "primary"), button("Cancel", tip="Esc")
        save.clicked.connect(submit)
        cancel.clicked.connect(self._cancel)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(save)
        row.addWidget(cancel)
        row.addStretch(1)
        self.column.addWidget(self.notice)
        self.column.addWidget(self.question)
        self.column.addLayout(row)
        return save

    @Slot(object)
    def _done(self, events: Events) -> None:
        done, self._doing, self._command = self._doing or "", None, None
        self.events = tuple(events or ())
        self.lock(locked=False)
        self.succeeded(kept_words(done, unproven=self.is_unproven) if self.is_kept_here else done)

    @property
    def is_kept_here(self) -> bool:
        """Whether what was done last is on this computer only."""
        return any(isinstance(one, KeptHere) for one in self.events)

    @property
    def is_unproven(self) -> bool:
        """And under a name that nobody has proved to be his."""
        return any(isinstance(one, KeptHere) and one.unproven for one in self.events)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.lock(locked=False)
        if isinstance(error, NeedsPin):
            self._ask_pin(error)
            return
        self._doing = self._command = None
        if isinstance(error, NeedsConfirmation) and self._once_confirmed is not None:
            self.question.ask(str(error), yes=self.yes, no=self.no)
            return
        self.notice.say(str(error) or Unexpected.SENTENCE, "refusal")
        self.refused()

    def ask_for(self, command: Command, done: str, needed: NeedsPin) -> None:
        """Something was tried without a form and asked for a PIN: go on from there."""
        staff = self.desk.recorder.staff
        if staff is not None:
            self._doing, self._command = done, partial(command, staff.id)
            self._ask_pin(needed)

    def _ask_pin(self, needed: NeedsPin) -> None:
        """Whoever it names types his PIN here; then the same is done once more. Until then nothing else can be."""
        if self.pin_ask is None:
            self.pin_ask = PinAsk(self.desk)
            self.pin_ask.proved.connect(self._proved)
            self.pin_ask.given_up.connect(self._pin_given_up)
            self.pin_ask.shown.connect(self.shown)
            after_notice = self.column.indexOf(self.notice)
            self.column.insertWidget(after_notice + 1 if after_notice >= 0 else -1, self.pin_ask)
        self._stand_still()
        self.pin_ask.ask(str(needed), needed.staff_id)

    def _stand_still(self) -> None:
        """What was asked for stays as it is while the PIN is typed."""
        beside = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        still = [one for one in beside if one not in (self.pin_ask, self.notice) and one.isEnabled()]
        for one in still:
            one.setEnabled(False)
        self._set_still += still

    def _move_again(self) -> None:
        still, self._set_still = self._set_still, []
        for one in still:
            one.setEnabled(True)

    @Slot()
    def _proved(self) -> None:
        self._move_again()
        self._run()

    @Slot()
    def _pin_given_up(self) -> None:
        self._move_again()
        self._doing = self._command = None
        self.notice.say("Not saved.")
        self.refused()

    @Slot(bool)
    def _answered(self, yes: bool) -> None:
        command, self._once_confirmed = self._once_confirmed, None
        if not yes:
            self.notice.say(self.not_done)
            self.refused()
        elif command is not None:
            self.do(command, self.done_words())

    def done_words(self) -> str:
        """What to say once a confirmed thing is stored."""
        return "Saved."

    @Slot()
    def _cancel(self) -> None:
        self.cancelled.emit()


def kept_words(done: str, *, unproven: bool = False) -> str:
    """What is said of something that is kept here, from what would be said of it in the record."""
    said = done.removeprefix("Saved: ").replace(CHARGE_TOLD, TELL_CHARGE)
    kept = KEPT_UNPROVEN if unproven else KEPT_HERE
    return f"{said[:1].upper()}{said[1:]} {kept}" if said != "Saved." else kept


def returned_words(said: str, *, all_in: bool) -> str:
    """What a sentence of `kept_words` has become when the record is back; any other stays."""
    if KEPT_UNPROVEN in said:
        return said.replace(f"{TELL_CHARGE} ", "").replace(KEPT_UNPROVEN, AWAITS_SOMEBODY)
    if KEPT_HERE not in said:
        return said
    return said.replace(f"{TELL_CHARGE} ", "").replace(KEPT_HERE, IN_RECORD if all_in else SOME_LEFT_OUT)


def review_time(field: Field, desk: Desk) -> datetime | None:  # type: ignore[type-arg]  # a field with a line
    """The moment typed as a review time; None, and said beside the field, when it is none or has passed."""
    try:
        at = parse_moment(field.editor.text(), desk.now(), desk.zone)
    except NotATime as problem:
        field.show_problem(str(problem))
        return None
    passed = at <= desk.now()
    field.show_problem("The review time has passed already. Choose a later one." if passed else "")
    return None if passed else at


def is_missing(field: Field, value: object, sentence: str) -> bool:  # type: ignore[type-arg]  # any editor
    """Say beside the field that it is missing; returns whether it is."""
    field.show_problem("" if value else sentence)
    return not value


def go_to_first_problem(fields: Sequence[Field]) -> None:  # type: ignore[type-arg]  # any editors
    """Give the focus to the first field that says what is wrong with it."""
    wrong = next((one for one in fields if one.problem), None)
    if wrong is not None:
        wrong.editor.setFocus()
