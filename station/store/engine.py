"""Opening and closing the database: the engine, its settings, and every refusal before work begins."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from station.clock import Clock, SystemClock
from station.store import migrate, places
from station.store.errors import Corrupt, DriverMissing, NoDatabase, ReadOnly, StoreError, explain
from station.store.work import Store

Synchronous = Literal["OFF", "NORMAL", "FULL", "EXTRA"]

BUSY_MS: Final = 5000
"""How long a writer waits for another, in milliseconds, on every database."""

_CLOSED: Final = (
    "{where} cannot be used: this user may not enter its folder or read the file. Give this user the right to read and "
    "write both, or choose another place with --database."
)
_NOT_OPENED: Final = "{where} cannot be opened ({said}). See that its disk is there, and that this user may use it."

_IDLE_MS: Final = 10_000
"""PostgreSQL ends a transaction whose station does nothing for this long (frozen, suspended): others wait for it."""

_CONNECT_S: Final = 5
_ALIVE: Final = {"keepalives": 1, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
"""Seconds and tries. A server that took a question and then lost its power, or was started anew, never answers it, and
nothing that was sent waits for a receipt: only asking whether it is there ends that, by default after two hours."""

_WAL_KEPT: Final = 64 * 1024 * 1024
_CHECKED_WHOLE: Final = 16 * 1024 * 1024
"""Up to this size, in bytes, the whole file is checked at each start (under 0.1 s); beyond it only its frame."""


def open_store(
    where: str | Path,
    *,
    publish: Callable[[Sequence[Any]], None] | None = None,
    create: bool = True,
    synchronous: Synchronous = "FULL",
    clock: Clock | None = None,
) -> Store:
    """Open the database, making or migrating it as needed.

    `where`: a file's path, or an address (sqlite:///..., postgresql://user@server/name).
    `create`: make the file, its folder and its tables when there are none.
    `clock` names the backup taken before a migration.
    Raises a StoreError, whose message is for a person, for whatever stands in the way.
    """
    url = address(where)
    engine = _prepared(url, synchronous, create=create) if _is_sqlite(url) else _postgres(url)
    store = Store(engine) if publish is None else Store(engine, publish)
    try:
        _check(store)
        migrate.bring_up_to_date(store, clock or SystemClock(), create=create)
        _write_ahead(store)
    except BaseException as exc:
        engine.dispose()
        known = explain(exc, store.where)
        if known is None and isinstance(exc, OSError):
            known = not_opened(exc, store.where)
        if known is None or known is exc:
            raise
        raise known from exc
    return store


def _prepared(url: URL, synchronous: Synchronous, *, create: bool) -> Engine:
    try:
        return _sqlite(url, synchronous, create=create)
    except OSError as exc:
        raise not_opened(exc, str(url.database)) from exc


def not_opened(exc: OSError, where: str) -> StoreError:
    """Whatever the system says of the place of a database is of the surroundings."""
    if isinstance(exc, PermissionError):
        return ReadOnly(_CLOSED.format(where=where))
    return explain(exc, where) or NoDatabase(_NOT_OPENED.format(where=where, said=exc.strerror or exc))


@dataclass(slots=True)
class LateStore:
    """A store whose database cannot be opened yet. Until `reach` has succeeded, whatever is asked of it is refused at
    once, with the reason why it could not be opened last."""

    where: str
    publish: Callable[[Sequence[Any]], None]
    why: StoreError
    opening: Callable[..., Store] = open_store
    store: Store = field(init=False)
    _is_reached: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Nothing is connected to. Raises StoreError for what is no database of ours, or needs what is not there."""
        url = address(self.where)
        engine = _sqlite_engine(url, "FULL") if _is_sqlite(url) else _postgres(url)
        event.listen(engine, "do_connect", self._refuse)
        self.store = Store(engine, self.publish)

    def reach(self) -> bool:
        """Open it as at every start, but make none where there is none; whether it had not been open before.

        Raises StoreError.
        """
        if self._is_reached:
            return False
        try:
            close_store(self.opening(self.where, create=False))
        except StoreError as error:
            self.why = error
            raise
        self._is_reached = True
        return True

    def _refuse(self, *_: object) -> None:
        if not self._is_reached:
            raise StoreError(str(self.why))


def named(where: str | Path) -> str:
    """The database by name, as `Store.where` has it. Raises StoreError for an address that Station cannot use."""
    url = address(where)
    if _is_sqlite(url):
        return str(url.database)
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def close_store(store: Store) -> None:
    """Close every connection that is not in use. On SQLite the last one folds the write-ahead log into the file."""
    store.engine.dispose()


