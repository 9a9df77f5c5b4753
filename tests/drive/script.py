"""What the hand does on its evening."""

from typing import Any

from PySide6.QtWidgets import QPushButton

from station.app.core import Core
from station.app.windows import Desk
from tests.drive.hand import Hand, Script


class Evening:
    def __init__(self, hand: Hand, core: Core, desk: Desk, *, hours: float) -> None:
        self._hand, self._core, self._desk = hand, core, desk
        self._hours = hours

    def figures(self) -> dict[str, Any]:
        return {}

    def script(self) -> Script:
        h = self._hand
        yield from h.tap("Sign in", QPushButton)
        yield from h.pause(0.5)
        yield from h.picture("who")
        yield from h.scan("B-1002")
        yield from h.pause(0.5)
        yield from h.picture("pin")
        yield from h.write("2468")
        yield from h.key("Return")
        yield from h.pause(1.5)
        yield from h.picture("in")
        for page in ("Rounds", "People", "Unit"):
            yield from h.tap(page, QPushButton)
            yield from h.pause(0.8)
            yield from h.picture(page)
