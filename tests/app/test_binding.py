"""What a desk is handed reaches the services in the name of the person who acts."""

import inspect
import re
from collections.abc import Callable
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from sqlalchemy import select

from station.app.binding import ANOTHER, HIS_OWN, LOCKED, BoundCommands, BoundReads, place_of
from station.app.core import Core
from station.models import JournalEntry
from station.models.enums import Role
from station.services import people, setup, signing
from station.services.checks import CheckEntry
from station.services.errors import NeedsPin, Refused
from station.store.rows.people import SignedIn
from station.views.commands import Commands, Reads
from tests.builders import CHEAP, FIRST_PIN, PIN, STATION, BuiltUnit, minutes
from tests.fakes import NOON, FakeClock

OPEN = {"sign_in", "sign_out", "create_first_administrator"}
"""What a locked desk can do: let somebody in."""


def _methods(kind: type) -> dict[str, list[str]]:
    return {
        name: list(inspect.signature(method).parameters)
        for name, method in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_")
    }


COMMANDS = sorted(set(_methods(Commands)) - OPEN)


@pytest.fixture
def commands(core: Core, unit: BuiltUnit) -> BoundCommands:
    """A locked desk; J. Moore and C. Lindt have PINs."""
    for name in ("J. Moore", "C. Lindt"):
        unit.give_pin(name)
    return BoundCommands(core.store, core.time.clock, "Desk 7")


def _arguments(name: str, staff_id: int) -> list[Any]:
    """Of the right form, and of nobody: none of it is looked at before the desk is."""
    method: Callable[..., Any] = getattr(Commands, name)
    hints = get_type_hints(method)
    wanted = list(inspect.signature(method).parameters)[1:]
    return [staff_id if one == "staff_id" else _made(hints[one]) for one in wanted]


def _made(kind: Any) -> Any:
    if get_origin(kind) is UnionType:
        return None if type(None) in get_args(kind) else _made(get_args(kind)[0])
    plain: dict[Any, Any] = {int: 1, str: "2580", bool: False, bytes: b"", Role: Role.TECH}
    return plain.get(kind)


def _journal(core: Core) -> list[JournalEntry]:
    with core.store.read() as session:
        return list(session.scalars(select(JournalEntry).order_by(JournalEntry.seq)))


def _entry(unit: BuiltUnit, stay: int, name: str = "J. Moore", request: str = "once") -> CheckEntry:
    return CheckEntry(request, stay, unit.staff[name], "Room", "Awake")


@pytest.mark.parametrize(("asked", "bound"), [(Commands, BoundCommands), (Reads, BoundReads)])
def test_everything_a_desk_asks_for_is_there(asked: type, bound: type) -> None:
    given = _methods(bound)
    assert {name: given.get(name) for name in _methods(asked)} == _methods(asked)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_locked_desk_changes_nothing(core: Core, unit: BuiltUnit, commands: BoundCommands, name: str) -> None:
    before = len(_journal(core))
    with pytest.raises(Refused, match=re.escape(LOCKED)):
        getattr(commands, name)(*_arguments(name, unit.staff["J. Moore"]))
    commands.sign_in(unit.staff["J. Moore"], PIN)
    commands.sign_out("left")
    with pytest.raises(Refused, match=re.escape(LOCKED)):
        getattr(commands, name)(*_arguments(name, unit.staff["J. Moore"]))
    assert [one.kind for one in _journal(core)][before:] == ["person.signed in", "person.signed out"]


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "prove"])
def test_a_desk_acts_for_whoever_is_signed_in_alone(unit: BuiltUnit, commands: BoundCommands, name: str) -> None:
    commands.sign_in(unit.staff["J. Moore"], PIN)
    with pytest.raises(Refused, match=re.escape(ANOTHER)):
        getattr(commands, name)(*_arguments(name, unit.staff["C. Lindt"]))


def test_who_acts_stands_in_the_journal(core: Core, unit: BuiltUnit, commands: BoundCommands) -> None:
    stay = unit.admit("1201", at=NOON)
    assert commands.sign_in(unit.staff["J. Moore"], PIN).name == "J. Moore"
    commands.record_check(unit.staff["J. Moore"], _entry(unit, stay), False)
    last = _journal(core)[-1]
    assert (last.actor, last.station) == ("J. Moore", "Desk 7")


def test_fast_switching_signs_the_former_one_out(core: Core, unit: BuiltUnit, commands: BoundCommands) -> None:
    commands.sign_in(unit.staff["J. Moore"], PIN)
    commands.sign_in(unit.staff["C. Lindt"], PIN)
    said = [(one.kind, one.actor) for one in _journal(core) if one.kind.startswith("person.signed")]
    assert said == [
        ("person.signed in", "J. Moore"),
        ("person.signed in", "C. Lindt"),
        ("person.signed out", "J. Moore"),
    ]


def test_a_wrong_pin_leaves_in_who_is_in(unit: BuiltUnit, commands: BoundCommands) -> None:
    stay = unit.admit("1201", at=NOON)
    commands.sign_in(unit.staff["J. Moore"], PIN)
    with pytest.raises(Refused, match="4 tries are left"):
        commands.sign_in(unit.staff["C. Lindt"], "9517")
    assert commands.record_check(unit.staff["J. Moore"], _entry(unit, stay), False)