def address(where: str | Path) -> URL:
    """What SQLAlchemy calls the database. Raises StoreError for an address that Station cannot use."""
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(Path(where).expanduser().absolute()))
    url = _parsed(where)
    if _is_sqlite(url):
        if not url.database or url.database == ":memory:":
            raise StoreError("Station keeps its records in a file: name one, for example --database station.db.")
        return URL.create("sqlite", database=str(Path(url.database).expanduser().absolute()))
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise StoreError(
            f"Station cannot use a {url.get_backend_name()} database. "
            "Name a file, or a PostgreSQL server: postgresql://user@server/station."
        )
    return url.set(drivername="postgresql+psycopg")


def _parsed(where: str) -> URL:
    try:
        return make_url(where)
    except (ArgumentError, ValueError) as exc:
        raise StoreError(
            f"{where!r} is not the address of a database. "
            "Name a file, or a PostgreSQL server: postgresql://user@server/station."
        ) from exc


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _sqlite(url: URL, synchronous: Synchronous, *, create: bool) -> Engine:
    path = Path(str(url.database))
    places.prepare(path, create=create)
    _refuse_malformed(path)
    return _sqlite_engine(url, synchronous)


def _sqlite_engine(url: URL, synchronous: Synchronous) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def settings(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")  # else REPLACE deletes without asking the triggers
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        connection.execute("PRAGMA fullfsync = ON")  # macOS: else the drive's own cache is enough for it
        connection.execute(f"PRAGMA journal_size_limit = {_WAL_KEPT}")

    def pace(connection: Connection) -> None:
        """Whether a commit waits for the disk: as set, but for what is hurried."""
        wanted = "NORMAL" if connection.get_execution_options().get("hurried", False) else synchronous
        if connection.info.get("synchronous", synchronous) != wanted:
            connection.exec_driver_sql(f"PRAGMA synchronous = {wanted}")
            connection.info["synchronous"] = wanted

    still_there = places.StillThere(Path(str(url.database)))

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        still_there.check()
        pace(connection)
        _begin(connection, "BEGIN IMMEDIATE" if connection.get_execution_options().get("write", False) else "BEGIN")

    return engine


def _begin(connection: Connection, how: str) -> None:
    """By the driver itself: as a statement of SQLAlchemy's it takes three times as long."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(how)
    except sqlite3.Error as error:
        raise OperationalError(how, None, error) from error
    finally:
        cursor.close()


def _postgres(url: URL) -> Engine:
    if find_spec("psycopg") is None:
        raise DriverMissing(
            "The library for PostgreSQL is not installed. Install it with: pip install 'nursing-station[postgres]'."
        )
    options = {"connect_timeout": _CONNECT_S, "application_name": "station", "tcp_user_timeout": BUSY_MS} | _ALIVE
    given = {key: value for key, value in options.items() if key not in url.query}
    engine = create_engine(url, connect_args=given, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {BUSY_MS}")
            cursor.execute(f"SET idle_in_transaction_session_timeout = {_IDLE_MS}")
        connection.commit()

    return engine


def _refuse_malformed(path: Path) -> None:
    """By the first bytes of the file. An empty file is a database without tables, as SQLite sees it too."""
    if path.exists() and path.stat().st_size and not places.is_sqlite(path):
        raise Corrupt(
            f"{path} is not a Station database, or is damaged from its first bytes on. "
            "Choose another file with --database, or restore the latest backup."
        )


def _check(store: Store) -> None:
    """See that the database answers and, on SQLite, that the file is whole."""
    with store.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        if isinstance(raw, sqlite3.Connection):
            _check_file(raw, store.where)
        else:
            connection.exec_driver_sql("SELECT 1")


def _check_file(raw: sqlite3.Connection, where: str) -> None:
    pages, size = (int(raw.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    _refuse_cut(Path(where), pages * size)
    if pages * size <= _CHECKED_WHOLE:
        found = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            said = " ".join(found.split())
            raise Corrupt(f"{where} is damaged ({said}). Keep the file as it is, and restore the latest backup.")


def _write_ahead(store: Store) -> None:
    """Readers and the one writer do not wait for each other. Set last: another program's file is left as it was."""
    if not _is_sqlite(store.engine.url):
        return
    with store.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        mode = raw.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise StoreError(
            f"The disk of {store.where} does not support SQLite's write-ahead log (it stays in {mode} mode). "
            "Choose a folder on a disk of this computer with --database."
        )


def _refuse_cut(path: Path, expected: int) -> None:
    """A file shorter than its own page count, with nothing in the write-ahead log to make it whole."""
    log = path.with_name(path.name + "-wal")
    if path.stat().st_size < expected and not (log.exists() and log.stat().st_size):
        raise Corrupt(
            f"{path} is damaged: it is cut short at {path.stat().st_size:,} of {expected:,} bytes. "
            "Keep the file as it is, and restore the latest backup."
        )
