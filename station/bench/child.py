"""One measurement in a process of its own: python -m station.bench.child WHAT ARGUMENTS, both ways JSON.

What runs here is told on standard output as one JSON object. Nothing is imported before it is needed: the imports are
part of what is measured.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

Answer = dict[str, Any]


def main(what: str, asked: Answer) -> Answer:
    """Do it here."""
    return _measures()[what](asked)


def _measures() -> dict[str, Callable[[Answer], Answer]]:
    from station.bench import windows

    return {
        "wall": windows.wall,
        "empty": windows.empty,
        "bare": windows.bare,
        "board": _board,
        "reaching": _reaching,
        "elsewhere": _elsewhere,
        "tapping": _tapping,
        "paging": _paging,
        "dragging": _dragging,
        "charting": _charting,
        "idle": _idle,
        "growth": _growth,
    }


def _board(asked: Answer) -> Answer:
    from station.bench.boards import measure

    return measure(asked)


def _reaching(asked: Answer) -> Answer:
    from station.bench.reaching import measure

    return measure(asked)


def _tapping(asked: Answer) -> Answer:
    from station.bench.tapping import measure

    return measure(asked)


def _paging(asked: Answer) -> Answer:
    from station.bench.paging import measure

    return measure(asked)


def _charting(asked: Answer) -> Answer:
    from station.bench.charting import measure

    return measure(asked)


def _dragging(asked: Answer) -> Answer:
    from station.bench.dragging import measure

    return measure(asked)


def _elsewhere(asked: Answer) -> Answer:
    from station.bench.seeing import measure

    return measure(asked)


def _idle(asked: Answer) -> Answer:
    from station.bench.idling import measure

    return measure(asked)


def _growth(asked: Answer) -> Answer:
    from station.bench.growing import measure

    return measure(asked)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], json.loads(sys.argv[2]))) + "\n")
