"""A person at a desk and the simulation on one unit at once: nothing doubled, nobody in two places, nothing missed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import pytest

from station.services import Store, reading
from station.simulation.habits import Habits
from station.simulation.history import read_spans
from station.simulation.lateness import late_episodes
from station.simulation.run import START
from station.simulation.unit import Unit
from station.simulation.verdict import judge
from station.simulation.watch import VirtualMonitor, live
from station.store.verify import verify_journal
from tests.simulation.desk import Desk, engaged_twice, every

BUSY = Habits(
    leaves_round_open=0.3,
    escorts_per_bed_s=36 * 900.0,
    passes_per_bed_s=36 * 2500.0,
    hands_on=0.5,
    back_late=0.5,
    hazards_every_s=1500.0,
    inspected_late=0.5,
    not_fixed=0.3,
)
LOOKS_S = 30.0


def _worked_through(unit: Unit, desk: Desk, until: datetime) -> Iterator[datetime]:
    """Live on; every moment at which the desk has acted."""
    monitor = VirtualMonitor(unit.hands.store, START, lambda: unit.hands.acts + desk.hands.acts)
    looks, rng = START, Random("moments")
    for at in every(35, START, until, rng):
        while looks < at:
            live(unit, monitor, looks)
            unit.look_at_board(looks)
            monitor.noticed(looks)
            looks += timedelta(seconds=LOOKS_S)
        live(unit, monitor, at)
        desk.act(at)
        monitor.noticed(at)
        yield at
    live(unit, monitor, until)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2])
def test_a_person_and_the_simulation_on_one_unit_leave_a_clean_verdict(store: Store, seed: int) -> None:
    unit = Unit(store, beds=8, seed=seed, habits=BUSY)
    unit.found(START)
    desk, until = Desk(unit, seed, START), START + timedelta(hours=1.4)

    twice = [at for at in _worked_through(unit, desk, until) if engaged_twice(reading.read_board(store, at))]

    assert twice == []
    verdict = judge(late_episodes(unit.record.said, until), read_spans(store, START, until), [], until)
    assert (verdict.missed, verdict.duplicate, verdict.invented) == (0, 0, 0), verdict.faults
    assert (verdict.not_raised, verdict.wrong_due) == (0, 0), verdict.faults
    assert max(verdict.delays) <= 1.0
    assert len(desk.done) >= 8, desk.done
    assert verify_journal(store).journal == "ok"
