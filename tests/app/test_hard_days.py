"""A real Station whose disk fills up, or is pulled out, in the midst of its work: what falls due meanwhile stands on
its screen from memory, and is in the record once, with its true times, when the disk is well."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from station.clock import SystemClock
from station.store.engine import close_store
from station.store.verify import check_file, verify_journal
from station.store.work import Store
from tests.app.test_hard_starts import PATIENCE_S, Place, a_small_disk
from tests.builders import BuiltUnit, build_unit, minutes, seconds
from tests.databases import fresh_sqlite
from tests.monitor.fake_duties import until
from tests.small_disk import fill, no_small_disk, plug_in

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="disks are made as Linux has them"),
    pytest.mark.slow,
    pytest.mark.timeout(900),
]

AWAY = "NOT SAVED: THE RECORD IS AWAY"
AHEAD = {"1202": seconds(6), "1203": seconds(40), "1204": seconds(110)}
"""When each falls due: on a busy machine the first may before it is known that the record is away."""

Harm = Callable[[Place, Store], AbstractContextManager[None]]


@contextmanager
def filled(place: Place, store: Store) -> Iterator[None]:
    """All that was written goes into the database first: the file beside it is empty, and what is written next needs
    room."""
    assert until(lambda: _is_emptied(store), PATIENCE_S)
    fill(place.record / "stuff")
    yield
    (place.record / "stuff").unlink()


def _is_emptied(store: Store) -> bool:
    with store.engine.connect() as connection:
        busy: int = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
    return not busy


def _drive(place: Place) -> Path:
    return place.home.parent / "drive"


@contextmanager
def a_drive(place: Place) -> Iterator[None]:
    _drive(place).mkdir()
    if os.geteuid() != 0 or not plug_in(_drive(place), place.record):
        pytest.skip("no drive can be plugged in here")
    try:
        yield
    finally:
        no_small_disk(place.record)


@contextmanager
def pulled_out(place: Place, store: Store) -> Iterator[None]:
    """Station's own open files stay good, as on no real drive: it may not go on writing into them."""
    store.engine.dispose()
    no_small_disk(place.record)
    assert not place.database.exists()
    yield
    assert plug_in(_drive(place), place.record)


@pytest.fixture
def place() -> Iterator[Place]:
    with tempfile.TemporaryDirectory(prefix="station-day-") as folder:
        yield Place(Path(folder))


@contextmanager
def running(place: Place) -> Iterator[BuiltUnit]:
    """Station watches an empty unit."""
    store = fresh_sqlite(place.database)
    try:
        unit = build_unit(store)
        place.start()
        place.until("4 beds")
        yield unit
    finally:
        place.put_away()
        close_store(store)


def admit_all(unit: BuiltUnit, now: datetime) -> dict[str, int]:
    """Each with a check that falls due as `AHEAD` says; and one who is late, so that it is seen that all are known."""
    stays = {bed: unit.admit_seen(bed, at=now - minutes(15) + ahead) for bed, ahead in AHEAD.items()}
    unit.admit_seen("1201", at=now - minutes(16))
    return stays


def assert_shown_meanwhile_and_in_the_record_once(place: Place, harm: Harm) -> None:
    with running(place) as unit:
        now = SystemClock().now()
        stays = admit_all(unit, now)
        place.until("1201")
        with harm(place, unit.store):
            shown = place.until(AWAY)
            bed = next(bed for bed in stays if bed not in shown)
            shown = place.until(bed)
            assert AWAY in shown
            assert "not saved" in shown
            well_again = SystemClock().now()
        place.until_no_more(AWAY)
        place.until("Record was away")
        place.close()
        assert_raised_once(unit, stays[bed], now + AHEAD[bed], before=well_again)


def assert_raised_once(unit: BuiltUnit, stay: int, due: datetime, *, before: datetime) -> None:
    (alert,) = unit.all_alerts(stay, "check")
    assert alert.due_at == due
    assert due <= alert.detected_at < before
    assert verify_journal(unit.store).journal == "ok"
    assert check_file(unit.store) is None


def test_a_disk_that_fills_up(place: Place) -> None:
    with a_small_disk(place.record, megabytes=24):
        assert_shown_meanwhile_and_in_the_record_once(place, filled)


def test_a_drive_that_is_pulled_out(place: Place) -> None:
    with a_drive(place):
        assert_shown_meanwhile_and_in_the_record_once(place, pulled_out)
