"""Where what waits for the record lies on this computer: a folder for each database, a file for each station."""

import hashlib
import re
from pathlib import Path
from typing import Final

SUFFIX: Final = ".jsonl"
ARCHIVE: Final = "in the record"
"""The folder of the files whose every entry has been dealt with. They are never deleted."""
_PLACE: Final = "database.txt"
_LETTERS: Final = 12


def folder_for(root: Path, where: str) -> Path:
    """The folder of one database. `where`: as `Store.where`."""
    return root / hashlib.sha256(where.encode()).hexdigest()[:_LETTERS]


def database_of(folder: Path) -> str:
    """The database whose entries lie in a folder, as it was named; empty where that is not known."""
    try:
        return (folder / _PLACE).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def spools_in(folder: Path) -> tuple[Path, ...]:
    """The files whose entries wait, of every station of this computer."""
    return tuple(sorted(folder.glob(f"*{SUFFIX}")))


def archives_in(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted((folder / ARCHIVE).glob(f"*{SUFFIX}")))


def file_of(folder: Path, station: str, suffix: str = SUFFIX) -> Path:
    """Of a station, in the folder of a database."""
    return folder / f"{_plain(station)}{suffix}"


def name_database(folder: Path, where: str) -> None:
    """Have it written in a folder which database its files are of. Raises OSError."""
    if where and not (folder / _PLACE).exists():
        (folder / _PLACE).write_text(f"{where}\n", "utf-8")


def _plain(station: str) -> str:
    """A name that every disk takes, another for every station."""
    plain = re.sub(r"[^a-z0-9]+", "-", station.lower()).strip("-") or "station"
    return f"{plain}-{hashlib.sha256(station.encode()).hexdigest()[:6]}"
