"""What imported sets answer: a whole one is a taking, any other only brings the next nearer; never a first set."""

from datetime import datetime
from typing import Any

import pytest

from station.models.enums import SetOutcome, TaskKind
from station.rules.vital_limits import Vitals
from station.services.vital_corrections import AmendedSet, amend_set
from station.services.vital_importing import import_sets
from station.services.vitals import VitalEntry
from tests.builders import STATION, BuiltUnit, minutes
from tests.fakes import NOON
from tests.services.test_vitals import EIGHT_HOURS_ON, FIVE, HOUR, SEVEN, due, sets, take, whole


def piece(stay_id: int, at: datetime, **values: Any) -> VitalEntry:
    """What a monitor has: no consciousness, so never whole."""
    return VitalEntry(
        f"import:{at.isoformat()}", stay_id, SetOutcome.PARTIAL, Vitals(**values), why="imported", observed_at=at
    )


def bring(unit: BuiltUnit, stay_id: int, now: datetime, *entries: VitalEntry) -> None:
    import_sets(unit.store, stay_id, entries, "monitor.csv", actor=STATION, now=now)


def test_a_whole_one_is_the_taking_that_was_owed(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    take(unit, stay_id, NOON + minutes(5))
    at = EIGHT_HOURS_ON - minutes(20)
    bring(unit, stay_id, EIGHT_HOURS_ON + minutes(10), whole(unit, stay_id, request_id="import:1", observed_at=at))
    assert due(unit, stay_id) == EIGHT_HOURS_ON + 8 * HOUR


def test_a_monitor_that_writes_for_hours_answers_nothing(unit: BuiltUnit) -> None:
    """Else nobody would be asked to look at him for as long as it runs."""
    stay_id = unit.admit_seen()
    take(unit, stay_id, NOON + minutes(5))
    every_five = [piece(stay_id, NOON + minutes(5 * number), hr=72.0, spo2=97.0) for number in range(2, 98)]
    bring(unit, stay_id, NOON + 9 * HOUR, *every_five)
    assert due(unit, stay_id) == EIGHT_HOURS_ON
    unit.sweep(NOON + 9 * HOUR)
    assert unit.alert(stay_id, "vital signs").due_at == EIGHT_HOURS_ON
    assert unit.stay(stay_id).last_seen_at == NOON


@pytest.mark.parametrize("taken_before", [True, False])
def test_one_that_asks_for_a_nurse_brings_the_next_nearer(unit: BuiltUnit, taken_before: bool) -> None:
    stay_id = unit.admit_seen()
    if taken_before:
        take(unit, stay_id, NOON + minutes(5))
    ill = piece(stay_id, NOON + 2 * HOUR, hr=135.0)
    after = piece(stay_id, NOON + 2 * HOUR + minutes(5), hr=135.0)
    bring(unit, stay_id, NOON + 2 * HOUR + minutes(10), ill, after)
    assert due(unit, stay_id) == NOON + 3 * HOUR
    assert unit.alert(stay_id, "score").due_at == NOON + 2 * HOUR + minutes(10)
    take(unit, stay_id, NOON + 2 * HOUR + minutes(30))
    assert due(unit, stay_id) == EIGHT_HOURS_ON


def test_one_from_before_the_last_taking_asks_for_nothing(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    take(unit, stay_id, NOON + HOUR)
    bring(unit, stay_id, NOON + 2 * HOUR, piece(stay_id, NOON + minutes(30), hr=135.0))
    assert due(unit, stay_id) == EIGHT_HOURS_ON
    assert not unit.has_task(stay_id, TaskKind.SCORE)


def test_one_of_more_than_a_day_ago_asks_for_nothing(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    bring(unit, stay_id, NOON + 26 * HOUR, piece(stay_id, NOON + HOUR, hr=135.0))
    assert due(unit, stay_id) == EIGHT_HOURS_ON


def test_what_is_owed_after_an_admission_waits_for_a_person(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    one = whole(unit, stay_id, request_id="import:1", observed_at=NOON + minutes(5), weight=80.0)
    bring(unit, stay_id, NOON + minutes(10), one)
    assert unit.has_task(stay_id, TaskKind.FIRST_VITALS)
    assert unit.has_task(stay_id, TaskKind.WEIGHT)


def test_many_imported_since_do_not_end_what_a_nurse_is_asked(unit: BuiltUnit) -> None:
    """The set that asked is far back among those recorded since; an amendment of another leaves it asking."""
    stay_id = unit.admit_seen()
    take(unit, stay_id, NOON + minutes(5))
    take(unit, stay_id, NOON + minutes(10), **SEVEN)
    every = [piece(stay_id, NOON + minutes(11 + number), hr=72.0) for number in range(40)]
    bring(unit, stay_id, NOON + HOUR, *every)
    first = sets(unit, stay_id)[0]
    amended = AmendedSet(first.id, "mistyped", whole(unit, stay_id, hr=74.0))
    amend_set(unit.store, amended, confirmed=True, actor=unit.who(), now=NOON + HOUR)
    assert unit.has_task(stay_id, TaskKind.SCORE)


def test_a_whole_one_slows_down_what_a_partial_one_asked_for(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    ill = piece(stay_id, NOON + HOUR, hr=135.0)
    well = whole(unit, stay_id, request_id="import:2", observed_at=NOON + HOUR + minutes(10))
    bring(unit, stay_id, NOON + HOUR + minutes(15), ill, well)
    assert due(unit, stay_id) == EIGHT_HOURS_ON
    again = whole(unit, stay_id, request_id="import:3", observed_at=NOON + HOUR + minutes(16), **FIVE)
    bring(unit, stay_id, NOON + HOUR + minutes(20), again)
    assert due(unit, stay_id) == NOON + 2 * HOUR + minutes(16)
