"""A new person: added, given a PIN and a badge, chooses a PIN of his own; a lost one is given anew."""

from typing import Final

from PySide6.QtWidgets import QLineEdit, QPushButton

from tests.drive import eyes
from tests.drive.hand import Script, Until
from tests.drive.scene import Scene

NAME: Final = "A. Newman"
BADGE: Final = "B-2001"
_GIVEN: Final = "7301"
_OWN: Final = "9052"
_AGAIN: Final = "6174"


class Newcomers:
    """The People page, and what follows from it at the desk."""

    def __init__(self, scene: Scene) -> None:
        self._s = scene

    def new_person(self) -> Script:
        h, page = self._s.hand, self._s.desk.people
        yield from self._s.be("administrator")
        yield from h.tap("People", QPushButton)
        if eyes.line_of(f"{NAME}.*") is None:
            yield from h.tap("Add a person…", QPushButton, inside=page)
            yield from h.fill("Name on the board", NAME, inside=page)
            yield from h.tap("Add person", QPushButton, inside=page)
            yield from self._s.prove_if_asked()
        yield from self._give_pin(_GIVEN)
        yield from self._scan_into_field()
        yield from h.tap("Save badge", QPushButton, inside=page)
        yield from self._s.prove_if_asked()
        yield from h.picture("people")

    def _scan_into_field(self) -> Script:
        h, page = self._s.hand, self._s.desk.people
        for _ in range(4):
            yield from h.tap("Badge", QLineEdit, inside=page)
            yield from h.key("ctrl+a")
            yield from h.scan(BADGE)
            yield from h.pause_for(self._is_scanned, 1.5)
            if self._is_scanned():
                return

    def _is_scanned(self) -> bool:
        field = eyes.seen("Badge", QLineEdit, inside=self._s.desk.people)
        return isinstance(field, QLineEdit) and field.text() == BADGE

    def _give_pin(self, pin: str) -> Script:
        h, page = self._s.hand, self._s.desk.people
        yield from h.tap_line(f"{NAME}.*")
        yield from h.pause(0.4)
        yield from h.fill("New PIN", pin, inside=page)
        yield from h.fill("New PIN once more", pin, inside=page)
        yield from h.tap("Give this PIN", QPushButton, inside=page)
        yield from self._s.prove_if_asked()

    def his_own_pin(self) -> Script:
        yield from self._choose_own(_GIVEN, _OWN)

    def _choose_own(self, given: str, own: str) -> Script:
        """Signed in with the one that was given, he chooses one that nobody else knows."""
        h, recorder = self._s.hand, self._s.desk.shell.recorder
        yield from self._s.scan_until_asked(BADGE, NAME)
        yield from h.write(given)
        yield from h.key("Return")
        yield from h.wait_for("PIN of your own|your own PIN|of your own")
        yield from h.picture("choose-own-pin")
        for _ in range(2):
            yield from h.pause(0.6)
            yield from h.write(own)
            yield from h.key("Return")
        yield Until(lambda: recorder.staff is not None and recorder.staff.name == NAME, "the new person signed in")
        yield from h.picture("own-pin-chosen")

    def pin_lost(self) -> Script:
        """Forgotten: the administrator gives another, and he chooses again."""
        yield from self._s.be("administrator")
        yield from self._s.hand.tap("People", QPushButton)
        yield from self._give_pin(_AGAIN)
        yield from self._choose_own(_AGAIN, _OWN)
        yield from self._s.be("tech")
