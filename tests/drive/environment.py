"""An environmental round, room by room; hazards found, fixed, found still wrong, verified by another."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from station.models.enums import HazardState
from station.store.rows.environment import HazardRow
from tests.drive import eyes
from tests.drive.hand import Script, Until
from tests.drive.scene import Scene

_TAP_AGAIN_S: Final = 2.0
"""A tap that fell on a list in motion is made once more."""

_CLOSER, _RAIL = "Door closer", "Shower curtain rail"


class Environment:
    """What is wrong in rooms."""

    def __init__(self, scene: Scene) -> None:
        self._s = scene

    def _hazard(self, place: str) -> HazardRow | None:
        return next((one for one in self._s.board().hazards if place in one.place), None)

    def _is_known(self, place: str) -> bool:
        return self._hazard(place) is not None

    def environmental_round(self) -> Script:
        h, page = self._s.hand, self._s.desk.environment
        yield from self._s.be("tech")
        yield from h.tap("Environment", QPushButton)
        if not eyes.says("Doors and exits"):
            yield from h.tap(f"(?:Start|Go on)[^:]*: .*{self._s.area}.*", QPushButton, inside=page)
        yield from h.wait_for("Doors and exits")
        yield from h.picture("environmental-round")
        yield from self._one_hazard_and_one_not_checked()
        yield from self._say_fine_of_the_rest()
        yield from h.picture("environmental-said")
        yield from h.tap("End round", QPushButton, inside=page)
        yield from h.wait_for("is ended|has been ended")
        yield from h.picture("environment")

    def _one_hazard_and_one_not_checked(self) -> Script:
        h, page = self._s.hand, self._s.desk.environment
        if self._hazard(_CLOSER) is None:
            form = partial(eyes.says, "Where exactly")
            yield from h.tap_until("Doors and exits: hazard", QPushButton, form, inside=page)
            yield from h.fill("Where exactly", _CLOSER, inside=page)
            yield from h.tap("Severity 4.*", QPushButton, inside=page)
            yield from h.fill("What is wrong", "hangs loose, a cord holds on it", inside=page)
            yield from h.tap(".*Maintenance", QPushButton, inside=page)
            yield from h.picture("hazard")
            known = partial(self._is_known, _CLOSER)
            yield from h.tap_until("Save hazard", QPushButton, known, inside=page)
        yield from h.tap("Bathroom: not checked", QPushButton, inside=page)
        yield from h.tap("Not checked: room in use", QPushButton, inside=page)
        yield from h.pause(0.4)

    def _say_fine_of_the_rest(self) -> Script:
        """The focus goes from thing to thing and from room to room by itself."""
        while True:
            yield Until(lambda: _focused_fine() is not None or _is_all_said(), "the next thing to look at")
            fine = _focused_fine()
            if fine is None:
                return
            yield from self._s.hand.tap_on(fine, "Fine")
            yield from self._s.hand.pause_for(partial(_is_left, fine), _TAP_AGAIN_S)

    def report_hazard(self) -> Script:
        h, page = self._s.hand, self._s.desk.environment
        yield from h.tap("Environment", QPushButton)
        yield from h.tap("Report a hazard…", QPushButton, inside=page)
        yield from h.fill("Where exactly", _RAIL, inside=page)
        yield from h.tap("Severity 2.*", QPushButton, inside=page)
        yield from h.fill("What is wrong", "one hook is missing", inside=page)
        yield from h.tap(".*Housekeeping", QPushButton, inside=page)
        yield from h.tap("Report hazard", QPushButton, inside=page)
        yield Until(lambda: self._hazard(_RAIL) is not None, "the hazard on the board")
        yield from h.picture("hazards")

    def hazard_fixed_and_verified(self) -> Script:
        """The tech says that it is fixed; the nurse finds it still wrong, then right."""
        h, page = self._s.hand, self._s.desk.environment
        yield from self._fixed("screwed tight")
        yield from self._s.be("nurse")
        yield from h.tap("Environment", QPushButton)
        yield from h.tap(f"Not fixed: .*{_CLOSER}.*", QPushButton, inside=page)
        yield from h.fill("What is still wrong", "it gives way again", inside=page)
        yield from h.picture("still-wrong")
        yield from h.tap("I have looked: it is not fixed", QPushButton, inside=page)
        yield Until(lambda: self._state() is HazardState.OPEN, "the hazard open again")
        yield from self._fixed("a new closer")
        yield from self._s.be("nurse")
        yield from h.tap("Environment", QPushButton)
        yield from h.tap(f"Verify: .*{_CLOSER}.*", QPushButton, inside=page)
        yield from h.pause(0.3)
        yield from h.picture("verifying")
        yield from h.tap("I have looked: it is fixed", QPushButton, inside=page)
        yield Until(lambda: self._hazard(_CLOSER) is None, "the hazard verified")

    def _state(self) -> HazardState | None:
        found = self._hazard(_CLOSER)
        return None if found is None else found.state

    def _fixed(self, how: str) -> Script:
        h, page = self._s.hand, self._s.desk.environment
        if self._state() is not HazardState.OPEN:
            return
        yield from self._s.be("tech")
        yield from h.tap("Environment", QPushButton)
        yield from h.tap(f"Fixed: .*{_CLOSER}.*", QPushButton, inside=page)
        yield from h.fill("How it was fixed", how, inside=page)
        yield from h.tap("It is fixed", QPushButton, inside=page)
        yield Until(lambda: self._state() is HazardState.FIXED, "the hazard said to be fixed")


def _focused_fine() -> QWidget | None:
    """The "Fine" that has the focus."""
    focused = QApplication.focusWidget()
    return focused if focused is not None and focused.accessibleName().endswith(": fine") else None


def _is_left(fine: QWidget) -> bool:
    return _focused_fine() is not fine


def _is_all_said() -> bool:
    return eyes.says("Everything has been said")
