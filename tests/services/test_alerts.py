"""A person answers for an alert; only the deed closes it; technical alerts come and go."""

import pytest

from station.models.enums import AlertState, Priority, Stage
from station.services import Actor, alerts, reading
from station.services.errors import Refused
from tests.builders import STATION, BuiltUnit, minutes, seconds
from tests.fakes import NOON

LATE = NOON + minutes(15)


@pytest.fixture
def late(unit: BuiltUnit) -> BuiltUnit:
    """One patient on Q15, late since just now."""
    unit.admit_seen()
    unit.sweep(LATE)
    return unit


def steps(unit: BuiltUnit) -> list[tuple[str, str]]:
    return [(one.kind.value, one.who) for one in reading.read_alert_steps(unit.store, unit.all_alerts()[0].id)]


def test_accepted_it_stays_open_in_a_persons_name_for_ten_minutes(late: BuiltUnit) -> None:
    late.accept(late.alert().id, LATE + seconds(30), note=" going to look ")
    (row,) = reading.read_board(late.store, LATE).alerts
    assert (row.state, row.accepted_by, row.accepted_note) == (AlertState.ACCEPTED, "J. Moore", "going to look")
    assert row.lease_until == late.alert().next_at == LATE + seconds(30) + minutes(10)


def test_nobody_accepts_what_another_has(late: BuiltUnit) -> None:
    late.accept(late.alert().id, LATE)
    with pytest.raises(Refused, match="J. Moore has accepted this alert already"):
        late.accept(late.alert().id, LATE, by="A. Diaz")
    late.accept(late.alert().id, LATE + minutes(1))
    assert late.alert().lease_until == LATE + minutes(11)


def test_an_acceptance_that_runs_out_returns_the_alert_to_all_and_to_him(late: BuiltUnit) -> None:
    late.accept(late.alert().id, LATE + minutes(1))
    late.sweep(LATE + minutes(4))
    assert late.alert().state is AlertState.ACCEPTED
    late.sweep_through(LATE + minutes(5), LATE + minutes(8), minutes(1))
    alert = late.alert()
    assert (alert.state, alert.accepted_by_id, alert.lease_until) == (AlertState.OPEN, None, None)
    assert steps(late)[-1] == ("lease ended", "charge and J. Moore")
    late.accept(alert.id, LATE + minutes(9), by="A. Diaz")


def test_a_medium_lease_ends_at_its_exact_time(late: BuiltUnit) -> None:
    late.accept(late.alert().id, LATE)
    task_lapses = LATE + minutes(5)
    late.sweep(task_lapses)
    assert late.alert().lease_until == task_lapses + minutes(3)
    late.sweep(task_lapses + minutes(3) - seconds(1))
    assert late.alert().state is AlertState.ACCEPTED
    late.sweep(task_lapses + minutes(3))
    assert late.alert().state is AlertState.OPEN


def test_late_becomes_lapsed_in_the_same_alert(late: BuiltUnit) -> None:
    before = late.alert()
    late.sweep(LATE + minutes(5))
    after = late.alert()
    assert (before.id, before.priority, before.stage) == (after.id, Priority.MEDIUM, Stage.LATE)
    assert (after.priority, after.stage, after.lapsed_at) == (Priority.HIGH, Stage.LAPSED, LATE + minutes(5))


def test_only_the_check_closes_it(late: BuiltUnit) -> None:
    alert_id = late.alert().id
    with pytest.raises(Refused, match="Only a check of the patient closes it"):
        alerts.close(late.store, alert_id, late.staff["J. Moore"], "all well", actor=late.who(), now=LATE)
    late.accept(alert_id, LATE)
    assert late.open_alerts()
    late.check(late.stay_in("1201").id, LATE + minutes(1))
    assert not late.open_alerts()
    with pytest.raises(Refused, match="closed meanwhile"):
        late.accept(alert_id, LATE + minutes(2))


def test_a_stranger_accepts_nothing(late: BuiltUnit) -> None:
    with pytest.raises(Refused, match="active member"):
        alerts.accept(late.store, late.alert().id, 999_999, "", actor=Actor(999_999, "Nobody", "desk 1"), now=LATE)
    with pytest.raises(Refused, match="closed meanwhile"):
        late.accept(999_999, LATE)


def test_a_technical_alert_is_raised_once_while_it_lasts(unit: BuiltUnit) -> None:
    for minute in range(3):
        alerts.raise_technical(
            unit.store, "clock", f"The clock jumped {minute}.", actor=STATION, now=NOON + minutes(minute)
        )
    alert = unit.alert(kind="technical")
    assert (alert.text, alert.since, alert.priority) == ("The clock jumped 2.", NOON, Priority.TECHNICAL)
    alerts.clear_technical(unit.store, "clock", actor=STATION, now=NOON + minutes(4))
    assert not unit.open_alerts()
    assert alerts.clear_technical(unit.store, "clock", actor=STATION, now=NOON + minutes(5)) == []
    alerts.raise_technical(unit.store, "clock", "Again.", actor=STATION, now=NOON + minutes(6))
    assert len(unit.all_alerts(kind="technical")) == 2


def test_technical_alerts_of_two_subjects_stand_beside_each_other(unit: BuiltUnit) -> None:
    for subject in ("clock", "disk"):
        alerts.raise_technical(unit.store, subject, f"{subject} is wrong.", actor=STATION, now=NOON)
    alerts.clear_technical(unit.store, "disk", actor=STATION, now=NOON)
    assert unit.alert().subject == "clock"


def test_a_technical_alert_is_closed_with_words_of_a_named_person(unit: BuiltUnit) -> None:
    alerts.raise_technical(unit.store, "disk", "The disk is nearly full.", actor=STATION, now=NOON)
    alert_id = unit.alert().id
    with pytest.raises(Refused, match="Say how"):
        alerts.close(unit.store, alert_id, unit.staff["C. Lindt"], " ", actor=unit.who("C. Lindt"), now=NOON)
    alerts.close(unit.store, alert_id, unit.staff["C. Lindt"], "room made", actor=unit.who("C. Lindt"), now=NOON)
    assert unit.all_alerts()[0].close_reason == "room made"
