"""On the unit, off it, gone: the counts, and who is unaccounted for."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.enums import AbsenceKind
from station.rules.accounting import Counted, Walked, account
from tests.builders import minutes
from tests.fakes import NOON

WEST, EAST = 1, 2
WALKED = Walked(WEST, NOON, NOON + minutes(10))
HIM = Counted(
    7, WEST, away=None, here_since=NOON - minutes(600), seen_at=NOON - minutes(5), held=False, looked_for=False
)

moments = st.integers(-60, 60).map(lambda number: NOON + minutes(number))
areas = st.sampled_from([WEST, EAST, None])
patients = st.builds(
    Counted,
    stay_id=st.integers(1, 99),
    area_id=areas,
    away=st.sampled_from([None, None, *AbsenceKind]),
    here_since=moments,
    seen_at=st.none() | moments,
    held=st.booleans(),
    looked_for=st.booleans(),
)
rounds = st.lists(
    st.tuples(areas, moments, st.integers(0, 40)).map(lambda of: Walked(of[0], of[1], of[1] + minutes(of[2]))),
    max_size=5,
)


def named(him: Counted, *walked: Walked) -> bool:
    return account([him], walked).unaccounted == (him.stay_id,)


def test_not_seen_on_the_last_round_nor_since_is_unaccounted_for() -> None:
    assert named(HIM, WALKED)


@pytest.mark.parametrize(
    "him",
    [
        pytest.param(replace(HIM, seen_at=NOON), id="seen on it"),
        pytest.param(replace(HIM, seen_at=NOON + minutes(20)), id="seen since"),
        pytest.param(replace(HIM, held=True), id="an observer has him"),
        pytest.param(replace(HIM, here_since=NOON + minutes(11), seen_at=None), id="come since it ended"),
        pytest.param(replace(HIM, area_id=EAST), id="of another area"),
        pytest.param(replace(HIM, away=AbsenceKind.ESCORT), id="off the unit with somebody"),
    ],
)
def test_accounted_for(him: Counted) -> None:
    assert not named(him, WALKED)


def test_never_seen_though_here_when_it_ended() -> None:
    assert named(replace(HIM, here_since=NOON + minutes(10), seen_at=None), WALKED)


def test_not_found_is_unaccounted_for_whatever_else_is_true() -> None:
    assert named(replace(HIM, looked_for=True, held=True, seen_at=NOON + minutes(20)))


def test_without_a_round_there_is_nothing_to_agree_with() -> None:
    assert not named(replace(HIM, seen_at=None))


def test_it_is_the_round_that_ended_last_that_counts() -> None:
    later = Walked(WEST, NOON + minutes(30), NOON + minutes(40))
    seen_on_the_first = replace(HIM, seen_at=NOON + minutes(2))
    assert not named(seen_on_the_first, WALKED)
    assert named(seen_on_the_first, WALKED, later)
    assert named(seen_on_the_first, later, WALKED)


def test_of_two_that_overlap_it_is_the_one_that_ended_last_not_the_one_that_began_last() -> None:
    long, short = replace(WALKED, ended_at=NOON + minutes(40)), Walked(WEST, NOON + minutes(5), NOON + minutes(9))
    assert not named(replace(HIM, seen_at=NOON + minutes(2)), long, short)


def test_a_round_of_the_whole_unit_covers_every_area_and_those_without_a_bed() -> None:
    whole = replace(WALKED, area_id=None)
    assert named(replace(HIM, area_id=EAST), whole)
    assert named(replace(HIM, area_id=None), whole)
    assert not named(replace(HIM, area_id=None), WALKED)


@given(many=st.lists(patients, max_size=30), walked=rounds)
def test_everybody_is_counted_once(many: list[Counted], walked: list[Walked]) -> None:
    found = account(many, walked)
    assert found.on_unit + found.off_unit + found.awol == len(many)
    assert found.awol == sum(1 for one in many if one.away is AbsenceKind.AWOL)
    here = [one for one in many if one.away is None]
    assert [one.stay_id for one in here if account([one], walked).unaccounted] == list(found.unaccounted)


@given(him=patients, walked=rounds, later=st.integers(0, 300))
def test_seeing_him_accounts_for_him(him: Counted, walked: list[Walked], later: int) -> None:
    last = max((one.ended_at for one in walked), default=NOON)
    seen = replace(him, seen_at=last + minutes(later), looked_for=False)
    assert not named(seen, *walked)


@given(him=patients, walked=rounds, at=moments)
def test_seeing_him_never_makes_him_unaccounted_for(him: Counted, walked: list[Walked], at: datetime) -> None:
    seen = replace(him, seen_at=max(at, him.seen_at or at))
    assert not (named(seen, *walked) and not named(him, *walked))


@given(him=patients, walked=rounds)
def test_a_round_of_another_area_changes_nothing(him: Counted, walked: list[Walked]) -> None:
    elsewhere = [one for one in walked if one.area_id not in (None, him.area_id)]
    assert named(him, *walked) == named(him, *(one for one in walked if one not in elsewhere))


@given(him=patients, walked=rounds, ends=st.integers(1, 60))
def test_a_further_round_that_does_not_see_him_leaves_him_unaccounted_for(
    him: Counted, walked: list[Walked], ends: int
) -> None:
    last = max([one.ended_at for one in walked] + [him.seen_at or NOON, him.here_since])
    began: datetime = last + timedelta(seconds=1)
    further = Walked(None, began, began + minutes(ends))
    here = replace(him, away=None, held=False)
    assert named(here, *walked, further)
