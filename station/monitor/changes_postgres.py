"""Commits by others on a PostgreSQL server: LISTEN on a connection of its own, and a look now and then in case a hint
was lost. A hint is a convenience; the journal's head is the truth.
"""

import contextlib
from collections.abc import Callable
from threading import Event as Flag
from typing import Any, Final

from sqlalchemy import Connection, Engine, func, select, text

from station.clock import Clock, SystemClock
from station.models import JournalEntry

CHANNEL: Final = "station"
WAIT_S: Final = 0.1
FALLBACK_S: Final = 1.0
"""The journal's head is read this often, whether or not hints arrive."""


class ServerListener:
    """One connection, taken out of the pool and in autocommit, that listens on the channel `station`."""

    def __init__(self, engine: Engine, watch: Clock | None = None) -> None:
        self._engine = engine
        self._elapsed: Callable[[], float] = (watch or SystemClock()).elapsed
        self._connection: Connection | None = None
        self._head = 0
        self._looked_at = 0.0

    def open(self) -> None:
        """Connect, listen, and then take the present head as known: in that order nothing falls between."""
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._connection = connection
        connection.detach()
        connection.execute(text(f"LISTEN {CHANNEL}"))
        self._look(connection)

    def wait(self, stop: Flag) -> bool:
        """Wait for a hint for a tenth of a second; True when there was one, or the head has moved without one."""
        if stop.is_set():
            return False
        if self._connection is None:
            raise ConnectionError("The listener is not open.")
        hinted = self._hints(self._connection) > 0
        if hinted or self._elapsed() - self._looked_at >= FALLBACK_S:
            return self._look(self._connection) or hinted
        return False

    def close(self) -> None:
        """Let the connection go, however broken it is."""
        if self._connection is not None:
            with contextlib.suppress(Exception):
                self._connection.close()
            self._connection = None

    def _hints(self, connection: Connection) -> int:
        """How many hints came within the wait. `notifies` is psycopg's own and raises when the server is gone."""
        driver: Any = connection.connection.dbapi_connection  # driver_connection is None once detached
        return sum(1 for _ in driver.notifies(timeout=WAIT_S, stop_after=1)) + sum(
            1 for _ in driver.notifies(timeout=0)
        )

    def _look(self, connection: Connection) -> bool:
        """True when the head has moved since the last look."""
        self._looked_at = self._elapsed()
        before = self._head
        self._head = connection.execute(select(func.coalesce(func.max(JournalEntry.seq), 0))).scalar_one()
        return self._head != before
