"""What is entered while the record is away: a file of this computer, one line an entry, each safe on disk when told.

A line is canonical JSON: id, station, seq, kind, staff, name, written_at, body, and prev and hash as in the journal, so
that no line can be altered, put in or taken out unseen. A line that was cut short (the computer lost its power in the
middle of it) was never acknowledged: it is recognised, left where it is, and passed over.
"""

import contextlib
import json
import os
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any, Final

from station.store.disk import sync
from station.store.errors import StoreError, explain
from station.store.holding import IN_USE, hold
from station.store.journal import GENESIS, canonical, entry_hash
from station.store.places import is_there
from station.store.spool_places import ARCHIVE, SUFFIX, file_of, name_database, spools_in


class Disk:
    """What is asked of the disk that the file lies on. Both raise OSError."""

    def write(self, file: int, line: bytes) -> int:
        """Write what it takes at once; how many bytes that were."""
        return os.write(file, line)

    def sync(self, file: int) -> None:
        """Return when all that was written would outlive a loss of power."""
        sync(file)


_DISK: Final = Disk()
_CLOSE_WAIT_S: Final = 2.0


class NotKept(StoreError):
    """Not even this computer could keep it. The message says what stays where."""

    def __init__(self, message: str, why: str) -> None:
        """`why`: the end of a sentence."""
        super().__init__(message)
        self.why = why


@dataclass(frozen=True, slots=True)
class Kept:
    """One entry as the file has it. `staff_id` None: Station itself."""

    id: str
    station: str
    seq: int
    kind: str
    staff_id: int | None
    name: str
    written_at: datetime
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds."""

    entries: tuple[Kept, ...]
    head: str
    """The hash of the last good line."""
    torn: int = 0
    """Lines cut short in the middle of their writing."""
    broken: str = ""
    """What is wrong with the first bad line, as a sentence; empty when all are good."""


def read(path: Path) -> Reading:
    """Read a file over. Raises OSError."""
    chain = _Chain()
    for line in path.read_bytes().split(b"\n"):
        if line:
            chain.follow(line)
    return chain.reading()


class Spool:
    """The file of one station on one database. Safe to use from any thread; held by one process at a time.

    Nothing is made on disk before the first entry.
    """

    def __init__(self, path: Path, station: str, where: str = "", disk: Disk = _DISK) -> None:
        """Raises StoreError when a file is there that cannot be read, is broken, or is held by another process."""
        self.path = path
        self._station, self._where, self._disk = station, where, disk
        self._lock = RLock()
        self._file: int | None = None
        self._entries: list[Kept] = []
        self._head = GENESIS
        self._seq = 0
        self._is_doubtful = False
        """A write failed and could not be undone: what the file holds is not known until it is read again."""
        if self._is_there():
            self._take_up()

    @classmethod
    def of(cls, folder: Path, station: str, where: str = "", disk: Disk = _DISK) -> "Spool":
        """The one of a station in the folder of a database."""
        return cls(file_of(folder, station), station, where, disk)

    @property
    def station(self) -> str:
        return self._station

    @property
    def entries(self) -> tuple[Kept, ...]:
        """All of the file, oldest first. Never waits, whatever its disk does."""
        return tuple(self._entries)

    @property
    def is_waiting(self) -> bool:
        return bool(self._entries)

    @property
    def head(self) -> str:
        return self._head

    def append(self, kind: str, body: Mapping[str, Any], *, staff_id: int | None, name: str, at: datetime) -> Kept:
        """Keep an entry. When this returns it is on the disk; when it raises NotKept nothing is kept."""
        with self._lock:
            if self._is_doubtful:
                self._take_up()
            kept = Kept(
                str(uuid.uuid4()), self._station, self._seq + 1, kind, staff_id, name, at.astimezone(UTC), dict(body)
            )
            line, digest = _line(kept, self._head)
            try:
                self._write(line)
            except OSError as exc:
                raise _not_kept(exc, self.path) from exc
            self._entries.append(_read_back(kept))
            self._seq, self._head = kept.seq, digest
            return self._entries[-1]

    def archive(self, dealt_with: int) -> Path | None:
        """Put the file away, so many of its entries having been dealt with; where it is now.

        None: others have come meanwhile, and all of them wait on. Raises OSError; the file then stays.
        """
        with self._lock:
            if not self._entries or len(self._entries) != dealt_with:
                return None
            stamp = self._entries[0].written_at.strftime("%Y%m%dT%H%M%S")
            away = self.path.parent / ARCHIVE / f"{self.path.stem} {stamp} {self._head[:12]}{SUFFIX}"
            away.parent.mkdir(exist_ok=True)
            self.close()
            self.path.replace(away)
            settle(away.parent)
            settle(self.path.parent)
            self._entries, self._head, self._seq = [], GENESIS, 0
            return away

    def forget(self, dealt_with: int) -> None:
        """So many have been dealt with, and the file could not be put away: it goes on where it is."""
        with self._lock:
            del self._entries[:dealt_with]

    def close(self) -> None:
        """Let the file go; not where its disk hangs, which only the end of the process then ends."""
        if not self._lock.acquire(timeout=_CLOSE_WAIT_S):
            return
        try:
            if self._file is not None:
                os.close(self._file)
                self._file = None
        finally:
            self._lock.release()

    def _is_there(self) -> bool:
        try:
            return is_there(self.path)
        except OSError as exc:
            raise _unreadable(exc, self.path) from exc

    def _take_up(self) -> None:
        """Go on with the file that an earlier run left."""
        try:
            self._open()
            found = read(self.path)
        except OSError as exc:
            raise _unreadable(exc, self.path) from exc
        if found.broken:
            self.close()
            raise StoreError(f"{self.path} was altered: {found.broken} Keep it as it is, and run: station verify")
        self._entries = list(found.entries)
        self._head = found.head
        self._seq = found.entries[-1].seq if found.entries else 0
        self._is_doubtful = False

    def _open(self) -> int:
        if self._file is None:
            is_new = not self.path.exists()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if is_new:
                name_database(self.path.parent, self._where)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            _hold(file, self.path)
            self._file = file
            if is_new:
                settle(self.path.parent)
        return self._file

    def _write(self, line: bytes) -> None:
        """At the end, after whatever a cut line left there; all of it or nothing."""
        file = self._open()
        end = os.lseek(file, 0, os.SEEK_END)
        try:
            if end and not _ends_a_line(file, end):
                os.lseek(file, end, os.SEEK_SET)
                line = b"\n" + line
            while line:
                line = line[self._disk.write(file, line) :]
            self._disk.sync(file)
        except OSError:
            self._is_doubtful = True
            with contextlib.suppress(OSError):
                os.ftruncate(file, end)
                self._disk.sync(file)
                self._is_doubtful = False
            raise


class _Chain:
    """Follows the lines."""

    def __init__(self) -> None:
        self._entries: list[Kept] = []
        self._head = GENESIS
        self._torn = 0
        self._doubtful = 0
        self._broken = ""

    def follow(self, line: bytes) -> None:
        if self._broken:
            return
        try:
            said = json.loads(line)
            kept, prev, digest = _entry(said), said["prev"], said["hash"]
            whole = _line(kept, prev)[1] == digest
        except (ValueError, TypeError, KeyError, AttributeError):
            self._doubtful += 1
            return
        if not whole:
            self._broken = f"line {kept.seq} does not have the hash that was written with it."
        elif prev != self._head:
            self._broken = f"line {kept.seq} does not follow the one before it."
        else:
            self._torn, self._doubtful = self._torn + self._doubtful, 0
            self._entries.append(kept)
            self._head = digest

    def reading(self) -> Reading:
        return Reading(tuple(self._entries), self._head, self._torn + self._doubtful, self._broken)


def _line(kept: Kept, prev: str) -> tuple[bytes, str]:
    """The line of an entry, and its hash."""
    said = {
        "id": kept.id,
        "station": kept.station,
        "seq": kept.seq,
        "kind": kept.kind,
        "staff": kept.staff_id,
        "name": kept.name,
        "written_at": kept.written_at,
        "body": dict(kept.body),
    }
    digest = entry_hash(prev, kept.seq, canonical(said))
    return f"{canonical(said | {'prev': prev, 'hash': digest})}\n".encode(), digest


def _entry(said: Mapping[str, Any]) -> Kept:
    written_at = datetime.fromisoformat(said["written_at"])
    return Kept(
        said["id"], said["station"], said["seq"], said["kind"], said["staff"], said["name"], written_at, said["body"]
    )


def _read_back(kept: Kept) -> Kept:
    """As a later start will read it: JSON knows no moments and no tuples."""
    return _entry(json.loads(_line(kept, GENESIS)[0]))


def _ends_a_line(file: int, end: int) -> bool:
    os.lseek(file, end - 1, os.SEEK_SET)
    ended = os.read(file, 1) == b"\n"
    os.lseek(file, end, os.SEEK_SET)
    return ended


def settle(folder: Path) -> None:
    """See that a new name in a folder is on the disk too. Windows does that by itself."""
    if sys.platform == "win32":
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def _hold(file: int, path: Path) -> None:
    """One process at a time. A folder whose files cannot be held is used all the same."""
    try:
        hold(file)
    except OSError as exc:
        if exc.errno in IN_USE:
            os.close(file)
            raise Held(path) from exc


class Held(StoreError):
    """Another Station on this computer uses the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is in use by another Station on this computer. Give each its own name: the setting station."
        )


