"""Areas, rooms and beds: added, renamed, ordered, moved, out of use and back; nothing is taken away."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from station.models import Bed, JournalEntry
from station.models.enums import TaskKind
from station.services import Store, places, reading, stays
from station.services.environment import start_environmental_round
from station.services.errors import NeedsPin, Refused
from station.services.events import Event, UnitChanged
from station.services.hazards import NewHazard, report_hazard
from station.services.unit_reading import read_unit_sheet
from station.services.unit_sheet import AreaPlace
from tests.builders import BuiltUnit, minutes
from tests.fakes import NOON
from tests.signed import ADMINISTRATOR, administered

AT = NOON + minutes(5)


@pytest.fixture
def unit(store: Store) -> BuiltUnit:
    return administered(store)


def do(unit: BuiltUnit, service: Callable[..., list[Event]], *asked: Any, **named: Any) -> list[Event]:
    return service(unit.store, *asked, **named, actor=unit.who(ADMINISTRATOR, AT), now=AT)


def areas(unit: BuiltUnit) -> dict[str, AreaPlace]:
    return {one.name: one for one in read_unit_sheet(unit.store).places}


def room(unit: BuiltUnit, name: str) -> int:
    return next(one.id for area in areas(unit).values() for one in area.rooms if one.name == name)


def board(unit: BuiltUnit) -> list[tuple[str, str]]:
    """(area, bed) as the board has them."""
    return [(one.area, one.label) for one in reading.read_board(unit.store, AT).beds]


def owed(unit: BuiltUnit) -> list[str]:
    """The environmental rounds that are owed, by their label."""
    rows = reading.read_board(unit.store, AT).unit_tasks
    return sorted(one.label for one in rows if one.kind == TaskKind.ENVIRONMENTAL)


def journalled(unit: BuiltUnit) -> list[tuple[str, dict[str, Any]]]:
    with unit.store.read() as session:
        wanted = select(JournalEntry.kind, JournalEntry.body).where(JournalEntry.kind.like("place.%"))
        return [(kind, json.loads(body)) for kind, body in session.execute(wanted.order_by(JournalEntry.seq))]


def east(unit: BuiltUnit) -> int:
    """A second area with one room, 1301."""
    do(unit, places.add_area, "East hall")
    area_id = areas(unit)["East hall"].id
    do(unit, places.add_room, area_id, "1301")
    return area_id


def test_an_area_owes_rounds_once_it_has_a_room(unit: BuiltUnit) -> None:
    assert owed(unit) == ["Safety round, West hall"]
    do(unit, places.add_area, "  East   hall ")
    assert owed(unit) == ["Safety round, West hall"]
    events = do(unit, places.add_room, areas(unit)["East hall"].id, "1301")
    assert any(isinstance(one, UnitChanged) for one in events)
    assert owed(unit) == ["Safety round, East hall", "Safety round, West hall"]


def test_a_new_bed_stands_after_the_others_of_its_room(unit: BuiltUnit) -> None:
    do(unit, places.add_bed, room(unit, "1202"), "1202B")
    assert [bed for _, bed in board(unit)] == ["1201", "1202", "1202B", "1203", "1204"]
    unit.admit("1202B") if "1202B" in unit.beds else None
    with unit.store.read() as session:
        assert [one.position for one in session.scalars(select(Bed).order_by(Bed.position))] == list(range(5))


def test_areas_rooms_and_beds_stand_on_the_board_in_the_order_given(unit: BuiltUnit) -> None:
    area_id = east(unit)
    do(unit, places.add_bed, room(unit, "1301"), "1301A")
    do(unit, places.add_bed, room(unit, "1301"), "1301B")
    west = areas(unit)["West hall"]
    do(unit, places.reorder, "area", None, (area_id, west.id))
    do(unit, places.reorder, "room", west.id, tuple(one.id for one in reversed(west.rooms)))
    beds = areas(unit)["East hall"].rooms[0].beds
    do(unit, places.reorder, "bed", room(unit, "1301"), tuple(one.id for one in reversed(beds)))
    assert board(unit) == [
        ("East hall", "1301B"), ("East hall", "1301A"), ("West hall", "1204"), ("West hall", "1203"),
        ("West hall", "1202"), ("West hall", "1201"),
    ]  # fmt: skip


def test_an_order_of_yesterdays_list_is_refused(unit: BuiltUnit) -> None:
    west = areas(unit)["West hall"]
    ids = tuple(one.id for one in west.rooms)
    with pytest.raises(Refused, match="The order is the same"):
        do(unit, places.reorder, "room", west.id, ids)
    do(unit, places.add_room, west.id, "Day room")
    with pytest.raises(Refused, match="Somebody has added or moved a place meanwhile"):
        do(unit, places.reorder, "room", west.id, tuple(reversed(ids)))


def test_a_bed_moves_with_whoever_is_in_it(unit: BuiltUnit) -> None:
    east(unit)
    stay_id = unit.admit_seen("1202")
    before = unit.task(stay_id).due_at
    do(unit, places.move_bed, unit.beds["1202"], room(unit, "1301"))
    assert board(unit)[-1] == ("East hall", "1202")
    assert unit.stay_in("1202").id == stay_id
    assert unit.task(stay_id).due_at == before
    with pytest.raises(Refused, match="Bed 1202 is in room 1301 already"):
        do(unit, places.move_bed, unit.beds["1202"], room(unit, "1301"))


def test_a_room_moves_with_its_beds_and_its_hazards(unit: BuiltUnit) -> None:
    area_id, room_id = east(unit), room(unit, "1203")
    hazard = NewHazard("h1", areas(unit)["West hall"].id, "Window", 3, "cracked", "Maintenance", room_id=room_id)
    report_hazard(unit.store, hazard, actor=unit.who(), now=AT)
    do(unit, places.move_room, room_id, area_id)
    assert ("East hall", "1203") in board(unit)
    (row,) = reading.read_board(unit.store, AT).hazards
    assert row.area == "East hall"
    (task,) = (one for one in reading.read_board(unit.store, AT).unit_tasks if one.kind == TaskKind.HAZARD)
    assert "East hall" in task.label


def test_the_last_room_of_an_area_leaves_no_round_owed_there(unit: BuiltUnit) -> None:
    area_id = east(unit)
    do(unit, places.move_room, room(unit, "1301"), areas(unit)["West hall"].id)
    assert owed(unit) == ["Safety round, West hall"]
    do(unit, places.move_room, room(unit, "1301"), area_id)
    assert len(owed(unit)) == 2


def test_a_round_that_is_late_is_made_before_its_last_room_goes(unit: BuiltUnit) -> None:
    area_id, late = east(unit), NOON + minutes(130)
    unit.sweep(late)
    west = areas(unit)["West hall"].id
    with pytest.raises(Refused, match="1301 is the last room of East hall, and Safety round, East hall is late"):
        places.move_room(
            unit.store, room(unit, "1301"), west, actor=unit.who(ADMINISTRATOR, late), now=late
        )  # fmt: skip
    places.move_room(unit.store, room(unit, "1201"), area_id, actor=unit.who(ADMINISTRATOR, late), now=late)


def test_rooms_do_not_change_while_they_are_walked(unit: BuiltUnit) -> None:
    area_id = east(unit)
    start_environmental_round(unit.store, areas(unit)["West hall"].id, "safety", actor=unit.who(), now=AT)
    said = "J. Moore walks an environmental round of West hall now"
    with pytest.raises(Refused, match=said):
        do(unit, places.move_room, room(unit, "1201"), area_id)
    with pytest.raises(Refused, match=said):
        do(unit, places.add_room, areas(unit)["West hall"].id, "Day room")


def test_what_is_owed_is_called_after_the_new_name(unit: BuiltUnit) -> None:
    do(unit, places.rename_area, areas(unit)["West hall"].id, "North hall")
    assert owed(unit) == ["Safety round, North hall"]
    assert board(unit)[0] == ("North hall", "1201")
    do(unit, places.rename_room, room(unit, "1201"), "1201 (quiet)")
    assert "1201 (quiet)" in [one.name for one in areas(unit)["North hall"].rooms]
    assert [kind for kind, _ in journalled(unit)] == ["place.area.renamed", "place.room.renamed"]
    assert journalled(unit)[0][1]["before"] == "West hall"


def test_a_bed_is_called_otherwise_with_somebody_in_it(unit: BuiltUnit) -> None:
    stay_id = unit.admit("1204")
    do(unit, places.rename_bed, unit.beds["1204"], "1204A")
    assert ("West hall", "1204A") in board(unit)
    assert unit.stay(stay_id).bed_id == unit.beds["1204"]


def test_an_empty_bed_goes_out_of_use_and_comes_back(unit: BuiltUnit) -> None:
    do(unit, places.set_bed_in_use, unit.beds["1203"], in_use=False)
    assert [bed for _, bed in board(unit)] == ["1201", "1202", "1204"]
    with pytest.raises(Refused, match="no bed 1203 in use"):
        unit.admit("1203")
    with pytest.raises(Refused, match="Bed 1203 is out of use already"):
        do(unit, places.set_bed_in_use, unit.beds["1203"], in_use=False)
    with pytest.raises(Refused, match="There is a bed 1203 already, out of use. Bring it back instead"):
        do(unit, places.add_bed, room(unit, "1203"), "1203")
    do(unit, places.set_bed_in_use, unit.beds["1203"], in_use=True)
    assert [bed for _, bed in board(unit)] == ["1201", "1202", "1203", "1204"]
    unit.admit("1203")


def test_a_bed_with_a_patient_in_it_stays_in_use(unit: BuiltUnit) -> None:
    stay_id = unit.admit("1203")
    with pytest.raises(Refused, match="^Ada Fam1203 is in bed 1203. Move the patient first"):
        do(unit, places.set_bed_in_use, unit.beds["1203"], in_use=False)
    stays.discharge(unit.store, stay_id, "home", actor=unit.charge(AT), now=AT)
    do(unit, places.set_bed_in_use, unit.beds["1203"], in_use=False)


@pytest.mark.parametrize(
    ("service", "asked", "said"),
    [
        (places.add_area, ("west hall",), "There is an area West hall already"),
        (places.add_area, ("  ",), "Give the area a name"),
        (places.add_area, ("x" * 41,), "This name has 41 letters. Use at most 40"),
        (places.rename_area, (1, "West hall"), "It is called West hall already"),
        (places.rename_area, (77, "East"), "This place is not known here"),
        (places.add_room, (1, "1201"), "There is a room 1201 in West hall already"),
        (places.rename_room, (1, "1202"), "There is a room 1202 in West hall already"),
        (places.add_bed, (1, "1202"), "There is a bed 1202 already. Each bed has a label of its own"),
        (places.add_bed, (1, "12*02"), "“12\\*02” cannot stand on a card"),
        (places.add_bed, (1, "bed number 1202"), "cannot stand on a card"),
        (places.add_bed, (1, ""), "Give the bed a label"),
        (places.rename_bed, (1, "1202"), "There is a bed 1202 already"),
        (places.move_room, (1, 1), "Room 1201 is in West hall already"),
    ],
)
def test_what_cannot_be_is_said_in_words(
    unit: BuiltUnit, service: Callable[..., list[Event]], asked: tuple[Any, ...], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        do(unit, service, *asked)
    assert not journalled(unit)


def test_only_an_administrator_with_his_pin(unit: BuiltUnit) -> None:
    with pytest.raises(Refused, match="may not change areas, rooms and beds. Ask an administrator"):
        places.add_area(unit.store, "East", actor=unit.charge(AT), now=AT)
    with pytest.raises(NeedsPin, match="M. Ruiz: enter your PIN to change areas, rooms and beds"):
        places.add_area(unit.store, "East", actor=unit.who(ADMINISTRATOR), now=AT)


def test_the_sheet_says_who_has_a_bed(unit: BuiltUnit) -> None:
    unit.admit("1202")
    do(unit, places.set_bed_in_use, unit.beds["1201"], in_use=False)
    beds = {bed.label: (bed.in_use, bed.patient) for one in areas(unit)["West hall"].rooms for bed in one.beds}
    assert beds == {"1201": (False, False), "1202": (True, True), "1203": (True, False), "1204": (True, False)}
