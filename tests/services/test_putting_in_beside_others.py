"""While one station puts in what it kept, others go on, do the same, or it is killed: nothing is doubled or undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.models.enums import AlertState
from station.monitor.start_up import open_clock
from station.services.putting_in import Returned, put_in
from station.services.stations import heartbeat, read_clock_mark, read_latest, register_station
from station.store.spool import Spool
from tests.builders import STATION, BuiltUnit, minutes, seconds
from tests.fakes import NOON, FakeClock
from tests.services.kept_entries import BACK, before, check_of, checks_of, journal, keep, look, spool_of


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    yield from spool_of(tmp_path)


def test_another_station_has_gone_on_meanwhile(unit: BuiltUnit, spool: Spool) -> None:
    """Its alert stood on its screen until now: the entry does not say otherwise, and moves the timer all the same."""
    stay = unit.admit_seen("1201")
    seen = NOON + minutes(14)
    keep(spool, unit, check_of(unit, stay), seen)
    unit.sweep(NOON + minutes(15))
    back = NOON + minutes(18)
    put_in(unit.store, spool.entries, now=back)
    (alert,) = unit.all_alerts(stay)
    assert (alert.detected_at, alert.state, alert.closed_at) == (NOON + minutes(15), AlertState.CLOSED, back)
    check = checks_of(unit, stay)[-1]
    assert (check.recorded_at, check.late_entry) == (seen, False)
    assert unit.task(stay).since == seen


def test_another_station_goes_on_while_this_one_puts_in(
    unit: BuiltUnit, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked at each entry: an alert is never closed before it was opened."""
    stay, other = unit.admit_seen("1201"), unit.admit_seen("1202", "Q30")
    keep(spool, unit, check_of(unit, other), NOON + minutes(13))
    keep(spool, unit, check_of(unit, stay), NOON + minutes(14))
    before(monkeypatch, 2, lambda: unit.sweep(NOON + minutes(15)))
    back = NOON + minutes(18)
    put_in(unit.store, spool.entries, now=back)
    (alert,) = unit.all_alerts(stay)
    assert (alert.detected_at, alert.closed_at) == (NOON + minutes(15), back)
    assert unit.task(stay).since == NOON + minutes(14)


def test_this_one_stood_still_while_another_went_on(
    unit: BuiltUnit, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it took for the present is past: the alert is not closed before it was raised."""
    stay = unit.admit_seen("1201")
    keep(spool, unit, check_of(unit, stay), NOON + minutes(14))
    before(monkeypatch, 1, lambda: unit.sweep(NOON + minutes(15)))
    goes_on = NOON + minutes(18)
    put_in(unit.store, spool.entries, now=NOON + minutes(14.5), present=lambda: goes_on)
    (alert,) = unit.all_alerts(stay)
    assert (alert.detected_at, alert.closed_at) == (NOON + minutes(15), goes_on)


def test_what_another_station_saw_later_stands(unit: BuiltUnit, spool: Spool) -> None:
    stay = unit.admit_seen("1201")
    keep(spool, unit, check_of(unit, stay), NOON + minutes(10))
    unit.check(stay, NOON + minutes(12), by="A. Diaz")
    put_in(unit.store, spool.entries, now=NOON + minutes(18))
    assert unit.task(stay).since == NOON + minutes(12)
    assert [one.observed_at for one in checks_of(unit, stay)] == [NOON + minutes(each) for each in (0, 12, 10)]


def test_two_that_put_the_same_in_at_once_put_it_in_once(
    unit: BuiltUnit, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What both found not dealt with yet: the second finds it dealt with as it writes."""
    from station.services import putting_in

    stay = unit.admit_seen("1201")
    keep(spool, unit, check_of(unit, stay), NOON + minutes(10))
    look(spool, NOON + minutes(11))
    put_in(unit.store, spool.entries, now=BACK)
    known = putting_in._outcomes
    first = iter([True])
    monkeypatch.setattr(
        putting_in, "_outcomes", lambda store, entries: {} if next(first, False) else known(store, entries)
    )
    assert put_in(unit.store, spool.entries, now=BACK) == Returned(None, 1, 0)
    assert len(checks_of(unit, stay)) == 2
    assert len(journal(unit.store, "record.watched from memory")) == 1


def killed_while_putting_in(unit: BuiltUnit, spool: Spool) -> None:
    """Of a station whose record went away at NOON + 10 minutes and came back at BACK, nothing has said so yet."""
    register_station(unit.store, "desk 1", "desk", "1.0", actor=STATION, now=NOON)
    heartbeat(unit.store, actor=STATION, now=NOON + minutes(10), clock_mark=NOON + minutes(10))
    keep(spool, unit, check_of(unit, unit.admit_seen(at=NOON)), NOON + minutes(18))
    put_in(unit.store, spool.entries, now=BACK)


def test_the_record_knows_when_something_was_put_in_though_it_bears_an_older_time(
    unit: BuiltUnit, spool: Spool
) -> None:
    killed_while_putting_in(unit, spool)
    assert read_latest(unit.store) == BACK
    assert read_clock_mark(unit.store) == NOON + minutes(10), "nobody is known to have watched until then"


def test_the_record_knows_the_time_of_what_stands_before_an_alert_raised_at_an_older_one(unit: BuiltUnit) -> None:
    stay = unit.admit_seen(at=NOON)
    unit.check(stay, at=NOON + minutes(40))
    with unit.store.write(STATION, NOON + minutes(15)) as work:
        work.journal("alert.opened", {"stay": stay})
    assert read_latest(unit.store) == NOON + minutes(40)


@pytest.mark.parametrize("back_s", [60, 3600, 86400])
def test_killed_while_putting_in_and_the_wall_set_back_the_record_does_not_go_back(
    unit: BuiltUnit, spool: Spool, back_s: int
) -> None:
    killed_while_putting_in(unit, spool)
    if unit.store.engine.dialect.name == "postgresql":
        pytest.skip("the server's clock decides")
    time = open_clock(unit.store, FakeClock(BACK - seconds(back_s)), NOON + minutes(18))
    time.sync()
    assert time.clock.now() >= BACK
