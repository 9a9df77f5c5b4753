"""From asking for a wall to its first live picture, on a year of records."""

from pathlib import Path
from typing import Any, Final

from station.bench.asking import ask
from station.bench.figures import Figure, Plain, percentile, seconds_now

TARGET_S: Final = 1.5
TARGET_TIMES: Final = 2.0
COLD: Final = 2
"""The first runs are not counted: they fill the file cache."""


def start(database: Path, folder: Path, *, runs: int) -> list[Figure]:
    """Warm starts: the median of those after the first two. The three kinds take turns."""
    taken: dict[str, list[dict[str, Any]]] = {"wall": [], "empty": [], "bare": []}
    modules: list[str] = []
    for _ in range(runs):
        taken["wall"].append(
            _start("wall", folder, database=str(database), station="Bench wall", program="station.cli")
        )
        modules = taken["wall"][-1].pop("modules")
        taken["empty"].append(_start("empty", folder, modules=modules))
        taken["bare"].append(_start("bare", folder))
    warm = {kind: _warm(answers, "seconds") for kind, answers in taken.items()}
    cpu = {kind: _warm(answers, "cpu") for kind, answers in taken.items()}
    more: dict[str, Any] = {f"cpu_{kind}": value for kind, value in cpu.items()}
    more |= {"runs": [round(one["seconds"], 3) for one in taken["wall"]], "modules": len(modules)}
    plain = (
        Plain("an empty window with the same imports", warm["empty"]),
        Plain("a bare PySide6 window", warm["bare"]),
    )
    return [
        Figure(
            "start", "start of a wall to its first live picture", warm["wall"], "s", TARGET_S, plain=plain, more=more
        ),
        Figure(
            "start_times_empty",
            "the same, as many times an empty window with the same imports",
            round(warm["wall"] / warm["empty"], 2),
            "times",
            TARGET_TIMES,
            more={"cpu": round(cpu["wall"] / cpu["empty"], 2)},
        ),
    ]


def _start(kind: str, folder: Path, **asked: Any) -> dict[str, Any]:
    return ask(kind, asked | {"spawned": seconds_now()}, folder, timeout_s=120)


def _warm(answers: list[dict[str, Any]], name: str) -> float:
    return percentile([one[name] for one in answers[COLD:] or answers], 50)
