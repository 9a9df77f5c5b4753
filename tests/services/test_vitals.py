"""Vital signs recorded: what is stored, what is owed next, who is asked; never a check."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from station.models import JournalEntry, ScoreAnswer, VitalAmendment, VitalSet
from station.models.enums import (
    AlertState,
    AssessmentKind,
    DeedOutcome,
    EntryStatus,
    Priority,
    SetOutcome,
    StepKind,
    TaskKind,
)
from station.rules.assessments import SCALES
from station.rules.vital_limits import Vitals
from station.services import Store, stays
from station.services.admission import AdmissionEntry, read_admission_deeds, record_admission_task
from station.services.assessing import AssessmentEntry, record_assessment
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import Event, VitalsRecorded
from station.services.reading import read_alert_steps
from station.services.scores import Answer, answer_score
from station.services.vital_corrections import AmendedSet, amend_set, correct_set_patient
from station.services.vital_importing import import_sets
from station.services.vital_orders import OrderedVitals, end_assessment_order, order_assessment, order_vitals
from station.services.vitals import VitalEntry, record_set
from station.services.vitals_planning import plan_vitals
from station.store.verify import verify_journal
from tests.absent import back, leave
from tests.builders import STATION, BuiltUnit, build_unit, minutes
from tests.fakes import NOON

HOUR = timedelta(hours=1)
EIGHT_HOURS_ON = NOON + 8 * HOUR
"""NOON is 06:00 on the unit's clock; the next time of the schedule is 14:00."""
WELL: dict[str, Any] = {
    "hr": 72.0, "sbp": 121.0, "dbp": 78.0, "rr": 15.0, "spo2": 98.0, "o2": False, "temp": 36.8, "acvpu": "A",
}  # fmt: skip
FIVE = {"hr": 115.0, "rr": 22.0, "temp": 38.5}
SEVEN = {"hr": 120.0, "rr": 26.0, "sbp": 95.0, "dbp": 60.0}


def whole(unit: BuiltUnit, stay_id: int, **more: Any) -> VitalEntry:
    values = Vitals(**WELL | {name: more.pop(name) for name in list(more) if name in Vitals.__dataclass_fields__})
    said: dict[str, Any] = {"request_id": unit.request(), "outcome": SetOutcome.WHOLE} | more
    return VitalEntry(stay_id=stay_id, values=values, **said)


def record(
    unit: BuiltUnit, entry: VitalEntry, at: datetime, *, by: str = "J. Moore", confirmed: bool = False
) -> list[Event]:
    return record_set(unit.store, entry, confirmed=confirmed, actor=unit.who(by), now=at)


def take(unit: BuiltUnit, stay_id: int, at: datetime, **more: Any) -> list[Event]:
    return record(unit, whole(unit, stay_id, **more), at, confirmed=True)


def refuse(unit: BuiltUnit, stay_id: int, at: datetime) -> list[Event]:
    return record(unit, VitalEntry(unit.request(), stay_id, SetOutcome.REFUSED, why="Asleep"), at)


def weigh(unit: BuiltUnit, stay_id: int, at: datetime) -> list[Event]:
    return record(unit, VitalEntry(unit.request(), stay_id, SetOutcome.PARTIAL, Vitals(weight=74.0)), at)


def answer(unit: BuiltUnit, stay_id: int, at: datetime, words: str = "seen, provider called") -> list[Event]:
    said = Answer(unit.request(), stay_id, words)
    return answer_score(unit.store, said, actor=unit.who("N. Park"), now=at)


def sets(unit: BuiltUnit, stay_id: int) -> list[VitalSet]:
    with unit.store.read() as session:
        return list(session.scalars(select(VitalSet).where(VitalSet.stay_id == stay_id).order_by(VitalSet.id)))


def due(unit: BuiltUnit, stay_id: int, kind: TaskKind = TaskKind.VITALS) -> datetime:
    return unit.task(stay_id, kind).due_at


def journalled(unit: BuiltUnit, kind: str) -> list[dict[str, Any]]:
    with unit.store.read() as session:
        return [
            json.loads(body) for body in session.scalars(select(JournalEntry.body).where(JournalEntry.kind == kind))
        ]


