"""When environmental rounds and hazards are owed, on every day of the year."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import Stage
from station.rules.environment import after_which, answers, hazard_owed, next_round, passed
from station.rules.intervals import Deadlines, stage_of
from station.rules.policy import default_policy, parse_policy
from station.rules.policy_environment import ScheduledRound
from station.rules.policy_values import PolicyError

CHICAGO = "America/Chicago"
ENVIRONMENT = default_policy().environment
SAFETY = ENVIRONMENT.rounds[0]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def local(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(CHICAGO), fold=fold).astimezone(UTC)


def hours(amount: float) -> timedelta:
    return timedelta(hours=amount)


def owed(since: datetime, due_at: datetime) -> Deadlines:
    return Deadlines(since, due_at - timedelta(minutes=30), due_at, due_at + hours(1))


def test_the_first_is_owed_at_the_next_time_of_the_schedule() -> None:
    to = next_round(SAFETY, NOON, NOON, CHICAGO)
    assert to == Deadlines(NOON, local("2026-03-02 07:30"), local("2026-03-02 08:00"), local("2026-03-02 09:00"))


def test_created_within_the_warning_it_is_due_soon_at_once() -> None:
    now = local("2026-03-02 07:45")
    to = next_round(SAFETY, now, now, CHICAGO)
    assert to.soon_at == now
    assert stage_of(to, now) is Stage.DUE_SOON


@pytest.mark.parametrize(
    ("schedule", "after", "due"),
    [
        ("at 02:30 14:00", local("2026-03-08 01:00"), local("2026-03-08 03:00")),
        ("at 01:30 14:00", local("2026-11-01 00:30"), local("2026-11-01 01:30")),
        ("at 01:30 14:00", local("2026-11-01 01:30"), local("2026-11-01 14:00")),
        ("at 00:00 08:00 16:00", local("2026-11-01 00:00"), local("2026-11-01 08:00")),
        ("every 8h", local("2026-11-01 00:00"), local("2026-11-01 07:00")),
        ("every 8h", local("2026-03-08 00:00"), local("2026-03-08 09:00")),
    ],
)
def test_on_the_days_the_clock_changes(schedule: str, after: datetime, due: datetime) -> None:
    """A gap: the first instant that exists. A fold: once, at its first pass. Every so long: elapsed time."""
    to = next_round(SAFETY.model_copy(update={"schedule": schedule}), after, after, CHICAGO)
    assert to.due_at == due


def test_from_midnight_to_eight_is_nine_hours_in_the_autumn() -> None:
    now = local("2026-11-01 00:00")
    assert next_round(SAFETY, now, now, CHICAGO).due_at - now == hours(9)


def test_done_early_it_counts_from_the_time_it_answered() -> None:
    task = owed(NOON, NOON + hours(8))
    assert answers(task, task.since, NOON + hours(4))
    assert after_which(task, NOON + hours(4)) == task.due_at


def test_done_late_it_counts_from_its_end() -> None:
    task = owed(NOON, NOON + hours(8))
    assert answers(task, task.since, NOON + hours(20))
    assert after_which(task, NOON + hours(20)) == NOON + hours(20)


def test_a_second_walk_long_before_the_time_answers_nothing() -> None:
    task = owed(NOON, NOON + hours(8))
    assert not answers(task, task.since, NOON + hours(4) - timedelta(microseconds=1))


def test_times_that_passed_meanwhile_are_counted() -> None:
    due = local("2026-03-02 08:00")
    assert passed(SAFETY.schedule, due, local("2026-03-02 15:59"), CHICAGO) == ()
    later = (local("2026-03-02 16:00"), local("2026-03-03 00:00"))
    assert passed(SAFETY.schedule, due, local("2026-03-03 00:00"), CHICAGO) == later


def test_a_year_of_them_is_not_counted_out() -> None:
    assert len(passed("every 1 min", NOON, NOON + timedelta(days=365), CHICAGO)) == 60


@given(
    st.sampled_from(["at 08:00 16:00 00:00", "at 01:30 02:30", "every 8h", "every 15 min", "at 06:00 on mon thu"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.timedeltas(timedelta(0), timedelta(days=9)),
    st.sampled_from([CHICAGO, "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata"]),
)
def test_whenever_a_round_is_made_the_next_one_is_still_to_come(
    schedule: str, now: datetime, after: timedelta, zone: str
) -> None:
    scheduled = SAFETY.model_copy(update={"schedule": schedule})
    first = next_round(scheduled, now, now, zone)
    ended_at = now + after
    then = next_round(scheduled, after_which(first, ended_at), ended_at, zone)
    assert first.since <= (first.soon_at or first.since) <= first.due_at < first.lapsed_at
    assert then.due_at > max(ended_at, first.due_at)
    assert all(first.due_at < moment <= ended_at for moment in passed(schedule, first.due_at, ended_at, zone))


@pytest.mark.parametrize(
    ("severity", "stands", "stage"),
    [
        (1, hours(168), Stage.LATE),
        (2, hours(72), Stage.LATE),
        (3, hours(24), Stage.LATE),
        (4, hours(4), Stage.LATE),
        (4, hours(4) - timedelta(microseconds=1), Stage.DUE_SOON),
        (4, hours(5), Stage.LAPSED),
        (5, timedelta(0), Stage.LAPSED),
    ],
)
def test_how_long_a_hazard_may_stand(severity: int, stands: timedelta, stage: Stage) -> None:
    assert stage_of(hazard_owed(ENVIRONMENT, severity, NOON), NOON + stands) is stage


def test_a_list_comes_once_in_the_policy() -> None:
    body = default_policy().to_json()
    body["environment"]["rounds"] *= 2
    with pytest.raises(PolicyError, match="environment.*a checklist comes twice in rounds; write all its times in one"):
        parse_policy(body)


def test_a_schedule_that_cannot_be_read_is_refused_with_the_policy() -> None:
    body = default_policy().to_json()
    body["environment"]["rounds"][0]["schedule"] = "daily"
    with pytest.raises(PolicyError, match="'daily' is not a schedule"):
        parse_policy(body)
    assert isinstance(SAFETY, ScheduledRound)
