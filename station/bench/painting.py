"""From the moment a check falls due to the paint event of its alert, on a wall with everything running."""

from pathlib import Path
from typing import Any, Final

from station.bench.beating import longest
from station.bench.figures import Figure, Plain, percentile
from station.bench.lapsing import Lapse, fall_due_in_turn, reached
from station.bench.reaching import station
from station.models.enums import ShownKind
from station.store.engine import close_store, open_store

TARGET_S: Final = 1.2
_APART_S: Final = (0.35, 1.05)
_WALL: Final = "Bench painted"
_PLAIN: Final = "Bench painted plainly"
_PLAIN_SHARE: Final = 3
"""The plain way is taken a third as often."""


def figure(database: Path, folder: Path, *, lapses: int) -> Figure:
    """`lapses` checks fall due one after the other; and fewer on a wall that is woken each second only."""
    delays, beats = _taken(database, folder, _WALL, lapses)
    plainly, _ = _taken(database, folder, _PLAIN, max(1, lapses // _PLAIN_SHARE), plain=True)
    return Figure(
        "painted",
        "from falling due to the paint event of the alert on a wall, 99 of 100",
        percentile(delays, 99),
        "s",
        TARGET_S,
        plain=(Plain("a sweep each second and at no deadline", percentile(plainly, 99)),),
        more={
            "p50": percentile(delays, 50),
            "max": max(delays),
            "times": len(delays),
            "alternative_p50": percentile(plainly, 50),
            **beats,
        },
    )


def _taken(database: Path, folder: Path, name: str, count: int, **asked: Any) -> tuple[list[float], dict[str, float]]:
    """The delays, and how long the window was kept from moving meanwhile."""
    store = open_store(database, create=False)
    try:
        with station(database, folder, "wall", name, **asked) as answer:
            lapses = fall_due_in_turn(store, count, _APART_S)
        waits = _kept_waiting(answer.result()["beats"], lapses)
        return reached(store, name, ShownKind.PAINTED, lapses), waits
    finally:
        close_store(store)


def _kept_waiting(beats: list[tuple[float, float, float]], lapses: list[Lapse]) -> dict[str, float]:
    wait, worked = longest(beats, lapses[0].due_at.timestamp(), lapses[-1].due_at.timestamp() + 1)
    return {"longest_block_ms": wait, "longest_block_cpu_ms": worked}
