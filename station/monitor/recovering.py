"""The duties of a station that keeps what is entered while the record is away: each pass first puts it in.

Before the sweep, so that what people did meanwhile is known to it: every start is a recovery, and so is every return.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from typing_extensions import override

from station.monitor.station_duties import Identity, StationDuties
from station.services import Actor, Store
from station.services.alerts import raise_technical
from station.services.putting_in import put_in, say_returned
from station.store.errors import StoreError
from station.store.spool import Spool, Spools

_logger = logging.getLogger(__name__)

STUCK: Final = (
    "What was entered while the record was away could not be put in on {station} ({fault}). It is still on that "
    "computer: keep its file, and tell whoever looks after Station."
)


class RecoveringDuties(StationDuties):
    """As the others; `spools` None: nothing is kept. `present`: the time of the record, asked in the midst of it."""

    def __init__(
        self, store: Store, identity: Identity, spools: Spools | None, present: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(store, identity)
        self._spools = spools
        self._present = present
        self._has_searched = False

    @override
    def owe_everyone_a_look(self, now: datetime) -> None:
        self.recover(now)
        super().owe_everyone_a_look(now)

    @override
    def sweep(self, now: datetime) -> datetime | None:
        self.recover(now)
        return super().sweep(now)

    def recover(self, now: datetime) -> None:
        """Put in what waits. Raises StoreError when the record goes away again; any other fault is told, and the
        sweep goes on."""
        if self._spools is None:
            return
        if not self._has_searched:
            self._search(self._spools, now)
        for spool in tuple(self._spools.waiting()):
            try:
                self._put_in(spool, now)
            except StoreError:
                raise
            except Exception as fault:
                _logger.exception("What was kept could not be put in.")
                self._say(STUCK.format(station=self.station, fault=type(fault).__name__), now)

    def _search(self, spools: Spools, now: datetime) -> None:
        """Once: for what earlier runs of another name have left behind."""
        for trouble in spools.find_left():
            self._say(trouble, now)
        self._has_searched = True

    def _put_in(self, spool: Spool, now: datetime) -> None:
        """All of it; what came meanwhile is left for the next pass, with the file. No lock is held while the record is
        written to: whoever keeps an entry never waits for it."""
        entries = spool.entries
        returned = put_in(self._store, entries, now=now, present=self._present)
        say_returned(self._store, entries[0].station, returned, now=now, head=spool.head)
        try:
            spool.archive(len(entries))
        except OSError as error:
            _logger.warning("%s could not be put away and goes on: %s", spool.path, error)
            spool.forget(len(entries))

    def _say(self, sentence: str, now: datetime) -> None:
        raise_technical(
            self._store, f"kept:{self.station}", sentence, actor=Actor(None, "Station", self.station), now=now
        )
