"""Two charges at once: each keeps what only he changed, and whatever cannot be kept is said."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.plan import Block, Plan, Worker
from station.rules.plan_merge import Merged, merge
from tests.rules import plans
from tests.rules.plans import TERMS, at, holds, plan, rest, worker
from tests.rules.test_plan_changes import same

ONE = holds(3, "15:00", "17:00", key="one")
KEYS = st.sampled_from(["a", "b", "c", "d"])
ANY = plans.plans(KEYS, most=4)


def merged(base: Plan, mine: Plan, theirs: Plan) -> Merged:
    return merge(base, mine, theirs, TERMS)


def test_each_changed_something_else() -> None:
    shorter, longer = replace(ONE, ends_at=at("16:30")), rest(1, "18:00", "18:30")
    both = merged(plan(ONE), plan(shorter), plan(ONE, longer))
    assert both.conflicts == ()
    assert same(both.plan, plan(shorter, longer))


def test_both_changed_the_same_block() -> None:
    mine, theirs = replace(ONE, ends_at=at("16:30")), replace(ONE, staff_id=2)
    both = merged(plan(ONE), plan(mine), plan(theirs))
    assert both.plan.blocks == (theirs,)
    (conflict,) = both.conflicts
    assert (conflict.mine, conflict.theirs) == (mine, theirs)
    assert conflict.words == (
        "Not taken over: D. Lin: 1:1 with 1309 from 15:00–17:00 to 15:00–16:30. "
        "Published meanwhile: 1:1 with 1309 15:00–17:00 from D. Lin to R. Osei."
    )


def test_one_took_out_what_the_other_moved() -> None:
    moved = replace(ONE, ends_at=at("16:30"))
    taken = merged(plan(ONE), plan(moved), plan())
    assert taken.plan.blocks == ()
    assert taken.conflicts[0].words.endswith("Published meanwhile: D. Lin: 1:1 with 1309 15:00–17:00 taken out.")
    kept = merged(plan(ONE), plan(), plan(moved))
    assert kept.plan.blocks == (moved,)
    assert kept.conflicts[0].mine is None


def test_people_too() -> None:
    base, theirs = plan(people=(worker(1),)), plan(people=(worker(1, until="19:00"),))
    both = merged(base, plan(people=(worker(4),)), theirs)
    assert [one.staff_id for one in both.plan.people] == [1, 4]
    assert [one.words for one in both.conflicts] == [
        (
            "Not taken over: J. Moore is not on any more. "
            "Published meanwhile: J. Moore is on 15:00–19:00 instead of 15:00–23:30."
        )
    ]


def test_a_new_name_or_warning_of_somebody_is_no_conflict() -> None:
    renamed = plan(people=(worker(1, warnings=("CPR expired",)),))
    both = merged(plan(people=(worker(1),)), plan(people=(worker(1),)), renamed)
    assert (both.plan.people, both.conflicts) == (renamed.people, ())


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_the_shift_keeps_the_hours_somebody_gave_it(side: str) -> None:
    later = replace(plan(), ends_at=at("23:45"))
    assert merged(plan(), *((later, plan()) if side == "mine" else (plan(), later))).plan.ends_at == at("23:45")


# The laws


@given(base=ANY, theirs=ANY)
def test_whoever_changed_nothing_gets_the_others_plan(base: Plan, theirs: Plan) -> None:
    one, other = merged(base, base, theirs), merged(base, theirs, base)
    assert same(one.plan, theirs)
    assert same(other.plan, theirs)
    assert one.conflicts == other.conflicts == ()


@given(base=ANY, both=ANY)
def test_who_changed_the_same_agree(base: Plan, both: Plan) -> None:
    assert same(merged(base, both, both).plan, both)
    assert merged(base, both, both).conflicts == ()


@given(base=ANY, mine=ANY, theirs=ANY)
def test_nothing_of_either_side_is_dropped_without_a_word(base: Plan, mine: Plan, theirs: Plan) -> None:
    both = merged(base, mine, theirs)
    _kept(_blocks(base), _blocks(mine), _blocks(theirs), _blocks(both.plan), [
        (one.mine, one.theirs) for one in both.conflicts if not isinstance(one.mine or one.theirs, Worker)
    ])  # fmt: skip
    _kept(_people(base), _people(mine), _people(theirs), _people(both.plan), [
        (one.mine, one.theirs) for one in both.conflicts if not isinstance(one.mine or one.theirs, Block)
    ])  # fmt: skip
    assert all("None" not in one.words and ": ." not in one.words for one in both.conflicts)


def _kept(base: object, mine: object, theirs: object, got: object, conflicts: list[tuple[object, object]]) -> None:
    """Each change of theirs is in it; each of mine is, or it is listed with what is in force instead."""
    was, own, other, now = (dict(side) for side in (base, mine, theirs, got))  # type: ignore[call-overload]
    for key in was.keys() | own.keys() | other.keys():
        b, m, t = was.get(key), own.get(key), other.get(key)
        assert now.get(key) == (t if t != b else m)
        assert ((m, t) in conflicts) == (m != b and t not in (b, m))


def _blocks(of: Plan) -> dict[str, Block]:
    return {one.key: one for one in of.blocks}


def _people(of: Plan) -> dict[int, Worker]:
    return {one.staff_id: one for one in of.people}


@given(base=ANY, mine=ANY, theirs=ANY)
def test_both_sides_keep_what_does_not_clash(base: Plan, mine: Plan, theirs: Plan) -> None:
    one, other = merged(base, mine, theirs), merged(base, theirs, mine)
    assert len(one.conflicts) == len(other.conflicts)
    assert one.conflicts or same(one.plan, other.plan)
