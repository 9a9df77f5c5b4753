"""Late, and done in the very moment in which the record is back: no sweep has come to it, and it stays on record."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select

from station.models import Alert, AlertStep
from station.models.enums import AlertState, DeedOutcome, Priority, Stage, StepKind, TaskKind
from station.rules.escalation import first_alert_at
from station.services import corrections, reading
from station.store.verify import verify_journal
from tests.builders import BuiltUnit, minutes, seconds
from tests.fakes import NOON
from tests.services import test_admission as admission
from tests.services import test_hazards as hazards
from tests.services import test_vitals as vital_signs

DAYS_ON = NOON + minutes(3 * 24 * 60)


def see(unit: BuiltUnit, stay_id: int, at: datetime) -> None:
    unit.check(stay_id, at)


def orient(unit: BuiltUnit, stay_id: int, at: datetime) -> None:
    admission.do(unit, stay_id, TaskKind.ORIENTATION, at)


def put_off(unit: BuiltUnit, stay_id: int, at: datetime) -> None:
    admission.do(unit, stay_id, TaskKind.BELONGINGS, at, outcome=DeedOutcome.REFUSED)


def measure(unit: BuiltUnit, stay_id: int, at: datetime) -> None:
    vital_signs.record(unit, vital_signs.whole(unit, stay_id), at)


def leave(unit: BuiltUnit, stay_id: int, at: datetime) -> None:
    admission.leave(unit, stay_id, at)


DEEDS: tuple[tuple[Callable[[BuiltUnit, int, datetime], None], TaskKind, str], ...] = (
    (see, TaskKind.CHECK, "seen"),
    (orient, TaskKind.ORIENTATION, "done"),
    (put_off, TaskKind.BELONGINGS, "refused, to be asked again"),
    (measure, TaskKind.VITALS, "taken"),
    (leave, TaskKind.CHECK, "discharged"),
)


def of(unit: BuiltUnit, stay_id: int, kind: TaskKind) -> Alert:
    (one,) = unit.all_alerts(stay_id, kind.value)
    return one


def steps(unit: BuiltUnit, alert: Alert) -> list[tuple[StepKind, datetime, str]]:
    with unit.store.read() as session:
        found = session.scalars(select(AlertStep).where(AlertStep.alert_id == alert.id).order_by(AlertStep.id))
        return [(one.kind, one.at, one.who) for one in found]


@pytest.mark.parametrize(("deed", "kind", "reason"), DEEDS, ids=lambda one: getattr(one, "__name__", str(one)))
def test_it_has_its_alert_found_and_closed_at_once_and_nobody_is_told(
    unit: BuiltUnit, deed: Callable[[BuiltUnit, int, datetime], None], kind: TaskKind, reason: str
) -> None:
    stay_id = unit.admit_seen()
    owed = unit.task(stay_id, kind)
    deed(unit, stay_id, DAYS_ON)
    alert = of(unit, stay_id, kind)
    assert (alert.since, alert.due_at, alert.lapsed_at) == (owed.since, owed.due_at, owed.lapsed_at)
    assert (alert.detected_at, alert.closed_at, alert.state) == (DAYS_ON, DAYS_ON, AlertState.CLOSED)
    assert (alert.stage, alert.close_reason) == (Stage.LAPSED, reason)
    assert (alert.step, alert.told_at, alert.next_at) == (0, None, None)
    (opened, _, told), (closed, *_) = steps(unit, alert)
    assert (opened, told, closed) == (StepKind.OPENED, "", StepKind.CLOSED)
    unit.sweep(DAYS_ON)
    assert len(unit.all_alerts(stay_id, kind.value)) == 1
    assert verify_journal(unit.store).journal == "ok"


def test_what_is_done_in_time_has_none(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, unit.task(stay_id).due_at - seconds(1))
    assert not unit.all_alerts(stay_id, TaskKind.CHECK.value)


def test_what_a_sweep_has_found_has_the_one(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(16))
    unit.check(stay_id, NOON + minutes(18))
    assert of(unit, stay_id, TaskKind.CHECK).detected_at == NOON + minutes(16)


def test_a_sighting_from_before_he_was_late_closes_it_as_documented_late(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(24), observed_at=NOON + minutes(14))
    alert = of(unit, stay_id, TaskKind.CHECK)
    assert (alert.priority, alert.documented_late, alert.close_note) == (Priority.HIGH, True, "")


def test_late_by_its_new_time_too_it_stands_and_is_told_with_the_time_since_which_he_is_late(unit: BuiltUnit) -> None:
    """A round of long ago is written down, and he has not been seen for long all the same."""
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(24), observed_at=NOON + minutes(3))
    alert = of(unit, stay_id, TaskKind.CHECK)
    assert (alert.due_at, alert.state) == (NOON + minutes(15), AlertState.OPEN)
    assert alert.next_at is not None
    unit.sweep(NOON + minutes(25))
    assert of(unit, stay_id, TaskKind.CHECK).id == alert.id


def test_taken_back_it_is_the_same_alert_that_opens_again(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(21))
    check = max(row.id for row in reading.read_checks(unit.store, stay_id))
    corrections.take_back_check(unit.store, check, actor=unit.who(), now=NOON + minutes(21) + seconds(5))
    unit.sweep(NOON + minutes(21) + seconds(6))
    alert = of(unit, stay_id, TaskKind.CHECK)
    assert (alert.state, alert.due_at) == (AlertState.OPEN, NOON + minutes(15))
    assert alert.next_at is not None


def test_taken_back_and_seen_again_before_any_sweep_it_is_one_alert(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.check(stay_id, NOON + minutes(21))
    check = max(row.id for row in reading.read_checks(unit.store, stay_id))
    corrections.take_back_check(unit.store, check, actor=unit.who(), now=NOON + minutes(21) + seconds(0.4))
    unit.check(stay_id, NOON + minutes(21) + seconds(0.8), by="A. Diaz")
    assert of(unit, stay_id, TaskKind.CHECK).state is AlertState.CLOSED


def test_a_relief_handed_over_before_it_is_late_claims_nobody_to_be_late(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen(level="1:1")
    unit.take(stay_id, "J. Moore", NOON)
    asked_for = first_alert_at(TaskKind.RELIEF, unit.task(stay_id, TaskKind.RELIEF)) + seconds(1)
    offer = unit.offer(stay_id, "A. Diaz", asked_for, by="J. Moore")
    unit.take_offer(offer, "A. Diaz", asked_for)
    assert not unit.all_alerts(stay_id, TaskKind.RELIEF.value)


def test_of_what_is_owed_to_no_patient_the_same(unit: BuiltUnit) -> None:
    hazard = hazards.report(unit, severity=4)
    (task,) = hazards.tasks(unit)
    hazards.fix(unit, hazard, at=DAYS_ON - seconds(1))
    hazards.verify(unit, hazard, at=DAYS_ON)
    (alert,) = unit.all_alerts(kind=hazards.KIND)
    assert (alert.due_at, alert.detected_at, alert.closed_at) == (task.due_at, DAYS_ON, DAYS_ON)
    assert (alert.area_id, alert.text) == (1, task.label)
