"""What the tests of the rules share: the policy, and data that nobody on this project wrote."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from station.rules.policy import Policy, default_policy

_BESIDE = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"


@pytest.fixture
def policy() -> Policy:
    return default_policy()


@pytest.fixture
def outside() -> Path:
    """The folder of outside data (STATION_OUTSIDE_DATA, else beside the checkout)."""
    folder = Path(os.environ.get("STATION_OUTSIDE_DATA", _BESIDE))
    if not folder.is_dir():
        pytest.skip(f"no outside data at {folder}; set STATION_OUTSIDE_DATA")
    return folder


@pytest.fixture
def lapse_rows(outside: Path) -> Callable[[str], list[dict[str, Any]]]:
    """The rows of one kind of the vectors made by running healthchecks at a fixed clock."""
    lines = (outside / "lapse" / "vectors.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return lambda kind: [row for row in rows if row["kind"] == kind]
