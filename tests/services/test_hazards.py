"""Hazards: owed to be fixed by a time, and on the board until another person has looked."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from station.models import Hazard, HazardStep, JournalEntry
from station.models.enums import AlertState, HazardState, HazardStepKind, Priority, Role, Stage
from station.rules.intervals import stage_of
from station.services import Store, reading
from station.services.environment_reading import read_hazard_steps
from station.services.errors import Refused
from station.services.events import RoundsChanged
from station.services.hazards import NewHazard, fix_hazard, give_hazard, report_hazard, verify_hazard
from station.store.rows.environment import HazardRow, UnitTaskRow
from tests.builders import PEOPLE, STATION, BuiltUnit, build_unit, minutes
from tests.fakes import NOON

KIND = "hazard"


def new(**more: Any) -> NewHazard:
    said: dict[str, Any] = {
        "request_id": "h1",
        "area_id": 1,
        "place": "Door closer",
        "severity": 4,
        "note": "hangs loose",
        "owner": "Maintenance",
        "room_id": 3,
    }
    return NewHazard(**said | more)


def report(unit: BuiltUnit, *, by: str = "J. Moore", at: Any = NOON, **more: Any) -> int:
    report_hazard(unit.store, new(**more), actor=unit.who(by), now=at)
    return rows(unit)[-1].hazard_id


def fix(unit: BuiltUnit, hazard_id: int, *, by: str = "R. Osei", at: Any = NOON, how: str = "screwed on") -> None:
    fix_hazard(unit.store, hazard_id, how, actor=unit.who(by), now=at)


def verify(
    unit: BuiltUnit, hazard_id: int, note: str = "", *, is_fixed: bool = True, by: str = "A. Diaz", at: Any = NOON
) -> None:
    verify_hazard(unit.store, hazard_id, note, is_fixed=is_fixed, actor=unit.who(by), now=at)


def rows(unit: BuiltUnit) -> tuple[HazardRow, ...]:
    return reading.read_board(unit.store, NOON).hazards


def tasks(unit: BuiltUnit) -> list[UnitTaskRow]:
    return [one for one in reading.read_board(unit.store, NOON).unit_tasks if one.kind == KIND]


def journalled(unit: BuiltUnit, kind: str) -> list[dict[str, Any]]:
    with unit.store.read() as session:
        return [
            json.loads(said) for said in session.scalars(select(JournalEntry.body).where(JournalEntry.kind == kind))
        ]


def test_the_answer_names_it_and_the_same_again_changes_nothing(unit: BuiltUnit) -> None:
    events = report_hazard(unit.store, new(), actor=unit.who(), now=NOON)
    (row,) = rows(unit)
    assert events == [RoundsChanged(found=row.hazard_id)]
    assert not report_hazard(unit.store, new(), actor=unit.who(), now=NOON)


def test_reported_it_is_on_the_board_and_owed(unit: BuiltUnit) -> None:
    report(unit)
    (row,) = rows(unit)
    assert (row.place, row.room, row.area, row.severity, row.owner, row.state) == (
        "Door closer",
        "1203",
        "West hall",
        4,
        "Maintenance",
        HazardState.OPEN,
    )
    assert (row.found_at, row.found_by, row.due_at) == (NOON, "J. Moore", NOON + timedelta(hours=4))
    (task,) = tasks(unit)
    assert (task.label, task.about, task.due_at) == ("Door closer, 1203, West hall", "hazard:1", row.due_at)


def test_one_that_is_in_no_room(unit: BuiltUnit) -> None:
    report(unit, room_id=None, place="Exit sign")
    assert (rows(unit)[0].room, tasks(unit)[0].label) == ("", "Exit sign, West hall")


def test_a_double_tap_reports_it_once(unit: BuiltUnit) -> None:
    report(unit)
    report(unit)
    assert len(rows(unit)) == len(tasks(unit)) == 1
    assert len(journalled(unit, "hazard.found")) == 1


def test_the_most_severe_first_then_the_one_to_be_fixed_soonest(unit: BuiltUnit) -> None:
    for number, severity in enumerate((2, 5, 3, 3)):
        report(unit, request_id=f"h{number}", severity=severity, at=NOON + minutes(number))
    assert [(one.severity, one.hazard_id) for one in rows(unit)] == [(5, 2), (3, 3), (3, 4), (2, 1)]


def test_not_fixed_in_time_it_alerts(unit: BuiltUnit) -> None:
    report(unit, severity=4)
    due = NOON + timedelta(hours=4)
    unit.sweep(due - timedelta(microseconds=1))
    assert not unit.open_alerts(kind=KIND)
    unit.sweep(due)
    alert = unit.alert(kind=KIND)
    assert (alert.priority, alert.text, alert.area_id) == (Priority.MEDIUM, "Door closer, 1203, West hall", 1)
    unit.sweep(due + minutes(60))
    assert unit.alert(kind=KIND).priority is Priority.HIGH


def test_what_somebody_could_die_of_is_a_high_alert_from_the_first_moment(unit: BuiltUnit) -> None:
    report(unit, severity=5)
    unit.sweep(NOON)
    alert = unit.alert(kind=KIND)
    assert (alert.priority, alert.stage, alert.due_at, alert.lapsed_at) == (Priority.HIGH, Stage.LAPSED, NOON, NOON)
    assert rows(unit)[0].due_at == NOON + minutes(15)


def test_saying_it_is_fixed_ends_nothing(unit: BuiltUnit) -> None:
    fix(unit, report(unit, severity=5), at=NOON + minutes(5))
    unit.sweep(NOON + minutes(5))
    (row,) = rows(unit)
    assert (row.state, row.fixed_by, row.fixed_at) == (HazardState.FIXED, "R. Osei", NOON + minutes(5))
    assert len(tasks(unit)) == 1
    assert unit.alert(kind=KIND).state is AlertState.OPEN


def test_verified_by_another_person_it_is_over(unit: BuiltUnit) -> None:
    hazard_id = report(unit, severity=5)
    unit.sweep(NOON)
    fix(unit, hazard_id)
    verify(unit, hazard_id, at=NOON + minutes(9))
    assert rows(unit) == ()
    assert tasks(unit) == []
    (alert,) = unit.all_alerts(kind=KIND)
    assert (alert.state, alert.close_reason) == (
        AlertState.CLOSED,
        "another person has verified that it is fixed",
    )
    with unit.store.read() as session:
        kept = session.get_one(Hazard, hazard_id)
        assert (kept.state, kept.verified_at, kept.verified_by_id) == (
            HazardState.VERIFIED,
            NOON + minutes(9),
            unit.staff["A. Diaz"],
        )


def test_whoever_fixed_it_cannot_verify_it(unit: BuiltUnit) -> None:
    hazard_id = report(unit)
    fix(unit, hazard_id)
    for is_fixed in (True, False):
        with pytest.raises(Refused, match="You have said that it is fixed. Another person has to look"):
            verify(unit, hazard_id, "still loose", is_fixed=is_fixed, by="R. Osei")
    assert rows(unit)[0].state is HazardState.FIXED


def test_whoever_found_it_may_verify_it(unit: BuiltUnit) -> None:
    hazard_id = report(unit, by="J. Moore")
    fix(unit, hazard_id, by="R. Osei")
    verify(unit, hazard_id, by="J. Moore")
    assert rows(unit) == ()


def test_not_fixed_after_all_it_is_open_again_and_owed_by_the_same_time(unit: BuiltUnit) -> None:
    hazard_id = report(unit)
    before = tasks(unit)
    fix(unit, hazard_id, at=NOON + timedelta(hours=5))
    verify(unit, hazard_id, "still loose", is_fixed=False, at=NOON + timedelta(hours=6))
    (row,) = rows(unit)
    assert (row.state, row.fixed_by, row.fixed_at, row.due_at) == (
        HazardState.OPEN,
        None,
        None,
        NOON + timedelta(hours=4),
    )
    assert tasks(unit) == before
    assert stage_of(tasks(unit)[0], NOON + timedelta(hours=6)) is Stage.LAPSED
    fix(unit, hazard_id, by="A. Diaz")
    verify(unit, hazard_id, by="R. Osei")
    assert rows(unit) == ()


def test_a_rejection_says_what_is_wrong(unit: BuiltUnit) -> None:
    hazard_id = report(unit)
    fix(unit, hazard_id)
    with pytest.raises(Refused, match="Say what is still wrong"):
        verify(unit, hazard_id, " ", is_fixed=False)


def test_nothing_is_verified_that_nobody_has_fixed(unit: BuiltUnit) -> None:
    hazard_id = report(unit)
    with pytest.raises(Refused, match="Nobody has said yet that it is fixed"):
        verify(unit, hazard_id)


def test_two_people_fix_it_at_once(unit: BuiltUnit) -> None:
    hazard_id = report(unit)
    fix(unit, hazard_id, by="R. Osei")
    with pytest.raises(Refused, match=r"R. Osei has said already that it is fixed. Somebody else has to look"):
        fix(unit, hazard_id, by="A. Diaz")


@pytest.mark.parametrize("act", ["give", "fix", "verify"])
def test_what_is_over_is_over(unit: BuiltUnit, act: str) -> None:
    hazard_id = report(unit)
    fix(unit, hazard_id)
    verify(unit, hazard_id)
    with pytest.raises(Refused, match=r"A. Diaz has verified that it is fixed. If it has come back, report it"):
        _do(unit, act, hazard_id)


@pytest.mark.parametrize("act", ["give", "fix", "verify"])
def test_an_unknown_hazard(sqlite_unit: BuiltUnit, act: str) -> None:
    with pytest.raises(Refused, match="This hazard is not known here"):
        _do(sqlite_unit, act, 99)


def _do(unit: BuiltUnit, act: str, hazard_id: int, by: str = "J. Moore") -> None:
    who = unit.who(by)
    if act == "give":
        give_hazard(unit.store, hazard_id, "Security", actor=who, now=NOON)
    elif act == "fix":
        fix_hazard(unit.store, hazard_id, "done", actor=who, now=NOON)
    elif act == "verify":
        verify_hazard(unit.store, hazard_id, "", is_fixed=True, actor=who, now=NOON)
    else:
        report_hazard(unit.store, new(request_id="h9"), actor=who, now=NOON)


def test_given_to_another_its_time_stays(unit: BuiltUnit) -> None:
    hazard_id = report(unit)
    give_hazard(unit.store, hazard_id, " Security ", actor=unit.who(), now=NOON + minutes(9))
    assert (rows(unit)[0].owner, rows(unit)[0].due_at) == ("Security", NOON + timedelta(hours=4))
    assert give_hazard(unit.store, hazard_id, "Security", actor=unit.who(), now=NOON + minutes(9)) == []
    with pytest.raises(Refused, match="Say who is to see to it now"):
        give_hazard(unit.store, hazard_id, "", actor=unit.who(), now=NOON)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"place": " "}, "Say where it is"),
        ({"note": ""}, "Say what is wrong"),
        ({"owner": ""}, "Say who is to see to it"),
        ({"severity": 0}, "Choose how severe it is, from 1"),
        ({"severity": 6}, "Choose how severe it is, from 1"),
        ({"area_id": 9}, "This area is not known here"),
        ({"room_id": 99}, "This room is not in West hall"),
    ],
)
def test_what_is_not_said_is_asked_for(sqlite_unit: BuiltUnit, changed: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        report_hazard(sqlite_unit.store, replace(new(), **changed), actor=sqlite_unit.who(), now=NOON)
    assert rows(sqlite_unit) == ()
    assert tasks(sqlite_unit) == []


def test_its_history(unit: BuiltUnit) -> None:
    hazard_id = report(unit)
    give_hazard(unit.store, hazard_id, "Security", actor=unit.who(), now=NOON + minutes(1))
    fix(unit, hazard_id, at=NOON + minutes(2))
    verify(unit, hazard_id, "still loose", is_fixed=False, at=NOON + minutes(3))
    fix(unit, hazard_id, at=NOON + minutes(4), how="new screw")
    verify(unit, hazard_id, "holds", at=NOON + minutes(5))
    assert [(one.kind, one.by, one.said) for one in read_hazard_steps(unit.store, hazard_id)] == [
        (HazardStepKind.FOUND, "J. Moore", "hangs loose"),
        (HazardStepKind.GIVEN, "J. Moore", "Security"),
        (HazardStepKind.FIXED, "R. Osei", "screwed on"),
        (HazardStepKind.REJECTED, "A. Diaz", "still loose"),
        (HazardStepKind.FIXED, "R. Osei", "new screw"),
        (HazardStepKind.VERIFIED, "A. Diaz", "holds"),
    ]
    for kind, count in (("found", 1), ("given", 1), ("fixed", 2), ("not fixed", 1), ("verified", 1)):
        assert len(journalled(unit, f"hazard.{kind}")) == count


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PROVIDER])
@pytest.mark.parametrize("act", ["report", "give", "fix", "verify"])
def test_who_may_not(sqlite_store: Store, role: Role, act: str) -> None:
    unit = build_unit(sqlite_store, people={**PEOPLE, "V. Ito": role})
    hazard_id = report(unit)
    fix(unit, hazard_id)
    with pytest.raises(Refused, match="may not make environmental rounds and see to hazards"):
        _do(unit, act, hazard_id, by="V. Ito")
    with unit.store.read() as session:
        assert len(session.scalars(select(HazardStep)).all()) == 2


def test_a_machine_reports_nothing(sqlite_unit: BuiltUnit) -> None:
    with pytest.raises(Refused, match="Only a person can"):
        report_hazard(sqlite_unit.store, new(), actor=STATION, now=NOON)
