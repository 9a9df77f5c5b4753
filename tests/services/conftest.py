"""A unit with four empty beds, on each database."""

import pytest

from station.services import Store
from tests.builders import BuiltUnit, build_unit


@pytest.fixture
def unit(store: Store) -> BuiltUnit:
    """On SQLite and on PostgreSQL."""
    return build_unit(store)


@pytest.fixture
def sqlite_unit(sqlite_store: Store) -> BuiltUnit:
    """Where one database says enough."""
    return build_unit(sqlite_store)
