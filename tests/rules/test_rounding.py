"""Targets vary inside the interval, alike on every station; the order varies, and nobody pressing waits for it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import mean
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import Stage
from station.rules.intervals import Deadlines, Limits, limits_of, run_from, stage_of
from station.rules.policy import Policy, default_policy
from station.rules.rounding import (
    ABOUT_TO_BE_LATE,
    ToSee,
    extra_work,
    suggested_order,
    target,
    walking_route,
)
from tests.fakes import NOON

Q15 = limits_of(default_policy().level("Q15"))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
stays = st.integers(1, 10**9)
shares = st.floats(0.41, 1.0)


def varying(policy: Policy, vary_from: float) -> Policy:
    return policy.model_copy(update={"rounds": policy.rounds.model_copy(update={"vary_from": vary_from})})


def aimed(policy: Policy, last_seen: datetime, stay_id: int = 1, limits: Limits = Q15) -> timedelta:
    """How long after he was last seen."""
    return target(limits, last_seen, stay_id, policy, due_at=last_seen + limits.late) - last_seen


@given(last_seen=moments, stay_id=stays, share=shares, level=st.sampled_from(["Q5", "Q15", "Q30", "Q60", "1:1"]))
def test_a_target_is_inside_the_interval_and_never_after_the_due_time(
    last_seen: datetime, stay_id: int, share: float, level: str
) -> None:
    limits = limits_of(default_policy().level(level))
    after = aimed(varying(default_policy(), share), last_seen, stay_id, limits)
    assert limits.late * share - timedelta(microseconds=1) <= after <= limits.late


@given(last_seen=moments, stay_id=stays)
def test_it_is_the_same_on_every_station_in_whatever_zone_it_stands(last_seen: datetime, stay_id: int) -> None:
    elsewhere = last_seen.astimezone(ZoneInfo("America/Chicago"))
    due_at = last_seen + Q15.late
    policy = default_policy()
    assert target(Q15, last_seen, stay_id, policy, due_at=due_at) == target(
        Q15, elsewhere, stay_id, policy, due_at=due_at
    )


def test_this_one_never_changes(policy: Policy) -> None:
    """Stations of two versions must show the same: the numbers are part of the product."""
    assert aimed(policy, NOON, 7) == timedelta(minutes=12) + timedelta(minutes=3) * _share(7, NOON)
    assert [round(aimed(policy, NOON, stay).total_seconds()) for stay in (1, 2, 3)] == [854, 810, 835]


def _share(stay_id: int, at: datetime) -> float:
    from hashlib import blake2b

    digest = blake2b(f"target|{stay_id}|{at}".encode(), digest_size=7).digest()
    return int.from_bytes(digest, "big") / 2**56


@pytest.mark.parametrize("by", ["stay", "second"])
def test_every_moment_is_as_likely_as_any_other(policy: Policy, by: str) -> None:
    """Twenty equal parts of 12:00 to 15:00 get a twentieth each, near enough for chance: chi squared, 19 degrees."""
    count = 8_000
    drawn = [
        aimed(policy, NOON if by == "stay" else NOON + timedelta(seconds=number), number if by == "stay" else 1)
        for number in range(1, count + 1)
    ]
    parts = [0] * 20
    for after in drawn:
        parts[min(19, int((after - timedelta(minutes=12)) / timedelta(minutes=3) * 20))] += 1
    expected = count / 20
    assert sum((found - expected) ** 2 / expected for found in parts) < 43.8  # 0.1 % of fair draws are beyond
    assert abs(mean(one.total_seconds() for one in drawn) - 810) < 5


def test_the_next_cannot_be_told_from_the_last(policy: Policy) -> None:
    """No correlation of one target with the next of the same patient, each seen at his target."""
    at, gaps = NOON, []
    for _ in range(4_000):
        after = aimed(policy, at)
        gaps.append(after.total_seconds())
        at += after
    middle = mean(gaps)
    spread = mean((one - middle) ** 2 for one in gaps)
    assert abs(mean((one - middle) * (other - middle) for one, other in pairwise(gaps)) / spread) < 0.06


def test_somebody_never_seen_is_to_be_seen_by_his_due_time(policy: Policy) -> None:
    due_at = NOON + timedelta(minutes=2)
    assert target(Q15, None, 1, policy, due_at=due_at) == due_at


@given(last_seen=moments, stay_id=stays, first_due=st.integers(0, 1200))
def test_a_first_check_owed_is_never_aimed_past(last_seen: datetime, stay_id: int, first_due: int) -> None:
    due_at = last_seen + timedelta(seconds=first_due)
    assert target(Q15, last_seen, stay_id, default_policy(), due_at=due_at) <= due_at


@pytest.mark.parametrize(("vary_from", "costs"), [(12 / 15, 0.11), (10 / 15, 0.20), (1.0, 0.0)])
def test_what_it_costs_is_what_the_product_says(policy: Policy, vary_from: float, costs: float) -> None:
    assert extra_work(varying(policy, vary_from)) == pytest.approx(costs, abs=0.002)


def test_what_it_costs_is_what_it_costs(policy: Policy) -> None:
    """Counted: a day of checks, each made at its target, against one a whole interval."""
    at, checks = NOON, 0
    while at < NOON + timedelta(days=20):
        at += aimed(policy, at)
        checks += 1
    assert checks / (20 * 96) - 1 == pytest.approx(extra_work(policy), abs=0.01)


# The order


def to_see(stay_id: int, since_s: int, *, seen: bool = False, level: str = "Q15") -> ToSee:
    """Last seen so many seconds before noon."""
    limits = limits_of(default_policy().level(level))
    last_seen = NOON - timedelta(seconds=since_s)
    owed = run_from(limits, last_seen)
    return ToSee(stay_id, owed, target(limits, last_seen, stay_id, default_policy(), due_at=owed.due_at), seen)


patients = st.lists(
    st.tuples(st.integers(0, 4500), st.booleans(), st.sampled_from(["Q5", "Q15", "Q30", "Q60"])), max_size=24
).map(lambda many: [to_see(n, since, seen=seen, level=level) for n, (since, seen, level) in enumerate(many, 1)])


@given(many=patients, round_id=stays)
def test_nobody_late_or_due_soon_waits_behind_one_who_is_not(many: list[ToSee], round_id: int) -> None:
    order = suggested_order(many, round_id, NOON)
    of = {one.stay_id: one for one in many}
    assert sorted(order) == sorted(of)
    ranks = [stage_of(of[stay_id].owed, NOON).rank for stay_id in order]
    assert ranks == sorted(ranks, reverse=True)


@given(many=patients, round_id=stays)
def test_who_is_late_longest_or_about_to_be_late_is_first_of_his_kind(many: list[ToSee], round_id: int) -> None:
    of = {one.stay_id: one for one in many}
    order = [of[stay_id] for stay_id in suggested_order(many, round_id, NOON)]
    for stage in (Stage.LAPSED, Stage.LATE):
        dues = [one.owed.due_at for one in order if stage_of(one.owed, NOON) is stage]
        assert dues == sorted(dues)
    soon = [one.owed.due_at - NOON <= ABOUT_TO_BE_LATE for one in order if stage_of(one.owed, NOON) is Stage.DUE_SOON]
    assert soon == sorted(soon, reverse=True)


@given(many=patients, round_id=stays)
def test_who_was_seen_and_of_whom_nothing_is_due_comes_last(many: list[ToSee], round_id: int) -> None:
    of = {one.stay_id: one for one in many}
    order = [of[stay_id] for stay_id in suggested_order(many, round_id, NOON)]
    calm = [
        one.seen for one in order if stage_of(one.owed, NOON) is Stage.OK and one.owed.due_at - NOON > ABOUT_TO_BE_LATE
    ]
    assert calm == sorted(calm)


def test_it_differs_from_round_to_round_and_not_within_one() -> None:
    many = [to_see(number, 600 + number) for number in range(1, 13)]
    orders = [suggested_order(many, round_id, NOON) for round_id in range(1, 41)]
    assert len(set(orders)) == 40
    assert suggested_order(list(reversed(many)), 7, NOON) == orders[6]
    firsts = {order[0] for order in orders}
    assert len(firsts) > 6


def test_it_differs_for_those_due_soon_as_well() -> None:
    """All of them seen one after the other on the last round: the next must not repeat it."""
    many = [to_see(number, 735 + number) for number in range(1, 9)]
    assert len({suggested_order(many, round_id, NOON) for round_id in range(20)}) == 20


def test_past_his_target_before_the_rest(policy: Policy) -> None:
    owed = Deadlines(NOON, NOON + timedelta(minutes=52), NOON + timedelta(minutes=60), NOON + timedelta(minutes=70))
    rest, past = (
        ToSee(1, owed, NOON + timedelta(minutes=49), False),
        ToSee(2, owed, NOON + timedelta(minutes=48), False),
    )
    for round_id in range(9):
        assert suggested_order([rest, past], round_id, NOON + timedelta(minutes=48)) == (2, 1)


def test_the_route_is_board_order_from_varying_ends() -> None:
    beds = (4, 9, 2, 7)
    routes = [walking_route(beds, round_id) for round_id in range(200)]
    assert set(routes) == {beds, beds[::-1]}
    assert 70 < routes.count(beds) < 130
    assert walking_route((), 1) == ()
