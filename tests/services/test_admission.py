"""What is owed once after an admission: put with it, done, refused, not possible; belongings by two; weights."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from station.models import JournalEntry, Task
from station.models.enums import ADMISSION_TASKS, AlertState, DeedOutcome, Priority, Role, Stage, TaskKind, TaskState
from station.rules.policy import default_policy
from station.services import Store, setup, stays
from station.services.admission import AdmissionEntry, read_admission_deeds, record_admission_task
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import Event, StayChanged
from station.services.reading import read_staff
from station.store.rows.admission import AdmissionDeedRow
from tests.builders import STATION, BuiltUnit, build_unit, minutes, seconds
from tests.fakes import NOON

HOUR = timedelta(hours=1)
SEARCH, VITALS, WEIGHT, ORIENTATION = (
    TaskKind.BELONGINGS,
    TaskKind.FIRST_VITALS,
    TaskKind.WEIGHT,
    TaskKind.ORIENTATION,
)


def entry(unit: BuiltUnit, stay_id: int, kind: TaskKind, **more: Any) -> AdmissionEntry:
    """Done, as it usually is."""
    usual: dict[str, Any] = {"request_id": unit.request(), "outcome": DeedOutcome.DONE}
    if kind is SEARCH and more.get("outcome", DeedOutcome.DONE) is DeedOutcome.DONE:
        usual |= {"second_id": unit.staff["A. Diaz"], "nothing_found": "items" not in more}
    if kind is WEIGHT:
        usual["weight_kg"] = 74.0
    return AdmissionEntry(stay_id=stay_id, kind=kind, **usual | more)


def record(
    unit: BuiltUnit, one: AdmissionEntry, at: datetime, *, by: str = "J. Moore", confirmed: bool = False
) -> list[Event]:
    return record_admission_task(unit.store, one, confirmed=confirmed, actor=unit.who(by), now=at)


def do(unit: BuiltUnit, stay_id: int, kind: TaskKind, at: datetime, **more: Any) -> list[Event]:
    return record(unit, entry(unit, stay_id, kind, **more), at)


def last(unit: BuiltUnit, stay_id: int) -> AdmissionDeedRow:
    return read_admission_deeds(unit.store, stay_id)[-1]


def journalled(unit: BuiltUnit, kind: str) -> list[dict[str, Any]]:
    with unit.store.read() as session:
        return [
            json.loads(body) for body in session.scalars(select(JournalEntry.body).where(JournalEntry.kind == kind))
        ]


def leave(unit: BuiltUnit, stay_id: int, at: datetime) -> None:
    stays.discharge(unit.store, stay_id, "home", actor=STATION, now=at)


# Put with the admission


@pytest.mark.parametrize(
    ("kind", "soon", "late", "lapsed"),
    [(SEARCH, 45, 60, 90), (VITALS, 45, 60, 120), (WEIGHT, 1200, 1440, 1680), (ORIENTATION, 1200, 1440, 1680)],
)
def test_each_is_owed_from_the_admission(
    sqlite_unit: BuiltUnit, kind: TaskKind, soon: int, late: int, lapsed: int
) -> None:
    task = sqlite_unit.task(sqlite_unit.admit(admitted_at=NOON - minutes(10)), kind)
    since = NOON - minutes(10)
    assert (task.since, task.soon_at) == (since, since + minutes(soon))
    assert (task.due_at, task.lapsed_at) == (since + minutes(late), since + minutes(lapsed))


def test_of_somebody_admitted_days_ago_nothing_is_asked_and_the_journal_says_so(unit: BuiltUnit) -> None:
    stay_id = unit.admit(admitted_at=NOON - timedelta(days=3))
    assert not any(unit.has_task(stay_id, kind) for kind in ADMISSION_TASKS)
    (said,) = journalled(unit, "stay.admitted")
    assert said["before_station"] == [kind.value for kind in ADMISSION_TASKS]


def test_what_has_not_lapsed_when_he_is_entered_is_asked_for(unit: BuiltUnit) -> None:
    stay_id = unit.admit(admitted_at=NOON - minutes(90))
    assert [kind for kind in ADMISSION_TASKS if unit.has_task(stay_id, kind)] == [ORIENTATION, VITALS, WEIGHT]
    unit.sweep(NOON)
    assert unit.alert(stay_id).kind == "first vitals"


def test_late_then_lapsed_only_the_search_becomes_high(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(60))
    assert {one.kind: one.priority for one in unit.open_alerts(stay_id) if one.kind != "check"} == {
        "belongings search": Priority.MEDIUM,
        "first vitals": Priority.MEDIUM,
    }
    unit.sweep(NOON + minutes(120))
    assert (unit.alert(stay_id, "belongings search").priority, unit.alert(stay_id, "first vitals").priority) == (
        Priority.HIGH,
        Priority.MEDIUM,
    )
    unit.sweep(NOON + 24 * HOUR)
    assert unit.alert(stay_id, "weight").priority is Priority.LOW
    unit.sweep(NOON + 28 * HOUR)
    weight = unit.alert(stay_id, "weight")
    assert (weight.priority, weight.stage) == (Priority.MEDIUM, Stage.LAPSED)


def test_level_and_discharge(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    before = {kind: unit.task(stay_id, kind).due_at for kind in ADMISSION_TASKS}
    unit.set_level(stay_id, "1:1", NOON + minutes(5))
    assert {kind: unit.task(stay_id, kind).due_at for kind in ADMISSION_TASKS} == before
    unit.sweep(NOON + minutes(70))
    leave(unit, stay_id, NOON + minutes(71))
    with unit.store.read() as session:
        states = {one.state for one in session.scalars(select(Task).where(Task.kind.in_(ADMISSION_TASKS)))}
    assert states == {TaskState.VOID}
    assert not unit.open_alerts(stay_id)


# Done


def test_a_search_says_what_was_found_and_where_it_went(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    found = (("Belt ", " Locker 12"), ("42.00 in notes", "Safe"))
    events = do(unit, stay_id, SEARCH, NOON + minutes(20), items=found, note=" calm ")
    assert events == [StayChanged(stay_id)]
    row = last(unit, stay_id)
    assert (row.by, row.second, row.note) == ("J. Moore", "A. Diaz", "calm")
    assert row.items == (("Belt", "Locker 12"), ("42.00 in notes", "Safe"))
    assert (row.done_at, row.recorded_at, row.late_entry) == (NOON + minutes(20), NOON + minutes(20), False)
    assert not unit.has_task(stay_id, SEARCH)
    (said,) = journalled(unit, "admission.recorded")
    assert (said["kind"], said["outcome"], said["second"]) == ("belongings search", "done", unit.staff["A. Diaz"])
    assert said["said"]["items"][0] == {"what": "Belt", "where": "Locker 12"}


def test_nothing_found_is_an_answer(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    do(unit, stay_id, SEARCH, NOON + minutes(20))
    assert (last(unit, stay_id).items, last(unit, stay_id).outcome) == ((), DeedOutcome.DONE)


@pytest.mark.parametrize("kind", [ORIENTATION, WEIGHT])
def test_the_others_are_done(unit: BuiltUnit, kind: TaskKind) -> None:
    stay_id = unit.admit()
    do(unit, stay_id, kind, NOON + minutes(20), note="said yes")
    row = last(unit, stay_id)
    assert (row.kind, row.outcome, row.note) == (kind, DeedOutcome.DONE, "said yes")
    assert row.weight_kg == (74.0 if kind is WEIGHT else None)
    assert not unit.has_task(stay_id, kind)


def test_done_its_alert_closes(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(61))
    do(unit, stay_id, SEARCH, NOON + minutes(62))
    (closed,) = unit.all_alerts(stay_id, "belongings search")
    assert (closed.state, closed.close_reason, closed.documented_late) == (AlertState.CLOSED, "done", False)
    assert closed.closed_by_id == unit.staff["J. Moore"]


def test_done_earlier_it_is_a_late_entry_and_its_lapse_stays_one(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(95))
    do(unit, stay_id, SEARCH, NOON + minutes(96), done_at=NOON + minutes(50))
    row = last(unit, stay_id)
    assert (row.done_at, row.recorded_at, row.late_entry) == (NOON + minutes(50), NOON + minutes(96), True)
    (closed,) = unit.all_alerts(stay_id, "belongings search")
    assert (closed.documented_late, closed.lapsed_at, closed.close_reason) == (
        True,
        NOON + minutes(90),
        "documented late",
    )


def test_two_minutes_apart_is_not_late_and_a_second_more_is(unit: BuiltUnit) -> None:
    stay_id, at = unit.admit(), NOON + minutes(30)
    do(unit, stay_id, WEIGHT, at, done_at=at - minutes(2))
    assert not last(unit, stay_id).late_entry
    do(unit, stay_id, ORIENTATION, at, done_at=at - minutes(2) - seconds(1))
    assert last(unit, stay_id).late_entry


def test_the_same_tap_twice_is_one(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    one = entry(unit, stay_id, SEARCH)
    record(unit, one, NOON + minutes(5))
    assert record(unit, one, NOON + minutes(6)) == []
    assert len(read_admission_deeds(unit.store, stay_id)) == len(journalled(unit, "admission.recorded")) == 1


def test_two_people_recording_the_same_the_second_is_asked(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    do(unit, stay_id, ORIENTATION, NOON + minutes(5))
    again = entry(unit, stay_id, ORIENTATION)
    with pytest.raises(NeedsConfirmation, match=r"J\. Moore has recorded an orientation of this patient already"):
        record(unit, again, NOON + minutes(6), by="R. Osei")
    record(unit, again, NOON + minutes(6), by="R. Osei", confirmed=True)
    assert [one.by for one in read_admission_deeds(unit.store, stay_id)] == ["J. Moore", "R. Osei"]


@pytest.mark.parametrize("at", [None, NOON + minutes(5)])
def test_first_vital_signs_are_not_done_by_saying_so(unit: BuiltUnit, at: datetime | None) -> None:
    stay_id = unit.admit()
    with pytest.raises(Refused, match="Record the vital signs; that answers it"):
        do(unit, stay_id, VITALS, NOON + minutes(20), done_at=at)
    assert unit.has_task(stay_id, VITALS)
    assert read_admission_deeds(unit.store, stay_id) == ()


def test_first_vital_signs_may_be_refused_or_not_possible(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    do(unit, stay_id, VITALS, NOON + minutes(20), outcome=DeedOutcome.REFUSED)
    assert unit.task(stay_id, VITALS).due_at == NOON + minutes(140)
    do(unit, stay_id, VITALS, NOON + minutes(30), outcome=DeedOutcome.NOT_POSSIBLE, note="cuff is broken")
    assert not unit.has_task(stay_id, VITALS)


# Refused, not possible


def test_refused_it_is_asked_again_two_hours_later(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(65))
    do(unit, stay_id, SEARCH, NOON + minutes(66), outcome=DeedOutcome.REFUSED)
    task = unit.task(stay_id, SEARCH)
    assert (task.since, task.soon_at, task.due_at) == (NOON, NOON + minutes(171), NOON + minutes(186))
    assert task.lapsed_at == NOON + minutes(216)
    (closed,) = unit.all_alerts(stay_id, "belongings search")
    assert (closed.state, closed.close_reason) == (AlertState.CLOSED, "refused, to be asked again")
    assert last(unit, stay_id).outcome is DeedOutcome.REFUSED
    unit.sweep(NOON + minutes(186))
    assert unit.alert(stay_id, "belongings search").due_at == NOON + minutes(186)


def test_refused_early_it_is_owed_no_sooner_than_before(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    do(unit, stay_id, ORIENTATION, NOON + minutes(5), outcome=DeedOutcome.REFUSED)
    assert unit.task(stay_id, ORIENTATION).due_at == NOON + 24 * HOUR


def test_refused_then_done_without_a_question(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    do(unit, stay_id, SEARCH, NOON + minutes(5), outcome=DeedOutcome.REFUSED)
    do(unit, stay_id, SEARCH, NOON + minutes(90))
    assert not unit.has_task(stay_id, SEARCH)


def test_not_possible_takes_a_reason_and_ends_it(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    with pytest.raises(Refused, match="Say why it was not possible"):
        do(unit, stay_id, WEIGHT, NOON + minutes(5), outcome=DeedOutcome.NOT_POSSIBLE, note="  ")
    do(unit, stay_id, WEIGHT, NOON + minutes(5), outcome=DeedOutcome.NOT_POSSIBLE, note="bed scale is broken")
    assert not unit.has_task(stay_id, WEIGHT)
    assert last(unit, stay_id).weight_kg is None


# Bad input


def _after(**parts: float) -> datetime:
    return NOON + timedelta(**parts)


@pytest.mark.parametrize(
    ("kind", "changed", "says"),
    [
        (SEARCH, {"second_id": None}, "Choose who searched with you"),
        (SEARCH, {"second_id": 1}, "not yourself"),
        (SEARCH, {"second_id": 999_999}, "not an active member of staff"),
        (SEARCH, {"nothing_found": False}, "or that nothing was found"),
        (SEARCH, {"items": (("Belt", "Locker"),), "nothing_found": True}, "only one can be true"),
        (SEARCH, {"items": ((" ", "Locker"),)}, "Item 1 has no name"),
        (SEARCH, {"items": (("Keys", "Safe"), ("Belt", ""))}, "Say where it went: Belt"),
        (SEARCH, {"items": (("x" * 401, "Safe"),)}, "Item 1 is too long"),
        (WEIGHT, {"weight_kg": None}, "Enter the weight in kilograms"),
        (WEIGHT, {"weight_kg": 19.9}, "between 20 and 350 kg"),
        (WEIGHT, {"weight_kg": 350.1}, r"350\.1 pounds would be 158\.8 kg"),
        (WEIGHT, {"weight_kg": float("nan")}, "between 20 and 350 kg"),
        (VITALS, {"done_at": _after(minutes=11)}, "1:00 in the future"),
        (VITALS, {"done_at": _after(seconds=-1)}, "before the patient was admitted"),
        (TaskKind.CHECK, {}, "Check is not recorded here"),
        (VITALS, {"stay_id": 999_999}, "not known here"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    sqlite_unit: BuiltUnit, kind: TaskKind, changed: dict[str, Any], says: str
) -> None:
    unit = sqlite_unit
    stay_id = unit.admit()
    if changed.get("second_id") == 1:
        changed = {"second_id": unit.staff["J. Moore"]}
    said: dict[str, Any] = {"stay_id": stay_id} | changed
    with pytest.raises(Refused, match=says):
        do(unit, said.pop("stay_id"), kind, NOON + minutes(10), **said)
    assert read_admission_deeds(unit.store, stay_id) == ()
    assert unit.has_task(stay_id, WEIGHT)


def test_the_second_person_must_be_one_who_may(unit: BuiltUnit) -> None:
    setup.add_staff(unit.store, "V. Gast", Role.VIEWER, actor=STATION, now=NOON)
    stay_id = unit.admit()
    viewer = next(one.id for one in read_staff(unit.store) if one.name == "V. Gast")
    with pytest.raises(Refused, match="A viewer may not record what is owed after an admission"):
        do(unit, stay_id, SEARCH, NOON + minutes(5), second_id=viewer)


@pytest.mark.parametrize("role", list(Role))
def test_who_may(sqlite_unit: BuiltUnit, role: Role) -> None:
    unit = sqlite_unit
    setup.add_staff(unit.store, "New One", role, actor=STATION, now=NOON)
    who = next(one for one in read_staff(unit.store) if one.name == "New One")
    stay_id = unit.admit()
    one = entry(unit, stay_id, ORIENTATION)
    actor = type(STATION)(who.id, who.name, "desk 1")
    floor = {Role.TECH, Role.CHARGE_TECH, Role.NURSE, Role.CHARGE_NURSE}
    if role in floor:
        assert record_admission_task(unit.store, one, actor=actor, now=NOON + minutes(5))
        return
    with pytest.raises(Refused, match="may not record what is owed after an admission"):
        record_admission_task(unit.store, one, actor=actor, now=NOON + minutes(5))


def test_station_itself_records_none(sqlite_unit: BuiltUnit) -> None:
    stay_id = sqlite_unit.admit()
    with pytest.raises(Refused, match="Only a person can"):
        record_admission_task(sqlite_unit.store, entry(sqlite_unit, stay_id, ORIENTATION), actor=STATION, now=NOON)


def test_one_alone_may_search_where_the_policy_says_so(sqlite_store: Store) -> None:
    policy = default_policy()
    alone = policy.admission.model_copy(update={"belongings_by_two": False})
    unit = build_unit(sqlite_store, policy=policy.model_copy(update={"admission": alone}))
    stay_id = unit.admit()
    do(unit, stay_id, SEARCH, NOON + minutes(5), second_id=None)
    assert last(unit, stay_id).second is None


def test_discharged_while_the_form_was_open(unit: BuiltUnit) -> None:
    stay_id = unit.admit()
    leave(unit, stay_id, NOON + minutes(30))
    with pytest.raises(Refused, match="has been discharged"):
        do(unit, stay_id, SEARCH, NOON + minutes(31))
    with pytest.raises(Refused, match="after the patient was discharged"):
        do(unit, stay_id, SEARCH, NOON + minutes(40), done_at=NOON + minutes(35))
    do(unit, stay_id, SEARCH, NOON + minutes(40), done_at=NOON + minutes(20))
    assert last(unit, stay_id).late_entry
    assert not unit.has_task(stay_id, SEARCH)


# Weights


def weigh(unit: BuiltUnit, stay_id: int, kg: float, at: datetime, *, confirmed: bool = False) -> None:
    record(unit, entry(unit, stay_id, WEIGHT, weight_kg=kg), at, confirmed=confirmed)


def come_again(unit: BuiltUnit, kg: float, later: timedelta) -> int:
    """Weighed in a stay before, and here again so much later."""
    before = unit.admit("1201")
    weigh(unit, before, kg, NOON + minutes(5))
    leave(unit, before, NOON + minutes(10))
    return unit.admit("1202", mrn="M1201", at=NOON + later)


@pytest.mark.parametrize(
    ("kg", "asks"),
    [
        (63.0, None),
        (63.1, "3.1 kg more than the last weight, 60.0 kg, 2 days apart"),
        (56.9, "3.1 kg less"),
        (132.3, r"2\.2 times the last weight, 60\.0 kg\. Is it in pounds\? 132\.3 pounds are 60\.0 kg"),
        (27.2, "was that in pounds"),
    ],
)
def test_unlike_the_last_weight_it_is_asked_about_across_stays(unit: BuiltUnit, kg: float, asks: str | None) -> None:
    stay_id = come_again(unit, 60.0, timedelta(days=2, minutes=10))
    at = NOON + timedelta(days=2, minutes=20)
    if asks is not None:
        with pytest.raises(NeedsConfirmation, match=asks):
            weigh(unit, stay_id, kg, at)
        assert read_admission_deeds(unit.store, stay_id) == ()
    weigh(unit, stay_id, kg, at, confirmed=asks is not None)
    assert last(unit, stay_id).weight_kg == kg


def test_after_more_than_seven_days_only_pounds_are_asked_about(sqlite_unit: BuiltUnit) -> None:
    stay_id, at = come_again(sqlite_unit, 60.0, timedelta(days=8)), NOON + timedelta(days=8, minutes=10)
    with pytest.raises(NeedsConfirmation, match="pounds"):
        weigh(sqlite_unit, stay_id, 132.0, at)
    weigh(sqlite_unit, stay_id, 70.0, at)
    assert last(sqlite_unit, stay_id).weight_kg == 70.0
