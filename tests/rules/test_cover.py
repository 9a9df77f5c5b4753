"""Where nobody is named, exactly; and nobody who is not there covers anything."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import BlockKind
from station.rules.cover import gaps, people_needed, still_open
from station.rules.plan import Block, Gap, Need, Plan
from tests.rules import plans
from tests.rules.plans import EAST, at, block, hall, holds, one_to_one, plan, rounds, worker

CAN_DO = 60.0


def said(found: tuple[Gap, ...]) -> list[tuple[str, datetime, datetime, int]]:
    return [(one.need.title, one.starts_at, one.ends_at, one.people) for one in found]


def test_a_shift_that_is_covered_has_no_gap() -> None:
    whole = plan(rounds(1), rounds(2, area=EAST), holds(3, "15:00", "17:00"), holds(4, "17:00", "23:30"))
    assert gaps(whole, [hall(), hall(EAST), one_to_one()], CAN_DO) == ()


def test_the_hour_nobody_walks_is_told_exactly() -> None:
    drawn = plan(rounds(1), rounds(2, "15:00", "19:00", EAST), rounds(3, "20:00", "23:30", EAST))
    assert said(gaps(drawn, [hall(), hall(EAST)], CAN_DO)) == [("East hall", at("19:00"), at("20:00"), 1)]


def test_to_the_second() -> None:
    second = timedelta(seconds=1)
    early = replace(rounds(2, "15:00", "19:00"), ends_at=at("19:00") - second)
    assert said(gaps(plan(early, rounds(1, "19:00", "23:30")), [hall()], CAN_DO)) == [
        ("West hall", at("19:00") - second, at("19:00"), 1)
    ]
    assert gaps(plan(rounds(2, "15:00", "19:00"), rounds(1, "19:00", "23:30")), [hall()], CAN_DO) == ()


def test_a_round_of_the_whole_unit_is_one_of_every_area() -> None:
    assert gaps(plan(rounds(1, area=None)), [hall(), hall(EAST)], CAN_DO) == ()


def test_more_checks_than_one_can_do_take_more_people() -> None:
    drawn = plan(rounds(1), rounds(2, "17:00", "18:00"))
    assert said(gaps(drawn, [hall(checks=96)], CAN_DO)) == [
        ("West hall", at("15:00"), at("17:00"), 1),
        ("West hall", at("18:00"), at("23:30"), 1),
    ]
    assert said(gaps(plan(), [hall(checks=150)], CAN_DO)) == [("West hall", at("15:00"), at("23:30"), 3)]


def test_one_person_twice_at_the_same_thing_is_one() -> None:
    drawn = plan(rounds(1, key="a"), rounds(1, key="b"))
    assert [one.people for one in gaps(drawn, [hall(checks=96)], CAN_DO)] == [1]


def test_somebody_who_called_in_sick_covers_nothing() -> None:
    drawn = plan(rounds(1), holds(2), people=(worker(1),))
    assert said(gaps(drawn, [hall(), one_to_one()], CAN_DO)) == [("1:1 with 1309", at("15:00"), at("23:30"), 1)]


def test_nor_does_somebody_who_has_gone_home() -> None:
    drawn = plan(rounds(1), people=(worker(1, "16:00", "19:00"),))
    assert said(gaps(drawn, [hall()], CAN_DO)) == [
        ("West hall", at("15:00"), at("16:00"), 1),
        ("West hall", at("19:00"), at("23:30"), 1),
    ]


def test_another_patient_or_area_or_deed_is_no_cover() -> None:
    drawn = plan(holds(1, stay=77), rounds(2, area=EAST), block(3, BlockKind.ESCORT, "15:00", "23:30", stay_id=9))
    assert [one.need.title for one in gaps(drawn, [hall(), one_to_one()], CAN_DO)] == ["1:1 with 1309", "West hall"]


@pytest.mark.parametrize(("checks", "people"), [(0, 1), (1, 1), (60, 1), (60.1, 2), (120, 2), (120.5, 3)])
def test_so_many_people_for_so_many_checks(checks: float, people: int) -> None:
    assert people_needed(hall(checks=checks), CAN_DO) == people


def test_a_sum_of_fractions_is_not_a_check_more() -> None:
    """40/9 checks an hour for each Q15 patient, and 13.5 of them, are 60 however they are added up."""
    assert people_needed(hall(checks=sum([40 / 9] * 13) + 20 / 9), CAN_DO) == 1


# Any shift


def short_at(drawn: Plan, need: Need, moment: datetime) -> int:
    """How many are missing at one moment, counted the plain way."""
    if not need.starts_at <= moment < need.ends_at:
        return 0
    there = {one.staff_id for one in drawn.people if one.starts_at <= moment < one.ends_at}
    at_it = {
        one.staff_id
        for one in drawn.blocks
        if one.starts_at <= moment < one.ends_at
        and one.kind is need.kind
        and (one.area_id in (None, need.area_id) if need.kind is BlockKind.ROUNDS else one.stay_id == need.stay_id)
    }
    return max(0, people_needed(need, CAN_DO) - len(there & at_it))


@given(drawn=plans.plans(), need=plans.needs(), second=st.integers(-3600, 13 * 3600))
def test_a_gap_is_where_somebody_is_missing_and_nowhere_else(drawn: Plan, need: Need, second: int) -> None:
    edges = [moment for one in drawn.blocks + drawn.people for moment in (one.starts_at, one.ends_at)]
    moments = [plans.STARTS + timedelta(seconds=second), need.starts_at, *edges]
    found = gaps(drawn, [need], CAN_DO)
    for moment in moments:
        here = [one.people for one in found if one.starts_at <= moment < one.ends_at]
        assert here == [short for short in [short_at(drawn, need, moment)] if short]


@given(drawn=plans.plans(), need=plans.needs())
def test_gaps_are_merged_and_in_order(drawn: Plan, need: Need) -> None:
    found = gaps(drawn, [need], CAN_DO)
    assert all(one.starts_at < one.ends_at and one.people > 0 for one in found)
    for one, other in pairwise(found):
        assert one.ends_at < other.starts_at or (one.ends_at == other.starts_at and one.people != other.people)


@given(drawn=plans.plans(), more=plans.blocks(), need=plans.needs())
def test_one_more_block_never_uncovers_anything(drawn: Plan, more: Block, need: Need) -> None:
    fuller = Plan(drawn.starts_at, drawn.ends_at, drawn.people, (*drawn.blocks, more))

    def missing(of: Plan) -> timedelta:
        return sum(((one.ends_at - one.starts_at) * one.people for one in gaps(of, [need], CAN_DO)), timedelta())

    assert missing(fuller) <= missing(drawn)


def test_what_is_over_cannot_be_covered_any_more() -> None:
    empty = plan(people=(worker(1),))
    found = gaps(empty, [hall(EAST)], 60)
    since, until = found[0].starts_at, found[-1].ends_at
    half = since + (until - since) / 2
    assert still_open(found, since) == found
    assert [(one.starts_at, one.ends_at) for one in still_open(found, half)] == [(half, until)]
    assert still_open(found, until) == ()
