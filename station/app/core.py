"""All of a running Station that is not seen: store, clock, monitor, news of other commits, proof of the journal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from station import __version__
from station.clock import Clock, SystemClock
from station.monitor.changes import ChangeWatch
from station.monitor.proof import JournalProof
from station.monitor.start_up import StationClock, open_clock, open_monitor, open_watch
from station.monitor.station_duties import Identity
from station.monitor.watch import Monitor
from station.monitor.watchers import Watchers, open_watchers
from station.services import Store
from station.store.engine import close_store, open_store


@dataclass(frozen=True, slots=True)
class Core:
    """A store that is open, and those who watch over it."""

    store: Store
    time: StationClock
    monitor: Monitor
    watch: ChangeWatch
    proof: JournalProof
    watchers: Watchers

    def now(self) -> datetime:
        """The time everything here goes by."""
        return self.time.clock.now()

    def start(self) -> None:
        """Begin to watch. Raises what the database raises."""
        self.monitor.start()
        self.watch.start()
        self.proof.start()
        self.watchers.start()

    def close(self) -> None:
        """End in good order; nothing of it runs afterwards."""
        self.watchers.stop()
        self.proof.stop()
        self.watch.stop()
        self.monitor.stop()
        close_store(self.store)


def open_core(
    database: str,
    identity: Identity,
    publish: Callable[[Sequence[Any]], None],
    *,
    base: Clock | None = None,
    speed: float = 1.0,
) -> Core:
    """Open the database and put the watchers together, not yet started. Raises StoreError, in words.

    `base`: the clock to go by. `speed`: its seconds in one real second.
    """
    store = open_store(database, publish=publish)
    time = open_clock(store, base or SystemClock())
    return Core(
        store=store,
        time=time,
        monitor=open_monitor(store, time, identity, speed=speed),
        watch=open_watch(store),
        proof=JournalProof(store, time.clock, identity.name),
        watchers=open_watchers(store, time.clock, identity.name, speed=speed),
    )


def identity_of(name: str, kind: str) -> Identity:
    """This program, running as `kind` (wall, desk or headless) under a station's name."""
    return Identity(name, kind, __version__)
