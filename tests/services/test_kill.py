"""kill -9 while checks are recorded and lapses swept: no acknowledged check is lost, and the record holds together.

STATION_KILL_ROUNDS=100 kills a hundred times instead of twenty.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from station.models import Alert, Check, JournalEntry
from station.models.enums import AlertState
from station.store.engine import close_store, open_store
from station.store.verify import check_file, verify_journal
from station.store.work import Store
from tests.builders import build_unit
from tests.fakes import NOON
from tests.killing import ROUNDS, Killer, killer_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are of POSIX")


@pytest.fixture
def killer() -> Iterator[Killer]:
    with killer_of(Path(__file__).with_name("killed_recorder.py")) as made:
        yield made


def check_whole(where: str, acknowledged: int) -> int:
    """How many checks there are, all that were acknowledged among them; each with its journal entry."""
    store = open_store(where)
    try:
        assert verify_journal(store).journal == "ok"
        assert check_file(store) is None
        with store.read() as session:
            stored = session.scalar(select(func.count(Check.id))) or 0
            requests = set(session.scalars(select(Check.request_id)))
            told = session.scalar(select(func.count()).where(JournalEntry.kind == "check.recorded"))
            twice = select(Alert.subject).where(Alert.state != AlertState.CLOSED).group_by(Alert.subject)
            assert session.execute(twice.having(func.count() > 1)).first() is None
        assert stored == told
        assert {f"request-{number}" for number in range(acknowledged)} <= requests
        return stored
    finally:
        close_store(store)


@pytest.mark.timeout(60 + 4 * ROUNDS)
def test_no_acknowledged_check_is_lost(sqlite_store: Store, killer: Killer) -> None:
    unit = build_unit(sqlite_store)
    for bed in unit.beds:
        unit.admit(bed, at=NOON)
    where = sqlite_store.where
    close_store(sqlite_store)
    for _ in range(ROUNDS):
        acknowledged = killer.kill_at_some_point(where)
        assert check_whole(where, acknowledged) >= acknowledged
