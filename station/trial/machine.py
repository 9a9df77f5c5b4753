"""The machine all stations run on: the time that truly passes, the clock on its wall, and the time of the record.

The time of the record is reckoned here a second time, by the rule and not by the code of the product: it follows the
wall forward, never goes back while a station lives, and never runs slower than the time that truly passes.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

NOTHING = timedelta(0)
LEFT_OUT_S = 2.5
"""Told of the time between two passes: less than would be a silence, so that every other one says that it lives."""


class Database(StrEnum):
    """How the file is, for every station."""

    WELL = "well"
    GONE = "gone"
    LOCKED = "locked"
    FULL = "full"


@dataclass(slots=True)
class Machine:
    """Moves only when told. `true`: the time that truly passes, from the start."""

    start: datetime
    true: datetime = field(init=False)
    wall: timedelta = NOTHING
    """How far the wall clock stands before the true time."""
    frame: timedelta = NOTHING
    """How far the time of the record stands before the true time."""
    database: Database = Database.WELL
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)
    """In the time of the record: when nobody could watch, or the clock leapt over that time."""
    out_since: datetime | None = None
    aimed: dict[str, int] = field(default_factory=dict)
    """Kills that wait for their moment, whichever station it comes to: after so many more of the same."""

    def __post_init__(self) -> None:
        self.true = self.start

    def advance(self, to: datetime) -> None:
        self.true = max(self.true, to)

    def record(self) -> datetime:
        """What the record calls the present moment."""
        return self.true + self.frame

    def set_wall(self, by: timedelta, *, watched: bool) -> None:
        """The wall clock is moved. `watched`: a station runs, and follows it forward at once."""
        self.wall += by
        if watched:
            self.follow(self.wall)

    def follow(self, frame: timedelta) -> None:
        """The time of the record goes forward to this; what lies between was never there to be watched."""
        if frame > self.frame:
            if self.out_since is None:
                self.outages.append((self.record(), self.true + frame))
            self.frame = frame

    def begin_again(self, mark: datetime) -> None:
        """Nobody runs: whoever starts knows the wall and the last time that was stored, and no more."""
        self.frame = max(self.wall, mark - self.true)

    def out(self) -> None:
        """From now on nobody can watch."""
        if self.out_since is None:
            self.out_since = self.record()

    def back(self) -> None:
        """Somebody can again."""
        if self.out_since is not None:
            if self.record() > self.out_since:
                self.outages.append((self.out_since, self.record()))
            self.out_since = None


class MachineClock:
    """The machine's two clocks, as each station reads them."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def now(self) -> datetime:
        return (self._machine.true + self._machine.wall).astimezone(UTC)

    def elapsed(self) -> float:
        return (self._machine.true - self._machine.start).total_seconds()


class Watch:
    """The seconds by which a station measures its own silence.

    Passes that would find nothing are left out of a trial; the time between is told as if they had been made.
    """

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._seen = machine.true
        self._told = 0.0

    def now(self) -> datetime:
        return self._machine.true

    def elapsed(self) -> float:
        return self._told

    def goes_on(self) -> float:
        """The count at this moment, between two passes: those that were left out are told as if they had been made."""
        if (self._machine.true - self._seen).total_seconds() > LEFT_OUT_S:
            self.turn(LEFT_OUT_S)
        return self._told + (self._machine.true - self._seen).total_seconds()

    def turn(self, at_most: float | None) -> None:
        """A pass begins. `at_most`: seconds to be told of the time since the last; None: it truly stood still."""
        passed = (self._machine.true - self._seen).total_seconds()
        self._seen = self._machine.true
        self._told += passed if at_most is None else min(passed, at_most)
