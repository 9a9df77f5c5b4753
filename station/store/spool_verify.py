"""The files of what was entered while the record was away, read over, and held against the record."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from station.models import SpoolEntry
from station.store.spool import Reading, read
from station.store.spool_places import archives_in, spools_in
from station.store.work import Store


@dataclass(frozen=True, slots=True)
class SpoolsRead:
    """What reading them over has shown. `waiting`: entries that are not in the record yet."""

    files: int = 0
    entries: int = 0
    waiting: int = 0
    torn: int = 0
    why: str = ""
    """What is wrong with the first bad one, as a sentence; empty when all are good."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "files": self.files,
            "entries": self.entries,
            "waiting": self.waiting,
            "torn": self.torn,
            "state": "broken" if self.why else "ok",
        }


def verify_spools(store: Store, folder: Path) -> SpoolsRead:
    """Read every file in the folder of a database. One that was put away must be in the record, entry by entry.

    Raises OSError, StoreError.
    """
    waiting = [(path, read(path)) for path in spools_in(folder)]
    away = [(path, read(path)) for path in archives_in(folder)]
    with store.read() as session:
        known = set(session.scalars(select(SpoolEntry.id)))
    everything = [*waiting, *away]
    return SpoolsRead(
        files=len(everything),
        entries=sum(len(found.entries) for _, found in everything),
        waiting=sum(entry.id not in known for _, found in waiting for entry in found.entries),
        torn=sum(found.torn for _, found in everything),
        why=_broken(everything) or _missing(away, known),
    )


def _broken(files: list[tuple[Path, Reading]]) -> str:
    return next((f"{path} was altered: {found.broken}" for path, found in files if found.broken), "")


def _missing(away: list[tuple[Path, Reading]], known: set[str]) -> str:
    for path, found in away:
        lost = sum(entry.id not in known for entry in found.entries)
        if lost:
            return f"{lost} of {len(found.entries)} entries of {path} are not in the record, although it was put away."
    return ""
