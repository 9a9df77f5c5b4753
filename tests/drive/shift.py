"""What every step of a charge's evening knows: the desk, the way it is worked at, who is who."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from station.app.core import Core
from station.app.windows import Desk
from station.services import people, reading
from station.simulation.demo import DEMO_PIN
from station.store.rows import BoardSnapshot, PatientRow
from station.store.rows.people import PersonRow
from station.views.assignments.planner import Planner
from tests.drive.beside import Colleagues, Stored, WallBeside
from tests.drive.hand import Hand, Lost, Script, Until
from tests.drive.ways import Way


@dataclass(slots=True)
class Shift:
    """`people` by part: charge, other charge, nurse, tech, second tech, third tech, night charge, administrator."""

    hand: Hand
    way: Way
    core: Core
    desk: Desk
    people: Mapping[str, PersonRow]
    colleagues: Colleagues
    wall: WallBeside
    stored: Stored
    figures: dict[str, Any] = field(default_factory=dict)
    bed: str = ""
    """Of the patient who is put on 1:1."""
    lowered: str = ""

    @property
    def panel(self) -> QWidget:
        return self.desk.shell.panel

    @property
    def planner(self) -> Planner:
        """Raises Lost while none is shown."""
        shown = self.desk.assignments.planner
        if shown is None:
            raise Lost("no plan is shown")
        return shown

    def now(self) -> datetime:
        return self.core.now().astimezone(self.desk.shell.zone)

    def board(self) -> BoardSnapshot:
        return reading.read_board(self.core.store, self.core.now())

    def patient_in(self, bed: str) -> PatientRow | None:
        return next((one.patient for one in self.board().beds if one.label == bed), None)

    def some_bed(self, level: str) -> str:
        """Of somebody who is plainly on this level, awake and asleep, and on the unit; nobody twice."""
        for one in self.board().beds:
            row = one.patient
            if row is None or one.label in (self.bed, self.lowered) or row.away is not None:
                continue
            if row.level_ordered == level and row.level_asleep is None:
                return one.label
        raise Lost(f"nobody is on {level}")

    def be(self, part: str) -> Script:
        one = self.people[part]
        recorder = self.desk.shell.recorder

        def is_here() -> bool:
            return recorder.staff is not None and recorder.staff.id == one.id

        if not is_here():
            yield from self.way.sign_in(one.name, DEMO_PIN, is_here)
            yield from self.hand.pause(0.3)

    def page(self, title: str) -> Script:
        keys = next(one.shortcut().toString() for one in self.desk.shell.actions() if one.text() == title)
        yield from self.way.page(int(keys.removeprefix("Ctrl+")), title)
        yield from self.hand.pause(0.4)

    def show_picture(self, name: str) -> Script:
        yield from self.hand.picture(name)

    def step_back(self) -> Script:
        """Nothing half open."""
        yield from self.hand.key("Escape", "Escape", "Escape")
        yield from self.hand.pause(0.3)

    def step_out(self) -> Script:
        """Out of the card, back to the timeline."""
        yield from self.hand.key("Escape")
        yield from self.hand.pause(0.15)

    def held_by(self, part: str) -> Script:
        name = self.people[part].name

        def is_held() -> bool:
            row = self.patient_in(self.bed)
            return row is not None and row.observer is not None and row.observer.name == name

        yield Until(is_held, f"{name} has {self.bed}")

    def known_people(self) -> list[PersonRow]:
        return list(people.read_people(self.core.store))
