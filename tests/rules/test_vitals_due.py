"""When the next set is owed: schedule, score, refusals, what is not complete, clocks that change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.intervals import Deadlines
from station.rules.news2 import Band, Score, score
from station.rules.policy import default_policy
from station.rules.vitals_due import Taken, asks_nurse, next_set, pace, pressed, why_no_score
from tests.fakes import NOON

POLICY = default_policy().vitals
ZONE = ZoneInfo("America/Chicago")
WELL: dict[str, Any] = {
    "rr": 16, "spo2": 97, "scale": 1, "o2": False, "sbp": 120, "hr": 70, "acvpu": "A", "temp": 37.0,
}  # fmt: skip
HOUR = timedelta(hours=1)
THREES = "at 06:00 14:00 22:00"


def of(**changed: Any) -> Score:
    return score(**WELL | changed)


ZERO, ONE, FIVE = of(), of(hr=100), of(hr=120, rr=22, temp=38.5)
SINGLE, SEVEN = of(rr=26), of(hr=120, rr=26, sbp=95)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def owed(*taken: Taken, schedule: str = THREES, begins: datetime = NOON, **more: Any) -> Deadlines:
    said: dict[str, Any] = {"first_after": begins + HOUR, "zone": ZONE} | more
    found = next_set(POLICY, schedule, taken, begins=begins, **said)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("one", "hours"), [(ZERO, 12.0), (ONE, 6.0), (FIVE, 1.0), (SINGLE, 1.0), (SEVEN, 0.25), (of(temp=None), 6.0)]
)
def test_the_pace_that_a_score_asks_for(one: Score, hours: float) -> None:
    assert pace(POLICY, one) == hours * HOUR


def test_the_scores_are_what_they_are_called() -> None:
    assert (ZERO.total, ONE.total, FIVE.total, SINGLE.total, SEVEN.total) == (0, 1, 5, 3, 7)
    assert [one.band for one in (FIVE, SINGLE, SEVEN)] == [Band.MEDIUM, Band.LOW_MEDIUM, Band.HIGH]
    assert [asks_nurse(one) for one in (ZERO, ONE, FIVE, SINGLE, SEVEN, None)] == [
        False,
        False,
        True,
        True,
        True,
        False,
    ]
    assert asks_nurse(of(rr=26, temp=None))


def test_before_the_first_the_schedule_begins_after_the_first_hour() -> None:
    assert owed(begins=local("2026-06-01T13:30")).due_at == local("2026-06-01T22:00")
    assert owed(begins=local("2026-06-01T12:59")).due_at == local("2026-06-01T14:00")


@pytest.mark.parametrize(
    ("at", "due"),
    [("12:59", "14:00"), ("13:00", "22:00"), ("13:59", "22:00"), ("14:00", "22:00"), ("14:01", "22:00")],
)
def test_a_set_of_the_hour_before_is_the_one_of_that_time(at: str, due: str) -> None:
    found = owed(Taken(local(f"2026-06-01T{at}"), ZERO))
    assert found.due_at == local(f"2026-06-01T{due}")
    assert found.lapsed_at == found.due_at + HOUR


def test_of_an_hourly_schedule_early_is_half_way() -> None:
    hourly = "at 08:00 09:00 10:00 11:00"
    assert owed(Taken(local("2026-06-01T08:29"), ZERO), schedule=hourly).due_at == local("2026-06-01T09:00")
    assert owed(Taken(local("2026-06-01T08:30"), ZERO), schedule=hourly).due_at == local("2026-06-01T10:00")


def test_elapsed_time_runs_from_the_set() -> None:
    assert owed(Taken(NOON, ZERO), schedule="every 4h").due_at == NOON + 4 * HOUR


def test_the_sooner_of_schedule_and_score() -> None:
    at = local("2026-06-01T14:00")
    found = owed(Taken(at, FIVE))
    assert (found.since, found.due_at, found.lapsed_at) == (at, at + HOUR, at + 2 * HOUR)
    assert found.soon_at == at + timedelta(minutes=40)
    seven = owed(Taken(at, SEVEN))
    assert (seven.due_at, seven.lapsed_at) == (at + timedelta(minutes=15), at + timedelta(minutes=30))


def test_without_a_schedule_only_the_score_asks() -> None:
    assert next_set(POLICY, "", (), begins=NOON, first_after=NOON, zone=ZONE) is None
    assert owed(Taken(NOON, ZERO), schedule="").due_at == NOON + 12 * HOUR
    assert next_set(POLICY, "", (Taken(NOON, None),), begins=NOON, first_after=NOON, zone=ZONE) is None


def test_a_refusal_keeps_the_pace_and_relaxes_nothing() -> None:
    first, refused = Taken(NOON, FIVE), Taken(NOON + HOUR, None)
    assert owed(refused, first).due_at == NOON + 2 * HOUR
    assert owed(Taken(NOON + 2 * HOUR, None), refused, first).due_at == NOON + 3 * HOUR
    assert owed(Taken(local("2026-06-01T14:05"), None)).due_at == local("2026-06-01T22:00")


def test_what_is_not_complete_never_slows_down_what_was_asked_before() -> None:
    part = Taken(NOON + HOUR, of(rr=None, temp=None))
    assert owed(part, Taken(NOON, FIVE)).due_at == NOON + 2 * HOUR
    assert owed(Taken(NOON + HOUR, ZERO), Taken(NOON, FIVE), schedule="").due_at == NOON + 13 * HOUR


def test_what_is_not_complete_may_ask_for_more() -> None:
    part = Taken(NOON + HOUR, of(rr=26, temp=None))
    assert owed(part, Taken(NOON, ZERO)).due_at == NOON + 2 * HOUR


def test_not_before_moves_all_of_it() -> None:
    found = owed(Taken(NOON - 9 * HOUR, ZERO), schedule="every 4h", not_before=NOON)
    assert (found.due_at, found.lapsed_at) == (NOON, NOON + HOUR)
    assert found.soon_at == NOON - timedelta(minutes=30)


@pytest.mark.parametrize(
    ("born", "on", "pregnant", "why"),
    [
        (date(2010, 6, 2), date(2026, 6, 1), False, "under 16"),
        (date(2010, 6, 1), date(2026, 6, 1), False, ""),
        (None, date(2026, 6, 1), False, ""),
        (None, date(2026, 6, 1), True, "pregnant"),
        (date(2012, 2, 29), date(2026, 6, 1), True, "under 16"),
    ],
)
def test_for_whom_there_is_no_score(born: date | None, on: date, pregnant: bool, why: str) -> None:
    assert why_no_score(born, on, pregnant=pregnant) == why


@pytest.mark.parametrize(
    ("at", "due"),
    [("2026-03-08T00:30", "2026-03-08T03:00"), ("2026-11-01T00:10", "2026-11-01T01:30"), ("2026-11-01T01:30", None)],
)
def test_the_days_on_which_clocks_change(at: str, due: str | None) -> None:
    """02:30 does not exist in spring: the first instant that does, 03:00. 01:30 comes twice in autumn: the first."""
    schedule = "at 02:30" if "03-08" in at else "at 01:30"
    found = owed(Taken(local(at), None), schedule=schedule)
    assert found.due_at == local(due or "2026-11-02T01:30").astimezone(UTC)


@given(st.lists(st.tuples(st.integers(1, 2000), st.sampled_from([ZERO, ONE, FIVE, SINGLE, SEVEN, None])), max_size=6))
def test_whatever_was_taken_the_deadlines_follow_each_other(minutes: list[tuple[int, Score | None]]) -> None:
    at, taken = NOON, list[Taken]()
    for wait, one in minutes:
        at += timedelta(minutes=wait)
        taken.insert(0, Taken(at, one))
    found = owed(*taken)
    steps = [found.since, found.soon_at or found.since, found.due_at, found.lapsed_at]
    assert all(one <= other for one, other in pairwise(steps))
    assert found.due_at > at


def test_what_is_imported_and_no_taking_presses_by_the_soonest_that_asks() -> None:
    at = NOON + HOUR
    found = pressed(POLICY, [Taken(at + HOUR, SEVEN), Taken(at, FIVE), Taken(at - HOUR, ONE), Taken(at, None)])
    assert found is not None
    assert (found.since, found.due_at) == (at, at + HOUR)
    assert pressed(POLICY, [Taken(at, ZERO), Taken(at, ONE), Taken(at, None)]) is None
