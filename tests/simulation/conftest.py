"""The tools that a simulation is given, and a unit that has lived for a while."""

from pathlib import Path

import pytest

from station.services import Store
from station.simulation.run import Tools
from station.store.engine import close_store, open_store
from station.store.verify import verify_journal
from tests.databases import knowing, lay_sqlite


def _open(place: Path) -> Store:
    return knowing(open_store(place if place.exists() else lay_sqlite(place), synchronous="OFF"))


@pytest.fixture
def tools() -> Tools:
    """The real store without waiting for the disk, which no test here pulls the plug of."""
    return Tools(open=_open, close=close_store, verify=lambda store: verify_journal(store).journal)
