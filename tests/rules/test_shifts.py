"""The running shift, across midnight and the days the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.policy import Policy, default_policy
from station.rules.policy_people import Shift
from station.rules.shifts import running, shift_after, shift_at, shift_before, shifts_of, shifts_on

NEW_YORK = ZoneInfo("America/New_York")
SHIFTS = default_policy().shifts
ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu", "UTC")
zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
starts = st.lists(st.times().map(lambda at: at.replace(microsecond=0)), min_size=1, max_size=5, unique=True)
overlaps = st.timedeltas(timedelta(0), timedelta(hours=3))
dates = st.dates(date(2020, 1, 1), date(2034, 12, 1))
HALF_AN_HOUR = timedelta(minutes=30)


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


@given(starts, overlaps, moments, zones)
def test_every_moment_belongs_to_one_shift_and_they_follow_each_other(
    times: list[time], overlap: timedelta, now: datetime, zone: str
) -> None:
    shifts = [Shift(name=str(each), starts=each, overlap=overlap) for each in times]
    here = shift_at(shifts, now, zone)
    gone, following = shift_before(shifts, here, zone), shift_after(shifts, here, zone)
    assert here.starts_at <= now < here.next_at
    assert (gone.next_at, following.starts_at) == (here.starts_at, here.next_at)
    assert shift_after(shifts, gone, zone) == here == shift_before(shifts, following, zone)
    assert here.leaves_at - here.next_at == overlap


@given(starts, dates, st.integers(0, 9), zones)
def test_the_shifts_of_a_span_of_days_are_all_that_begin_on_them_in_order(
    times: list[time], first: date, more: int, zone: str
) -> None:
    shifts = [Shift(name=str(each), starts=each) for each in times]
    last = first + timedelta(days=more)
    found = shifts_of(shifts, first, last, zone)
    place = ZoneInfo(zone)
    assert all(one.next_at == other.starts_at for one, other in pairwise(found))
    assert all(first <= one.starts_at.astimezone(place).date() <= last for one in found)
    assert shift_before(shifts, found[0], zone).starts_at.astimezone(place).date() < first
    assert found[-1].next_at.astimezone(place).date() > last


def test_no_days_have_no_shifts() -> None:
    assert shifts_of(SHIFTS, date(2026, 11, 24), date(2026, 11, 23), NEW_YORK) == ()


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/New_York", date(2026, 3, 7), (8, 8, 7)),
        ("America/New_York", date(2026, 10, 31), (8, 8, 9)),
        ("Europe/Berlin", date(2026, 3, 28), (8, 8, 7)),
        ("Australia/Lord_Howe", date(2026, 4, 4), (8, 8, 8.5)),
        ("America/Santiago", date(2026, 9, 5), (8, 8, 7)),
        ("America/New_York", date(2026, 11, 23), (8, 8, 8)),
    ],
)
def test_a_shift_across_the_change_is_shorter_or_longer(zone: str, day: date, hours: tuple[float, ...]) -> None:
    found = shifts_of(SHIFTS, day, day, zone)
    assert [one.name for one in found] == ["Day", "Evening", "Night"]
    assert tuple((one.next_at - one.starts_at) / timedelta(hours=1) for one in found) == hours
    assert {one.leaves_at - one.next_at for one in found} == {HALF_AN_HOUR}


def test_people_who_stay_into_the_repeated_hour_stay_as_long_as_ever() -> None:
    shifts = (
        Shift(name="Late", starts=time(17), overlap=timedelta(hours=1)),
        Shift(name="Early", starts=time(1, 30)),
    )  # fmt: skip
    late = shift_at(shifts, _at("2026-10-31T20:00"), NEW_YORK)
    assert late.next_at == _at("2026-11-01T01:30").astimezone(UTC)
    assert late.leaves_at == _at("2026-11-01T01:30", fold=1).astimezone(UTC)


def test_while_two_shifts_overlap_the_people_of_both_are_on() -> None:
    for now, names in (
        ("2026-11-23T14:59:59", ["Day"]),
        ("2026-11-23T15:00", ["Day", "Evening"]),
        ("2026-11-23T15:29:59.999999", ["Day", "Evening"]),
        ("2026-11-23T15:30", ["Evening"]),
        ("2026-11-24T07:10", ["Night", "Day"]),
    ):
        assert [one.name for one in shifts_on(SHIFTS, _at(now), NEW_YORK)] == names
