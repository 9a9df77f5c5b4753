"""Everyone who watches is told to the boards, those who were added too; what is wrong is said across the board."""

from datetime import timedelta

import pytest

from station.app.core import Core
from station.app.living import Living
from station.app.watching import WatcherFacts
from station.monitor.auditor import Audit
from station.monitor.health import Stamp
from station.rules.auditing import AuditFinding
from station.rules.watching import Trust, WatcherFact
from station.services import Actor, reading
from station.services.stations import register_station, stop_station
from station.views.bridge import Bridge
from tests.builders import BuiltUnit


@pytest.fixture
def living(core: Core, bridge: Bridge, unit: BuiltUnit) -> Living:
    del unit
    return Living(core, bridge)


def test_everyone_is_named_and_before_the_start_not_known(core: Core) -> None:
    told = WatcherFacts(core).now(None)
    assert [one.name for one in told] == [
        "Sweep", "Scheduler", "Guard", "Canary", "Auditor", "Journal", "Backup", "Clock",
    ]  # fmt: skip
    assert {one.trust for one in told if one.name != "Clock"} == {Trust.UNKNOWN}


def test_who_was_added_is_among_them(core: Core) -> None:
    facts = WatcherFacts(core)
    facts.add(lambda: [WatcherFact("Guard process", None, "not heard yet", Trust.UNKNOWN)])
    assert "Guard process" in [one.name for one in facts.now(None)]


def test_the_other_stations_that_run_are_among_them(core: Core, unit: BuiltUnit) -> None:
    now = core.now()
    for name, heard in (("Wall 1", 3), ("Desk 2", 40), ("Desk 3", 40), (core.watchers.station, 0)):
        actor = Actor(None, "Station", name)
        register_station(unit.store, name, "desk", "1", actor=actor, now=now - timedelta(seconds=heard))
    stop_station(unit.store, actor=Actor(None, "Station", "Desk 3"), now=now)
    told = {one.name: one for one in WatcherFacts(core).now(reading.read_board(unit.store, now))}
    assert told["Wall 1"].sentence == "heard 3 s ago"
    assert told["Desk 2"].trust is Trust.WRONG
    assert "Desk 3" not in told
    assert core.watchers.station not in told


def test_what_is_wrong_is_said_across_the_board(living: Living, core: Core) -> None:
    assert living.health_now().sentence == ""
    stamp = Stamp(core.now(), living._watch.elapsed())
    core.watchers.auditor.last = Audit(stamp, (AuditFinding("audit:1", "Bed 1201: a check was due."),))
    health = living.health_now()
    assert health.sentence == "Bed 1201: a check was due."
    assert [one.name for one in health.facts if one.trust is Trust.WRONG] == ["Auditor"]
