"""All of a running Station that is not seen: store, clock, monitor, news of other commits, proof of the journal."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from station import __version__
from station.app.kept_here import Kept, open_kept
from station.app.opener import SLOW, Opener
from station.app.patience import PATIENCE_S, Publishing, waited_for
from station.clock import Clock, SystemClock
from station.monitor.changes import ChangeWatch
from station.monitor.logical_clock import LONG_GAP_S
from station.monitor.memory import NothingRemembered, believed, is_known
from station.monitor.proof import JournalProof
from station.monitor.start_up import StationClock, clock_without, open_clock, open_monitor, open_watch
from station.monitor.station_duties import Identity
from station.monitor.watch import Monitor
from station.monitor.watchers import Watchers, open_watchers
from station.services import Store
from station.services.stations import read_clock_mark
from station.store.engine import LateStore, close_store, named, not_opened, open_store
from station.store.errors import NoDatabase, StoreError
from station.store.places import is_there
from station.store.spool_places import folder_for
from station.store.verify import first_of

GONE = (
    "There is no database at {where}, where this computer knew a unit before. Put the file back where it was, with the "
    "files beside it whose names begin alike; or restore the latest backup. To begin a new unit there, first "
    "move {known} elsewhere."
)
UNTOLD = (
    "There is no database at {where}, and nobody can tell whether this computer knew a unit there: {folder} cannot be "
    "read ({said}). Give this user the right to read it."
)
BEGIN_S: Final = 8.0
"""A little longer than whatever is waited for in it."""

Waiting = Callable[[Callable[[], Store]], Store]


def at_once(op: Callable[[], Store]) -> Store:
    """However long it takes."""
    return op()


@dataclass(frozen=True, slots=True)
class Core:
    """A store that is open, and those who watch over it."""

    store: Store
    time: StationClock
    monitor: Monitor
    watch: ChangeWatch
    proof: JournalProof
    watchers: Watchers
    kept: Kept
    publishing: Publishing
    base: Clock
    late: LateStore | None = None
    """Started without the record: what opens it."""
    beginning: Opener[None] = field(default_factory=partial(Opener[None], BEGIN_S))

    def now(self) -> datetime:
        """The time everything here goes by."""
        return self.time.clock.now()

    def start(self) -> None:
        """Begin to watch. Raises what the database raises, TooSlow where it does not answer; then this station looks
        from memory until it succeeds."""
        self.kept.start()
        try:
            self.beginning(self._begin)
        except StoreError as error:
            self.kept.lost(error, self.base)
            raise
        self.watch.start()
        self.proof.start()
        self.watchers.start()

    def _begin(self) -> None:
        self._reach()
        self.monitor.start()
        self.kept.record = self.kept.record or first_of(self.store)

    def _reach(self) -> None:
        """Open the record of a station that was started without it."""
        if self.late is not None and self.late.reach():
            mark = read_clock_mark(self.store)
            self.time.clock.watched_by_others(mark)
            _owe_looks(self.monitor, self.kept.eyes.unwatched_to, mark)

    def close(self) -> None:
        """End in good order; nothing of it runs afterwards."""
        self.watchers.stop()
        self.proof.stop()
        self.watch.stop()
        self.monitor.stop()
        self.kept.close()
        close_store(self.store)


def open_core(
    database: str,
    identity: Identity,
    publish: Callable[[Sequence[Any]], None],
    *,
    base: Clock | None = None,
    speed: float = 1.0,
    spool_folder: Path | None = None,
    opening: Callable[..., Store] = open_store,
    waiting: Waiting = at_once,
) -> Core:
    """Open the database and put the watchers together, not yet started. Raises StoreError, holding nothing then.

    `base`: the clock to go by. `speed`: its seconds in one real second. `spool_folder`: where a station keeps what it
    knows of the unit, and a desk what is entered, for the time the record is away; None keeps nothing. `opening`: as
    `open_store`. `waiting`: how long it is waited for.
    """
    publishing, base = Publishing(publish), base or SystemClock()
    store = waiting(partial(_open_known, opening, database, spool_folder, base, publish=publishing))
    store.publish = publishing
    kept = open_kept(store, identity, spool_folder)
    try:
        time, mark = waited_for(partial(_time_of, store, kept, base), PATIENCE_S, SLOW)
    except BaseException:
        kept.let_go()
        close_store(store)
        raise
    core = _put_together(store, kept, time, identity, publishing, base, speed)
    _owe_looks(core.monitor, kept.unwatched_to(base.now()), mark)
    return core


def _time_of(store: Store, kept: Kept, base: Clock) -> tuple[StationClock, datetime | None]:
    """The clock, and how far any station has watched; of the record for which entries wait here, where any do."""
    kept.record = first_of(store)
    if kept.last_moment is not None:
        with suppress(NothingRemembered):
            kept.refuse_another(kept.record, kept.recall(base.now()))
    return open_clock(store, base, kept.last_moment), read_clock_mark(store)


def open_from_memory(
    database: str,
    identity: Identity,
    publish: Callable[[Sequence[Any]], None],
    why: StoreError,
    *,
    base: Clock | None = None,
    speed: float = 1.0,
    spool_folder: Path | None = None,
    opening: Callable[..., Store] = open_store,
    waiting: Waiting = at_once,
) -> Core:
    """The same where the database cannot be opened, which is `why`: it goes on from what this station knew last.

    Raises StoreError, in words, where that is nothing; then nothing is held open.
    """
    publishing, base = Publishing(publish), base or SystemClock()

    def reopening(where: str, **how: Any) -> Store:
        return waiting(partial(again, where, **how))

    def again(where: str, **how: Any) -> Store:
        store = _open_known(opening, where, spool_folder, base, **how)
        try:
            kept.refuse_another(first_of(store), known)
        except BaseException:
            close_store(store)
            raise
        return store

    late = LateStore(database, publishing, why, reopening)
    kept = open_kept(late.store, identity, spool_folder)
    try:
        known = kept.recall(base.now())
    except StoreError:
        kept.let_go()
        raise
    kept.record = known.record
    time = clock_without(late.store, base, believed(known, base.now()), kept.watched_to(known))
    core = _put_together(late.store, kept, time, identity, publishing, base, speed, late)
    kept.begin_without(known, why, base)
    return core


def _put_together(
    store: Store,
    kept: Kept,
    time: StationClock,
    identity: Identity,
    publishing: Publishing,
    base: Clock,
    speed: float,
    late: LateStore | None = None,
) -> Core:
    monitor = open_monitor(store, time, identity, spools=kept.spools, speed=speed)
    kept.watch(monitor, time, publishing, store.where)
    watchers = open_watchers(store, time.clock, identity.name, speed=speed)
    watchers.auditor.is_known_away = kept.eyes.was_covering
    return Core(
        store=store,
        time=time,
        monitor=monitor,
        watch=open_watch(store),
        proof=JournalProof(store, time.clock, identity.name, kept=kept.head),
        watchers=watchers,
        kept=kept,
        publishing=publishing,
        base=base,
        late=late,
    )


def _owe_looks(monitor: Monitor, unwatched_to: datetime | None, mark: datetime | None) -> None:
    """For a time in which nobody looked, unless another station did. `mark`: how far any has watched."""
    if unwatched_to is None or (mark is not None and (unwatched_to - mark).total_seconds() <= LONG_GAP_S):
        return
    monitor.owe_looks()


def _open_known(opening: Callable[..., Store], database: str, root: Path | None, base: Clock, **how: Any) -> Store:
    _refuse_to_begin_anew(database, root, base)
    return opening(database, **how)


def _refuse_to_begin_anew(database: str, root: Path | None, base: Clock) -> None:
    """A file that was moved away is not taken for a unit still to be made. Raises NoDatabase, and StoreError where
    nobody can tell whether it was."""
    where = named(database)
    if root is None or "://" in where or _is_there(Path(where)):
        return
    folder = folder_for(root, where)
    try:
        known = is_known(folder, base.now(), where)
    except OSError as fault:
        raise NoDatabase(UNTOLD.format(where=where, folder=folder, said=fault.strerror or fault)) from fault
    if known is not None:
        raise NoDatabase(GONE.format(where=where, known=known))


def _is_there(path: Path) -> bool:
    try:
        return is_there(path)
    except OSError as fault:
        raise not_opened(fault, str(path)) from fault


def identity_of(name: str, kind: str) -> Identity:
    """This program, running as `kind` (wall, desk or headless) under a station's name."""
    return Identity(name, kind, __version__)
