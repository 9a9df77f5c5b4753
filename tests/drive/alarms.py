"""Alerts, sound, watchers, the record away, by hand: python -m tests.drive.alarms FOLDER [--size …] [--by mouse|keys].

Each part has a desk of its own, in a real window, with a loudspeaker that can be listened to and unplugged. Each step
says what was expected and what was seen; the pictures and `report.json` go into FOLDER, in a folder for each part. The
exit code is 0 when every step was done.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.drive.stage import on_a_screen

PARTS: Final = (
    "answering", "history", "sound", "watchers", "frozen", "outage", "started", "evidence", "empty", "sixty", "names",
    "vitals",
)  # fmt: skip


def main() -> int:
    """Drive all parts, each on a screen of its own, or one."""
    ways = argparse.ArgumentParser(description=__doc__)
    ways.add_argument("folder", type=Path)
    ways.add_argument("--size", default="1366x768")
    ways.add_argument("--by", choices=("mouse", "keys"), default="mouse")
    ways.add_argument("--part", choices=PARTS)
    ways.add_argument("--seed", type=int, default=5)
    ways.add_argument("--year", type=Path, help="a year that `station bench` has made, for the history")
    ways.add_argument("--only", default="", help="names of steps, by commas")
    asked = ways.parse_args()
    if asked.part is None:
        return max(_run(asked, part) for part in PARTS)
    width, height = (int(one) for one in asked.size.split("x"))
    ended = on_a_screen(width, height)
    if ended is not None:
        return ended
    from tests.drive.alarm_desk import drive
    from tests.drive.frozen import drive_frozen
    from tests.drive.started import drive_started

    only = frozenset(filter(None, asked.only.split(",")))
    if asked.part == "frozen":
        report = drive_frozen(asked.folder, by=asked.by)
    elif asked.part == "started":
        report = drive_started(asked.folder, by=asked.by, seed=asked.seed)
    else:
        report = drive(asked.folder, part=asked.part, by=asked.by, seed=asked.seed, year=asked.year, only=only)
    (asked.folder / "report.json").write_text(json.dumps(report, indent=1, default=str), encoding="utf-8")
    brief = {name: report[name] for name in ("part", "by", "fault", "done", "lost", "unexpected", "small", "unseen")}
    sys.stdout.write(json.dumps(brief, default=str) + "\n")
    return 1 if report["fault"] or report["lost"] or report["unexpected"] else 0


def _run(asked: argparse.Namespace, part: str) -> int:
    folder = asked.folder / f"{asked.size}-{asked.by}-{part}"
    more = ["--size", asked.size, "--by", asked.by, "--part", part, "--seed", str(asked.seed)]
    more += ["--year", str(asked.year)] if asked.year else []
    command = [sys.executable, "-m", "tests.drive.alarms", str(folder), *more]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
