"""The outage window as a program: python -m station.app.outage, started by the guard process.

A line on standard input is what to say: headline, what to do, why, and "closable" or nothing, with tabs between.
"shown" on standard output says that it has been painted. It is there as long as standard input is open; exit code 0
before that: a person has closed it.
"""

import contextlib
import os
import sys
from threading import Thread
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication, QStyleFactory

from station.views.outage import OutageWindow

_PARTS: Final = 4


class Outage(QObject):
    """The windows of all screens, which say the same."""

    heard = Signal(str)
    """A line, from the thread that reads them; empty at their end."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[OutageWindow] = []
        self.heard.connect(self._hear)

    def read(self) -> None:
        """Hear what comes on standard input, from a thread of its own."""
        Thread(target=self._read, name="outage-lines", daemon=True).start()

    def _read(self) -> None:
        with contextlib.suppress(OSError, ValueError, RuntimeError):
            for line in sys.stdin.buffer:
                self.heard.emit(line.decode("utf-8", "replace").strip("\r\n"))
        with contextlib.suppress(RuntimeError):
            self.heard.emit("")

    @Slot(str)
    def _hear(self, line: str) -> None:
        if not line:
            QApplication.exit(0)
            return
        headline, what_to_do, why, closable, *_ = line.split("\t") + [""] * _PARTS
        if not self.windows:
            self._open()
        for window in self.windows:
            window.say(headline, what_to_do, why, can_be_closed=closable == "closable")
            window.raise_()
            window.activateWindow()

    def _open(self) -> None:
        for screen in QGuiApplication.screens():
            self.windows.append(self._window_on(screen))

    def _window_on(self, screen: QScreen) -> OutageWindow:
        window = OutageWindow()
        window.closed.connect(self._closed)
        window.painted.connect(self._painted)
        window.setGeometry(screen.geometry())
        window.showFullScreen()
        return window

    @Slot()
    def _painted(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.write("shown\n")
            sys.stdout.flush()

    @Slot()
    def _closed(self) -> None:
        QApplication.exit(0)


def main() -> None:
    """Until told, or closed by a person. An orderly end would wait for the reading thread, now and then for ever."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Station outage")
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setQuitOnLastWindowClosed(False)
    outage = Outage()
    outage.read()
    os._exit(app.exec())


if __name__ == "__main__":
    main()
