"""A unit of four beds for a census to come into."""

import pytest

from station.services import Store
from tests.builders import BuiltUnit, build_unit


@pytest.fixture
def unit(store: Store) -> BuiltUnit:
    """On SQLite and on PostgreSQL; its clock on the wall is Chicago's."""
    return build_unit(store)


@pytest.fixture
def sqlite_unit(sqlite_store: Store) -> BuiltUnit:
    """Where one database says enough."""
    return build_unit(sqlite_store)
