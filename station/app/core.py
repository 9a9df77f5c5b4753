"""All of a running Station that is not seen: store, clock, monitor, news of other commits, proof of the journal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from station import __version__
from station.app.kept_here import Kept, open_kept
from station.app.patience import Publishing
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
    kept: Kept
    publishing: Publishing

    def now(self) -> datetime:
        """The time everything here goes by."""
        return self.time.clock.now()

    def start(self) -> None:
        """Begin to watch. Raises what the database raises."""
        self.kept.eyes.start()
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
) -> Core:
    """Open the database and put the watchers together, not yet started. Raises StoreError, in words.

    `base`: the clock to go by. `speed`: its seconds in one real second. `spool_folder`: where a desk keeps what is
    entered while the record is away; None keeps nothing.
    """
    publishing = Publishing(publish)
    store = open_store(database, publish=publishing)
    kept = open_kept(store, identity, spool_folder)
    time = open_clock(store, base or SystemClock(), kept.last_moment)
    monitor = open_monitor(store, time, identity, spools=kept.spools, speed=speed)
    kept.watch(monitor, time.clock, publishing)
    watchers = open_watchers(store, time.clock, identity.name, speed=speed)
    watchers.auditor.is_known_away = kept.eyes.was_covering
    return Core(
        store=store,
        time=time,
        monitor=monitor,
        watch=open_watch(store),
        proof=JournalProof(store, time.clock, identity.name),
        watchers=watchers,
        kept=kept,
        publishing=publishing,
    )


def identity_of(name: str, kind: str) -> Identity:
    """This program, running as `kind` (wall, desk or headless) under a station's name."""
    return Identity(name, kind, __version__)
