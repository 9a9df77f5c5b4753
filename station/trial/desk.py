"""One station of the trial: the real store, clock, lookout and duties, and what befalls its process."""

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from station.monitor.logical_clock import LogicalClock
from station.monitor.lookout import HEARTBEAT_S, Lookout
from station.monitor.start_up import open_clock
from station.monitor.station_duties import Identity, StationDuties
from station.store.engine import close_store
from station.store.work import Store
from station.trial.driver import TAKES_LOCK, broken, is_write, woven_store
from station.trial.machine import Database, Machine, MachineClock, Watch
from station.trial.weave import Died, Weaver

TICK: Final = timedelta(seconds=1)
_QUIET_S: Final = 2.5
"""Told of the time between two passes: less than would be a silence, so that every other one says that it lives."""


class Fate(StrEnum):
    """What befalls a process in the middle of something."""

    KILL = "kill"
    FREEZE = "freeze"
    ERROR = "error"


@dataclass(slots=True)
class Armed:
    """It happens at the boundary after this many."""

    fate: Fate
    after: int


class Watcher(Protocol):
    """Whoever looks at the file after each commit."""

    seq: int
    """The last entry of the journal."""

    def look(self) -> None: ...


class Desk:
    """A station. `by_people`: what runs is an act of a person, which is told at once when it is done."""

    def __init__(self, name: str, place: Path, machine: Machine, weaver: Weaver, sight: Watcher) -> None:
        self.name = name
        self.alive = False
        self.is_dying = False
        """Killed between a commit and its return: what was read on its screen may still be read, no more."""
        self.frozen_until: datetime | None = None
        self.starts_at: datetime | None = machine.true
        self.next_pass: datetime | None = None
        self.seen = -1
        self.wrote = 0
        """Entries of the journal that are of its last pass."""
        self.beat_at: datetime | None = None
        self.failures = 0
        """Passes that failed, one after the other."""
        self.armed: Armed | None = None
        self.by_people = False
        self.holds_lock = False
        self.stands_still = False
        """Frozen in the middle of something."""
        self.stood_still = False
        """Was frozen since its last pass, and is to notice it."""
        self.happened: Fate | None = None
        self._watch = Watch(machine)
        self._place = place
        self._machine = machine
        self._weaver = weaver
        self._sight = sight
        self._store: Store | None = None
        self._clock: LogicalClock | None = None
        self._lookout: Lookout | None = None

    @property
    def store(self) -> Store:
        if self._store is None:
            raise Died
        return self._store

    @property
    def usable(self) -> bool:
        return self.alive and not self.is_dying and self.frozen_until is None and not self.stands_still

    def now(self) -> datetime:
        """What its clock says."""
        if self._clock is None:
            raise Died
        return self._clock.now()

    @property
    def frame(self) -> timedelta:
        """How far its clock stands before the true time."""
        return self.now() - self._machine.true

    def start(self) -> None:
        """Begin, as the program does: the mark is read and the station registers.

        Raises what the database raises; nothing runs then.
        """
        self.alive, self.is_dying, self.happened = True, False, None
        self._store = woven_store(self._place, self)
        time = open_clock(self._store, MachineClock(self._machine))
        self._clock = time.clock
        duties = StationDuties(self._store, Identity(self.name, "desk", "trial"))
        self._watch = Watch(self._machine)
        self._lookout = Lookout(duties, self._clock, self._watch, publish=lambda _: None, sync=time.sync)
        duties.register(self._clock.now())
        self._lookout.begin()

    def look(self, *, beats: bool = False) -> bool:
        """Take a pass. False when it failed. `beats`: say in any case that the station lives."""
        if self._lookout is None:
            raise Died
        self._watch.turn(None if self.stood_still else HEARTBEAT_S if beats else _QUIET_S)
        self.stood_still, self.wrote = False, 0
        if beats:
            self.beat_at = self._machine.true
        return self._lookout.pass_now(0.0)

    def after_pass(self, seen: int, *, went_well: bool) -> None:
        """When to look again: at the deadline it knows of, or a second from now when it failed or left something."""
        self.seen = seen
        self.next_pass = self._machine.true + TICK
        self.failures = 0 if went_well else self.failures + 1
        if not went_well or self._lookout is None:
            return
        self.glance(self._lookout.status.next_at)

    def glance(self, next_at: datetime | None) -> None:
        """Knows when something is due next, by its own clock."""
        if next_at is None:
            self.next_pass = None
            return
        ahead = next_at - self.now()
        self.next_pass = self._machine.true + (ahead if ahead > timedelta(0) else TICK)

    @property
    def knows_next(self) -> datetime | None:
        return None if self._lookout is None else self._lookout.status.next_at

    def die(self) -> None:
        """Everything in memory is lost."""
        self.alive = self.is_dying = self.holds_lock = self.stands_still = False
        self.frozen_until = self.next_pass = self.armed = None
        self.seen, self.beat_at = -1, None
        store, self._store, self._clock, self._lookout = self._store, None, None, None
        if store is not None:
            with suppress(sqlite3.Error):
                close_store(store)

    def arm(self, fate: Fate, after: int) -> None:
        self.armed, self.happened = Armed(fate, after), None

    def disarm(self) -> Fate | None:
        """What was armed and has not happened."""
        armed, self.armed = self.armed, None
        return None if armed is None else armed.fate

    # Boundaries

    def before(self, statement: str) -> None:
        """Between two statements: what the database, the process and the others do just here."""
        self._must_live(statement)
        self._weaver.boundary()
        self._must_live(statement)
        self._surroundings(statement)
        self._befall()

    def locked(self) -> bool:
        if self._machine.database is not Database.WELL:
            return False
        waited = self._weaver.wait_for_lock()
        self._must_live(TAKES_LOCK)
        return waited

    def took_lock(self) -> None:
        self.holds_lock = True

    def let_go(self) -> None:
        self.holds_lock = False

    def committed(self) -> None:
        """After a commit and before its return."""
        before = self._sight.seq
        self._sight.look()
        self.wrote += self._sight.seq - before
        if self.by_people:
            self._die_after_commit()
            return
        self._weaver.boundary()
        self._befall()

    def _die_after_commit(self) -> None:
        armed = self.armed
        if armed is not None and armed.fate is Fate.KILL and armed.after <= 2:
            self.armed, self.happened, self.is_dying = None, Fate.KILL, True

    def _must_live(self, statement: str) -> None:
        if not self.alive or (self.is_dying and statement == TAKES_LOCK):
            raise Died

    def _surroundings(self, statement: str) -> None:
        match self._machine.database:
            case Database.GONE:
                raise broken(sqlite3.SQLITE_IOERR, "disk I/O error")
            case Database.LOCKED if statement == TAKES_LOCK:
                raise broken(sqlite3.SQLITE_BUSY, "database is locked")
            case Database.FULL if is_write(statement):
                raise broken(sqlite3.SQLITE_FULL, "database or disk is full")
            case _:
                return

    def _befall(self) -> None:
        armed = self.armed
        if armed is None:
            return
        if armed.after > 0:
            armed.after -= 1
            return
        self.armed, self.happened = None, armed.fate
        if armed.fate is Fate.ERROR:
            raise broken(sqlite3.SQLITE_IOERR, "disk I/O error")
        if armed.fate is Fate.FREEZE:
            self.stands_still = True
            self._weaver.freeze()
            self.stands_still = False
            return
        self.alive = False
        raise Died
