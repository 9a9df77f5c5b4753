"""One small database for all tests of the figures: a day of eight beds."""

import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from station.bench import asking, year
from station.clock import SystemClock
from station.services import Store
from station.store.engine import close_store, open_store


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Only to be read; copy it to write."""
    path = tmp_path_factory.mktemp("bench") / "day.db"
    year.make_year(path, now=SystemClock().now(), days=1, beds=8)
    return path


@pytest.fixture
def store(loaded: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it, to write in."""
    path = tmp_path / "day.db"
    shutil.copyfile(loaded, path)
    found = open_store(path, create=False)
    yield found
    close_store(found)


def _run(
    command: list[str], *, compiled: Path, env: dict[str, str], check: bool, **named: Any
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=env | {"PYTHONPYCACHEPREFIX": str(compiled)}, check=check, **named)


@pytest.fixture(autouse=True)
def _compiled_once(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A bench has what is installed compiled once for all of its measurements; here each is a bench of its own."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    monkeypatch.setattr(asking, "subprocess", SimpleNamespace(run=partial(_run, compiled=shared / "compiled")))