# Recorded


def test_a_set_is_stored_as_measured_and_the_next_is_owed(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    assert due(unit, stay_id) == EIGHT_HOURS_ON
    events = take(unit, stay_id, NOON + minutes(20), position="Sitting", arm="Left", route="Oral", pain=2)
    assert VitalsRecorded(stay_id) in events
    (one,) = sets(unit, stay_id)
    assert (one.hr, one.sbp, one.dbp, one.temp, one.acvpu, one.pain) == (72.0, 121.0, 78.0, 36.8, "A", 2)
    assert (one.outcome, one.position, one.arm, one.route, one.scale) == (
        SetOutcome.WHOLE,
        "Sitting",
        "Left",
        "Oral",
        1,
    )
    assert (one.by_id, one.recorded_at_station, one.late_entry) == (unit.staff["J. Moore"], "desk 1", False)
    assert due(unit, stay_id) == EIGHT_HOURS_ON
    (said,) = journalled(unit, "vitals.recorded")
    assert said["values"]["hr"] == 72.0


def test_it_is_never_a_check(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    before = unit.stay(stay_id)
    take(unit, stay_id, NOON + minutes(14))
    after = unit.stay(stay_id)
    assert (after.last_seen_at, after.last_check_id) == (before.last_seen_at, before.last_check_id) == (NOON, 1)
    unit.sweep(NOON + minutes(15))
    assert unit.alert(stay_id).kind == "check"


def test_the_same_tap_twice_is_one(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    one = whole(unit, stay_id)
    record(unit, one, NOON + minutes(5))
    assert record(unit, one, NOON + minutes(6)) == []
    assert len(sets(unit, stay_id)) == 1


@pytest.mark.parametrize(
    ("later", "words"),
    [(-1, "before the patient was admitted"), (31, "would be 1:00 in the future")],
)
def test_a_time_that_cannot_be(unit: BuiltUnit, later: float, words: str) -> None:
    stay_id = unit.admit()
    with pytest.raises(Refused, match=words):
        record(unit, whole(unit, stay_id, observed_at=NOON + minutes(later)), NOON + minutes(30))
    assert not sets(unit, stay_id)


def test_said_later_it_is_a_late_entry_and_a_lapse_stays_one(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    unit.sweep(NOON + minutes(61))
    take(unit, stay_id, NOON + minutes(62), observed_at=NOON + minutes(50))
    (one,) = sets(unit, stay_id)
    assert (one.late_entry, one.observed_at) == (True, NOON + minutes(50))
    (closed,) = unit.all_alerts(stay_id, "first vitals")
    assert (closed.state, closed.documented_late) == (AlertState.CLOSED, True)


def test_while_he_is_off_the_unit_nothing_is_taken_of_him_here(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    leave(unit, stay_id, NOON + minutes(5))
    with pytest.raises(Refused, match="is off the unit since"):
        take(unit, stay_id, NOON + minutes(10))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"temp": None}, "Not whole: temperature missing"),
        ({"outcome": SetOutcome.PARTIAL, "temp": None}, "Say why the set is partial"),
        ({"outcome": SetOutcome.REFUSED, "why": "Asleep"}, "A refused set holds no values"),
        ({"temp": 98.6}, "looks like Fahrenheit"),
        ({"dbp": 130.0}, "must be below the systolic"),
        ({"hr": 301.0, "rr": 1.0}, "Heart rate is between 20 and 300 a minute, not 301"),
    ],
)
def test_what_contradicts_itself_is_refused(unit: BuiltUnit, more: dict[str, Any], words: str) -> None:
    stay_id = unit.admit()
    with pytest.raises(Refused, match=words):
        take(unit, stay_id, NOON + minutes(5), **more)
    assert not sets(unit, stay_id)


def test_what_is_unusual_is_asked_about(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    entry = whole(unit, stay_id, hr=151.0)
    with pytest.raises(NeedsConfirmation, match="Heart rate 151 a minute is unusual"):
        record(unit, entry, NOON + minutes(5))
    record(unit, entry, NOON + minutes(5), confirmed=True)
    with pytest.raises(NeedsConfirmation, match="J. Moore has recorded a set of the same minute"):
        record(unit, whole(unit, stay_id), NOON + minutes(5.5), by="R. Osei")


def test_other_units_are_kept_beside_what_they_are(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    units = (("temp", "[degF]"), ("weight", "[lb_av]"), ("height", "cm"))
    take(unit, stay_id, NOON + minutes(5), temp=98.6, weight=176.4, height=172.0, units=units)
    (one,) = sets(unit, stay_id)
    assert (one.temp, one.weight, one.height) == (37.0, 80.0137, 172.0)
    assert one.entered == {"temp": [98.6, "[degF]"], "weight": [176.4, "[lb_av]"]}


# Owed


def test_first_vital_signs_and_the_weight_are_done_by_a_set_that_holds_them(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20))
    assert not unit.has_task(stay_id, TaskKind.FIRST_VITALS)
    assert unit.has_task(stay_id, TaskKind.WEIGHT)
    weight = VitalEntry(unit.request(), stay_id, SetOutcome.PARTIAL, Vitals(weight=74.0))
    record(unit, weight, NOON + minutes(30))
    assert not unit.has_task(stay_id, TaskKind.WEIGHT)
    assert [(one.kind, one.outcome, one.weight_kg) for one in read_admission_deeds(unit.store, stay_id)] == [
        (TaskKind.FIRST_VITALS, DeedOutcome.DONE, None), (TaskKind.WEIGHT, DeedOutcome.DONE, 74.0),
    ]  # fmt: skip
    assert sets(unit, stay_id)[1].why == "weight only"


def test_a_weight_by_itself_is_no_set_of_vital_signs(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    unit.sweep(EIGHT_HOURS_ON)
    record(unit, VitalEntry(unit.request(), stay_id, SetOutcome.PARTIAL, Vitals(weight=74.0)), EIGHT_HOURS_ON)
    assert due(unit, stay_id) == EIGHT_HOURS_ON
    assert unit.has_task(stay_id, TaskKind.FIRST_VITALS)


def test_the_weight_recorded_after_an_admission_stands_with_the_vital_signs(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    deed = AdmissionEntry(unit.request(), stay_id, TaskKind.WEIGHT, DeedOutcome.DONE, weight_kg=80.0)
    record_admission_task(unit.store, deed, actor=unit.who(), now=NOON + minutes(5))
    (one,) = sets(unit, stay_id)
    assert (one.weight, one.outcome) == (80.0, SetOutcome.PARTIAL)
    with pytest.raises(NeedsConfirmation, match="more than the last weight, 80.0 kg"):
        record(unit, whole(unit, stay_id, weight=88.0), NOON + HOUR)


def test_refused_the_first_are_asked_again_and_the_schedule_stays(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    refuse(unit, stay_id, NOON + minutes(30))
    assert due(unit, stay_id, TaskKind.FIRST_VITALS) == NOON + minutes(150)
    assert due(unit, stay_id) == EIGHT_HOURS_ON
    assert [one.outcome for one in read_admission_deeds(unit.store, stay_id)] == [DeedOutcome.REFUSED]


def test_a_weight_taken_since_then_hides_no_refusal_that_is_written_down_late(unit: BuiltUnit) -> None:
    stay_id, at = unit.admit(), EIGHT_HOURS_ON + minutes(30)
    unit.sweep(at)
    weigh(unit, stay_id, at)
    refused = VitalEntry(
        unit.request(), stay_id, SetOutcome.REFUSED, why="Asleep", observed_at=EIGHT_HOURS_ON + minutes(25)
    )
    record(unit, refused, at + minutes(1))
    assert due(unit, stay_id) == NOON + 16 * HOUR
    (closed,) = unit.all_alerts(stay_id, "vital signs")
    assert (closed.state, closed.close_reason) == (AlertState.CLOSED, "refused")


def test_a_set_that_is_late_is_a_low_alert_then_a_medium_one(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20))
    unit.sweep(EIGHT_HOURS_ON)
    assert unit.alert(stay_id, "vital signs").priority is Priority.LOW
    unit.sweep(EIGHT_HOURS_ON + HOUR)
    assert unit.alert(stay_id, "vital signs").priority is Priority.MEDIUM
    take(unit, stay_id, EIGHT_HOURS_ON + HOUR)
    assert not unit.open_alerts(stay_id, "vital signs")
    assert due(unit, stay_id) == EIGHT_HOURS_ON + 8 * HOUR


def test_by_order_they_are_taken_more_often(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20))
    order = OrderedVitals(stay_id, "every 2h", "Dr. Hall")
    order_vitals(unit.store, order, actor=unit.who("N. Park"), now=NOON + HOUR)
    assert due(unit, stay_id) == NOON + minutes(140)
    take(unit, stay_id, NOON + minutes(130))
    assert due(unit, stay_id) == NOON + minutes(250)
    with pytest.raises(Refused, match="ordered already"):
        order_vitals(unit.store, order, actor=unit.who("N. Park"), now=NOON + 3 * HOUR)


def test_an_order_that_asks_for_what_is_past_asks_from_now(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20))
    now = NOON + 5 * HOUR
    order_vitals(unit.store, OrderedVitals(stay_id, "every 1h", "Dr. Hall"), actor=unit.who("N. Park"), now=now)
    assert due(unit, stay_id) == now


def test_what_is_late_is_not_put_off_by_another_order(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20))
    now = EIGHT_HOURS_ON + minutes(10)
    unit.sweep(now)
    order_vitals(unit.store, OrderedVitals(stay_id, "every 12h", "Dr. Hall"), actor=unit.who("N. Park"), now=now)
    assert due(unit, stay_id) == EIGHT_HOURS_ON
    assert unit.alert(stay_id, "vital signs").due_at == EIGHT_HOURS_ON


def test_scale_2_is_only_by_order_and_of_the_time_of_the_set(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    with pytest.raises(Refused, match="target of 88 to 92"):
        order_vitals(unit.store, OrderedVitals(stay_id, "", "Dr. Hall", 2), actor=unit.who("N. Park"), now=NOON)
    order = OrderedVitals(stay_id, "", "Dr. Hall", scale=2, reason="COPD")
    order_vitals(unit.store, order, actor=unit.who("N. Park"), now=NOON + minutes(10))
    take(unit, stay_id, NOON + minutes(20), observed_at=NOON + minutes(5))
    take(unit, stay_id, NOON + minutes(20), spo2=89.0)
    assert [one.scale for one in sets(unit, stay_id)] == [1, 2]
    assert not unit.has_task(stay_id, TaskKind.SCORE)


def test_off_the_unit_they_are_not_owed_and_on_his_return_they_are(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    take(unit, stay_id, NOON + minutes(1))
    leave(unit, stay_id, NOON + minutes(5), expected_at=NOON + 9 * HOUR)
    assert not unit.has_task(stay_id, TaskKind.VITALS)
    assert not unit.has_task(stay_id, TaskKind.BVC)
    back(unit, stay_id, NOON + 9 * HOUR)
    assert due(unit, stay_id) == NOON + minutes(570)
    assert unit.has_task(stay_id, TaskKind.BVC)


def test_discharged_nothing_is_owed(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    take(unit, stay_id, NOON + minutes(5), **SEVEN)
    stays.discharge(unit.store, stay_id, "home", actor=STATION, now=NOON + minutes(10))
    assert not any(unit.has_task(stay_id, kind) for kind in (TaskKind.VITALS, TaskKind.SCORE, TaskKind.BVC))
    assert not unit.open_alerts(stay_id)
    with pytest.raises(Refused, match="has been discharged"):
        take(unit, stay_id, NOON + minutes(20))
    take(unit, stay_id, NOON + minutes(20), observed_at=NOON + minutes(8))


def test_what_an_older_station_did_not_ask_for_is_owed_from_now(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    with unit.store.engine.begin() as connection:
        connection.execute(text("UPDATE task SET state='void', next_at=NULL WHERE kind IN ('vital signs', 'BVC')"))
    now = NOON + minutes(470)
    events = plan_vitals(unit.store, actor=STATION, now=now)
    assert events == [VitalsRecorded(stay_id)]
    assert due(unit, stay_id) == now + minutes(30)
    assert unit.has_task(stay_id, TaskKind.BVC)
    assert plan_vitals(unit.store, actor=STATION, now=now) == []


# Scores


def test_a_score_of_5_asks_for_a_nurse_at_once_and_the_next_set_within_the_hour(unit: BuiltUnit) -> None:
    stay_id, at = unit.admit(), NOON + minutes(20)
    take(unit, stay_id, at, **FIVE)
    alert = unit.alert(stay_id, "score")
    assert (alert.priority, alert.due_at, alert.detected_at) == (Priority.MEDIUM, at, at)
    assert due(unit, stay_id) == at + HOUR
    unit.sweep(at + minutes(15))
    assert unit.alert(stay_id, "score").priority is Priority.HIGH


@pytest.mark.parametrize(
    ("values", "asks"),
    [({}, False), ({"hr": 115.0, "rr": 22.0}, False), (FIVE, True), ({"rr": 25.0}, True), ({"acvpu": "C"}, True)],
)
def test_which_scores_ask(unit: BuiltUnit, values: dict[str, Any], asks: bool) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20), **values)
    assert unit.has_task(stay_id, TaskKind.SCORE) is asks


def test_what_is_not_complete_asks_by_what_is_known(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20), outcome=SetOutcome.PARTIAL, why="Agitated", temp=None, rr=26.0)
    assert unit.has_task(stay_id, TaskKind.SCORE)
    assert due(unit, stay_id) == NOON + minutes(80)


def test_a_later_lower_score_does_not_answer_it(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20), **FIVE)
    take(unit, stay_id, NOON + minutes(50))
    assert unit.alert(stay_id, "score").state is AlertState.OPEN
    answer(unit, stay_id, NOON + minutes(55))
    (closed,) = unit.all_alerts(stay_id, "score")
    assert (closed.state, closed.close_reason) == (AlertState.CLOSED, "seen, provider called")
    with unit.store.read() as session:
        said = session.scalars(select(ScoreAnswer)).one()
    assert (said.set_id, said.by_id) == (sets(unit, stay_id)[0].id, unit.staff["N. Park"])


def test_answered_the_next_that_asks_asks_again(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20), **FIVE)
    answer(unit, stay_id, NOON + minutes(25))
    with pytest.raises(Refused, match="No score of this patient waits"):
        answer(unit, stay_id, NOON + minutes(26))
    take(unit, stay_id, NOON + minutes(50), **SEVEN)
    assert unit.alert(stay_id, "score").due_at == NOON + minutes(50)


