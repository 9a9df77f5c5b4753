"""What every step about alerts knows and does: the desk, its sound, who is here; what is expected and what is seen."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from station.app.core import Core
from station.app.heard import Heard
from station.app.windows import Desk
from station.models.enums import AlertState
from station.services import Actor, checks, reading
from station.services.errors import Refused
from station.simulation.demo import DEMO_PIN
from station.store.rows import AlertRow, BoardSnapshot, PatientRow
from station.store.rows.people import PersonRow
from station.views.alerts.list import AlertsList
from station.views.alerts.rows import Row
from tests.drive import eyes
from tests.drive.hand import Hand, Lost, Script, Until
from tests.drive.loudspeaker import Loudspeaker
from tests.drive.stage import PacedClock
from tests.drive.ways import Way

FAST: Final = 30.0
"""Seconds of the unit in one of ours, while nobody is at the desk."""
_SEEN_AGAIN: Final = timedelta(minutes=2)
"""The others see whoever would be due within this."""


@dataclass(slots=True)
class Told:
    """One thing that was expected, and what was seen."""

    step: str
    expected: str
    seen: str


@dataclass(slots=True)
class AlarmScene:
    """`people` by part: charge, other charge, nurse, tech, other tech, administrator."""

    hand: Hand
    way: Way
    core: Core
    desk: Desk
    heard: Heard
    ears: Loudspeaker
    clock: PacedClock
    people: Mapping[str, PersonRow]
    database: Path
    folder: Path
    spool: Path
    bed: str = ""
    """Of the patient whom nobody sees while the others are looked after."""
    step: str = ""
    told: list[Told] = field(default_factory=list)

    @property
    def panel(self) -> QWidget:
        return self.desk.shell.panel

    @property
    def by_keys(self) -> bool:
        return self.way.name == "keys"

    def now(self) -> datetime:
        return self.core.now()

    def board(self) -> BoardSnapshot:
        """As the desk knows it now, whichever page it shows: from memory, while the record is away."""
        view = self.core.kept.eyes.view
        shown = view.board if view is not None and view.board is not None else self.desk.living.last
        return reading.read_board(self.core.store, self.core.now()) if shown is None else shown

    def patient_in(self, bed: str) -> PatientRow | None:
        return next((one.patient for one in self.board().beds if one.label == bed), None)

    def alert_of(self, bed: str, kind: str = "check") -> AlertRow | None:
        return next((one for one in self.board().alerts if one.bed == bed and one.kind == kind), None)

    def is_open(self, bed: str) -> bool:
        found = self.alert_of(bed)
        return found is not None and found.state is AlertState.OPEN

    # What is expected and what is seen

    def expect(self, what: str, true: Callable[[], bool], seen: Callable[[], str], patience_s: float = 20.0) -> Script:
        """Wait for it, and tell."""
        try:
            yield Until(true, what, patience_s)
        except Lost as lost:
            raise Lost(f"expected {what}; seen: {seen()}") from lost
        self.tell(what, seen())

    def expect_words(self, pattern: str, patience_s: float = 20.0) -> Script:
        """That this can be read somewhere."""
        yield from self.expect(
            f"on the screen: {pattern}", lambda: eyes.says(pattern), lambda: read(pattern), patience_s
        )

    def expect_gone(self, pattern: str, patience_s: float = 20.0) -> Script:
        yield from self.expect(f"no more: {pattern}", lambda: not eyes.says(pattern), lambda: "gone", patience_s)

    def expect_pulses(self, least: int, mark: int, patience_s: float = 25.0) -> Script:
        """That so many can be heard from the loudspeaker since then."""
        true = lambda: self.ears.pulses_since(mark) >= least  # noqa: E731
        heard = lambda: f"{self.ears.pulses_since(mark)} pulses, loudest {self.ears.loudest_since(mark)}"  # noqa: E731
        yield from self.expect(f"{least} pulses heard", true, heard, patience_s)

    def tell(self, expected: str, seen: str) -> None:
        self.told.append(Told(self.step, expected, seen))
        sys.stdout.write(f"  {self.step}: expected {expected} | seen {seen}\n")
        sys.stdout.flush()

    # Who is here

    def be(self, part: str) -> Script:
        one, recorder = self.people[part], self.desk.shell.recorder
        if recorder.staff is None or recorder.staff.id != one.id:
            here = lambda: recorder.staff is not None and recorder.staff.id == one.id  # noqa: E731
            yield from self.way.sign_in(one.name, DEMO_PIN, here)
            yield from self.hand.pause(0.4)

    # The others

    def see_others(self) -> None:
        """Whoever is due soon is seen, but for the one who is left; through the services, at another desk."""
        now, tech = self.now(), self.people["other tech"]
        actor = Actor(tech.id, tech.name, "Desk 2")
        for bed in reading.read_board(self.core.store, now).beds:
            one = bed.patient
            if one is None or bed.label == self.bed or one.away is not None or one.check.due_at - now > _SEEN_AGAIN:
                continue
            entry = checks.CheckEntry(uuid4().hex, one.stay_id, tech.id, "Day room", "Awake")
            try:
                checks.record_check(self.core.store, entry, confirmed=True, actor=actor, now=now)
            except Refused as refused:
                self.tell("the others see everybody", f"{bed.label}: {refused}")

    def pass_until(self, true: Callable[[], bool], what: str, patience_s: float = 120.0) -> Script:
        """Time goes by fast; everybody but one is seen."""
        self.clock.set_pace(FAST)
        looked = [self.hand.now()]

        def ready() -> bool:
            if self.hand.now() - looked[0] > 1.5:
                self.see_others()
                looked[0] = self.hand.now()
            return true()

        try:
            yield Until(ready, what, patience_s)
        finally:
            self.clock.set_pace(1.0)
        self.see_others()
        yield from self.hand.pause(1.5)

    def late(self, number: int, *, lapsed: bool = True) -> Script:
        """Somebody is not seen, until his alert stands there."""
        self.bed = self.some_bed(number)
        stage = "lapsed" if lapsed else "late"

        def is_there() -> bool:
            found = self.alert_of(self.bed)
            return found is not None and (found.stage.value == "lapsed" or not lapsed)

        yield from self.pass_until(is_there, f"{self.bed} {stage}")

    def some_bed(self, number: int) -> str:
        """Of somebody on Q15 who is here, and of whom nothing else is open, or will be soon."""
        board = self.board()
        busy = {one.bed for one in board.alerts}
        soon = self.now() + timedelta(hours=1)
        busy |= {b.label for b in board.beds if b.patient and any(one.due_at < soon for one in b.patient.owed)}
        here = [
            bed.label
            for bed in board.beds
            if (one := bed.patient) is not None and one.away is None and one.level == "Q15"
        ]
        free = [label for label in here if label not in busy] or here
        return free[number % len(free)]

    def close_what_is_open(self) -> None:
        """What the first screen of a demo has is seen to by the others, as far as a check does it."""
        self.bed = ""
        self.see_others()

    def at_rest(self) -> Script:
        """The charge is signed in, and what a check can end is ended."""
        yield from self.be("charge")
        self.close_what_is_open()
        yield from self.hand.pause(2.0)
        self.tell("a board at rest", f"{len(self.board().alerts)} alerts open")

    # The list of alerts

    def open_row(self, wanted: Callable[[Row], bool], *, past: bool = False) -> Script:
        """Open the first row of this kind in the list shown: by a tap at its title, or Tab, arrows and Enter."""
        shown = self.desk.alerts.past if past else self.desk.alerts.open

        def place() -> int | None:
            return next((at for at, one in enumerate(shown.alerts.rows) if wanted(one)), None)

        yield Until(lambda: place() is not None, "a row to open")
        if self.by_keys:
            yield from self._go_to_row(shown, place)
            yield from self.hand.key("Return")
        else:
            at = shown.alerts.index(place() or 0)
            shown.scrollTo(at)
            yield from self.hand.pause(0.2)
            rect = shown.visualRect(at)
            yield from self.hand.drag([shown.viewport().mapToGlobal(rect.topLeft() + QPoint(40, rect.height() // 2))])
        yield from self.hand.pause(0.8)

    def _go_to_row(self, shown: AlertsList, place: Callable[[], int | None]) -> Script:
        for _ in range(80):
            if shown.hasFocus():
                break
            yield from self.hand.key("Tab")
        if not shown.hasFocus():
            raise Lost("Tab does not come to the list of alerts")
        for _ in range(80):
            here, wanted = shown.currentIndex().row(), place() or 0
            if here == wanted:
                return
            yield from self.hand.key("Down" if here < wanted else "Up")


def read(pattern: str) -> str:
    """The words that fit, as they stand there."""
    found = eyes.seen(f".*(?:{pattern}).*")
    words = [one for one in eyes.words_of(found) if one] if found is not None else []
    return max(words, key=len, default="nothing")[:200].replace("\n", " / ")
