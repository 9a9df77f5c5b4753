"""Proof of display: the first time of each alert on each station, once, in one batch, and never a false one."""

from datetime import datetime

from sqlalchemy import select

from station.models import AlertShown, JournalEntry
from station.models.enums import Priority, ShownKind
from station.services import sweeping
from station.services.showing import Shown, record_shown
from station.store.verify import verify_journal
from tests.builders import STATION, BuiltUnit, minutes, seconds
from tests.fakes import NOON


def _lapsed(unit: BuiltUnit, bed: str = "1201") -> int:
    """The id of an alert that is there."""
    unit.admit_by_station(bed)
    sweeping.sweep(unit.store, actor=STATION, now=NOON + minutes(6))
    return unit.open_alerts()[-1].id


def _kept(unit: BuiltUnit) -> list[tuple[int, str, str, str, datetime]]:
    with unit.store.read() as session:
        return [
            (one.alert_id, one.station, one.kind.value, one.priority.value, one.at)
            for one in session.scalars(select(AlertShown).order_by(AlertShown.id))
        ]


def _told(unit: BuiltUnit) -> int:
    with unit.store.read() as session:
        return len(session.scalars(select(JournalEntry).where(JournalEntry.kind == "alert.shown")).all())


AT = NOON + minutes(6)


def _painted(alert_id: int, at: datetime = AT, priority: Priority = Priority.HIGH) -> Shown:
    return Shown(alert_id, ShownKind.PAINTED, priority, at)


def test_the_first_time_is_kept_and_journalled(unit: BuiltUnit) -> None:
    alert = _lapsed(unit)
    sounded = Shown(alert, ShownKind.SOUNDED, Priority.HIGH, AT + seconds(1))
    record_shown(unit.store, "desk 1", [_painted(alert), sounded], actor=STATION, now=AT + seconds(2))
    assert _kept(unit) == [
        (alert, "desk 1", "painted", "high", AT),
        (alert, "desk 1", "sounded", "high", AT + seconds(1)),
    ]
    assert _told(unit) == 1
    assert verify_journal(unit.store).first_bad is None


def test_said_again_it_changes_nothing(unit: BuiltUnit) -> None:
    alert = _lapsed(unit)
    record_shown(unit.store, "desk 1", [_painted(alert)], actor=STATION, now=AT)
    events = record_shown(unit.store, "desk 1", [_painted(alert, AT + minutes(9))], actor=STATION, now=AT + minutes(9))
    assert events == []
    assert [at for *_, at in _kept(unit)] == [AT]
    assert _told(unit) == 1


def test_of_several_times_in_one_batch_the_first_is_kept(unit: BuiltUnit) -> None:
    alert = _lapsed(unit)
    rows = [_painted(alert, AT + seconds(5)), _painted(alert, AT + seconds(1)), _painted(alert, AT + seconds(3))]
    record_shown(unit.store, "desk 1", rows, actor=STATION, now=AT + seconds(9))
    assert [at for *_, at in _kept(unit)] == [AT + seconds(1)]


def test_each_station_and_each_priority_by_itself(unit: BuiltUnit) -> None:
    alert = _lapsed(unit)
    record_shown(unit.store, "desk 1", [_painted(alert, priority=Priority.MEDIUM)], actor=STATION, now=AT)
    record_shown(unit.store, "desk 1", [_painted(alert)], actor=STATION, now=AT)
    record_shown(unit.store, "wall 1", [_painted(alert)], actor=STATION, now=AT)
    assert [(where, what) for _, where, _, what, _ in _kept(unit)] == [
        ("desk 1", "medium"), ("desk 1", "high"), ("wall 1", "high"),
    ]  # fmt: skip


def test_what_is_no_alert_of_the_record_is_left_out_and_the_rest_kept(unit: BuiltUnit) -> None:
    alert = _lapsed(unit)
    record_shown(unit.store, "desk 1", [_painted(999_999), _painted(alert)], actor=STATION, now=AT)
    assert [one[0] for one in _kept(unit)] == [alert]
    assert record_shown(unit.store, "desk 1", [_painted(999_999)], actor=STATION, now=AT) == []
    assert _told(unit) == 1


def test_nothing_said_nothing_written(unit: BuiltUnit) -> None:
    assert record_shown(unit.store, "desk 1", [], actor=STATION, now=AT) == []
    assert _told(unit) == 0
