"""Evidence made at a desk: in the name of whoever is signed in there, and by nobody else."""

import threading
from pathlib import Path

import pytest

from station.app.binding import LOCKED, BoundCommands
from station.reports.canvas import Paper
from station.services import Store
from station.services.errors import Refused
from station.services.evidence import Asked
from tests.builders import PIN, BuiltUnit, build_unit, minutes
from tests.fakes import NOON, FakeClock

ASKED = Asked("1201", "2026-03-02 06:00", "2026-03-02 06:30")


def never() -> bool:
    return False


@pytest.fixture
def unit(sqlite_store: Store) -> BuiltUnit:
    made = build_unit(sqlite_store)
    made.admit_seen("1201")
    return made


@pytest.fixture
def desk(unit: BuiltUnit) -> BoundCommands:
    return BoundCommands(unit.store, FakeClock(NOON + minutes(30)), "Desk 1")


def sign_in(desk: BoundCommands, unit: BuiltUnit, name: str) -> int:
    staff_id = unit.give_pin(name)
    desk.sign_in(staff_id, PIN)
    return staff_id


def test_a_charge_makes_it_into_a_folder_of_its_own(desk: BoundCommands, unit: BuiltUnit, tmp_path: Path) -> None:
    made = desk.make_evidence(sign_in(desk, unit, "C. Lindt"), ASKED, tmp_path, Paper.A4, never)
    assert made.place == tmp_path / "evidence-M1201-20260302-0600-20260302-0630"
    assert (made.place / "manifest.json").exists()
    assert made.sentences[-1].endswith("in 19 files.")
    with unit.store.read() as session:
        found = session.connection().exec_driver_sql("SELECT actor, station FROM journal WHERE kind = 'evidence.made'")
        assert found.all() == [("C. Lindt", "Desk 1")]


def test_nobody_signed_in_makes_none(desk: BoundCommands, unit: BuiltUnit, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=LOCKED[:20]):
        desk.make_evidence(unit.staff["C. Lindt"], ASKED, tmp_path, Paper.A4, never)
    with pytest.raises(Refused, match="A tech may not make evidence"):
        desk.make_evidence(sign_in(desk, unit, "J. Moore"), ASKED, tmp_path, Paper.A4, never)
    assert [one.name for one in tmp_path.iterdir() if one.is_dir()] == []


def test_stopped_it_leaves_nothing_and_says_so(desk: BoundCommands, unit: BuiltUnit, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Refused, match="was stopped"):
        desk.make_evidence(sign_in(desk, unit, "C. Lindt"), ASKED, tmp_path / "packs", Paper.A4, stop.is_set)
    assert list((tmp_path / "packs").iterdir()) == []
