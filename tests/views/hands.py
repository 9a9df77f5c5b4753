"""Fingers and a scanner: keys that come in at a window, as those of a real keyboard do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station.views.scanner import Scanner

_STANDS_STILL_MS: Final = 60_000


class KeyClock:
    """When keys are pressed: moved by hand."""

    def __init__(self) -> None:
        self.at = 100.0

    def elapsed(self) -> float:
        return self.at

    def moment(self, _: QKeyEvent) -> float:
        return self.at


class Hands:
    """Types at `window` as a person (slowly), or as a scanner does."""

    SLOW = 0.120
    FAST = 0.008

    def __init__(self, qtbot: QtBot, window: QWidget, scanner: Scanner, clock: KeyClock) -> None:
        self._qtbot, self._scanner, self._clock = qtbot, scanner, clock
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        handle = window.windowHandle()
        assert isinstance(handle, QWindow)
        self._handle = handle

    def key(self, key: Qt.Key | str, *, after: float = SLOW) -> None:
        self._clock.at += after
        QTest.keyClick(self._handle, key)  # type: ignore[arg-type]  # a letter will do, which the stub does not know

    def type(self, text: str, *, gap: float = SLOW) -> None:
        if gap < self.SLOW:
            with self._by_the_clock():
                self._keys(text, gap)
            return
        for letter in text:
            self.key(letter, after=gap)
            self.rest()

    def scan(self, text: str, *, gap: float = FAST) -> None:
        """As a scanner types: all of it, and Enter. The first key comes some time after what was before."""
        with self._by_the_clock():
            self.key(text[0])
            self._keys(text[1:], gap)
            self.key(Qt.Key.Key_Return, after=gap)

    def _keys(self, text: str, gap: float) -> None:
        for letter in text:
            self.key(letter, after=gap)

    @contextmanager
    def _by_the_clock(self) -> Iterator[None]:
        """A real scanner's keys wait in a line while the machine stands still; ours are made one by one, and would come
        too late on a busy one."""
        quiet = self._scanner._quiet
        usual = quiet.interval()
        quiet.setInterval(_STANDS_STILL_MS)
        try:
            yield
        finally:
            quiet.setInterval(usual)

    def rest(self) -> None:
        """Until a key is known as a person's, however long the machine stood still meanwhile."""
        self._qtbot.wait(0)
        self._qtbot.waitUntil(lambda: self._scanner.is_settled)
