"""All figures in a row, on one database."""

import gc
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from station import __version__
from station.bench import (
    auditing,
    boards,
    charting,
    crowding,
    dragging,
    growing,
    guarding,
    hearing,
    idling,
    paging,
    painting,
    recording,
    recovering,
    seeing,
    simulating,
    starting,
    suggesting,
    sweeping,
    tapping,
    year,
)
from station.bench.figures import Figure
from station.clock import SystemClock
from station.store.engine import close_store, open_store

Tell = Callable[[str], None]

PARTS: Final = (
    "start",
    "board",
    "record",
    "recovery",
    "sweep",
    "audit",
    "painted",
    "sounded",
    "crowd",
    "elsewhere",
    "tap",
    "page",
    "drag",
    "patient",
    "idle",
    "guard",
    "growth",
    "simulate",
    "suggest",
)
"""What can be measured for itself."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much of each thing is done. `days` stands for the database, `hours` for the growth."""

    days: float
    runs: int
    seconds_shown: int
    checks: int
    crowds: int
    jobs: int
    lapses: int
    idle_s: float
    hours: int
    simulated_days: float
    taps: int = 150
    guard_s: float = 60.0
    harms: int = 5
    deadlines: int = 110
    """Checks that fall due one after the other."""
    crowd_runs: int = 3
    page_s: float = 2.5
    """How long each page of a desk is looked at."""


WHOLE: Final = Effort(year.DAYS, 7, 300, 2_000, 15, 2_000, 30, 20.0, growing.HOURS, 1.0)
QUICK: Final = Effort(30.0, 4, 60, 300, 5, 300, 12, 8.0, 1, 0.25, 40, 20.0, 1, 12, 1)


def bench(
    *, effort: Effort = WHOLE, database: Path | None = None, tell: Tell, only: frozenset[str] = frozenset(PARTS)
) -> dict[str, Any]:
    """Take every figure, or only those of some `PARTS`.

    `database`: used when it is there, else made and kept; None makes one that is not kept. `tell` hears what is going
    on. Raises StoreError, ChildFailed, Refused for a database that is none of ours.
    """
    clock = SystemClock()
    began = clock.elapsed()
    gc.freeze()  # as the app does once it has imported everything
    with tempfile.TemporaryDirectory(prefix="station-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        place = database or folder / "year.db"
        loaded = ready(place, effort.days, tell)
        figures: list[Figure] = []
        for part, take in _parts(place, folder, effort).items():
            if part in only:
                tell(f"measuring: {part}")
                catch_up(place)
                figures += take()
    return {
        "machine": machine(),
        "database": loaded,
        "effort": asdict(effort),
        "figures": {one.name: one.as_dict() for one in figures},
        "missed": [one.name for one in figures if one.met is False],
        "wall_s": round(clock.elapsed() - began, 1),
    }


def _parts(database: Path, folder: Path, effort: Effort) -> dict[str, Callable[[], list[Figure]]]:
    return {
        "start": lambda: starting.start(database, folder, runs=effort.runs),
        "board": lambda: _boards(database, folder, effort),
        "record": lambda: [recording.figure(database, folder, count=effort.checks)],
        "recovery": lambda: [recovering.figure(database, folder, runs=effort.runs)],
        "sweep": lambda: sweeping.figures(folder, crowds=effort.crowds, job_count=effort.jobs),
        "audit": lambda: auditing.figures(database, count=effort.seconds_shown),
        "painted": lambda: [painting.figure(database, folder, lapses=effort.deadlines)],
        "sounded": lambda: [hearing.figure(database, folder, lapses=effort.deadlines)],
        "crowd": lambda: crowding.figures(folder, runs=effort.crowd_runs),
        "elsewhere": lambda: [seeing.figure(database, folder, changes=effort.lapses)],
        "tap": lambda: tapping.figures(database, folder, taps=effort.taps),
        "page": lambda: paging.figures(database, folder, each_s=effort.page_s),
        "drag": lambda: dragging.figures(folder, frames=effort.seconds_shown),
        "patient": lambda: charting.figures(database, folder, count=effort.seconds_shown),
        "idle": lambda: idling.figures(database, folder, seconds=effort.idle_s),
        "guard": lambda: guarding.figures(database, folder, seconds=effort.guard_s, runs=effort.harms),
        "growth": lambda: [_growth(folder, effort)],
        "simulate": lambda: [simulating.figure(folder, days=effort.simulated_days)],
        "suggest": lambda: suggesting.figures(runs=effort.runs),
    }


def _boards(database: Path, folder: Path, effort: Effort) -> list[Figure]:
    large = folder / "large.db"
    year.make_year(large, now=SystemClock().now(), days=1, beds=60)
    catch_up(large, everyone=True)
    catch_up(database, everyone=True)
    return boards.figures(database, large, folder, count=effort.seconds_shown)


def _growth(folder: Path, effort: Effort) -> Figure:
    """On a database of its own, a week old: the checks of its simulated day lie ahead of the clock."""
    own = folder / "growing.db"
    year.make_year(own, now=SystemClock().now(), days=7)
    return growing.figure(own, folder, hours=effort.hours)


def ready(place: Path, days: float, tell: Tell) -> dict[str, Any]:
    """The database, made where there is none; brought up to the present."""
    clock = SystemClock()
    if place.exists():
        loaded = year.what_is_in(place)
        said: dict[str, Any] = {"made_in_s": None}
    else:
        tell(f"making a database of {days:g} days")
        began = clock.elapsed()
        loaded = year.make_year(place, now=clock.now(), days=days, progress=lambda share: tell(f"{share:.0%} of it"))
        said = {"made_in_s": round(clock.elapsed() - began, 1)}
    catch_up(place)
    return {"path": str(place), **asdict(loaded), **said}


def catch_up(place: Path, *, everyone: bool = False) -> None:
    """Nothing is owed on the board, or about to be: whatever time has passed since the last figure."""
    store = open_store(place, create=False)
    try:
        now = SystemClock().now()
        year.forget_walls(store, now)
        year.freshen(store, now, everyone=everyone)
    finally:
        close_store(store)


def machine() -> dict[str, Any]:
    """What these figures were taken on."""
    from importlib.metadata import version

    load = [round(one, 2) for one in os.getloadavg()] if hasattr(os, "getloadavg") else None
    return {
        "station": __version__,
        "system": platform.platform(),
        "python": platform.python_version(),
        "pyside6": version("PySide6-Essentials"),
        "cores": os.cpu_count(),
        "load_at_end": load,
    }


def stderr(sentence: str) -> None:
    """Progress goes beside the answer, never into it."""
    sys.stderr.write(f"{sentence}\n")
