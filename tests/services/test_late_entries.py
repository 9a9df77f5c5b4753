"""Late entries and corrections as the list of checks shows them: through the services, of those who have left too."""

import pytest

from station.models.enums import EntryStatus, Role
from station.services import Actor, corrections, reading, setup, stays
from station.services.corrections import Amended
from station.services.errors import Refused
from tests.builders import STATION, BuiltUnit, minutes
from tests.fakes import NOON


def leave(unit: BuiltUnit, stay_id: int, minute: float) -> None:
    stays.discharge(unit.store, stay_id, "home", actor=STATION, now=NOON + minutes(minute))


def test_what_stands_in_place_of_another_says_so(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(10))
    first = reading.read_checks(unit.store, stay_id)[0]
    unit.amend(first.id, NOON + minutes(11), observed_at=NOON + minutes(9), reason="tapped late")
    original, instead = reading.read_checks(unit.store, stay_id, limit=2)
    assert (original.status, instead.status) == (EntryStatus.AMENDED, EntryStatus.CURRENT)
    (said,) = instead.stands_for
    assert (said.reason, said.by, said.replacement_id) == ("tapped late", "J. Moore", instead.id)
    assert original.amendments == instead.stands_for
    assert instead.amendments == original.stands_for == ()


def test_moved_from_another_patient_it_says_from_where(unit: BuiltUnit) -> None:
    one, other = unit.admit_seen("1201"), unit.admit_seen("1202")
    unit.check(one, NOON + minutes(10))
    wrong = reading.read_checks(unit.store, one)[0]
    unit.correct(wrong.id, other, NOON + minutes(20))
    moved = reading.read_checks(unit.store, other)[0]
    (said,) = moved.stands_for
    assert said.changes == (("patient", "1201", "1202"),)
    assert (said.kind, said.reason) == (EntryStatus.WRONG_PATIENT, "wrong row")
    assert moved.late_entry


def test_the_list_goes_back_as_far_as_wanted(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    for minute in range(1, 31):
        unit.check(stay_id, NOON + minutes(minute * 2))
    assert len(reading.read_checks(unit.store, stay_id)) == 12
    rows = reading.read_checks(unit.store, stay_id, limit=100)
    assert (len(rows), rows[-1].observed_at) == (31, NOON)


def test_who_has_left_lately(unit: BuiltUnit) -> None:
    one, other = unit.admit("1201"), unit.admit("1202")
    leave(unit, one, 10)
    leave(unit, other, 20)
    unit.admit("1203")
    rows = reading.read_left(unit.store, NOON + minutes(5))
    assert [(row.stay_id, row.bed, row.family) for row in rows] == [
        (other, "1202", "Fam1202"),
        (one, "1201", "Fam1201"),
    ]
    assert rows[0].discharged_at == NOON + minutes(20)
    assert [row.stay_id for row in reading.read_left(unit.store, NOON + minutes(15))] == [other]


def test_a_check_made_before_he_left_is_a_late_entry_with_its_time(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    leave(unit, stay_id, 30)
    with pytest.raises(Refused, match="has been discharged"):
        unit.check(stay_id, NOON + minutes(31))
    with pytest.raises(Refused, match="after the patient was discharged"):
        unit.check(stay_id, NOON + minutes(40), observed_at=NOON + minutes(35))
    unit.check(stay_id, NOON + minutes(40), observed_at=NOON + minutes(20))
    row = reading.read_checks(unit.store, stay_id)[0]
    assert (row.late_entry, row.observed_at, row.recorded_at) == (True, NOON + minutes(20), NOON + minutes(40))
    assert not unit.open_alerts(stay_id)


def test_of_one_who_has_left_the_wrong_patient_can_still_be_named(unit: BuiltUnit) -> None:
    gone, here = unit.admit_seen("1201"), unit.admit_seen("1202")
    unit.check(gone, NOON + minutes(10))
    wrong = reading.read_checks(unit.store, gone)[0]
    leave(unit, gone, 12)
    unit.correct(wrong.id, here, NOON + minutes(13))
    assert unit.stay(here).last_seen_at == NOON + minutes(10)
    assert unit.stay(gone).last_seen_at == NOON
    assert not unit.open_alerts(gone)


def test_a_late_entry_never_erases_the_lapse(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(21))
    unit.check(stay_id, NOON + minutes(25), observed_at=NOON + minutes(14))
    (alert,) = unit.all_alerts(stay_id)
    assert (alert.documented_late, alert.lapsed_at) == (True, NOON + minutes(20))
    row = reading.read_checks(unit.store, stay_id)[0]
    assert (row.late_entry, row.due_at) == (True, NOON + minutes(15))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ADMINISTRATOR])
def test_who_may_not_correct(sqlite_unit: BuiltUnit, role: Role) -> None:
    unit = sqlite_unit
    stay_id = unit.admit_seen()
    setup.add_staff(unit.store, "V. Gast", role, actor=STATION, now=NOON)
    who = next(one for one in reading.read_staff(unit.store) if one.name == "V. Gast")
    check = reading.read_checks(unit.store, stay_id)[0]
    actor, at = Actor(who.id, who.name, "desk 1"), NOON + minutes(5)
    with pytest.raises(Refused, match="may not correct what was recorded"):
        corrections.amend_check(unit.store, Amended(check.id, "r", "why", location="Hallway"), actor=actor, now=at)
    with pytest.raises(Refused, match="may not correct what was recorded"):
        corrections.correct_patient(unit.store, check.id, stay_id, "r", "why", actor=actor, now=at)
    assert reading.read_checks(unit.store, stay_id)[0].status is EntryStatus.CURRENT
