"""A patient comes, moves, changes beds, goes."""

from datetime import date

import pytest
from sqlalchemy import func, select

from station.models import ObservationOrder, ObserverDuty, Precaution, Stay, Task
from station.models.enums import AlertState, OwedReason, TaskKind, TaskState
from station.services import custody, reading, stays
from station.services.errors import Refused
from station.services.events import StayChanged
from tests.builders import BuiltUnit, minutes, seconds
from tests.fakes import NOON


def precautions(unit: BuiltUnit, stay_id: int) -> list[str]:
    with unit.store.read() as session:
        wanted = select(Precaution.code).where(Precaution.stay_id == stay_id, Precaution.ended_at.is_(None))
        return sorted(session.scalars(wanted))


def stays_counted(unit: BuiltUnit) -> int:
    with unit.store.read() as session:
        return session.scalar(select(func.count(Stay.id))) or 0


def test_admitted_a_first_check_is_owed_within_two_minutes(unit: BuiltUnit) -> None:
    stay = unit.stay(unit.admit("1201", "Q15"))
    task = unit.task(stay.id)
    assert (stay.owed_since, stay.owed_reason) == (NOON, OwedReason.ADMITTED)
    assert (task.due_at, task.lapsed_at, task.first_check) == (NOON + minutes(2), NOON + minutes(5), True)


def test_admitted_earlier_the_first_check_is_owed_from_now(unit: BuiltUnit) -> None:
    stay_id = unit.admit("1201", at=NOON, admitted_at=NOON - minutes(300))
    assert unit.stay(stay_id).admitted_at == NOON - minutes(300)
    assert unit.task(stay_id).due_at == NOON + minutes(2)


def test_admitted_his_order_falls_due_for_review_after_a_day(unit: BuiltUnit) -> None:
    review = unit.task(unit.admit(), TaskKind.REVIEW)
    assert (review.soon_at, review.due_at) == (NOON + minutes(23 * 60), NOON + minutes(24 * 60))


def test_admitted_to_a_continuous_level_somebody_must_hold_him_at_once(unit: BuiltUnit) -> None:
    task = unit.task(unit.admit("1201", "1:1"), TaskKind.OBSERVER)
    assert (task.due_at, task.lapsed_at) == (NOON + seconds(30), NOON + seconds(90))


def test_admitted_with_his_precautions(unit: BuiltUnit) -> None:
    assert precautions(unit, unit.admit(precautions=("SI", "FALL", "SI"))) == ["FALL", "SI"]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"mrn": " "}, "record number"),
        ({"family": ""}, "family name"),
        ({"level": "Q99"}, "There is no observation level 'Q99'"),
        ({"level_asleep": "Q99"}, "There is no observation level 'Q99'"),
        ({"precautions": ("XX",)}, "There is no precaution 'XX'"),
        ({"admitted_at": NOON + seconds(1)}, "future"),
        ({"birth_date": date(2027, 1, 1)}, "future"),
        ({"bed": "1299"}, "There is no bed 1299"),
    ],
)
def test_an_admission_that_cannot_be_is_refused_in_words(
    sqlite_unit: BuiltUnit, changed: dict[str, object], says: str
) -> None:
    unit = sqlite_unit
    said: dict[str, object] = {
        "mrn": "M1", "family": "Fam", "given": "Ada", "birth_date": None, "bed": "1201", "level": "Q15",
    }  # fmt: skip
    with pytest.raises(Refused, match=says):
        stays.admit(unit.store, stays.Admission(**said | changed), actor=unit.charge(NOON), now=NOON)  # type: ignore[arg-type]  # the table above holds the types
    assert stays_counted(unit) == 0


def test_a_taken_bed_is_refused_and_says_by_whom(unit: BuiltUnit) -> None:
    unit.admit("1201")
    with pytest.raises(Refused, match="Bed 1201 is taken by Ada Fam1201"):
        unit.admit("1201", mrn="another")


def test_nobody_is_admitted_twice(unit: BuiltUnit) -> None:
    unit.admit("1201")
    with pytest.raises(Refused, match=r"already on the unit \(1201\)"):
        unit.admit("1202", mrn="M1201")


def test_somebody_who_was_here_before_comes_again(unit: BuiltUnit) -> None:
    first = unit.admit("1201")
    stays.discharge(unit.store, first, "home", actor=unit.charge(NOON + minutes(1)), now=NOON + minutes(1))
    second = unit.admit("1202", mrn="M1201", at=NOON + minutes(9), birth_date=None)
    assert unit.stay(second).patient_id == unit.stay(first).patient_id
    row = reading.read_patient_by_mrn(unit.store, "M1201")
    assert row is not None
    assert (row.bed, row.birth_date) == ("1202", date(1990, 1, 2))


