"""The steps of a suggestion, each for itself: slots, who walks where, the exact cover, exchanges."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.rules.plan import Need, Plan
from station.rules.policy import default_policy
from station.rules.rota import FREE, RESTS, Rota, rota
from station.rules.rota_cover import BREAK_MISSED, WALKER_MISSED, cover, left_open, shared
from station.rules.rota_greedy import greedy
from station.rules.rota_naming import where_to_walk
from station.rules.rota_swaps import cost, improve
from tests.rules import plans
from tests.rules.plans import EAST, WEST, at, hall, one_to_one, plan, worker

EVENING = [hall(checks=50), hall(EAST, checks=46), one_to_one()]
NORTH = 3


def never() -> bool:
    return False


def cut(drawn: Plan, needs: list[Need], **how: int) -> Rota:
    return rota(drawn, needs, default_policy(), 60.0, timedelta(minutes=how.get("minutes", 30)), None)


def six(*, untrained: int = 0) -> Plan:
    return plan(people=tuple(worker(one, untrained=one == untrained) for one in range(1, 7)))


@given(drawn=plans.plans(), minutes=st.sampled_from([15, 30, 60]))
def test_slots_make_up_the_shift_and_nothing_begins_or_ends_inside_one(drawn: Plan, minutes: int) -> None:
    found = cut(drawn, EVENING, minutes=minutes)
    assert (found.slots[0][0], found.slots[-1][1]) == (drawn.starts_at, drawn.ends_at)
    assert all(one[1] == other[0] for one, other in pairwise(found.slots))
    assert all(timedelta(0) < ends_at - starts_at <= timedelta(minutes=minutes) for starts_at, ends_at in found.slots)
    edges = [edge for one in drawn.blocks for edge in (one.starts_at, one.ends_at)]
    edges += [edge for one in drawn.people for edge in (one.starts_at, one.ends_at)]
    assert not [edge for edge in edges for starts_at, ends_at in found.slots if starts_at < edge < ends_at]


@pytest.mark.parametrize(
    ("people", "north", "walks"),
    [
        (3, 10, [WEST, EAST, NORTH]),
        (2, 10, [WEST, None]),
        (2, 11, [None, None]),
        (1, 10, [None]),
        (0, 10, []),
    ],
)
def test_the_fullest_areas_have_their_own_as_long_as_the_rest_can_be_done(
    people: int, north: int, walks: list[int | None]
) -> None:
    halls = [hall(checks=55), hall(EAST, checks=50), hall(NORTH, checks=north)]
    found = cut(six(), halls)
    assert [found.tasks[task].area_id for task in where_to_walk(found, 0, people)] == walks


def test_a_break_has_its_place_in_the_middle_of_somebodys_time() -> None:
    found = cut(plan(people=(worker(1, "15:00", "21:00"),)), [hall()])
    starts = [found.slots[first][0] for first, _ in found.seats[0].breaks]
    assert (starts[0], starts[-1]) == (at("16:00"), at("19:30"))


def test_the_cover_spares_who_lacks_training() -> None:
    work = cut(six(untrained=1), EVENING)
    found = cover(work, never)
    assert found is not None
    assert found.proven
    assert not any(work.holds(doing) for doing in found.rows[0])
    assert left_open(work, found.rows) == 0


def test_the_cover_leaves_nobody_alone_where_the_plain_way_does() -> None:
    """Four patients, three halls and eight people, one of whom goes at half time: looking ahead is what it takes. All
    that is left open is the break of two."""
    people = (worker(1, until="19:00"), *(worker(one) for one in range(2, 9)))
    needs = [hall(checks=55), hall(EAST, checks=50), hall(NORTH, checks=40)]
    needs += [one_to_one(stay, f"13{stay:02}") for stay in range(1, 5)]
    work = cut(plan(people=people), needs)
    found = cover(work, never)
    assert found is not None
    assert found.proven
    assert left_open(work, found.rows) == 2 * BREAK_MISSED
    assert left_open(work, greedy(work, never)) > WALKER_MISSED


@settings(max_examples=30)
@given(drawn=plans.plans(), needs=st.lists(plans.needs(), max_size=3))
def test_exchanges_cost_less_and_leave_open_what_was_open(drawn: Plan, needs: list[Need]) -> None:
    work = cut(drawn, needs)
    before = greedy(work, never)
    after = improve(work, before, never)
    assert cost(work, after) <= cost(work, before) + 1e-6
    assert left_open(work, after) == pytest.approx(left_open(work, before))
    assert shared(work, after) == pytest.approx(shared(work, before))
    for seat, row, was in zip(work.seats, after, before, strict=True):
        assert all(doing == kept for doing, kept in zip(row, seat.fixed, strict=True) if kept != FREE)
        assert [doing == RESTS for doing in row] == [doing == RESTS for doing in was]


@settings(max_examples=30)
@given(drawn=plans.plans(), needs=st.lists(plans.needs(), max_size=3))
def test_the_plain_way_never_leaves_less_open_than_the_exact_one(drawn: Plan, needs: list[Need]) -> None:
    work = cut(drawn, needs)
    found = cover(work, never)
    assert found is not None
    assert left_open(work, found.rows) <= left_open(work, greedy(work, never)) + 1e-6
