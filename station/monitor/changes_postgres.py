"""Commits by others on a PostgreSQL server: LISTEN on a connection of its own. A hint is a convenience: it may be lost,
and the journal is looked at now and then in any case.
"""

import contextlib
from collections.abc import Callable
from threading import Event as Flag
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from station.clock import Clock, SystemClock

CHANNEL: Final = "station"
WAIT_S: Final = 0.1
GATHERED_S: Final = 0.1
"""Hints that follow one within this time are the same news."""

FALLBACK_S: Final = 1.0
"""There may be news this often, whether or not hints arrive."""


class ServerListener:
    """One connection, taken out of the pool and in autocommit, that listens on the channel `station`."""

    def __init__(self, engine: Engine, watch: Clock | None = None) -> None:
        self._engine = engine
        self._elapsed: Callable[[], float] = (watch or SystemClock()).elapsed
        self._connection: Connection | None = None
        self._looked_at = 0.0

    def open(self) -> None:
        """Connect and listen."""
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._connection = connection
        connection.detach()
        connection.execute(text(f"LISTEN {CHANNEL}"))
        self._looked_at = self._elapsed()

    def wait(self, stop: Flag) -> bool:
        """Wait for a hint for a tenth of a second; True when there was one, or none for some time."""
        if stop.is_set():
            return False
        if self._connection is None:
            raise ConnectionError("The listener is not open.")
        if not self._hinted(self._connection, stop) and self._elapsed() - self._looked_at < FALLBACK_S:
            return False
        self._looked_at = self._elapsed()
        return True

    def close(self) -> None:
        """Let the connection go, however broken it is."""
        if self._connection is not None:
            with contextlib.suppress(Exception):
                self._connection.close()
            self._connection = None

    def _hinted(self, connection: Connection, stop: Flag) -> bool:
        """Whether a hint came within the wait. `notifies` is psycopg's own and raises when the server is gone."""
        driver: Any = connection.connection.dbapi_connection  # driver_connection is None once detached
        if not list(driver.notifies(timeout=WAIT_S, stop_after=1)):
            return False
        stop.wait(GATHERED_S)
        list(driver.notifies(timeout=0))
        return True
