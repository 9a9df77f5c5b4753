"""Putting the monitor together on a real database. A start after a crash and one after a good end are the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from station.clock import Clock
from station.monitor.changes import ChangeWatch, open_change_watch
from station.monitor.logical_clock import LogicalClock
from station.monitor.recovering import RecoveringDuties
from station.monitor.server_clock import ServerClock, server_time
from station.monitor.station_duties import Identity
from station.monitor.watch import Monitor
from station.services import Store
from station.services.stations import read_clock_mark, read_latest
from station.store.spool import Spools


@dataclass(frozen=True, slots=True)
class StationClock:
    """The clock that everything in this process goes by, and how to bring it in step with the database."""

    clock: LogicalClock
    sync: Callable[[], None]
    server: ServerClock | None = None
    """Of the database, where that decides."""

    def machine_off_s(self) -> float:
        """Seconds by which this computer's own clock is ahead of the server's that decides; 0 where none does."""
        return 0.0 if self.server is None else self.server.offset_s


def open_clock(store: Store, base: Clock, lived_through: datetime | None = None) -> StationClock:
    """The logical clock of this process, which does not begin before the latest time that the record knows of. What it
    finds of a gap it finds by the latest mark that any station stored.

    On PostgreSQL the server's clock decides. On SQLite the stations of one file keep step by what each has stored: two
    started before and after the wall was set back would else stand seconds apart for ever.
    Raises what the database raises when it cannot be asked. To be called before the station registers itself, and to
    be the only clock from then on. `lived_through`: a time that this station has seen for certain without the database.
    """
    mark = max((at for at in (read_clock_mark(store), lived_through) if at is not None), default=None)
    if store.engine.dialect.name != "postgresql":
        clock = LogicalClock(base, mark)
        clock.not_before(read_latest(store))
        return StationClock(clock, lambda: clock.not_before(read_latest(store)))
    server = ServerClock(base, lambda: server_time(store.engine))
    return StationClock(LogicalClock(server, mark), server.sync, server)


def clock_without(store: Store, base: Clock, believed: datetime, mark: datetime) -> StationClock:
    """The same while the database cannot be asked. `believed`: its time now, as well as that can be told without it;
    `mark`: the time that this station knows to have come. What a start finds of its clock it finds by that."""
    if store.engine.dialect.name != "postgresql":
        clock = LogicalClock(base, mark)
        return StationClock(clock, lambda: clock.not_before(read_latest(store)))
    server = ServerClock(base, lambda: server_time(store.engine), believed)
    return StationClock(LogicalClock(server, mark), server.sync, server)


def open_monitor(
    store: Store, time: StationClock, identity: Identity, *, spools: Spools | None = None, speed: float = 1.0
) -> Monitor:
    """The monitor of this process, not yet started. `speed`: logical seconds in a real one (a demo that runs fast).

    `spools`: what was kept while the record was away, to be put in before each sweep.
    """
    duties = RecoveringDuties(store, identity, spools, time.clock.now)
    return Monitor(duties, time.clock, publish=store.publish, sync=time.sync, speed=speed)


def open_watch(store: Store) -> ChangeWatch:
    """News of commits elsewhere, published where the store publishes its own. Not yet started."""
    return open_change_watch(store)
