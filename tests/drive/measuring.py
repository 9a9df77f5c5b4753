"""A round of vital signs by hand: whole sets, one that asks for a nurse, a refusal, what cannot be so, what is left."""

from collections.abc import Callable
from typing import Final

from station.services import vital_reading
from station.services.vital_reading import owed_vitals
from station.store.rows.vitals import VitalRow
from station.views.patient.patient_list import is_pressing
from tests.drive import eyes
from tests.drive.alarm_scene import AlarmScene, read
from tests.drive.hand import Lost, Script, Until

_WELL: Final = ("76", "122/78", "16", "97", "36.8")
_UNWELL: Final = ("118", "106/66", "22", "95", "38.2")
_FIELDS: Final = ("Heart rate.*", "Blood pressure.*", "Breathing rate.*", "SpO₂.*", "Temperature.*")
_WHY: Final = "Wants to sleep"


class Measuring:
    """From the list of those who are owed vital signs, in the order in which it has them."""

    def __init__(self, scene: AlarmScene) -> None:
        self._s = scene
        self._bed, self._refused = "", ""

    def steps(self) -> tuple[Callable[[], Script], ...]:
        return (
            *(self.who_is_owed, self.first_of_the_round, self.next_of_the_round, self.cannot_be_so, self.refused),
            *(self.unwell, self.everybody_seen_to, self.what_is_shown_of_it),
        )

    def _owed(self) -> list[str]:
        """The beds that the list has, in its order."""
        area, now = self._s.desk.patients.area.currentData(), self._s.now()
        return [one.bed or "" for one in owed_vitals(self._s.board(), area) if is_pressing(one, now)]

    def _sets(self, bed: str) -> tuple[VitalRow, ...]:
        patient = self._s.patient_in(bed)
        if patient is None:
            raise Lost(f"nobody in {bed}")
        return vital_reading.read_vitals(self._s.core.store, patient.stay_id, 100)

    def who_is_owed(self) -> Script:
        """The list of the whole unit, then of one area."""
        s = self._s
        yield from s.be("tech")
        s.close_what_is_open()
        yield from s.way.page(4, "Patients")
        yield Until(lambda: s.desk.patients.view is not None, "the page of a patient")
        yield from s.way.press("Vitals", inside=s.desk.patients)
        yield from s.expect_words(r"\d+ owed vital signs")
        yield from s.hand.picture("owed")
        area = s.desk.patients.area.itemText(1)
        yield from s.way.pick("Area of the vitals round", area, inside=s.desk.patients)
        yield from s.hand.pause(0.8)
        yield from s.expect_words(f"{len(self._owed())} owed vital signs")
        yield from s.hand.picture("owed-in-an-area")
        yield from s.way.pick("Area of the vitals round", "All areas", inside=s.desk.patients)
        yield from s.hand.pause(0.8)

    def _choose(self, number: int) -> Script:
        """So far down the list; its page, and the form beside it."""
        s = self._s
        s.see_others()
        self._bed = self._owed()[number]
        yield from self._go_to(self._bed)
        yield from s.hand.pause(0.5)
        if s.by_keys:
            yield from s.hand.key("v")
        else:
            yield from s.way.press("Record vitals", inside=s.desk.patients)
        yield from s.hand.wait_for("Heart rate, /min")
        yield from s.hand.pause(0.4)

    def _go_to(self, bed: str) -> Script:
        """By the list; where the side panel has its place, from one to the next."""
        s, page = self._s, self._s.desk.patients

        def shown() -> bool:
            return eyes.seen(f"{bed} · .*", inside=page) is not None

        if page.list.isVisible() and s.by_keys:
            yield from self._down_to(bed)
        elif page.list.isVisible():
            yield from s.hand.tap_line(f"{bed} .*")
        for _ in range(len(self._owed())):
            if page.list.isVisible() or shown():
                break
            yield from s.way.press("Next patient", inside=page)
            yield from s.hand.pause(1.0)
        yield from s.expect(f"the page of {bed}", shown, lambda: read(f"{bed} · "))

    def _down_to(self, bed: str) -> Script:
        """Tab to the list, and arrows."""
        listed = self._s.desk.patients.list
        for _ in range(80):
            if listed.hasFocus():
                break
            yield from self._s.hand.key("Tab")
        for _ in range(40):
            here = str(listed.currentIndex().data() or "")
            if here.startswith(f"{bed} "):
                return
            yield from self._s.hand.key("Down")
        raise Lost(f"{bed} is not reached by Tab and Down")

    def _measured(self, values: tuple[str, ...]) -> Script:
        """As one goes down the form."""
        s = self._s
        for name, words in zip(_FIELDS, values, strict=True):
            yield from s.way.fill(name, words, inside=s.panel)
            if name.startswith("SpO"):
                yield from s.way.press("Air", inside=s.panel)
        yield from s.way.press("A", inside=s.panel)

    def _save(self) -> Script:
        """What was asked about is confirmed."""
        s, bed, before = self._s, self._bed, len(self._sets(self._bed))
        yield from s.way.press("Save", inside=s.panel)
        yield from s.hand.pause_for(lambda: len(self._sets(bed)) > before, 3.0)
        if len(self._sets(bed)) == before and eyes.ready("Record", inside=s.panel) is not None:
            yield from s.hand.picture("asked-to-confirm")
            yield from s.way.press("Record", inside=s.panel)
        yield Until(lambda: len(self._sets(bed)) > before, f"the set of {bed} stored")
        yield from s.hand.pause(0.8)

    def first_of_the_round(self) -> Script:
        s = self._s
        yield from self._choose(0)
        yield from self._measured(_WELL)
        yield from s.expect_words("NEWS2 0")
        yield from s.hand.picture("whole")
        yield from self._save()
        yield from s.expect_words("Vital signs are recorded: NEWS2 0")
        yield from s.hand.picture("whole-saved")
        bed = self._bed
        yield from s.expect("no more in the list", lambda: bed not in self._owed(), lambda: ", ".join(self._owed()))

    def next_of_the_round(self) -> Script:
        """With his form still open beside it."""
        yield from self._choose(0)
        yield from self._measured(_WELL)
        yield from self._save()
        yield from self._s.hand.picture("next-saved")

    def cannot_be_so(self) -> Script:
        """Refused beside the field, and nothing is lost of the rest; then what is rare is asked about."""
        s = self._s
        yield from self._choose(0)
        before = len(self._sets(self._bed))
        yield from self._measured(("400", "78/122", *_WELL[2:]))
        yield from s.way.press("Save", inside=s.panel)
        yield from s.hand.pause(0.8)
        yield from s.hand.picture("cannot-be-so")
        s.tell("said beside the pulse", read("20 (to|and) 300|Heart rate.*between|is outside"))
        assert len(self._sets(self._bed)) == before
        yield from s.way.fill("Heart rate.*", "152", inside=s.panel)
        yield from s.way.fill("Blood pressure.*", "122/78", inside=s.panel)
        yield from self._save()
        s.tell("stored once", f"{len(self._sets(self._bed)) - before}")

    def refused(self) -> Script:
        """It was the set that was owed: he is in the list no more, and the schedule stays."""
        s = self._s
        yield from self._choose(0)
        yield from s.way.press("Refused", inside=s.panel)
        yield from s.way.press("Save", inside=s.panel)
        yield from s.expect_words("Say why")
        yield from s.hand.picture("refused-why")
        yield from s.way.fill("Why", _WHY, inside=s.panel)
        yield from self._save()
        yield from s.expect_words("Recorded as refused. The schedule stays as it was")
        yield from s.hand.picture("refused-saved")
        self._refused = self._bed
        assert self._sets(self._bed)[0].why == _WHY
        bed = self._bed
        yield from s.expect("no more in the list", lambda: bed not in self._owed(), lambda: ", ".join(self._owed()))

    def unwell(self) -> Script:
        """A score that asks for a nurse says so as it is typed, and on the board."""
        s = self._s
        yield from self._choose(0)
        yield from self._measured(_UNWELL)
        yield from s.expect_words(r"NEWS2 \d+ · a nurse is asked")
        yield from s.hand.picture("unwell")
        yield from self._save()
        bed = self._bed
        yield from s.way.page(1, "Board")
        yield from s.hand.pause(1.2)
        s.see_others()
        yield from s.hand.pause(1.0)
        yield from s.expect_words(f"{bed} · score, nurse asked")
        yield from s.hand.picture("unwell-on-the-board")
        yield from s.way.page(4, "Patients")

    def everybody_seen_to(self) -> Script:
        """The list is empty, and says so."""
        s = self._s
        for _ in range(12):
            if not self._owed():
                break
            yield from self._choose(0)
            yield from self._measured(_WELL)
            yield from self._save()
        yield from s.hand.key("Escape")
        yield from s.expect_words("Nobody is owed vital signs")
        yield from s.hand.picture("everybody-seen-to")

    def what_is_shown_of_it(self) -> Script:
        """His page says that he refused, in the chart's table."""
        s = self._s
        yield from s.hand.key("Escape")
        yield from s.way.press("By bed", inside=s.desk.patients)
        yield from self._go_to(self._refused)
        yield from s.hand.pause(1.2)
        yield from s.hand.picture("page-of-who-refused")
        yield from s.way.press("Table", inside=s.desk.patients)
        yield from s.hand.pause(0.6)
        yield from s.hand.picture("table-of-who-refused")