def test_a_worse_score_than_it_was_accepted_for_brings_the_alert_back(unit: BuiltUnit) -> None:
    stay_id, at = unit.admit(), NOON + minutes(20)
    take(unit, stay_id, at, **FIVE)
    unit.accept(unit.alert(stay_id, "score").id, at + minutes(1), by="N. Park")
    take(unit, stay_id, at + minutes(2), **FIVE)
    take(unit, stay_id, at + minutes(3))
    assert unit.alert(stay_id, "score").state is AlertState.ACCEPTED
    take(unit, stay_id, at + minutes(4), **SEVEN)
    alert = unit.alert(stay_id, "score")
    assert (alert.state, alert.accepted_by_id, alert.lease_until, alert.due_at) == (AlertState.OPEN, None, None, at)
    said = read_alert_steps(unit.store, alert.id)[-1]
    assert (said.kind, said.who, said.detail) == (
        StepKind.REOPENED, "nurse", "a worse score than N. Park accepted it for"
    )  # fmt: skip
    unit.accept(alert.id, at + minutes(5), by="N. Park")
    take(unit, stay_id, at + minutes(6), **SEVEN)
    assert unit.alert(stay_id, "score").state is AlertState.ACCEPTED


def test_amended_to_a_worse_score_the_accepted_alert_comes_back(unit: BuiltUnit) -> None:
    stay_id, at = unit.admit(), NOON + minutes(20)
    take(unit, stay_id, at, **FIVE)
    unit.accept(unit.alert(stay_id, "score").id, at + minutes(1), by="N. Park")
    (first,) = sets(unit, stay_id)
    worse = AmendedSet(first.id, "mistyped", whole(unit, stay_id, **SEVEN))
    amend_set(unit.store, worse, confirmed=True, actor=unit.who(), now=at + minutes(2))
    assert unit.alert(stay_id, "score").state is AlertState.OPEN


