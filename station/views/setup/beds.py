"""Beds as people type them ("1201-1212", "1301A, 1301B") turned into rooms and beds. Pure: no Qt."""

import re
from typing import Final

from station.services.setup import AreaPlan, RoomPlan

MOST_BEDS: Final = 120
"""On one unit; more is a typing mistake."""

_RANGE: Final = re.compile(r"^([A-Za-z]*)(\d+)([A-Za-z]?)\s*(?:-|–|to)\s*([A-Za-z]*)(\d+)([A-Za-z]?)$")
_LABEL: Final = re.compile(r"^[A-Za-z0-9][A-Za-z0-9./]{0,11}$")
_ROOM: Final = re.compile(r"^(.*\d)[A-Za-z]$")


class BadBeds(ValueError):
    """What was typed does not name beds; the message says which part and why."""


def parse_beds(text: str) -> tuple[str, ...]:
    """Bed labels in the order typed. Parts are separated by commas, semicolons or line ends. Raises BadBeds."""
    labels = [label for part in re.split(r"[,;\n]", text) if part.strip() for label in _expand(part.strip())]
    _refuse_twice(labels)
    if len(labels) > MOST_BEDS:
        raise BadBeds(f"That makes {len(labels)} beds; one unit has at most {MOST_BEDS}. Check the ranges.")
    return tuple(labels)


def plan_area(name: str, text: str) -> AreaPlan:
    """An area with its beds; beds that differ in a last letter only (1301A, 1301B) share a room. Raises BadBeds."""
    rooms: dict[str, list[str]] = {}
    for label in parse_beds(text):
        rooms.setdefault(room_of(label), []).append(label)
    return AreaPlan(name.strip(), tuple(RoomPlan(room, tuple(beds)) for room, beds in rooms.items()))


def room_of(label: str) -> str:
    """1301A stands in room 1301, 1201 in room 1201."""
    match = _ROOM.match(label)
    return match[1] if match else label


def _expand(part: str) -> list[str]:
    match = _RANGE.match(part)
    if match is None:
        return [_label(part)]
    prefix, first, from_letter, prefix_again, last, to_letter = match.groups()
    if prefix_again not in ("", prefix):
        raise BadBeds(f"{part}: both ends of a range must begin alike.")
    if from_letter or to_letter:
        return _expand_letters(part, prefix, first, last, from_letter, to_letter)
    return _expand_numbers(part, prefix, first, last)


def _expand_numbers(part: str, prefix: str, first: str, last: str) -> list[str]:
    full_last = first[: max(0, len(first) - len(last))] + last
    start, end = int(first), int(full_last)
    if end < start:
        raise BadBeds(f"{part}: the range runs backwards. Write the lower number first.")
    if end - start >= MOST_BEDS:
        raise BadBeds(f"{part} is {end - start + 1} beds; one unit has at most {MOST_BEDS}.")
    return [f"{prefix}{number:0{len(first)}d}" for number in range(start, end + 1)]


def _expand_letters(part: str, prefix: str, first: str, last: str, start: str, end: str) -> list[str]:
    if first != last or not start or not end or start.upper() > end.upper():
        raise BadBeds(f"{part}: a range over letters stays in one room, such as 1301A-1301B.")
    return [f"{prefix}{first}{chr(code)}" for code in range(ord(start.upper()), ord(end.upper()) + 1)]


def _label(part: str) -> str:
    if not _LABEL.match(part):
        raise BadBeds(f"{part!r} is not a bed. Use letters and figures such as 1201 or 1301A, separated by commas.")
    return part


def _refuse_twice(labels: list[str]) -> None:
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise BadBeds(f"{', '.join(twice)} is named twice. Each bed has its own label.")
