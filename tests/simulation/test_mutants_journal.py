"""A journal that can be rewritten or emptied is found."""

from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from station.monitor.station_duties import StationDuties
from station.store.work import Store
from tests.simulation.planting import CALM, Patch, first_found

pytestmark = pytest.mark.slow


def test_a_journal_that_does_not_refuse_is_found(monkeypatch: Patch) -> None:
    """Without the UPDATE trigger an entry can be rewritten: the eyes on the file see it, and so does verification."""
    heartbeat = StationDuties.heartbeat

    def forger(self: StationDuties, now: datetime, mark: datetime) -> None:
        heartbeat(self, now, mark)
        with self._store.engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS journal_refuses_update")
            connection.exec_driver_sql("UPDATE journal SET hash = 'x' WHERE seq = 40")

    monkeypatch.setattr(StationDuties, "heartbeat", forger)
    assert first_found(CALM, lambda outcome: outcome.journal != "ok", 1) == 1


def test_without_its_truncate_trigger_postgresql_lets_a_journal_be_emptied(postgres_store: Store) -> None:
    assert _refuses_truncate(postgres_store)
    with postgres_store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER journal_refuses_truncate ON journal"))
    try:
        assert not _refuses_truncate(postgres_store)
    finally:
        with postgres_store.engine.begin() as connection:
            connection.execute(
                text(
                    "CREATE TRIGGER journal_refuses_truncate BEFORE TRUNCATE ON journal "
                    "FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()"
                )
            )
            connection.execute(text("ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_refuses_truncate"))


def _refuses_truncate(store: Store) -> bool:
    """What `tests/store/test_journal.py` asks of PostgreSQL."""
    try:
        with store.engine.connect() as connection:
            connection.execute(text("TRUNCATE journal"))
            connection.rollback()
    except DBAPIError:
        return True
    return False
