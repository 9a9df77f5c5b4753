"""Unit setup at the desk: a policy that contradicts itself, one that is signed, a bed that is added."""

from datetime import timedelta
from typing import Final

from station.services import reading
from station.simulation.demo import DEMO_PIN
from tests.drive import eyes
from tests.drive.hand import Script, Until
from tests.drive.shift import Shift

NEW_BED: Final = "1213"
_DUE_SOON: Final = "(?:due )?soon.*, Q15"


class SettingUp:
    """Each method is a step; the administrator does it."""

    def __init__(self, shift: Shift) -> None:
        self._s = shift

    def policy_that_contradicts_itself(self) -> Script:
        """Q15 is due soon only after it is late."""
        s, page = self._s, self._s.desk.unit
        yield from s.be("administrator")
        yield from s.page("Unit")
        yield from s.show_picture("unit")
        yield from s.way.press("Levels", inside=page)
        yield from s.hand.pause(0.3)
        yield from s.show_picture("levels-policy")
        yield from s.way.press("Change: Q15", inside=page)
        yield from s.hand.pause(0.3)
        yield from s.way.fill(_DUE_SOON, "16:00", inside=page)
        yield from s.hand.key("Tab")
        yield from s.hand.wait_for("To be corrected first")
        yield from s.show_picture("late-before-due-soon")

    def policy_signed(self) -> Script:
        s, page = self._s, self._s.desk.unit
        yield from s.way.fill(_DUE_SOON, "11:30", inside=page)
        yield from s.hand.key("Tab")
        yield Until(lambda: not eyes.says("To be corrected first"), "nothing wrong any more")
        yield from s.way.press("Review changes…", inside=page)
        yield from s.hand.pause(0.3)
        yield from s.show_picture("review")
        yield from s.way.press("Sign 1 change with your PIN", inside=page)
        yield from s.hand.wait_for("enter your PIN")
        yield from s.hand.pause(0.3)
        yield from s.show_picture("sign-pin")
        yield from s.way.pin(DEMO_PIN)
        yield from s.hand.wait_for("The policy holds from now on")
        yield Until(lambda: self._soon() == timedelta(minutes=11, seconds=30), "the policy in force")
        yield from s.show_picture("signed")

    def _soon(self) -> timedelta:
        policy = reading.read_policy(self._s.core.store)
        return next(one.soon for one in policy.levels if one.code == "Q15")

    def bed_added(self) -> Script:
        s, page = self._s, self._s.desk.unit
        yield from s.way.press("Areas, rooms and beds", inside=page)
        yield from s.hand.pause(0.3)
        yield from s.show_picture("places")
        room = rf"\s*(?:Room )?{s.board().beds[0].room}"
        yield from s.way.line("Areas, rooms and beds", room)
        yield from s.hand.pause(0.3)
        yield from s.way.fill("A new bed", NEW_BED, inside=page)
        yield from s.show_picture("bed-to-add")
        yield from s.way.press("Add bed", inside=page)
        yield Until(lambda: self._has_bed() or eyes.says("enter your PIN"), "the bed, or a question for the PIN")
        if not self._has_bed():
            yield from s.show_picture("bed-pin")
            yield from s.way.pin(DEMO_PIN)
        yield Until(self._has_bed, "the bed on the board")
        yield from s.show_picture("bed-added")

    def _has_bed(self) -> bool:
        return any(one.label == NEW_BED for one in self._s.board().beds)
