"""How the simulated charge fills a shift, and that what she publishes is what those who work go by."""

from datetime import datetime, timedelta

import pytest

from station.models.enums import BlockKind
from station.rules.cover import gaps
from station.rules.plan import Plan
from station.services import plan_reading
from station.services.plan_sheet import PlanSheet
from station.simulation.demo import prepare
from station.simulation.planned import Planned
from station.simulation.rota import fill
from station.store.work import Store
from tests.fakes import NOON

BEDS = 16


@pytest.fixture
def sheet(sqlite_store: Store) -> PlanSheet:
    """Of the shift that runs in a unit that has lived for a while."""
    prepare(sqlite_store, beds=BEDS, seed=4, now=NOON, history=timedelta(minutes=40))
    shifts = plan_reading.read_shifts(sqlite_store, NOON)
    running = next(one for one in shifts if one.starts_at <= NOON < one.next_at)
    return plan_reading.read_plan_sheet(sqlite_store, running.starts_at, None, NOON)


def overlapping(plan: Plan) -> list[tuple[str, str]]:
    return [
        (one.key, other.key)
        for one in plan.blocks
        for other in plan.blocks
        if one.key < other.key and one.staff_id == other.staff_id and one.overlaps(other.starts_at, other.ends_at)
    ]


def longest_held(plan: Plan) -> timedelta:
    return max(one.lasts for one in plan.blocks if one.kind is BlockKind.CONTINUOUS)


def test_the_running_shift_of_a_demo_is_planned_and_covers_everything(sheet: PlanSheet) -> None:
    plan = sheet.published.plan
    assert sheet.published.number >= 1
    assert gaps(plan, sheet.needs, 1000.0) == ()
    assert overlapping(plan) == []
    assert longest_held(plan) <= timedelta(hours=2)
    assert {one.kind for one in plan.blocks} >= {BlockKind.ROUNDS, BlockKind.BREAK, BlockKind.CONTINUOUS}


def test_with_hardly_anybody_there_something_stays_uncovered_and_nobody_does_two_things(sheet: PlanSheet) -> None:
    few = [one.staff_id for one in sheet.staff][:2]
    plan = fill(sheet, few)
    assert {one.staff_id for one in plan.blocks} <= set(few)
    assert overlapping(plan) == []
    assert gaps(plan, sheet.needs, 1000.0)


def test_a_break_of_a_rounder_is_covered(sheet: PlanSheet) -> None:
    plan = sheet.published.plan
    rounders = {one.staff_id for one in plan.blocks if one.kind is BlockKind.ROUNDS and one.lasts > timedelta(hours=2)}
    rests = [one for one in plan.blocks if one.kind is BlockKind.BREAK and one.staff_id in rounders]
    assert rests
    for one in rests:
        assert any(
            other.kind is BlockKind.ROUNDS and other.starts_at <= one.starts_at and other.ends_at >= one.ends_at
            for other in plan.blocks
        )


def test_what_is_planned_now(sheet: PlanSheet) -> None:
    planned, plan = Planned(), sheet.published.plan
    planned.follow(plan)
    held = next(one for one in plan.blocks if one.kind is BlockKind.CONTINUOUS)
    walked = next(one for one in plan.blocks if one.kind is BlockKind.ROUNDS)
    assert held.stay_id is not None
    assert walked.area_id is not None
    assert planned.observer(held.stay_id, held.starts_at) == held.staff_id
    assert planned.observer(held.stay_id + 999, held.starts_at) is None
    assert planned.rounder(walked.area_id, walked.starts_at) == walked.staff_id
    before: datetime = plan.starts_at - timedelta(seconds=1)
    assert planned.rounder(walked.area_id, before) is None


def test_everybody_has_a_break(sheet: PlanSheet) -> None:
    plan = sheet.published.plan
    assert {one.staff_id for one in plan.blocks if one.kind is BlockKind.BREAK} == {one.staff_id for one in plan.people}
