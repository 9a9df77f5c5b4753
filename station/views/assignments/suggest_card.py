"""The card to have cover suggested: what is kept, how far it has come, what could not be covered."""

from datetime import timedelta
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QProgressBar

from station.rules.plan_words import long
from station.rules.suggest import Suggestion
from station.views.assignments.parts import Beside, act, bullets
from station.views.panel.controls import TOUCH, label
from station.views.panel.form import Notice

NOBODY: Final = "Nobody is on this shift yet. Choose who works first."
ALL: Final = "Everything that has to be covered is covered."
BEST: Final = "With these people no plan covers more."
STOPPED: Final = "It was stopped early: there may be a better one."


def rules_words(longest: timedelta) -> str:
    return (
        f"One continuous patient at a time, for {long(longest)} at most; breaks covered; those whose training holds "
        "first; the work spread evenly. It is one step: Undo takes it back."
    )


class SuggestCard(Beside):
    """First what is to be kept, then how it goes, then what came of it."""

    wanted = Signal(bool)
    """Whether what is drawn stays as it is."""
    stop_wanted = Signal()
    cancel_wanted = Signal()
    people_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self, *, anybody: bool, longest: timedelta) -> None:
        super().__init__()
        self.say_title("Suggest cover", rules_words(longest) if anybody else NOBODY)
        self.notice = Notice()
        self.notice.shown.connect(self.shown)
        self.column.addWidget(self.notice)
        self.fill = act("Fill what is open", self._fill, "primary", name="Fill what is open, and keep what is drawn")
        self.anew = act("Plan anew", self._anew, name="Plan rounds, continuous patients and breaks anew")
        self.people = act("Choose who works", self._people, "primary")
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName("How far the suggestion has come")
        self.bar.setMinimumHeight(TOUCH // 2)
        self.stop = act("Take the best so far", self._stop)
        self.cancel = act("Cancel", self._cancel, tip="Esc")
        for one in (self.fill, self.anew, self.people, self.bar, self.stop, self.cancel):
            self.column.addWidget(one)
        self._show(choosing=True)
        for one, shown in ((self.fill, anybody), (self.anew, anybody), (self.people, not anybody)):
            one.setVisible(shown)

    def show_progress(self, share: float) -> None:
        self.bar.setValue(round(share * 100))

    def show_running(self) -> None:
        self._show(choosing=False)
        self.show_progress(0)
        self.stop.setFocus()

    def show_trouble(self, sentence: str) -> None:
        """It came to nothing: choose again."""
        self._show(choosing=True)
        self.people.hide()
        self.notice.say(sentence, "refusal")

    def _show(self, *, choosing: bool) -> None:
        for one in (self.fill, self.anew, self.people):
            one.setVisible(choosing)
        for two in (self.bar, self.stop, self.cancel):
            two.setVisible(not choosing)

    @Slot()
    def _fill(self) -> None:
        self.wanted.emit(True)

    @Slot()
    def _anew(self) -> None:
        self.wanted.emit(False)

    @Slot()
    def _people(self) -> None:
        self.people_wanted.emit()

    @Slot()
    def _stop(self) -> None:
        self.stop_wanted.emit()

    @Slot()
    def _cancel(self) -> None:
        self.cancel_wanted.emit()


class SuggestedCard(Beside):
    """What came of it."""

    undo_wanted = Signal()

    def __init__(self, found: Suggestion, *, changed: bool, stopped: bool) -> None:
        super().__init__()
        self.say_title("Suggested", "Look at it, change what you like, then publish." if changed else "Nothing to add.")
        if found.words:
            self.column.addWidget(bullets("What could not be met", found.words, most=20))
            self.column.addWidget(label(BEST if found.proven else STOPPED if stopped else "", tone="muted"))
        else:
            self.column.addWidget(label(ALL))
        self.keep = act("Keep it", self._keep, "primary")
        self.undo = act("Take it back", self._undo, name="Take the suggestion back")
        for one in (self.keep, self.undo):
            self.column.addWidget(one)
        self.undo.setVisible(changed)

    @Slot()
    def _keep(self) -> None:
        self.closed.emit()

    @Slot()
    def _undo(self) -> None:
        self.undo_wanted.emit()
