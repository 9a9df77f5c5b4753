"""Off the unit and back: escort, handed on, later, overdue, pass, leave overnight, AWOL."""

from datetime import timedelta

from PySide6.QtWidgets import QPushButton

from station.models.enums import AbsenceKind
from tests.drive import eyes
from tests.drive.hand import Script, Until
from tests.drive.scene import Scene

_SISTER = "His sister, J. Ames"


class Absence:
    """Who leaves, with whom, until when."""

    def __init__(self, scene: Scene) -> None:
        self._s = scene

    def escort(self) -> Script:
        h, panel = self._s.hand, self._s.panel
        yield from self._s.be("tech")
        bed = self._part("away", 4)
        yield from self._s.open_bed(bed)
        yield from self._s.deed("Off unit…")
        yield from h.tap("Where to: Radiology", QPushButton, inside=panel)
        yield from h.pick("Of the staff who has him", self._s.people["other tech"].name)
        yield from h.tap("Back in 30 minutes", QPushButton, inside=panel)
        yield from h.picture("leaving")
        yield from self._off(bed)
        yield from h.picture("off-unit")

    def _part(self, part: str, number: int) -> str:
        """The bed of who plays this part; the same one at a second try."""
        if part not in self._s.beds:
            self._s.beds[part] = self._s.some_bed(number)
        return self._s.beds[part]

    def _off(self, bed: str) -> Script:
        yield from self._s.hand.tap("Off the unit", QPushButton, inside=self._s.panel)
        yield Until(lambda: self._s.is_away(bed), "him off the unit")
        yield from self._s.hand.pause(0.4)

    def handed_on_and_later(self) -> Script:
        h, panel = self._s.hand, self._s.panel
        yield from self._s.open_bed(self._s.beds["away"])
        yield from h.tap("Hand on…", QPushButton, inside=panel)
        yield from h.tap("Somebody else", QPushButton, inside=panel)
        yield from h.fill("Name", _SISTER, inside=panel)
        yield from h.tap("Hand on", QPushButton, inside=panel)
        yield from h.wait_for("J. Ames")
        yield from h.tap("Expect later…", QPushButton, inside=panel)
        yield from h.tap("Back in 60 minutes", QPushButton, inside=panel)
        yield from h.fill("Why", "the scan is delayed", inside=panel)
        yield from h.tap("Expect him then", QPushButton, inside=panel)
        yield from h.wait_for("Now expected back")
        yield from h.picture("expected-later")

    def back(self) -> Script:
        yield from self._bring_back("away")

    def _bring_back(self, part: str) -> Script:
        """Back with one tap; the check that is owed then follows."""
        bed = self._s.beds[part]
        yield from self._s.open_bed(bed)
        yield from self._s.hand.tap("Back on the unit", QPushButton, inside=self._s.panel)
        yield Until(lambda: not self._s.is_away(bed), "him back")
        yield from self._s.check_in_panel(bed)
        del self._s.beds[part]

    def pass_with_family(self) -> Script:
        """With his sister, back in a quarter of an hour: he will not be."""
        h, panel = self._s.hand, self._s.panel
        yield from self._s.be("nurse")
        bed = self._part("pass", 1)
        yield from self._s.open_bed(bed)
        yield from self._s.deed("Off unit…")
        yield from h.tap("Pass", QPushButton, inside=panel)
        yield from h.tap("Where to: Home", QPushButton, inside=panel)
        if eyes.ready("Name", inside=panel) is None:
            yield from h.tap("Somebody else", QPushButton, inside=panel)
        yield from h.fill("Name", _SISTER, inside=panel)
        yield from h.tap("Back in 15 minutes", QPushButton, inside=panel)
        yield from h.picture("pass")
        yield from self._off(bed)

    def is_overdue(self) -> bool:
        """Whether the board says that he has not come back."""
        bed = self._s.beds.get("pass")
        patient = None if bed is None else self._s.patient_in(bed)
        away = None if patient is None else patient.away
        expected = None if away is None else away.expected_at
        return expected is not None and self._s.core.now() > expected + timedelta(seconds=20)

    def overdue_and_back(self) -> Script:
        """The alert is accepted, which clears nothing; then he is back."""
        h = self._s.hand
        bed = self._s.beds["pass"]
        yield Until(lambda: any(one.bed == bed for one in self._s.board().alerts), "an alert: not back")
        yield from self._s.be("charge")
        yield from h.picture("overdue")
        yield from h.tap("Accept: .*", QPushButton)
        yield from h.pause(0.5)
        yield from h.key("Return")
        yield from h.pause(1.0)
        yield from h.picture("accepted")
        yield from self._bring_back("pass")

    def leave_overnight(self) -> Script:
        """His bed is kept; at the end of the evening he is away still."""
        h, panel = self._s.hand, self._s.panel
        yield from self._s.be("nurse")
        bed = self._part("leave", 2)
        yield from self._s.open_bed(bed)
        yield from self._s.deed("Off unit…")
        yield from h.tap("Leave", QPushButton, inside=panel)
        yield from h.tap("Where to: Home", QPushButton, inside=panel)
        if eyes.ready("Name", inside=panel) is None:
            yield from h.tap("Somebody else", QPushButton, inside=panel)
        yield from h.fill("Name", "His father, R. Ames", inside=panel)
        yield from h.fill("Back by", "18 h", inside=panel)
        yield from h.picture("leave")
        yield from self._off(bed)
        yield Until(lambda: self._s.is_away(bed, AbsenceKind.LEAVE), "him on leave")

    def awol(self) -> Script:
        h, panel = self._s.hand, self._s.panel
        yield from self._s.be("nurse")
        bed = self._part("gone", 5)
        if not self._s.is_away(bed):
            yield from self._s.open_bed(bed)
            yield from self._s.deed("Report AWOL…")
            yield from h.tap("Report AWOL", QPushButton, inside=panel)
            yield Until(lambda: any(one.kind == "AWOL" for one in self._s.board().alerts), "an alert: AWOL")
            yield from h.pause(0.4)
        else:
            yield from self._s.open_bed(bed)
        yield from h.tap(".*Police", QPushButton, inside=panel)
        yield from h.fill("What was said", "case 4711", inside=panel)
        yield from h.tap("Add who was told", QPushButton, inside=panel)
        yield from h.wait_for("Police told")
        yield from h.picture("awol")
        yield from self._bring_back("gone")
