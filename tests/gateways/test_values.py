"""Dates and times: every usual form, and nothing guessed."""

from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.gateways.values import NotUnderstood, read_date, read_moment

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    "text",
    ["1987-04-13", "1987/4/13", "1987.04.13", "19870413", "04/13/1987", "13.04.1987", "13-4-1987",
     "13 Apr 1987", "13-APR-1987", "13. April 1987", "Apr 13, 1987", "april 13th, 1987", "13apr1987"],
)  # fmt: skip
def test_the_thirteenth_of_april(text: str) -> None:
    assert read_date(text) == date(1987, 4, 13)


def test_day_and_month_alike_can_mean_one_day_only() -> None:
    assert read_date("04/04/1987") == date(1987, 4, 4)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("04/03/1987", "can mean two days"),
        ("3.4.1987", "can mean two days"),
        ("04/13/87", "year of two figures"),
        ("1987-13-04", "not a day of the calendar"),
        ("1987-02-29", "not a day of the calendar"),
        ("31/31/1987", "not a day of the calendar"),
        ("0000-01-01", "not a day of the calendar"),
        ("13 Foo 1987", "names no month"),
        ("yesterday", "is not a date"),
        ("1987", "is not a date"),
        ("32", "is not a date"),
        ("1987-04/13", "is not a date"),
        ("4" + " " * 100_000 + "x", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_a_date_that_could_be_another_or_none_is_refused(text: str, what: str) -> None:
    with pytest.raises(NotUnderstood, match=what) as refusal:
        read_date(text)
    assert refusal.value.to_do.startswith("Write it year first")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-14 09:30", datetime(2026, 3, 14, 14, 30, tzinfo=UTC)),
        ("2026-03-14T09:30:15", datetime(2026, 3, 14, 14, 30, 15, tzinfo=UTC)),
        ("2026-03-14 09:30:15.250", datetime(2026, 3, 14, 14, 30, 15, 250_000, tzinfo=UTC)),
        ("2026-01-14 9:30", datetime(2026, 1, 14, 15, 30, tzinfo=UTC)),
        ("3/14/2026 9:30 PM", datetime(2026, 3, 15, 2, 30, tzinfo=UTC)),
        ("14 Mar 2026 12:05 am", datetime(2026, 3, 14, 5, 5, tzinfo=UTC)),
        ("Mar 14, 2026, 12:05 p.m.", datetime(2026, 3, 14, 17, 5, tzinfo=UTC)),
        ("2026-03-14T09:30Z", datetime(2026, 3, 14, 9, 30, tzinfo=UTC)),
        ("2026-03-14 09:30 +02:00", datetime(2026, 3, 14, 7, 30, tzinfo=UTC)),
        ("2026-03-14T09:30-0500", datetime(2026, 3, 14, 14, 30, tzinfo=UTC)),
        ("2026-03-08 01:59", datetime(2026, 3, 8, 7, 59, tzinfo=UTC)),
        ("2026-03-08 03:00", datetime(2026, 3, 8, 8, 0, tzinfo=UTC)),
        ("2026-11-01 01:30 -05:00", datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        ("2026-11-01 01:30 -06:00", datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
        ("2026-11-01 02:00", datetime(2026, 11, 1, 8, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_of_the_units_clock_or_of_its_own_offset(text: str, expected: datetime) -> None:
    assert read_moment(text, CHICAGO) == expected
    assert read_moment(text, CHICAGO).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "what", "to_do"),
    [
        ("2026-03-08 02:30", "never was: the clocks went forward", "Correct the time"),
        ("2026-11-01 01:30", "came twice", "Add the offset that it had, -05:00 or -06:00"),
        ("2026-03-14", "has no time of day", "date and time such as"),
        ("03/04/2026 09:30", "can mean two days", "date and time such as"),
        ("2026-03-14 24:30", "no such time of day", "date and time such as"),
        ("2026-03-14 09:60", "no such time of day", "date and time such as"),
        ("2026-03-14 13:30 PM", "no such time of day", "date and time such as"),
        ("2026-03-14 0:30 AM", "no such time of day", "date and time such as"),
        ("2026-03-14 09:30 +99:00", "no such offset", "such as -05:00"),
        ("0001-01-01 00:00 +10:00", "no such offset", "such as -05:00"),
        ("2026-02-30 09:30", "not a day of the calendar", "date and time such as"),
        ("this morning", "not a date with a time", "date and time such as"),
        ("09:30", "not a date with a time", "date and time such as"),
        ("4" + " " * 100_000 + "x", "is not a date", "such as"),
    ],
)
def test_a_moment_that_never_was_or_was_twice_is_refused(text: str, what: str, to_do: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_moment(text, CHICAGO)
    assert what in refusal.value.what
    assert to_do in refusal.value.to_do


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_every_moment_written_with_its_offset_is_read_back(moment: datetime) -> None:
    local = moment.astimezone(CHICAGO)
    if local.utcoffset() and local.utcoffset().seconds % 60 == 0:  # type: ignore[union-attr]  # it has one
        assert read_moment(local.isoformat(), CHICAGO) == moment


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused_in_words(text: str) -> None:
    with suppress(NotUnderstood):
        assert read_moment(text, CHICAGO).tzinfo is UTC
