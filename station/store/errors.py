"""What the store says when it cannot be used: an error of the surroundings, told apart from our own mistakes.

Each message is a sentence for a person: what happened, to which database, and what to do next.
"""

import errno
import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError


class StoreError(Exception):
    """The database cannot be used as asked. Nothing has been changed."""


class DatabaseNewer(StoreError):
    """Written by a newer Station."""


class NotStations(StoreError):
    """A database, but of some other program."""


class NoDatabase(StoreError):
    """There is no database, or no folder for one, where it was said to be."""


class Corrupt(StoreError):
    """Not a database, or a damaged one."""


class ReadOnly(StoreError):
    """The file or its folder may not be written."""


class DiskFull(StoreError):
    """No room is left."""


class DiskFailing(StoreError):
    """The disk reported an error."""


class Locked(StoreError):
    """Somebody else kept the database for longer than we wait."""


class NetworkPath(StoreError):
    """SQLite's write-ahead log is for one machine; this file is on another."""


class ServerUnreachable(StoreError):
    """The PostgreSQL server does not answer, or does not let us in."""


class ConnectionLost(StoreError):
    """The PostgreSQL server went away in the middle."""


class DriverMissing(StoreError):
    """The library for this kind of database is not installed."""


class BackupRefused(StoreError):
    """A backup or a restore that would not be what was asked for."""


_SQLITE: Final[dict[int, tuple[type[StoreError], str]]] = {
    sqlite3.SQLITE_BUSY: (
        Locked,
        (
            "Another program kept {where} locked for too long, and nothing was saved. "
            "Try again; if it stays so, close other programs that have this file open."
        ),
    ),
    sqlite3.SQLITE_READONLY: (
        ReadOnly,
        (
            "{where} cannot be written. Give this user the right to write the file and its folder, "
            "or choose another place with --database."
        ),
    ),
    sqlite3.SQLITE_IOERR: (
        DiskFailing,
        (
            "The disk reported an error at {where} ({said}). Copy your backups to another disk now, "
            "check the cable or the disk, and start Station again."
        ),
    ),
    sqlite3.SQLITE_CORRUPT: (
        Corrupt,
        "{where} is damaged ({said}). Keep the file as it is, and restore the latest backup.",
    ),
    sqlite3.SQLITE_NOTADB: (
        Corrupt,
        (
            "{where} is not a Station database, or is damaged from its first bytes on. "
            "Choose another file with --database, or restore the latest backup."
        ),
    ),
    sqlite3.SQLITE_FULL: (
        DiskFull,
        "The disk of {where} is full, and nothing was saved. Free some room on it, then do the same again.",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        NoDatabase,
        "{where} cannot be opened ({said}). See that its folder exists and that this user may use it.",
    ),
}
_SQLITE_ALIKE: Final = {sqlite3.SQLITE_LOCKED: sqlite3.SQLITE_BUSY, sqlite3.SQLITE_PERM: sqlite3.SQLITE_READONLY}

_NO_ROOM: Final = (sqlite3.SQLITE_IOERR_SHMSIZE,)
"""What SQLite calls an error of the disk, and is one without room: the file of its readers cannot grow."""

