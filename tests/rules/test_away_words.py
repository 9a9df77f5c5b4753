"""A patient off the unit, as cards and screen readers say it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from station.models.enums import AbsenceKind, TaskKind
from station.rules import wording
from station.store.rows import OwedRow
from station.store.rows.absences import AwayRow

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 23, 14, 32, 7, tzinfo=ZONE).astimezone(UTC)
LEFT = NOW - timedelta(seconds=23)
BACK_BY = datetime(2026, 11, 23, 14, 55, tzinfo=ZONE).astimezone(UTC)
TEN = timedelta(minutes=10)
AWAY = AwayRow(1, AbsenceKind.ESCORT, "Radiology", "A. Park", LEFT, BACK_BY)
GONE = AwayRow(1, AbsenceKind.AWOL, "Courtyard", "", LEFT - TEN, None)
BACK = OwedRow(1, TaskKind.RETURN, LEFT, BACK_BY - TEN, BACK_BY, BACK_BY + TEN)
FIND = OwedRow(1, TaskKind.AWOL, LEFT, None, LEFT, LEFT)


def test_where_he_is_and_with_whom() -> None:
    assert wording.away_line(AWAY) == "Radiology with A. Park (escort)"
    home = replace(AWAY, kind=AbsenceKind.PASS, destination="Home", custodian="his sister, J. Ames")
    assert wording.away_line(home) == "Home with his sister, J. Ames (pass)"
    assert wording.away_line(GONE) == "gone from Courtyard"
    assert wording.away_line(replace(GONE, destination="")) == "nobody has him"


def test_without_names_there_is_no_place_and_no_person() -> None:
    assert wording.away_kind(AWAY) == "off the unit (escort)"
    assert wording.away_kind(GONE) == "AWOL"
    said = wording.away_sentence("1303", "NS", "Q15", AWAY, BACK, ZONE, NOW, named=False)
    assert said == "1303, N.S., Q15, off the unit (escort), left 23 seconds ago, back by 14:55"


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (NOW, "back by 14:55"),
        (BACK_BY - timedelta(microseconds=1), "back by 14:55"),
        (BACK_BY, "not back, +0:00"),
        (BACK_BY + timedelta(minutes=5, seconds=10.9), "not back, +5:10"),
        (BACK_BY + timedelta(minutes=70), "not back, +1:10 h"),
    ],
)
def test_his_return_until_it_is_overdue_and_after(now: datetime, says: str) -> None:
    assert wording.away_state(AWAY, BACK, ZONE, now) == says


def test_another_day_has_its_date() -> None:
    tomorrow = replace(BACK, due_at=BACK_BY + timedelta(days=1), lapsed_at=BACK_BY + timedelta(days=1, minutes=10))
    assert wording.away_state(AWAY, tomorrow, ZONE, NOW) == "back by Tue 24 Nov 14:55"


def test_awol_is_said_from_when_he_was_gone_not_from_when_he_left() -> None:
    assert wording.away_state(GONE, FIND, ZONE, NOW) == "AWOL since 14:31"
    assert wording.away_since(GONE, FIND) == LEFT
    assert wording.away_since(AWAY, BACK) == LEFT


def test_a_screen_reader_hears_a_sentence() -> None:
    said = wording.away_sentence("1303", "NS", "Q15", AWAY, BACK, ZONE, NOW)
    assert said == "1303, N.S., Q15, off the unit, Radiology with A. Park (escort), left 23 seconds ago, back by 14:55"
    late = wording.away_sentence("1303", "NS", "Q15", AWAY, BACK, ZONE, BACK_BY + timedelta(minutes=5))
    assert late.endswith("left 28 minutes 16 seconds ago, not back by 14:55, 5 minutes overdue")
    gone = wording.away_sentence("1303", "NS", "Q15", GONE, FIND, ZONE, NOW)
    assert gone == "1303, N.S., Q15, AWOL since 14:31, 23 seconds ago, gone from Courtyard"
