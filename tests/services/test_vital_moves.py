"""A set that was of another patient, or was put right: what it had answered after the admission is owed again."""

import pytest

from station.models.enums import DeedOutcome, SetOutcome, TaskKind
from station.rules.vital_limits import Vitals
from station.services import stays
from station.services.admission import AdmissionEntry, read_admission_deeds, record_admission_task
from station.services.vital_corrections import AmendedSet, amend_set, correct_set_patient
from station.services.vitals import VitalEntry
from tests.builders import STATION, BuiltUnit, minutes
from tests.fakes import NOON
from tests.services.test_vitals import HOUR, refuse, sets, take, whole

FIRST, WEIGHT = TaskKind.FIRST_VITALS, TaskKind.WEIGHT


def move(unit: BuiltUnit, from_: int, to: int) -> None:
    one = sets(unit, from_)[-1]
    correct_set_patient(
        unit.store, one.id, to, unit.request(), "wrong card", actor=unit.who(), now=NOON + minutes(40)
    )  # fmt: skip


def weigh(unit: BuiltUnit, stay_id: int) -> None:
    deed = AdmissionEntry(unit.request(), stay_id, WEIGHT, DeedOutcome.DONE, weight_kg=80.0)
    record_admission_task(unit.store, deed, actor=unit.who(), now=NOON + minutes(20))


def corrected(unit: BuiltUnit, stay_id: int) -> list[tuple[TaskKind, str]]:
    return [(one.kind, one.corrected) for one in read_admission_deeds(unit.store, stay_id)]


def test_moved_it_is_owed_of_the_one_and_done_of_the_other(unit: BuiltUnit) -> None:
    wrong, right = unit.admit("1201"), unit.admit("1202")
    take(unit, wrong, NOON + minutes(20), weight=80.0)
    assert not unit.has_task(wrong, FIRST)
    move(unit, wrong, right)
    for kind, after in ((FIRST, minutes(60)), (WEIGHT, 24 * HOUR)):
        assert unit.task(wrong, kind).due_at == NOON + after
        assert not unit.has_task(right, kind)
    assert set(corrected(unit, wrong)) == {(WEIGHT, "of another patient"), (FIRST, "of another patient")}
    assert set(corrected(unit, right)) == {(WEIGHT, ""), (FIRST, "")}
    unit.sweep(NOON + minutes(61))
    assert unit.alert(wrong, "first vitals").due_at == NOON + minutes(60)


def test_a_weight_after_an_admission_moves_too(unit: BuiltUnit) -> None:
    wrong, right = unit.admit("1201"), unit.admit("1202")
    weigh(unit, wrong)
    move(unit, wrong, right)
    assert unit.has_task(wrong, WEIGHT)
    assert not unit.has_task(right, WEIGHT)
    weigh(unit, wrong)
    assert not unit.has_task(wrong, WEIGHT)


def test_a_refusal_of_another_puts_nothing_off(unit: BuiltUnit) -> None:
    wrong, right = unit.admit("1201"), unit.admit("1202")
    refuse(unit, wrong, NOON + minutes(30))
    assert unit.task(wrong, FIRST).due_at == NOON + minutes(150)
    move(unit, wrong, right)
    assert unit.task(wrong, FIRST).due_at == NOON + minutes(60)
    assert unit.task(right, FIRST).due_at == NOON + minutes(150)


def test_where_another_set_has_done_it_too_nothing_is_owed_again(unit: BuiltUnit) -> None:
    wrong, right = unit.admit("1201"), unit.admit("1202")
    refuse(unit, wrong, NOON + minutes(10))
    take(unit, wrong, NOON + minutes(20))
    take(unit, wrong, NOON + minutes(30))
    move(unit, wrong, right)
    assert not unit.has_task(wrong, FIRST)


def test_of_somebody_who_has_left_nothing_is_owed_again(unit: BuiltUnit) -> None:
    wrong, right = unit.admit("1201"), unit.admit("1202")
    take(unit, wrong, NOON + minutes(20))
    stays.discharge(unit.store, wrong, "home", actor=STATION, now=NOON + minutes(30))
    move(unit, wrong, right)
    assert not unit.has_task(wrong, FIRST)
    assert corrected(unit, wrong) == [(FIRST, "of another patient")]


@pytest.mark.parametrize("refused", [True, False])
def test_amended_to_what_does_not_answer_it_any_more(unit: BuiltUnit, refused: bool) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20), weight=80.0)
    one = sets(unit, stay_id)[0]
    now = (
        VitalEntry(unit.request(), stay_id, SetOutcome.REFUSED, why="Asleep")
        if refused
        else VitalEntry(unit.request(), stay_id, SetOutcome.PARTIAL, Vitals(weight=80.0))
    )
    amend_set(unit.store, AmendedSet(one.id, "mistyped", now), actor=unit.who(), now=NOON + minutes(40))
    assert unit.task(stay_id, FIRST).due_at == NOON + minutes(60)
    assert unit.has_task(stay_id, WEIGHT) is refused


def test_amended_and_still_an_answer_it_stays_one_with_the_new_weight(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20), weight=80.0)
    one = sets(unit, stay_id)[0]
    entry = whole(unit, stay_id, weight=82.0)
    amend_set(unit.store, AmendedSet(one.id, "mistyped", entry), actor=unit.who(), now=NOON + minutes(40))
    assert not unit.has_task(stay_id, FIRST)
    assert [one.weight_kg for one in read_admission_deeds(unit.store, stay_id) if one.kind is WEIGHT] == [82.0]
    assert {said for _, said in corrected(unit, stay_id)} == {""}
