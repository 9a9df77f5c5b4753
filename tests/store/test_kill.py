"""kill -9 in the middle of writing: nothing acknowledged is lost, nothing half-done is there.

STATION_KILL_ROUNDS=100 kills a hundred times instead of twenty.
"""

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from station.store.engine import close_store, open_store
from station.store.verify import check_file, verify_journal
from station.store.work import Store
from tests.databases import Server, fresh_database

_ROUNDS: Final = int(os.environ.get("STATION_KILL_ROUNDS", "20"))  # now: conftest.py clears the environment
_WRITER: Final = Path(__file__).with_name("killed_writer.py")
_HOME: Final = _WRITER.parents[2]


def killed_after(where: str, acknowledged: int, chance: random.Random) -> int:
    """Run the writer, kill it somewhere after so many acknowledgements, and answer the last number it gave."""
    environment = {**os.environ, "PYTHONPATH": str(_HOME)}
    with subprocess.Popen(
        [sys.executable, str(_WRITER), where], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(acknowledged)]
        for _ in range(chance.randrange(20_000)):  # some part of the next commits, without waiting on anything
            pass
        writer.kill()
        lines += writer.stdout.read().splitlines(keepends=True)
        said = writer.stderr.read().decode() if writer.stderr else ""
    whole = [int(line) for line in lines if line.endswith(b"\n")]
    assert len(whole) >= acknowledged, said
    return whole[-1]


def staff(store: Store) -> int:
    with store.read() as session:
        return int(session.connection().exec_driver_sql("SELECT count(*) FROM staff").scalar_one())


def check_whole(where: str, acknowledged: int) -> None:
    store = open_store(where)
    try:
        found = verify_journal(store)
        assert (found.journal, found.why) == ("ok", "")
        assert found.entries >= acknowledged
        assert staff(store) == found.entries  # the entry and the deed, both or neither
        assert check_file(store) is None
    finally:
        close_store(store)


@pytest.mark.slow
@pytest.mark.timeout(30 + 3 * _ROUNDS)
def test_nothing_acknowledged_is_lost_on_sqlite(sqlite_path: Path) -> None:
    chance, last = random.Random(20260314), 0
    close_store(open_store(sqlite_path))
    for _ in range(_ROUNDS):
        acknowledged = killed_after(str(sqlite_path), chance.randrange(1, 40), chance)
        assert acknowledged > last
        check_whole(str(sqlite_path), acknowledged)
        last = acknowledged


@pytest.mark.slow
@pytest.mark.timeout(30 + _ROUNDS)
def test_nothing_acknowledged_is_lost_on_postgres(postgres: Server) -> None:
    chance = random.Random(20260314)
    with fresh_database(postgres) as url:
        for _ in range(max(3, _ROUNDS // 5)):
            check_whole(url, killed_after(url, chance.randrange(1, 40), chance))


def test_killed_while_it_makes_the_database(sqlite_path: Path) -> None:
    """Before the first acknowledgement: the next start finds nothing, or all of it."""
    for _ in range(3):
        kill_at_birth(sqlite_path)
        close_store(open_store(sqlite_path))
        sqlite_path.unlink()


def kill_at_birth(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, str(_WRITER), str(path)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(_HOME)}
    ) as writer:
        while not path.exists() and writer.poll() is None:
            pass
        writer.kill()
