"""What a new policy does to what is owed: past stays past, alerted only moves sooner, nothing before the signature."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import Stage, TaskKind
from station.rules.changing import kept, not_before, under_new_policy
from station.rules.intervals import Deadlines, stage_of
from tests.builders import minutes, seconds
from tests.fakes import NOON

TIMES = st.lists(st.integers(0, 4000), min_size=3, max_size=3).map(sorted)


def deadlines(times: list[int]) -> Deadlines:
    soon, late, lapsed = (NOON + seconds(one) for one in times)
    return Deadlines(NOON, soon, late, lapsed)


@given(was=TIMES, to=TIMES, now=st.integers(0, 4500), kind=st.sampled_from(TaskKind))
def test_what_was_alerted_is_never_less_urgent_afterwards(
    was: list[int], to: list[int], now: int, kind: TaskKind
) -> None:
    before, at = deadlines(was), NOON + seconds(now)
    after = under_new_policy(kind, before, deadlines(to), at)
    assert after.due_at <= after.lapsed_at
    assert stage_of(after, at).rank >= stage_of(before, at).rank or stage_of(before, at) is Stage.DUE_SOON
    for old, new in ((before.due_at, after.due_at), (before.lapsed_at, after.lapsed_at)):
        assert new == old or new >= at
        if stage_of(before, at).rank >= Stage.LATE.rank:
            assert new <= old
    wanted = deadlines(to)
    assert stage_of(after, at).rank >= stage_of(wanted, at).rank or stage_of(wanted, at) is Stage.DUE_SOON


@given(was=TIMES, to=TIMES, now=st.integers(0, 4500), later=st.integers(0, 4500))
def test_planned_again_under_the_same_policy_it_stays_as_signed(
    was: list[int], to: list[int], now: int, later: int
) -> None:
    at, then = NOON + seconds(now), NOON + seconds(now + later)
    signed = under_new_policy(TaskKind.CHECK, deadlines(was), deadlines(to), at)
    again = kept(TaskKind.CHECK, signed, deadlines(to), then)
    assert stage_of(again, then).rank >= stage_of(signed, then).rank or stage_of(signed, then) is Stage.DUE_SOON


def q15(soon: float, late: float, lapsed: float) -> Deadlines:
    return Deadlines(NOON, NOON + minutes(soon), NOON + minutes(late), NOON + minutes(lapsed))


@pytest.mark.parametrize(
    ("unseen", "due", "lapses"),
    [(14.99, 25, 30), (15, 15, 20), (19.99, 15, 20), (20, 15, 20), (40, 15, 20)],
)
def test_boundaries_of_a_longer_interval_are_inclusive(unseen: float, due: float, lapses: float) -> None:
    after = under_new_policy(TaskKind.CHECK, q15(12, 15, 20), q15(20, 25, 30), NOON + minutes(unseen))
    assert (after.due_at, after.lapsed_at) == (NOON + minutes(due), NOON + minutes(lapses))


@pytest.mark.parametrize(
    ("unseen", "due", "lapses"),
    [(9.99, 10, 13), (10, 10, 13), (12, 12, 13), (13, 13, 13), (14, 14, 14), (15, 15, 15), (17, 15, 17), (25, 15, 20)],
)
def test_boundaries_of_a_shorter_interval_fall_at_the_signature_at_the_earliest(
    unseen: float, due: float, lapses: float
) -> None:
    after = under_new_policy(TaskKind.CHECK, q15(12, 15, 20), q15(8, 10, 13), NOON + minutes(unseen))
    assert (after.due_at, after.lapsed_at) == (NOON + minutes(due), NOON + minutes(lapses))


def test_what_is_not_past_is_left_alone() -> None:
    to = q15(8, 10, 13)
    assert not_before(to, NOON + minutes(9)) == to
    assert not_before(to, NOON + minutes(11)).due_at == NOON + minutes(11)
    assert not_before(to, NOON + minutes(11)).lapsed_at == NOON + timedelta(minutes=13)