def test_back_on_the_unit_a_short_pace_stays_short(unit: BuiltUnit) -> None:
    """A while is given to whoever comes back; to one who is to be measured each quarter of an hour, no longer."""
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20), **SEVEN)
    leave(unit, stay_id, NOON + minutes(25))
    back(unit, stay_id, NOON + minutes(50))
    assert due(unit, stay_id) == NOON + minutes(65)


def test_no_amendment_says_that_it_was_taken_after_it_was_written_down(unit: BuiltUnit) -> None:
    stay_id, at = unit.admit(), NOON + minutes(20)
    take(unit, stay_id, at)
    for later in (5, 6):
        said = whole(unit, stay_id, observed_at=at + minutes(later), rr=14.0)
        with pytest.raises(Refused, match=r"This set was written down at 06:20: it cannot have been made after that"):
            amend_set(
                unit.store, AmendedSet(sets(unit, stay_id)[-1].id, "typed", said), actor=unit.who(), now=at + HOUR
            )
        put_right = AmendedSet(sets(unit, stay_id)[-1].id, "typed", whole(unit, stay_id, rr=float(later + 8)))
        amend_set(unit.store, put_right, confirmed=True, actor=unit.who(), now=at + minutes(later))


def test_an_answer_says_something_and_a_tech_does_not_give_it(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20), **FIVE)
    with pytest.raises(Refused, match="Say what was found"):
        answer(unit, stay_id, NOON + minutes(25), words="  ")
    with pytest.raises(Refused, match="A tech may not answer scores"):
        answer_score(unit.store, Answer("x", stay_id, "fine"), actor=unit.who(), now=NOON + minutes(25))


