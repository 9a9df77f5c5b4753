"""What people do, for how long and how many of them, as a charge says it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from station.models.enums import BlockKind
from station.rules.plan import Block
from station.rules.plan_words import counted, duty, hours, listed, long, moment, planned
from tests.rules.plans import EAST, TERMS, ZONE, at, block, holds, rest, rounds


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (rounds(1), "rounds of west hall"),
        (rounds(1, area=None), "rounds of the whole unit"),
        (rounds(1, area=77), "rounds of an area that is not there any more"),
        (holds(1), "1:1 with 1309"),
        (holds(1, stay=10), "LOS with 1310"),
        (holds(1, stay=77), "1:1 with a patient who is not here any more"),
        (rest(1, "18:00", "18:30"), "break"),
        (block(1, BlockKind.ESCORT, "15:00", "16:00", stay_id=3), "escort of 1303"),
        (block(1, BlockKind.ESCORT, "15:00", "16:00", stay_id=3, words="CT"), "escort of 1303 (CT)"),
        (block(1, BlockKind.GROUP, "15:00", "16:00", words="Skills group"), "group (skills group)"),
        (block(1, BlockKind.OTHER, "15:00", "16:00", words="Med pass"), "med pass"),
        (block(1, BlockKind.OTHER, "15:00", "16:00"), "other work"),
    ],
)
def test_what_somebody_does(one: Block, words: str) -> None:
    assert duty(one, TERMS) == words


def test_with_its_hours() -> None:
    assert planned(rounds(1, "15:00", "24:30", EAST), TERMS) == "rounds of east hall 15:00–00:30"
    assert hours(at("15:00"), at("17:00"), ZONE) == "15:00–17:00"
    assert moment(at("15:00") + timedelta(seconds=7), ZONE) == "15:00:07"


@pytest.mark.parametrize(
    ("people", "words"), [(0, "nobody"), (1, "one person"), (2, "two people"), (9, "nine people"), (12, "12 people")]
)
def test_how_many(people: int, words: str) -> None:
    assert counted(people) == words


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_in_a_list(words: list[str], said: str) -> None:
    assert listed(words) == said


@pytest.mark.parametrize(("minutes", "said"), [(20, "20 min"), (60, "1 h"), (135, "2:15 h"), (510, "8:30 h")])
def test_how_long(minutes: int, said: str) -> None:
    assert long(timedelta(minutes=minutes)) == said


def test_whoever_is_not_known_has_no_number() -> None:
    assert replace(TERMS, people={}).person(7) == "Somebody"
