"""Odd units in all three themes: the board, the alerts, a patient, an alert, who watches."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QAbstractButton, QPushButton

from station.views.theme import THEME_NAMES, ThemeName, load
from tests.drive import eyes
from tests.drive.alarm_scene import AlarmScene
from tests.drive.hand import Script, Until

_PAGES: Final = ((1, "Board"), (5, "Alerts"), (4, "Patients"), (3, "Rounds"), (2, "Assignments"))


class Odd:
    def __init__(self, scene: AlarmScene) -> None:
        self._s = scene

    def steps(self) -> tuple[Callable[[], Script], ...]:
        return self.light, self.dark, self.contrast

    def light(self) -> Script:
        yield from self._s.be("charge")
        yield from self._in_theme(THEME_NAMES[0], _PAGES)

    def dark(self) -> Script:
        yield from self._in_theme(THEME_NAMES[1], _PAGES[:2])

    def contrast(self) -> Script:
        yield from self._in_theme(THEME_NAMES[2], _PAGES[:2])

    def _in_theme(self, name: ThemeName, pages: tuple[tuple[int, str], ...]) -> Script:
        s, h = self._s, self._s.hand
        yield from s.way.page(1, "Board")
        yield from s.way.press("Look: .*", inside=s.desk.shell.navigation)
        title = load(name).title
        yield Until(lambda: eyes.entry_of(title) is not None, f"{title} in the menu")
        yield from s.way.entry(title)
        yield from h.pause(1.0)
        for number, page in pages:
            yield from s.way.page(number, page)
            yield from h.pause(1.2)
            yield from h.picture(f"{name}-{page.lower()}")
        yield from self._opened(name)

    def _opened(self, name: str) -> Script:
        """An alert, a patient, who watches: in the side panel, over the board."""
        s, h = self._s, self._s.hand
        yield from s.way.page(1, "Board")
        bed = next((one.label for one in s.board().beds if one.patient is not None), s.board().beds[0].label)
        yield from s.way.open_bed(bed)
        yield from h.pause(1.0)
        yield from h.picture(f"{name}-patient")
        yield from h.key("Escape", "Escape")
        if s.board().alerts:
            yield from s.way.page(5, "Alerts")
            yield from h.pause(0.6)
            yield from s.open_row(lambda _: True)
            yield from h.picture(f"{name}-alert")
            yield from h.key("Escape")
            yield from s.way.page(1, "Board")
        if s.by_keys:
            yield from h.key("w")
        else:
            yield from h.tap(".*Opens who watches", QAbstractButton)
        yield from s.expect_words("Station watches itself")
        yield from h.pause(0.5)
        yield from h.picture(f"{name}-who-watches")
        yield from h.key("Escape")
        s.tell(f"{name}: nothing cut on the board", " | ".join(s.desk.board.cut_texts()) or "nothing")
        assert eyes.ready("Look: .*", QPushButton) is not None
