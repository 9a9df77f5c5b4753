"""Station as a program of its own, with its guard, which is frozen from outside: the guard's window, its sound, the new
start."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QApplication

from station.app.running import application
from tests.drive.loudspeaker import Loudspeaker

_OUTAGE: Final = "Station is not monitoring"
_BOARD: Final = "· Station"
_LOOK_S: Final = 0.2
_MADE_S: Final = 300
"""A demo makes itself a unit first: a second or ten on a machine that has nothing else to do."""


class Lost(AssertionError):
    """What was expected did not come."""


class Outside:
    """Sees windows by their titles, and the screen."""

    def __init__(self, folder: Path, by: str) -> None:
        self._folder, self._by = folder, by
        self._app = application()
        self.ears = Loudspeaker(folder)
        self.pictures: list[str] = []
        self.told: list[dict[str, str]] = []
        env = os.environ | {
            "STATION_LOG_FOLDER": str(folder / "log"),
            "STATION_CALL": "the house supervisor, 4711",
            "HOME": str(folder / "home"),
        }
        (folder / "home").mkdir(exist_ok=True)
        command = [sys.executable, "-m", "station", "demo", "--beds", "24"]
        out = (folder / "out.log").open("w")
        self.station = subprocess.Popen(command, env=env, stdout=out, stderr=subprocess.STDOUT)
        self.pid = self.station.pid

    def windows(self, title: str) -> list[str]:
        """Those that are shown and called so."""
        return _xdotool("search", "--onlyvisible", "--name", title).split()

    def until(self, what: str, true: Callable[[], object], patience_s: float) -> float:
        """How many seconds it took. Raises Lost."""
        began = time.monotonic()
        while not true():
            if time.monotonic() - began > patience_s:
                self.picture("lost")
                raise Lost(f"waited {patience_s:.0f} s in vain: {what}")
            time.sleep(_LOOK_S)
        return time.monotonic() - began

    def tell(self, expected: str, seen: str) -> None:
        self.told.append({"step": "frozen", "expected": expected, "seen": seen})
        sys.stdout.write(f"  frozen: expected {expected} | seen {seen}\n")
        sys.stdout.flush()

    def picture(self, name: str) -> None:
        file = f"{len(self.pictures):02d}-{name}.png"
        QApplication.primaryScreen().grabWindow(0).save(str(self._folder / file))
        self.pictures.append(file)

    def key(self, *names: str) -> None:
        _xdotool("key", "--delay", "80", *names)

    def pid_of(self, window: str) -> int:
        return int(_xdotool("getwindowpid", window) or 0)

    def close(self) -> None:
        """Whichever Station is there now is closed in good order; its guard goes with it."""
        for window in self.windows(_BOARD):
            pid = self.pid_of(window)
            if pid:
                os.kill(pid, signal.SIGTERM)
        if self.station.poll() is None:
            self.station.terminate()
            self.station.wait(30)
        time.sleep(3)
        self.ears.close()


def drive_frozen(folder: Path, *, by: str) -> dict[str, Any]:
    """Frozen for some seconds, then for good, then killed. What was done, and what went wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    outside, done, lost = Outside(folder, by), 0, list[str]()
    try:
        _begin(outside)
        for step in (_for_seconds, _for_good, _killed):
            try:
                step(outside)
                done += 1
            except Lost as fault:
                lost.append(f"{step.__name__}: {fault}")
                sys.stdout.write(f"  LOST {lost[-1]}\n")
    finally:
        outside.close()
    return {
        "part": "frozen",
        "by": by,
        "fault": "",
        "unexpected": [],
        "done": done,
        "lost": lost,
        "small": {},
        "unseen": [],
        "told": outside.told,
        "pictures": outside.pictures,
    }


def _xdotool(*words: str) -> str:
    return subprocess.run(["xdotool", *words], capture_output=True, text=True, check=False).stdout.strip()


def _begin(outside: Outside) -> None:
    took = outside.until("the board", lambda: outside.windows(_BOARD), _MADE_S)
    outside.tell("the board of the demo", f"after {took:.0f} s")
    time.sleep(10)
    outside.key("w")
    time.sleep(1.5)
    outside.picture("who-watches")


def _for_seconds(outside: Outside) -> None:
    """Frozen until the window shows, then let go: the window goes, and no new Station comes."""
    os.kill(outside.pid, signal.SIGSTOP)
    took = outside.until("the guard's window", lambda: outside.windows(_OUTAGE), 8)
    outside.tell("the guard's window within 5 s", f"after {took:.1f} s")
    time.sleep(0.8)
    outside.picture("frozen")
    os.kill(outside.pid, signal.SIGCONT)
    took = outside.until("the guard's window gone", lambda: not outside.windows(_OUTAGE), 8)
    time.sleep(2.0)
    outside.picture("goes-on")
    outside.tell("gone again, the same Station", f"after {took:.1f} s, {outside.station.poll()}")


def _for_good(outside: Outside) -> None:
    """Frozen for good: shown, sounded, ended, started again."""
    mark = outside.ears.mark()
    os.kill(outside.pid, signal.SIGSTOP)
    shown = outside.until("the guard's window", lambda: outside.windows(_OUTAGE), 8)
    outside.until("the sound of the guard", lambda: outside.ears.pulses_since(mark) >= 3, 12)
    outside.tell("shown within 5 s, and heard", f"after {shown:.1f} s; {outside.ears.pulses_since(mark)} pulses")
    time.sleep(2)
    outside.picture("frozen-for-good")
    took = outside.until("the old one ended", lambda: outside.station.poll() is not None, 20)
    outside.tell("the old one ended", f"{took:.1f} s later")
    outside.picture("being-started-again")
    _comes_back(outside, "started-again")


def _killed(outside: Outside) -> None:
    """Killed: shown at once, and started again."""
    mark = outside.ears.mark()
    window = next(iter(outside.windows(_BOARD)))
    os.kill(outside.pid_of(window), signal.SIGKILL)
    shown = outside.until("the guard's window", lambda: outside.windows(_OUTAGE), 8)
    time.sleep(0.8)
    outside.picture("killed")
    outside.until("the sound of the guard", lambda: outside.ears.pulses_since(mark) >= 3, 15)
    outside.tell("shown and heard", f"after {shown:.1f} s; {outside.ears.pulses_since(mark)} pulses")
    _comes_back(outside, "started-again-after-a-kill")


def _comes_back(outside: Outside, name: str) -> None:
    took = outside.until("a new board", lambda: outside.windows(_BOARD), _MADE_S)
    gone = outside.until("the guard's window gone", lambda: not outside.windows(_OUTAGE), 60)
    time.sleep(8)
    outside.picture(name)
    outside.tell("a new Station, and the guard's window gone", f"{took:.0f} s, {gone:.0f} s")