def test_an_older_set_told_late_does_not_ask(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(50))
    take(unit, stay_id, NOON + minutes(55), observed_at=NOON + minutes(20), **SEVEN)
    assert not unit.has_task(stay_id, TaskKind.SCORE)


def test_a_weight_taken_since_then_hides_no_score_that_is_written_down_late(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    weigh(unit, stay_id, NOON + minutes(50))
    take(unit, stay_id, NOON + minutes(55), observed_at=NOON + minutes(45), **SEVEN)
    assert unit.alert(stay_id, "score").priority is Priority.MEDIUM
    assert due(unit, stay_id) == NOON + minutes(60)


def test_a_refusal_since_then_hides_no_score_that_is_written_down_late(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    refuse(unit, stay_id, NOON + minutes(50))
    take(unit, stay_id, NOON + minutes(55), observed_at=NOON + minutes(45), **SEVEN)
    assert unit.alert(stay_id, "score").priority is Priority.MEDIUM


def test_however_often_he_is_weighed_the_pace_of_the_last_score_holds(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20), **FIVE)
    for weighing in range(30):
        weigh(unit, stay_id, NOON + minutes(22 + 2 * weighing))
    assert due(unit, stay_id) == NOON + minutes(20) + HOUR


def test_under_16_and_in_pregnancy_there_is_no_score(unit: BuiltUnit) -> None:
    young = unit.admit("1201", birth_date=date(2011, 1, 1))
    take(unit, young, NOON + minutes(20), **SEVEN)
    assert not unit.has_task(young, TaskKind.SCORE)
    assert due(unit, young) == EIGHT_HOURS_ON
    other = unit.admit("1202")
    order = OrderedVitals(other, "", "Dr. Hall", pregnant=True)
    order_vitals(unit.store, order, actor=unit.who("N. Park"), now=NOON + minutes(1))
    take(unit, other, NOON + minutes(20), **SEVEN)
    assert not unit.has_task(other, TaskKind.SCORE)


# Corrections


def test_amended_the_original_stands_beside_it_and_what_is_owed_follows(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20), **SEVEN)
    (original,) = sets(unit, stay_id)
    entry = whole(unit, stay_id)
    amend_set(
        unit.store, AmendedSet(original.id, "other cuff", entry), actor=unit.who(), now=NOON + minutes(22)
    )  # fmt: skip
    before, after = sets(unit, stay_id)
    assert (before.status, before.hr, after.status, after.hr) == (EntryStatus.AMENDED, 120.0, EntryStatus.CURRENT, 72.0)
    assert after.observed_at == before.observed_at
    assert due(unit, stay_id) == EIGHT_HOURS_ON
    (closed,) = unit.all_alerts(stay_id, "score")
    assert (closed.state, closed.close_reason) == (AlertState.CLOSED, "the vital signs were amended")
    with unit.store.read() as session:
        said = session.scalars(select(VitalAmendment)).one()
    assert said.changes["hr"] == ["120", "72"]
    assert "temp" not in said.changes


