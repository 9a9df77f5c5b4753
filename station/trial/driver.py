"""The driver below SQLAlchemy: a real SQLite connection that stops at every statement, where faults come and go."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, event
from typing_extensions import override

from station.store.engine import open_store
from station.store.work import Store

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
TAKES_LOCK = "BEGIN IMMEDIATE"
COMMIT = "COMMIT"


class Boundaries(Protocol):
    """Whoever is asked at each boundary. Raises what happens there."""

    def before(self, statement: str) -> None: ...
    def locked(self) -> bool:
        """Somebody else has the lock. Whether it is worth another try."""
        ...

    def took_lock(self) -> None: ...
    def let_go(self) -> None: ...
    def committed(self) -> None: ...


def is_write(statement: str) -> bool:
    """Whether the disk is needed for it."""
    return statement == COMMIT or statement.lstrip()[:7].upper().startswith(_WRITES)


def broken(code: int, said: str) -> sqlite3.OperationalError:
    """The error that SQLite raises with this code."""
    error = sqlite3.OperationalError(said)
    error.sqlite_errorcode = code
    return error


_first: list[Engine] = []
"""The first engine there was: what SQLAlchemy has once put into SQL is kept from trial to trial."""


def woven_store(path: Path, at: Boundaries) -> Store:
    """The store of a station, opened as the program opens it. From then on every statement stops at `at`, and nobody
    waits for locks."""
    store = open_store(path, synchronous="OFF", create=False)
    engine = store.engine

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, _args: Any, options: dict[str, Any]) -> None:
        options |= {"factory": _factory(at), "timeout": 0.0}

    _first.append(engine) if not _first else None
    engine.dialect, engine._compiled_cache = _first[0].dialect, _first[0]._compiled_cache  # noqa: SLF001 - 2 s a trial
    engine.dispose()
    return Store(engine)


def _factory(at: Boundaries) -> Callable[..., "WovenConnection"]:
    def make(*args: Any, **options: Any) -> WovenConnection:
        connection = WovenConnection(*args, **options)
        connection.at = at
        return connection

    return make


class WovenCursor(sqlite3.Cursor):
    """Asks before each statement."""

    @override
    def execute(self, sql: str, parameters: Any = (), /) -> "WovenCursor":
        at = _at(self)
        if at is None:
            super().execute(sql, parameters)
            return self
        at.before(sql)
        if sql == TAKES_LOCK:
            self._take_lock(at)
        else:
            super().execute(sql, parameters)
        return self

    @override
    def executemany(self, sql: str, parameters: Any, /) -> "WovenCursor":
        at = _at(self)
        if at is not None:
            at.before(sql)
        super().executemany(sql, parameters)
        return self

    def _take_lock(self, at: Boundaries) -> None:
        while True:
            try:
                super().execute(TAKES_LOCK)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not at.locked():
                    raise
            else:
                at.took_lock()
                return


class WovenConnection(sqlite3.Connection):
    """Asks before and after each commit."""

    at: Boundaries | None = None

    @override
    def cursor(self, factory: Any = None) -> Any:
        return super().cursor(factory or WovenCursor)

    @override
    def commit(self) -> None:
        """Where SQLite cannot commit, it rolls back by itself."""
        writes = self.in_transaction
        if self.at is not None and writes:
            try:
                self.at.before(COMMIT)
            except sqlite3.Error:
                self.rollback()
                raise
        super().commit()
        if self.at is not None and writes:
            self.at.let_go()
            self.at.committed()

    @override
    def rollback(self) -> None:
        super().rollback()
        if self.at is not None:
            self.at.let_go()

    @override
    def close(self) -> None:
        super().close()
        if self.at is not None:
            self.at.let_go()


def _at(cursor: sqlite3.Cursor) -> Boundaries | None:
    connection = cursor.connection
    return connection.at if isinstance(connection, WovenConnection) else None
