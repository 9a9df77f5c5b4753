"""A rota that covers what can be covered, keeps every rule of a shift, and says what cannot be met."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.models.enums import BlockKind, Role
from station.rules.cover import gaps
from station.rules.plan import Block, Need, Plan, Worker
from station.rules.plan_faults import faults, has_break, holding
from station.rules.policy import Policy, default_policy
from station.rules.suggest import Suggestion, suggest
from station.rules.workload import workload
from tests.rules.plans import (
    EAST,
    PATIENT,
    STARTS,
    TERMS,
    WEST,
    ZONE,
    at,
    block,
    hall,
    holds,
    one_to_one,
    plan,
    rest,
    rounds,
    worker,
)

CAN_DO = 60.0
HALF_HOUR = timedelta(minutes=30)


def without_breaks() -> Policy:
    policy = default_policy()
    return policy.model_copy(update={"assignments": policy.assignments.model_copy(update={"break_for": timedelta(0)})})


def of(drawn: Plan, needs: list[Need], policy: Policy | None = None, **how: Any) -> Suggestion:
    keys = (f"new-{number}" for number in count())
    options: dict[str, Any] = {"can_do": CAN_DO, "zone": ZONE, "new_key": lambda: next(keys)} | how
    return suggest(drawn, needs, policy or default_policy(), **options)


def evening(people: int = 6, **more: Any) -> Plan:
    return plan(people=tuple(worker(one, **more) for one in range(1, people + 1)))


EVENING = [hall(checks=50), hall(EAST, checks=46), one_to_one()]


def test_an_evening_is_covered_with_breaks_by_the_rules() -> None:
    found = of(evening(), EVENING)
    assert (found.short, found.words, found.proven) == ((), (), True)
    assert gaps(found.plan, EVENING, CAN_DO) == ()
    assert [one.words for one in faults(found.plan, default_policy(), TERMS)] == []
    assert workload(found.plan, EVENING, CAN_DO, ZONE).fits
    assert len({one.key for one in found.plan.blocks}) == len(found.plan.blocks)


def test_work_is_spread_and_seldom_changes_hands() -> None:
    found = of(evening(), EVENING)
    busy = [
        sum((one.lasts for one in found.plan.blocks_of(who) if one.kind is not BlockKind.BREAK), timedelta())
        for who in range(1, 7)
    ]
    assert max(busy) - min(busy) <= timedelta(hours=1, minutes=30)
    assert found.hand_overs <= 16


def test_techs_before_nurses_and_the_charge_last() -> None:
    people = (*evening(5).people, worker(6, role=Role.NURSE), worker(7, role=Role.CHARGE_NURSE))
    found = of(plan(people=people), EVENING)
    assert {one.kind for one in found.plan.blocks if one.staff_id > 5} <= {BlockKind.BREAK}
    fewer = of(plan(people=people[2:]), EVENING)
    assert fewer.short == ()
    working = [one for one in fewer.plan.blocks if one.kind is not BlockKind.BREAK]
    assert sum((one.lasts for one in working if one.staff_id > 5), timedelta()) <= timedelta(hours=2)


def test_who_lacks_training_holds_nobody_if_it_can_be_helped() -> None:
    people = (worker(1, untrained=True), *evening().people[1:])
    found = of(plan(people=people), EVENING)
    assert BlockKind.CONTINUOUS not in {one.kind for one in found.plan.blocks_of(1)}
    alone = of(plan(people=(worker(1, untrained=True),)), [one_to_one(until="17:00")], without_breaks())
    assert [one.kind for one in alone.plan.blocks_of(1)] == [BlockKind.CONTINUOUS]


def test_who_may_not_is_asked_for_nothing() -> None:
    people = (worker(1, role=Role.PROVIDER), worker(2, role=Role.VIEWER))
    found = of(plan(people=people), [hall()])
    assert found.plan.blocks == ()
    assert found.words == ("West hall · 15:00–23:30 · one person short",)


def test_a_shift_that_cannot_be_covered_says_what_when_and_by_how_many() -> None:
    people = (worker(1), worker(2, until="19:00"), worker(3, "20:00"))
    needs = [hall(), one_to_one(since="17:30", until="21:00")]
    found = of(plan(people=people), needs, without_breaks())
    assert found.proven
    assert found.words == ("West hall · 19:00–20:00 · one person short",)
    both = of(evening(1), [one_to_one(until="16:00"), one_to_one(8, "1308", until="16:00")], without_breaks())
    assert both.words == ("1:1 with 1308 · 15:00–16:00 · one person short",)


def test_nobody_at_all() -> None:
    found = of(plan(people=()), [hall(checks=96), one_to_one()])
    assert found.words == (
        "1:1 with 1309 · 15:00–23:30 · one person short",
        "West hall · 15:00–23:30 · two people short",
    )


def test_nothing_to_do_is_only_breaks() -> None:
    found = of(evening(2), [])
    assert {one.kind for one in found.plan.blocks} == {BlockKind.BREAK}
    assert found.words == ()


def test_one_walks_the_whole_unit_where_that_is_enough() -> None:
    light = [hall(checks=20), hall(EAST, checks=20)]
    found = of(evening(2), light)
    assert found.short == ()
    assert all(has_break(found.plan, one, default_policy()) for one in found.plan.people)
    assert None in {one.area_id for one in found.plan.blocks if one.kind is BlockKind.ROUNDS}


def test_too_much_for_one_on_the_whole_unit_is_said() -> None:
    found = of(evening(1), [hall(checks=50), hall(EAST, checks=46)], without_breaks())
    assert found.words == ("Rounds of the whole unit · 15:00–23:30 · one person short",)


def test_a_break_that_cannot_be_is_said() -> None:
    found = of(evening(1), [hall()])
    assert found.words == ("J. Moore · no break of 30 min",)


def test_what_is_drawn_is_kept_to_the_second() -> None:
    odd = replace(rounds(1, "15:00", "17:10"), ends_at=at("17:10") + timedelta(seconds=7))
    drawn = replace(evening(), blocks=(odd, holds(2, "16:00", "18:00"), rest(3, "16:10", "16:40")))
    found = of(drawn, EVENING)
    assert set(drawn.blocks) <= set(found.plan.blocks)
    assert found.short == ()
    assert [one.words for one in faults(found.plan, default_policy(), TERMS) if one.forbids] == []


def test_or_planned_anew_but_for_what_only_a_charge_knows() -> None:
    group = block(3, BlockKind.GROUP, "16:00", "17:00", words="Recreation")
    drawn = replace(evening(), blocks=(rounds(1), group))
    found = of(drawn, EVENING, keep=False)
    assert group in found.plan.blocks
    assert rounds(1) not in found.plan.blocks
    assert not any(one.overlaps(group.starts_at, group.ends_at) for one in found.plan.blocks_of(3) if one != group)


def test_a_sick_call_leaves_the_past_and_gives_the_rest_to_others() -> None:
    whole = of(evening(), EVENING).plan
    left = replace(whole, people=whole.people[1:])
    found = of(left, EVENING, keep=False, since=at("18:00"))
    begun = {one for one in left.blocks if one.starts_at < at("18:00") and one.staff_id != 1}
    assert begun <= set(found.plan.blocks)
    assert not found.plan.blocks_of(1)
    assert [one for one in found.short if one.ends_at > at("18:00")] == []
    assert all(
        one.starts_at >= at("18:00") for one in found.plan.blocks if one.key.startswith("new") and one not in begun
    )


def test_nothing_is_suggested_for_what_is_past() -> None:
    found = of(evening(), EVENING, since=at("20:10"))
    assert {one.kind for one in found.plan.blocks} == {BlockKind.ROUNDS, BlockKind.CONTINUOUS, BlockKind.BREAK}
    assert min(one.starts_at for one in found.plan.blocks) == at("20:10")


def test_who_has_held_for_two_hours_is_not_asked_again_at_once() -> None:
    drawn = replace(evening(3), blocks=(holds(1, "15:00", "17:00"), holds(2, "19:00", "21:00")))
    found = of(drawn, [one_to_one()], without_breaks())
    longest = default_policy().assignments.longest_continuous
    for who in (1, 2, 3):
        for run in holding(found.plan.blocks_of(who)):
            assert run[-1].ends_at - run[0].starts_at <= longest
    assert found.short == ()


# The same, in steps, and stopped


def test_the_same_for_the_same() -> None:
    assert of(evening(), EVENING) == of(evening(), EVENING)


def test_what_is_told_gets_no_worse_and_ends_with_the_answer() -> None:
    told: list[tuple[float, Suggestion]] = []
    found = of(evening(4), EVENING, told=lambda share, best: told.append((share, best)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert told[-1][1].short == found.short
    open_ = [sum((one.ends_at - one.starts_at for one in best.short), timedelta()) for _, best in told]
    assert open_ == sorted(open_, reverse=True)


@pytest.mark.parametrize("after", [0, 1, 5, 20, 40, 60, 100])
def test_stopped_it_answers_with_the_best_so_far(after: int) -> None:
    asked = count()
    found = of(evening(), EVENING, stop=lambda: next(asked) >= after)
    assert next(asked) <= after + 6
    assert [one.words for one in faults(found.plan, default_policy(), TERMS) if one.forbids] == []
    assert found.short == gaps(found.plan, EVENING, CAN_DO) or found.words


def test_stopped_at_once_claims_nothing() -> None:
    found = of(evening(), EVENING, stop=lambda: True)
    assert not found.proven
    assert len(found.short) == 3


def test_it_writes_nothing_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    of(evening(), EVENING)
    assert capfd.readouterr() == ("", "")


# Any shift


@st.composite
def shifts(draw: st.DrawFn) -> tuple[Plan, list[Need]]:
    """Three hours and less, of three people and less, with a block or two drawn already."""
    ends_at = STARTS + draw(st.integers(2, 6)) * HALF_HOUR
    people = []
    for who in range(1, draw(st.integers(1, 3)) + 1):
        since = draw(st.integers(0, 1)) * HALF_HOUR
        role = draw(st.sampled_from([Role.TECH, Role.TECH, Role.NURSE, Role.PROVIDER]))
        people.append(Worker(who, f"P. {who}", role, STARTS + since, ends_at, (), draw(st.booleans())))
    needs = [Need(BlockKind.CONTINUOUS, STARTS, ends_at, "1:1 with 1309", stay_id=PATIENT)]
    needs += [
        Need(
            BlockKind.ROUNDS,
            STARTS,
            ends_at,
            "West hall",
            area_id=WEST,
            checks_per_hour=draw(st.sampled_from([20, 50, 70])),
        )
    ]
    needs += [Need(BlockKind.ROUNDS, STARTS, ends_at, "East hall", area_id=EAST, checks_per_hour=30)]
    return Plan(STARTS, ends_at, tuple(people)), draw(st.lists(st.sampled_from(needs), unique=True, max_size=3))


@settings(max_examples=40)
@given(shift=shifts())
def test_every_suggestion_keeps_the_rules(shift: tuple[Plan, list[Need]]) -> None:
    drawn, needs = shift
    found = of(drawn, needs)
    assert [one.words for one in faults(found.plan, default_policy(), TERMS) if one.forbids] == []
    assert bool(found.short) == bool(gaps(found.plan, needs, CAN_DO) or not _fits(found.plan, needs))
    assert len([one for one in found.words if one.endswith("short")]) == len(found.short)


def _fits(drawn: Plan, needs: list[Need]) -> bool:
    return all(round(one.strain, 6) <= 1.0 for one in workload(drawn, needs, CAN_DO, ZONE).hours)


@settings(max_examples=40)
@given(shift=shifts())
def test_what_is_proven_is_the_least_that_can_be_left_open(shift: tuple[Plan, list[Need]]) -> None:
    """Against every way there is, tried one after the other."""
    drawn, needs = shift
    found = of(drawn, needs, without_breaks())
    assert found.proven
    open_ = sum(
        (5000 if one.need.kind is BlockKind.CONTINUOUS else 1500)
        * one.people
        * ((one.ends_at - one.starts_at) / HALF_HOUR)
        for one in found.short
    )
    assert open_ == pytest.approx(_least_open(drawn, needs))


def _least_open(drawn: Plan, needs: list[Need]) -> float:
    """The least over all ways to hold, to walk or to do nothing, slot by slot; four slots held in a row at the most."""
    people = [one for one in drawn.people if one.role is not Role.PROVIDER]
    patients = sum(one.kind is BlockKind.CONTINUOUS for one in needs)
    checks = sum(one.checks_per_hour for one in needs)
    walkers = -(-checks // CAN_DO)
    best: dict[tuple[int, ...], float] = {(0,) * len(people): 0.0}
    for slot in range(int((drawn.ends_at - drawn.starts_at) / HALF_HOUR)):
        begins, after = drawn.starts_at + slot * HALF_HOUR, dict[tuple[int, ...], float]()
        for runs, so_far in best.items():
            for does in _ways(people, runs, [one.starts_at <= begins for one in people]):
                missed = 5000 * max(0, patients - does.count("h")) + 1500 * max(0, walkers - does.count("w"))
                key = tuple(run + 1 if what == "h" else 0 for run, what in zip(runs, does, strict=True))
                after[key] = min(after.get(key, 1e9), so_far + missed)
        best = after
    return min(best.values())


def _ways(people: list[Worker], runs: tuple[int, ...], there: list[bool]) -> Iterator[tuple[str, ...]]:
    options = [("hw-" if run < 4 else "w-") if here else "-" for run, here in zip(runs, there, strict=True)]
    return product(*options)


def test_a_round_drawn_in_the_middle_of_a_free_stretch_is_gone_around() -> None:
    """Seen by chance: the suggestion lay over it."""
    minute = timedelta(minutes=1)
    drawn = Block("own", 1, BlockKind.ROUNDS, STARTS + minute, STARTS + 2 * minute, WEST)
    ends = STARTS + 60 * minute
    need = Need(BlockKind.ROUNDS, STARTS, ends, "West hall", area_id=WEST, checks_per_hour=20.0)
    alone = Worker(1, "P. 1", Role.TECH, STARTS, ends)
    found = of(Plan(STARTS, ends, (alone,), (drawn,)), [need])
    assert drawn in found.plan.blocks
    assert [(one.starts_at, one.ends_at) for one in found.plan.blocks_of(1)] == [
        (STARTS, STARTS + minute), (STARTS + minute, STARTS + 2 * minute), (STARTS + 2 * minute, ends),
    ]  # fmt: skip
    assert found.short == ()


@settings(max_examples=25)
@given(
    shift=shifts(), drawn=st.lists(st.tuples(st.integers(1, 3), st.integers(0, 100), st.integers(1, 60)), max_size=2)
)
def test_whatever_is_drawn_already_is_kept(shift: tuple[Plan, list[Need]], drawn: list[tuple[int, int, int]]) -> None:
    empty, needs = shift
    minute = timedelta(minutes=1)
    blocks = tuple(
        Block(f"own-{number}", who, BlockKind.ROUNDS, STARTS + since * minute, STARTS + (since + lasts) * minute, WEST)
        for number, (who, since, lasts) in enumerate(drawn)
    )
    before = replace(empty, blocks=blocks)
    found = of(before, needs)
    assert {one for one in blocks if empty.worker(one.staff_id)} <= set(found.plan.blocks)
    faulty = {one.keys for one in faults(before, default_policy(), TERMS) if one.forbids}
    assert {one.keys for one in faults(found.plan, default_policy(), TERMS) if one.forbids} <= faulty
