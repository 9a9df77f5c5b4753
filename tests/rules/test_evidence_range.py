"""The stretch of time that evidence is asked for: by the unit's clock, never shorter than what was asked for."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.evidence_range import Range, RangeError, fit, read_moment

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 23, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("2026-11-23T14:00", utc(2026, 11, 23, 20)),
        (" 2026-11-23 14:00 ", utc(2026, 11, 23, 20)),
        ("2026-11-23T14:00:30", utc(2026, 11, 23, 20, 0, 30)),
        ("2026-11-23T14:00+00:00", utc(2026, 11, 23, 14)),
        ("2026-11-23", utc(2026, 11, 23, 6)),
    ],
)
def test_a_moment_is_read_by_the_clock_of_the_unit(typed: str, at: datetime) -> None:
    assert read_moment(typed, CHICAGO).at == at


def test_a_day_alone_is_the_whole_day() -> None:
    assert read_moment("2026-11-23", CHICAGO, last=True).at == utc(2026, 11, 24, 6)
    assert read_moment("2026-11-01", CHICAGO, last=True).at - read_moment("2026-11-01", CHICAGO).at == 25 * HOUR


def test_of_a_time_that_came_twice_the_stretch_has_both() -> None:
    first, last = read_moment("2026-11-01T01:30", CHICAGO), read_moment("2026-11-01T01:30", CHICAGO, last=True)
    assert (first.at, last.at) == (utc(2026, 11, 1, 6, 30), utc(2026, 11, 1, 7, 30))
    assert first.remark == "01:30 on Sun 1 Nov 2026 came twice: the first is meant, 01:30 CDT."
    assert last.remark == "01:30 on Sun 1 Nov 2026 came twice: the second is meant, 01:30 CST."


@pytest.mark.parametrize("last", [False, True])
def test_a_time_that_was_skipped_is_the_first_after_it(last: bool) -> None:
    read = read_moment("2026-03-08T02:30", CHICAGO, last=last)
    assert read.at == utc(2026, 3, 8, 8)
    assert read.remark == "02:30 on Sun 8 Mar 2026 was skipped by the clock: read as 03:00."


@pytest.mark.parametrize("typed", ["", "yesterday", "14:00", "2026-13-01", "23/11/2026"])
def test_what_is_no_moment_is_said_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(RangeError, match="is no moment. Write it like 2026-11-23T14:00"):
        read_moment(typed, CHICAGO)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)))
def test_the_end_of_a_stretch_is_never_before_its_beginning(wall: datetime) -> None:
    typed = wall.isoformat()
    assert read_moment(typed, CHICAGO).at <= read_moment(typed, CHICAGO, last=True).at


def fitted(since: datetime, until: datetime, *, ended_at: datetime | None = None) -> Range:
    return fit(since, until, NOW, admitted_at=NOW - 10 * HOUR, ended_at=ended_at, zone=CHICAGO)


@pytest.mark.parametrize(
    ("since", "until", "ended", "why"),
    [
        (-1, -2, None, "The end is not after the beginning"),
        (-1, -1, None, "The end is not after the beginning"),
        (-1, 1, None, "is still to come. Evidence goes up to Mon 23 Nov 2026 at 14:00 at most"),
        (-20, -10, None, "He was admitted on Mon 23 Nov 2026 at 04:00, after this time"),
        (-3, -2, -3, "The stay ended on Mon 23 Nov 2026 at 11:00, before this time"),
        (-9000, -2, None, "more than a year"),
    ],
)
def test_a_stretch_that_cannot_be_answered_is_refused_in_words(
    since: int, until: int, ended: int | None, why: str
) -> None:
    with pytest.raises(RangeError, match=why):
        fitted(NOW + since * HOUR, NOW + until * HOUR, ended_at=None if ended is None else NOW + ended * HOUR)


def test_it_is_cut_to_his_stay_and_says_so() -> None:
    found = fitted(NOW - 20 * HOUR, NOW, ended_at=NOW - HOUR)
    assert (found.since, found.until) == (NOW - 10 * HOUR, NOW - HOUR)
    assert found.remarks == (
        "He was admitted on Mon 23 Nov 2026 at 04:00: the evidence begins there.",
        "The stay ended on Mon 23 Nov 2026 at 13:00: the evidence ends there.",
    )
    assert fitted(NOW - HOUR, NOW).remarks == ()
