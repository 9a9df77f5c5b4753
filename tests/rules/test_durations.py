"""A length of time is read as it is said, however people write it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.durations import read, said, stored, unstored

LENGTHS = st.integers(min_value=0, max_value=90 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


@given(LENGTHS)
def test_what_is_said_is_read_as_it_was(length: timedelta) -> None:
    assert read(said(length)) == length


@given(LENGTHS)
def test_what_is_stored_is_what_it_was(length: timedelta) -> None:
    assert unstored(stored(length)) == length


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("15:00", 15),
        (" 15 min ", 15),
        ("90s", 1.5),
        ("2 h", 120),
        ("1 h 45 min", 105),
        ("1h45m", 105),
        ("30 days", 30 * 24 * 60),
        ("90:00", 90),
    ],
)
def test_people_write_it_in_many_ways(typed: str, minutes: float) -> None:
    assert read(typed) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(minutes=15), "15:00"),
        (timedelta(seconds=30), "0:30"),
        (timedelta(0), "0:00"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=24), "24 h"),
        (timedelta(minutes=105), "1 h 45 min"),
        (timedelta(days=30), "30 days"),
    ],
)
def test_it_is_said_with_its_unit_from_an_hour_on(length: timedelta, words: str) -> None:
    assert said(length) == words


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("15", r"15 what\? Write 15 min or 15 h"),
        ("", "is missing"),
        ("soon", "“soon” is not a length of time"),
        ("5 weeks", "not a length of time"),
        ("15:75", "not a length of time"),
        ("-5:00", "not a length of time"),
        ("2 h or 3 h", "not a length of time"),
    ],
)
def test_what_is_none_is_refused_in_words(typed: str, part: str) -> None:
    with pytest.raises(ValueError, match=part):
        read(typed)
