"""A unit is set up once, with its beds, its signed policy and its people."""

import pytest

from station.models.enums import Role
from station.rules.policy import default_policy
from station.services import Store, reading, setup
from station.services.errors import Refused
from station.services.setup import AreaPlan, RoomPlan, UnitPlan
from tests.builders import STATION, build_unit
from tests.fakes import NOON

PLAN = UnitPlan(
    " 3 West ",
    "America/Chicago",
    (
        AreaPlan("West hall", (RoomPlan("1201", ("1201A", "1201B")), RoomPlan("1202", ("1202",)))),
        AreaPlan("East hall", (RoomPlan("1301", ("1301",)),)),
    ),
)


def create(store: Store, plan: UnitPlan = PLAN, signed_by: str = "M. Reyes") -> None:
    setup.create_unit(store, plan, signed_by=signed_by, actor=STATION, now=NOON)


def test_a_unit_with_its_beds_in_board_order(store: Store) -> None:
    assert not reading.unit_exists(store)
    create(store)
    board = reading.read_board(store, NOON)
    assert (board.unit.name, board.unit.zone, board.unit.is_demo) == ("3 West", "America/Chicago", False)
    assert [(bed.label, bed.area, bed.room, bed.position) for bed in board.beds] == [
        ("1201A", "West hall", "1201", 0),
        ("1201B", "West hall", "1201", 1),
        ("1202", "West hall", "1202", 2),
        ("1301", "East hall", "1301", 3),
    ]
    assert [label for _, label in reading.read_empty_beds(store)] == ["1201A", "1201B", "1202", "1301"]


def test_its_policy_is_the_default_one_signed_by_a_person(store: Store) -> None:
    create(store)
    signed = reading.read_policy_signature(store)
    assert (signed.signed_by, signed.signed_at) == ("M. Reyes", NOON)
    assert reading.read_policy(store) == default_policy()


def test_one_database_holds_one_unit(store: Store) -> None:
    create(store)
    with pytest.raises(Refused, match="holds a unit already"):
        create(store)


@pytest.mark.parametrize(
    ("plan", "signed_by", "says"),
    [
        (UnitPlan(" ", "UTC", PLAN.areas), "M. Reyes", "Give the unit a name"),
        (UnitPlan("3 West", "Mars/Olympus", PLAN.areas), "M. Reyes", "not a time zone"),
        (UnitPlan("3 West", "../etc/passwd", PLAN.areas), "M. Reyes", "not a time zone"),
        (UnitPlan("3 West", "", PLAN.areas), "M. Reyes", "not a time zone"),
        (UnitPlan("3 West", "UTC", ()), "M. Reyes", "needs beds"),
        (UnitPlan("3 West", "UTC", (AreaPlan("W", (RoomPlan("1", ("1", " ")),)),)), "M. Reyes", "each with a label"),
        (UnitPlan("3 West", "UTC", PLAN.areas * 2), "M. Reyes", "1201A, 1201B, 1202, 1301 comes twice"),
        (PLAN, "", "who signs"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(sqlite_store: Store, plan: UnitPlan, signed_by: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        create(sqlite_store, plan, signed_by)
    assert not reading.unit_exists(sqlite_store)


def test_people_by_name(store: Store) -> None:
    build_unit(store, people={})
    setup.add_staff(store, "  J.  Moore ", Role.TECH, actor=STATION, now=NOON)
    setup.add_staff(store, "A. Diaz", Role.NURSE, actor=STATION, now=NOON)
    assert [(one.name, one.role) for one in reading.read_staff(store)] == [
        ("A. Diaz", Role.NURSE),
        ("J. Moore", Role.TECH),
    ]
    with pytest.raises(Refused, match="a J. Moore here already"):
        setup.add_staff(store, "J. Moore", Role.TECH, actor=STATION, now=NOON)
    with pytest.raises(Refused, match="Enter the person's name"):
        setup.add_staff(store, "  ", Role.TECH, actor=STATION, now=NOON)


def test_without_a_unit_the_board_says_so(store: Store) -> None:
    with pytest.raises(Refused, match="No unit has been set up"):
        reading.read_board(store, NOON)
