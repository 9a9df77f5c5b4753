"""Schedules across every change of the clock."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.schedule import At, Every, Schedule, instant_of, next_due, parse, zone_of

ZONES = (
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Auckland",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Beirut",
    "Africa/Casablanca",
    "America/Santiago",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "America/Phoenix",
    "Pacific/Apia",
    "Antarctica/Troll",
    "UTC",
)
# Both days of six zones: (zone, day the clock goes forward, day it goes back).
CHANGES = (
    ("America/New_York", date(2026, 3, 8), date(2026, 11, 1)),
    ("Europe/Berlin", date(2026, 3, 29), date(2026, 10, 25)),
    ("Europe/London", date(2026, 3, 29), date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 10, 4), date(2026, 4, 5)),
    ("Pacific/Auckland", date(2026, 9, 27), date(2026, 4, 5)),
    ("America/Santiago", date(2026, 9, 6), date(2026, 4, 4)),
)

zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
fixed = st.lists(clocks, min_size=1, max_size=5).map(lambda times: At(tuple(times)))
on_days = st.builds(
    At,
    st.lists(clocks, min_size=1, max_size=3).map(tuple),
    st.frozensets(st.integers(0, 6), min_size=1),
)
intervals = st.timedeltas(timedelta(microseconds=1), timedelta(days=40))
elapsed = st.builds(Every, intervals, st.none() | moments)


def _local(text: str, zone: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _day_of(schedule: Schedule, day: date, zone: ZoneInfo) -> list[datetime]:
    """Every moment of the schedule on one local day."""
    moment = instant_of(day, time(0), zone) - timedelta(microseconds=1)
    found: list[datetime] = []
    while (moment := next_due(schedule, moment, zone)).astimezone(zone).date() == day:
        found.append(moment)
    return found


@given(st.one_of(fixed, on_days, elapsed), moments, zones)
def test_next_is_always_later_and_in_utc(schedule: Schedule, after: datetime, zone: ZoneInfo) -> None:
    due = next_due(schedule, after, zone)
    assert due > after
    assert due.tzinfo is UTC


@given(st.one_of(fixed, on_days), moments, zones)
def test_nothing_lies_between_a_moment_and_its_next(schedule: At, after: datetime, zone: ZoneInfo) -> None:
    due = next_due(schedule, after, zone)
    for between in (after + (due - after) / 3, after + (due - after) / 2, due - timedelta(microseconds=1)):
        assert next_due(schedule, between, zone) == due


@given(fixed, st.dates(date(2005, 1, 1), date(2036, 1, 1)), st.sampled_from([z for z in ZONES if z != "Pacific/Apia"]))
def test_every_day_has_each_time_once(schedule: At, day: date, name: str) -> None:
    zone = ZoneInfo(name)
    assert _day_of(schedule, day, zone) == sorted({instant_of(day, clock, zone) for clock in schedule.times})


@pytest.mark.parametrize(("name", "forward", "back"), CHANGES)
@pytest.mark.parametrize(
    "clock", [time(0), time(1), time(1, 30), time(1, 45), time(2), time(2, 30), time(3), time(23, 30)]
)
def test_both_days_of_the_change_have_each_time_once(name: str, forward: date, back: date, clock: time) -> None:
    zone, schedule = ZoneInfo(name), At((clock,))
    for day in (forward, back):
        due = _day_of(schedule, day, zone)
        assert len(due) == 1, (day, due)
        assert due[0].astimezone(zone).time() >= clock


@pytest.mark.parametrize(("name", "forward", "back"), CHANGES)
def test_the_days_of_the_change_are_what_they_are_said_to_be(name: str, forward: date, back: date) -> None:
    zone = ZoneInfo(name)
    lengths = [
        instant_of(day + timedelta(days=1), time(0), zone) - instant_of(day, time(0), zone) for day in (forward, back)
    ]
    assert lengths[0] < timedelta(hours=24) < lengths[1]


@pytest.mark.parametrize(
    ("zone", "day", "clock", "expected"),
    [
        ("America/New_York", date(2026, 3, 8), time(2, 30), "2026-03-08T07:00"),
        ("America/New_York", date(2026, 3, 8), time(2, 0), "2026-03-08T07:00"),
        ("America/New_York", date(2026, 3, 8), time(2, 59, 59, 999999), "2026-03-08T07:00"),
        ("America/New_York", date(2026, 3, 8), time(3, 0), "2026-03-08T07:00"),
        ("America/New_York", date(2026, 3, 8), time(1, 59), "2026-03-08T06:59"),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 15), "2026-03-29T01:00"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 10), "2026-10-03T15:30"),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 30), "2026-10-03T15:30"),
        ("America/Santiago", date(2026, 9, 6), time(0, 30), "2026-09-06T04:00"),
        ("Pacific/Apia", date(2011, 12, 30), time(9, 0), "2011-12-30T10:00"),
    ],
)
def test_a_time_in_the_spring_gap_falls_at_the_first_instant_that_exists(
    zone: str, day: date, clock: time, expected: str
) -> None:
    assert instant_of(day, clock, ZoneInfo(zone)) == _utc(expected)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "expected"),
    [
        ("America/New_York", date(2026, 11, 1), time(1, 30), "2026-11-01T05:30"),
        ("America/New_York", date(2026, 11, 1), time(2, 0), "2026-11-01T07:00"),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 0), "2026-10-25T00:00"),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), "2026-04-04T14:45"),
        ("America/Santiago", date(2026, 4, 4), time(23, 30), "2026-04-05T02:30"),
    ],
)
def test_a_time_in_the_autumn_fold_falls_once_at_its_first_pass(
    zone: str, day: date, clock: time, expected: str
) -> None:
    place, schedule = ZoneInfo(zone), At((clock,))
    first = instant_of(day, clock, place)
    assert first == _utc(expected)
    assert next_due(schedule, first, place).astimezone(place).date() == day + timedelta(days=1)


def test_two_times_in_one_gap_fall_together_and_once() -> None:
    schedule = At((time(2, 10), time(2, 50)))
    due = next_due(schedule, _local("2026-03-08T00:00", "America/New_York"), "America/New_York")
    assert due == _utc("2026-03-08T07:00")
    assert next_due(schedule, due, "America/New_York") == _local("2026-03-09T02:10", "America/New_York")


def test_asked_in_the_second_pass_of_the_fold_the_next_is_tomorrow() -> None:
    after = datetime(2026, 11, 1, 1, 10, tzinfo=ZoneInfo("America/New_York"), fold=1)
    assert next_due(At((time(1, 30),)), after, "America/New_York") == _local("2026-11-02T01:30", "America/New_York")


@given(intervals, moments, zones)
def test_an_interval_is_elapsed_time_in_every_zone(interval: timedelta, after: datetime, zone: ZoneInfo) -> None:
    assert next_due(Every(interval), after.astimezone(zone), zone) - after == interval


@given(intervals, moments, moments)
def test_an_anchored_interval_stands_on_its_anchor(interval: timedelta, anchor: datetime, after: datetime) -> None:
    due = next_due(Every(interval, anchor), after, "UTC")
    assert (due - anchor) % interval == timedelta(0)
    assert timedelta(0) < due - after <= interval


@pytest.mark.parametrize(("name", "forward", "back"), CHANGES)
def test_fifteen_minutes_stay_fifteen_across_the_change(name: str, forward: date, back: date) -> None:
    zone = ZoneInfo(name)
    for day in (forward, back):
        moment = datetime(day.year, day.month, day.day, tzinfo=zone) - timedelta(hours=2)
        for _ in range(30):
            due = next_due(Every(timedelta(minutes=15)), moment, zone)
            assert due - moment.astimezone(UTC) == timedelta(minutes=15)
            moment = due.astimezone(zone)


def test_an_anchor_with_a_zone_counts_elapsed_time() -> None:
    anchor = datetime(2026, 11, 1, 0, 30, tzinfo=ZoneInfo("America/New_York"))
    due = next_due(Every(timedelta(hours=4), anchor), anchor, "America/New_York")
    assert due == _utc("2026-11-01T08:30")


@given(on_days, moments, zones)
def test_weekdays_are_local_days(schedule: At, after: datetime, zone: ZoneInfo) -> None:
    due = next_due(schedule, after, zone).astimezone(zone)
    assert schedule.weekdays is not None
    days = {due.weekday(), (due - timedelta(days=1)).weekday()}  # a gap at midnight moves a time into the next day
    assert days & schedule.weekdays


def test_weekdays_skip_the_rest_of_the_week() -> None:
    mondays = At((time(8),), frozenset({0}))
    assert next_due(mondays, _utc("2026-11-23T08:00"), "UTC") == _utc("2026-11-30T08:00")


def test_an_exact_moment_is_never_its_own_next() -> None:
    assert next_due(At((time(6),)), _utc("2026-11-23T06:00"), "UTC") == _utc("2026-11-24T06:00")
    assert next_due(At((time(6),)), _utc("2026-11-23T05:59:59.999999"), "UTC") == _utc("2026-11-23T06:00")


def test_every_zone_there_is_gives_a_later_moment() -> None:
    schedule = At((time(0), time(2, 30), time(23, 59)))
    for name in sorted(zoneinfo.available_timezones()):
        moment = _utc("2026-03-28T00:00")
        for _ in range(4):
            due = next_due(schedule, moment, name)
            assert moment < due <= moment + timedelta(hours=25), name
            moment = due


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("every 4h", Every(timedelta(hours=4))),
        ("every 15 min", Every(timedelta(minutes=15))),
        ("Every 1 hour", Every(timedelta(hours=1))),
        ("at 06:00 14:00 22:00", At((time(6), time(14), time(22)))),
        ("at 22:00, 6:00", At((time(6), time(22)))),
        ("at 08:00 on mon thu", At((time(8),), frozenset({0, 3}))),
    ],
)
def test_schedules_are_read_as_people_write_them(text: str, expected: Schedule) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a schedule"),
        ("sometimes", "is not a schedule"),
        ("every", "does not say how often"),
        ("every 0 min", "does not say how often"),
        ("every 15", "does not say how often"),
        ("every fortnight", "does not say how often"),
        ("at", "is not complete"),
        ("at 06:00 on", "is not complete"),
        ("at 24:00", "is not a time of day"),
        ("at 6", "is not a time of day"),
        ("at 06:60", "is not a time of day"),
        ("at 06:00 on fredag", "is not a weekday"),
    ],
)
def test_what_is_not_a_schedule_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse(text)


def test_impossible_schedules_are_refused() -> None:
    with pytest.raises(ValueError, match="longer than nothing"):
        Every(timedelta(0))
    with pytest.raises(ValueError, match="no time zone"):
        Every(timedelta(hours=1), datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="at least one time"):
        At(())
    with pytest.raises(ValueError, match="weekdays"):
        At((time(6),), frozenset())
    with pytest.raises(ValueError, match="weekdays"):
        At((time(6),), frozenset({7}))
    with pytest.raises(ValueError, match="without a zone"):
        At((time(6, tzinfo=UTC),))


def test_a_naive_moment_and_an_unknown_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        next_due(At((time(6),)), datetime(2026, 1, 1), "UTC")
    for name in ("Europe/Atlantis", "", "../etc/passwd", "America"):
        with pytest.raises(ValueError, match="there is no time zone"):
            zone_of(name)
