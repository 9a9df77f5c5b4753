"""Off the unit and back: who has him, by when he is owed back, and what is owed of him meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from station.models import JournalEntry, ObserverDuty, Staff
from station.models.enums import AbsenceKind, AbsenceStepKind, AlertState, OwedReason, Priority, Role, Stage, TaskKind
from station.rules.intervals import stage_of
from station.services import Actor, absences, custody, looks, rounds, setup, stays
from station.services.errors import Refused
from station.services.events import StayChanged
from station.store.rows.absences import AwayRow
from tests.absent import all_absences, back, expect, gone, hand_on, leave, on_pass, patient, standing, tell
from tests.builders import STATION, BuiltUnit, minutes, seconds
from tests.fakes import NOON

FIVE, TEN, HALF = NOON + minutes(5), NOON + minutes(10), NOON + minutes(35)


@pytest.fixture
def stay_id(unit: BuiltUnit) -> int:
    """Q15, seen at noon."""
    return unit.admit_seen("1201", "Q15")


def kinds_of(unit: BuiltUnit) -> list[str]:
    """What the journal has of absences, in order."""
    with unit.store.read() as session:
        kinds = session.scalars(select(JournalEntry.kind).order_by(JournalEntry.seq)).all()
    return [kind for kind in kinds if kind.startswith("absence.")]


def steps(unit: BuiltUnit) -> list[tuple[AbsenceStepKind, str, str]]:
    found = absences.read_absence_steps(unit.store, all_absences(unit)[-1].id)
    return [(one.kind, one.who, one.said) for one in found]


# Leaving


def test_off_the_unit_his_return_is_owed_and_no_check(unit: BuiltUnit, stay_id: int) -> None:
    assert leave(unit, stay_id, FIVE)[-1] == StayChanged(stay_id)
    assert standing(unit, stay_id) == [TaskKind.RETURN]
    owed = unit.task(stay_id, TaskKind.RETURN)
    assert (owed.since, owed.soon_at) == (FIVE, NOON + minutes(25))
    assert (owed.due_at, owed.lapsed_at) == (HALF, NOON + minutes(45))
    unit.sweep(HALF - seconds(1))
    assert not unit.open_alerts(stay_id)
    row = patient(unit, stay_id, TEN)
    away = AwayRow(1, AbsenceKind.ESCORT, "Radiology", "A. Diaz", FIVE, HALF, unit.staff["A. Diaz"])
    assert row.away == away
    assert row.check.kind is TaskKind.RETURN
    assert all(one.kind is not TaskKind.RETURN for one in row.owed)
    assert steps(unit) == [(AbsenceStepKind.LEFT, "A. Diaz", "escort to Radiology, back by 06:35")]
    assert kinds_of(unit) == ["absence.left"]


def test_not_back_is_medium_at_the_time_and_high_ten_minutes_after(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, FIVE)
    unit.sweep(HALF)
    assert unit.alert(stay_id, "return").priority is Priority.MEDIUM
    unit.sweep(HALF + minutes(10) - seconds(1))
    assert unit.alert(stay_id, "return").priority is Priority.MEDIUM
    unit.sweep(HALF + minutes(10))
    alert = unit.alert(stay_id, "return")
    assert (alert.priority, alert.stage) == (Priority.HIGH, Stage.LAPSED)


def test_leaving_closes_what_was_lapsed_and_it_stays_on_record_as_lapsed(unit: BuiltUnit, stay_id: int) -> None:
    unit.sweep_through(NOON + minutes(15), NOON + minutes(20), minutes(5))
    leave(unit, stay_id, NOON + minutes(22), left_at=NOON + minutes(4))
    (alert,) = unit.all_alerts(stay_id, "check")
    assert (alert.state, alert.close_reason) == (AlertState.CLOSED, "off the unit with A. Diaz")
    assert (alert.stage, alert.lapsed_at) == (Stage.LAPSED, NOON + minutes(20))
    assert not alert.documented_late


def test_left_more_than_two_minutes_ago_is_a_late_entry(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, TEN, left_at=TEN - minutes(2))
    other = unit.admit_seen("1202")
    leave(unit, other, TEN, with_="R. Osei", left_at=TEN - minutes(2) - seconds(1))
    marks = [absences.read_absence_steps(unit.store, one.id)[0].late_entry for one in all_absences(unit)]
    assert marks == [False, True]


def test_the_same_request_again_changes_nothing(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, FIVE, request_id="one")
    assert leave(unit, stay_id, FIVE + seconds(1), request_id="one", destination="Court") == []
    hand_on(unit, stay_id, "R. Osei", TEN, request_id="two")
    assert hand_on(unit, stay_id, "J. Moore", TEN, request_id="two") == []
    expect(unit, stay_id, HALF + minutes(10), TEN, request="three")
    assert expect(unit, stay_id, HALF + minutes(20), TEN, request="three") == []
    gone(unit, stay_id, TEN, request_id="four")
    assert gone(unit, stay_id, TEN, request_id="four") == []
    tell(unit, stay_id, "Police", TEN, request_id="five")
    assert tell(unit, stay_id, "Police", TEN, request_id="five") == []
    back(unit, stay_id, TEN, request_id="six")
    assert back(unit, stay_id, TEN, request_id="six") == []
    assert len(kinds_of(unit)) == len(steps(unit)) == 6
    assert all_absences(unit)[0].destination == "Courtyard"


def test_two_desks_at_once_one_wins_and_the_other_is_told(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, FIVE)
    said = r"^Ada Fam1201 is off the unit since 06:05, Radiology with A. Diaz \(escort\). Record him back first.$"
    with pytest.raises(Refused, match=said):
        leave(unit, stay_id, FIVE, with_="R. Osei", destination="Court")
    back(unit, stay_id, TEN)
    with pytest.raises(Refused, match=r"^Ada Fam1201 is on the unit since 06:10. Nothing has been changed.$"):
        back(unit, stay_id, TEN + seconds(1))
    gone(unit, stay_id, TEN + seconds(2))
    with pytest.raises(Refused, match=r"^Ada Fam1201 is AWOL since 06:10. Add who was told, or record him back.$"):
        gone(unit, stay_id, TEN + seconds(3))
    assert len(all_absences(unit)) == 2


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"destination": "  "}, "Say where he goes."),
    ({"custodian": " ", "custodian_id": None}, "Name who has him"),
    ({"kind": AbsenceKind.AWOL}, "Report him AWOL instead."),
    ({"expected_at": TEN}, "The expected return has passed already."),
    ({"expected_at": TEN - minutes(1)}, "The expected return has passed already."),
    ({"expected_at": TEN + minutes(12 * 60 + 1)}, "An escort is 12:00 h at most by the policy."),
    ({"kind": AbsenceKind.PASS, "expected_at": TEN + minutes(24 * 60 + 1)}, "A pass is 24:00 h at most"),
    ({"kind": AbsenceKind.LEAVE, "expected_at": TEN + minutes(15 * 24 * 60)}, "A leave is 336:00 h at most"),
    ({"left_at": TEN + seconds(1)}, "This would be 0:01 in the future."),
    ({"left_at": NOON - minutes(31)}, "before the patient was admitted"),
    ({"left_at": NOON - seconds(1)}, "By the record he was seen on the unit at 06:00, after the time given."),
]


@pytest.mark.parametrize(("said", "sentence"), REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(unit: BuiltUnit, said: dict[str, Any], sentence: str) -> None:
    stay_id = unit.admit_seen("1201", "Q15", admitted_at=NOON - minutes(30))
    with pytest.raises(Refused, match=sentence.replace("(", r"\(")):
        leave(unit, stay_id, TEN, **said)
    assert standing(unit, stay_id) == [TaskKind.CHECK]
    assert not all_absences(unit)


def test_a_leave_may_be_days(unit: BuiltUnit, stay_id: int) -> None:
    on_pass(unit, stay_id, FIVE, kind=AbsenceKind.LEAVE, expected_at=FIVE + minutes(3 * 24 * 60))
    assert steps(unit)[0][2] == "leave to Home, back by Thu 5 Mar 06:05"


def test_nobody_leaves_before_he_came_back(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, FIVE)
    back(unit, stay_id, TEN)
    with pytest.raises(Refused, match=r"By the record he came back to the unit at 06:10"):
        leave(unit, stay_id, TEN + minutes(1), left_at=TEN - seconds(1))
    leave(unit, stay_id, TEN + minutes(1), left_at=TEN)


def test_a_search_for_him_ends_where_somebody_has_him(unit: BuiltUnit, stay_id: int) -> None:
    unit.not_found(stay_id, FIVE)
    leave(unit, stay_id, TEN, left_at=NOON + minutes(1))
    (alert,) = unit.all_alerts(stay_id, "not found")
    assert (alert.state, alert.close_reason) == (AlertState.CLOSED, "off the unit with A. Diaz")


# Who has him


def test_a_custodian_of_the_staff_is_active(unit: BuiltUnit, stay_id: int) -> None:
    with pytest.raises(Refused, match="not known here"):
        leave(unit, stay_id, FIVE, custodian_id=999)


def test_a_name_of_the_staff_is_that_person(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, FIVE, custodian=" A. Diaz ", custodian_id=None)
    assert all_absences(unit)[0].custodian_id == unit.staff["A. Diaz"]


def test_who_observes_a_patient_has_no_other_off_the_unit(unit: BuiltUnit, stay_id: int) -> None:
    held = unit.admit_seen("1202", "1:1")
    custody.take_over(unit.store, held, unit.staff["A. Diaz"], actor=unit.who("A. Diaz"), now=FIVE)
    with pytest.raises(Refused, match="A. Diaz observes the patient in 1202"):
        leave(unit, stay_id, FIVE)
    leave(unit, stay_id, FIVE, with_="R. Osei")
    with pytest.raises(Refused, match="A. Diaz observes the patient in 1202"):
        hand_on(unit, stay_id, "A. Diaz", TEN)


def test_who_has_a_patient_off_the_unit_takes_over_no_other(unit: BuiltUnit, stay_id: int) -> None:
    held = unit.admit_seen("1202", "1:1")
    leave(unit, stay_id, FIVE)
    said = r"A. Diaz is off the unit \(Radiology\) with the patient of 1201. Record him back, or hand him on, first."
    with pytest.raises(Refused, match=said):
        custody.take_over(unit.store, held, unit.staff["A. Diaz"], actor=unit.who("A. Diaz"), now=TEN)
    back(unit, stay_id, TEN)
    custody.take_over(unit.store, held, unit.staff["A. Diaz"], actor=unit.who("A. Diaz"), now=TEN)


def test_a_continuous_patient_leaves_with_staff_alone(unit: BuiltUnit) -> None:
    held = unit.admit_seen("1202", "1:1")
    with pytest.raises(Refused, match="Ada Fam1202 is on 1:1: only staff take him off the unit"):
        on_pass(unit, held, FIVE)
    leave(unit, held, FIVE)
    with pytest.raises(Refused, match="only staff take him off the unit"):
        hand_on(unit, held, "his sister", TEN)


def test_a_viewer_does_not_hold_a_continuous_patient(unit: BuiltUnit) -> None:
    setup.add_staff(unit.store, "V. Iyer", Role.VIEWER, actor=STATION, now=NOON)
    held = unit.admit_seen("1202", "1:1")
    with unit.store.read() as session:
        viewer = session.scalar(select(Staff.id).where(Staff.name == "V. Iyer"))
    with pytest.raises(Refused, match="V. Iyer may not hold him. Choose a tech or a nurse."):
        leave(unit, held, FIVE, custodian="V. Iyer", custodian_id=viewer)


def test_one_person_has_one_continuous_patient_off_the_unit_and_nobody_else(unit: BuiltUnit, stay_id: int) -> None:
    held = unit.admit_seen("1202", "1:1")
    leave(unit, held, FIVE)
    with pytest.raises(Refused, match="A. Diaz is off the unit"):
        leave(unit, stay_id, FIVE)
    leave(unit, stay_id, FIVE, with_="R. Osei")
    with pytest.raises(Refused, match="R. Osei is off the unit"):
        hand_on(unit, held, "R. Osei", TEN)


def test_one_escort_may_have_several_others(unit: BuiltUnit, stay_id: int) -> None:
    other = unit.admit_seen("1202")
    leave(unit, stay_id, FIVE, destination="Courtyard")
    leave(unit, other, FIVE, destination="Courtyard")
    assert [one.custodian for one in all_absences(unit)] == ["A. Diaz", "A. Diaz"]


def test_a_running_duty_ends_with_the_reason(unit: BuiltUnit) -> None:
    held = unit.admit_seen("1202", "1:1")
    custody.take_over(unit.store, held, unit.staff["A. Diaz"], actor=unit.who("A. Diaz"), now=NOON)
    unit.sweep(NOON + minutes(110))
    unit.check(held, NOON + minutes(111))
    at = NOON + minutes(112)
    leave(unit, held, at)
    with unit.store.read() as session:
        assert session.scalars(select(ObserverDuty)).one().ended_at == at
        released = session.scalars(select(JournalEntry).where(JournalEntry.kind == "observer.released")).one()
    assert '"off the unit with A. Diaz"' in released.body
    (relief,) = unit.all_alerts(held, "relief")
    assert relief.close_reason == "off the unit with A. Diaz"
    assert standing(unit, held) == [TaskKind.RETURN]
    with pytest.raises(Refused, match="Ada Fam1202 is off the unit .* Record him back first."):
        custody.take_over(unit.store, held, unit.staff["R. Osei"], actor=unit.who("R. Osei"), now=at)


def test_another_than_his_observer_takes_him_off_the_unit_by_saying_so_himself(unit: BuiltUnit) -> None:
    """Handing over takes two, off the unit too: nobody is given a patient by a third."""
    held = unit.admit_seen("1202", "1:1")
    unit.take(held, "R. Osei", NOON)
    said = "R. Osei observes him and has him until A. Diaz accepts him. A. Diaz signs in and records it himself"
    with pytest.raises(Refused, match=said):
        leave(unit, held, FIVE)
    assert (standing(unit, held), unit.has_task(held, TaskKind.RELIEF)) == ([TaskKind.CHECK], True)
    leaving = absences.Leaving(
        unit.request(), held, AbsenceKind.ESCORT, "Radiology", "A. Diaz", HALF, unit.staff["A. Diaz"]
    )  # fmt: skip
    absences.leave_unit(unit.store, leaving, actor=unit.who("A. Diaz"), now=FIVE)
    assert standing(unit, held) == [TaskKind.RETURN]


def test_handing_on_keeps_the_expected_return(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, FIVE)
    hand_on(unit, stay_id, "R. Osei", TEN)
    assert unit.task(stay_id, TaskKind.RETURN).due_at == HALF
    assert steps(unit)[-1] == (AbsenceStepKind.HANDED_ON, "R. Osei", "by A. Diaz")
    assert kinds_of(unit) == ["absence.left", "absence.handed on"]
    with pytest.raises(Refused, match="R. Osei has him already"):
        hand_on(unit, stay_id, "R. Osei", TEN)


# Later, and back


def test_expecting_him_later_needs_a_reason_and_closes_the_alert(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, FIVE)
    unit.sweep(HALF)
    with pytest.raises(Refused, match="Say why he is expected at another time"):
        expect(unit, stay_id, HALF + minutes(20), HALF, reason=" ")
    with pytest.raises(Refused, match="has passed already"):
        expect(unit, stay_id, HALF - seconds(1), HALF)
    with pytest.raises(Refused, match="expected back then already"):
        expect(unit, stay_id, HALF, HALF)
    expect(unit, stay_id, HALF + minutes(20), HALF + minutes(2))
    (alert,) = unit.all_alerts(stay_id, "return")
    assert alert.close_reason == "now expected back by 06:55: scan delayed"
    unit.sweep(HALF + minutes(20))
    assert unit.alert(stay_id, "return").due_at == HALF + minutes(20)
    assert kinds_of(unit)[-1] == "absence.extended"


def test_back_a_check_is_owed_within_two_minutes_and_not_from_before_he_left(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, FIVE)
    unit.sweep(HALF)
    back(unit, stay_id, HALF + minutes(1), note="calm")
    assert standing(unit, stay_id) == [TaskKind.CHECK]
    task, at = unit.task(stay_id), HALF + minutes(1)
    assert (task.since, task.due_at, task.lapsed_at) == (at, at + minutes(2), at + minutes(5))
    assert (task.first_check, unit.stay(stay_id).owed_reason) == (True, OwedReason.RETURNED)
    assert unit.all_alerts(stay_id, "return")[0].close_reason == "back on the unit"
    row = patient(unit, stay_id, at)
    assert (row.away, row.owed_reason) == (None, OwedReason.RETURNED)
    unit.check(stay_id, at + minutes(1))
    assert unit.task(stay_id).due_at == at + minutes(16)
    assert steps(unit)[-1] == (AbsenceStepKind.BACK, "", "calm")


def test_never_seen_before_he_left_the_first_check_is_owed_from_his_return(unit: BuiltUnit) -> None:
    stay_id = unit.admit("1202")
    leave(unit, stay_id, NOON + minutes(1))
    back(unit, stay_id, TEN)
    assert unit.task(stay_id).due_at == TEN + minutes(2)


def test_back_some_time_ago_is_a_late_entry_and_the_check_is_owed_since_then(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, FIVE)
    back(unit, stay_id, NOON + minutes(20), at=TEN)
    assert unit.task(stay_id).due_at == TEN + minutes(2)
    assert absences.read_absence_steps(unit.store, 1)[-1].late_entry
    unit.sweep(NOON + minutes(20))
    assert unit.alert(stay_id, "check").priority is Priority.HIGH


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (FIVE - seconds(1), "By the record he was away still at 06:08."),
        (NOON + minutes(7), "By the record he was away still at 06:08."),
        (TEN + seconds(1), "This would be 0:01 in the future."),
    ],
)
def test_he_is_not_back_when_he_cannot_be(unit: BuiltUnit, stay_id: int, at: Any, sentence: str) -> None:
    leave(unit, stay_id, FIVE)
    hand_on(unit, stay_id, "R. Osei", NOON + minutes(8))
    with pytest.raises(Refused, match=sentence):
        back(unit, stay_id, TEN, at=at)
    assert standing(unit, stay_id) == [TaskKind.RETURN]


def test_back_a_continuous_patient_is_owed_an_observer(unit: BuiltUnit) -> None:
    held = unit.admit_seen("1202", "1:1")
    custody.take_over(unit.store, held, unit.staff["A. Diaz"], actor=unit.who("A. Diaz"), now=NOON)
    leave(unit, held, FIVE)
    assert not unit.has_task(held, TaskKind.OBSERVER)
    back(unit, held, TEN)
    assert unit.task(held, TaskKind.OBSERVER).due_at == TEN + seconds(30)
    assert not unit.has_task(held, TaskKind.RELIEF)


def test_back_he_is_awake_however_he_was_last_seen_before_he_left(unit: BuiltUnit) -> None:
    """Held awake, on interval checks asleep: on his return somebody holds him, before anybody has checked him."""
    held = unit.admit_seen("1202", "LOS", level_asleep="Q15")
    unit.check(held, NOON + minutes(4), activity="Asleep", life_sign="Breathing seen")
    assert not unit.has_task(held, TaskKind.OBSERVER)
    leave(unit, held, FIVE)
    back(unit, held, TEN)
    assert unit.task(held, TaskKind.OBSERVER).due_at == TEN + seconds(30)
    assert (patient(unit, held, TEN).level, unit.task(held).level) == ("LOS", "LOS")
    unit.amend(2, TEN + minutes(1), location="Hallway")
    assert (patient(unit, held, TEN).level, unit.has_task(held, TaskKind.OBSERVER)) == ("LOS", True)
    unit.check(held, TEN + minutes(1), activity="Asleep", life_sign="Breathing seen")
    assert (patient(unit, held, TEN).level, unit.has_task(held, TaskKind.OBSERVER)) == ("Q15", False)


# AWOL


def test_awol_is_high_at_once_until_he_is_back(unit: BuiltUnit, stay_id: int) -> None:
    gone(unit, stay_id, FIVE, note="over the fence")
    alert = unit.alert(stay_id)
    assert (alert.kind, alert.priority, alert.stage) == ("AWOL", Priority.HIGH, Stage.LAPSED)
    assert alert.due_at == FIVE
    assert standing(unit, stay_id) == [TaskKind.AWOL]
    unit.sweep_through(FIVE, FIVE + minutes(60), minutes(5))
    assert unit.alert(stay_id, "AWOL").id == alert.id
    row = patient(unit, stay_id, TEN)
    assert row.away == AwayRow(1, AbsenceKind.AWOL, "Courtyard", "", FIVE, None)
    assert row.check.kind is TaskKind.AWOL
    assert stage_of(row.check, TEN) is Stage.LAPSED
    back(unit, stay_id, FIVE + minutes(61))
    assert not unit.open_alerts(stay_id, "AWOL")
    assert steps(unit)[0] == (AbsenceStepKind.AWOL, "", "gone from Courtyard. over the fence")
    assert kinds_of(unit) == ["absence.AWOL", "absence.back"]


def test_awol_from_an_absence_takes_the_place_of_the_return(unit: BuiltUnit, stay_id: int) -> None:
    on_pass(unit, stay_id, FIVE)
    unit.sweep(HALF)
    gone(unit, stay_id, HALF + minutes(5), last_place="")
    assert unit.all_alerts(stay_id, "return")[0].close_reason == "reported AWOL"
    assert standing(unit, stay_id) == [TaskKind.AWOL]
    (absence,) = all_absences(unit)
    assert (absence.kind, absence.custodian, absence.expected_at) == (AbsenceKind.AWOL, "", None)
    assert (absence.left_at, absence.destination) == (FIVE, "Home")
    assert [one[0] for one in steps(unit)] == [AbsenceStepKind.LEFT, AbsenceStepKind.AWOL]
    assert steps(unit)[-1][2] == "was at Home with his sister"


def test_awol_ends_a_search_and_a_running_duty(unit: BuiltUnit) -> None:
    held = unit.admit_seen("1202", "1:1")
    custody.take_over(unit.store, held, unit.staff["A. Diaz"], actor=unit.who("A. Diaz"), now=NOON)
    unit.not_found(held, FIVE)
    gone(unit, held, TEN)
    assert unit.all_alerts(held, "not found")[0].close_reason == "reported AWOL"
    assert [one.kind for one in unit.open_alerts(held)] == ["AWOL"]
    with unit.store.read() as session:
        assert session.scalars(select(ObserverDuty)).one().ended_at == TEN


def test_awol_cannot_be_handed_on_or_expected(unit: BuiltUnit, stay_id: int) -> None:
    gone(unit, stay_id, FIVE)
    said = r"Ada Fam1201 is AWOL since 06:05: nobody has him. Record him back when he is."
    with pytest.raises(Refused, match=said):
        hand_on(unit, stay_id, "A. Diaz", TEN)
    with pytest.raises(Refused, match=said):
        expect(unit, stay_id, HALF, TEN)


def test_awol_is_not_before_what_is_known(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "Q15", admitted_at=NOON - minutes(30))
    with pytest.raises(Refused, match="seen on the unit at 06:00"):
        gone(unit, stay_id, TEN, noticed_at=NOON - seconds(1))
    with pytest.raises(Refused, match="in the future"):
        gone(unit, stay_id, TEN, noticed_at=TEN + seconds(1))
    leave(unit, stay_id, TEN)
    with pytest.raises(Refused, match="away still at 06:10"):
        gone(unit, stay_id, TEN + minutes(1), noticed_at=FIVE)


def test_who_was_told_what_and_when(unit: BuiltUnit, stay_id: int) -> None:
    with pytest.raises(Refused, match="Ada Fam1201 is on the unit. Nothing has been changed."):
        tell(unit, stay_id, "Police", FIVE)
    gone(unit, stay_id, FIVE)
    tell(unit, stay_id, "Security", TEN, at=FIVE, said="grey hoodie")
    tell(unit, stay_id, "Police", TEN + minutes(1), said="case 4711")
    with pytest.raises(Refused, match="Say who was told."):
        tell(unit, stay_id, " ", TEN)
    with pytest.raises(Refused, match="He left at 06:05, after the time given."):
        tell(unit, stay_id, "Family", TEN, at=NOON)
    with pytest.raises(Refused, match="in the future"):
        tell(unit, stay_id, "Family", TEN, at=TEN + seconds(1))
    told = [one for one in absences.read_absence_steps(unit.store, 1) if one.kind is AbsenceStepKind.TOLD]
    assert [(one.who, one.said, one.at, one.late_entry, one.by) for one in told] == [
        ("Security", "grey hoodie", FIVE, True, "J. Moore"),
        ("Police", "case 4711", TEN + minutes(1), False, "J. Moore"),
    ]
    assert kinds_of(unit)[-1] == "absence.told"


def test_only_of_somebody_awol(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, FIVE)
    with pytest.raises(Refused, match="Report him AWOL first."):
        tell(unit, stay_id, "Police", TEN)


# Everything else, meanwhile


def test_a_check_of_somebody_away_is_refused_with_who_has_him(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, FIVE)
    said = r"^Ada Fam1201 is off the unit since 06:05, Radiology with A. Diaz \(escort\). Record him back first.$"
    for observed_at in (None, FIVE + seconds(1)):
        with pytest.raises(Refused, match=said):
            unit.check(stay_id, TEN, observed_at=observed_at)
    with pytest.raises(Refused, match=said):
        unit.not_found(stay_id, TEN)


def test_a_check_made_before_he_left_may_still_be_entered(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, FIVE)
    unit.check(stay_id, TEN, observed_at=NOON + minutes(4))
    assert unit.stay(stay_id).last_seen_at == NOON + minutes(4)
    assert standing(unit, stay_id) == [TaskKind.RETURN]


def test_after_his_return_no_check_is_said_to_have_been_made_while_he_was_away(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, FIVE)
    back(unit, stay_id, TEN)
    said = r"^Ada Fam1201 was off the unit from 06:05 to 06:10, Radiology with A. Diaz \(escort\). Correct the time or"
    with pytest.raises(Refused, match=said):
        unit.check(stay_id, HALF, observed_at=NOON + minutes(7))
    unit.check(stay_id, HALF, observed_at=NOON + minutes(4))
    assert unit.task(stay_id).due_at == TEN + minutes(2)
    unit.check(stay_id, HALF, observed_at=TEN)
    assert unit.task(stay_id).due_at == TEN + minutes(15)


def test_corrections_of_somebody_away_leave_the_check_suspended(unit: BuiltUnit, stay_id: int) -> None:
    other = unit.admit_seen("1202")
    unit.check(stay_id, NOON + minutes(3), by="R. Osei")
    unit.check(other, NOON + minutes(3), by="R. Osei")
    leave(unit, stay_id, FIVE)
    unit.amend(3, TEN, location="Hallway")
    assert standing(unit, stay_id) == [TaskKind.RETURN]
    unit.correct(4, stay_id, TEN)
    assert standing(unit, stay_id) == [TaskKind.RETURN]
    assert standing(unit, other) == [TaskKind.CHECK]
    with pytest.raises(Refused, match="Ada Fam1201 is off the unit"):
        unit.amend(5, TEN, observed_at=NOON + minutes(6))


def test_a_search_is_not_taken_up_again_while_he_is_away(unit: BuiltUnit, stay_id: int) -> None:
    other = unit.admit_seen("1202")
    unit.not_found(stay_id, NOON + minutes(1))
    unit.check(stay_id, NOON + minutes(3), by="R. Osei")
    leave(unit, stay_id, FIVE)
    unit.correct(4, other, TEN)
    assert not unit.has_task(stay_id, TaskKind.NOT_FOUND)
    assert standing(unit, stay_id) == [TaskKind.RETURN]


def test_nor_once_he_is_back_whoever_had_him_has_brought_him(unit: BuiltUnit, stay_id: int) -> None:
    other = unit.admit_seen("1202")
    unit.not_found(stay_id, NOON + minutes(1))
    unit.check(stay_id, NOON + minutes(3), by="R. Osei")
    leave(unit, stay_id, FIVE)
    back(unit, stay_id, TEN)
    unit.correct(4, other, NOON + minutes(11))
    unit.sweep(NOON + minutes(11))
    assert not unit.has_task(stay_id, TaskKind.NOT_FOUND)
    assert unit.task(stay_id).due_at == TEN + minutes(2)
    assert not unit.open_alerts(stay_id)


def test_a_level_precautions_and_a_bed_change_and_the_checks_stay_suspended(unit: BuiltUnit, stay_id: int) -> None:
    other = unit.admit_seen("1202")
    leave(unit, stay_id, FIVE)
    unit.set_level(stay_id, "1:1", TEN)
    stays.set_precautions(unit.store, stay_id, ("SI",), actor=unit.charge(TEN), now=TEN)
    stays.swap_beds(unit.store, stay_id, other, actor=unit.charge(TEN), now=TEN)
    stays.transfer(unit.store, stay_id, unit.beds["1203"], actor=unit.charge(TEN), now=TEN)
    assert standing(unit, stay_id) == [TaskKind.RETURN]
    assert not unit.has_task(stay_id, TaskKind.OBSERVER)
    row = patient(unit, stay_id, TEN)
    assert (row.level, row.precautions, row.owed_reason) == ("1:1", ("SI",), None)
    back(unit, stay_id, NOON + minutes(11))
    assert unit.has_task(stay_id, TaskKind.OBSERVER)
    assert unit.task(stay_id).level == "1:1"


def test_discharge_ends_the_absence(unit: BuiltUnit, stay_id: int) -> None:
    gone(unit, stay_id, FIVE)
    stays.discharge(unit.store, stay_id, "against advice", actor=unit.charge(TEN), now=TEN)
    (absence,) = all_absences(unit)
    assert absence.ended_at == TEN
    assert unit.stay(stay_id).absence_id is None
    assert steps(unit)[-1] == (AbsenceStepKind.ENDED, "", "against advice")
    assert unit.all_alerts(stay_id, "AWOL")[0].close_reason == "discharged"
    assert kinds_of(unit) == ["absence.AWOL", "absence.ended"]
    with pytest.raises(Refused, match="has been discharged"):
        back(unit, stay_id, HALF)
    with pytest.raises(Refused, match="was off the unit from 06:05 to 06:10, gone from Courtyard."):
        unit.check(stay_id, HALF, observed_at=NOON + minutes(7))


def test_of_those_away_no_look_is_owed(unit: BuiltUnit, stay_id: int) -> None:
    other = unit.admit_seen("1202")
    leave(unit, stay_id, FIVE)
    events = looks.owe_everyone_a_look(unit.store, actor=STATION, now=TEN)
    assert [one for one in events if isinstance(one, StayChanged)] == [StayChanged(other)]
    assert standing(unit, stay_id) == [TaskKind.RETURN]
    assert unit.stay(other).owed_since == TEN


def test_a_return_that_is_missing_is_shown_as_lapsed(unit: BuiltUnit, stay_id: int) -> None:
    leave(unit, stay_id, FIVE)
    with unit.store.write(STATION, TEN) as work:
        work.session.delete(unit.task(stay_id, TaskKind.RETURN))
    row = patient(unit, stay_id, TEN)
    assert (row.check.task_id, row.check.kind) == (0, TaskKind.RETURN)
    assert stage_of(row.check, TEN) is Stage.LAPSED


def test_nobody_but_people_of_the_floor(unit: BuiltUnit, stay_id: int) -> None:
    setup.add_staff(unit.store, "Dr. Hall", Role.PROVIDER, actor=STATION, now=NOON)
    with unit.store.read() as session:
        doctor = session.scalar(select(Staff.id).where(Staff.name == "Dr. Hall"))
    for actor in (STATION, Actor(doctor, "Dr. Hall", "desk 1")):
        with pytest.raises(Refused, match="take patients off the unit and back"):
            absences.come_back(unit.store, "one", stay_id, actor=actor, now=FIVE)


def test_who_walks_a_round_takes_nobody_off_the_unit_and_who_has_somebody_there_walks_none(
    unit: BuiltUnit, stay_id: int
) -> None:
    rounds.start_round(unit.store, None, actor=unit.who("A. Diaz"), now=FIVE)
    with pytest.raises(Refused, match="A. Diaz walks a round of the whole unit. End that round first"):
        leave(unit, stay_id, FIVE)
    leave(unit, stay_id, FIVE, with_="R. Osei")
    with pytest.raises(Refused, match=r"R. Osei is off the unit \(Radiology\) with the patient of 1201"):
        rounds.start_round(unit.store, None, confirmed=True, actor=unit.who("R. Osei"), now=TEN)


def test_two_desks_in_the_same_instant_make_one_absence_and_one_return(unit: BuiltUnit, stay_id: int) -> None:
    def tried(act: Callable[[], object]) -> str:
        try:
            act()
        except Refused as refusal:
            return str(refusal)
        return ""

    def both(*acts: Callable[[], object]) -> list[str]:
        with ThreadPoolExecutor(2) as desks:
            return [said for said in desks.map(tried, acts) if said]

    (told,) = both(
        partial(leave, unit, stay_id, FIVE, request_id="one"),
        partial(leave, unit, stay_id, FIVE, with_="R. Osei", request_id="two"),
    )
    assert "is off the unit since 06:05" in told
    (told,) = both(
        partial(back, unit, stay_id, TEN, request_id="three"), partial(back, unit, stay_id, TEN, request_id="four")
    )
    assert "is on the unit since 06:10" in told
    assert len(all_absences(unit)) == 1
    assert kinds_of(unit) == ["absence.left", "absence.back"]
    assert standing(unit, stay_id) == [TaskKind.CHECK]
