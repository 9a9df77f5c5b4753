"""Commits by other connections to an SQLite file, by asking `PRAGMA data_version` on one kept connection."""

import sqlite3
from pathlib import Path
from threading import Event as Flag
from typing import Final

POLL_S: Final = 0.1
"""A question costs about five microseconds."""


class FileListener:
    """Outside any transaction, `data_version` changes when another connection has committed: never by our reading."""

    def __init__(self, path: str, every_s: float = POLL_S) -> None:
        self._path = path
        self._every_s = every_s
        self._connection: sqlite3.Connection | None = None
        self._seen = 0

    def open(self) -> None:
        """Connect to the file, which must exist."""
        uri = f"{Path(self._path).absolute().as_uri()}?mode=rw"
        self._connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=1.0)
        self._seen = self._version(self._connection)

    def wait(self, stop: Flag) -> bool:
        """Wait one interval; True when others have committed meanwhile."""
        stop.wait(self._every_s)
        if self._connection is None:
            raise ConnectionError("The listener is not open.")
        before, self._seen = self._seen, self._version(self._connection)
        return self._seen != before

    def close(self) -> None:
        """Let the file go."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @staticmethod
    def _version(connection: sqlite3.Connection) -> int:
        version: int = connection.execute("PRAGMA data_version").fetchone()[0]
        return version
