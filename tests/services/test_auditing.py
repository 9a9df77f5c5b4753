"""The auditor finds what the sweep has missed, by the times that were promised, and nothing where all is well."""

from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import delete, select, update

from station.models import Alert, AlertStep, JournalEntry, Station, Task
from station.models.enums import AbsenceKind, AlertState, TaskKind, TaskState
from station.rules.auditing import AuditFinding, audit
from station.services import Store, absences, alerts
from station.services.absences import Leaving
from station.services.auditing import read_audited, tell_findings
from station.services.canaries import tend_canary
from station.services.errors import Refused
from station.services.stations import register_station
from tests.builders import STATION, BuiltUnit, build_unit, minutes, seconds
from tests.fakes import NOON

GRACE: Final = seconds(5)
NEVER: Final = NOON + timedelta(days=3650)


@pytest.fixture
def unit(store: Store) -> BuiltUnit:
    built = build_unit(store)
    register_station(store, STATION.station, "desk", "1", actor=STATION, now=NOON)
    return built


def found(unit: BuiltUnit, at: datetime) -> tuple[AuditFinding, ...]:
    return audit(read_audited(unit.store), at, GRACE)


def said(unit: BuiltUnit, at: datetime) -> str:
    """The one finding."""
    (one,) = found(unit, at)
    return one.text


def damage(unit: BuiltUnit, *what: Any) -> None:
    """Change rows behind everybody's back."""
    with unit.store.write(STATION, NOON) as work:
        for one in what:
            work.session.execute(one)


def send_away(unit: BuiltUnit, stay_id: int) -> None:
    """Back by nine minutes past."""
    out = Leaving(unit.request(), stay_id, AbsenceKind.PASS, "Home", "his sister", NOON + minutes(9))
    absences.leave_unit(unit.store, out, actor=unit.who("C. Lindt"), now=NOON)


def tell(unit: BuiltUnit, at: datetime) -> None:
    tell_findings(unit.store, found(unit, at), actor=STATION, now=at)


def test_where_all_is_well_nothing_is_found_at_any_moment(unit: BuiltUnit) -> None:
    """A check that becomes late, lapses and escalates; a one-to-one without and with an observer; one who is away."""
    unit.admit_seen("1201")
    watched = unit.admit_seen("1202", "1:1")
    gone = unit.admit_seen("1203")
    unit.admit("1204", "LOS")
    send_away(unit, gone)
    at = NOON
    while at < NOON + minutes(60):
        at += seconds(7)
        if at == NOON + seconds(210):
            unit.take(watched, "R. Osei", at)
        unit.sweep(at)
        assert found(unit, at) == ()
    assert {one.kind for one in unit.open_alerts()} >= {"check", "observer", "return"}


def test_a_late_check_without_an_alert_is_found_with_its_bed_and_what_to_do(unit: BuiltUnit) -> None:
    unit.admit_seen()
    assert found(unit, NOON + minutes(15) + GRACE - timedelta(microseconds=1)) == ()
    assert said(unit, NOON + minutes(15) + GRACE) == (
        "Bed 1201: a check was due at 06:15 and no alert was raised. Go and see the patient now, and record it. "
        "Then restart Station and tell whoever looks after it."
    )


@pytest.mark.parametrize("index", [None, NEVER])
def test_what_the_sweep_goes_by_is_not_what_the_auditor_goes_by(unit: BuiltUnit, index: datetime | None) -> None:
    """The sweep's own column lost or far off: it sweeps for ever and finds nothing."""
    stay_id = unit.admit_seen()
    damage(unit, update(Task).where(Task.stay_id == stay_id, Task.kind == TaskKind.CHECK).values(next_at=index))
    assert unit.sweep(NOON + minutes(16)).alerts == 0
    assert "a check was due at 06:15" in said(unit, NOON + minutes(16))


