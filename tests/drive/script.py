"""What the hand does on its evening: every screen of the floor at least once, and one area's rounds all through."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from station.app.core import Core
from station.app.windows import Desk
from station.models.enums import Role
from station.services import people, reading
from station.simulation.demo import DEMO_PIN
from station.store.rows import BoardSnapshot, PatientRow
from station.store.rows.people import PersonRow
from station.store.rows.rounds import RoundRow
from tests.drive.hand import Hand, Lost, Script, Until
from tests.drive.stage import PacedClock

NEARLY: Final = timedelta(minutes=3)
ASLEEP_FROM: Final = 21
PLACES: Final = "Day room|Room|Hallway|Bathroom|Quiet room|Dining|Group room|Nurses station|Courtyard"
DOING: Final = "Awake|Talking|Reading|Watching TV|In group|Eating|Pacing|Hygiene|On the phone|Upset"
WALKING: Final = 4.0
"""Seconds of the unit in one of the hand, once every step has been done."""


class Evening:
    """`area` is the hand's: nobody else rounds it."""

    def __init__(
        self,
        hand: Hand,
        core: Core,
        desk: Desk,
        clock: PacedClock,
        *,
        hours: float,
        area: str,
        speed: float,
        only: frozenset[str],
    ) -> None:
        """`only`: the names of steps to do; none: all of them."""
        self._only = only
        self._hand, self._core, self._desk = hand, core, desk
        self._clock, self._speed = clock, speed
        self._until = core.now() + timedelta(hours=hours)
        self._area = area
        self._people = people.read_people(core.store)
        self._who: PersonRow | None = None
        self._away_bed = ""
        self._new_bed = ""
        self._rounds = 0
        self._checks = 0

    def figures(self) -> dict[str, Any]:
        return {"rounds": self._rounds, "checks_by_hand": self._checks}

    def script(self) -> Script:
        for step in self._steps():
            name = step.__name__.strip("_")
            if self._only and name not in self._only:
                continue
            try:
                yield from step()
                self._hand.note(name)
            except Lost as lost:
                self._hand.log.lost.append(f"{name}: {lost}")
                yield from self._hand.key("Escape", "Escape", "Escape")
                yield from self._leave_round()
            if self._somebody_is_nearly_late():
                yield from self._walk()
        while self._core.now() < self._until:
            yield from self._walk()
            yield from self._wait_for_the_next()

    def _leave_round(self) -> Script:
        """A step that was lost on a round leaves none open."""
        if self._open_round() is not None:
            yield from self._hand.tap("Rounds", QPushButton)
            yield from self._end_round()
            yield from self._hand.tap("Close the summary", QPushButton)

    def _steps(self) -> list[Callable[[], Script]]:
        return [
            self._sign_in_by_hand,
            self._sign_in_by_badge,
            self._scan_into_find,
            self._first_round,
            self._round_by_route_and_not_found,
            self._found_again,
            self._late_entry,
            self._amend,
            self._wrong_patient,
            self._escort,
            self._hand_on_and_later,
            self._back,
            self._awol,
            self._environmental_round,
            self._report_hazard,
            self._hazard_fixed_and_verified,
            self._admit,
            self._admission_tasks,
            self._lower_with_two,
            self._new_person,
            self._his_own_pin,
            self._round_by_keys,
            self._lock,
        ]

    # What the eyes see

    def _board(self) -> BoardSnapshot:
        """As the desk shows it now."""
        shown = self._desk.board.snapshot
        return reading.read_board(self._core.store, self._core.now()) if shown is None else shown

    def _patients(self) -> list[tuple[str, PatientRow]]:
        """Those of the hand's area who are here, by bed."""
        beds = self._board().beds
        return [(one.label, one.patient) for one in beds if one.patient is not None and one.area == self._area]

    def _person(self, *roles: Role, but: str = "") -> PersonRow:
        busy = {bed.patient.observer.name for bed in self._board().beds if bed.patient and bed.patient.observer}
        free = (one for one in self._people if one.role in roles and one.name not in busy and one.name != but)
        return list(free)[-1]

    # Who is here

    def _sign_in_by_hand(self) -> Script:
        h, one = self._hand, self._person(Role.TECH)
        yield from h.picture("locked")
        yield from h.tap("Sign in", QPushButton)
        yield from h.tap("Your name.*|Find.*name.*")
        yield from h.write(one.name[:6])
        yield from h.picture("names")
        yield from h.tap_line(f"{one.name}.*")
        yield from self._tap_pin("1357")
        yield from h.wait_for("not the PIN of")
        yield from h.picture("wrong-pin")
        yield from self._tap_pin(DEMO_PIN)
        yield from self._is_in(one)
        yield from h.picture("signed-in")

    def _tap_pin(self, pin: str) -> Script:
        for digit in pin:
            yield from self._hand.tap(digit, QPushButton)
        yield from self._hand.tap("Enter", QPushButton)

    def _is_in(self, one: PersonRow) -> Script:
        self._who = one
        recorder = self._desk.shell.recorder
        yield Until(lambda: recorder.staff is not None and recorder.staff.name == one.name, f"{one.name} signed in")

    def _sign_in_by_badge(self) -> Script:
        h = self._hand
        yield from h.scan("B-9999")
        yield from h.wait_for("badge is not known")
        yield from h.picture("unknown-badge")
        yield from self._switch_to(self._person(Role.TECH, but=self._who.name if self._who else ""))

    def _scan_into_find(self) -> Script:
        """A badge while the words that fit stand open beneath "Find a bed"."""
        h = self._hand
        yield from h.tap("Find a bed", QLineEdit)
        yield from self._switch_to(self._person(Role.NURSE))
        yield from h.picture("scanned-into-find")

    def _switch_to(self, one: PersonRow) -> Script:
        h = self._hand
        if self._who is not None and self._who.name == one.name:
            return
        yield from self._scan_until_asked(one.badge or "")
        yield from h.write(DEMO_PIN)
        yield from h.key("Return")
        yield from self._is_in(one)

    def _scan_until_asked(self, badge: str) -> Script:
        """Scan; where a busy machine tore the scan apart, scan again, as anybody would."""
        h, card = self._hand, self._desk.shell.entrance.view.card
        for _ in range(6):
            yield from h.scan(badge)
            yield from h.pause(0.5)
            if card.isVisible():
                break
        yield Until(card.isVisible, "the PIN asked for")
        yield from h.pause(0.2)

    # Rounds

    def _first_round(self) -> Script:
        yield from self._walk(self._special_check, pictured=True)

    def _walk(self, special: Callable[[], Script] | None = None, *, pictured: bool = False) -> Script:
        """Everybody of the area, in the order the page suggests; `special` is done with the first patient."""
        h = self._hand
        yield from self._begin_round()
        if pictured:
            yield from h.pause(0.3)
            yield from h.picture("round")
        if special is not None:
            yield from special()
        while self._left_to_see():
            yield from self._usual_check()
        if pictured:
            yield from h.picture("round-done")
        yield from self._end_round()
        if pictured:
            yield from h.picture("round-summary")
        yield from h.tap("Close the summary", QPushButton)
        self._rounds += 1

    def _begin_round(self) -> Script:
        h, another = self._hand, "Start all the same"
        yield from h.tap("Rounds", QPushButton)
        yield from h.tap(f"{self._area}.*patients?", QPushButton)
        yield from h.tap("Start round", QPushButton)
        yield Until(lambda: self._open_round() is not None or h.seen(another, QPushButton) is not None, "a round begun")
        if self._open_round() is None:
            yield from h.tap(another, QPushButton)
            yield Until(lambda: self._open_round() is not None, "a round begun beside another's")

    def _is_time_to_walk(self) -> bool:
        """By the clock, or because somebody of the area is nearly late."""
        return self._core.now() >= self._until or self._somebody_is_nearly_late()

    def _somebody_is_nearly_late(self) -> bool:
        now = self._core.now()
        rounded = [one for _, one in self._patients() if one.away is None and not one.continuous]
        return any(one.check.due_at - now < NEARLY for one in rounded)

    def _open_round(self) -> RoundRow | None:
        who = self._who.id if self._who else 0
        return next((one for one in self._board().rounds if one.staff_id == who), None)

    def _left_to_see(self) -> int:
        row = self._open_round()
        missing = sum(1 for one in self._board().alerts if one.kind == "not found" and one.area == self._area)
        return 0 if row is None else row.to_see - row.seen - missing

    def _end_round(self) -> Script:
        h = self._hand
        yield from h.tap("End round", QPushButton, inside=self._desk.rounds)
        yield from h.pause(0.4)
        if h.seen("End the round", QPushButton) is not None:
            yield from h.tap("End the round", QPushButton)
        yield Until(lambda: self._open_round() is None, "the round ended")

    def _usual_check(self) -> Script:
        """Two taps; a third for somebody asleep. The next patient opens by himself."""
        h, before = self._hand, self._left_to_see()
        if h.seen(PLACES, QPushButton, inside=self._desk.rounds) is None:
            yield from self._open_next()
        yield from h.tap(PLACES, QPushButton, inside=self._desk.rounds)
        late = self._core.now().astimezone(self._desk.shell.zone).hour >= ASLEEP_FROM
        asleep = late and h.seen("Asleep", QPushButton, inside=self._desk.rounds) is not None
        yield from h.tap("Asleep" if asleep else DOING, QPushButton, inside=self._desk.rounds)
        if asleep:
            yield from h.tap("Breathing seen", QPushButton, inside=self._desk.rounds)
        yield Until(lambda: self._left_to_see() != before or self._is_asked(), "the check counted")
        if self._is_asked():
            yield from h.tap("Yes", QPushButton, inside=self._desk.rounds)
            yield Until(lambda: self._left_to_see() != before, "the second check counted")
        self._checks += 1

    def _is_asked(self) -> bool:
        return self._hand.seen("Yes", QPushButton, inside=self._desk.rounds) is not None

    def _open_next(self) -> Script:
        """None is open: tap the line of the first who has not been seen."""
        lines = self._hand.all_seen(r"1\d\d\d, .*", QPushButton, inside=self._desk.rounds)
        for line in lines:
            if "seen on this round" not in line.accessibleName():
                yield from self._hand.tap_on(line)
                break
        yield from self._hand.pause(0.2)

    def _special_check(self) -> Script:
        """A concern and a note, then undone; somebody not found; a badge in the middle of the note."""
        h, page = self._hand, self._desk.rounds
        yield from h.tap("Concern", QPushButton, inside=page)
        yield from h.tap("Note.*", QPushButton, inside=page)
        yield from h.write("Says he feels")
        yield from h.scan("B-9999")
        yield from h.pause(0.3)
        yield from h.write(" better")
        yield from h.picture("note-after-scan")
        yield from h.tap(PLACES, QPushButton, inside=page)
        yield from h.tap(DOING, QPushButton, inside=page)
        yield from h.tap("Save check", QPushButton, inside=page)
        yield Until(lambda: self._seen_on_round() == 1, "the check with a note counted")
        yield from h.picture("undo-offered")
        yield from h.tap("Undo.*", QPushButton, inside=page)
        yield Until(lambda: self._seen_on_round() == 0, "the check taken back")
        yield from h.picture("undone")

    def _round_by_route_and_not_found(self) -> Script:
        yield from self._walk(self._not_found)

    def _not_found(self) -> Script:
        h, page = self._hand, self._desk.rounds
        yield from h.tap("By route", QPushButton, inside=page)
        yield from h.picture("by-route")
        yield from h.hold("Not found.*", 1.3, QPushButton)
        yield Until(lambda: any(one.kind == "not found" for one in self._board().alerts), "an alert: not found")
        yield from h.picture("not-found")
        yield from h.tap("By time", QPushButton, inside=page)

    def _found_again(self) -> Script:
        missing = next((one for one in self._board().alerts if one.kind == "not found"), None)
        if missing is None or missing.bed is None:
            return
        yield from self._open_bed(missing.bed)
        yield from self._record_in_panel()
        yield Until(lambda: all(one.kind != "not found" for one in self._board().alerts), "him found")

    # The panel of a patient

    def _open_bed(self, bed: str) -> Script:
        h = self._hand
        yield from h.tap("Board", QPushButton)
        yield from h.key("ctrl+f")
        yield from h.key("ctrl+a")
        yield from h.write(bed)
        yield from h.key("Return")
        yield from h.pause(0.5)

    def _record_in_panel(self) -> Script:
        h, panel = self._hand, self._desk.shell.panel
        yield from h.tap(PLACES, QPushButton, inside=panel)
        yield from h.tap(DOING, QPushButton, inside=panel)
        yield from h.pause(0.4)
        if h.seen("Yes", QPushButton, inside=panel) is not None:
            yield from h.tap("Yes", QPushButton, inside=panel)
        yield from h.wait_for("Saved: seen")

    def _some_bed(self, number: int = 0) -> str:
        """A bed of the hand's area with somebody on an interval level."""
        return [label for label, one in self._patients() if not one.continuous and one.away is None][number]

    def _late_entry(self) -> Script:
        h, panel = self._hand, self._desk.shell.panel
        yield from self._open_bed(self._some_bed(1))
        yield from h.tap("Seen earlier…", QPushButton, inside=panel)
        yield from h.write("9 min ago")
        yield from h.tap(PLACES, QPushButton, inside=panel)
        yield from h.tap(DOING, QPushButton, inside=panel)
        yield from h.picture("late-entry")
        yield from h.tap("Save check", QPushButton, inside=panel)
        yield from h.pause(0.4)
        if h.seen("Yes", QPushButton, inside=panel) is not None:
            yield from h.tap("Yes", QPushButton, inside=panel)
        yield from h.wait_for("late entry")
        yield from h.picture("late-entry-kept")

    def _amend(self) -> Script:
        h, panel = self._hand, self._desk.shell.panel
        yield from self._open_bed(self._some_bed(1))
        yield from h.tap_line(".*late entry.*")
        yield from h.choose("Amend…")
        yield from h.pause(0.3)
        yield from h.fill("Why it is amended", "tapped the wrong word")
        yield from h.pick("Doing", "Reading")
        yield from h.picture("amending")
        yield from h.tap("Amend", QPushButton, inside=panel)
        yield from h.wait_for("Amended")
        yield from h.picture("amended")

    def _wrong_patient(self) -> Script:
        h, panel = self._hand, self._desk.shell.panel
        yield from self._open_bed(self._some_bed(2))
        yield from self._record_in_panel()
        yield from h.pause(0.8)
        yield from h.tap_line(f".*(?:{DOING}).*|.*(?:{DOING.lower()}).*")
        yield from h.choose("Recorded for the wrong patient…")
        yield from h.pause(0.3)
        yield from h.pick("Who it was", self._some_bed(3))
        yield from h.fill("How it happened", "tapped the card beside it")
        yield from h.picture("wrong-patient")
        yield from h.tap("Move the check", QPushButton, inside=panel)
        yield from h.wait_for("Moved to")
        yield from h.picture("wrong-patient-kept")

    def _deed(self, words: str) -> Script:
        h = self._hand
        yield from h.tap("More to do with this patient")
        yield from h.pause(0.25)
        yield from h.choose(words)
        yield from h.pause(0.35)

    # Off the unit

    def _escort(self) -> Script:
        h, panel = self._hand, self._desk.shell.panel
        self._away_bed = self._some_bed(4)
        custodian = self._person(Role.TECH, but=self._who.name if self._who else "")
        yield from self._open_bed(self._away_bed)
        yield from self._deed("Off unit…")
        yield from h.tap("Where to: Radiology", QPushButton, inside=panel)
        yield from h.pick("Of the staff who has him", custodian.name)
        yield from h.tap("Back in 30 minutes", QPushButton, inside=panel)
        yield from h.picture("leaving")
        yield from h.tap("Off the unit", QPushButton, inside=panel)
        yield Until(lambda: self._is_away(self._away_bed), "him off the unit")
        yield from h.pause(0.4)
        yield from h.picture("off-unit")

    def _is_away(self, bed: str) -> bool:
        return any(one.label == bed and one.patient is not None and one.patient.away for one in self._board().beds)

    def _hand_on_and_later(self) -> Script:
        h, panel = self._hand, self._desk.shell.panel
        yield from self._open_bed(self._away_bed)
        yield from h.tap("Hand on…", QPushButton, inside=panel)
        yield from h.tap("Somebody else", QPushButton, inside=panel)
        yield from h.fill("Name", "His sister, J. Ames")
        yield from h.tap("Hand on", QPushButton, inside=panel)
        yield from h.wait_for("J. Ames")
        yield from h.tap("Expect later…", QPushButton, inside=panel)
        yield from h.tap("Back in 60 minutes", QPushButton, inside=panel)
        yield from h.fill("Why", "the scan is delayed")
        yield from h.tap("Expect him then", QPushButton, inside=panel)
        yield from h.pause(0.5)
        yield from h.picture("expected-later")

    def _back(self) -> Script:
        h, panel = self._hand, self._desk.shell.panel
        yield from self._open_bed(self._away_bed)
        yield from h.tap("Back on the unit", QPushButton, inside=panel)
        yield Until(lambda: not self._is_away(self._away_bed), "him back")
        yield from self._open_bed(self._away_bed)
        yield from self._record_in_panel()

    def _awol(self) -> Script:
        h, panel, bed = self._hand, self._desk.shell.panel, self._some_bed(5)
        yield from self._open_bed(bed)
        yield from self._deed("Report AWOL…")
        yield from h.tap("Report AWOL", QPushButton, inside=panel)
        yield Until(lambda: any(one.kind == "AWOL" for one in self._board().alerts), "an alert: AWOL")
        yield from h.pause(0.4)
        yield from h.tap(".*Police", QPushButton, inside=panel)
        yield from h.fill("What was said", "case 4711")
        yield from h.tap("Add who was told", QPushButton, inside=panel)
        yield from h.pause(0.6)
        yield from h.picture("awol")
        yield from h.tap("Back on the unit", QPushButton, inside=panel)
        yield Until(lambda: not self._is_away(bed), "him back")
        yield from self._open_bed(bed)
        yield from self._record_in_panel()

    # The environment

    def _environmental_round(self) -> Script:
        h, page = self._hand, self._desk.environment
        yield from h.tap("Environment", QPushButton)
        yield from h.tap(f"Start: {self._area}.*", QPushButton, inside=page)
        yield from h.wait_for("Doors and exits")
        yield from h.picture("environmental-round")
        yield from self._one_hazard_and_one_not_checked()
        while (fine := self._next_unsaid()) is not None:
            yield from h.tap_on(fine)
        yield from h.picture("environmental-said")
        yield from h.tap("End round", QPushButton, inside=page)
        yield from h.wait_for("is ended|has been ended")
        yield from h.picture("environment")

    def _one_hazard_and_one_not_checked(self) -> Script:
        h, page, before = self._hand, self._desk.environment, len(self._board().hazards)
        yield from h.tap("Doors and exits: hazard", QPushButton, inside=page)
        yield from h.pause(0.3)
        yield from h.fill("Where exactly", "Door closer")
        yield from h.tap("Severity 4.*", QPushButton, inside=page)
        yield from h.fill("What is wrong", "hangs loose, a cord holds on it")
        yield from h.tap(".*Maintenance", QPushButton, inside=page)
        yield from h.picture("hazard")
        yield from h.tap("Save hazard", QPushButton, inside=page)
        yield Until(lambda: len(self._board().hazards) > before, "the hazard on the board")
        yield from h.tap("Bathroom: not checked", QPushButton, inside=page)
        yield from h.tap("Not checked: room in use", QPushButton, inside=page)
        yield from h.pause(0.4)

    def _next_unsaid(self) -> QWidget | None:
        """The "Fine" that has the focus; None once everything has been said."""
        if self._hand.says("Everything has been said"):
            return None
        focused = QApplication.focusWidget()
        if focused is not None and focused.accessibleName().endswith(": fine"):
            return focused
        return None

    def _report_hazard(self) -> Script:
        h, page, before = self._hand, self._desk.environment, len(self._board().hazards)
        yield from h.tap("Environment", QPushButton)
        yield from h.tap("Report a hazard…", QPushButton, inside=page)
        yield from h.fill("Where exactly", "Shower curtain rail")
        yield from h.tap("Severity 2.*", QPushButton, inside=page)
        yield from h.fill("What is wrong", "one hook is missing")
        yield from h.tap(".*Housekeeping", QPushButton, inside=page)
        yield from h.tap("Report hazard", QPushButton, inside=page)
        yield Until(lambda: len(self._board().hazards) > before, "the hazard on the board")
        yield from h.picture("hazards")

    def _hazard_fixed_and_verified(self) -> Script:
        h, page = self._hand, self._desk.environment
        yield from self._switch_to(self._person(Role.TECH))
        yield from h.tap("Environment", QPushButton)
        yield from h.tap("Fixed…", QPushButton, inside=page)
        yield from h.fill("How it was fixed", "screwed tight")
        yield from h.tap("It is fixed", QPushButton, inside=page)
        yield from h.pause(0.5)
        before = len(self._board().hazards)
        yield from self._switch_to(self._person(Role.NURSE))
        yield from h.tap("Environment", QPushButton)
        yield from h.tap("Verify…", QPushButton, inside=page)
        yield from h.pause(0.3)
        yield from h.picture("verifying")
        yield from h.tap("I have looked: it is fixed", QPushButton, inside=page)
        yield Until(lambda: len(self._board().hazards) < before, "the hazard verified")

    # Coming

    def _admit(self) -> Script:
        h, panel = self._hand, self._desk.shell.panel
        empty = next(one.label for one in self._board().beds if one.patient is None)
        self._new_bed = empty
        yield from self._open_bed(empty)
        for name, words in (("Record number \\(MRN\\)", "40118"), ("Family name", "Berg"), ("Given name", "Ada")):
            yield from h.fill(name, words)
        yield from h.fill("Ordered by", "Dr Haas")
        yield from h.tap("Q15", QPushButton, inside=panel)
        yield from h.fill("Reason for the level", "admitted today")
        yield from h.picture("admitting")
        yield from h.tap("Admit to.*", QPushButton, inside=panel)
        yield Until(lambda: any(b.label == empty and b.patient for b in self._board().beds), "her on the board")
        yield from self._open_bed(empty)
        yield from self._record_in_panel()

    def _admission_tasks(self) -> Script:
        h, panel = self._hand, self._desk.shell.panel
        yield from self._open_bed(self._new_bed)
        yield from h.picture("owed-after-admission")
        yield from h.tap(".*[Bb]elongings.*", QPushButton, inside=panel)
        yield from h.pause(0.3)
        yield from h.fill("Item 1, what was found", "phone charger")
        yield from h.fill("Item 1, where it went", "locker 12")
        yield from h.pick("Searched with", self._person(Role.TECH, but=self._who.name if self._who else "").name)
        yield from h.picture("belongings")
        yield from h.tap("Save.*|Record.*", QPushButton, inside=panel)
        yield from h.pause(0.6)
        yield from h.picture("belongings-kept")

    # Two people, and new people

    def _lower_with_two(self) -> Script:
        h, panel = self._hand, self._desk.shell.panel
        charge = self._person(Role.CHARGE_NURSE, Role.CHARGE_TECH)
        nurse = self._person(Role.NURSE, but=charge.name)
        yield from self._switch_to(charge)
        yield from self._open_bed(self._some_bed(0))
        yield from h.tap("Change level", QPushButton, inside=panel)
        yield from h.tap("Q60", QPushButton, inside=panel)
        yield from h.fill("Reason", "settled for three days")
        yield from h.fill("Ordered by", "Dr Haas")
        yield from h.pick("Second person", nurse.name)
        yield from h.picture("lowering")
        yield from h.tap("Lower.*|Save.*|Change.* to.*", QPushButton, inside=panel)
        yield from h.wait_for("enter your PIN")
        yield from h.picture("pin-again")
        yield from h.write(DEMO_PIN)
        yield from h.key("Return")
        yield from h.wait_for(f"{nurse.name}: enter your PIN")
        yield from h.write(DEMO_PIN)
        yield from h.key("Return")
        yield from h.pause(0.8)
        yield from h.picture("lowered")

    def _new_person(self) -> Script:
        h, page = self._hand, self._desk.people
        yield from self._switch_to(self._person(Role.ADMINISTRATOR))
        yield from h.tap("People", QPushButton)
        yield from h.tap("Add a person…", QPushButton, inside=page)
        yield from h.fill("Name on the board", "A. Newman")
        yield from h.tap("Add person", QPushButton, inside=page)
        yield from h.pause(0.5)
        yield from self._prove_if_asked()
        yield from h.tap_line("A. Newman")
        yield from h.pause(0.4)
        yield from h.fill("New PIN", "7301")
        yield from h.fill("New PIN once more", "7301")
        yield from h.tap("Give this PIN", QPushButton, inside=page)
        yield from h.pause(0.5)
        yield from self._prove_if_asked()
        yield from h.tap("Badge", QLineEdit)
        yield from h.scan("B-2001")
        yield from h.tap("Save badge", QPushButton, inside=page)
        yield from h.pause(0.5)
        yield from self._prove_if_asked()
        yield from h.picture("people")

    def _prove_if_asked(self) -> Script:
        h = self._hand
        if h.says("enter your PIN"):
            yield from h.write(DEMO_PIN)
            yield from h.key("Return")
            yield from h.pause(0.6)

    def _his_own_pin(self) -> Script:
        h = self._hand
        yield from self._scan_until_asked("B-2001")
        yield from h.write("7301")
        yield from h.key("Return")
        yield from h.pause(0.6)
        yield from h.picture("choose-own-pin")
        for _ in range(2):
            yield from h.write("9052")
            yield from h.key("Return")
            yield from h.pause(0.8)
        yield from h.picture("own-pin-chosen")

    def _round_by_keys(self) -> Script:
        """Everybody by digits alone: place, activity."""
        h = self._hand
        yield from self._switch_to(self._person(Role.TECH))
        yield from self._begin_round()
        yield from h.pause(0.5)
        while before := self._left_to_see():
            yield from h.key("1")
            yield from h.key("2")
            yield from h.pause(0.2)
            if h.seen("How life was seen.*|How was life seen.*") is not None:
                yield from h.key("1")
            if self._is_asked():
                yield from h.key("Return")
            yield Until(partial(self._has_moved_on, before), "a check by keys")
            self._checks += 1
        yield from h.picture("by-keys")
        yield from self._end_round()
        yield from h.tap("Close the summary", QPushButton)
        self._rounds += 1

    def _has_moved_on(self, before: int) -> bool:
        return self._left_to_see() != before

    def _lock(self) -> Script:
        h = self._hand
        yield from h.key("ctrl+l")
        yield from h.wait_for("This desk is locked")
        yield from h.picture("locked-again")
        self._who = None
        yield from self._switch_to(self._person(Role.TECH))

    def _seen_on_round(self) -> int:
        row = self._open_round()
        return -1 if row is None else row.seen

    def _wait_for_the_next(self) -> Script:
        self._clock.set_pace(self._speed)
        yield Until(self._is_time_to_walk, "the next round", 120)
        self._clock.set_pace(WALKING)
