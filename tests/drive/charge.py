"""The evening of a charge at a desk: python -m tests.drive.charge FOLDER [--size 1366x768] [--by mouse|keys].

The shift is planned, published and changed, levels and 1:1s change hands, somebody goes home sick at 18:00, the policy
is changed, the shift is handed over. By pointer, or by the keyboard alone; a wall in a process of its own says when it
has painted what was published. The exit code is 0 when every step was done.
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
    ways.add_argument("--by", choices=("mouse", "keys"), default="mouse")
    ways.add_argument("--seed", type=int, default=5)
    ways.add_argument("--only", default="", help="names of steps, by commas")
    asked = ways.parse_args()
    width, height = (int(one) for one in asked.size.split("x"))
    ended = on_a_screen(width, height)
    if ended is not None:
        return ended
    from tests.drive.charge_desk import drive

    only = frozenset(filter(None, asked.only.split(",")))
    report = drive(asked.folder, by=asked.by, seed=asked.seed, only=only)
    (asked.folder / "report.json").write_text(json.dumps(report, indent=1, default=str), encoding="utf-8")
    sys.stdout.write(json.dumps(report, default=str) + "\n")
    return 1 if report["fault"] or report["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
