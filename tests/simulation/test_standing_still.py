"""A station frozen in the midst of a look from memory: what that look shows is of before."""

import heapq
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from station.monitor.eyes import LOOK_S
from station.trial.desk import Fate
from station.trial.floor import Floor
from station.trial.machine import Database
from station.trial.outcome import Trial
from station.trial.zones import START
from tests.simulation.alone import MINUTE


def test_a_look_that_stood_still_is_no_look_and_the_next_one_is_judged(tmp_path: Path) -> None:
    """What it was about to note as late, when the record was away, has lapsed when it goes on."""
    floor = Floor(Trial((), 1, 1), tmp_path / "trial.db")
    (desk,) = floor.desks
    floor.sight.look()
    floor.start(desk)
    floor.remember()
    floor.machine.database = Database.GONE
    floor.machine.advance(START + 1.9 * MINUTE)
    floor.together([(desk, floor.looking(desk))])
    floor.machine.advance(START + 2 * MINUTE)
    floor.frozen_s, looks = 200.0, floor.sight.screens.looks
    desk.arm(Fate.FREEZE, 0)
    floor.together([(desk, partial(floor.watch_from_memory, desk))])
    assert desk.stands_still
    _on_to(floor, START + 2 * MINUTE + timedelta(seconds=200))
    assert (desk.stands_still, floor.sight.screens.looks) == (False, looks)
    _on_to(floor, floor.machine.true + timedelta(seconds=LOOK_S))
    assert floor.sight.screens.looks == looks + 1
    assert {one.lapsed_at for one in desk.beside.screen() or () if one.kind == "check"} == {START + 5 * MINUTE}
    assert floor.sight.screens.missed == []
    floor.weaver.end_all()
    desk.die()
    floor.sight.close()


def _on_to(floor: Floor, until: datetime) -> None:
    while floor.heap[0][0] <= until:
        at, _, act, _ = heapq.heappop(floor.heap)
        floor.machine.advance(at)
        act()
