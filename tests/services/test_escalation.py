"""Who is told when: at the exact times of the ladder, the last step for ever, by the policy as it was."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Text, cast, select

from station.models import PolicyVersion
from station.services import custody, reading
from tests.builders import STATION, BuiltUnit, minutes
from tests.fakes import NOON


def told(unit: BuiltUnit, kind: str = "check") -> list[tuple[float, str]]:
    """(minutes after it fell due, role) of every step that told somebody."""
    (alert,) = unit.all_alerts(kind=kind)
    steps = reading.read_alert_steps(unit.store, alert.id)
    due = alert.due_at
    return [
        ((one.at - due).total_seconds() / 60, one.who)
        for one in steps
        if one.kind.value in ("opened", "escalated") and one.who
    ]


def sign_policy(unit: BuiltUnit, at: datetime, change: Any) -> None:
    """A new version of the policy, changed by `change`, signed at `at`."""
    with unit.store.write(STATION, at) as work:
        text = work.session.scalar(select(cast(PolicyVersion.body, Text)).order_by(PolicyVersion.id.desc()).limit(1))
        body = json.loads(text or "")
        change(body)
        work.session.add(PolicyVersion(body=body, signed_by="M. Reyes", signed_at=at))
        work.journal("policy.signed", {"by": "M. Reyes"})


def test_a_q15_is_told_at_each_step_and_the_last_for_ever(unit: BuiltUnit) -> None:
    unit.admit_seen()
    unit.sweep_through(NOON + minutes(14), NOON + minutes(46), timedelta(seconds=15))
    assert told(unit) == [
        (0, "tech"), (2, "charge"), (10, "manager"), (15, "manager"), (20, "manager"), (25, "manager"), (30, "manager"),
    ]  # fmt: skip


def test_the_last_step_is_still_repeated_after_a_day(unit: BuiltUnit) -> None:
    unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    day = NOON + minutes(24 * 60)
    unit.sweep(day)
    unit.sweep(day + minutes(4))
    before = len(told(unit))
    unit.sweep(day + minutes(5))
    assert len(told(unit)) == before + 1


@pytest.mark.parametrize(
    ("level", "late", "expected"),
    [
        ("Q5", 5, [(0, "tech"), (2, "charge"), (5, "manager")]),
        ("Q30", 30, [(0, "tech"), (5, "charge"), (15, "manager")]),
        ("Q60", 60, [(0, "tech"), (7, "charge"), (20, "manager")]),
    ],
)
def test_each_level_has_its_ladder(
    sqlite_unit: BuiltUnit, level: str, late: int, expected: list[tuple[float, str]]
) -> None:
    sqlite_unit.admit_seen("1201", level)
    sqlite_unit.sweep_through(NOON + minutes(late), NOON + minutes(late) + minutes(20), timedelta(seconds=30))
    assert told(sqlite_unit)[: len(expected)] == expected


def test_a_first_check_has_its_own_ladder(unit: BuiltUnit) -> None:
    unit.admit()
    unit.sweep_through(NOON + minutes(2), NOON + minutes(11), timedelta(seconds=30))
    assert told(unit) == [(0, "tech"), (1, "charge"), (8, "manager")]


def test_an_observer_missing_is_told_to_charge_at_once(unit: BuiltUnit) -> None:
    unit.admit_seen("1201", "1:1")
    unit.sweep_through(NOON, NOON + minutes(6), timedelta(seconds=30))
    assert told(unit, "observer") == [(0, "charge"), (4.5, "manager")]


def test_a_relief_told_low_before_it_is_due_is_told_to_charge_when_it_is(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen("1201", "LOS")
    custody.take_over(unit.store, stay_id, unit.staff["R. Osei"], actor=unit.who("R. Osei"), now=NOON)
    unit.sweep_through(NOON + minutes(104), NOON + minutes(140), timedelta(seconds=60))
    assert told(unit, "relief") == [(0, "charge"), (20, "manager")]


def test_steps_missed_while_off_are_taken_once_at_the_step_that_is_due(unit: BuiltUnit) -> None:
    unit.admit_seen()
    unit.sweep(NOON + minutes(26))
    assert told(unit) == [(11, "manager")]
    unit.sweep(NOON + minutes(30.5))
    assert len(told(unit)) == 1
    unit.sweep(NOON + minutes(31))
    assert len(told(unit)) == 2


def test_a_policy_edited_during_an_escalation_does_not_change_a_running_alert(unit: BuiltUnit) -> None:
    unit.admit_seen("1201")
    unit.admit_seen("1202", at=NOON + minutes(5))
    unit.sweep(NOON + minutes(15))

    def nobody_but_the_manager(body: dict[str, Any]) -> None:
        body["alerts"]["lease_medium"] = "1:00"
        for level in body["levels"]:
            level["escalation"] = [{"role": "manager", "after": "40:00"}]

    sign_policy(unit, NOON + minutes(16), nobody_but_the_manager)
    unit.sweep_through(NOON + minutes(16), NOON + minutes(25), timedelta(seconds=30))
    first, second = unit.open_alerts()
    roles = [one.who for one in reading.read_alert_steps(unit.store, first.id) if one.kind.value == "escalated"]
    assert roles == ["charge", "manager"]
    assert not any(one.who for one in reading.read_alert_steps(unit.store, second.id))
    unit.accept(first.id, NOON + minutes(26))
    assert unit.all_alerts()[0].lease_until == NOON + minutes(29)
