"""A Station that comes to harm once, and is well when it was started again: station.bench.doomed DATABASE HARM [soon].

`monitor`: scheduler and guard thread die together. `scheduler`: one of them. `screen`: a slot never returns. `crash`:
an error ends it, each time. When that was is kept in the log folder as `harmed`, and when the board said so as `told`.
`soon` makes its guard less patient.
"""

import ctypes
import sys
import threading
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt

from station.app import guarded as line
from station.app.guarded import Plan, started_again
from station.app.running import Session, application
from station.app.signs import StationSigns
from station.config import Settings, load_settings
from station.logs import Faults, set_up, watched
from station.views.board.health import Health

_PAUSE_S: Final = 0.05


def main(database: str, harm: str, soon: str = "") -> int:
    """A wall, as `station run --wall` shows it, but for the harm."""
    settings = load_settings(database=database)
    set_up(settings.log_folder)
    app = application()
    session = Session(app, settings, "wall")
    again = started_again()
    signs = StationSigns(session, settings.name_of("wall"), again)
    with watched(Faults(session.unexpected.emit)):
        with line.guarded(_plan(settings, soon), signs, again=again is not None):
            session.begin()
            if again is None or harm == "crash":
                _HARMS[harm](session)
            code = app.exec()
        session.end()
    return code


def _plan(settings: Settings, soon: str) -> Plan:
    limits = (("show", 2.0), ("sound", 2.0), ("act", 3.0), ("monitor", 3.0)) if soon else ()
    return Plan(settings.log_folder, player=settings.guard_player, limits=limits)


def _note(what: str) -> None:
    """The machine's count of seconds, once."""
    file = load_settings().log_folder / what
    if not file.exists():
        file.write_text(f"{time.monotonic()}", encoding="utf-8")


def _when_watching(session: Session, then: Callable[[], None]) -> None:
    def wait() -> None:
        while session.core is None or session.core.monitor.status.passes < 2:
            time.sleep(_PAUSE_S)
        while session.living is None or (session.living.ticker.pulse() or 0) < 3:
            time.sleep(_PAUSE_S)
        then()

    threading.Thread(target=wait, daemon=True).start()


def _kill_threads(*names: str) -> None:
    """An exception out of nowhere, which nothing there catches, again and again until all of them have died."""
    while True:
        doomed = [one for one in threading.enumerate() if one.name in names]
        if not doomed:
            return
        for thread in doomed:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(SystemExit))
        time.sleep(_PAUSE_S)


def _harm_monitor(session: Session) -> None:
    def tell(health: Health) -> None:
        if health.monitoring is False and session.window is not None:
            session.window.shell.repaint()
            _note("told")

    def kill() -> None:
        if session.living is not None:
            session.living.health.connect(tell, Qt.ConnectionType.QueuedConnection)
        _kill_threads("APScheduler", "station-guard")
        _note("harmed")

    _when_watching(session, kill)


def _harm_scheduler(session: Session) -> None:
    _when_watching(session, lambda: _kill_threads("APScheduler"))


def _harm_screen(session: Session) -> None:
    """In the window's own thread, as a slot that has gone wrong."""

    def block(_: object) -> None:
        session.unexpected.disconnect(block)
        _note("harmed")
        time.sleep(3_600)

    session.unexpected.connect(block)
    _when_watching(session, lambda: session.unexpected.emit("now"))


def _harm_crash(_: Session) -> None:
    raise RuntimeError("a crash, as planned")


_HARMS: Final = {"crash": _harm_crash, "monitor": _harm_monitor, "scheduler": _harm_scheduler, "screen": _harm_screen}

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
