"""What differs between two plans, as a charge would say it; nothing where nothing does."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import BlockKind
from station.rules.plan import Block, Plan
from station.rules.plan_changes import changes
from tests.rules import plans
from tests.rules.plans import EAST, TERMS, at, block, holds, plan, rest, rounds, worker

ONE = holds(3, "15:00", "17:00", key="one")
KEYS = st.sampled_from(["a", "b", "c"])


def said(before: Plan, after: Plan) -> tuple[str, ...]:
    return changes(before, after, TERMS)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (replace(ONE, ends_at=at("16:30")), "D. Lin: 1:1 with 1309 from 15:00–17:00 to 15:00–16:30"),
        (replace(ONE, staff_id=2), "1:1 with 1309 15:00–17:00 from D. Lin to R. Osei"),
        (
            replace(ONE, staff_id=2, ends_at=at("16:30")),
            "1:1 with 1309 from 15:00–17:00 to 15:00–16:30, from D. Lin to R. Osei",
        ),
        (replace(ONE, stay_id=10), "D. Lin: LOS with 1310 15:00–17:00 instead of 1:1 with 1309 15:00–17:00"),
        (
            rounds(2, "15:00", "16:00", EAST, key="one"),
            "rounds of east hall 15:00–16:00 instead of 1:1 with 1309 15:00–17:00, from D. Lin to R. Osei",
        ),
    ],
)
def test_a_block_that_changed(now: Block, words: str) -> None:
    assert said(plan(ONE), plan(now)) == (words,)


def test_added_and_taken_out() -> None:
    assert said(plan(), plan(rest(3, "18:00", "18:30"))) == ("D. Lin: break 18:00–18:30 added",)
    group = block(4, BlockKind.GROUP, "16:00", "17:00", words="Recreation")
    assert said(plan(group), plan()) == ("A. Park: group (recreation) 16:00–17:00 taken out",)
    med_pass = block(4, BlockKind.OTHER, "16:00", "17:00", words="Med pass")
    assert said(plan(med_pass), plan()) == ("A. Park: med pass 16:00–17:00 taken out",)


def test_people_come_first() -> None:
    before = plan(ONE, people=(worker(1), worker(2)))
    after = plan(people=(worker(1, until="19:00"), worker(4, "17:00")))
    assert said(before, after) == (
        "J. Moore is on 15:00–19:00 instead of 15:00–23:30",
        "R. Osei is not on any more",
        "A. Park is on, 17:00–23:30",
        "D. Lin: 1:1 with 1309 15:00–17:00 taken out",
    )


def test_the_hours_of_the_shift() -> None:
    assert said(plan(), replace(plan(), ends_at=at("23:00"))) == ("The shift from 15:00–23:30 to 15:00–23:00",)


def test_blocks_in_order_of_time() -> None:
    after = plan(rest(1, "20:00", "20:30"), rest(2, "18:00", "18:30"), rest(3, "19:00", "19:30"))
    assert [one.split(":")[0] for one in said(plan(), after)] == ["R. Osei", "D. Lin", "J. Moore"]


def test_a_second_that_differs_shows() -> None:
    moved = replace(ONE, ends_at=at("17:00").replace(second=20))
    assert said(plan(ONE), plan(moved)) == ("D. Lin: 1:1 with 1309 from 15:00–17:00 to 15:00–17:00:20",)


def same(one: Plan, other: Plan) -> bool:
    """Planning the same, in whatever order."""
    hours = [{(each.staff_id, each.starts_at, each.ends_at) for each in of.people} for of in (one, other)]
    return hours[0] == hours[1] and set(one.blocks) == set(other.blocks)


@given(before=plans.plans(KEYS), after=plans.plans(KEYS))
def test_something_is_said_exactly_where_something_differs(before: Plan, after: Plan) -> None:
    assert (said(before, after) == ()) == same(before, after)


@given(before=plans.plans())
def test_order_is_nothing(before: Plan) -> None:
    turned = replace(before, blocks=before.blocks[::-1], people=before.people[::-1])
    assert said(before, turned) == ()


@given(before=plans.plans(KEYS), after=plans.plans(KEYS))
def test_each_block_and_person_is_said_once(before: Plan, after: Plan) -> None:
    was, now = ({one.key: one for one in of.blocks} for of in (before, after))
    differing = sum(was.get(key) != now.get(key) for key in was.keys() | now.keys())
    people = {one.staff_id for one in (*before.people, *after.people)}
    hours = [{one.staff_id: (one.starts_at, one.ends_at) for one in of.people} for of in (before, after)]
    differing += sum(hours[0].get(one) != hours[1].get(one) for one in people)
    assert len(said(before, after)) == differing
