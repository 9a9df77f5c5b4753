"""Copies of the SQLite file: taken while Station runs, and put back after being looked at closely.

Beside each backup stands `<backup>.head.json` with the journal's head: an anchor outside the database, against which a
journal whose end was cut off is found out.
"""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, create_engine

from station.store import migrate, places
from station.store.copies import Progress, copy_database, dated, in_words, put_in_place, write_whole
from station.store.engine import address
from station.store.errors import BackupRefused, Corrupt, DatabaseNewer, Locked, NotStations
from station.store.verify import Anchor, Verification, check_file, head_of, verify_journal
from station.store.work import Store


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was put back."""

    path: Path
    verification: Verification
    kept: Path | None
    """Where the database that was there before is now; None when there was none."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: the file, its anchor's file, and the head of the journal in it."""

    path: Path
    anchor_file: Path
    anchor: Anchor
    size: int
    """Bytes."""


def backup(
    store: Store, target: str | Path, *, now: datetime, replace: bool = False, progress: Progress | None = None
) -> Backup:
    """Copy the database as it is at one moment, while others go on writing. The copy is complete or not there at all.

    `now` is written into the anchor. Raises BackupRefused (PostgreSQL, a target that exists and is not to be replaced,
    the database itself), DiskFull, ReadOnly and the like.
    """
    path = Path(target).expanduser().absolute()
    _refuse_target(store, path, replace=replace)
    copy_database(store, path, progress)
    made = _as_it_lies(path)
    anchor = head_of(made)
    made.engine.dispose()
    anchor_file = anchor_path(path)
    write_whole(anchor_file, json.dumps({**anchor.as_dict(), "taken_at": now.astimezone(UTC).isoformat()}))
    return Backup(path, anchor_file, anchor, path.stat().st_size)


def anchor_path(path: Path) -> Path:
    """The file in which the journal's head of a backup is kept."""
    return path.with_name(path.name + ".head.json")


def read_anchor(path: Path) -> Anchor | None:
    """The head kept beside a backup; None when there is no such file. Raises BackupRefused when it cannot be read."""
    file = anchor_path(path)
    if not file.exists():
        return None
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return Anchor(int(kept["seq"]), str(kept["hash"]))
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise BackupRefused(f"{file} cannot be read ({exc}). It tells where the journal of {path} ended.") from exc


def last_backup(store: Store) -> datetime | None:
    """When the newest backup in the database's own folder, or in `backups` within it, was made. None: none is there.

    One that is no longer there, or whose anchor cannot be read, does not count.
    """
    folder = Path(store.where).absolute().parent
    anchors = [*folder.glob("*.head.json"), *(folder / "backups").glob("*.head.json")]
    return max((at for one in anchors if (at := _taken_at(one)) is not None), default=None)


