"""The shape of the answer of `station bench`. Never its times: those are for a quiet machine."""

import json
import logging
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from station.bench import run
from station.bench.asking import ChildFailed, ask
from station.bench.run import PARTS, Effort
from station.cli import main

TINY = Effort(
    days=0.2,
    runs=1,
    seconds_shown=3,
    checks=5,
    crowds=1,
    jobs=5,
    lapses=1,
    idle_s=0.3,
    hours=0,
    simulated_days=0.02,
    taps=3,
    guard_s=0.3,
    harms=0,
    deadlines=1,
    crowd_runs=1,
    page_s=0.1,
)

_FIGURES = {
    "start": ["start", "start_times_empty"],
    "board": ["tick_36", "tick_60", "refresh"],
    "record": ["record_check"],
    "recovery": ["recovery"],
    "sweep": ["sweep_idle", "sweep_500"],
    "audit": ["audit", "canary"],
    "painted": ["painted"],
    "sounded": ["sounded"],
    "crowd": ["crowd_painted", "crowd_block"],
    "elsewhere": ["seen_elsewhere"],
    "tap": ["tap", "tap_p99"],
    "page": ["page_open", "page_hurried"],
    "drag": ["drag"],
    "patient": ["patient_open", "chart_month", "chart_million", "crosshair"],
    "idle": ["idle_cpu", "memory"],
    "guard": [
        "guard_memory",
        "guard_cpu",
        "stopped_shown",
        "stopped_sounded",
        "stopped_back",
        "screen_shown",
        "screen_sounded",
        "monitor_shown",
        "monitor_sounded",
    ],
    "growth": ["growth"],
    "simulate": ["simulate"],
    "suggest": ["suggest", "suggest_stop"],
}


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    for handler in [one for one in root.handlers if one not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def _shaped(figure: dict[str, Any]) -> bool:
    named = {"what", "value", "unit", "target", "met", "alternatives"} <= set(figure)
    return named and all({"what", "value", "times"} == set(one) for one in figure["alternatives"])


def test_every_part_is_named_and_can_be_taken() -> None:
    assert list(_FIGURES) == list(PARTS)


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_each_part_gives_its_figures(part: str, loaded: Path, tmp_path: Path) -> None:
    database = tmp_path / "day.db"
    shutil.copyfile(loaded, database)
    told: list[str] = []
    result = run.bench(effort=TINY, database=database, tell=told.append, only=frozenset({part}))
    assert list(result["figures"]) == _FIGURES[part]
    assert all(_shaped(figure) for figure in result["figures"].values())
    assert all(figure["value"] is None or figure["value"] >= 0 for figure in result["figures"].values())
    assert told == [f"measuring: {part}"]


def test_the_answer_is_one_json_object(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(run, "QUICK", TINY)
    kept = tmp_path / "kept.db"
    words = ["station", "bench", "--quick", "--json", "--only", "record", "--database", str(kept)]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert not ended.value.code, said.err
    assert said.out.count("\n") == 1
    result = json.loads(said.out)
    assert set(result) == {"machine", "database", "effort", "figures", "missed", "wall_s"}
    assert {"cores", "python", "pyside6", "system"} <= set(result["machine"])
    assert result["database"]["checks"] > 0
    assert _shaped(result["figures"]["record_check"])
    assert {"p99", "cpu_p50", "times"} <= set(result["figures"]["record_check"])
    assert kept.exists()


def test_a_part_that_does_not_exist_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["station", "bench", "--only", "teleport"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "teleport" in capsys.readouterr().err


def test_a_child_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(ChildFailed, match="Measuring board failed"):
        ask("board", {"database": str(tmp_path / "gone.db"), "count": 1}, tmp_path)
