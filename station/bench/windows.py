"""Windows whose start is timed: the wall, an empty window with the same imports, a bare one. Run by `child`.

`spawned` is what `seconds_now` said when the process was asked for; each answers the seconds from then until its
window has first been drawn.
"""

import importlib
import sys
import time
from contextlib import suppress
from typing import Any


def wall(asked: dict[str, Any]) -> dict[str, Any]:
    """`station run --wall`, until the live board has first been drawn."""
    importlib.import_module(
        asked["program"]
    )  # the command line, which stands above this and is loaded by every command
    from station import logs
    from station.config import load_settings

    settings = load_settings(database=asked["database"], station=asked["station"])
    logs.set_up(settings.log_folder)
    from station.app import run_wall

    answer: dict[str, Any] = {}

    def painted() -> None:
        from PySide6.QtCore import QCoreApplication

        answer.update(_drawn(asked), modules=sorted(sys.modules))
        QCoreApplication.quit()

    run_wall(settings, painted=painted)
    return answer


def empty(asked: dict[str, Any]) -> dict[str, Any]:
    """A window with nothing in it, all that the wall had imported being imported too."""
    for name in asked["modules"]:
        with suppress(ImportError):
            importlib.import_module(name)
    return _show_nothing(asked)


def bare(asked: dict[str, Any]) -> dict[str, Any]:
    """A window with nothing in it."""
    return _show_nothing(asked)


def _show_nothing(asked: dict[str, Any]) -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication, QMainWindow

    app = QApplication([])
    window = QMainWindow()
    window.showFullScreen()
    app.sendPostedEvents()
    window.repaint()
    return _drawn(asked)


def _drawn(asked: dict[str, Any]) -> dict[str, Any]:
    from station.bench.figures import seconds_now

    return {"seconds": seconds_now() - asked["spawned"], "cpu": time.process_time()}
