"""Late entries and corrections, from the list of a patient's checks."""

from PySide6.QtWidgets import QPushButton

from tests.drive.hand import Script
from tests.drive.scene import Scene


class Entries:
    """What was said too late, or wrongly."""

    def __init__(self, scene: Scene) -> None:
        self._s = scene

    def late_entry(self) -> Script:
        h, panel = self._s.hand, self._s.panel
        yield from self._s.be("tech")
        self._s.beds["late"] = bed = self._s.beds.pop("late", "") or self._s.some_bed(1)
        yield from self._s.open_bed(bed)
        yield from h.tap("Seen earlier…", QPushButton, inside=panel)
        yield from h.write("9 min ago")
        yield from self._s.say_where_and_what(panel)
        yield from h.picture("late-entry")
        yield from h.tap("Save check", QPushButton, inside=panel)
        yield from h.pause(0.4)
        asked = self._s.asked(panel)
        if asked is not None:
            yield from h.tap_on(asked, "Yes")
        yield from h.wait_for("late entry")
        self._s.tally.checks += 1
        yield from h.picture("late-entry-kept")

    def amend(self) -> Script:
        h, panel = self._s.hand, self._s.panel
        yield from self._s.open_bed(self._s.beds["late"])
        yield from h.tap_line(".*late entry.*")
        yield from h.choose("Amend…")
        yield from h.pause(0.3)
        yield from h.fill("Why it is amended", "tapped the wrong word")
        yield from h.pick("Doing", "Hygiene")
        yield from h.picture("amending")
        yield from h.tap("Amend", QPushButton, inside=panel)
        yield from h.wait_for("Amended")
        yield from h.picture("amended")
        del self._s.beds["late"]

    def wrong_patient(self) -> Script:
        h, panel = self._s.hand, self._s.panel
        bed, right = self._s.some_bed(2), self._s.some_bed(3)
        yield from self._s.check_in_panel(bed)
        patient = self._s.patient_in(bed)
        seen = "" if patient is None or patient.seen is None else patient.seen.activity or ""
        yield from h.pause(0.8)
        yield from h.tap_line(f"(?i).*{seen}.*")
        yield from h.choose("Recorded for the wrong patient…")
        yield from h.pause(0.3)
        yield from h.pick("Who it was", right)
        yield from h.fill("How it happened", "tapped the card beside it")
        yield from h.picture("wrong-patient")
        yield from h.tap("Move the check", QPushButton, inside=panel)
        yield from h.wait_for("Moved to")
        yield from h.picture("wrong-patient-kept")
