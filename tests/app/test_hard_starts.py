"""Real Stations that are started on a disk that is full, hangs, is closed to them or damaged: what people see, and that
all is well when the disk is."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from station.app.core import identity_of, open_core
from station.app.keeping_binding import DeskReads
from station.clock import SystemClock
from station.services.reading import unit_exists
from station.store.engine import close_store, open_store
from station.store.spool_places import folder_for
from tests.builders import build_unit
from tests.databases import fresh_sqlite
from tests.small_disk import fill, no_small_disk, small_disk

pytestmark = [
    pytest.mark.skipif(
        sys.platform != "linux", reason="leases, small disks and other users are made as Linux has them"
    ),
    pytest.mark.slow,
    pytest.mark.timeout(900),
]

ROOT = Path(__file__).parents[2]
PATIENCE_S = 240.0
"""Of a start on a machine with a load of 12 for its two cores: 55 s were seen."""
NAME = "Desk 1"
NOBODY = 65534
WITHOUT = "NOT SAVED: STARTED WITHOUT THE RECORD"
AS_EVER = "This desk is locked. Sign in, or scan your badge."


class Place:
    """A unit that this computer knew; `start` starts Station on it."""

    def __init__(self, folder: Path) -> None:
        self.record, self.home = folder / "record", folder / "home"
        self.database, self.spool = self.record / "station.db", self.home / "spool"
        self._as_user: list[str] = []
        self.said: list[str] = []
        self._process: subprocess.Popen[str] | None = None
        self._listener: Thread | None = None
        for one in (self.record, self.home):
            one.mkdir(parents=True, exist_ok=True)

    def build(self, *, known: bool = True) -> None:
        store = fresh_sqlite(self.database)
        build_unit(store).admit_seen("1201", at=SystemClock().now() - timedelta(minutes=4))
        close_store(store)
        if known:
            self._know()

    def _know(self) -> None:
        core = open_core(str(self.database), identity_of(NAME, "desk"), lambda _: None, spool_folder=self.spool)
        reads = DeskReads(core)
        reads.facts()
        core.kept.eyes.remember(reads.board())
        core.kept.eyes.confirm()
        remembering = core.kept._remembering
        assert remembering is not None
        remembering.look()
        core.close()

    @property
    def memory(self) -> Path:
        return next(folder_for(self.spool, str(self.database)).glob("*.memory"))

    def give_to_nobody(self) -> None:
        """As root every folder is open."""
        if os.geteuid() == 0:
            if shutil.which("setpriv") is None:
                pytest.skip("nobody else can be made to start it here")
            self._as_user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
            for path in (self.record, self.home, *self.record.rglob("*"), *self.home.rglob("*")):
                os.chown(path, NOBODY, NOBODY)

    def start(self) -> None:
        told = {"STATION": NAME, "SPOOL_FOLDER": self.spool, "LOG_FOLDER": self.home / "log"}
        environment = os.environ | {f"STATION_{name}": str(value) for name, value in told.items()}
        environment |= {"HOME": str(self.home), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        environment |= {name: str(self.home) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
        self._process = subprocess.Popen(
            [*self._as_user, sys.executable, "-m", "tests.app.started", "desk", str(self.database)],
            cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._listener = Thread(target=self._listen, args=(self._process,), daemon=True)
        self._listener.start()

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        if process.stdout is not None:
            self.said.extend(json.loads(line)["says"] for line in process.stdout)
            process.stdout.close()

    def until(self, words: str) -> str:
        """What stands on the screen as soon as these words do."""
        return self._until(lambda says: words in says, words)

    def until_no_more(self, words: str) -> str:
        return self._until(lambda says: words not in says, f"no more: {words}")

    def _until(self, true: Callable[[str], bool], what: str) -> str:
        end = time.monotonic() + PATIENCE_S
        while not (self.said and true(self.said[-1])):
            assert self._process is not None
            assert self._process.poll() is None, "it has ended without a window"
            assert time.monotonic() < end, (what, self.said)
            time.sleep(0.05)
        return self.said[-1]

    def close(self) -> None:
        """In good order, however the disk is."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            assert self._process.wait(PATIENCE_S) == 0

    def put_away(self) -> None:
        """However the test has ended."""
        if self._process is not None and self._listener is not None:
            self._process.kill()
            self._process.wait(PATIENCE_S)
            self._listener.join(PATIENCE_S)


@pytest.fixture
def place() -> Iterator[Place]:
    """In a folder that others may enter, which those of pytest are not."""
    with tempfile.TemporaryDirectory(prefix="station-start-") as folder:
        Path(folder).chmod(0o755)
        made = Place(Path(folder))
        yield made
        made.put_away()
        for one in filter(Path.exists, (made.record, made.spool)):
            one.chmod(0o755)


@contextlib.contextmanager
def a_small_disk(folder: Path, megabytes: int = 6) -> Iterator[None]:
    if os.geteuid() != 0 or not small_disk(folder, megabytes):
        pytest.skip("no small disk can be made here")
    try:
        yield
    finally:
        no_small_disk(folder)


