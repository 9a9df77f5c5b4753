"""Where the data lies: the database, read only, and the room on its disk."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from station.config import Settings
from station.doctor.finding import Finding, Status
from station.store import migrations
from station.store.engine import address
from station.store.errors import StoreError, explain
from station.store.migrate import known_revisions
from station.store.places import refuse_network

_LOW_DISK_BYTES: Final = 1_000_000_000
_NO_DISK_BYTES: Final = 100_000_000
_CONNECT_S: Final = 5


def look_at_database(settings: Settings) -> Iterator[Finding]:
    try:
        url = address(settings.database)
        yield from _sqlite(Path(url.database or "")) if url.get_backend_name() == "sqlite" else _server(url)
    except StoreError as error:
        yield Finding("database", Status.FAIL, str(error))
    except (SQLAlchemyError, sqlite3.Error) as error:
        yield Finding("database", Status.FAIL, str(explain(error) or f"The database cannot be read: {error}."))


def _sqlite(path: Path) -> Iterator[Finding]:
    refuse_network(path)
    yield from _room(path)
    if not path.exists():
        yield Finding("database", *_no_file_yet(path), {"path": str(path)})
        return
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
        journal = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
        revision = _sqlite_revision(connection)
    details = {"path": str(path), "bytes": path.stat().st_size, "journal_mode": journal, "revision": revision}
    yield Finding("database", *_file_state(path, journal, revision), details)
    yield _privacy(path)


def _privacy(path: Path) -> Finding:
    """Windows says nothing of others in a file's mode."""
    if os.name == "posix" and path.stat().st_mode & stat.S_IRWXO:
        said = f"Every account of this computer can open {path}. Keep it to its own: chmod o-rwx '{path}'*"
        return Finding("privacy", Status.WARN, said)
    return Finding("privacy", Status.OK, f"{path} is kept from the other accounts of this computer.")


def _sqlite_revision(connection: sqlite3.Connection) -> str | None:
    named = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    if connection.execute(named).fetchone() is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def _no_file_yet(path: Path) -> tuple[Status, str]:
    folder = _nearest_folder(path)
    if os.access(folder, os.W_OK):
        return Status.OK, f"There is none yet at {path}; Station makes it at its first start."
    return (
        Status.FAIL,
        f"{path} cannot be made: this user may not write {folder}. Give that right or choose another place.",
    )


def _file_state(path: Path, journal: str, revision: str | None) -> tuple[Status, str]:
    if revision is None:
        return Status.FAIL, f"{path} is not a Station database. Choose another file with --database."
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return (
            Status.FAIL,
            f"{path} can be read but not written. Give this user the right to write the file and its folder.",
        )
    if journal != "wal":
        return Status.WARN, f"{path} is not in WAL mode ({journal}); Station sets it at its next start."
    return _age(str(path), revision)


def _age(where: str, revision: str) -> tuple[Status, str]:
    """How the database's revision stands to this Station's."""
    if revision == migrations.HEAD:
        return Status.OK, f"{where}, revision {revision}."
    if revision in known_revisions():
        return Status.OK, f"{where}, revision {revision}; Station brings it to {migrations.HEAD} at its next start."
    return Status.FAIL, f"{where} was written by a newer Station (revision {revision}). Start the newer Station."


def _room(path: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(_nearest_folder(path)).free
    details = {"free_bytes": free}
    room = f"{free / 1e9:.1f} GB are free on the disk of the database."
    if free < _NO_DISK_BYTES:
        yield Finding(
            "disk", Status.FAIL, f"{room} Free some room now: checks cannot be saved on a full disk.", details
        )
    elif free < _LOW_DISK_BYTES:
        yield Finding("disk", Status.WARN, f"{room} Free some room soon.", details)
    else:
        yield Finding("disk", Status.OK, room, details)


def _nearest_folder(path: Path) -> Path:
    return next(folder for folder in path.absolute().parents if folder.is_dir())


def _server(url: URL) -> Iterator[Finding]:
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args={"connect_timeout": _CONNECT_S})
    shown = url.render_as_string(hide_password=True)
    with engine.connect() as connection:
        revision = _server_revision(connection)
        details = {"url": shown, "revision": revision, "server": str(connection.scalar(text("SHOW server_version")))}
    engine.dispose()
    if revision is None:
        yield Finding("database", Status.OK, f"{shown} is empty; Station fills it at its first start.", details)
        return
    yield Finding("database", *_age(shown, revision), details)


def _server_revision(connection: Connection) -> str | None:
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return None
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if revision is None else str(revision)
