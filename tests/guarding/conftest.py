"""Real Stations, each with its guard, on a real SQLite file; and whatever is left of them is ended."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from station.app.guarded import LOG_NAME
from station.guarding.processes import STARTED_AGAIN
from station.store.engine import close_store
from station.store.work import Store
from tests.builders import BuiltUnit, build_unit
from tests.databases import fresh_sqlite

ROOT: Final = Path(__file__).parents[2]
PATIENCE_S: Final = 180.0
_PAUSE_S: Final = 0.05


@dataclass(frozen=True)
class Noted:
    """One line of the guard's log."""

    at: float
    what: str
    detail: str


def until(true: Callable[[], object], why: str = "") -> None:
    """Wait for something that another process brings about."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, f"waited {PATIENCE_S:.0f} s in vain {why}"
        time.sleep(_PAUSE_S)


def is_alive(pid: int) -> bool:
    """Whether it runs, or is stopped. One that has only not been waited for is gone."""
    stat = Path(f"/proc/{pid}/stat")
    if stat.parent.parent.is_dir() and Path("/proc/self/stat").exists():
        with contextlib.suppress(OSError):
            return stat.read_text().rpartition(")")[2].split()[0] != "Z"
        return False
    with contextlib.suppress(OSError):
        os.kill(pid, 0)
        return True
    return False


@dataclass
class Watched:
    """A Station under guard, and what its guard wrote down."""

    folder: Path
    database: Path
    store: Store
    unit: BuiltUnit
    started: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, *command: str) -> "subprocess.Popen[bytes]":
        """`command`: what Python runs."""
        player = f"{sys.executable} {ROOT / 'tests' / 'guarding' / 'player.py'} {self.played}"
        environment = os.environ | {
            "STATION_GUARD": "yes",
            "STATION_GUARD_PLAYER": player,
            "STATION_STATION": "Desk 1",
            "STATION_LOG_FOLDER": str(self.folder),
            "PYTHONPATH": str(ROOT),
        }
        environment.pop(STARTED_AGAIN, None)
        with (self.folder / "said").open("ab") as said:
            made = subprocess.Popen([sys.executable, *command], env=environment, cwd=ROOT, stdout=said, stderr=said)
        self.started.append(made)
        return made

    def start_wall(self) -> "subprocess.Popen[bytes]":
        made = self.start("-m", "station", "run", "--wall", "--database", str(self.database))
        self.wait_until_watching(made)
        return made

    def start_doomed(self, harm: str, *soon: str) -> "subprocess.Popen[bytes]":
        return self.start("-m", "station.bench.doomed", str(self.database), harm, *soon)

    def wait_until_watching(self, made: "subprocess.Popen[bytes]") -> None:
        """A heartbeat has been stored, and the guard has heard of it."""

        def watching() -> bool:
            assert made.poll() is None, self.said
            return bool(self.noted("heard")) and self.ask("SELECT count(*) FROM station WHERE stopped_at IS NULL") == 1

        until(watching, self.said)

    @property
    def played(self) -> Path:
        return self.folder / "played"

    @property
    def said(self) -> str:
        file = self.folder / "said"
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""

    @property
    def log(self) -> list[Noted]:
        file = self.folder / LOG_NAME
        if not file.exists():
            return []
        parts = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line.count("\t") == 3]
        return [Noted(float(at), what, detail) for _, at, what, detail in parts]

    def noted(self, what: str) -> list[Noted]:
        return [one for one in self.log if one.what == what]

    def wait_for(self, what: str, times: int = 1) -> Noted:
        until(lambda: len(self.noted(what)) >= times, f"for {what!r} in {self.log}\n{self.said}")
        return self.noted(what)[times - 1]

    @property
    def guards(self) -> list[int]:
        return [int(one.detail) for one in self.noted("watching")]

    @property
    def stations(self) -> list[int]:
        return [int(one.detail) for one in self.noted("heard")]

    def ask(self, sql: str) -> object:
        with self.store.read() as session:
            return session.connection().exec_driver_sql(sql).scalar_one()

    def alerts(self, subject: str) -> int:
        return int(str(self.ask(f"SELECT count(*) FROM alert WHERE subject LIKE '{subject}'")))

    def close(self) -> None:
        """In good order: then nothing is left."""
        last = self.stations[-1]
        left = len(self.noted("left"))
        os.kill(last, signal.SIGTERM)
        self.wait_for("left", left + 1)
        for made in self.started:
            made.wait(PATIENCE_S)
        until(lambda: not any(map(is_alive, (*self.guards, *self.stations))), "for all to be gone")

    def end_all(self) -> None:
        """Whatever is left, the guards first."""
        for pid in (*self.guards, *self.stations):
            if is_alive(pid):
                os.kill(pid, signal.SIGKILL)
        for made in self.started:
            made.kill()
            made.wait(PATIENCE_S)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    database = tmp_path / "station.db"
    store = fresh_sqlite(database)
    made = Watched(tmp_path, database, store, build_unit(store))
    yield made
    made.end_all()
    close_store(store)
