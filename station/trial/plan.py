"""What goes wrong and when: drawn from the seed before anything happens."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Final

from station.trial.machine import Database


class Kind(StrEnum):
    """The families of faults that `--faults` names."""

    KILL = "kill"
    CLOCK = "clock"
    DB = "db"
    DISK = "disk"
    FREEZE = "freeze"
    RACE = "race"


class Trouble(StrEnum):
    """What can go wrong. Each is counted when it has truly happened."""

    KILL_IDLE = "kill between two passes"
    KILL_STATEMENT = "kill at a statement"
    KILL_ALL = "kill of all stations"
    KILL_KEEPING = "kill between keeping and saying so"
    KILL_PUT_IN = "kill between putting in and putting away"
    CLOCK_STEP = "clock stepped"
    CLOCK_WHILE_OFF = "clock stepped while off"
    SUSPEND = "suspend"
    DB_LOCKED = "database locked"
    DB_GONE = "database gone"
    DB_ERROR = "database error in the midst"
    DB_UNHEARD = "answer to a commit lost"
    DISK_FULL = "disk full"
    FREEZE_IDLE = "station frozen between two passes"
    FREEZE_STATEMENT = "station frozen at a statement"
    RACE_CHECK = "check between read and write"
    RACE_ACCEPT = "two accept at once"
    RACE_REQUEST = "the same request twice at once"
    RACE_POLICY = "policy edited during an escalation"
    RACE_LATE_ENTRY = "late entry against a sweep"


@dataclass(frozen=True, slots=True)
class Planned:
    """`at`: true time. `seconds`: how long it lasts, or by how much the clock is moved."""

    at: datetime
    trouble: Trouble
    seconds: float = 0.0


_HOUR: Final = 3600.0
_DAY: Final = 86400.0
STEPS: Final = {
    1.0: "+1 second",
    -1.0: "-1 second",
    _HOUR: "+1 hour",
    -_HOUR: "-1 hour",
    _DAY: "+1 day",
    -_DAY: "-1 day",
    10 * 365.25 * _DAY: "+10 years",
}
"""What the clock is moved by, and how that is called."""
_STEP_WEIGHTS: Final = (3, 3, 4, 4, 2, 2, 1)

_EVERY: Final = {
    Kind.KILL: 1500.0,
    Kind.CLOCK: 3600.0,
    Kind.DB: 2400.0,
    Kind.DISK: 3000.0,
    Kind.FREEZE: 2400.0,
    Kind.RACE: 260.0,
}
"""Seconds between two of a family, on average, in a short trial."""

Draw = Callable[[Random], tuple[Trouble, float]]


def _kill(rng: Random) -> tuple[Trouble, float]:
    trouble = rng.choices((Trouble.KILL_STATEMENT, Trouble.KILL_IDLE, Trouble.KILL_ALL), (60, 25, 15))[0]
    lasts = rng.uniform(5, 90) if rng.random() < 0.7 else rng.uniform(90, 900)
    return trouble, lasts


def _clock(rng: Random) -> tuple[Trouble, float]:
    if rng.random() < 0.2:
        return Trouble.SUSPEND, rng.uniform(20, 2400)
    trouble = rng.choices((Trouble.CLOCK_STEP, Trouble.CLOCK_WHILE_OFF), (80, 20))[0]
    return trouble, rng.choices(tuple(STEPS), _STEP_WEIGHTS)[0]


def _db(rng: Random) -> tuple[Trouble, float]:
    trouble = rng.choice((Trouble.DB_LOCKED, Trouble.DB_GONE, Trouble.DB_ERROR))
    return trouble, rng.uniform(6, 400)


def _disk(rng: Random) -> tuple[Trouble, float]:
    return Trouble.DISK_FULL, rng.uniform(10, 500)


def _freeze(rng: Random) -> tuple[Trouble, float]:
    return rng.choice((Trouble.FREEZE_IDLE, Trouble.FREEZE_STATEMENT)), rng.uniform(30, 240)


_RACES: Final = (
    Trouble.RACE_CHECK,
    Trouble.RACE_ACCEPT,
    Trouble.RACE_REQUEST,
    Trouble.RACE_POLICY,
    Trouble.RACE_LATE_ENTRY,
)


def _race(rng: Random) -> tuple[Trouble, float]:
    return rng.choices(_RACES, (4, 3, 2, 1, 2))[0], 0.0


_DRAWS: Final[dict[Kind, Draw]] = {
    Kind.KILL: _kill,
    Kind.CLOCK: _clock,
    Kind.DB: _db,
    Kind.DISK: _disk,
    Kind.FREEZE: _freeze,
    Kind.RACE: _race,
}

MOMENTS: Final = (Trouble.KILL_KEEPING, Trouble.KILL_PUT_IN)
"""Kills that are aimed at what an outage brings: left to chance they would hardly ever come."""
_AIMED: Final = 0.75
"""How often each is."""

OUTAGES: Final = {Trouble.DB_LOCKED: Database.LOCKED, Trouble.DB_GONE: Database.GONE, Trouble.DISK_FULL: Database.FULL}


def plan_faults(
    kinds: Sequence[Kind], start: datetime, end: datetime, seed: int, *, rarer: float = 1.0
) -> Iterator[Planned]:
    """Everything that will go wrong between `start` and `end`. `rarer`: times as seldom as in a short trial."""
    for kind in kinds:
        rng, aims = Random(f"faults:{kind}:{seed}"), Random(f"aimed:{kind}:{seed}")
        at = start + timedelta(seconds=rng.uniform(60, _EVERY[kind]))
        while at < end:
            trouble, seconds = _DRAWS[kind](rng)
            yield Planned(at, trouble, seconds)
            if Kind.KILL in kinds and trouble in OUTAGES:
                yield from (Planned(at, one, aims.uniform(5, 120)) for one in MOMENTS if aims.random() < _AIMED)
            at += timedelta(seconds=30 + rng.expovariate(1 / (_EVERY[kind] * rarer)))
