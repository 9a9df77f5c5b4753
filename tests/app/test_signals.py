"""An ordinary kill ends Station in good order, and the record says so."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from station.models import Station
from station.store.engine import close_store
from station.store.work import Store
from tests.builders import build_unit
from tests.databases import fresh_sqlite

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_wall_ends_in_good_order(sqlite_path: Path, tmp_path: Path, number: signal.Signals) -> None:
    store = fresh_sqlite(sqlite_path)
    build_unit(store)
    environment = {**os.environ, "STATION_STATION": "Wall 9", "STATION_LOG_FOLDER": str(tmp_path)}
    command = [sys.executable, "-m", "station", "run", "--wall", "--database", str(sqlite_path)]
    wall = subprocess.Popen(command, env=environment, cwd=Path(__file__).parents[2])
    try:
        while not _row(store):
            assert wall.poll() is None
            time.sleep(0.05)
        wall.send_signal(number)
        assert wall.wait(20) == 0
    finally:
        wall.kill()
        wall.wait()
    assert _row(store)[0].stopped_at is not None
    close_store(store)


def _row(store: Store) -> list[Station]:
    with store.read() as session:
        return list(session.scalars(select(Station)))
