"""What one person can do on rounds: policy first, then the unit's own rounds."""

from datetime import timedelta

import pytest

from station.services import finding, rounds
from station.services.pace import Pace, pace
from tests.builders import BuiltUnit, minutes
from tests.fakes import NOON
from tests.services.test_rounds import start


def found(unit: BuiltUnit) -> Pace:
    with unit.store.read() as session:
        return pace(session, finding.policy_in_force(session))


def walk(unit: BuiltUnit, stays: list[int], number: int, lasts: timedelta) -> None:
    at = NOON + minutes(30 * number)
    walked = start(unit, None, at)
    for stay_id in stays:
        unit.check(stay_id, at + minutes(1), confirmed=True)
    rounds.end_round(unit.store, walked, confirmed=True, actor=unit.who(), now=at + lasts)


@pytest.fixture
def stays(sqlite_unit: BuiltUnit) -> list[int]:
    return [sqlite_unit.admit_seen(bed) for bed in ("1201", "1202", "1203")]


def test_policy_says_until_there_are_rounds_enough(sqlite_unit: BuiltUnit, stays: list[int]) -> None:
    for number in range(1, 20):
        walk(sqlite_unit, stays, number, minutes(3))
    assert found(sqlite_unit) == Pace(60.0, measured=False)
    walk(sqlite_unit, stays, 20, minutes(3))
    assert found(sqlite_unit) == Pace(60.0, measured=True)


def test_the_middle_round_counts_not_the_hurried_one(sqlite_unit: BuiltUnit, stays: list[int]) -> None:
    for number in range(1, 20):
        walk(sqlite_unit, stays, number, minutes(4))
    walk(sqlite_unit, stays, 20, minutes(1.1))
    assert found(sqlite_unit) == Pace(45.0, measured=True)


def test_a_round_on_which_hardly_anybody_was_seen_tells_no_pace(sqlite_unit: BuiltUnit, stays: list[int]) -> None:
    for number in range(1, 25):
        walk(sqlite_unit, stays[:2], number, minutes(3))
    assert found(sqlite_unit) == Pace(60.0, measured=False)