def test_a_desk_is_locked_even_when_the_record_of_it_fails(
    unit: BuiltUnit, commands: BoundCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.sign_in(unit.staff["J. Moore"], PIN)

    def fails(*_: object, **__: object) -> None:
        raise OSError("no room left on the disk")

    monkeypatch.setattr(signing, "sign_out", fails)
    with pytest.raises(OSError, match="no room"):
        commands.sign_out("idle")
    with pytest.raises(Refused, match="locked"):
        commands.record_check(unit.staff["J. Moore"], _entry(unit, 1), False)


def test_a_pin_set_by_another_is_changed_before_anything_else(core: Core, unit: BuiltUnit) -> None:
    number, stay = unit.staff["A. Diaz"], unit.admit("1201", at=NOON)
    signing.set_pin(core.store, number, FIRST_PIN, actor=STATION, now=NOON, hasher=CHEAP)
    commands = BoundCommands(core.store, core.time.clock, "Desk 7")
    assert commands.sign_in(number, FIRST_PIN).must_change
    with pytest.raises(Refused, match=re.escape(HIS_OWN)):
        commands.record_check(number, _entry(unit, stay, "A. Diaz"), False)
    commands.change_pin(number, FIRST_PIN, PIN)
    assert commands.record_check(number, _entry(unit, stay, "A. Diaz"), False)


def test_a_sensitive_act_takes_the_pin_and_uses_it_up(unit: BuiltUnit, commands: BoundCommands) -> None:
    number, stays = unit.staff["C. Lindt"], [unit.admit(bed, at=NOON) for bed in ("1201", "1202")]
    commands.sign_in(number, PIN)
    with pytest.raises(NeedsPin) as asked:
        commands.discharge(number, stays[0], "home")
    with pytest.raises(Refused, match="4 tries are left"):
        commands.prove(asked.value.staff_id, "9517")
    commands.prove(asked.value.staff_id, PIN)
    assert commands.discharge(number, stays[0], "home")
    with pytest.raises(NeedsPin):
        commands.discharge(number, stays[1], "home")


def test_a_proof_is_for_a_minute_and_for_one_session(
    clock: FakeClock, unit: BuiltUnit, commands: BoundCommands
) -> None:
    number, stay = unit.staff["C. Lindt"], unit.admit("1201", at=NOON)
    commands.sign_in(number, PIN)
    commands.prove(number, PIN)
    clock.advance(61)
    with pytest.raises(NeedsPin):
        commands.discharge(number, stay, "home")
    commands.prove(number, PIN)
    commands.sign_in(number, PIN)
    with pytest.raises(NeedsPin):
        commands.discharge(number, stay, "home")


def test_somebody_who_leaves_while_signed_in_does_nothing_more(core: Core, unit: BuiltUnit) -> None:
    setup.add_staff(core.store, "M. Reyes", Role.ADMINISTRATOR, actor=STATION, now=NOON)
    number, stay = unit.give_pin("A. Diaz"), unit.admit("1201", at=NOON)
    commands = BoundCommands(core.store, core.time.clock, "Desk 7")
    commands.sign_in(number, PIN)
    people.change_person(core.store, number, active=False, actor=STATION, now=NOON)
    with pytest.raises(Refused, match="not an active member of staff"):
        commands.record_check(number, _entry(unit, stay, "A. Diaz"), False)


def test_the_first_administrator_then_signs_in(core: Core, unit: BuiltUnit) -> None:
    del unit
    reads, commands = BoundReads(core.store, core.time.clock), BoundCommands(core.store, core.time.clock, "Desk 7")
    assert reads.needs_first_administrator()
    commands.create_first_administrator("M. Reyes", PIN)
    assert not reads.needs_first_administrator()
    (row,) = [one for one in reads.people() if one.has_pin]
    assert commands.sign_in(row.id, PIN) == SignedIn(row.id, "M. Reyes", Role.ADMINISTRATOR, must_change=False)
    commands.prove(row.id, PIN)
    commands.set_badge(row.id, row.id, "b-1001")
    assert reads.person_of_badge("B-1001\n").id == row.id


def test_the_place_of_the_record_is_named_as_a_person_finds_it(core: Core, unit: BuiltUnit) -> None:
    del unit
    assert place_of(core.store).endswith(".db")
    assert BoundReads(core.store, core.time.clock).facts().database == place_of(core.store)


def test_a_policy_is_signed_at_the_desk_and_what_is_owed_follows(
    clock: FakeClock, unit: BuiltUnit, core: Core, commands: BoundCommands
) -> None:
    setup.add_staff(core.store, "M. Ruiz", Role.ADMINISTRATOR, actor=STATION, now=NOON)
    unit = BuiltUnit(core.store, {**unit.staff, "M. Ruiz": max(unit.staff.values()) + 1}, unit.beds)
    number, stay = unit.give_pin("M. Ruiz"), unit.admit_seen("1201", at=NOON)
    reads = BoundReads(core.store, clock)
    sheet = reads.unit_sheet()
    body = sheet.policy.to_json()
    body["levels"][1] |= {"soon": "10:00", "late": "13:00"}
    commands.sign_in(number, PIN)
    with pytest.raises(NeedsPin):
        commands.sign_policy(number, body, sheet.version)
    commands.prove(number, PIN)
    assert commands.sign_policy(number, body, sheet.version)
    assert unit.task(stay).due_at == NOON + minutes(13)
    newest = reads.unit_sheet().versions[0]
    assert (newest.signed_by, [one.sentence for one in newest.changes]) == (
        "M. Ruiz", ["Q15 · Due soon: 12:00 → 10:00", "Q15 · Late: 15:00 → 13:00"],
    )  # fmt: skip
    commands.prove(number, PIN)
    with pytest.raises(Refused, match="M. Ruiz has signed another policy"):
        commands.sign_policy(number, body, sheet.version)
