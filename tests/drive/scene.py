"""What every step of the evening knows and does: who is here, what the desk shows, one patient opened and checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Final

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from station.app.core import Core
from station.app.windows import Desk
from station.models.enums import AbsenceKind, Role
from station.services import reading
from station.simulation.demo import DEMO_PIN
from station.store.rows import BoardSnapshot, PatientRow
from station.store.rows.people import PersonRow
from station.store.rows.rounds import RoundRow
from station.views.panel.controls import ChoiceGrid
from tests.drive import eyes
from tests.drive.hand import Hand, Script, Until
from tests.drive.stage import PacedClock

NEARLY: Final = timedelta(minutes=2, seconds=30)
"""So long before somebody is late the hand sets out."""

ASLEEP_FROM: Final = 21
"""The hour from which somebody in bed is asleep."""


@dataclass(slots=True)
class Tally:
    """What the hand has done besides taps."""

    rounds: int = 0
    looks: int = 0
    checks: int = 0


@dataclass(slots=True)
class Scene:
    """The desk, the hand at it, and the area and people that are the hand's: nobody else rounds it or is them."""

    hand: Hand
    core: Core
    desk: Desk
    clock: PacedClock
    area: str
    people: Mapping[str, PersonRow]
    """By part: tech, other tech, nurse, charge, administrator."""
    tally: Tally = field(default_factory=Tally)
    beds: dict[str, str] = field(default_factory=dict)
    """Which bed plays which part: away, new, gone."""

    # What the eyes see

    @property
    def panel(self) -> QWidget:
        return self.desk.shell.panel

    def board(self) -> BoardSnapshot:
        """As the desk knows it now, whichever page it shows: a page that is not shown is not told."""
        shown = self.desk.living.last
        return reading.read_board(self.core.store, self.core.now()) if shown is None else shown

    def who(self) -> PersonRow | None:
        """Who is signed in at the desk; None: it is locked."""
        staff = self.desk.shell.recorder.staff
        return None if staff is None else next((one for one in self.people.values() if one.id == staff.id), None)

    def hour(self) -> int:
        return self.core.now().astimezone(self.desk.shell.zone).hour

    def patients(self) -> list[tuple[str, PatientRow]]:
        """Those of the hand's area, by bed."""
        beds = self.board().beds
        return [(one.label, one.patient) for one in beds if one.patient is not None and one.area == self.area]

    def rounded(self) -> list[tuple[str, PatientRow]]:
        """Those of them whom whoever rounds here sees."""
        return [(bed, one) for bed, one in self.patients() if one.away is None and not one.continuous]

    def some_bed(self, number: int) -> str:
        """A bed of somebody on an interval level who is here, has no part yet and was found."""
        missing = {one.bed for one in self.board().alerts if one.kind == "not found"}
        taken = {*self.beds.values(), *missing}
        free = [bed for bed, _ in self.rounded() if bed not in taken]
        return free[number % len(free)]

    def patient_in(self, bed: str) -> PatientRow | None:
        return next((one.patient for one in self.board().beds if one.label == bed), None)

    def is_away(self, bed: str, *kinds: AbsenceKind) -> bool:
        patient = self.patient_in(bed)
        away = None if patient is None else patient.away
        return away is not None and (not kinds or away.kind in kinds)

    def nearly_late(self, within: timedelta = NEARLY) -> list[str]:
        """The beds of those who will be late so soon, or are."""
        now = self.core.now()
        return [bed for bed, one in self.rounded() if one.check.due_at - now < within]

    def open_round(self) -> RoundRow | None:
        who = self.desk.shell.recorder.staff
        return None if who is None else next((one for one in self.board().rounds if one.staff_id == who.id), None)

    # Who is here

    def be(self, part: str) -> Script:
        """Somebody else takes the desk over: his badge, his PIN."""
        one = self.people[part]
        recorder = self.desk.shell.recorder
        if recorder.staff is not None and recorder.staff.id == one.id:
            return
        yield from self.scan_until_asked(one.badge or "", one.name)
        yield from self.hand.write(DEMO_PIN)
        yield from self.hand.key("Return")
        yield from self.is_in(one.name)

    def be_one_of(self, *roles: Role) -> Script:
        """Stay who is here where he may; else the first who may takes over."""
        who = self.who()
        if who is None or who.role not in roles:
            yield from self.be(next(part for part, one in self.people.items() if one.role in roles))

    def is_in(self, name: str) -> Script:
        recorder = self.desk.shell.recorder
        yield Until(lambda: recorder.staff is not None and recorder.staff.name == name, f"{name} signed in")

    def scan_until_asked(self, badge: str, name: str) -> Script:
        """Scan; where a busy machine tore the scan apart, clear what it left and scan again, as anybody would."""
        card = self.desk.shell.entrance.view.card
        asked = partial(eyes.seen, f"{name} · .*", QLabel, inside=card)
        for _ in range(6):
            yield from self.hand.scan(badge)
            yield from self.hand.pause_for(lambda: asked() is not None, 1.5)
            if asked() is not None:
                break
            yield from self.hand.key("Escape")
        yield Until(lambda: asked() is not None, f"the PIN of {name} asked for")
        yield from self.hand.pause(0.2)

    def prove_if_asked(self, pin: str = DEMO_PIN) -> Script:
        """A PIN is asked for once more, or not."""
        yield from self.hand.pause(0.5)
        if eyes.says("enter your PIN"):
            yield from self.hand.write(pin)
            yield from self.hand.key("Return")
            yield from self.hand.pause(0.6)

    # One patient

    def open_bed(self, bed: str) -> Script:
        """His panel, by "Find a bed"."""
        h = self.hand
        yield from h.tap("Board", QPushButton)
        yield from h.key("ctrl+f")
        yield from h.key("ctrl+a")
        yield from h.write(bed)
        yield from h.key("Return")
        yield Until(lambda: eyes.says(f"{bed}.*"), f"bed {bed} opened")
        yield from h.pause(0.35)

    def deed(self, words: str) -> Script:
        """One of the things in the panel's menu."""
        yield from self.hand.tap("More to do with this patient")
        yield from self.hand.pause(0.25)
        yield from self.hand.choose(words)
        yield from self.hand.pause(0.35)

    def usual_check(self, inside: QWidget, counted: Callable[[], bool], *, activity: str = "") -> Script:
        """Two taps, of what is offered first; a third for somebody asleep, a fourth where a question is asked."""
        yield from self.say_where_and_what(inside, activity)
        yield Until(lambda: counted() or self.asked(inside) is not None, "the check counted")
        asked = self.asked(inside)
        if asked is not None:
            yield from self.hand.tap_on(asked, "Yes")
            yield Until(counted, "the check counted after the question")
        self.tally.checks += 1

    def say_where_and_what(self, inside: QWidget, activity: str = "") -> Script:
        late = self.hour() >= ASLEEP_FROM
        yield from self._tap_first("Where", inside)
        asleep = late and not activity and self._offered("Doing", inside, "Asleep")
        words = activity or ("Asleep" if asleep else "")
        yield from self._tap_first("Doing", inside, words)
        if words == "Asleep":
            yield from self._tap_first("How life was seen", inside)

    def _choices(self, question: str, inside: QWidget) -> list[QPushButton]:
        grid = eyes.seen(question, ChoiceGrid, inside=inside)
        return [] if not isinstance(grid, ChoiceGrid) else [one for one in grid.numbered() if one.isVisible()]

    def _offered(self, question: str, inside: QWidget, words: str) -> bool:
        return any(one.accessibleName() == words for one in self._choices(question, inside))

    def _fits(self, question: str, inside: QWidget, words: str) -> QPushButton | None:
        """The first choice offered that can be tapped: this one, or any that asks for nothing more."""
        found = [one for one in self._choices(question, inside) if one.isEnabled()]
        if words and any(one.accessibleName() == words for one in found):
            return next(one for one in found if one.accessibleName() == words)
        plain = [one for one in found if one.accessibleName() != "Asleep" and "More" not in one.text()]
        return None if not plain else plain[0]

    def _tap_first(self, question: str, inside: QWidget, words: str = "") -> Script:
        yield Until(lambda: self._fits(question, inside, words) is not None, f"something to tap beneath {question!r}")
        found = self._fits(question, inside, words)
        if found is not None:
            yield from self.hand.tap_on(found, found.accessibleName())

    def asked(self, inside: QWidget) -> QWidget | None:
        """The yes of a question that stands open."""
        return eyes.ready("Yes", QPushButton, inside=inside)

    def check_in_panel(self, bed: str) -> Script:
        """Open him and record a usual check."""
        yield from self.open_bed(bed)
        before = self._seen(bed)
        yield from self.usual_check(self.panel, lambda: self._seen(bed) != before)

    def _seen(self, bed: str) -> int:
        patient = self.patient_in(bed)
        return 0 if patient is None or patient.seen is None else patient.seen.check_id
