"""The arithmetic of the grid: everything inside, nothing over anything, the time never dropped."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.views.board.layout import Box, CardPlan, GridPlan, Needs, plan_grid

NEEDS = Needs(time=2.78, words=6.0, head=3.6, foot=True)


@given(
    count=st.integers(1, 80),
    width=st.integers(500, 4000),
    height=st.integers(400, 2200),
    precautions=st.booleans(),
    head=st.floats(2.5, 6.0),
)
def test_cards_fit_and_parts_stand_beneath_each_other(
    count: int, width: int, height: int, precautions: bool, head: float
) -> None:
    plan = plan_grid(count, width, height, Needs(2.78, 6.0, head, precautions), smallest=11)
    assert plan.columns * plan.rows >= count
    assert plan.columns * plan.card.width + (plan.columns - 1) * plan.gap <= width
    assert plan.rows * plan.card.height + (plan.rows - 1) * plan.gap <= height
    assert plan.card.time_px >= 1
    if plan.card.time_px >= 14:
        _hold_together(plan.card)


@pytest.mark.parametrize(
    ("count", "size", "least"),
    [
        (8, (1530, 900), 80),
        (24, (1530, 900), 55),
        (36, (1530, 900), 46),
        (60, (1530, 900), 36),
        (36, (1080, 640), 32),
        (60, (1080, 640), 24),
    ],
)
def test_the_time_is_large(count: int, size: tuple[int, int], least: int) -> None:
    assert plan_grid(count, *size, NEEDS, smallest=11).card.time_px >= least


def test_more_beds_never_make_it_larger() -> None:
    sizes = [plan_grid(count, 1530, 900, NEEDS, smallest=13).card.time_px for count in range(1, 61)]
    assert all(later <= before * 1.09 for before, later in pairwise(sizes))


def test_lines_are_dropped_from_the_last_and_the_time_never() -> None:
    plans = [plan_grid(60, width, width * 9 // 16, NEEDS, smallest=14) for width in (1600, 700, 500)]
    assert [_lines(plan) for plan in plans] == sorted((_lines(plan) for plan in plans), reverse=True)
    assert _lines(plans[0]) == 2
    assert _lines(plans[-1]) == 0
    assert all(plan.card.time.height > 0 for plan in plans)


def test_a_banner_moves_no_card_to_another_place() -> None:
    for count in (8, 24, 36, 60):
        usual = plan_grid(count, 1530, 900, NEEDS, smallest=13)
        squeezed = plan_grid(count, 1530, 840, NEEDS, smallest=13, full_height=900)
        assert squeezed.columns == usual.columns
        assert squeezed.card.height < usual.card.height


def test_nothing_at_all_still_gives_a_layout() -> None:
    assert plan_grid(0, 0, 0, NEEDS, smallest=11).card.time_px >= 1


def _hold_together(card: CardPlan) -> None:
    stacked = [one for one in (card.head, card.time, card.bar, card.line, card.foot) if one is not None]
    for upper, lower in pairwise(stacked):
        assert upper.bottom <= lower.y + 2, (upper, lower)
    for box in (*stacked, card.words):
        assert _inside(box, card), (box, card)


def _inside(box: Box, card: CardPlan) -> bool:
    return box.x >= 0 and box.y >= 0 and box.right <= card.width and box.bottom <= card.height


def _lines(plan: GridPlan) -> int:
    return sum(one is not None for one in (plan.card.line, plan.card.foot))
