"""kill -9 in the middle of writing: nothing acknowledged is lost, nothing half-done is there.

STATION_KILL_ROUNDS=100 kills a hundred times instead of twenty.
"""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from station.store.engine import close_store, open_store
from station.store.verify import check_file, verify_journal
from station.store.work import Store
from tests.databases import Server, fresh_database

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are of POSIX")

_ROUNDS: Final = int(os.environ.get("STATION_KILL_ROUNDS", "20"))  # now: conftest.py clears the environment
_WRITER: Final = Path(__file__).with_name("killed_writer.py")


class Killer:
    """Has writers made, and kills them."""

    def __init__(self, maker: "subprocess.Popen[str]") -> None:
        assert maker.stdin is not None
        assert maker.stdout is not None
        self._order, self._heard = maker.stdin, maker.stdout
        self._chance = random.Random(20260314)

    def start(self, where: str) -> int:
        """The process number of a writer on that database."""
        self._order.write(f"{where}\n")
        self._order.flush()
        return int(self._heard.readline().removeprefix("pid "))

    def kill_at_some_point(self, where: str) -> int:
        """Kill a writer some acknowledgements after its start. Answers the last number it gave."""
        writer = self.start(where)
        lines = [self._heard.readline() for _ in range(self._chance.randrange(1, 40))]
        self.spend(self._chance.randrange(300_000))
        return max(int(line) for line in lines + self.kill(writer))

    def spend(self, turns: int) -> None:
        """Up to some transactions' time (0.02 us a turn), so that the kill falls into any part of one."""
        for _ in range(turns):
            pass

    def kill(self, writer: int) -> list[str]:
        """Kill it, and hear what it had still to say. A line cut short by the kill was not an acknowledgement."""
        os.kill(writer, signal.SIGKILL)
        lines = []
        while not (line := self._heard.readline()).endswith("gone\n"):
            assert line, "the maker of writers has died"
            lines.append(line)
        return lines


@pytest.fixture
def killer() -> Iterator[Killer]:
    environment = {**os.environ, "PYTHONPATH": str(_WRITER.parents[2])}
    with subprocess.Popen(
        [sys.executable, str(_WRITER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as maker:
        yield Killer(maker)
        assert maker.stdin is not None
        maker.stdin.close()


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


@pytest.mark.timeout(60 + 3 * _ROUNDS)
def test_nothing_acknowledged_is_lost_on_sqlite(sqlite_store: Store, killer: Killer) -> None:
    last, where = 0, sqlite_store.where
    close_store(sqlite_store)
    for _ in range(_ROUNDS):
        acknowledged = killer.kill_at_some_point(where)
        assert acknowledged > last
        check_whole(where, acknowledged)
        last = acknowledged


@pytest.mark.timeout(60 + 3 * _ROUNDS)
def test_nothing_acknowledged_is_lost_on_postgres(postgres: Server, killer: Killer) -> None:
    with fresh_database(postgres) as url:
        for _ in range(max(3, _ROUNDS // 4)):
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
