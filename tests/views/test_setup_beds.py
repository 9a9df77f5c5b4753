"""Beds as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from station.services.setup import RoomPlan
from station.views.setup.beds import MOST_BEDS, BadBeds, parse_beds, plan_area, room_of


@pytest.mark.parametrize(
    ("typed", "beds"),
    [
        ("1201-1204", ("1201", "1202", "1203", "1204")),
        ("1201 – 1203", ("1201", "1202", "1203")),
        ("1201 to 1202", ("1201", "1202")),
        ("1201-04", ("1201", "1202", "1203", "1204")),
        ("08-11", ("08", "09", "10", "11")),
        ("W1-W3", ("W1", "W2", "W3")),
        ("1214A-1214C", ("1214A", "1214B", "1214C")),
        ("1201, 1203;1205\n1207", ("1201", "1203", "1205", "1207")),
        ("1201-1202, 1301A", ("1201", "1202", "1301A")),
        (" , ", ()),
    ],
)
def test_ranges_and_lists(typed: str, beds: tuple[str, ...]) -> None:
    assert parse_beds(typed) == beds


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1212-1201", "backwards"),
        ("1-999", "at most"),
        ("W1-E3", "begin alike"),
        ("1214A-1215B", "one room"),
        ("1201, 1201", "named twice"),
        ("bed 7!", "is not a bed"),
        ("1201-1299, 1301-1399", "at most"),
    ],
)
def test_what_names_no_beds_says_why(typed: str, why: str) -> None:
    with pytest.raises(BadBeds, match=why):
        parse_beds(typed)


@given(some.integers(1, 2000), some.integers(0, MOST_BEDS - 1))
def test_a_range_has_every_number_once(first: int, more: int) -> None:
    beds = parse_beds(f"{first}-{first + more}")
    assert [int(bed) for bed in beds] == list(range(first, first + more + 1))


def test_beds_that_differ_in_a_letter_share_a_room() -> None:
    assert room_of("1301A") == "1301"
    assert room_of("1301") == "1301"
    assert room_of("A") == "A"
    planned = plan_area(" West hall ", "1301A, 1301B, 1302")
    assert planned.name == "West hall"
    assert planned.rooms == (RoomPlan("1301", ("1301A", "1301B")), RoomPlan("1302", ("1302",)))
