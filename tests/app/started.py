"""Station, as `station run` starts it, saying what stands on its screen: python -m tests.app.started KIND DATABASE.

Whenever that changes there is a line of JSON on standard output: the seconds since the process began, and the words.
"""

import json
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from station.app.running import application, run
from station.config import load_settings
from station.views.board.page import WallPage
from station.views.setup.first_start import FirstStart
from station.views.shell import DeskShell
from station.views.widgets.states import StatePanel

_LOOK_MS = 100
_SECONDS = re.compile(r"\d+ s OLD|\d+:\d\d OLD")


class Telling(QObject):
    """Looks at the window as somebody does who stands before it."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOK_MS)

    @Slot()
    def look(self) -> None:
        shown = (one for one in QApplication.allWidgets() if one.isVisible())
        said = " | ".join(sorted({words for one in shown for words in _words(one) if words}))
        said = _SECONDS.sub("OLD", said)
        if said != self._said:
            self._said = said
            sys.stdout.write(json.dumps({"at": round(_age_s(), 1), "says": said}) + "\n")
            sys.stdout.flush()


def _words(one: QWidget) -> Iterator[str]:
    if isinstance(one, WallPage):
        yield from one.banners
        yield from (
            " ".join((card.entry.title, *card.entry.lines)) for card in one.rail.cards if card.entry is not None
        )
        if one.snapshot is not None:
            yield f"{len(one.snapshot.beds)} beds"
    elif isinstance(one, DeskShell):
        yield one.banner.accessibleName() if one.banner.isVisible() else ""
        yield one.entrance.view.says.text()
    elif isinstance(one, StatePanel | FirstStart):
        yield one.accessibleName()


def _age_s() -> float:
    """Seconds since the system made this process."""
    began = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - began / 100


def main() -> int:
    """Until it is told to end."""
    kind, database = sys.argv[1:]
    application()
    telling = Telling()
    code = run(load_settings(database=database), "wall" if kind == "wall" else "desk")
    telling.deleteLater()
    return code


if __name__ == "__main__":
    sys.exit(main())
