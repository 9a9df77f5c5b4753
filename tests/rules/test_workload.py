"""What is owed in an hour, who can do it, and which hour is the worst, in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import BlockKind, Role
from station.rules.cover import gaps
from station.rules.plan import Need, Plan
from station.rules.policy import Policy
from station.rules.rounding import extra_work
from station.rules.walking import Piece, shares, tightest
from station.rules.workload import Ability, Workload, ability, checks_per_hour, workload
from tests.rules import plans
from tests.rules.plans import EAST, STARTS, WEST, ZONE, at, block, hall, holds, one_to_one, plan, rest, rounds, worker
from tests.rules.test_rounding import varying

CAN_DO = 60.0
BOTH = (hall(checks=50), hall(EAST, checks=46))


def of(drawn: Plan, needs: tuple[Need, ...] = BOTH) -> Workload:
    return workload(drawn, needs, CAN_DO, ZONE)


@pytest.mark.parametrize(("code", "owed"), [("Q5", 12), ("Q15", 4), ("Q30", 2), ("Q60", 1), ("LOS", 0), ("1:1", 0)])
def test_a_level_owes_so_many_checks_an_hour(policy: Policy, code: str, owed: int) -> None:
    assert checks_per_hour(varying(policy, 1.0), code) == pytest.approx(owed)
    assert checks_per_hour(policy, code) == pytest.approx(owed * (1 + extra_work(policy)))


def test_a_level_that_is_not_there_is_said_with_those_that_are(policy: Policy) -> None:
    with pytest.raises(KeyError, match="Q15"):
        checks_per_hour(policy, "Q7")


# What one can do


def test_by_policy_until_there_are_rounds_enough(policy: Policy) -> None:
    walk = (12, timedelta(minutes=15))
    assert ability(policy, [walk] * 19) == Ability(60.0, measured=False)
    assert ability(policy, [walk] * 20) == Ability(48.0, measured=True)


def test_rounds_charted_fast_never_make_a_shift_look_easier_than_policy(policy: Policy) -> None:
    assert ability(policy, [(10, timedelta(minutes=3))] * 30) == Ability(60.0, measured=False)


def test_a_round_left_open_or_charted_at_a_stroke_moves_nothing(policy: Policy) -> None:
    walks = [(12, timedelta(minutes=15))] * 21
    assert ability(policy, [*walks, (12, timedelta(hours=9))]).checks_per_hour == 48.0
    stroke = (12, timedelta(seconds=5))
    assert ability(policy, [*walks, *[stroke] * 90]).checks_per_hour == 48.0
    assert not ability(policy, [*walks[:10], *[stroke] * 90]).measured


def test_a_round_without_a_check_says_nothing(policy: Policy) -> None:
    empty = [(0, timedelta(minutes=15)), (5, timedelta(0))] * 20
    assert not ability(policy, empty).measured


# The strip


def test_the_evening_of_the_drawing() -> None:
    drawn = plan(
        rounds(1), rounds(2, "15:00", "19:00", EAST), rounds(2, "20:00", "23:30", EAST), rest(2, "19:00", "20:00")
    )
    strip = of(drawn, (*BOTH, one_to_one(), one_to_one(10)))
    assert strip.checks_per_hour == pytest.approx(96)
    assert (strip.rounders_needed, strip.rounders_named, strip.continuous) == (2, 1, 2)
    strip = of(drawn)
    assert strip.worst_words == "19:00 · east hall uncovered"
    assert strip.spread_words == "46–50 checks/h"
    assert not strip.fits


def test_what_is_over_is_not_the_worst_hour_any_more() -> None:
    drawn = plan(rounds(1), rounds(2, "15:00", "19:00", EAST), rounds(2, "20:00", "23:30", EAST))
    at_20, at_end = (workload(drawn, BOTH, CAN_DO, ZONE, now=one).worst_words for one in (at("20:00"), drawn.ends_at))
    assert at_20 == "20:00 · 50 checks for one person who can do 60"
    assert workload(drawn, BOTH, CAN_DO, ZONE, now=at("19:59")).worst_words == "19:00 · east hall uncovered"
    assert at_end == "19:00 · east hall uncovered", "a shift that is over is told whole"


def test_a_plan_that_can_be_done_says_its_busiest_hour() -> None:
    strip = of(plan(rounds(1), rounds(2, area=EAST)))
    assert strip.fits
    assert strip.worst_words == "15:00 · 50 checks for one person who can do 60"


def test_too_much_for_who_is_on_is_said_before_what_is_uncovered() -> None:
    """From 20:00 only one is left: no drawing of blocks mends that."""
    people = (worker(1), worker(2, until="20:00"))
    strip = of(plan(rounds(2, "15:00", "17:00", EAST), people=people))
    assert strip.worst_words == "20:00 · 96 checks for one person who can do 60"
    assert [one.possible for one in strip.hours] == [True] * 5 + [False] * 4


def test_one_person_for_the_whole_unit_who_cannot_do_it() -> None:
    strip = of(plan(rounds(1, area=None)))
    assert gaps(plan(rounds(1, area=None)), BOTH, CAN_DO) == ()
    assert not strip.fits
    assert strip.worst_words == "15:00 · 96 checks for one person who can do 60"


def test_nobody_left_for_rounds() -> None:
    strip = of(plan(holds(1), people=(worker(1),)), (*BOTH, one_to_one()))
    assert strip.worst_words == "15:00 · 96 checks and nobody free for rounds"


def test_part_of_an_hour_says_for_how_long_and_a_patient_comes_first() -> None:
    drawn = plan(rounds(1, "15:00", "17:10"), rounds(1, "17:30"), rounds(2, area=EAST), holds(3, "15:00", "17:45"))
    drawn = plan(*drawn.blocks, holds(3, "18:00", "23:30"))
    strip = of(drawn, (*BOTH, one_to_one()))
    assert strip.worst_words == "17:00 · 1:1 with 1309 and west hall uncovered for 20 min"


def test_whoever_has_something_else_to_do_is_taken_off() -> None:
    busy = (block(2, BlockKind.ESCORT, "16:00", "17:00"), block(3, BlockKind.GROUP, "16:30", "17:30"))
    hours = of(plan(rounds(1), *busy, rest(4, "18:00", "18:30")), (*BOTH, one_to_one())).hours
    assert [one.free for one in hours] == [3, 1, 2, 2, 3, 3, 3, 3, 3]


def test_who_may_not_round_is_not_counted() -> None:
    people = (worker(1), worker(2, role=Role.PROVIDER))
    assert {one.free for one in of(plan(people=people)).hours} == {1}


def test_more_patients_than_people_is_not_possible_without_any_rounds() -> None:
    strip = of(plan(holds(1), people=(worker(1),)), (one_to_one(), one_to_one(10, "1310")))
    assert not any(one.possible for one in strip.hours)
    assert strip.worst_words == "15:00 · 1:1 with 1310 uncovered"


def test_nothing_owed() -> None:
    strip = of(plan(), ())
    assert (strip.worst_words, strip.spread_words, strip.fits) == ("nothing owed", "nobody on rounds", True)
    assert (strip.rounders_needed, strip.rounders_named) == (0, 0)


def test_a_shift_of_half_hours_is_told_by_the_clock() -> None:
    drawn = Plan(at("15:30"), at("17:15"), (worker(1),), (rounds(1),))
    assert [one.words[:5] for one in of(drawn).hours] == ["15:30", "16:00", "17:00"]


def test_the_repeated_hour_comes_twice_and_is_told_apart() -> None:
    starts_at = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)
    drawn = Plan(starts_at, starts_at + timedelta(hours=4))
    night = Need(BlockKind.ROUNDS, drawn.starts_at, drawn.ends_at, "West hall", area_id=WEST, checks_per_hour=5)
    hours = of(drawn, (night,)).hours
    assert [one.words.split(" · ")[0] for one in hours] == ["00:00", "01:00 EDT", "01:00 EST", "02:00"]
    half = workload(drawn, (night,), CAN_DO, ZoneInfo("Australia/Lord_Howe")).hours
    assert sum((one.ends_at - one.starts_at for one in half), timedelta()) == timedelta(hours=4)


# How work is shared

loads = st.dictionaries(st.integers(1, 4), st.floats(0, 200), min_size=1)


@st.composite
def shared(draw: st.DrawFn) -> Piece:
    owed = draw(loads)
    walkers, who = {}, 0
    for area in owed:
        count = draw(st.integers(0, 3))
        walkers[area] = frozenset(range(who, who + count))
        who += count
    anywhere = frozenset(range(who, who + draw(st.integers(0, 2))))
    return Piece(STARTS, STARTS + timedelta(hours=1), owed, walkers, anywhere, 0)


@given(shared())
def test_all_that_somebody_walks_is_shared_out_and_nothing_else(piece: Piece) -> None:
    walked = [area for area in piece.owed if piece.anywhere or piece.walkers[area]]
    assert shares(piece).keys() == piece.rounders
    assert sum(shares(piece).values()) == pytest.approx(sum(piece.owed[area] for area in walked))


@given(shared())
def test_nobody_has_more_than_the_tightest(piece: Piece) -> None:
    each = tightest(piece).each
    assert all(one <= each + 1e-6 for one in shares(piece).values())


@given(shared())
def test_it_is_as_even_as_the_areas_allow(piece: Piece) -> None:
    """No set of areas could be shared more thinly: those who may help it have what the tightest has, at the least."""
    each = tightest(piece).each
    for area in piece.owed:
        able = len(piece.walkers[area]) + len(piece.anywhere)
        assert not able or each >= piece.owed[area] / able - 1e-6
    if piece.anywhere:
        assert each >= sum(piece.owed.values()) / len(piece.rounders) - 1e-6


# Any shift


@given(drawn=plans.plans(), asked=st.lists(plans.needs(), max_size=4))
def test_the_hours_make_up_the_shift_and_what_is_uncovered_is_what_the_gaps_say(drawn: Plan, asked: list[Need]) -> None:
    strip = of(drawn, tuple(asked))
    assert [one.starts_at for one in strip.hours[1:]] == [one.ends_at for one in strip.hours[:-1]]
    assert (strip.hours[0].starts_at, strip.hours[-1].ends_at) == (drawn.starts_at, drawn.ends_at)
    inside = timedelta()
    for gap in gaps(drawn, asked, CAN_DO):
        lasts = min(gap.ends_at, drawn.ends_at) - max(gap.starts_at, drawn.starts_at)
        inside += max(lasts, timedelta()) * gap.people
    assert sum((one.uncovered for one in strip.hours), timedelta()) == inside


@given(drawn=plans.plans(), asked=st.lists(plans.needs(), min_size=1, max_size=4))
def test_the_worst_hour_is_one_that_does_not_fit_if_any_does_not(drawn: Plan, asked: list[Need]) -> None:
    strip = of(drawn, tuple(asked))
    assert strip.worst is not None
    assert strip.worst.fits == strip.fits
    assert strip.worst_words
