"""Edits of a plan: whatever is done, the plan stays one; nothing that was not meant is touched."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import BlockKind, Role
from station.rules import plan_edits as edits
from station.rules.plan import Block, Plan, Worker

START = datetime(2026, 11, 23, 20, tzinfo=UTC)
END = START + timedelta(hours=8, minutes=30)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def block(key: str, staff_id: int, since: float, until: float, kind: BlockKind = BlockKind.ROUNDS) -> Block:
    return Block(key, staff_id, kind, at(since), at(until), area_id=1 if kind is BlockKind.ROUNDS else None)


def worker(staff_id: int, since: float = 0, until: float = 8.5) -> Worker:
    return Worker(staff_id, f"Person {staff_id}", Role.TECH, at(since), at(until))


PLAN = Plan(
    START,
    END,
    (worker(1), worker(2), worker(3, 2)),
    (block("a", 1, 0, 3), block("b", 1, 3.5, 5), block("c", 2, 1, 2, BlockKind.GROUP)),
)


def times(plan: Plan, key: str) -> tuple[datetime, datetime]:
    found = plan.block(key)
    assert found is not None
    return found.starts_at, found.ends_at


def test_moved_keeps_its_length_and_stays_in_the_shift() -> None:
    assert times(edits.moved(PLAN, "a", at(2)), "a") == (at(2), at(5))
    assert times(edits.moved(PLAN, "a", at(-4)), "a") == (at(0), at(3))
    assert times(edits.moved(PLAN, "a", at(9)), "a") == (at(5.5), at(8.5))


def test_moved_to_another_person() -> None:
    after = edits.moved(PLAN, "a", at(0), 3)
    assert [one.key for one in after.blocks_of(3)] == ["a"]
    assert [one.key for one in after.blocks_of(1)] == ["b"]


def test_one_end_is_pulled_and_the_other_stays() -> None:
    assert times(edits.stretched(PLAN, "a", ends_at=at(4)), "a") == (at(0), at(4))
    assert times(edits.stretched(PLAN, "b", starts_at=at(3)), "b") == (at(3), at(5))
    assert times(edits.stretched(PLAN, "b", starts_at=at(7)), "b") == (at(5) - edits.SHORTEST, at(5))
    assert times(edits.stretched(PLAN, "b", ends_at=at(1)), "b") == (at(3.5), at(3.5) + edits.SHORTEST)


def test_split_in_the_middle_on_a_quarter_hour() -> None:
    after = edits.split(PLAN, "b", "new")
    assert times(after, "b") == (at(3.5), at(4.25))
    assert times(after, "new") == (at(4.25), at(5))
    assert replace(after.block("new"), key="b", starts_at=at(3.5)) == PLAN.block("b")  # type: ignore[type-var]


def test_too_short_to_be_split() -> None:
    short = edits.with_block(PLAN, replace(block("s", 2, 4, 5), ends_at=at(4) + timedelta(minutes=9)))
    assert edits.split(short, "s", "new") == short


def test_a_copy_stands_where_there_is_room() -> None:
    assert times(edits.copied(PLAN, "b", "new"), "new") == (at(5), at(6.5))
    full = edits.with_block(PLAN, block("late", 1, 5, 8.5))
    assert times(edits.copied(full, "b", "new"), "new") == (at(5), at(6.5))
    early = edits.without_block(full, "a")
    assert times(edits.copied(early, "b", "new"), "new") == (at(0), at(1.5))


def test_somebody_who_does_not_come_leaves_nothing() -> None:
    after = edits.without_person(PLAN, 1)
    assert [one.staff_id for one in after.people] == [2, 3]
    assert [one.key for one in after.blocks] == ["c"]


def test_other_hours_cut_what_lies_outside() -> None:
    after = edits.with_hours(PLAN, 1, at(1), at(3.5))
    assert times(after, "a") == (at(1), at(3))
    assert after.block("b") is None
    assert after.block("c") == PLAN.block("c")
    assert edits.with_hours(PLAN, 1, at(2), at(2)) == PLAN


def test_where_somebody_is_free() -> None:
    assert edits.free_stretches(PLAN, 1) == ((at(3), at(3.5)), (at(5), at(8.5)))
    assert edits.free_stretches(PLAN, 3) == ((at(2), at(8.5)),)
    assert edits.free_stretches(PLAN, 9) == ()
    assert edits.longest_free(PLAN, 1, at(2), at(6)) == (at(5), at(6))
    assert edits.longest_free(PLAN, 1, at(0), at(3)) is None


def test_where_a_new_block_begins() -> None:
    assert edits.opening(PLAN, 1, at(0)) == (at(3), at(3.5))
    assert edits.opening(PLAN, 1, at(6)) == (at(6), at(7))
    assert edits.opening(PLAN, 3, at(0)) == (at(2), at(3))
    assert edits.opening(edits.with_block(PLAN, block("all", 2, 0, 8.5)), 2, at(4)) == (at(4), at(5))


@pytest.mark.parametrize(("minutes", "nearest"), [(7, 0), (8, 15), (22, 15), (23, 30)])
def test_a_hand_lands_on_quarter_hours(minutes: int, nearest: int) -> None:
    assert edits.snapped(START + timedelta(minutes=minutes)) == START + timedelta(minutes=nearest)
    assert edits.snapped(START + timedelta(minutes=7), edits.FINE_STEP) == START + timedelta(minutes=5)


Edit = Callable[[Plan], Plan]
_moments = st.integers(-120, 640).map(lambda minutes: START + timedelta(minutes=minutes))
_keys, _people = st.sampled_from("abcxyz"), st.integers(1, 4)


@st.composite
def any_edit(draw: st.DrawFn) -> Edit:
    """Any one thing a hand can do, of blocks that are there and of some that are not."""
    key, new, who, one, other = draw(_keys), draw(_keys), draw(_people), draw(_moments), draw(_moments)
    fresh = Block(new, who, draw(st.sampled_from(BlockKind)), one, other)
    edit: Edit = draw(
        st.sampled_from(
            (
                lambda plan: edits.moved(plan, key, one, who),
                lambda plan: edits.stretched(plan, key, starts_at=one),
                lambda plan: edits.stretched(plan, key, ends_at=one),
                lambda plan: edits.split(plan, key, f"{key}{len(plan.blocks)}{new}", one),
                lambda plan: edits.copied(plan, key, f"{key}{len(plan.blocks)}{new}"),
                lambda plan: edits.without_block(plan, key),
                lambda plan: edits.with_block(plan, fresh),
                lambda plan: edits.without_person(plan, who),
                lambda plan: edits.with_hours(plan, who, min(one, other), max(one, other)),
            )
        )
    )
    return edit


@given(st.lists(any_edit(), max_size=12))
def test_whatever_is_done_it_stays_a_plan(done: list[Edit]) -> None:
    plan = PLAN
    for edit in done:
        plan = edit(plan)
        assert (plan.starts_at, plan.ends_at) == (START, END)
        keys = [one.key for one in plan.blocks]
        assert len(keys) == len(set(keys))
        assert all(one.starts_at >= START and one.ends_at <= END for one in plan.blocks)
        assert all(one.lasts >= edits.SHORTEST for one in plan.blocks)


@given(_moments, _keys)
def test_an_edit_of_one_block_touches_no_other(when: datetime, key: str) -> None:
    after = edits.stretched(edits.moved(PLAN, key, when, 2), key, ends_at=when)
    assert [one for one in after.blocks if one.key != key] == [one for one in PLAN.blocks if one.key != key]
