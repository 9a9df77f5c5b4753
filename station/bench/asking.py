"""Asks for one measurement in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

Answer = dict[str, Any]

SCREEN: Final = (1920, 1080)
_OFFSCREEN: Final = {"x": 0, "y": 0, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}


class ChildFailed(RuntimeError):
    """A measurement ended without an answer; the message holds what it said."""


def ask(
    what: str, asked: Answer, folder: Path, *, timeout_s: float = 900.0, environment: Mapping[str, str] | None = None
) -> Answer:
    """Measure in a new process, on a screen that nobody sees. `folder` holds its log. Raises ChildFailed.

    `environment`: what it finds there besides.
    """
    screen = folder / "screen.json"
    width, height = SCREEN
    screens = [{"name": "bench", "width": width, "height": height, **_OFFSCREEN}]
    screen.write_text(json.dumps({"screens": screens}), encoding="utf-8")
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),  # what is installed is compiled once, not at each start
        "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
        "STATION_LOG_FOLDER": str(folder / "log"),
        "STATION_GUARD": "no",  # it would start a measurement that failed again
        **(environment or {}),
    }
    command = [sys.executable, "-m", "station.bench.child", what, json.dumps(asked)]
    done = subprocess.run(command, env=around, capture_output=True, text=True, check=False, timeout=timeout_s)
    try:
        answer: Answer = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        raise ChildFailed(f"Measuring {what} failed (exit code {done.returncode}): {done.stderr.strip()}") from None
    return answer
