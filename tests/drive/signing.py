"""Signing in by list, pad and badge; a wrong PIN, five wrong ones; the desk that locks, by key and by itself."""

from typing import Final

from PySide6.QtWidgets import QLineEdit, QPushButton

from station.simulation.demo import DEMO_PIN
from tests.drive import eyes
from tests.drive.hand import Script, Until
from tests.drive.scene import Scene

UNKNOWN_BADGE: Final = "B-9999"
_WRONG: Final = "1357"
_TRIES: Final = 5
_IDLE_S: Final = 180.0


class Signing:
    """Who is at the desk."""

    def __init__(self, scene: Scene) -> None:
        self._s = scene

    def sign_in_by_hand(self) -> Script:
        h, one = self._s.hand, self._s.people["tech"]
        yield from h.picture("locked")
        yield from h.tap("Sign in", QPushButton)
        yield from h.tap("Your name.*|Find.*name.*")
        yield from h.write(one.name[:6])
        yield from h.picture("names")
        yield from h.tap_line(f"{one.name}.*")
        yield from self._tap_pin(_WRONG)
        yield from h.wait_for("not the PIN of")
        yield from h.picture("wrong-pin")
        yield from self._tap_pin(DEMO_PIN)
        yield from self._s.is_in(one.name)
        yield from h.picture("signed-in")

    def _tap_pin(self, pin: str) -> Script:
        for digit in pin:
            yield from self._s.hand.tap(digit, QPushButton)
        yield from self._s.hand.tap("Enter", QPushButton)

    def sign_in_by_badge(self) -> Script:
        """A badge nobody has, then the other tech's."""
        h = self._s.hand
        yield from h.scan(UNKNOWN_BADGE)
        yield from h.wait_for("badge is not known")
        yield from h.picture("unknown-badge")
        yield from self._s.be("other tech")

    def scan_into_find(self) -> Script:
        """A badge while the words that fit stand open beneath "Find a bed"."""
        yield from self._s.hand.tap("Find a bed", QLineEdit)
        yield from self._s.be("nurse")
        yield from self._s.hand.picture("scanned-into-find")

    def five_wrong_pins(self) -> Script:
        """The nurse is locked out for five minutes; whoever is here stays."""
        h, one = self._s.hand, self._s.people["nurse"]
        yield from self._s.be("tech")
        yield from self._s.scan_until_asked(one.badge or "", one.name)
        for _ in range(_TRIES):
            yield from h.write(_WRONG)
            yield from h.key("Return")
            yield from h.wait_for("not the PIN of|locked|5 minutes")
            yield from h.pause(0.7)
        yield from h.wait_for("minutes")
        yield from h.picture("five-wrong-pins")
        yield from h.key("Escape")
        yield from h.pause(0.3)

    def lock(self) -> Script:
        h = self._s.hand
        yield from h.key("ctrl+l")
        yield from h.wait_for("This desk is locked")
        yield from h.picture("locked-again")
        yield from self._s.be("tech")

    def lock_by_itself(self) -> Script:
        """Three minutes in which nobody touches it. It looks like the wall."""
        h, recorder = self._s.hand, self._s.desk.shell.recorder
        yield Until(lambda: recorder.staff is None, "the desk locked by itself", _IDLE_S + 30)
        yield from h.picture("locked-by-itself")
        if not eyes.says("This desk is locked"):
            yield from h.wait_for("This desk is locked")
        yield from self._s.be("tech")
