"""Vital signs by hand: by keys and by finger, in part, refused, late, amended, moved; assessments; the page."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QApplication, QPushButton

from station.models.enums import ADMISSION_TASKS, AssessmentKind, TaskKind
from station.services import vital_reading
from station.store.rows.vitals import VitalRow
from station.views.panel.sets_list import SetsList
from tests.drive import eyes
from tests.drive.hand import Lost, Script, Until
from tests.drive.scene import Scene

_MOST_TABS: Final = 24


class Vitals:
    """Each step takes a bed of its own, so that one does not ask about what another recorded."""

    def __init__(self, scene: Scene) -> None:
        self._s = scene

    def vitals_by_keys(self) -> Script:
        """Open, Tab from field to field, save: no finger."""
        h = self._s.hand
        yield from self._open(0)
        before = len(self._sets(0))
        yield from h.key("v")
        yield from h.wait_for("Heart rate, /min")
        for words, tabs in (("76", 1), ("122/78", 3), ("16", 1), ("97", 1)):
            yield from h.write(words)
            yield from h.key(*["Tab"] * tabs)
        yield from h.key("space", "Tab")
        yield from h.write("36,8")
        yield from h.key("Tab", "Tab", "Tab", "space")
        yield from h.wait_for("NEWS2 0")
        yield from h.picture("vitals-by-keys")
        yield from self._tab_to("Save")
        yield from h.key("space")
        yield Until(lambda: len(self._sets(0)) > before, "the set stored")
        yield from h.picture("vitals-by-keys-saved")

    def vitals_in_part(self) -> Script:
        """By finger, the cuff missing; both numbers of a pressure in one field are no heart rate."""
        h, panel = self._s.hand, self._s.panel
        yield from self._record(1)
        yield from h.fill("Heart rate.*", "120/80", inside=panel)
        yield from h.fill("Breathing rate.*", "18", inside=panel)
        yield from h.wait_for("is a blood pressure")
        yield from h.picture("pressure-in-the-wrong-field")
        yield from h.fill("Heart rate.*", "84", inside=panel)
        yield from h.fill("SpO₂.*", "96", inside=panel)
        yield from h.tap("Air", QPushButton, inside=panel)
        yield from h.fill("Temperature.*", "36.9", inside=panel)
        yield from h.tap("A", QPushButton, inside=panel)
        yield from h.tap("Save", QPushButton, inside=panel)
        yield from h.wait_for("Say why")
        yield from h.picture("partial-why")
        yield from h.fill("Why", "Cuff missing", inside=panel)
        yield from self._save(1)
        yield from h.picture("partial-saved")

    def vitals_refused(self) -> Script:
        h, panel = self._s.hand, self._s.panel
        yield from self._record(2)
        yield from h.tap("Refused", QPushButton, inside=panel)
        yield from h.fill("Why", "Wants to sleep", inside=panel)
        yield from h.picture("vitals-refused")
        yield from self._save(2)

    def pounds_and_late(self) -> Script:
        """A weight, then the same in pounds as if it were kilograms; said for a quarter of an hour ago."""
        h, panel = self._s.hand, self._s.panel
        yield from self._record(3)
        yield from h.fill("Weight.*", "72.5", inside=panel)
        yield from self._save(3, again=True)
        yield from self._record(3)
        yield from h.fill("Weight.*", "160", inside=panel)
        yield from h.fill("When, if earlier", "0 min ago", inside=panel)
        yield from h.wait_for("pounds")
        yield from h.picture("pounds-noticed")
        yield from h.fill("Weight.*", "72.7", inside=panel)
        yield from h.fill("When, if earlier", "15 min ago", inside=panel)
        yield from h.wait_for("kept as a late entry")
        yield from h.picture("vitals-late")
        yield from self._save(3, again=True)

    def vitals_amended_and_moved(self) -> Script:
        """The pulse of one is mistyped, and the whole set is another's."""
        h, panel = self._s.hand, self._s.panel
        yield from self._whole(4, "118", "106/66", "22")
        yield from self._vitals_menu(4, "Vital signs lately…")
        yield from h.tap_on(self._listed().amend_buttons[0], "Amend the latest set")
        yield from h.fill("Heart rate.*", "108", inside=panel)
        yield from h.fill("Why it is amended", "Digits swapped", inside=panel)
        yield from h.picture("vitals-amending")
        yield from self._save(4, "Amend", again=True)
        yield from self._vitals_menu(4, "Vital signs lately…")
        yield from h.picture("vitals-lately")
        yield from h.tap_on(self._listed().move_buttons[0], "The latest set was of another patient")
        yield from h.pick("Who it was", self._bed(5))
        yield from h.fill("How it happened", "The card beside it", inside=panel)
        yield from h.picture("vitals-moving")
        before = len(self._sets(5))
        yield from h.tap("Move the vital signs", QPushButton, inside=panel)
        yield Until(lambda: len(self._sets(5)) > before, "the set moved")

    def score_answered(self) -> Script:
        """What was moved asks for a nurse of the right patient; she answers."""
        h, panel = self._s.hand, self._s.panel
        yield from self._s.be("nurse")
        yield from self._open(5)
        yield Until(lambda: self._owes(5, TaskKind.SCORE), "a nurse asked")
        yield from h.tap("Board", QPushButton)
        yield from h.picture("score-asks")
        yield from self._open(5)
        yield from h.tap("Score asks for a nurse: Answer…", QPushButton, inside=panel)
        yield from h.picture("answering")
        yield from h.write("Seen, warm, provider called")
        yield from h.tap("Save|Answer", QPushButton, inside=panel)
        yield Until(lambda: not self._owes(5, TaskKind.SCORE), "the score answered")

    def assessments(self) -> Script:
        """A violence checklist; an order for both withdrawal scales, and one of each."""
        h, panel = self._s.hand, self._s.panel
        yield from self._s.be("nurse")
        yield from self._vitals_menu(0, r"Violence checklist \(BVC\)…")
        yield from self._fill_in("No", AssessmentKind.BVC, 0)
        for kind in ("CIWA-Ar", "COWS"):
            yield from self._vitals_menu(1, "Order an assessment…")
            yield from h.tap(kind, QPushButton, inside=panel)
            yield from h.fill("Ordered by", "Dr Haas", inside=panel)
            yield from h.picture(f"ordering-{kind}")
            yield from h.tap("Save", QPushButton, inside=panel)
            yield from h.wait_for("is ordered")
        yield from self._vitals_menu(1, r"Alcohol withdrawal \(CIWA-Ar\)…")
        yield from self._fill_in("1", AssessmentKind.CIWA, 1)
        yield from self._vitals_menu(1, r"Opioid withdrawal \(COWS\)…")
        yield from self._fill_in("0", AssessmentKind.COWS, 1)

    def vitals_round(self) -> Script:
        h = self._s.hand
        yield from h.tap("Patients", QPushButton)
        yield from h.pause(0.8)
        yield from h.tap("Vitals", QPushButton)
        yield from h.pause(0.5)
        yield from h.picture("vitals-round")
        yield from h.tap("By bed", QPushButton)

    def page_by_keys(self) -> Script:
        """From Find a bed; 72 hours, the stay, zoom, the crosshair, and back."""
        h = self._s.hand
        yield from h.tap("Board", QPushButton)
        yield from h.key("ctrl+f")
        yield from h.write(self._bed(5))
        yield from h.key("shift+Return")
        yield Until(lambda: self._s.desk.patients.view is not None, "his page")
        yield from h.pause(0.8)
        yield from h.picture("page")
        for range_ in ("72 h", "Stay", "24 h"):
            yield from h.tap(range_, QPushButton)
            yield from h.pause(0.4)
            yield from h.picture(f"page-{range_.replace(' ', '')}")
        trends = self._s.desk.patients.view
        if trends is None:
            raise Lost("the page has gone")
        yield from h.tap_on(trends.vitals.trends, "chart")
        yield from h.key("Left", "Left", "plus", "plus")
        yield from h.pause(0.4)
        yield from h.picture("page-zoomed")
        yield from h.key("0")
        yield from h.tap("Table", QPushButton)
        yield from h.picture("page-table")
        yield from h.tap("Chart", QPushButton)
        yield from h.key("ctrl+shift+p")
        yield from h.pause(0.8)
        yield from h.picture("page-printing")
        yield from h.key("Escape")

    # What they share

    def _bed(self, number: int) -> str:
        """Chosen once: whoever is away or gone later was here then. Nobody who has only just come."""
        name = f"vitals {number}"
        if name not in self._s.beds:
            new = {bed for bed, one in self._s.patients() if any(owed.kind in ADMISSION_TASKS for owed in one.owed)}
            self._s.beds[name] = next(bed for at in range(9) if (bed := self._s.some_bed(at)) not in new)
        return self._s.beds[name]

    def _stay(self, number: int) -> int:
        patient = self._s.patient_in(self._bed(number))
        if patient is None:
            raise Lost(f"nobody in {self._bed(number)}")
        return patient.stay_id

    def _sets(self, number: int) -> tuple[VitalRow, ...]:
        return vital_reading.read_vitals(self._s.core.store, self._stay(number), 100)

    def _listed(self) -> SetsList:
        """The sets in the side panel, the latest first."""
        shown = self._s.desk.shell.panel.patient_panel()
        listed = None if shown is None else shown.form
        if not isinstance(listed, SetsList):
            raise Lost("the list of sets is not open")
        return listed

    def _owes(self, number: int, kind: TaskKind) -> bool:
        patient = self._s.patient_in(self._bed(number))
        return patient is not None and any(one.kind is kind for one in patient.owed)

    def _open(self, number: int) -> Script:
        if self._s.who() is None:
            yield from self._s.be("tech")
        yield from self._s.open_bed(self._bed(number))

    def _record(self, number: int) -> Script:
        yield from self._open(number)
        yield from self._s.hand.key("v")
        yield from self._s.hand.wait_for("Heart rate, /min")

    def _whole(self, number: int, hr: str, bp: str, rr: str) -> Script:
        h, panel = self._s.hand, self._s.panel
        yield from self._record(number)
        for name, words in (("Heart rate.*", hr), ("Blood pressure.*", bp), ("Breathing rate.*", rr)):
            yield from h.fill(name, words, inside=panel)
        yield from h.fill("SpO₂.*", "95", inside=panel)
        yield from h.tap("Air", QPushButton, inside=panel)
        yield from h.fill("Temperature.*", "38.2", inside=panel)
        yield from h.tap("A", QPushButton, inside=panel)
        yield from h.picture("vitals-by-finger")
        yield from self._save(number)

    def _save(self, number: int, words: str = "Save", *, again: bool = False) -> Script:
        """Where it asks, as about what is unlike the last, yes."""
        h, before = self._s.hand, len(self._sets(number))
        yield from h.tap(words, QPushButton, inside=self._s.panel)
        asks = partial(eyes.ready, "Record", QPushButton, inside=self._s.panel)
        yield Until(lambda: len(self._sets(number)) > before or (again and asks() is not None), "stored, or a question")
        if len(self._sets(number)) == before:
            yield from h.tap("Record", QPushButton, inside=self._s.panel)
        yield Until(lambda: len(self._sets(number)) > before, "the set stored")

    def _vitals_menu(self, number: int, words: str) -> Script:
        h = self._s.hand
        yield from self._open(number)
        yield from h.tap("More to do with this patient")
        yield from h.pause(0.25)
        yield from h.choose("Vital signs")
        yield from h.pause(0.35)
        yield from h.choose(words)
        yield from h.pause(0.35)

    def _fill_in(self, points: str, kind: AssessmentKind, number: int) -> Script:
        """The same points to every item that has them."""
        h, panel, stay = self._s.hand, self._s.panel, self._stay(number)
        store = self._s.core.store
        before = len(vital_reading.read_assessments(store, stay))
        form = self._s.desk.shell.panel.patient_panel()
        items = getattr(getattr(form, "form", None), "items", {})
        for one in items.values():
            yield from h.tap_on(next((each for each in one.buttons() if each.text() == points), one.buttons()[0]))
        yield from h.picture(f"filled-{kind.value}")
        yield from h.tap("Save", QPushButton, inside=panel)
        yield Until(lambda: len(vital_reading.read_assessments(store, stay)) > before, "the assessment stored")

    def _tab_to(self, words: str) -> Script:
        for _ in range(_MOST_TABS):
            focused = QApplication.focusWidget()
            if isinstance(focused, QPushButton) and focused.text() == words:
                return
            yield from self._s.hand.key("Tab")
        raise Lost(f"Tab does not come to {words!r}")
