"""A unit proposed from the beds of a census file, for the person who sets the unit up to correct."""

import re
from typing import Final

from station.gateways.checking import COLUMNS, MOST_LINES
from station.gateways.sheet import Unreadable, read_sheet
from station.services.setup import AreaPlan, RoomPlan, UnitPlan

_LETTERS_FIRST: Final = re.compile(r"([^\W\d_]+)[\s.-]?\d")
_NUMBER: Final = re.compile(r"(\d+)\d\d(?!\d)")
_BED_IN_ROOM: Final = re.compile(r"(.*\d)[\s.-]?[^\W\d_]")


def plan_from_census(data: bytes | str, *, name: str, zone: str) -> UnitPlan:
    """The beds of a census file as a unit, each once, in the order of their labels.

    Areas by what the labels begin with: W12 stands in area W, 1207 in area 12. Beds that differ in a last letter
    (1301A, 1301B) share a room. Raises Unreadable, a Refused, for a file without beds.
    """
    lines = read_sheet(data, COLUMNS, ("bed",)).lines
    labels = {label.casefold(): label for line in lines if (label := " ".join(line.cells.get("bed", "").split()))}
    if not labels:
        raise Unreadable("No line of this file names a bed. Choose the census of this unit.")
    if len(labels) > MOST_LINES:
        raise Unreadable(f"This file names {len(labels):,} beds. Choose the census of one unit.")
    areas: dict[str, dict[str, list[str]]] = {}
    for label in sorted(labels.values(), key=_in_order):
        areas.setdefault(area_of(label), {}).setdefault(room_of(label), []).append(label)
    return UnitPlan(name, zone, tuple(AreaPlan(area, _rooms(rooms)) for area, rooms in areas.items()))


def _rooms(rooms: dict[str, list[str]]) -> tuple[RoomPlan, ...]:
    return tuple(RoomPlan(room, tuple(beds)) for room, beds in rooms.items())


def _in_order(label: str) -> list[tuple[int, int, str]]:
    """Numbers by their size: bed 9 before bed 10."""
    parts = re.findall(r"\d+|\D+", label.casefold())
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


def area_of(label: str) -> str:
    """The area a bed is proposed for; "Unit" for a label that tells of none."""
    if found := _LETTERS_FIRST.match(label):
        return f"Area {found[1].upper()}"
    if found := _NUMBER.match(label):
        return f"Area {found[1]}"
    return "Unit"


def room_of(label: str) -> str:
    """1301A stands in room 1301, 1201 in room 1201."""
    found = _BED_IN_ROOM.fullmatch(label)
    return found[1] if found else label
