"""kill -9 in the middle of writing: nothing acknowledged is lost, nothing half-done is there.

STATION_KILL_ROUNDS=100 kills a hundred times instead of twenty.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.store.engine import close_store, open_store
from station.store.verify import check_file, verify_journal
from station.store.work import Store
from tests.databases import Server, fresh_database
from tests.killing import ROUNDS, Killer, killer_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are of POSIX")


@pytest.fixture
def killer() -> Iterator[Killer]:
    with killer_of(Path(__file__).with_name("killed_writer.py")) as made:
        yield made


def staff(store: Store) -> int:
    with store.read() as session:
        return int(session.connection().exec_driver_sql("SELECT count(*) FROM staff").scalar_one())


def check_whole(where: str, acknowledged: int) -> None:
    store = open_store(where)
    try:
        found = verify_journal(store)
        assert (found.journal, found.why) == ("ok" if found.entries else "empty", "")
        assert found.entries >= acknowledged
        assert staff(store) == found.entries  # the entry and the deed, both or neither
        assert check_file(store) is None
    finally:
        close_store(store)


@pytest.mark.timeout(60 + 3 * ROUNDS)
def test_nothing_acknowledged_is_lost_on_sqlite(sqlite_store: Store, killer: Killer) -> None:
    last, where = 0, sqlite_store.where
    close_store(sqlite_store)
    for _ in range(ROUNDS):
        acknowledged = killer.kill_at_some_point(where)
        assert acknowledged > last
        check_whole(where, acknowledged)
        last = acknowledged


@pytest.mark.timeout(60 + 3 * ROUNDS)
def test_nothing_acknowledged_is_lost_on_postgres(postgres: Server, killer: Killer) -> None:
    with fresh_database(postgres) as url:
        for _ in range(max(3, ROUNDS // 4)):
            check_whole(url, killer.kill_at_some_point(url))


def test_killed_while_it_makes_the_database(sqlite_path: Path, killer: Killer) -> None:
    """The next start finds nothing, or all of it; and makes the rest."""
    for turns in range(0, 400_000, 40_000):
        writer = killer.start(str(sqlite_path))
        killer.spend(turns)
        killer.kill(writer)
        check_whole(str(sqlite_path), 0)
        for path in sqlite_path.parent.glob("station.db*"):
            path.unlink()
