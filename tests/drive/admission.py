"""Somebody comes: admitted, searched, weighed, shown the unit; somebody's level is lowered by two."""

from PySide6.QtWidgets import QPushButton

from station.models.enums import TaskKind
from station.simulation.demo import DEMO_PIN
from tests.drive.hand import Script, Until
from tests.drive.scene import Scene

_LOWER = {"Q5": "Q15", "Q15": "Q30", "Q30": "Q60"}


class Admission:
    """The first hours of a stay, and a level."""

    def __init__(self, scene: Scene) -> None:
        self._s = scene

    def admit(self) -> Script:
        h, panel = self._s.hand, self._s.panel
        yield from self._s.be("charge")
        if "new" not in self._s.beds:
            empty = [one for one in self._s.board().beds if one.patient is None]
            here = [one for one in empty if one.area == self._s.area]
            self._s.beds["new"] = (here or empty)[0].label
        bed = self._s.beds["new"]
        yield from self._s.open_bed(bed)
        for name, words in (("Record number \\(MRN\\)", "40118"), ("Family name", "Berg"), ("Given name", "Ada")):
            yield from h.fill(name, words, inside=panel)
        yield from h.fill("Ordered by", "Dr Haas", inside=panel)
        yield from h.tap("Q15", QPushButton, inside=panel)
        yield from h.fill("Reason for the level", "admitted today", inside=panel)
        yield from h.picture("admitting")
        yield from h.tap("Admit to.*", QPushButton, inside=panel)
        yield Until(lambda: self._s.patient_in(bed) is not None, "her on the board")
        yield from self._s.check_in_panel(bed)

    def belongings(self) -> Script:
        h, panel = self._s.hand, self._s.panel
        yield from self._s.be("tech")
        yield from self._open_task("Belongings search")
        yield from h.fill("Item 1, what was found", "phone charger", inside=panel)
        yield from h.fill("Item 1, where it went", "locker 12", inside=panel)
        yield from h.pick("Searched with", self._s.people["other tech"].name)
        yield from h.picture("belongings")
        yield from self._save(TaskKind.BELONGINGS)
        yield from h.picture("belongings-kept")

    def _open_task(self, title: str) -> Script:
        h = self._s.hand
        yield from self._s.open_bed(self._s.beds["new"])
        yield from h.picture(f"owed-{title.split(maxsplit=1)[0].lower()}")
        yield from h.tap(f"{title}.*Record it", QPushButton, inside=self._s.panel)
        yield from h.pause(0.3)

    def _save(self, kind: TaskKind) -> Script:
        yield from self._s.hand.tap("Save", QPushButton, inside=self._s.panel)
        yield Until(lambda: not self._is_owed(kind), f"{kind.value} owed no more")

    def _is_owed(self, kind: TaskKind) -> bool:
        patient = self._s.patient_in(self._s.beds["new"])
        return patient is not None and any(one.kind is kind for one in patient.owed)

    def first_vitals(self) -> Script:
        h, panel = self._s.hand, self._s.panel
        yield from self._open_task("First vital signs")
        for name, words in (("Heart rate.*", "76"), ("Blood pressure.*", "122/78"), ("Breathing rate.*", "16")):
            yield from h.fill(name, words, inside=panel)
        yield from h.fill("SpO₂.*", "97", inside=panel)
        yield from h.tap("Air", QPushButton, inside=panel)
        yield from h.fill("Temperature.*", "36.8", inside=panel)
        yield from h.tap("A", QPushButton, inside=panel)
        yield from h.picture("first-vitals")
        yield from self._save(TaskKind.FIRST_VITALS)

    def weight(self) -> Script:
        """In pounds at first, which is said to be wrong."""
        h, panel = self._s.hand, self._s.panel
        yield from self._open_task("Weight")
        yield from h.fill("Weight in kilograms", "160 lb", inside=panel)
        yield from h.tap("Save", QPushButton, inside=panel)
        yield from h.wait_for("These are pounds")
        yield from h.picture("pounds")
        yield from h.fill("Weight in kilograms", "72.5", inside=panel)
        yield from self._save(TaskKind.WEIGHT)

    def orientation(self) -> Script:
        yield from self._open_task("Orientation to the unit")
        yield from self._save(TaskKind.ORIENTATION)
        yield from self._s.hand.picture("settled")

    def lowered_by_two(self) -> Script:
        """Whoever of the hall is watched most closely; a provider's order, and both PINs."""
        h, panel, nurse = self._s.hand, self._s.panel, self._s.people["nurse"]
        yield from self._s.be("charge")
        order = ("Q5", "Q15", "Q30")
        levels = [(order.index(one.level_ordered), bed) for bed, one in self._s.rounded() if one.level_ordered in order]
        place, bed = min(levels)
        to = _LOWER[order[place]]
        yield from self._s.open_bed(bed)
        yield from h.tap("Change level", QPushButton, inside=panel)
        yield from h.tap(to, QPushButton, inside=panel)
        yield from h.fill("Reason", "settled for three days", inside=panel)
        yield from h.fill("Ordered by", "Dr Haas", inside=panel)
        yield from h.pick("Second person", nurse.name)
        yield from h.picture("lowering")
        yield from h.tap(f"Lower to {to}", QPushButton, inside=panel)
        yield from h.wait_for("enter your PIN")
        yield from h.picture("pin-again")
        yield from h.write(DEMO_PIN)
        yield from h.key("Return")
        yield from h.wait_for(f"{nurse.name}: enter your PIN")
        yield from h.write(DEMO_PIN)
        yield from h.key("Return")
        yield Until(lambda: self._level(bed) == to, f"{to} in force")
        yield from h.picture("lowered")

    def _level(self, bed: str) -> str:
        patient = self._s.patient_in(bed)
        return "" if patient is None else patient.level_ordered
