"""When the next check is owed: admission, raise, return, lowering; and the other tasks of a patient."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import Stage
from station.rules import owed
from station.rules.intervals import Deadlines, stage_of
from station.rules.policy import Policy, default_policy

T0 = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
POLICY = default_policy()

moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
spans = st.timedeltas(timedelta(0), timedelta(hours=2))
codes = st.sampled_from([level.code for level in POLICY.levels])
intermittent = st.sampled_from(["Q5", "Q15", "Q30", "Q60"])


def _min(minutes: float) -> timedelta:
    return timedelta(minutes=minutes)


def _next(code: str, last_seen: datetime | None, owed_since: datetime | None) -> Deadlines:
    return owed.next_check(POLICY, POLICY.level(code), last_seen=last_seen, owed_since=owed_since)


def _offsets(found: Deadlines, since: datetime) -> tuple[timedelta | None, timedelta, timedelta]:
    soon = None if found.soon_at is None else found.soon_at - since
    return soon, found.due_at - since, found.lapsed_at - since


@pytest.mark.parametrize("code", ["Q5", "Q15", "Q60", "1:1"])
def test_after_admission_a_first_check_is_owed_at_once(code: str) -> None:
    found = _next(code, None, T0)
    assert _offsets(found, T0) == (_min(0), _min(2), _min(5))
    assert stage_of(found, T0) is Stage.DUE_SOON
    assert stage_of(found, T0 + _min(2) - TICK) is Stage.DUE_SOON
    assert stage_of(found, T0 + _min(2)) is Stage.LATE
    assert stage_of(found, T0 + _min(5) - TICK) is Stage.LATE
    assert stage_of(found, T0 + _min(5)) is Stage.LAPSED


def test_once_seen_the_interval_runs() -> None:
    assert _offsets(_next("Q15", T0, None), T0) == (_min(12), _min(15), _min(20))
    assert _next("Q15", T0, T0) == _next("Q15", T0, None)
    assert _next("Q15", T0 + TICK, T0) == _next("Q15", T0 + TICK, None)


def test_a_check_before_the_raise_does_not_answer_it() -> None:
    found = _next("Q5", T0 - TICK, T0)
    assert (found.due_at, found.lapsed_at) == (T0 + _min(2), T0 + _min(5))
    assert found.since == T0 - TICK


def test_a_raise_does_not_put_off_what_was_already_due() -> None:
    found = _next("Q5", T0 - _min(14), T0)
    assert found.due_at == T0 - _min(9)
    assert stage_of(found, T0) is Stage.LAPSED


@given(intermittent, intermittent, moments, spans)
def test_raising_never_gives_more_time(old: str, new: str, seen: datetime, after: timedelta) -> None:
    raised_at = seen + after
    if POLICY.is_lower(new, old):
        old, new = new, old
    before, now = _next(old, seen, None), _next(new, seen, raised_at)
    assert now.due_at <= before.due_at
    assert now.lapsed_at <= before.lapsed_at
    assert before.soon_at is None or (now.soon_at is not None and now.soon_at <= before.soon_at)


@given(intermittent, intermittent, moments)
def test_lowering_runs_from_the_last_check(old: str, new: str, seen: datetime) -> None:
    lower = new if POLICY.is_lower(new, old) else old
    assert _next(lower, seen, None).due_at == seen + POLICY.level(lower).late


@given(codes, moments, spans, spans)
def test_a_check_that_answers_starts_the_interval(
    code: str, since: datetime, waited: timedelta, age: timedelta
) -> None:
    found = _next(code, since + waited, since)
    assert found == _next(code, since + waited, None)
    assert stage_of(found, since + waited + age).rank >= stage_of(found, since + waited).rank


@given(codes, moments, moments)
def test_what_is_owed_is_never_later_than_either_reason(code: str, seen: datetime, since: datetime) -> None:
    found, level = _next(code, seen, since), POLICY.level(code)
    assert found.due_at <= seen + level.late
    if seen < since:
        assert found.due_at <= since + POLICY.first_check.late
    assert found.soon_at is not None
    assert found.soon_at <= found.due_at <= found.lapsed_at


def test_a_patient_never_seen_and_owed_nothing_is_a_fault() -> None:
    with pytest.raises(ValueError, match="admit him first"):
        _next("Q15", None, None)


def test_the_level_for_sleep_holds_only_while_asleep(policy: Policy) -> None:
    assert owed.level_in_force(policy, "Q15", "Q30", asleep=False).code == "Q15"
    assert owed.level_in_force(policy, "Q15", "Q30", asleep=True).code == "Q30"
    assert owed.level_in_force(policy, "Q15", None, asleep=True).code == "Q15"


@pytest.mark.parametrize(
    ("deadlines", "soon", "late", "lapsed"),
    [
        (owed.nobody_observing, None, 0.5, 1.5),
        (owed.relief, 105, 120, 130),
        (owed.provider_order, 45, 60, 90),
    ],
)
def test_other_tasks_run_to_the_policy(
    deadlines: Callable[[Policy, datetime], Deadlines], soon: float | None, late: float, lapsed: float
) -> None:
    found = deadlines(POLICY, T0)
    assert _offsets(found, T0) == (None if soon is None else _min(soon), _min(late), _min(lapsed))
    stages = ([Stage.OK, Stage.DUE_SOON] if soon else [Stage.OK]) + [Stage.LATE, Stage.LAPSED]
    for boundary, before, at in zip([m for m in (soon, late, lapsed) if m], stages, stages[1:], strict=False):
        assert stage_of(found, T0 + _min(boundary) - TICK) is before
        assert stage_of(found, T0 + _min(boundary)) is at


def test_an_order_is_reviewed_before_its_time_and_said_to_be_late_after() -> None:
    by = T0 + timedelta(hours=24)
    found = owed.review(POLICY, T0, by)
    assert (found.soon_at, found.due_at, found.lapsed_at) == (by - _min(60), by, by + _min(60))


def test_a_review_within_the_hour_is_due_soon_from_the_start() -> None:
    assert owed.review(POLICY, T0, T0 + _min(20)).soon_at == T0


def test_not_found_is_lapsed_from_the_first_moment() -> None:
    found = owed.not_found(T0)
    assert stage_of(found, T0) is Stage.LAPSED
    assert stage_of(found, T0 - TICK) is Stage.OK
