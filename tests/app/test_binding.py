"""What a desk is handed reaches the services in the name of the person who acts."""

import inspect

import pytest

from station.app.binding import BoundCommands, BoundReads, place_of
from station.app.core import Core
from station.models import JournalEntry
from station.services.checks import CheckEntry
from station.services.errors import Refused
from station.views.commands import Commands, Reads
from tests.builders import BuiltUnit
from tests.fakes import NOON


def _methods(kind: type) -> dict[str, list[str]]:
    return {
        name: list(inspect.signature(method).parameters)
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_")
    }


@pytest.mark.parametrize(("asked", "bound"), [(Commands, BoundCommands), (Reads, BoundReads)])
def test_everything_a_desk_asks_for_is_there(asked: type, bound: type) -> None:
    given = _methods(bound)
    assert {name: given.get(name) for name in _methods(asked)} == _methods(asked)


def test_who_acts_stands_in_the_journal(core: Core, unit: BuiltUnit) -> None:
    stay = unit.admit("1201", at=NOON)
    commands = BoundCommands(core.store, core.time.clock, "Desk 7")
    entry = CheckEntry("once", stay, unit.staff["A. Diaz"], "Room", "Awake")
    commands.record_check(unit.staff["A. Diaz"], entry, False)
    with core.store.read() as session:
        last = session.query(JournalEntry).order_by(JournalEntry.seq.desc()).first()
    assert last is not None
    assert (last.actor, last.station) == ("A. Diaz", "Desk 7")


def test_nobody_acts_who_does_not_work_here(core: Core, unit: BuiltUnit) -> None:
    stay = unit.admit("1201", at=NOON)
    commands = BoundCommands(core.store, core.time.clock, "Desk 7")
    with pytest.raises(Refused, match="Choose who you are"):
        commands.discharge(99, stay, "home")


def test_the_place_of_the_record_is_named_as_a_person_finds_it(core: Core, unit: BuiltUnit) -> None:
    del unit
    assert place_of(core.store).endswith(".db")
    assert BoundReads(core.store, core.time.clock).facts().database == place_of(core.store)
