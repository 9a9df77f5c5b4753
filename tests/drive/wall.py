"""A wall beside a desk, in a process of its own: python -m tests.drive.wall DATABASE CLOCK FOLDER.

Each time it has painted other duties than before it says when, by the system's clock, and keeps a picture.
"""

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from typing_extensions import override

from station.app.core import identity_of, open_core
from station.app.running import SENTENCES, application
from station.app.windows import Wall
from station.clock import SystemClock
from station.store.rows import BoardSnapshot
from station.views.bridge import Bridge
from tests.drive.clocks import FollowingClock

FASTEST = 120.0
"""Seconds of the unit in one of ours, at most."""


class Watcher(QObject):
    """Sees what the wall has painted."""

    def __init__(self, wall: Wall, folder: Path) -> None:
        super().__init__()
        self._wall, self._folder = wall, folder
        self._clock = SystemClock()
        self._painted: object = None
        self._shown: object = ()
        self._count = 0
        wall.living.snapshot.connect(self._show)
        wall.shell.installEventFilter(self)

    @Slot(object)
    def _show(self, snapshot: BoardSnapshot) -> None:
        self._shown = tuple((one.name, one.words) for one in snapshot.on_duty)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.UpdateRequest and self._shown != self._painted:
            self._painted = self._shown
            QTimer.singleShot(0, self._tell)
        return False

    @Slot()
    def _tell(self) -> None:
        said = json.dumps({"at": self._clock.elapsed(), "duty": self._painted})
        sys.stdout.write(said + "\n")
        sys.stdout.flush()
        self._count += 1
        self._wall.shell.grab().save(str(self._folder / f"wall-{self._count:02d}.png"))


def main(database: str, clock_file: str, folder: str) -> int:
    """Until its standard input ends."""
    app = application()
    bridge = Bridge(sentences=SENTENCES)
    clock = FollowingClock(Path(clock_file))
    core = open_core(database, identity_of("Wall 1", "wall"), bridge.publish, base=clock, speed=FASTEST)
    wall = Wall(app, core, bridge, "dark", speed=FASTEST)
    watcher = Watcher(wall, Path(folder))
    core.start()
    wall.shell.resize(1920, 1080)
    wall.show(full_screen=False)
    app.exec()
    wall.living.stop()
    bridge.shutdown()
    core.close()
    del watcher
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(*sys.argv[1:4]))
