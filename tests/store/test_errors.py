"""Errors of the surroundings told apart from ours, whichever library brings them."""

import errno
import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from station.store import errors
from station.store.errors import StoreError, explain


def of_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "kind", "sentence"),
    [
        (sqlite3.SQLITE_BUSY, errors.Locked, "Another program kept ward.db locked for too long, and nothing was saved"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, errors.Locked, "Another program kept ward.db locked"),
        (sqlite3.SQLITE_LOCKED, errors.Locked, "Another program kept ward.db locked"),
        (sqlite3.SQLITE_FULL, errors.DiskFull, "The disk of ward.db is full, and nothing was saved. Free some room"),
        (sqlite3.SQLITE_IOERR_FSYNC, errors.DiskFailing, "The disk reported an error at ward.db (as SQLite says it)"),
        (sqlite3.SQLITE_CORRUPT, errors.Corrupt, "ward.db is damaged (as SQLite says it)"),
        (sqlite3.SQLITE_NOTADB, errors.Corrupt, "ward.db is not a Station database"),
        (sqlite3.SQLITE_READONLY, errors.ReadOnly, "ward.db cannot be written"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, errors.ReadOnly, "ward.db cannot be written"),
        (sqlite3.SQLITE_CANTOPEN, errors.NoDatabase, "ward.db cannot be opened (as SQLite says it)"),
    ],
)
def test_sqlite(code: int, kind: type[StoreError], sentence: str) -> None:
    for exc in (of_sqlite(code), DBAPIError("SELECT 1", {}, of_sqlite(code))):
        known = explain(exc, "ward.db")
        assert type(known) is kind
        assert str(known).startswith(sentence)


@pytest.mark.parametrize(
    ("sqlstate", "kind", "sentence"),
    [
        ("08006", errors.ConnectionLost, "The connection to ward was lost"),
        ("57P01", errors.ConnectionLost, "The server of ward ended the connection"),
        ("25P03", errors.ConnectionLost, "The server of ward ended the connection"),
        ("53100", errors.DiskFull, "The disk of the server of ward is full, and nothing was saved"),
        ("53300", errors.ServerUnreachable, "The server of ward has no room for another connection"),
        ("55P03", errors.Locked, "Another station kept ward locked for too long, and nothing was saved"),
        ("40P01", errors.Locked, "Two stations changed the same thing in ward at once"),
        ("58030", errors.DiskFailing, "The server of ward reported an error of its disk"),
        ("XX001", errors.Corrupt, "The server reported that ward is damaged"),
        ("25006", errors.ReadOnly, "ward accepts no writing"),
        ("42501", errors.ReadOnly, "The database user may not do this in ward"),
        ("28P01", errors.ServerUnreachable, "The server of ward does not let this user in"),
        ("3D000", errors.NoDatabase, "There is no such database as ward on the server"),
    ],
)
def test_postgres(sqlstate: str, kind: type[StoreError], sentence: str) -> None:
    orig = psycopg.errors.lookup(sqlstate)("as PostgreSQL says it")
    known = explain(DBAPIError("SELECT 1", {}, orig), "ward")
    assert type(known) is kind
    assert str(known).startswith(sentence)


def test_a_connection_given_up_without_a_code_is_lost() -> None:
    gone = psycopg.OperationalError("server closed the connection unexpectedly")
    assert isinstance(explain(DBAPIError("", {}, gone, connection_invalidated=True)), errors.ConnectionLost)
    assert isinstance(explain(DBAPIError("", {}, gone)), errors.ServerUnreachable)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, errors.DiskFull),
        (errno.EROFS, errors.ReadOnly),
        (errno.EACCES, errors.ReadOnly),
        (errno.EIO, errors.DiskFailing),
        (errno.ENOENT, errors.NoDatabase),
    ],
)
def test_the_operating_system(number: int, kind: type[StoreError]) -> None:
    assert type(explain(OSError(number, "said"))) is kind


@pytest.mark.parametrize(
    "bug",
    [
        ValueError("ours"),
        IntegrityError("INSERT", {}, of_sqlite(sqlite3.SQLITE_CONSTRAINT_UNIQUE)),
        DBAPIError("SELEC", {}, of_sqlite(sqlite3.SQLITE_ERROR)),
        IntegrityError("INSERT", {}, psycopg.errors.UniqueViolation("twice")),
        psycopg.ProgrammingError("ours"),
        OSError(errno.EINVAL, "ours"),
    ],
)
def test_our_own_mistakes_stay_what_they_are(bug: Exception) -> None:
    assert explain(bug) is None


def test_what_is_explained_stays_explained() -> None:
    known = errors.DiskFull("full")
    assert explain(known) is known


def test_a_sentence_begins_with_a_capital() -> None:
    assert str(explain(of_sqlite(sqlite3.SQLITE_CORRUPT))).startswith("The database is damaged")
