"""What a station has for the time its record is away: its own eyes, and a file to keep what is entered."""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from station.app.patience import Publishing
from station.clock import Clock
from station.monitor.eyes import Eyes
from station.monitor.station_duties import Identity
from station.monitor.watch import Monitor
from station.services import Store
from station.store.errors import StoreError
from station.store.spool import Spool, Spools, folder_for

_logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Kept:
    """`spools` None: nothing is kept here (a wall, a demo), or the file cannot be used, and then `trouble` says why."""

    spools: Spools | None
    trouble: str = ""
    _eyes: Eyes | None = None

    @property
    def eyes(self) -> Eyes:
        """Once the monitor is there to be watched."""
        if self._eyes is None:
            raise RuntimeError("the eyes are opened by watch()")
        return self._eyes

    @property
    def last_moment(self) -> datetime | None:
        """The time of the last entry that waits: this station has lived through it."""
        entries = () if self.spools is None else self.spools.own.entries
        return entries[-1].written_at if entries else None

    def watch(self, monitor: Monitor, clock: Clock, publishing: Publishing) -> None:
        """Have eyes that judge by what this monitor leaves behind."""
        self._eyes = Eyes(
            self.spools, clock, status=lambda: monitor.status, elapsed=monitor.elapsed, publish=publishing
        )
        monitor.covered_by(self._eyes.was_covering)
        if self.trouble:
            monitor.tell("kept", self.trouble)

    def close(self) -> None:
        """The eyes first: they write into the file."""
        self.eyes.stop()
        if self.spools is not None:
            self.spools.close()


def open_kept(store: Store, identity: Identity, root: Path | None) -> Kept:
    """The file of this station for this database. One that cannot be used is no reason not to watch the unit."""
    if root is None or identity.kind == "wall":
        return Kept(None)
    folder = folder_for(root, store.where)
    try:
        return Kept(Spools(Spool.of(folder, identity.name, store.where), folder))
    except StoreError as error:
        _logger.exception("What is entered while the record is away cannot be kept.")
        return Kept(None, f"What is entered while the record is away cannot be kept on this computer. {error}")
