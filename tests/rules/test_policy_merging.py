"""Two people change one policy at once: neither loses what the other has not touched."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.policy import default_policy
from station.rules.policy_merging import merged
from station.rules.policy_shape import by_path, value_at

Row = dict[str, Any]
LEVELS = by_path()["levels"]


@pytest.fixture
def levels() -> list[Row]:
    return deepcopy(value_at(default_policy().to_json(), "levels"))


def codes(rows: list[Row]) -> list[str]:
    return [one["code"] for one in rows]


def test_each_cell_is_from_whoever_changed_it(levels: list[Row]) -> None:
    mine, theirs = deepcopy(levels), deepcopy(levels)
    mine[1]["late"], theirs[0]["late"], theirs[1]["lapsed"] = "14:00", "4:30", "19:00"
    both = merged(LEVELS, levels, mine, theirs)
    assert (both[0]["late"], both[1]["late"], both[1]["lapsed"]) == ("4:30", "14:00", "19:00")


def test_where_both_changed_one_cell_mine_stands(levels: list[Row]) -> None:
    mine, theirs = deepcopy(levels), deepcopy(levels)
    mine[1]["late"], theirs[1]["late"] = "14:00", "13:00"
    assert merged(LEVELS, levels, mine, theirs)[1]["late"] == "14:00"


def test_what_either_added_or_took_out(levels: list[Row]) -> None:
    mine = [*deepcopy(levels), {**levels[0], "code": "Q2"}]
    theirs = [one for one in deepcopy(levels) if one["code"] != "Q60"] + [{**levels[0], "code": "Q10"}]
    assert codes(merged(LEVELS, levels, mine, theirs)) == ["Q5", "Q15", "Q30", "LOS", "1:1", "Q2", "Q10"]


def test_what_i_changed_is_not_taken_out_under_me(levels: list[Row]) -> None:
    mine, theirs = deepcopy(levels), [one for one in deepcopy(levels) if one["code"] != "Q60"]
    mine[3]["late"] = "58:00"
    assert "Q60" in codes(merged(LEVELS, levels, mine, theirs))


def test_my_order_stands_where_i_changed_it_and_theirs_where_i_did_not(levels: list[Row]) -> None:
    turned, other = list(reversed(levels)), deepcopy(levels)
    other[0]["late"] = "4:30"
    assert codes(merged(LEVELS, levels, turned, other)) == codes(turned)
    mine = deepcopy(levels)
    mine[0]["late"] = "4:30"
    assert codes(merged(LEVELS, levels, mine, turned)) == codes(turned)


def test_words_of_both() -> None:
    places = by_path()["checks.places"]
    assert merged(places, ["A", "B", "C"], ["A", "C", "Mine"], ["A", "B", "C", "Theirs"]) == [
        "A", "C", "Mine", "Theirs",
    ]  # fmt: skip


def test_of_anything_else_mine_stands() -> None:
    assert merged(by_path()["signing.lock_after"], "3:00", "5:00", "4:00") == "5:00"


WORDS = st.lists(st.sampled_from("ABCDEF"), unique=True)


@given(base=WORDS, mine=WORDS, theirs=WORDS)
def test_no_word_either_added_is_lost_and_none_is_made_up(base: list[str], mine: list[str], theirs: list[str]) -> None:
    both = merged(by_path()["checks.places"], base, mine, theirs)
    assert len(both) == len(set(both))
    assert {one for one in (*mine, *theirs) if one not in base} <= set(both) <= {*mine, *theirs}


@given(base=WORDS, mine=WORDS)
def test_where_the_other_changed_nothing_mine_is_as_it_was(base: list[str], mine: list[str]) -> None:
    assert merged(by_path()["checks.places"], base, mine, list(base)) == mine