def test_the_timer_goes_with_the_patient_to_another_bed(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201")
    before = unit.task(stay_id).due_at
    events = stays.transfer(
        unit.store, stay_id, unit.beds["1202"], actor=unit.charge(NOON + minutes(3)), now=NOON + minutes(3)
    )
    assert events == [StayChanged(stay_id)]
    assert (unit.stay_in("1202").id, unit.task(stay_id).due_at) == (stay_id, before)


def test_nobody_moves_into_a_taken_bed_or_his_own(unit: BuiltUnit) -> None:
    one, _other = unit.admit("1201"), unit.admit("1202")
    with pytest.raises(Refused, match="taken by Ada Fam1202"):
        stays.transfer(unit.store, one, unit.beds["1202"], actor=unit.charge(NOON), now=NOON)
    with pytest.raises(Refused, match="already in bed 1201"):
        stays.transfer(unit.store, one, unit.beds["1201"], actor=unit.charge(NOON), now=NOON)
    with pytest.raises(Refused, match="not in use"):
        stays.transfer(unit.store, one, 999_999, actor=unit.charge(NOON), now=NOON)


def test_two_change_beds_and_each_keeps_his_timer(unit: BuiltUnit) -> None:
    one, other = unit.admit_seen("1201", "Q15"), unit.admit_seen("1202", "Q60")
    dues = unit.task(one).due_at, unit.task(other).due_at
    stays.swap_beds(unit.store, one, other, actor=unit.charge(NOON + minutes(1)), now=NOON + minutes(1))
    assert (unit.stay_in("1201").id, unit.stay_in("1202").id) == (other, one)
    assert (unit.task(one).due_at, unit.task(other).due_at) == dues


def test_nobody_changes_beds_with_himself(unit: BuiltUnit) -> None:
    one = unit.admit("1201")
    with pytest.raises(Refused, match="another patient"):
        stays.swap_beds(unit.store, one, one, actor=unit.charge(NOON), now=NOON)


def test_discharged_nothing_is_owed_and_alerts_close_with_the_reason(unit: BuiltUnit) -> None:
    stay_id = unit.admit("1201", "1:1")
    custody.take_over(unit.store, stay_id, unit.staff["R. Osei"], actor=unit.who("R. Osei"), now=NOON)
    unit.sweep(NOON + minutes(6))
    assert unit.open_alerts(stay_id)
    stays.discharge(unit.store, stay_id, "home", actor=unit.charge(NOON + minutes(7)), now=NOON + minutes(7))
    assert {one.close_reason for one in unit.all_alerts(stay_id)} == {"discharged"}
    assert {one.state for one in unit.all_alerts(stay_id)} == {AlertState.CLOSED}
    with unit.store.read() as session:
        tasks = session.scalars(select(Task).where(Task.stay_id == stay_id)).all()
        assert {(task.state, task.next_at) for task in tasks if task.state is not TaskState.DONE} == {
            (TaskState.VOID, None)
        }
        duty = session.scalars(select(ObserverDuty)).one()
        order = session.scalars(select(ObservationOrder)).one()
    assert duty.ended_at == order.ended_at == NOON + minutes(7)
    unit.sweep(NOON + minutes(600))
    assert unit.open_alerts(stay_id) == []


def test_a_discharge_needs_its_reason_and_happens_once(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    with pytest.raises(Refused, match="Say where"):
        stays.discharge(unit.store, stay_id, " ", actor=unit.charge(NOON), now=NOON)
    stays.discharge(unit.store, stay_id, "home", actor=unit.charge(NOON), now=NOON)
    with pytest.raises(Refused, match="Ada Fam1201 has been discharged"):
        stays.discharge(unit.store, stay_id, "home", actor=unit.charge(NOON), now=NOON)


def test_exactly_these_precautions_are_in_force(unit: BuiltUnit) -> None:
    stay_id = unit.admit(precautions=("SI", "FALL"))
    stays.set_precautions(
        unit.store, stay_id, ("FALL", "AWOL"), actor=unit.charge(NOON + minutes(1)), now=NOON + minutes(1)
    )
    assert precautions(unit, stay_id) == ["AWOL", "FALL"]
    with pytest.raises(Refused, match="no precaution 'XX'"):
        stays.set_precautions(unit.store, stay_id, ("XX",), actor=unit.charge(NOON), now=NOON)
    assert precautions(unit, stay_id) == ["AWOL", "FALL"]
