"""The same on a PostgreSQL server: it lets nobody in for a while, and ends whoever is in."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import create_engine, select

from station.models import SpoolEntry
from station.monitor.eyes import HANGS_AFTER_S, RecordAway
from station.services.events import KeptHere
from station.store.errors import StoreError
from station.store.verify import verify_journal
from tests.app.ward import Ward
from tests.databases import Server, fresh_database
from tests.fakes import FakeClock
from tests.monitor.fake_duties import until


@pytest.fixture
def ward(postgres: Server, tmp_path: Path) -> Iterator[Ward]:
    with fresh_database(postgres) as address:
        made = Ward(address, tmp_path / "spool", FakeClock())
        yield made
        made.close()


@contextmanager
def nobody_let_in(ward: Ward, server: Server) -> Iterator[None]:
    """As a server that was stopped: every connection ends, and no new one is taken, until it is started again."""
    name = str(ward.core.store.engine.url.database)
    administer(server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    administer(server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    yield
    administer(server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def administer(server: Server, statement: str) -> None:
    engine = create_engine(server.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_a_server_that_is_stopped_and_started_again(ward: Ward, postgres: Server) -> None:
    with nobody_let_in(ward, postgres):
        ward.pass_time(minutes=15)
        ward.lose()
        assert "1201" in ward.local()
        ward.pass_time(minutes=6)
        ward.eyes.look()
        assert any(isinstance(one, KeptHere) for one in ward.check(ward.stay, "one"))
        assert "1201" not in ward.local()
    assert ward.turn()
    assert not ward.eyes.keeps
    (check,) = (one for one in ward.checks(ward.stay) if one.request_id == "one")
    assert not check.late_entry
    (alert,) = ward.alerts(ward.stay)
    assert alert.lapsed_at is not None
    assert alert.closed_at == check.recorded_at
    assert alert.detected_at < check.recorded_at
    assert verify_journal(ward.core.store).journal == "ok"
    with ward.core.store.read() as session:
        assert set(session.scalars(select(SpoolEntry.outcome))) == {""}


@contextmanager
def backends_stand_still(ward: Ward, server: Server) -> Iterator[None]:
    """The processes of the server that serve this database, stopped: whatever is asked of them is not answered."""
    name = str(ward.core.store.engine.url.database)
    pids = ask(server, f"SELECT pid FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()")
    stopped: list[int] = []
    try:
        for pid in pids:
            try:
                os.kill(pid, signal.SIGSTOP)
            except OSError:
                pytest.skip("the server is not one whose processes can be stopped from here")
            stopped.append(pid)
        yield
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)


def ask(server: Server, question: str) -> list[int]:
    engine = create_engine(server.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        found = list(connection.exec_driver_sql(question).scalars())
    engine.dispose()
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="there no process can be stopped")
def test_a_backend_that_stands_still_holds_nobody_up(ward: Ward, postgres: Server) -> None:
    """A pass that hangs on it is told apart from one that fails; when it goes on, so does the pass."""
    lookout = ward.core.monitor._lookout
    with backends_stand_still(ward, postgres):
        ward.pass_time(minutes=21)
        hanging = Thread(target=ward.core.monitor.pass_now, daemon=True)
        hanging.start()
        assert until(lambda: lookout.status.looking_since is not None)
        lookout.note(lambda status: replace(status, looking_since=(status.looking_since or 0.0) - HANGS_AFTER_S))
        ward.eyes.look()
        assert ward.eyes.is_away
        assert "1201" in ward.local()
        with pytest.raises(RecordAway):
            ward.reads.board()
        assert any(isinstance(one, KeptHere) for one in ward.check(ward.stay, "one"))
        assert "1201" not in ward.local()
        assert hanging.is_alive()
    hanging.join(20)
    assert not hanging.is_alive()
    assert ward.turn()
    assert not ward.eyes.keeps
    assert [one.request_id for one in ward.checks(ward.stay)].count("one") == 1
    assert [one.lapsed_at is not None for one in ward.alerts(ward.stay)] == [True]
    assert verify_journal(ward.core.store).journal == "ok"


def test_a_connection_that_is_cut_loses_nothing(ward: Ward, postgres: Server) -> None:
    """The next one is made by itself, or the check is kept: either way it is there, once."""
    name = str(ward.core.store.engine.url.database)
    ward.pass_time(minutes=2)
    administer(postgres, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    ward.check(ward.stay, "one")
    assert ward.turn()
    assert [one.request_id for one in ward.checks(ward.stay)].count("one") == 1


def test_started_while_the_server_lets_nobody_in_it_goes_on_from_what_it_knew(ward: Ward, postgres: Server) -> None:
    ward.remember()
    ward.kill()
    with nobody_let_in(ward, postgres):
        ward.pass_time(minutes=4)
        assert isinstance(ward.start_without(), StoreError)
        assert not ward.try_again()
        ward.pass_time(minutes=12)
        ward.eyes.look()
        assert "1201" in ward.local()
        assert ward.core.time.server is not None
    assert ward.try_again()
    assert not ward.eyes.is_away
    assert ward.core.time.machine_off_s() != 0.0, "the server's clock decides again"
    assert verify_journal(ward.core.store).journal == "ok"
