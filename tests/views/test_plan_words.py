"""What is said of a plan and where it stands in time; who could take a stretch; what becomes of it when read again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import BlockKind
from station.rules.cover import gaps
from station.rules.plan import Gap
from station.rules.plan_edits import with_block, without_block
from station.services.plan_sheet import DraftPlan, PublishedPlan
from station.views.assignments.derived import gaps_while_held, new_block
from station.views.assignments.drags import Drawn
from station.views.assignments.editor import Working
from station.views.assignments.following import News, first_working, news
from station.views.assignments.offers import offers
from station.views.assignments.scale import Scale, in_lanes
from station.views.assignments.typed import parse_in_shift
from station.views.assignments.words import (
    Names,
    block_line,
    block_title,
    gap_title,
    person_line,
    shift_choice,
    shift_title,
)
from station.views.panel.times import NotATime
from tests.views.plan_fakes import (
    END,
    EVENING,
    IN_SHIFT,
    NEEDS,
    NIGHT,
    PUBLISHED,
    START,
    ZONE_OF_UNIT,
    at,
    block,
    crowded,
    evening,
    sheet,
    worker,
)

NAMES = Names.of(sheet(), ZONE_OF_UNIT, {44: "1303"})
ROUNDS, HELD = BlockKind.ROUNDS, BlockKind.CONTINUOUS


@pytest.mark.parametrize(
    ("made", "title"),
    [
        (block("x", 1, ROUNDS, 0, 1, area_id=2), "Rounds · east hall"),
        (block("x", 1, ROUNDS, 0, 1), "Rounds · whole unit"),
        (block("x", 1, ROUNDS, 0, 1, area_id=9), "Rounds · an area that is gone"),
        (block("x", 1, HELD, 0, 1, stay_id=30), "1:1 · bed 1309"),
        (block("x", 1, HELD, 0, 1, stay_id=44), "1:1 · bed 1303"),
        (block("x", 1, HELD, 0, 1), "1:1 · choose the patient"),
        (block("x", 1, BlockKind.ESCORT, 0, 1, stay_id=44, words="Radiology"), "Escort · 1303 Radiology"),
        (block("x", 1, BlockKind.BREAK, 0, 1), "Break"),
        (block("x", 1, BlockKind.OTHER, 0, 1, words="Med pass"), "Med pass"),
        (block("x", 1, BlockKind.OTHER, 0, 1), "Other"),
    ],
)
def test_titles(made: object, title: str) -> None:
    from station.rules.plan import Block

    assert isinstance(made, Block)
    assert block_title(made, NAMES) == title


def test_the_line_beneath() -> None:
    plan = evening()
    lines = {one.key: block_line(one, NAMES, plan) for one in plan.blocks}
    assert lines["m1"] == "12 patients · 50 checks/h"
    assert lines["o2"] == "from D. Lin"
    assert lines["l1"] == "since 15:00"
    assert lines["b1"] == "16:00–17:00"


def test_people_and_shifts_and_gaps() -> None:
    plan = evening()
    assert person_line(worker(6), NAMES, plan) == "Tech · CPR expired"
    assert person_line(worker(1, until=at(4)), NAMES, plan) == "Tech · 15:00–19:00 · CPI to 03/27"
    assert shift_title(EVENING, ZONE_OF_UNIT) == "Evening shift, Mon 23 Nov, 15:00–23:30"
    assert shift_choice(EVENING, ZONE_OF_UNIT, IN_SHIFT) == "Evening, Mon 23 Nov 15:00 · now"
    assert shift_choice(EVENING, ZONE_OF_UNIT, NIGHT.starts_at) == "Evening, Mon 23 Nov 15:00 · over"
    assert shift_choice(NIGHT, ZONE_OF_UNIT, IN_SHIFT) == "Night, Mon 23 Nov 23:00"
    assert gap_title(Gap(NEEDS[1], START, END)) == "East hall · nobody"
    assert gap_title(Gap(NEEDS[1], START, END, 1, there=1)) == "East hall · one more person needed"


@given(st.floats(0, 1), st.integers(1, 24))
def test_places_and_moments_are_each_others_inverse(share: float, hours: int) -> None:
    scale = Scale(START, START + timedelta(hours=hours), 170, 900)
    moment = START + share * timedelta(hours=hours)
    assert abs(scale.at(scale.x(moment)) - moment) < timedelta(milliseconds=1)


def test_whole_hours_of_the_units_clock_also_where_it_is_half_an_hour_off() -> None:
    scale = Scale(START, START + timedelta(hours=2), 0, 100)
    assert [text for _, text in scale.hours(ZoneInfo("Asia/Kolkata"))] == ["02:00", "03:00"]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=15))
def test_blocks_of_one_lane_do_not_overlap(parts: list[tuple[int, int]]) -> None:
    made = [
        block(str(number), 1, ROUNDS, since / 4, (since + lasts) / 4) for number, (since, lasts) in enumerate(parts)
    ]
    lanes = in_lanes(made)
    for one in made:
        for other in made:
            if one.key != other.key and lanes[one.key] == lanes[other.key]:
                assert not one.overlaps(other.starts_at, other.ends_at)


@pytest.mark.parametrize(
    ("typed", "hours"), [("19:30", 4.5), ("1930", 4.5), ("19.30", 4.5), ("15:00", 0), ("23:30", 8.5)]
)
def test_times_as_they_are_typed(typed: str, hours: float) -> None:
    assert parse_in_shift(typed, START, END, NAMES) == at(hours)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("14:59", "14:59 is not within 15:00 to 23:30."),
        ("25:00", "Type a time such as 19:30."),
        ("", "Type a time such as 19:30."),
        ("19:30 CET", "19:30 CET is not within 15:00 to 23:30."),
    ],
)
def test_what_is_no_time_of_the_shift(typed: str, said: str) -> None:
    with pytest.raises(NotATime) as told:
        parse_in_shift(typed, START, END, NAMES)
    assert str(told.value) == said


def test_a_repeated_hour_is_named_by_its_zone_and_else_the_outer_one_is_meant() -> None:
    starts = datetime(2026, 11, 1, 3, tzinfo=UTC)
    ends = starts + timedelta(hours=9)
    first, second = datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert parse_in_shift("01:30", starts, ends, NAMES) == first
    assert parse_in_shift("01:30", starts, ends, NAMES, later=True) == second
    assert parse_in_shift("01:30 EST", starts, ends, NAMES) == second


def test_who_could_take_it_whole_before_part_trained_before_expired_idle_before_busy() -> None:
    gap = gaps(evening(), NEEDS, 60)[0]
    found = offers(evening(), gap, timedelta(hours=2))
    assert [(one.staff_id, one.whole) for one in found] == [(3, True), (4, True), (8, True), (6, True), (2, False)]


def test_nobody_is_offered_a_continuous_patient_for_longer_than_two_hours() -> None:
    gap = Gap(NEEDS[2], at(0), at(5))
    found = offers(evening(), gap, timedelta(hours=2))
    assert {one.ends_at - one.starts_at for one in found if one.staff_id == 3} == {timedelta(hours=2)}


def test_a_new_block_is_what_the_stretch_lacks_else_rounds() -> None:
    lacking = gaps(evening(), NEEDS, 60)
    assert new_block(Drawn(3, at(4), at(5)), lacking, NAMES, "new").area_id == 2
    assert new_block(Drawn(3, at(6), at(7)), lacking, NAMES, "new").area_id == 1
    held = gaps(without_block(evening(), "l1"), NEEDS, 60)
    assert new_block(Drawn(3, at(0), at(1)), held, NAMES, "new").stay_id == 30


@given(st.sampled_from([f"k{one}" for one in range(0, 200, 7)]), st.integers(0, 40), st.integers(100, 129))
def test_what_a_held_block_uncovers_is_what_the_whole_plan_would_say(key: str, quarter: int, who: int) -> None:
    shift = crowded()
    plan = shift.published.plan
    before = plan.block(key)
    assert before is not None
    since = START + quarter * timedelta(minutes=15)
    after = with_block(plan, replace(before, staff_id=who, starts_at=since, ends_at=since + before.lasts))
    now = gaps(plan, shift.needs, 60)
    assert set(gaps_while_held(after, key, now, shift)) == set(gaps(after, shift.needs, 60))


MINE = Working(without_block(evening(), "b1"), 1)
THEIRS = PublishedPlan(2, "K. Bello", IN_SHIFT, without_block(evening(), "n1"))


@pytest.mark.parametrize(
    ("published", "working", "state", "told"),
    [
        (PUBLISHED, MINE, {}, News.NONE),
        (THEIRS, MINE, {}, News.OVERTAKEN),
        (THEIRS, Working(evening(), 1), {"changed": False}, News.ADOPT),
        (PUBLISHED, Working(THEIRS.plan, 2), {"published_here": 2}, News.OLD),
        (PUBLISHED, Working(evening(), 2), {}, News.OLD),
    ],
)
def test_what_becomes_of_a_plan_when_the_stored_one_is_read(
    published: PublishedPlan, working: Working, state: dict[str, object], told: News
) -> None:
    usual: dict[str, object] = {"changed": True, "published_here": 0, "waiting": False, "ours": False}
    assert news(sheet(published), working, **{**usual, **state}) is told  # type: ignore[arg-type]  # as named


@pytest.mark.parametrize(
    ("waiting", "ours", "told"),
    [(False, False, News.ELSEWHERE), (True, False, News.NONE), (False, True, News.NONE)],
)
def test_a_draft_from_another_desk_never_overwrites_what_waits(waiting: bool, ours: bool, told: News) -> None:
    read = sheet(draft=DraftPlan(1, IN_SHIFT, evening()))
    assert news(read, MINE, changed=True, published_here=0, waiting=waiting, ours=ours) is told


def test_a_person_begins_with_his_draft_else_with_what_is_published() -> None:
    assert first_working(sheet()) == Working(evening(), 1)
    assert first_working(sheet(draft=DraftPlan(1, IN_SHIFT, MINE.plan))) == MINE
