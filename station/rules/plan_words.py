"""What people do, for how long, and how many of them, in the words of a charge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import BlockKind
from station.rules.plan import Block, Gap, Need
from station.rules.wording import clock_seconds, clock_time, in_sentence

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_COUNTED: Final = ("nobody", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
GONE: Final = "a patient who is not here any more"
NO_AREA: Final = "an area that is not there any more"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the areas, patients and people of a unit are called, now."""

    zone: ZoneInfo
    areas: Mapping[int, str] = field(default_factory=dict)
    """By id, each area there is: "West hall"."""
    beds: Mapping[int, str] = field(default_factory=dict)
    """By stay, each patient there is: "1309"."""
    levels: Mapping[int, str] = field(default_factory=dict)
    """By stay, of those on a continuous level: "1:1"."""
    people: Mapping[int, str] = field(default_factory=dict)
    """By id, also of those who are not on the shift: "R. Osei"."""

    def person(self, staff_id: int) -> str:
        return self.people.get(staff_id, "Somebody")


def duty(block: Block, terms: Terms) -> str:
    """What is done, without its hours: "1:1 with 1309", "rounds of west hall", "break", "escort of 1303"."""
    if block.kind is BlockKind.ROUNDS:
        return f"rounds of {area(block.area_id, terms)}"
    bed = "" if block.stay_id is None else terms.beds.get(block.stay_id, GONE)
    if block.kind is BlockKind.CONTINUOUS:
        level = terms.levels.get(block.stay_id or 0, "1:1")
        return f"{level} with {bed or GONE}"
    about = in_sentence(block.words)
    if block.kind is BlockKind.OTHER:
        return about or "other work"
    said = f"{block.kind.value} of {bed}" if bed else block.kind.value
    return f"{said} ({about})" if about else said


def planned(block: Block, terms: Terms) -> str:
    """What is done, with its hours: "1:1 with 1309 15:00–17:00"."""
    return f"{duty(block, terms)} {hours(block.starts_at, block.ends_at, terms.zone)}"


def area(area_id: int | None, terms: Terms) -> str:
    """Inside a sentence: "west hall", "the whole unit"."""
    return "the whole unit" if area_id is None else in_sentence(terms.areas.get(area_id, NO_AREA))


def title(need: Need) -> str:
    """What is needed, inside a sentence: "east hall", "1:1 with 1309"."""
    return in_sentence(need.title)


def missing(gap: Gap) -> str:
    """Who is at it, or how many more it takes: "nobody", "nobody, takes two people", "one more person needed"."""
    if gap.there:
        number, noun = counted(gap.people).split(" ")
        return f"{number} more {noun} needed"
    return "nobody" if gap.people == 1 else f"nobody, takes {counted(gap.people)}"


def hours(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """From when to when by the unit's clock: "15:00–17:00"."""
    return f"{moment(starts_at, zone)}–{moment(ends_at, zone)}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """The unit's clock, with seconds where there are any: "15:00", "15:00:30"."""
    return clock_seconds(at, zone) if at.second or at.microsecond else clock_time(at, zone)


def counted(people: int) -> str:
    """So many of them: "nobody", "one person", "two people"."""
    if people == 0:
        return _COUNTED[0]
    number = _COUNTED[people] if people < len(_COUNTED) else str(people)
    return f"{number} {'person' if people == 1 else 'people'}"


def listed(words: list[str]) -> str:
    """In a sentence: "west hall", "west hall and east hall", "west hall, east hall and 1:1 with 1309"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def long(lasts: timedelta) -> str:
    """A length as people say it, in whole minutes: "20 min", "1 h", "2:15 h"."""
    if lasts < _HOUR:
        return f"{lasts // _MINUTE} min"
    minutes = lasts // _MINUTE % 60
    return f"{lasts // _HOUR}:{minutes:02d} h" if minutes else f"{lasts // _HOUR} h"