def test_a_stage_written_without_its_alert_is_found(unit: BuiltUnit) -> None:
    """Whatever the task says of itself: a guard on that alone would be content."""
    unit.admit_seen()
    unit.sweep(NOON + minutes(21))
    damage(unit, delete(AlertStep), delete(Alert))
    assert unit.sweep(NOON + minutes(22)).alerts == 0
    assert "a check was due at 06:15" in said(unit, NOON + minutes(22))


def test_an_alert_that_was_closed_while_he_is_late_is_found(unit: BuiltUnit) -> None:
    unit.admit_seen()
    unit.sweep(NOON + minutes(16))
    damage(unit, update(Alert).values(state=AlertState.CLOSED, next_at=None, closed_at=NOON))
    assert "no alert was raised" in said(unit, NOON + minutes(17))


def test_a_lapse_that_was_not_raised_is_found(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    unit.sweep(NOON + minutes(16))
    damage(unit, update(Task).where(Task.stay_id == stay_id, Task.kind == TaskKind.CHECK).values(next_at=None))
    for minute in (17, 18, 19, 20, 21):
        unit.sweep(NOON + minutes(minute))
    assert "a check lapsed at 06:20 and the alert says late only" in said(unit, NOON + minutes(21))


def test_an_escalation_past_its_time_is_found_by_the_ladder_it_opened_with(unit: BuiltUnit) -> None:
    unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    damage(unit, update(Alert).values(next_at=NEVER))
    assert found(unit, NOON + minutes(17)) == ()
    assert "the alert about a check was to be passed on at 06:17 and was not" in said(unit, NOON + minutes(18))


def test_the_last_step_that_is_not_repeated_is_found(unit: BuiltUnit) -> None:
    unit.admit_seen()
    unit.sweep_through(NOON + minutes(15), NOON + minutes(26), seconds(30))
    repeats_at = unit.alert().next_at
    assert repeats_at is not None
    damage(unit, update(Alert).values(next_at=NEVER))
    assert found(unit, repeats_at) == ()
    assert "was to be passed on" in said(unit, repeats_at + GRACE)


def test_an_acceptance_past_its_time_is_found(unit: BuiltUnit) -> None:
    unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    unit.accept(unit.alert().id, NOON + minutes(15))
    damage(unit, update(Alert).values(next_at=NEVER))
    lease = unit.alert().lease_until
    assert lease is not None
    assert not [one for one in found(unit, lease) if "acceptance" in one.text]
    assert any("the acceptance of the alert about a check ran out" in one.text for one in found(unit, lease + GRACE))


def test_an_alert_that_nothing_will_pass_on_is_found(unit: BuiltUnit) -> None:
    unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    damage(unit, update(Alert).values(next_at=None))
    assert said(unit, NOON + minutes(16)).startswith("Bed 1201: nothing will pass on the alert about a check.")


@pytest.mark.parametrize("beyond", [1e13, 1e300])
@pytest.mark.parametrize("policy", [{"rungs": "none"}, {"rungs": [], "repeat_s": 0}])
def test_a_ladder_that_cannot_be_read_is_found(unit: BuiltUnit, policy: dict[str, object], beyond: float) -> None:
    unit.admit_seen()
    unit.sweep(NOON + minutes(15))
    damage(unit, update(Alert).values(policy=policy | {"repeat_s": beyond}))
    assert "cannot be read" in said(unit, NOON + minutes(15))


@pytest.mark.parametrize("gone", [TaskKind.CHECK, TaskKind.OBSERVER])
def test_a_patient_of_whom_nothing_is_owed_is_found(unit: BuiltUnit, gone: TaskKind) -> None:
    stay_id = unit.admit("1201", "1:1")
    assert found(unit, NOON) == ()
    lost = update(Task).where(Task.stay_id == stay_id, Task.kind == gone)
    damage(unit, lost.values(state=TaskState.VOID, next_at=None))
    what = "no check is owed" if gone is TaskKind.CHECK else "no observer is owed"
    assert said(unit, NOON).startswith(f"Bed 1201: the patient is on 1:1 and {what}.")


def test_on_an_intermittent_level_no_observer_is_missed(unit: BuiltUnit) -> None:
    stay_id = unit.admit("1201", "Q5")
    assert not unit.has_task(stay_id, TaskKind.OBSERVER)
    assert found(unit, NOON) == ()


def test_one_who_is_away_and_expected_by_nobody_is_found(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    send_away(unit, stay_id)
    assert found(unit, NOON) == ()
    damage(unit, update(Task).where(Task.kind == TaskKind.RETURN).values(state=TaskState.DONE, next_at=None))
    assert "off the unit and nobody is expecting him back" in said(unit, NOON)


def test_a_round_of_the_unit_without_an_alert_is_found_by_its_name(unit: BuiltUnit) -> None:
    with unit.store.read() as session:
        task = session.scalars(select(Task).where(Task.kind == TaskKind.ENVIRONMENTAL)).one()
    assert said(unit, task.due_at + minutes(1)).startswith(f"{task.label}: it was due at ")


def test_a_canary_that_is_late_is_not_its_business(unit: BuiltUnit) -> None:
    tend_canary(unit.store, actor=STATION, now=NOON)
    assert found(unit, NOON + minutes(3)) == ()


def test_before_there_is_a_unit_there_is_nothing_to_audit(store: Store) -> None:
    with pytest.raises(Refused):
        read_audited(store)


def test_a_finding_is_a_technical_alert_once_and_over_when_it_is_gone(unit: BuiltUnit) -> None:
    unit.admit_seen()
    late = NOON + minutes(16)
    for at in (late, late + seconds(30), late + seconds(60)):
        tell(unit, at)
    alert = unit.alert(kind="technical")
    assert alert.text.startswith("Bed 1201: a check was due at 06:15 and no alert was raised.")
    unit.sweep(late + seconds(61))
    tell(unit, late + seconds(90))
    assert unit.open_alerts(kind="technical") == []
    assert len(unit.all_alerts(kind="technical")) == 1


def test_a_second_station_that_finds_the_same_says_it_once(unit: BuiltUnit) -> None:
    unit.admit_seen()
    late = NOON + minutes(16)
    tell(unit, late)
    tell_findings(unit.store, found(unit, late), actor=unit.who(), now=late)
    assert len(unit.all_alerts(kind="technical")) == 1


def test_other_technical_alerts_are_left_alone(unit: BuiltUnit) -> None:
    alerts.raise_technical(unit.store, "clock:desk 1", "The clock jumped.", actor=STATION, now=NOON)
    tell(unit, NOON)
    assert [one.subject for one in unit.open_alerts()] == ["clock:desk 1"]


def test_its_own_alerts_are_not_found_again(unit: BuiltUnit) -> None:
    """A sweep that is off passes on none of them either: that would be one more each half minute."""
    unit.admit_seen()
    for minute in range(16, 46, 5):
        tell(unit, NOON + minutes(minute))
    assert len(unit.open_alerts(kind="technical")) == 1


def test_the_station_says_when_it_audited_and_what_that_found(unit: BuiltUnit) -> None:
    tell(unit, NOON)
    assert _signed(unit) == (NOON, "")
    unit.admit_seen()
    late = NOON + minutes(16)
    tell(unit, late)
    assert _signed(unit) == (late, said(unit, late))


def test_an_audit_that_finds_nothing_writes_no_journal(unit: BuiltUnit) -> None:
    with unit.store.read() as session:
        before = len(session.scalars(select(JournalEntry.seq)).all())
    for minute in range(5):
        tell(unit, NOON + minutes(minute))
    with unit.store.read() as session:
        assert len(session.scalars(select(JournalEntry.seq)).all()) == before


def _signed(unit: BuiltUnit) -> tuple[datetime | None, str]:
    with unit.store.read() as session:
        row = session.scalars(select(Station)).one()
        return row.audited_at, row.audit_text
