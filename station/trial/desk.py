"""One station of the trial: the real store, clock, lookout and duties, and what befalls its process."""

import errno
import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from station.monitor.logical_clock import LogicalClock
from station.monitor.lookout import HEARTBEAT_S, Lookout
from station.monitor.recovering import RecoveringDuties
from station.monitor.start_up import open_clock
from station.monitor.station_duties import Identity
from station.simulation.truth import Understood
from station.store.engine import close_store
from station.store.errors import StoreError
from station.store.work import Store
from station.trial.beside import Beside, Known, OwnComputer, read_known
from station.trial.driver import TAKES_LOCK, broken, is_write, woven_store
from station.trial.machine import LEFT_OUT_S, Database, Machine, MachineClock, Watch
from station.trial.screens import Knows
from station.trial.weave import Died, Weaver

TICK: Final = timedelta(seconds=1)


class Fate(StrEnum):
    """What befalls a process in the middle of something."""

    KILL = "kill"
    FREEZE = "freeze"
    ERROR = "error"
    UNHEARD = "unheard"
    """A commit is made, and its answer is lost."""
    KILL_KEEPING = "kill while keeping"
    """Somebody's entry is on the own disk, or on its way there, and he has not been told."""
    KILL_PUT_IN = "kill after putting in"
    """What was kept has just gone into the record, and its file knows nothing of that."""


KILLS: Final = (Fate.KILL, Fate.KILL_KEEPING, Fate.KILL_PUT_IN)


@dataclass(slots=True)
class Armed:
    """It happens at the boundary after this many."""

    fate: Fate
    after: int


class Watcher(Protocol):
    """Whoever looks at the file after each commit."""

    seq: int
    """The last entry of the journal."""

    understood: Understood

    @property
    def put_in(self) -> int:
        """Counts up whenever something of what people had kept goes into the record, or is marked as dealt with."""
        ...

    def look(self) -> None: ...


class Desk:
    """A station. `by_people`: what runs is an act of a person, which is told at once when it is done."""

    def __init__(self, name: str, place: Path, machine: Machine, weaver: Weaver, sight: Watcher, seed: int = 0) -> None:
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
        self.is_cut_off = False
        """It alone does not reach the file."""
        self.stands_still = False
        """Frozen in the middle of something."""
        self.happened: Fate | None = None
        self.looks_at: datetime | None = None
        """When it will look from memory next, in true time."""
        self.may_be_unheard = False
        """What is done would be kept if its answer were lost."""
        self.was_unheard = False
        self.computer = OwnComputer(name, place.parent / f"{place.stem} {name}", self._at_own_disk, f"{seed}:{name}")
        self._beside: Beside | None = None
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
    def beside(self) -> Beside:
        if self._beside is None:
            raise Died
        return self._beside

    @property
    def keeps(self) -> bool:
        """Whether people can go on here without the record."""
        return self.usable and self._beside is not None and self._beside.has_memory

    @property
    def waits(self) -> bool:
        return self._beside is not None and self._beside.waits

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
        time = open_clock(self._store, MachineClock(self._machine), self.computer.last_moment())
        self._clock = time.clock
        spools = self.computer.open(self._store.where)
        duties = RecoveringDuties(self._store, Identity(self.name, "desk", "trial"), spools, time.clock.now)
        self._watch = Watch(self._machine)
        self._lookout = Lookout(duties, self._clock, self._watch, publish=lambda _: None, sync=time.sync)
        self._beside = Beside(spools, self._clock, self._lookout, self._watch)
        duties.register(self._clock.now())
        self._lookout.begin()

    def look(self, *, beats: bool = False) -> bool:
        """Take a pass. False when it failed. `beats`: say in any case that the station lives."""
        if self._lookout is None:
            raise Died
        self._watch.turn(HEARTBEAT_S if beats else LEFT_OUT_S)
        self.wrote = 0
        if beats:
            self.beat_at = self._machine.true
        return self._lookout.pass_now(0.0)

    def wakes(self) -> None:
        """It stood still, and is to notice it: the count of its seconds has gone on."""
        self._watch.turn(None)

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
        beside, self._beside = self._beside, None
        self.was_unheard, self.looks_at = False, None
        if beside is not None:
            beside.close()
        if store is not None:
            with suppress(sqlite3.Error):
                close_store(store)

    def remember(self, known: Known | None = None) -> Known | None:
        """What stands on its screens is what it will know when the record goes away. None: it could not be read."""
        armed, self.armed = self.armed, None
        with suppress(StoreError):
            known = known or read_known(self.store, self.now())
            self.beside.remember(known)
            self.beside.knows = Knows(self._sight.understood.copy(), not self._weaver.frozen, self.beside.knows_kept)
        self.armed = armed
        return known

    def look_from_memory(self) -> datetime | None:
        """When, in true time, something will be to be seen that is not yet; None where the record is there."""
        if self._beside is None or not self.usable:
            return None
        self._beside.look()
        next_look = self._beside.next_look()
        return None if next_look is None else self._machine.true + (next_look - self.now())

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
        before, put_in = self._sight.seq, self._sight.put_in
        self._sight.look()
        self.wrote += self._sight.seq - before
        if self._sight.put_in > put_in:
            self._meet(Fate.KILL_PUT_IN)
        if self.by_people:
            self._die_after_commit()
            self._be_unheard()
            return
        self._weaver.boundary()
        self._befall()

    def _die_after_commit(self) -> None:
        armed = self.armed
        if armed is not None and armed.fate is Fate.KILL and armed.after <= 2:
            self.armed, self.happened, self.is_dying = None, Fate.KILL, True

    def _be_unheard(self) -> None:
        armed = self.armed
        if armed is not None and armed.fate is Fate.UNHEARD and self.may_be_unheard:
            self.armed, self.happened, self.was_unheard = None, Fate.UNHEARD, True
            raise broken(sqlite3.SQLITE_IOERR, "disk I/O error")

    def _at_own_disk(self) -> None:
        """Between two movements of its own disk."""
        self._must_live("")
        self._weaver.boundary()
        self._must_live("")
        if self.computer.disk.is_of_person:
            self._meet(Fate.KILL_KEEPING)
        try:
            self._befall()
        except sqlite3.Error as error:
            raise OSError(errno.EIO, os.strerror(errno.EIO)) from error

    def _meet(self, fate: Fate) -> None:
        """A moment that a kill may be aimed at."""
        aimed = self._machine.aimed
        left = aimed.pop(fate, None)
        if left:
            aimed[fate] = left - 1
        elif left == 0:
            self.happened, self.alive = fate, False
            raise Died

    def _must_live(self, statement: str) -> None:
        if not self.alive or (self.is_dying and statement == TAKES_LOCK):
            raise Died

    def _surroundings(self, statement: str) -> None:
        if self.is_cut_off:
            raise broken(sqlite3.SQLITE_IOERR, "disk I/O error")
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
        if armed is None or armed.fate is Fate.UNHEARD:
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
