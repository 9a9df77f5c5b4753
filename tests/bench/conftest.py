"""One small database for all tests of the figures: a day of eight beds."""

from pathlib import Path

import pytest

from station.bench import year
from station.clock import SystemClock


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Only to be read; copy it to write."""
    path = tmp_path_factory.mktemp("bench") / "day.db"
    year.make_year(path, now=SystemClock().now(), days=1, beds=8)
    return path
