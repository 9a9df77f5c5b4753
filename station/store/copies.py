"""Files that are complete or not there at all: written beside their place, put on the disk, then given their name."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from station.store.disk import sync
from station.store.errors import BackupRefused, explain
from station.store.work import Store

_STEP_PAGES: Final = 2048
"""Copied at a time: a few milliseconds, so that a cancelled program ends soon."""

Progress = Callable[[int, int], None]
"""Called with pages copied and pages in all."""


def copy_database(store: Store, target: Path, progress: Progress | None = None) -> None:
    """The bare copy: into a file beside the target, checked, on the disk, then given its name in one step."""
    with in_words(target), _part(target) as part:
        with closing(sqlite3.connect(part, isolation_level=None)) as copy:
            _copy(store, copy, progress)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file that needs no other beside it
            found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise BackupRefused(f"The copy of {store.where} is damaged ({found}), so no backup was kept. Run verify.")
        _sync(part)
        part.replace(target)
        _sync_folder(target.parent)


def put_in_place(source: Path, target: Path) -> None:
    """A copy of a closed file under another name, complete or not at all."""
    with in_words(target), _part(target) as part:
        shutil.copyfile(source, part)
        _sync(part)
        part.replace(target)
        _sync_folder(target.parent)


def write_whole(path: Path, text: str) -> None:
    """A small text file."""
    with in_words(path), _part(path) as part:
        part.write_text(text + "\n", encoding="utf-8")
        _sync(part)
        part.replace(path)
        _sync_folder(path.parent)


def dated(path: Path, why: str, now: datetime) -> Path:
    """A free name beside a file that says why it was kept and when (UTC): station.before-0003.20260314T093000Z.db."""
    stamp = f"{path.stem}.{why}.{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for number in range(1, 1000):
        name = path.with_name(f"{stamp}{'' if number == 1 else f'-{number}'}{path.suffix}")
        if not name.exists():
            return name
    raise BackupRefused(f"{path.parent} already holds a thousand copies named {stamp}. Move them elsewhere.")


@contextmanager
def in_words(target: Path) -> Iterator[None]:
    """Errors of the disk as a StoreError naming the file."""
    try:
        yield
    except (sqlite3.Error, OSError) as exc:
        known = explain(exc, str(target))
        if known is None:
            raise
        raise known from exc


def _copy(store: Store, copy: sqlite3.Connection, progress: Progress | None) -> None:
    def report(_status: int, left: int, total: int) -> None:
        if progress is not None:
            progress(total - left, total)

    with store.read() as session:
        # The open reading transaction holds one moment: without it each write by others would begin the copy anew.
        connection = session.connection()
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar()
        raw: Any = connection.connection.dbapi_connection
        raw.backup(copy, pages=_STEP_PAGES, progress=report, sleep=0)


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    """A name for the unfinished file; whatever is left under it is removed."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
    finally:
        for left in (part, part.with_name(part.name + "-journal"), part.with_name(part.name + "-wal")):
            left.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Onto the disk, before anything relies on it."""
    with path.open("r+b") as file:
        sync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """The names in a folder onto the disk, where the system can (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
