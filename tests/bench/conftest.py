"""One small database for all tests of the figures: a day of eight beds."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.bench import year
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
