"""Where a SQLite file may live: on a disk of this machine, in a folder that can be written."""

import os
import sys
from pathlib import Path, PurePosixPath
from typing import Final

from station.store.errors import NetworkPath, NoDatabase, ReadOnly, explain

_NETWORK_TYPES: Final = frozenset(
    {
        *("9p", "afs", "afpfs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "lustre", "ncp"),
        *("ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "smb2", "smb3", "smbfs", "fuse.davfs2", "fuse.glusterfs"),
        *("fuse.gvfsd-fuse", "fuse.rclone", "fuse.s3fs", "fuse.sshfs"),
    }
)
_MOUNTS: Final = Path("/proc/mounts")
_DRIVE_REMOTE: Final = 4
"""What GetDriveTypeW answers for a drive on another machine."""


_HEADER: Final = b"SQLite format 3\x00"


def is_sqlite(path: Path) -> bool:
    """Whether a file begins as a SQLite database does. An empty one does not, though SQLite takes it for a new one."""
    with path.open("rb") as file:
        return file.read(len(_HEADER)) == _HEADER


class StillThere:
    """Whether a path names the file that it named at first: SQLite goes on writing into one that was moved away."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: tuple[int, int] | None = None

    def check(self) -> None:
        """Raises NoDatabase when the file was moved, deleted, or another was put in its place."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            if self._known is None:
                return
            raise NoDatabase(
                f"{self._path} was moved or deleted while Station ran. Put the file back where it was, with the files "
                "beside it whose names begin alike; or close Station and restore the latest backup."
            ) from None
        if self._known is None:
            self._known = found.st_dev, found.st_ino
        elif self._known != (found.st_dev, found.st_ino):
            raise NoDatabase(
                f"Another file was put in the place of {self._path} while Station ran. Close Station and start it "
                "again, so that it reads that file."
            )


def is_there(path: Path) -> bool:
    """Whether there is something at `path`. Raises OSError where that cannot be told: a folder that may not be entered,
    a disk that fails."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def prepare(path: Path, *, create: bool) -> None:
    """See that a database can live at `path`; make its folder when it may be made. Raises StoreError."""
    refuse_network(path)
    _refuse_missing(path, create=create)
    _refuse_unwritable(path)


def refuse_network(path: Path) -> None:
    """Raises NetworkPath when the file is on another machine, as far as the system tells."""
    kind = network_kind(path)
    if kind is not None:
        raise NetworkPath(
            f"{path} is on a network drive ({kind}), where a SQLite database loses data. "
            "Choose a folder on a disk of this computer; for several stations use PostgreSQL: "
            "--database postgresql://user@server/station."
        )


def network_kind(path: Path) -> str | None:
    """The kind of network drive a path is on ("nfs4", "UNC path"), or None when it is local or cannot be told."""
    if is_unc(str(path)):
        return "UNC path"
    if sys.platform == "win32":
        return "mapped drive" if windows_drive_type(path.drive) == _DRIVE_REMOTE else None
    return network_mount(path.resolve(), _MOUNTS.read_text("utf-8", "replace")) if _MOUNTS.exists() else None


def is_unc(path: str) -> bool:
    r"""Whether a path names a share of another Windows machine: \\server\share, also as \\?\UNC\server\share."""
    if path.startswith(("\\\\?\\", "\\\\.\\")):
        return path[4:8].upper() == "UNC\\"
    return path.startswith("\\\\")


def network_mount(path: Path, mounts: str) -> str | None:
    """The type of the network file system holding an absolute path, by the text of /proc/mounts; None when local."""
    wanted = PurePosixPath(path.as_posix())
    found, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        mounted = PurePosixPath(_unescaped(fields[1]))
        if wanted.is_relative_to(mounted) and len(mounted.parts) >= found:
            found, kind = len(mounted.parts), fields[2]
    return kind if kind in _NETWORK_TYPES else None


def _unescaped(text: str) -> str:
    for code, plain in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, plain)
    return text


def windows_drive_type(drive: str) -> int:
    """What Windows says of a drive such as "C:" (GetDriveTypeW). 0, unknown, on other systems."""
    if sys.platform != "win32":
        return 0
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\"))


def _refuse_missing(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise NoDatabase(f"{path} is a folder. Name the database file in it, for example {path / 'station.db'}.")
    if not create and not path.exists():
        raise NoDatabase(f"There is no database at {path}. Correct --database, or let Station make a new one there.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise _no_folder(path, exc) from exc


def _no_folder(path: Path, exc: OSError) -> Exception:
    if isinstance(exc, FileExistsError | NotADirectoryError):
        return NoDatabase(f"{path.parent} is not a folder, so no database can be made in it. Correct --database.")
    return explain(exc, str(path.parent)) or exc


def _refuse_unwritable(path: Path) -> None:
    """SQLite writes beside the file too (-wal, -shm), so the folder counts as much as the file."""
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        raise ReadOnly(_unwritable(path, "file"))
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise ReadOnly(_unwritable(path, "folder"))


def _unwritable(path: Path, what: str) -> str:
    return (
        f"{path} cannot be used: this user may not write the {what}. "
        f"Give the right to write {path if what == 'file' else path.parent}, or choose another place with --database."
    )
