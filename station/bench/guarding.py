"""The guard process: what it takes while nothing happens, and how soon it shows and sounds what has happened."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from station.app.guarded import LOG_NAME
from station.bench.figures import Figure, percentile

MEMORY_MB: Final = 15.0
CPU_PERCENT: Final = 0.1
SHOWN_S: Final = 5.0
SOUNDED_S: Final = 10.0
_PATIENCE_S: Final = 120.0
_SETTLING_S: Final = 5.0
_PAUSE_S: Final = 0.02


class Guarded:
    """A Station with its guard, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.began = 0

    def noted(self, what: str) -> list[tuple[float, str]]:
        """When the guard noted that, by the machine's count of seconds, and what stood behind it."""
        file = self.folder / LOG_NAME
        if not file.exists():
            return []
        parts = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line.count("\t") == 3]
        return [(float(at), detail) for _, at, word, detail in parts if word == what]

    def wait_for(self, what: str, times: int = 1) -> tuple[float, str]:
        """Raises TimeoutError when it does not come."""
        self.wait(lambda: len(self.noted(what)) >= times, what)
        return self.noted(what)[times - 1]

    def wait(self, true: Callable[[], object], what: str) -> None:
        end = time.monotonic() + _PATIENCE_S
        while not true():
            if time.monotonic() > end:
                raise TimeoutError(f"the guard process was waited for in vain: {what}")
            time.sleep(_PAUSE_S)

    def at(self, name: str) -> float:
        """What a doomed Station has kept in a file."""
        file = self.folder / name
        self.wait(lambda: file.exists() and file.read_text(encoding="utf-8"), name)
        return float(file.read_text(encoding="utf-8"))


@contextmanager
def _guarded(folder: Path, name: str, *command: str) -> Iterator[Guarded]:
    """Started, and closed in good order at the end."""
    own = folder / f"guarded-{name}"
    own.mkdir(parents=True)
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "STATION_GUARD": "yes",
        "STATION_GUARD_PLAYER": f"{sys.executable} -c pass",
        "STATION_LOG_FOLDER": str(own),
        "STATION_STATION": f"Bench {name}",
    }
    made = Guarded(own)
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([sys.executable, "-m", *command], env=environment, stdout=quiet, stderr=quiet)
    try:
        made.wait_for("heard")
        yield made
    finally:
        _close(made, process)


def _close(made: Guarded, process: "subprocess.Popen[bytes]") -> None:
    """The last Station says goodbye, and its guard goes."""
    with contextlib.suppress(TimeoutError, OSError):
        os.kill(int(made.noted("heard")[-1][1]), signal.SIGTERM)
        made.wait_for("left")
    process.kill()
    process.wait()


def figures(database: Path, folder: Path, *, seconds: float, runs: int) -> list[Figure]:
    """`seconds`: how long a guard is watched at rest. `runs`: how often each harm is done; the worst counts."""
    if sys.platform == "win32":
        return [_figure(name, None) for name in _WHAT]
    found: dict[str, list[float]] = {name: [] for name in _WHAT}
    wall = ("station", "run", "--wall", "--database", str(database))
    with _guarded(folder, "rest", *wall) as made:
        _rest(made, seconds, found)
    for turn in range(runs):
        with _guarded(folder, f"stopped {turn}", *wall) as made:
            _stopped(made, found)
        for harm in ("screen", "monitor"):
            command = ("station.bench.doomed", str(database), harm)
            with _guarded(folder, f"{harm} {turn}", *command) as made:
                _harmed(made, harm, found)
    return [_figure(name, max(values) if values else None, values) for name, values in found.items()]


def _rest(made: Guarded, seconds: float, found: dict[str, list[float]]) -> None:
    time.sleep(min(seconds, _SETTLING_S))
    pid = int(made.wait_for("watching")[1])
    worked, began = _processor_s(pid), time.monotonic()
    time.sleep(seconds)
    now = _processor_s(pid)
    if worked is not None and now is not None:
        found["guard_cpu"].append(round((now - worked) / (time.monotonic() - began) * 100, 3))
        found["guard_memory"].append(_resident_mb(pid))


def _stopped(made: Guarded, found: dict[str, list[float]]) -> None:
    time.sleep(_SETTLING_S)
    pid = int(made.noted("heard")[0][1])
    at = time.monotonic()
    os.kill(pid, signal.SIGSTOP)
    found["stopped_shown"].append(round(made.wait_for("shown")[0] - at, 2))
    found["stopped_sounded"].append(round(made.wait_for("sounded")[0] - at, 2))
    found["stopped_back"].append(round(made.wait_for("well again")[0] - at, 2))


def _harmed(made: Guarded, harm: str, found: dict[str, list[float]]) -> None:
    at = made.at("harmed")
    shown = made.at("told") if harm == "monitor" else made.wait_for("shown")[0]
    found[f"{harm}_shown"].append(round(shown - at, 2))
    found[f"{harm}_sounded"].append(round(made.wait_for("sounded")[0] - at, 2))
    made.wait_for("well again")


def _processor_s(pid: int) -> float | None:
    """What a process has worked so far; None where the system does not tell."""
    file = Path(f"/proc/{pid}/stat")
    if not file.exists():
        return None
    words = file.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


_WHAT: Final[dict[str, tuple[str, str, float | None]]] = {
    "guard_memory": ("what the guard process holds in memory", "MB", MEMORY_MB),
    "guard_cpu": ("the guard process at rest, of one core", "%", CPU_PERCENT),
    "stopped_shown": ("from stopping the process to the outage window painted", "s", SHOWN_S),
    "stopped_sounded": ("the same, to its sound", "s", SOUNDED_S),
    "stopped_back": ("the same, to a Station that watches again", "s", None),
    "screen_shown": ("from a slot that does not return to the outage window painted", "s", SHOWN_S),
    "screen_sounded": ("the same, to its sound", "s", SOUNDED_S),
    "monitor_shown": ("from the death of all that watches inside to the banner painted", "s", SHOWN_S),
    "monitor_sounded": ("the same, to the guard's sound", "s", SOUNDED_S),
}


def _figure(name: str, value: float | None, values: list[float] | None = None) -> Figure:
    what, unit, target = _WHAT[name]
    more: dict[str, Any] = {"p50": percentile(values, 50), "runs": values} if values and len(values) > 1 else {}
    return Figure(name, what, value, unit, target, more=more)
