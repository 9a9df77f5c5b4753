"""What a card says of a patient who is off the unit. Without Qt."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import AbsenceKind, Stage
from station.rules import wording
from station.rules.intervals import Owed, stage_of
from station.store.rows.absences import AwayRow

NO_BREAK: Final = "\u00a0"
"""Keeps the parts of a name on one line."""

_OVERDUE: Final = {Stage.LATE: ("NOT BACK YET", "NOT BACK"), Stage.LAPSED: ("NOT BACK, OVERDUE", "OVERDUE")}


@dataclass(frozen=True, slots=True)
class AwayWords:
    """Beside the time since he was seen, and beneath it."""

    words: str
    short: str
    line: str


def is_awol(away: AwayRow | None) -> bool:
    return away is not None and away.kind is AbsenceKind.AWOL


def away_words(away: AwayRow, back: Owed, zone: ZoneInfo, now: datetime, *, places: bool, last_seen: str) -> AwayWords:
    """`back`: his return, or finding him. `places`: whether where he is may be read here."""
    if away.kind is AbsenceKind.AWOL:
        line = f"{_capital(where_words(away, places=True))}, {_lower(last_seen)}" if places else last_seen
        return AwayWords(wording.away_state(away, back, zone, now), "AWOL", line)
    at, where = wording.clock_time(back.due_at, zone, now), where_words(away, places=places)
    late = _OVERDUE.get(stage_of(back, now))
    if late is not None:
        return AwayWords(*late, f"Expected {at}, {where if places else _lower(where)}")
    day = at.split(" ")
    short = f"back {day[1]} {day[2]}" if len(day) > 2 else f"by {at}"
    return AwayWords(wording.away_state(away, back, zone, now), short, where)


def where_words(away: AwayRow, *, places: bool) -> str:
    """Where he is and with whom: "Radiology with A. Park (escort)".

    Without `places`, as on a wall that visitors see, neither the destination, which may tell why he is here, nor a
    custodian who is not of the staff, who may tell who he is.
    """
    if places:
        return wording.away_line(replace(away, custodian=together(away.custodian)))
    if away.kind is AbsenceKind.ESCORT:
        return f"Off unit with {together(away.custodian)}"
    return f"Off unit ({away.kind.value})"


def together(name: str) -> str:
    """A name that is never broken over two lines."""
    return name.replace(" ", NO_BREAK)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
