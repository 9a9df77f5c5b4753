"""What a shift has to cover, from the patients who are on the unit."""

import pytest
from sqlalchemy import select

from station.models import Area, Bed, Room
from station.models.enums import AbsenceKind, BlockKind
from station.services import absences
from station.services.absences import Leaving
from tests.builders import STATION, BuiltUnit, minutes
from tests.fakes import NOON
from tests.services.planning import EVENING, sheet


def test_an_area_asks_for_the_checks_of_its_patients(unit: BuiltUnit) -> None:
    unit.admit_seen("1201", "Q15")
    unit.admit_seen("1202", "Q5")
    (area,) = sheet(unit, NOON + minutes(1)).areas
    assert (area.name, area.patients) == ("West hall", 2)
    assert area.checks_per_hour == pytest.approx((4 + 12) * 2 / 1.8)


def test_awake_and_asleep_count_as_the_closer_of_the_two(unit: BuiltUnit) -> None:
    unit.admit_seen("1201", "Q15", level_asleep="Q30")
    (area,) = sheet(unit, NOON + minutes(1)).areas
    assert area.checks_per_hour == pytest.approx(4 * 2 / 1.8)


def test_a_continuous_patient_needs_somebody_of_his_own(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1203", "1:1")
    unit.admit_seen("1201", "Q15")
    found = sheet(unit, NOON + minutes(1))
    assert [(one.bed, one.level, one.observer) for one in found.continuous] == [("1203", "1:1", None)]
    walked, held = found.needs
    assert (walked.kind, walked.title, walked.area_id) == (BlockKind.ROUNDS, "West hall", found.areas[0].area_id)
    assert (held.kind, held.title, held.stay_id) == (BlockKind.CONTINUOUS, "1:1 with 1203", stay_id)
    assert {(one.starts_at, one.ends_at) for one in found.needs} == {(EVENING, found.shift.next_at)}


def test_continuous_only_while_awake_is_planned_for_all_the_same(unit: BuiltUnit) -> None:
    unit.admit_seen("1201", "1:1", level_asleep="Q15")
    found = sheet(unit, NOON + minutes(1))
    assert [one.bed for one in found.continuous] == ["1201"]
    assert found.areas[0].patients == 0


def test_somebody_off_the_unit_is_not_walked_to(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q15")
    leaving = Leaving(
        request_id=unit.request(), stay_id=stay_id, kind=AbsenceKind.ESCORT, destination="Radiology",
        custodian="A. Diaz", custodian_id=unit.staff["A. Diaz"], expected_at=NOON + minutes(60),
    )  # fmt: skip
    absences.leave_unit(unit.store, leaving, actor=unit.who(), now=NOON + minutes(1))
    assert sheet(unit, NOON + minutes(2)).needs == ()


def test_an_area_without_patients_needs_nobody(unit: BuiltUnit) -> None:
    found = sheet(unit, NOON)
    assert [(one.name, one.patients, one.checks_per_hour) for one in found.areas] == [("West hall", 0, 0.0)]
    assert found.needs == ()


def test_areas_stand_in_their_order(unit: BuiltUnit) -> None:
    with unit.store.write(STATION, NOON) as work:
        west = work.session.scalars(select(Area)).one()
        east = Area(unit_id=west.unit_id, name="East hall", position=-1)
        work.session.add(east)
        work.session.flush()
        bed = work.session.scalars(select(Bed).where(Bed.label == "1204")).one()
        work.session.get_one(Room, bed.room_id).area_id = east.id
    unit.admit_seen("1204", "Q60")
    found = sheet(unit, NOON + minutes(1))
    assert [(one.name, one.patients) for one in found.areas] == [("East hall", 1), ("West hall", 0)]