def test_amended_to_what_asks_a_nurse_is_asked(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20))
    (original,) = sets(unit, stay_id)
    amended = AmendedSet(original.id, "mistyped", whole(unit, stay_id, **FIVE))
    amend_set(unit.store, amended, actor=unit.who(), now=NOON + minutes(22))
    assert unit.alert(stay_id, "score").due_at == NOON + minutes(22)


def test_a_set_that_differs_in_nothing_or_was_corrected_is_not_amended(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20))
    (original,) = sets(unit, stay_id)
    with pytest.raises(Refused, match="Nothing differs"):
        amend_set(
            unit.store, AmendedSet(original.id, "x", whole(unit, stay_id)), actor=unit.who(), now=NOON + minutes(22)
        )
    amend_set(
        unit.store, AmendedSet(original.id, "x", whole(unit, stay_id, hr=80.0)), actor=unit.who(), now=NOON + HOUR
    )  # fmt: skip
    with pytest.raises(Refused, match="already been corrected"):
        amend_set(
            unit.store, AmendedSet(original.id, "x", whole(unit, stay_id, hr=81.0)), actor=unit.who(), now=NOON + HOUR
        )


def test_a_set_of_another_patient_is_put_right_on_both(unit: BuiltUnit) -> None:
    wrong, right = unit.admit("1201"), unit.admit("1202")
    take(unit, wrong, NOON + minutes(20), **SEVEN)
    (original,) = sets(unit, wrong)
    correct_set_patient(
        unit.store, original.id, right, unit.request(), "wrong card", actor=unit.who(), now=NOON + minutes(25)
    )
    assert sets(unit, wrong)[0].status is EntryStatus.WRONG_PATIENT
    (moved,) = sets(unit, right)
    assert (moved.hr, moved.observed_at) == (120.0, NOON + minutes(20))
    assert not unit.has_task(wrong, TaskKind.SCORE)
    assert unit.alert(right, "score").due_at == NOON + minutes(25)
    assert due(unit, wrong) == EIGHT_HOURS_ON
    assert due(unit, right) == NOON + minutes(35)