def _not_kept(exc: OSError, path: Path) -> NotKept:
    why = explain(exc, "this computer") or f"it cannot be written to {path.parent} ({exc.strerror or exc})"
    if isinstance(why, StoreError):
        why = {"DiskFull": "its disk is full", "ReadOnly": "its folder may not be written"}.get(
            type(why).__name__, f"its disk reported an error ({exc.strerror or exc})"
        )
    return NotKept(
        f"Not saved: the record cannot be reached, and this computer cannot keep it either: {why}. "
        "What you entered stays here: write it on paper with its time, and save again when there is room.",
        why,
    )


def _unreadable(exc: OSError, path: Path) -> StoreError:
    return StoreError(
        f"{path} cannot be read ({exc.strerror or exc}). It holds what was entered while the record was away: "
        "give this user the right to read and write it, and start Station again."
    )


@dataclass(slots=True)
class Spools:
    """The spool of this station, and what other stations of this computer have left behind for the same database."""

    own: Spool
    folder: Path
    _left: list[Spool] = field(default_factory=list)

    def waiting(self) -> Iterator[Spool]:
        """Each that holds entries and is nobody else's. Those left behind are looked for only once."""
        if self.own.is_waiting:
            yield self.own
        for one in self._left:
            if one.is_waiting:
                yield one

    def find_left(self) -> Sequence[str]:
        """Take over what an earlier name of this station, or one that was killed, has left; what stands in the way."""
        troubles = []
        known = {self.own.path, *(one.path for one in self._left)}
        for path in spools_in(self.folder):
            if path not in known:
                try:
                    self._left.append(Spool(path, path.stem))
                except Held:
                    continue
                except StoreError as exc:
                    troubles.append(str(exc))
        return troubles

    def close(self) -> None:
        for one in (self.own, *self._left):
            one.close()
