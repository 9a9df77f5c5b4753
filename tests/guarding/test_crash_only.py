"""Every start is a recovery: after kill -9 it is the same as after a good end, and nothing is left to be cleaned up."""

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from station.clock import SystemClock
from station.store.engine import close_store
from station.store.verify import verify_journal
from tests.builders import build_unit
from tests.databases import fresh_sqlite
from tests.guarding.conftest import ROOT, until

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX"),
    pytest.mark.slow,
    pytest.mark.timeout(300),
]

HALF_WRITTEN = ("look.new", "look.json")
"""What a desk that died while it kept its look could have left."""


@dataclass(frozen=True)
class After:
    """What two starts have left. Times and numbers of processes are left out: they differ in any case."""

    alerts: list[tuple[str, str, str]]
    stations: list[tuple[str, bool]]
    files: list[str]
    journal: str


def start(folder: Path) -> "subprocess.Popen[bytes]":
    """A wall that watches."""
    database = folder / "station.db"
    environment = os.environ | {
        "STATION_GUARD": "no",
        "STATION_STATION": "Wall 1",
        "STATION_LOG_FOLDER": str(folder / "log"),
        "STATION_CONFIG": str(folder / "look.toml"),
    }
    command = [sys.executable, "-m", "station", "run", "--wall", "--database", str(database)]
    quiet = subprocess.DEVNULL
    before = ask(database, "SELECT count(*) FROM journal WHERE kind = 'station.started'")
    wall = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=quiet, stderr=quiet)

    def watches() -> bool:
        assert wall.poll() is None
        return ask(database, "SELECT count(*) FROM journal WHERE kind = 'station.started'") > before and bool(
            ask(database, "SELECT count(*) FROM alert WHERE kind = 'check'")
        )

    until(watches)
    return wall


def ask(database: Path, sql: str) -> int:
    with sqlite3.connect(database, timeout=30) as connection:
        found: int = connection.execute(sql).fetchone()[0]
    connection.close()
    return found


def lived(folder: Path, end: signal.Signals) -> After:
    """One start that is ended so, and a second one that is closed."""
    folder.mkdir()
    (folder / "look.toml").write_text("")
    store = fresh_sqlite(folder / "station.db")
    unit = build_unit(store)
    unit.admit_seen("1201", at=SystemClock().now() - timedelta(minutes=17))
    for number in (end, signal.SIGTERM):
        wall = start(folder)
        wall.send_signal(number)
        wall.wait(60)
        for name in HALF_WRITTEN:
            (folder / name).write_text('{"theme": "da')
    with store.read() as session:
        rows = session.connection().exec_driver_sql
        alerts = [(one[0], one[1], one[2]) for one in rows("SELECT subject, state, stage FROM alert ORDER BY subject")]
        stations = [(one[0], one[1] is not None) for one in rows("SELECT name, stopped_at FROM station")]
    journal = verify_journal(store).journal
    close_store(store)
    return After(alerts, stations, sorted(one.name for one in folder.iterdir()), journal)


def test_a_start_after_a_kill_is_the_same_as_after_a_good_end(tmp_path: Path) -> None:
    killed = lived(tmp_path / "killed", signal.SIGKILL)
    closed = lived(tmp_path / "closed", signal.SIGTERM)
    assert killed == closed
    assert killed.journal == "ok"
    assert [one for one in killed.alerts if one[0].startswith("task")]
    assert killed.files == ["log", *sorted(HALF_WRITTEN), "look.toml", "station.db"]
