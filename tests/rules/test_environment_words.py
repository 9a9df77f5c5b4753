"""Environmental rounds and hazards in the words of a unit."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from station.models.enums import HazardState
from station.rules import environment_words as words
from station.rules.intervals import Deadlines

ZONE = ZoneInfo("America/Chicago")
NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
ROUND = Deadlines(NOON - timedelta(hours=8), NOON - timedelta(minutes=30), NOON, NOON + timedelta(hours=1))


@dataclass(frozen=True)
class Hazard:
    area: str = "West hall"
    room: str = "Room 1203"
    place: str = "Door closer"
    severity: int = 4
    owner: str = "Maintenance"
    state: HazardState = HazardState.OPEN
    found_at: datetime = NOON
    fixed_at: datetime | None = None
    fixed_by: str | None = None
    due_at: datetime = NOON + timedelta(hours=4)


def at(**apart: float) -> datetime:
    return NOON + timedelta(**apart)


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (at(hours=-1), "12:00"),
        (at(minutes=-30), "due in 30 min"),
        (at(minutes=-7, seconds=-1), "due in 8 min"),
        (at(seconds=-1), "due in 1 min"),
        (at(), "due now"),
        (at(minutes=12, seconds=59), "12 min overdue"),
        (at(minutes=107), "1 h 47 min overdue"),
        (at(hours=8), "8 h overdue"),
        (at(days=1), "1 day overdue"),
        (at(days=3), "3 days overdue"),
    ],
)
def test_how_a_round_stands(now: datetime, says: str) -> None:
    assert words.owed_state(ROUND, ZONE, now) == says


def test_later_times_that_passed_are_said() -> None:
    one, two = at(hours=1), at(hours=2)
    assert words.passed_line((), ZONE, NOON) == ""
    assert words.passed_line((one,), ZONE, NOON) == "13:00 has passed without a round as well"
    assert words.passed_line((one, two), ZONE, NOON) == "13:00 and 14:00 have passed without a round as well"
    assert words.passed_line((one,) * 4, ZONE, NOON) == "4 later times have passed without a round as well"


def test_a_hazard_by_its_place() -> None:
    assert words.hazard_title(Hazard()) == "Door closer, Room 1203"
    assert words.hazard_title(Hazard(room="", place="Exit sign")) == "Exit sign, West hall"
    assert words.task_label("Safety round", "West hall") == "Safety round, West hall"


@pytest.mark.parametrize(
    ("hazard", "now", "says"),
    [
        (Hazard(), at(minutes=20), "severity 4, 20 min"),
        (Hazard(), at(hours=4, minutes=12), "severity 4, 12 min overdue"),
        (Hazard(state=HazardState.FIXED), at(hours=9), "to verify"),
    ],
)
def test_how_a_hazard_stands(hazard: Hazard, now: datetime, says: str) -> None:
    assert words.hazard_state(hazard, now) == says


def test_who_has_a_hazard_in_hand() -> None:
    assert words.hazard_line(Hazard(), ZONE, NOON) == "Maintenance has it, to be fixed by 16:00"
    fixed = Hazard(state=HazardState.FIXED, fixed_at=NOON, fixed_by="R. Osei")
    assert words.hazard_line(fixed, ZONE, NOON) == (
        "Said to be fixed 12:00 by R. Osei; another person has to verify it"
    )
    assert words.hazard_is_late(Hazard(), at(hours=4))
    assert not words.hazard_is_late(Hazard(), at(hours=4, microseconds=-1))


def test_severities_in_words() -> None:
    assert words.severity_words(5) == "5, somebody could die of it"
