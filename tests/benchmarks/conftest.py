"""Benchmarks are for `make bench`; without --benchmark-enable they are not even collected."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.bench import year
from station.clock import SystemClock
from station.services import Store
from station.store.engine import close_store, open_store


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if collection_path.suffix == ".py" and not config.getoption("benchmark_enable"):
        return True
    return None


@pytest.fixture(scope="session")
def fortnight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two weeks of 36 beds, only to be copied."""
    path = tmp_path_factory.mktemp("benchmarks") / "fortnight.db"
    year.make_year(path, now=SystemClock().now(), days=14)
    return path


@pytest.fixture
def unit(fortnight: Path, tmp_path: Path) -> Iterator[Store]:
    """A unit with two weeks behind it, whose board is live; durable as in use."""
    path = tmp_path / "unit.db"
    shutil.copyfile(fortnight, path)
    store = open_store(path, create=False)
    year.freshen(store, SystemClock().now(), everyone=True)
    yield store
    close_store(store)