_POSTGRES: Final[dict[str, tuple[type[StoreError], str]]] = {
    "08": (
        ConnectionLost,
        (
            "The connection to {where} was lost ({said}), and nothing was saved. "
            "Station connects again by itself; if it stays so, see that the server runs and the network is up."
        ),
    ),
    "57": (
        ConnectionLost,
        (
            "The server of {where} ended the connection ({said}), and nothing was saved. "
            "Station connects again by itself; if it stays so, see that the server runs."
        ),
    ),
    "25P03": (
        ConnectionLost,
        (
            "The server of {where} ended the connection because this station stood still in the middle of its work, "
            "and nothing was saved. Do the same again."
        ),
    ),
    "53100": (
        DiskFull,
        (
            "The disk of the server of {where} is full, and nothing was saved. "
            "Free some room there, then do the same again."
        ),
    ),
    "53": (
        ServerUnreachable,
        (
            "The server of {where} has no room for another connection or has run out of memory ({said}). "
            "Close programs that use it, or raise its limits."
        ),
    ),
    "55": (
        Locked,
        "Another station kept {where} locked for too long, and nothing was saved. Do the same again.",
    ),
    "40": (
        Locked,
        "Two stations changed the same thing in {where} at once, and nothing was saved here. Do the same again.",
    ),
    "58": (
        DiskFailing,
        "The server of {where} reported an error of its disk or system ({said}). Look at the server's log.",
    ),
    "XX": (
        Corrupt,
        "The server reported that {where} is damaged ({said}). Keep it as it is, and restore the latest backup.",
    ),
    "25006": (
        ReadOnly,
        "{where} accepts no writing: it is a standby copy, or was set to read only. Connect to the main server.",
    ),
    "42501": (
        ReadOnly,
        "The database user may not do this in {where} ({said}). Make that user the owner of the database.",
    ),
    "28": (
        ServerUnreachable,
        "The server of {where} does not let this user in ({said}). Correct the user or the password in --database.",
    ),
    "3D": (
        NoDatabase,
        "There is no such database as {where} on the server ({said}). Make it with createdb, or correct --database.",
    ),
}
_UNREACHABLE: Final = (
    "Station cannot connect to {where} ({said}). See that the server runs, that the address, the database, the user "
    "and the password in --database are right, and that the network is up."
)

_SYSTEM: Final[dict[int, int]] = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EDQUOT: sqlite3.SQLITE_FULL,
    errno.EROFS: sqlite3.SQLITE_READONLY,
    errno.EACCES: sqlite3.SQLITE_READONLY,
    errno.EPERM: sqlite3.SQLITE_READONLY,
    errno.EIO: sqlite3.SQLITE_IOERR,
    errno.ENOENT: sqlite3.SQLITE_CANTOPEN,
    errno.ENOTDIR: sqlite3.SQLITE_CANTOPEN,
}


def explain(exc: BaseException, where: str = "the database") -> StoreError | None:
    """The error of the surroundings behind an exception, or None when it is something else (a bug, a broken rule).

    `exc` may come from SQLAlchemy, from a driver or from the operating system. `where` names the database.
    """
    if isinstance(exc, StoreError):
        return exc
    if isinstance(exc, DBAPIError):
        return _of_driver(exc.orig, where, lost=exc.connection_invalidated)
    if isinstance(exc, sqlite3.Error):
        return _of_sqlite(getattr(exc, "sqlite_errorcode", None), exc, where)
    if isinstance(exc, OSError):
        return _of_sqlite(_SYSTEM.get(exc.errno or 0), exc, where)
    return _of_postgres(exc, where) if type(exc).__module__.startswith("psycopg") else None


def _of_driver(exc: BaseException | None, where: str, *, lost: bool) -> StoreError | None:
    """`lost`: SQLAlchemy has given the connection up; the driver itself often has no code for that."""
    if exc is None or (lost and getattr(exc, "sqlstate", None) is None and not isinstance(exc, sqlite3.Error)):
        return _worded(_POSTGRES["08"], where, exc)
    return explain(exc, where)


def _of_sqlite(code: int | None, exc: BaseException, where: str) -> StoreError | None:
    primary = sqlite3.SQLITE_FULL if code in _NO_ROOM else (code or 0) & 0xFF
    found = _SQLITE.get(_SQLITE_ALIKE.get(primary, primary))
    return None if found is None else _worded(found, where, exc)


def _of_postgres(exc: BaseException, where: str) -> StoreError | None:
    state: str | None = getattr(exc, "sqlstate", None)
    if state is None:
        unreachable = type(exc).__name__ in ("OperationalError", "ConnectionTimeout")
        return _worded((ServerUnreachable, _UNREACHABLE), where, exc) if unreachable else None
    found = _POSTGRES.get(state) or _POSTGRES.get(state[:2])
    return None if found is None else _worded(found, where, exc)


def _worded(found: tuple[type[StoreError], str], where: str, exc: BaseException | None) -> StoreError:
    kind, sentence = found
    said = " ".join(str(exc).split()) or type(exc).__name__
    return kind(_sentence(sentence.format(where=where, said=said)))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] if text.startswith("the ") else text
