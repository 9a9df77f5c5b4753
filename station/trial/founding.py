"""The unit a trial begins with. Founding one takes longer than an hour of its life: one is kept for each place."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from station.simulation.agenda import Agenda
from station.simulation.habits import Habits
from station.simulation.unit import Unit
from station.store.engine import close_store, open_store


@dataclass(frozen=True, slots=True)
class Founded:
    """A unit just founded: its file, what was said, and what its people know."""

    file: bytes
    said: tuple[Any, ...]
    known: tuple[Any, ...]


_kept: dict[tuple[int, datetime, str], Founded] = {}


def found(beds: int, start: datetime, zone: str) -> Founded:
    """A unit of so many beds as it is at `start`, always the same one."""
    key = beds, start, zone
    if key not in _kept:
        _kept[key] = _found(beds, start, zone)
    return _kept[key]


def _found(beds: int, start: datetime, zone: str) -> Founded:
    with TemporaryDirectory(prefix="station-trial-") as folder:
        place = Path(folder) / "founded.db"
        store = open_store(place, synchronous="OFF")
        unit = Unit(store, beds=beds, seed=7, zone=zone)
        unit.found(start)
        close_store(store)
        return Founded(place.read_bytes(), tuple(unit.record.said), _known(unit))


def _known(unit: Unit) -> tuple[Any, ...]:
    world = unit.world
    return copy.deepcopy((world.people, world.places, world.patients, unit.ward.maker))


def settle(
    founded: Founded, place: Path, beds: int, seed: int, zone: str, habits: Habits, agenda: Callable[[], Agenda]
) -> Unit:
    """A unit of its own seed that goes on from there, in a file of its own at `place`."""
    place.write_bytes(founded.file)
    store = open_store(place, synchronous="OFF")
    unit = Unit(store, beds=beds, seed=seed, zone=zone, habits=habits)
    people, places, patients, maker = copy.deepcopy(founded.known)
    unit.world.people.update(people)
    unit.world.places.update(places)
    unit.world.patients.update(patients)
    unit.ward.maker = maker
    unit.ward.agenda = agenda()
    unit.record.said.extend(founded.said)
    close_store(store)
    return unit
