"""What one person can do on rounds: policy first, then the unit's own rounds."""

from datetime import timedelta

import pytest

from station.rules.workload import Ability
from station.services import finding, rounds
from station.services.pace import pace
from tests.builders import BuiltUnit, minutes
from tests.fakes import NOON
from tests.services.test_rounds import start


def found(unit: BuiltUnit) -> Ability:
    with unit.store.read() as session:
        return pace(session, finding.policy_in_force(session))


def walk(unit: BuiltUnit, stays: list[int], number: int, lasts: timedelta) -> None:
    at = NOON + minutes(30 * number)
    walked = start(unit, None, at)
    for stay_id in stays:
        unit.check(stay_id, at + minutes(1), confirmed=True)
    rounds.end_round(unit.store, walked, confirmed=True, actor=unit.who(), now=at + lasts)


@pytest.fixture
def stays(unit: BuiltUnit) -> list[int]:
    return [unit.admit_seen(bed) for bed in ("1201", "1202", "1203")]


def test_policy_says_until_there_are_rounds_enough(unit: BuiltUnit, stays: list[int]) -> None:
    for number in range(1, 20):
        walk(unit, stays, number, minutes(4))
    assert found(unit) == Ability(60.0, measured=False)
    walk(unit, stays, 20, minutes(4))
    assert found(unit) == Ability(45.0, measured=True)


def test_a_round_that_is_open_or_on_which_nobody_was_seen_tells_no_pace(sqlite_unit: BuiltUnit) -> None:
    stay_id = sqlite_unit.admit_seen("1201")
    for number in range(1, 20):
        walk(sqlite_unit, [stay_id], number, minutes(2))
    walk(sqlite_unit, [], 20, minutes(2))
    start(sqlite_unit, None, NOON + minutes(900))
    sqlite_unit.check(stay_id, NOON + minutes(901))
    assert found(sqlite_unit) == Ability(60.0, measured=False)
