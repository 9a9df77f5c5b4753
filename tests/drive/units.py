"""The units the drive of alerts is over: an evening on 24 beds; 60; none taken; names longer than any card; a year."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from random import Random
from typing import Final

from sqlalchemy import select, update

from station.bench.year import freshen
from station.clock import SystemClock
from station.models import Patient, Staff
from station.models import Unit as UnitRow
from station.models.enums import Role
from station.services import Actor, Store, demo_people, setup
from station.simulation.demo import DEMO_PIN, DemoUnit, prepare
from station.simulation.layout import plan_unit
from station.store.engine import close_store, open_store
from tests.drive.stage import evening_of
from tests.small_disk import no_small_disk, small_disk

QUIET: Final = time(19, 30)
"""No shift begins or ends for a while."""
VITALS: Final = time(21, 35)
"""Half an hour before the set of 22:00, from which it stands in the list of a vitals round."""
_PEOPLE: Final = (
    ("C. Lindt", Role.CHARGE_NURSE), ("K. Bello", Role.CHARGE_TECH), ("S. Novak", Role.NURSE),
    ("J. Moore", Role.TECH), ("R. Osei", Role.TECH), ("A. Dean", Role.ADMINISTRATOR),
)  # fmt: skip
_NAMES: Final = (
    ("Wolfeschlegelsteinhausenbergerdorffvoralternwarengewissenhaftschaferswessen", "Hubert"),
    ("الحسيني الموسوي بن عبد الرحمن", "عبد الله"),
    ("欧阳", "诸葛明月"),
    ("O'Brien-Featherstonehaugh-Cholmondeley-Marjoribanks-Beauchamp-Saint John Smythe", "Anna-Maria"),
    ("Ng", "Vy"),
    ("Keihanaikukauakahihuliheekahaunaele-Keihanaikukauakahihuliheekahaunaele", "Janice"),
)
_STAFF: Final = (
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochllanfairpwllgwyn",
    "محمد بن عبد العزيز آل سعود الحسيني الموسوي بن عبد الرحمن بن إبراهيم",
    "司马相如·诸葛明月",
)


@dataclass(slots=True)
class Ward:
    """A record, and when the drive over it begins. `unit` None: nobody is simulated."""

    database: Path
    start: datetime
    unit: DemoUnit | None = None


@contextmanager
def ward_for(part: str, seed: int, year: Path | None) -> Iterator[Ward]:
    """In a folder of its own, called `record`, on a small disk where the part asks for one."""
    folder = Path(tempfile.mkdtemp(prefix="station-drive-"))
    disk = folder / "disk"
    disk.mkdir()
    is_small = part == "outage" and small_disk(disk)
    home = disk / "record"
    home.mkdir()
    try:
        yield _made(part, home / "station.db", seed, year)
    finally:
        if is_small:
            no_small_disk(disk)
        shutil.rmtree(folder, ignore_errors=True)


def _made(part: str, database: Path, seed: int, year: Path | None) -> Ward:
    if part == "history" and year is not None:
        return _year(database, year)
    start = evening_of(SystemClock().now(), VITALS if part == "vitals" else QUIET)
    store = open_store(database, synchronous="OFF")
    try:
        if part == "empty":
            _empty(store, start)
            return Ward(database, start)
        unit = prepare(store, beds=60 if part == "sixty" else 24, seed=seed, now=start)
        if part == "names":
            _rename(store)
    finally:
        close_store(store)
    return Ward(database, start, unit)


def _empty(store: Store, now: datetime) -> None:
    """Beds and people, and nobody in a bed."""
    manager = Actor(None, "C. Lindt", "Desk 1")
    setup.create_unit(store, plan_unit(24, Random(1)), signed_by="C. Lindt", actor=manager, now=now)
    for name, role in _PEOPLE:
        setup.add_staff(store, name, role, actor=manager, now=now)
    _let_in(store, now)


def _let_in(store: Store, now: datetime) -> None:
    """As the people of a demo: they share a PIN."""
    with store.engine.begin() as connection:
        connection.execute(update(UnitRow).values(is_demo=True))
    demo_people.let_everybody_in(store, DEMO_PIN, actor=Actor(None, "Simulation", "Desk 1"), now=now)


def _rename(store: Store) -> None:
    """Behind the services' back: they would ask for fewer letters, and older records have them."""
    with store.engine.begin() as connection:
        patients = connection.scalars(select(Patient.id)).all()
        for place, number in enumerate(patients):
            family, given = _NAMES[place % len(_NAMES)]
            connection.execute(update(Patient).where(Patient.id == number).values(family=family, given=given))
        staff = connection.scalars(select(Staff.id).where(Staff.role.in_([Role.TECH, Role.NURSE]))).all()
        for place, number in enumerate(staff):
            name = f"{place} {_STAFF[place % len(_STAFF)]}"
            connection.execute(update(Staff).where(Staff.id == number).values(name=name))


def _year(database: Path, year: Path) -> Ward:
    """A copy of a year that `station bench` has made, seen to up to now."""
    shutil.copyfile(year, database)
    now = datetime.now(UTC)
    store = open_store(database, synchronous="OFF")
    try:
        freshen(store, now, everyone=True)
        manager = Actor(None, "C. Lindt", "Desk 1")
        for name, role in _PEOPLE:
            setup.add_staff(store, f"{name} jun.", role, actor=manager, now=now)
        _let_in(store, now)
    finally:
        close_store(store)
    return Ward(database, now)
