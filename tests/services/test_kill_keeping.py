"""kill -9 while entries are kept and put in: none that was acknowledged is lost, none goes in twice, all in order.

STATION_KILL_ROUNDS=100 kills a hundred times instead of twenty.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from station.models import Check, JournalEntry, SpoolEntry
from station.services.putting_in import put_in
from station.store.engine import close_store, open_store
from station.store.spool import Spool, read
from station.store.spool_places import archives_in
from station.store.verify import check_file, verify_journal
from station.store.work import Store
from tests.builders import build_unit
from tests.fakes import NOON
from tests.killing import ROUNDS, Killer, killer_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are of POSIX")


@pytest.fixture
def killer() -> Iterator[Killer]:
    with killer_of(Path(__file__).with_name("killed_keeper.py")) as made:
        yield made


def check_whole(where: str, acknowledged: int, *, returned: bool) -> int:
    """How many entries there are in all; on the last round they are all put in, and record and files must agree."""
    store, folder = open_store(where), Path(where).with_name("spool")
    spool = Spool.of(folder, "Desk 1")
    try:
        if returned:
            put_in(store, spool.entries, now=NOON + timedelta(days=30))
        assert verify_journal(store).journal == "ok"
        assert check_file(store) is None
        archived = [entry for path in archives_in(folder) for entry in read(path).entries]
        files = sorted([*archived, *spool.entries], key=lambda entry: entry.written_at)
        requests = [entry.body["request_id"] for entry in files]
        assert requests == [f"request-{number}" for number in range(len(requests))]
        assert len(requests) >= acknowledged
        with store.read() as session:
            stored = list(session.scalars(select(Check.request_id).order_by(Check.id)))
            entries = list(session.scalars(select(SpoolEntry.id).order_by(SpoolEntry.written_at)))
            told = session.scalar(select(func.count()).where(JournalEntry.kind == "check.recorded"))
        assert stored == requests[: len(stored)], "each once, in order"
        assert len(stored) == told == len(entries)
        assert entries == [entry.id for entry in files[: len(entries)]]
        assert len(stored) >= len(archived), "what was put away is in the record"
        if returned:
            assert len(stored) == len(requests)
        return len(requests)
    finally:
        spool.close()
        close_store(store)


@pytest.mark.timeout(60 + 4 * ROUNDS)
def test_nothing_acknowledged_is_lost_and_nothing_goes_in_twice(sqlite_store: Store, killer: Killer) -> None:
    unit = build_unit(sqlite_store)
    for bed in unit.beds:
        unit.admit(bed, at=NOON)
    where = sqlite_store.where
    close_store(sqlite_store)
    for number in range(ROUNDS):
        acknowledged = killer.kill_at_some_point(where)
        assert check_whole(where, acknowledged, returned=number == ROUNDS - 1) >= acknowledged
