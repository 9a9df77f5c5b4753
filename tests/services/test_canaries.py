"""The canary lapses through the real path, is seen by every station, and leaves nothing behind."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, update

from station.models import Alert, AlertStep, JournalEntry, Station, Task
from station.models.enums import AlertState, Priority, Stage, TaskKind
from station.services import Actor, Store, handover_reading, reading
from station.services.alert_reading import read_alert_load, read_alert_page
from station.services.canaries import EVERY, CanarySeen, tend_canary
from station.services.errors import Refused
from station.services.stations import register_station
from station.store.engine import close_store
from station.store.rows.alerts import AlertWanted
from tests.builders import STATION, BuiltUnit, build_unit, minutes, seconds
from tests.databases import another
from tests.fakes import NOON

WALL = Actor(None, "Station", "wall")


@pytest.fixture
def unit(store: Store) -> BuiltUnit:
    built = build_unit(store)
    for actor in (STATION, WALL):
        register_station(store, actor.station, "desk", "1", actor=actor, now=NOON)
    return built


def tend(unit: BuiltUnit, at: datetime, actor: Actor = STATION) -> CanarySeen | None:
    return tend_canary(unit.store, actor=actor, now=at)


def minute(unit: BuiltUnit, since: datetime) -> datetime:
    """One canary: set by `since`, swept on its second, seen three seconds later."""
    tend(unit, since)
    at = since + EVERY
    unit.sweep(at)
    tend(unit, at + seconds(3))
    return at + seconds(3)


def rows(unit: BuiltUnit, table: type[object]) -> int:
    with unit.store.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def canary_at(unit: BuiltUnit, actor: Actor) -> datetime | None:
    with unit.store.read() as session:
        return session.scalars(select(Station.canary_at).where(Station.name == actor.station)).one()


def test_it_lapses_through_the_sweep_and_its_alert_is_inserted_by_the_book(unit: BuiltUnit) -> None:
    assert tend(unit, NOON) is None
    assert unit.sweep(NOON + EVERY - timedelta(microseconds=1)).alerts == 0
    assert tend(unit, NOON + EVERY) is None
    swept = unit.sweep(NOON + EVERY)
    assert (swept.transitions, swept.alerts) == (1, 1)
    alert = unit.alert(kind=TaskKind.CANARY.value)
    assert (alert.stage, alert.priority, alert.detected_at) == (Stage.LAPSED, Priority.LOW, NOON + EVERY)
    seen = tend(unit, NOON + EVERY + seconds(3))
    assert seen == CanarySeen(alert.id, NOON + EVERY, NOON + EVERY)
    (closed,) = unit.all_alerts()
    assert (closed.state, closed.close_reason) == (AlertState.CLOSED, "came through")


def test_the_next_one_is_set_when_one_came_through(unit: BuiltUnit) -> None:
    at = minute(unit, NOON)
    assert unit.sweep(at).next_at == at + EVERY
    assert minute(unit, at) == at + EVERY + seconds(3)


def test_without_its_alert_it_has_not_come_through(unit: BuiltUnit) -> None:
    """A sweep that moves the task and inserts nothing is what it is there to find."""
    tend(unit, NOON)
    unit.sweep(NOON + EVERY)
    with unit.store.write(STATION, NOON) as work:
        work.session.execute(delete(AlertStep))
        work.session.execute(delete(Alert))
    for later in range(2, 6):
        assert tend(unit, NOON + minutes(later)) is None
    assert canary_at(unit, STATION) is None


def test_nobody_sees_it_anywhere(unit: BuiltUnit) -> None:
    tend(unit, NOON)
    before = _everything_shown(unit, NOON + EVERY)
    unit.sweep(NOON + EVERY)
    assert unit.open_alerts(kind=TaskKind.CANARY.value)
    assert _everything_shown(unit, NOON + EVERY) == before
    tend(unit, NOON + EVERY)
    assert _everything_shown(unit, NOON + EVERY) == before


def _everything_shown(unit: BuiltUnit, now: datetime) -> tuple[object, ...]:
    store = unit.store
    board = reading.read_board(store, now)
    facts = handover_reading.read_handover(store, now=now)
    history = reading.read_alert_history(store, NOON, now + EVERY), read_alert_page(store, AlertWanted())
    return board.alerts, board.unit_tasks, history, read_alert_load(store, NOON, now), facts


def test_no_journal_and_no_news_of_it(unit: BuiltUnit) -> None:
    told: list[object] = []
    unit.store.publish = told.extend
    entries, at = rows(unit, JournalEntry), NOON
    for _ in range(5):
        at = minute(unit, at)
    assert rows(unit, JournalEntry) == entries
    assert told == []


def test_after_the_hundredth_there_is_no_row_more_than_after_the_first(unit: BuiltUnit) -> None:
    """So a year of them is no larger either."""
    at = minute(unit, NOON)
    counted = [rows(unit, table) for table in (Alert, AlertStep, Task)]
    for _ in range(99):
        at = minute(unit, at)
    assert [rows(unit, table) for table in (Alert, AlertStep, Task)] == counted == [1, 2, 2]


def test_every_station_says_when_it_last_saw_one(unit: BuiltUnit) -> None:
    at = minute(unit, NOON)
    assert (canary_at(unit, STATION), canary_at(unit, WALL)) == (at, None)
    seen = tend(unit, at + seconds(2), WALL)
    assert seen is not None
    assert seen.detected_at == NOON + EVERY
    assert canary_at(unit, WALL) == at + seconds(2)
    tend(unit, at + seconds(4), WALL)
    assert canary_at(unit, WALL) == at + seconds(2)


def test_two_stations_that_see_it_at_once_close_it_once(unit: BuiltUnit) -> None:
    tend(unit, NOON)
    tend(unit, NOON, WALL)
    unit.sweep(NOON + EVERY)
    other = another(unit.store)
    tend_canary(other, actor=WALL, now=NOON + EVERY + seconds(1))
    tend(unit, NOON + EVERY + seconds(1))
    close_store(other)
    assert rows(unit, AlertStep) == 2
    assert unit.sweep(NOON + EVERY + seconds(1)).next_at == NOON + 2 * EVERY + seconds(1)


def test_one_set_by_a_clock_far_ahead_is_set_anew(unit: BuiltUnit) -> None:
    tend(unit, NOON + timedelta(days=3650))
    tend(unit, NOON, WALL)
    assert unit.sweep(NOON).next_at == NOON + EVERY


def test_one_whose_alert_was_lost_is_followed_by_another_and_proves_nothing(unit: BuiltUnit) -> None:
    """Moved without an alert, no sweep would come back to it. Its loss may heal, but not look like health."""
    tend(unit, NOON)
    with unit.store.write(STATION, NOON) as work:
        work.session.execute(update(Task).where(Task.kind == TaskKind.CANARY).values(next_at=None, stage=Stage.LAPSED))
    at = NOON + 4 * EVERY
    assert unit.sweep(at).alerts == 0
    assert tend(unit, at) is None
    assert tend(unit, at + seconds(5)) is None
    minute(unit, at)
    assert canary_at(unit, STATION) == at + EVERY + seconds(3)


def test_before_there_is_a_unit_there_is_none(store: Store) -> None:
    with pytest.raises(Refused):
        tend_canary(store, actor=STATION, now=NOON)


def test_idle_it_writes_nothing(unit: BuiltUnit, monkeypatch: pytest.MonkeyPatch) -> None:
    at = minute(unit, NOON)
    monkeypatch.setattr(Store, "write", None)
    assert tend(unit, at + seconds(10)) is not None