# Imported


def test_imported_sets_are_marked_and_stored_once(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    entries = tuple(
        whole(unit, stay_id, request_id=f"import:{number}", observed_at=NOON + minutes(number)) for number in range(5)
    )
    now = NOON + minutes(30)
    import_sets(unit.store, stay_id, entries, "monitor.csv", actor=STATION, now=now)
    assert [(one.imported, one.by_id) for one in sets(unit, stay_id)] == [(True, None)] * 5
    assert import_sets(unit.store, stay_id, entries, "monitor.csv", actor=STATION, now=now) == []
    assert unit.stay(stay_id).last_seen_at == NOON
    assert unit.has_task(stay_id, TaskKind.FIRST_VITALS)


def test_an_imported_set_that_cannot_be_stored_stores_none(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    good = whole(unit, stay_id, observed_at=NOON + minutes(1))
    for bad, words in (
        (whole(unit, stay_id, observed_at=NOON - minutes(1)), "before the patient was admitted"),
        (whole(unit, stay_id, observed_at=NOON + HOUR), "in the future"),
        (whole(unit, stay_id, hr=0.0, observed_at=NOON), "Heart rate is between"),
    ):
        with pytest.raises(Refused, match=words):
            import_sets(unit.store, stay_id, (good, bad), "x", actor=STATION, now=NOON + minutes(30))
    assert not sets(unit, stay_id)


def test_the_latest_imported_set_asks_for_a_nurse(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    well, ill = (whole(unit, stay_id, observed_at=NOON + minutes(at)) for at in (1, 2))
    worse = whole(unit, stay_id, observed_at=NOON + minutes(3), **SEVEN)
    import_sets(unit.store, stay_id, (worse, well, ill), "x", actor=STATION, now=NOON + minutes(5))
    assert unit.alert(stay_id, "score").due_at == NOON + minutes(5)


# Assessments


def assess(
    unit: BuiltUnit, stay_id: int, kind: AssessmentKind, at: datetime, points: dict[str, int] | None = None, **more: Any
) -> list[Event]:
    filled = {item.key: 0 for item in SCALES[kind].items} | (points or {})
    said: dict[str, Any] = {"outcome": SetOutcome.WHOLE, "items": tuple(filled.items())} | more
    entry = AssessmentEntry(unit.request(), stay_id, kind, **said)
    return record_assessment(unit.store, entry, actor=unit.who("N. Park"), now=at)


def test_the_violence_checklist_is_owed_in_every_shift(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    assert due(unit, stay_id, TaskKind.BVC) == NOON + 9 * HOUR
    assess(unit, stay_id, AssessmentKind.BVC, NOON + 2 * HOUR, {"irritable": 1})
    assert due(unit, stay_id, TaskKind.BVC) == NOON + 17 * HOUR
    unit.sweep(NOON + 17 * HOUR)
    alert = unit.alert(stay_id, "BVC")
    assert alert.priority is Priority.LOW


def test_a_withdrawal_scale_is_owed_by_order_and_by_what_it_says(unit: BuiltUnit) -> None:
    stay_id, nurse = unit.admit(), unit.who("N. Park")
    order_assessment(unit.store, stay_id, AssessmentKind.CIWA, "Dr. Hall", actor=nurse, now=NOON + minutes(10))
    assert due(unit, stay_id, TaskKind.CIWA) == NOON + minutes(40)
    assess(unit, stay_id, AssessmentKind.CIWA, NOON + minutes(30), {"tremor": 7, "sweats": 7, "anxiety": 5})
    assert due(unit, stay_id, TaskKind.CIWA) == NOON + minutes(90)
    assess(unit, stay_id, AssessmentKind.CIWA, NOON + minutes(85))
    assert due(unit, stay_id, TaskKind.CIWA) == NOON + minutes(85) + 8 * HOUR
    end_assessment_order(unit.store, stay_id, AssessmentKind.CIWA, "well", actor=nurse, now=NOON + 2 * HOUR)
    assert not unit.has_task(stay_id, TaskKind.CIWA)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"items": (("tremor", 8),)}, "cannot be given"),
        ({"items": (("tremor", 1),)}, "Not filled in yet"),
        ({"items": (("tremor", 1), ("tremor", 2))}, "filled in twice"),
        ({"outcome": SetOutcome.REFUSED, "items": ()}, "Say why it is not whole"),
        ({"outcome": SetOutcome.PARTIAL, "items": (), "why": "asleep"}, "Nothing is filled in"),
        ({"observed_at": NOON + 3 * HOUR}, "in the future"),
    ],
)
def test_an_assessment_that_cannot_stand(sqlite_unit: BuiltUnit, more: dict[str, Any], words: str) -> None:
    stay_id = sqlite_unit.admit()
    with pytest.raises(Refused, match=words):
        assess(sqlite_unit, stay_id, AssessmentKind.CIWA, NOON + HOUR, **more)


def test_whatever_is_recorded_the_journal_holds_it(sqlite_store: Store) -> None:
    unit = build_unit(sqlite_store)
    stay_id = unit.admit()
    take(unit, stay_id, NOON + minutes(20), **SEVEN)
    answer(unit, stay_id, NOON + minutes(25))
    refuse(unit, stay_id, NOON + minutes(30))
    assert verify_journal(sqlite_store).journal == "ok"
    with sqlite_store.read() as session:
        kinds = session.execute(select(JournalEntry.kind, func.count()).group_by(JournalEntry.kind)).all()
    assert {"vitals.recorded", "vitals.answered"} <= {kind for kind, _ in kinds}