def _taken_at(anchor: Path) -> datetime | None:
    if not anchor.with_name(anchor.name.removesuffix(".head.json")).exists():
        return None
    try:
        return datetime.fromisoformat(json.loads(anchor.read_text(encoding="utf-8"))["taken_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _refuse_target(store: Store, path: Path, *, replace: bool) -> None:
    if store.engine.dialect.name != "sqlite":
        raise BackupRefused(
            f"{store.where} is kept by a PostgreSQL server, whose own tool makes its backups: "
            "pg_dump --format=custom --file=station.dump, and pg_restore to put it back."
        )
    if path.exists() and path.samefile(store.where):
        raise BackupRefused(f"{path} is the database itself. Name another file for the backup.")
    if path.is_dir():
        raise BackupRefused(f"{path} is a folder. Name a file in it, for example {path / 'station-backup.db'}.")
    if path.exists() and not replace:
        raise BackupRefused(f"{path} already exists and was left as it is. Name another file, or say to replace it.")
    if not path.parent.is_dir():
        raise BackupRefused(f"The folder {path.parent} does not exist. Make it, or name another place.")


def restore(source: str | Path, target: str | Path, *, now: datetime) -> Restored:
    """Put a backup in the place of the database, after reading all of it over. Station must not be running on it.

    What is there now is kept beside it under a name with the time `now`. Nothing is changed unless the backup is whole.
    Raises BackupRefused, Corrupt, DatabaseNewer, Locked, NotStations and the like.
    """
    here, there = Path(source).expanduser().absolute(), _file_of(target)
    _refuse_source(here, there)
    found = examine(here)
    places.prepare(there, create=True)
    kept = _put_aside(there, now) if there.exists() else None
    put_in_place(here, there)
    return Restored(there, found, kept)


def _file_of(target: str | Path) -> Path:
    """The SQLite file that a path or an address names. Raises BackupRefused for a server's."""
    url = address(target)
    if url.get_backend_name() != "sqlite":
        raise BackupRefused(
            f"{url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)} is on a PostgreSQL "
            "server, whose own tool puts its backups back: pg_restore. Nothing has been changed."
        )
    return Path(str(url.database))


def examine(path: Path) -> Verification:
    """Read a backup over: the file, its revision, the journal, and the journal's head against the one kept beside it.

    Changes nothing, not even on a write-protected disk. Raises StoreError when it is not fit to be put back.
    """
    backup_copy = _as_it_lies(path)
    try:
        _refuse_unsound(backup_copy)
        with backup_copy.engine.connect() as connection:
            revision = migrate.revision_of(connection)
        if revision is None:
            raise NotStations(f"{path} is not a backup of Station. Name another file.")
        if revision not in migrate.known_revisions():
            raise DatabaseNewer(f"{path} was made by a newer Station (revision {revision}). Restore it with that one.")
        found = verify_journal(backup_copy, anchor=read_anchor(path))
    finally:
        backup_copy.engine.dispose()
    if found.journal == "broken":
        raise Corrupt(f"The journal in {path} is broken and it was not put back. {found.why} Try an older backup.")
    return found


def _as_it_lies(path: Path) -> Store:
    """A finished backup, opened so that nothing is written: no log, no lock, not even beside it."""
    address = f"{path.as_uri()}?mode=ro&immutable=1"
    return Store(
        create_engine(
            URL.create("sqlite", database=str(path)),
            creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False),
        )
    )


def _refuse_unsound(backup_copy: Store) -> None:
    if check_file(backup_copy) is not None:
        raise Corrupt(
            f"The backup {backup_copy.where} is damaged, or no database, and was not put back. Try an older backup."
        )


def _refuse_source(source: Path, target: Path) -> None:
    if not source.is_file():
        raise BackupRefused(f"There is no backup at {source}.")
    if target.exists() and source.samefile(target):
        raise BackupRefused(f"{source} is the database itself. Name the backup that is to take its place.")
    log = source.with_name(source.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise BackupRefused(
            f"{source} is a database in use, not a backup: {log.name} beside it holds what is newest. "
            "Make a backup of it first, and restore that."
        )


def _put_aside(path: Path, now: datetime) -> Path:
    """Keep the present database under another name. The file itself stays in its place until the new one takes it."""
    _refuse_in_use(path)
    kept = dated(path, "replaced", now)
    with in_words(kept):
        try:
            os.link(path, kept)
        except OSError:  # a file system without links
            shutil.copy2(path, kept)
        for end in ("-wal", "-shm"):  # left only by a damaged one; beside the new file they would damage it as well
            left = path.with_name(path.name + end)
            if left.exists():
                left.replace(kept.with_name(kept.name + end))
    return kept


def _refuse_in_use(path: Path) -> None:
    """Leaving write-ahead mode needs the file for oneself: it fails while any Station has it open."""
    if not places.is_sqlite(path):
        return  # SQLite would take the log beside it for left over, and delete it
    with closing(sqlite3.connect(path, timeout=1.0, isolation_level=None)) as raw:
        try:
            raw.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as exc:
            if exc.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise Locked(f"Station is running on {path}. Close it everywhere, then restore again.") from exc
        except sqlite3.DatabaseError:
            pass  # damaged: that may be why a backup is being put back
