"""Four changes of level, one of them lowered by two people, and three times a 1:1 is offered, once declined."""

from typing import Final

from PySide6.QtWidgets import QPushButton, QWidget

from station.services import custody
from station.services import levels as level_history
from station.simulation.demo import DEMO_PIN
from tests.drive import eyes
from tests.drive.hand import Script, Until
from tests.drive.shift import Shift
from tests.drive.ways import ByMouse

_OFFERED: Final = "keeps the patient until it is accepted"


class Levels:
    """Each method is a step."""

    def __init__(self, shift: Shift) -> None:
        self._s = shift

    def _open(self, bed: str) -> Script:
        yield from self._s.way.open_bed(bed)
        yield Until(lambda: eyes.seen("Change level", QPushButton, inside=self._s.panel) is not None, f"{bed} opened")
        yield from self._s.hand.pause(0.3)

    def _change(self, bed: str, level: str) -> Script:
        """Open the form, and choose."""
        s = self._s
        yield from self._open(bed)
        if isinstance(s.way, ByMouse):
            yield from s.way.press("Change level", inside=s.panel)
        else:
            yield from s.hand.key("l")
        yield from s.hand.pause(0.4)
        yield from s.way.press(level, inside=s.panel)

    def _is(self, bed: str, awake: str, asleep: str | None = None) -> Until:
        def is_so() -> bool:
            row = self._s.patient_in(bed)
            return row is not None and (row.level_ordered, row.level_asleep) == (awake, asleep)

        return Until(is_so, f"{bed} on {awake}")

    # Levels

    def raise_to_one_to_one(self) -> Script:
        s = self._s
        yield from s.be("charge")
        s.bed = s.bed or s.some_bed("Q15")
        yield from self._change(s.bed, "1:1")
        yield from s.way.fill("Reason", "found with a torn sheet", inside=s.panel)
        yield from s.show_picture("raising-to-1-1")
        yield from s.way.press("Raise to 1:1", inside=s.panel)
        yield self._is(s.bed, "1:1")
        yield from s.show_picture("raised-to-1-1")

    def raise_to_five(self) -> Script:
        s = self._s
        yield from s.be("nurse")
        bed = s.some_bed("Q15")
        yield from self._change(bed, "Q5")
        yield from s.way.fill("Reason", "pacing at the door", inside=s.panel)
        yield from s.way.press("Raise to Q5", inside=s.panel)
        yield self._is(bed, "Q5")

    def lowered_without_the_second(self) -> Script:
        """Nobody is named who agrees: it is asked for, and nothing is changed."""
        s = self._s
        yield from s.be("charge")
        s.lowered = s.lowered or s.some_bed("Q15")
        yield from self._change(s.lowered, "Q30")
        yield from s.way.fill("Reason", "settled for three days", inside=s.panel)
        yield from s.way.fill("Ordered by", "Dr Haas", inside=s.panel)
        yield from s.way.press("Lower to Q30", inside=s.panel)
        yield from s.hand.wait_for("agrees to lower the level")
        yield from s.show_picture("no-second-person")

    def lower_by_two(self) -> Script:
        s, second = self._s, self._s.people["nurse"]
        yield from s.way.pick("Second person", second.name, inside=s.panel)
        yield from s.show_picture("second-person")
        yield from s.way.press("Lower to Q30", inside=s.panel)
        yield from s.hand.wait_for("enter your PIN")
        yield from s.show_picture("first-pin")
        yield from s.way.pin(DEMO_PIN)
        yield from s.hand.wait_for(f"{second.name}: enter your PIN")
        yield from s.hand.pause(0.3)
        yield from s.show_picture("second-pin")
        yield from s.way.pin(DEMO_PIN)
        yield self._is(s.lowered, "Q30")
        yield from s.show_picture("lowered")

    def closer_while_asleep(self) -> Script:
        s = self._s
        yield from self._open(s.lowered)
        if isinstance(s.way, ByMouse):
            yield from s.way.press("Change level", inside=s.panel)
        else:
            yield from s.hand.key("l")
        yield from s.hand.pause(0.4)
        yield from s.way.press("Asleep", inside=s.panel)
        yield from s.way.press("Q15", inside=s.panel)
        yield from s.way.fill("Reason", "sleep apnoea", inside=s.panel)
        yield from s.show_picture("closer-while-asleep")
        yield from s.way.press("Raise to Q15", inside=s.panel)
        yield self._is(s.lowered, "Q30", "Q15")
        yield from s.show_picture("level-history")

    # Whom he is with

    def taken_over(self) -> Script:
        s = self._s
        name = s.people["tech"].name
        yield from s.be("tech")
        yield from self._open(s.bed)
        yield from s.way.press("Observer", inside=s.panel)
        yield from s.show_picture("nobody-has-him")
        yield from s.way.press(f"Take over as {name}", inside=s.panel)
        yield from s.held_by("tech")
        yield from s.show_picture("mine")

    def declined(self) -> Script:
        s = self._s
        yield from self._offer("second tech", first=True)
        yield from self._read("second tech")
        yield from s.show_picture("what-is-handed-over")
        yield from s.way.press("Decline…", inside=s.panel)
        yield from s.hand.pause(0.4)
        yield from s.way.press("On my break", inside=s.panel)
        yield from s.show_picture("declining")
        yield from s.way.press("Decline", inside=s.panel)
        yield from s.hand.wait_for("the observer keeps the patient")
        yield from s.held_by("tech")
        yield from s.show_picture("declined")

    def accepted(self) -> Script:
        yield from self._s.be("tech")
        yield from self._offer("third tech")
        yield from self._accept("third tech")

    def accepted_again(self) -> Script:
        yield from self._offer("second tech")
        yield from self._accept("second tech")
        yield from self._s.step_back()

    def _offer(self, to: str, *, first: bool = False) -> Script:
        s, name = self._s, self._s.people[to].name
        yield from self._open(s.bed)
        yield from s.way.press("Observer", inside=s.panel)
        yield from s.hand.pause(0.3)
        yield from s.way.pick("Offer to", name, inside=s.panel)
        if first:
            for words in ("Arm's length", "Door open, in sight", "None known"):
                yield from s.way.press(words, inside=s.panel)
            yield from self._say_contact()
        yield from s.show_picture(f"offering-to-{to.split(maxsplit=1)[0]}")
        yield from s.way.press("Offer", inside=s.panel)
        yield from s.hand.wait_for(_OFFERED)

    def _say_contact(self) -> Script:
        found = eyes.seen("Last contact", inside=self._s.panel)
        if found is not None and not str(getattr(_line_in(found), "text", lambda: "")()):
            yield from self._s.way.fill("Last contact", "just now, calm", inside=self._s.panel)

    def _read(self, part: str) -> Script:
        s = self._s
        yield from s.be(part)
        yield Until(lambda: eyes.ready("Read and answer: .*", QPushButton) is not None, "the offer shown")
        yield from s.show_picture("offered-to-me")
        if isinstance(s.way, ByMouse):
            yield from s.way.press("Read and answer: .*")
        else:
            yield from s.hand.key("m")
        yield Until(lambda: eyes.ready("Accept", QPushButton, inside=s.panel) is not None, "what is handed over")
        yield from s.hand.pause(0.3)

    def _accept(self, part: str) -> Script:
        yield from self._read(part)
        yield from self._s.way.press("Accept", inside=self._s.panel)
        yield from self._s.held_by(part)
        yield from self._s.show_picture("accepted")

    def told(self) -> dict[str, object]:
        """What is stored of it."""
        s = self._s
        row = s.patient_in(s.bed)
        if row is None:
            return {}
        handings = reversed(custody.read_handings(s.core.store, row.stay_id))
        other = s.patient_in(s.lowered)
        return {
            "handings": [f"{one.holder} to {one.to}: {one.answer} {one.answer_reason}".strip() for one in handings],
            "levels": [one.words for one in level_history.read_levels(s.core.store, row.stay_id)],
            "levels_lowered": []
            if other is None
            else [one.words for one in level_history.read_levels(s.core.store, other.stay_id)],
        }


def _line_in(one: QWidget) -> object:
    return getattr(one, "line", one)