def assert_shown_from_memory(place: Place) -> None:
    shown = place.until(WITHOUT)
    assert "4 beds" in shown
    assert "go on under your name, without a PIN" in shown


def assert_as_ever(place: Place) -> None:
    """The record is back, and nothing of the time without it stands there any more but that it was so."""
    place.until_no_more(WITHOUT)
    place.until("Record was away")
    place.close()


def test_a_folder_that_it_may_not_enter(place: Place) -> None:
    place.build()
    place.give_to_nobody()
    place.record.chmod(0)
    place.start()
    assert_shown_from_memory(place)
    place.record.chmod(0o755)
    assert_as_ever(place)


def test_a_folder_that_it_may_not_enter_and_nothing_remembered(place: Place) -> None:
    place.build(known=False)
    place.give_to_nobody()
    place.record.chmod(0)
    place.start()
    shown = place.until("Not monitoring: the record cannot be opened")
    assert "this user may not enter its folder" in shown
    assert "This computer remembers nothing of the unit." in shown
    place.record.chmod(0o755)
    assert AS_EVER in place.until("4 beds")
    place.close()


def test_a_folder_that_it_may_only_read(place: Place) -> None:
    place.build()
    place.give_to_nobody()
    place.record.chmod(0o555)
    place.start()
    assert_shown_from_memory(place)
    place.record.chmod(0o755)
    assert_as_ever(place)


def test_what_it_keeps_itself_may_not_be_read_and_the_unit_is_watched_all_the_same(place: Place) -> None:
    place.build()
    place.give_to_nobody()
    place.spool.chmod(0)
    place.start()
    assert "4 beds" in place.until("cannot be read (Permission denied)")
    place.spool.chmod(0o755)
    place.close()


def test_a_full_disk(place: Place) -> None:
    with a_small_disk(place.record):
        place.build()
        fill(place.record / "stuff")
        place.start()
        assert_shown_from_memory(place)
        (place.record / "stuff").unlink()
        assert_as_ever(place)


def test_a_full_disk_for_everything(place: Place) -> None:
    """The disk that would keep what is entered is the same one: nobody is told that it is kept."""
    with a_small_disk(place.record):
        place = Place(place.record)
        place.build()
        fill(place.record / "stuff")
        place.start()
        try:
            shown = place.until(WITHOUT)
            shown = place.until("This computer cannot keep what is entered, its disk is full")
            assert "is kept on this computer" not in shown
            (place.record / "stuff").unlink()
            assert_as_ever(place)
        finally:
            place.put_away()


def test_a_disk_that_hangs(place: Place) -> None:
    """Another process has a lease on the file: the system makes whoever opens it wait, for up to 45 seconds."""
    import fcntl

    place.build()
    before = signal.signal(signal.SIGIO, signal.SIG_IGN)
    holder = os.open(place.database, os.O_RDWR)
    try:
        fcntl.fcntl(holder, fcntl.F_SETLEASE, fcntl.F_WRLCK)
        place.start()
        assert_shown_from_memory(place)
    finally:
        os.close(holder)
        signal.signal(signal.SIGIO, before)
    assert_as_ever(place)


def test_a_stopped_program_that_holds_it(place: Place) -> None:
    place.build()
    holds = (
        "import sqlite3, sys, time; other = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "other.execute('PRAGMA locking_mode = EXCLUSIVE'); other.execute('BEGIN EXCLUSIVE');"
        "print('held', flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", holds, str(place.database)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        holder.send_signal(signal.SIGSTOP)
        place.start()
        assert_shown_from_memory(place)
        holder.kill()
    assert_as_ever(place)


def test_its_own_disk_hangs(place: Place) -> None:
    """What it remembers cannot be read, for ever: a pipe into which nobody writes. The record is gone as well."""
    place.build()
    memory = place.memory
    memory.unlink()
    os.mkfifo(memory)
    place.database.rename(place.record / "moved")
    place.start()
    shown = place.until("Not monitoring: the record cannot be opened")
    assert "This computer's own disk does not answer." in shown
    place.close()


def test_damaged_with_nothing_good_remembered_it_waits_and_is_not_begun_anew(place: Place) -> None:
    """The database was moved, and what was remembered is torn: there was a unit, all the same."""
    place.build()
    place.memory.write_bytes(place.memory.read_bytes()[:-9])
    place.database.rename(place.record / "moved")
    place.start()
    shown = place.until("Not monitoring: the record cannot be opened")
    assert "where this computer knew a unit before" in shown
    assert "it was cut short or altered" in shown
    assert not place.database.exists()
    (place.record / "moved").rename(place.database)
    place.until(AS_EVER)
    place.close()
    store = open_store(place.database)
    assert unit_exists(store)
    close_store(store)


def test_a_damaged_file(place: Place) -> None:
    place.build()
    whole = place.database.read_bytes()
    place.database.write_bytes(b"\xa5" * len(whole))
    place.start()
    assert_shown_from_memory(place)
    place.database.write_bytes(whole)
    assert_as_ever(place)
