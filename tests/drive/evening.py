"""A whole evening at a desk, by hand: python -m tests.drive.evening FOLDER [--size 1366x768] [--hours 8] [--speed 40].

Real X events on the real window over the real services; colleagues are simulated, and leave one area to the hand.
Pictures and a closing report go into FOLDER. The exit code is 0 when every step was done and nothing was missed.
"""

import argparse
import json
import sys
from pathlib import Path

from tests.drive.stage import on_a_screen


def main() -> int:
    """Drive one evening."""
    ways = argparse.ArgumentParser(description=__doc__)
    ways.add_argument("folder", type=Path)
    ways.add_argument("--size", default="1366x768")
    ways.add_argument("--hours", type=float, default=8.0)
    ways.add_argument("--speed", type=float, default=40.0)
    ways.add_argument("--seed", type=int, default=5)
    ways.add_argument("--only", default="", help="names of steps, by commas")
    asked = ways.parse_args()
    width, height = (int(one) for one in asked.size.split("x"))
    ended = on_a_screen(width, height)
    if ended is not None:
        return ended
    from tests.drive.desk import drive

    only = frozenset(filter(None, asked.only.split(",")))
    report = drive(asked.folder, hours=asked.hours, speed=asked.speed, seed=asked.seed, only=only)
    (asked.folder / "report.json").write_text(json.dumps(report, indent=1, default=str), encoding="utf-8")
    said = {name: value for name, value in report.items() if name != "steps"}
    sys.stdout.write(json.dumps(said, default=str) + "\n")
    return 1 if report["fault"] or report["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
