"""The running shift, across midnight and the days the clock changes."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.policy import Policy, Shift, default_policy
from station.rules.shifts import running

NEW_YORK = ZoneInfo("America/New_York")
SHIFTS = default_policy().shifts
zones = st.sampled_from(["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "UTC"])
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
starts = st.lists(st.times().map(lambda at: at.replace(microsecond=0)), min_size=1, max_size=5, unique=True)


def _at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK, fold=fold)


@pytest.mark.parametrize(
    ("now", "name", "began", "ends"),
    [
        ("2026-11-23T07:00", "Day", "2026-11-23T07:00", "2026-11-23T15:00"),
        ("2026-11-23T14:59:59.999999", "Day", "2026-11-23T07:00", "2026-11-23T15:00"),
        ("2026-11-23T15:00", "Evening", "2026-11-23T15:00", "2026-11-23T23:00"),
        ("2026-11-23T23:00", "Night", "2026-11-23T23:00", "2026-11-24T07:00"),
        ("2026-11-24T00:00", "Night", "2026-11-23T23:00", "2026-11-24T07:00"),
        ("2026-11-24T06:59:59.999999", "Night", "2026-11-23T23:00", "2026-11-24T07:00"),
    ],
)
def test_the_shift_is_the_one_that_began_last(policy: Policy, now: str, name: str, began: str, ends: str) -> None:
    found = running(policy.shifts, _at(now), NEW_YORK)
    assert found == (name, _at(began).astimezone(UTC), _at(ends).astimezone(UTC))
    assert found.starts_at.tzinfo is UTC


@pytest.mark.parametrize(("now", "hours"), [("2026-03-08T04:00", 7), ("2026-11-01T04:00", 9), ("2026-11-02T04:00", 8)])
def test_the_night_of_the_change_is_an_hour_shorter_or_longer(now: str, hours: int) -> None:
    found = running(SHIFTS, _at(now), "America/New_York")
    assert found.name == "Night"
    assert found.ends_at - found.starts_at == timedelta(hours=hours)


def test_in_both_passes_of_the_fold_the_same_shift_runs() -> None:
    shifts = (Shift(name="Early", starts=time(1, 30)), Shift(name="Late", starts=time(13)))
    assert running(shifts, _at("2026-11-01T01:29"), NEW_YORK).name == "Late"
    assert running(shifts, _at("2026-11-01T01:30"), NEW_YORK).name == "Early"
    assert running(shifts, _at("2026-11-01T01:10", fold=1), NEW_YORK).name == "Early"


def test_a_start_in_the_gap_is_at_the_first_instant_and_the_later_one_runs() -> None:
    shifts = (Shift(name="A", starts=time(2, 45)), Shift(name="B", starts=time(2, 15)))
    found = running(shifts, _at("2026-03-08T03:00"), NEW_YORK)
    assert (found.name, found.starts_at) == ("A", datetime(2026, 3, 8, 7, tzinfo=UTC))
    assert running(shifts, _at("2026-03-08T01:59"), NEW_YORK).name == "A"


def test_a_single_shift_runs_from_day_to_day() -> None:
    found = running((Shift(name="All day", starts=time(7)),), _at("2026-11-24T06:00"), NEW_YORK)
    assert (found.starts_at, found.ends_at) == (_at("2026-11-23T07:00"), _at("2026-11-24T07:00"))


@given(starts, moments, zones)
def test_shifts_follow_each_other_without_gap_or_overlap(times: list[time], now: datetime, zone: str) -> None:
    shifts = [Shift(name=str(each), starts=each) for each in times]
    found = running(shifts, now, zone)
    assert found.starts_at <= now < found.ends_at
    assert running(shifts, found.starts_at, zone) == found
    assert running(shifts, found.ends_at - timedelta(microseconds=1), zone) == found
    assert running(shifts, found.ends_at, zone).starts_at == found.ends_at


def test_no_shifts_no_zone_and_no_such_zone_are_refused(policy: Policy) -> None:
    with pytest.raises(ValueError, match="names no shifts"):
        running((), _at("2026-11-23T07:00"), NEW_YORK)
    with pytest.raises(ValueError, match="no time zone"):
        running(policy.shifts, datetime(2026, 11, 23, 7), NEW_YORK)
    with pytest.raises(ValueError, match="there is no time zone"):
        running(policy.shifts, _at("2026-11-23T07:00"), "Mars/Olympus")
