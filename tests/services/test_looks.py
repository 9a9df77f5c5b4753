"""After a time nobody watched, everyone is owed a look; what was owed sooner stays owed sooner."""

from sqlalchemy import select

from station.models import JournalEntry
from station.models.enums import OwedReason, Stage
from station.services import looks, reading, stays
from tests.builders import STATION, BuiltUnit, minutes
from tests.fakes import NOON


def look(unit: BuiltUnit, at: float) -> int:
    return len(looks.owe_everyone_a_look(unit.store, actor=STATION, now=NOON + minutes(at)))


def test_everyone_is_owed_a_look_within_two_minutes(unit: BuiltUnit) -> None:
    one, other = unit.admit_seen("1201", "Q30"), unit.admit_seen("1202", "Q60")
    assert look(unit, 10) == 2
    assert {unit.task(each).due_at for each in (one, other)} == {NOON + minutes(12)}
    assert unit.stay(one).owed_reason is OwedReason.NOT_WATCHED
    unit.sweep(NOON + minutes(15))
    assert {alert.stage for alert in unit.open_alerts()} == {Stage.LAPSED}
    unit.check(one, NOON + minutes(16))
    assert unit.task(one).due_at == NOON + minutes(46)


def test_what_was_owed_sooner_stays_owed_sooner_and_no_alert_closes(unit: BuiltUnit) -> None:
    late, never = unit.admit_seen("1201", "Q15"), unit.admit("1202", "Q15")
    unit.sweep(NOON + minutes(16))
    look(unit, 16)
    assert (unit.task(late).due_at, unit.task(never).due_at) == (NOON + minutes(15), NOON + minutes(2))
    assert {alert.stay_id for alert in unit.open_alerts()} == {late, never}


def test_who_has_gone_is_owed_nothing(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    stays.discharge(unit.store, stay_id, "home", actor=unit.charge(NOON), now=NOON)
    assert look(unit, 5) == 0
    assert reading.read_board(unit.store, NOON).alerts == ()


def test_it_is_journalled(unit: BuiltUnit) -> None:
    stay_id = unit.admit_seen()
    look(unit, 5)
    with unit.store.read() as session:
        entry = session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
    assert entry is not None
    assert (entry.kind, entry.body) == ("unit.not watched", f'{{"stays":[{stay_id}]}}')


def test_a_station_whose_clock_is_a_little_behind_closes_nothing_that_another_found_late(unit: BuiltUnit) -> None:
    """Two started before and after the wall was set back: the trials found such alerts close, and open again."""
    stay_id = unit.admit_seen("1201", "Q15")
    unit.sweep(NOON + minutes(15))
    look(unit, 14.95)
    (alert,) = unit.open_alerts()
    assert alert.stay_id == stay_id
    assert [step.kind.value for step in reading.read_alert_steps(unit.store, alert.id)] == ["opened"]
