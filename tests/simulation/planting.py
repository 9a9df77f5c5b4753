"""What the planted faults share: the trials that must find them, and what is counted in an outcome."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from station.services.sweeping import Swept
from station.trial.outcome import TARDY, Outcome, Trial
from station.trial.plan import Kind
from station.trial.run import attempt

KILLS = Trial((Kind.KILL,), 0, hours=0.6, habits=TARDY)
RACES = Trial((Kind.RACE,), 0, hours=0.6, habits=TARDY)
CLOCKS = Trial((Kind.CLOCK,), 0, hours=1.0, habits=TARDY)
CALM = Trial((), 0, hours=0.6, habits=TARDY)
SEEDS = 6
"""The most that are tried to find a planted fault."""

Sweep = Callable[..., Swept]
Patch = pytest.MonkeyPatch


def first_found(trial: Trial, found: Callable[[Outcome], int], seeds: int = SEEDS) -> int:
    """What the first seed finds that finds anything; 0 when none does."""
    for seed in range(seeds):
        outcome = attempt(replace(trial, seed=seed))
        if count := found(outcome):
            return count
    return 0


def missed(outcome: Outcome) -> int:
    return outcome.verdict.missed


def invented(outcome: Outcome) -> int:
    return outcome.verdict.invented


def doubled(outcome: Outcome) -> int:
    return outcome.verdict.duplicate


def stopped(outcome: Outcome) -> int:
    return len(outcome.stopped)


def erased(outcome: Outcome) -> int:
    return len(outcome.erased)


def lost(outcome: Outcome) -> int:
    return len(outcome.lost)


def swept_by(patch: Patch, sweep: Sweep) -> None:
    patch.setattr("station.monitor.station_duties.sweep", sweep)
