"""Times as people type them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from station.views.panel.times import (
    NotATime,
    age_on,
    parse_coming,
    parse_day,
    parse_moment,
    parse_past,
    typed_coming,
    typed_moment,
)

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 23, 20, 32, 7, tzinfo=UTC)
"""14:32:07 in Chicago."""


@pytest.mark.parametrize(
    ("typed", "minutes_ago"),
    [("12", 12), ("12 min ago", 12), ("12m", 12), (" 5 min ", 5), ("1 minute ago", 1), ("120 min", 120), ("0", 0)],
)
def test_minutes_ago(typed: str, minutes_ago: int) -> None:
    assert parse_past(typed, NOW, CHICAGO) == NOW - timedelta(minutes=minutes_ago)


@pytest.mark.parametrize("typed", ["14:21", "1421", "14.21", "14h21"])
def test_a_time_of_today(typed: str) -> None:
    assert parse_past(typed, NOW, CHICAGO) == datetime(2026, 11, 23, 20, 21, tzinfo=UTC)


def test_a_time_still_to_come_today_was_yesterday() -> None:
    assert parse_past("23:50", NOW, CHICAGO) == datetime(2026, 11, 23, 5, 50, tzinfo=UTC)


def test_the_present_minute_is_now_or_just_before() -> None:
    assert parse_past("14:32", NOW, CHICAGO) == datetime(2026, 11, 23, 20, 32, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["", "25:00", "14:60", "soon", "12:3", "-4"])
def test_what_is_no_time_is_refused_in_words(typed: str) -> None:
    with pytest.raises(NotATime, match=r"\w+ .*\."):
        parse_past(typed, NOW, CHICAGO)


def test_a_time_repeated_in_autumn_is_the_later_one_that_has_been() -> None:
    fold = datetime(2026, 11, 1, 7, 45, tzinfo=UTC)
    assert parse_past("01:30", fold, CHICAGO) == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
    before = datetime(2026, 11, 1, 7, 10, tzinfo=UTC)
    assert parse_past("01:30", before, CHICAGO) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_a_time_that_the_spring_gap_left_out_was_yesterday() -> None:
    after_gap = datetime(2026, 3, 8, 9, 0, tzinfo=UTC)
    assert parse_past("02:30", after_gap, CHICAGO) == datetime(2026, 3, 7, 8, 30, tzinfo=UTC)


@given(some.integers(0, 23), some.integers(0, 59))
def test_a_time_typed_is_never_in_the_future_nor_long_ago(hour: int, minute: int) -> None:
    at = parse_past(f"{hour:02d}:{minute:02d}", NOW, CHICAGO)
    assert timedelta(0) <= NOW - at < timedelta(days=1)


def test_a_day_and_a_time() -> None:
    assert parse_moment("2026-11-24 14:32", NOW, CHICAGO) == datetime(2026, 11, 24, 20, 32, tzinfo=UTC)
    assert parse_moment("09:10", NOW, CHICAGO) == datetime(2026, 11, 23, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["", "tomorrow", "2026-11-24", "2026-13-01 10:00", "2026-11-24 24:10"])
def test_what_is_no_moment_is_refused(typed: str) -> None:
    with pytest.raises(NotATime):
        parse_moment(typed, NOW, CHICAGO)


def test_a_moment_in_the_spring_gap_is_refused() -> None:
    with pytest.raises(NotATime, match="does not exist"):
        parse_moment("2026-03-08 02:30", NOW, CHICAGO)


@given(some.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=some.just(UTC)))
def test_what_is_written_for_a_person_reads_back(at: datetime) -> None:
    whole = at.replace(second=0, microsecond=0)
    back = parse_moment(typed_moment(whole, CHICAGO), NOW, CHICAGO)
    assert back - whole in (timedelta(0), timedelta(hours=-1))  # the repeated hour reads as its first pass


def test_days_and_ages() -> None:
    assert parse_day("1992-4-30") == date(1992, 4, 30)
    assert age_on(date(1992, 4, 30), date(2026, 4, 29)) == 33
    assert age_on(date(1992, 4, 30), date(2026, 4, 30)) == 34
    with pytest.raises(NotATime, match="not a day"):
        parse_day("1992-02-30")
    with pytest.raises(NotATime):
        parse_day("30.4.1992")


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("45 min", 45), ("45m", 45), ("+30 min", 30), ("2 h", 120), ("1 hour", 60), ("90 minutes", 90)],
)
def test_so_long_from_now(typed: str, minutes: int) -> None:
    assert parse_coming(typed, NOW, CHICAGO) == NOW + timedelta(minutes=minutes)


def test_the_next_time_the_clock_shows_it() -> None:
    assert parse_coming("14:55", NOW, CHICAGO) == datetime(2026, 11, 23, 20, 55, tzinfo=UTC)
    assert parse_coming("14:32", NOW, CHICAGO) == datetime(2026, 11, 24, 20, 32, tzinfo=UTC)
    assert parse_coming("0030", NOW, CHICAGO) == datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    assert parse_coming("2026-11-25 09:00", NOW, CHICAGO) == datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed", ["", "soon", "45", "25:00", "12:60", "2026-11-23 14:32", "2026-11-31 10:00", "-5 min"]
)
def test_what_cannot_come_is_refused_in_words(typed: str) -> None:
    with pytest.raises(NotATime, match=r"\w+ .*\."):
        parse_coming(typed, NOW, CHICAGO)


def test_in_the_autumn_a_time_that_comes_twice_is_the_next_of_the_two() -> None:
    first = datetime(2026, 11, 1, 6, 10, tzinfo=UTC)  # 01:10 summer time in Chicago
    assert parse_coming("01:30", first, CHICAGO) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert parse_coming("01:05", first, CHICAGO) == datetime(2026, 11, 1, 7, 5, tzinfo=UTC)


def test_in_the_spring_a_time_that_does_not_exist_is_the_day_after() -> None:
    before = datetime(2026, 3, 8, 7, 0, tzinfo=UTC)  # 01:00 in Chicago, an hour before the change
    assert parse_coming("02:30", before, CHICAGO) == datetime(2026, 3, 9, 7, 30, tzinfo=UTC)


@given(minutes=some.integers(1, 60 * 24 * 20))
def test_what_is_written_is_read_as_it_was_meant(minutes: int) -> None:
    at = (NOW + timedelta(minutes=minutes)).replace(second=0)
    assert parse_coming(typed_coming(at, NOW, CHICAGO), NOW, CHICAGO) == at
