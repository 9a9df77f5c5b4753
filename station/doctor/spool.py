"""What was entered while the database was away, and waits on this computer."""

from collections.abc import Iterator
from pathlib import Path

from station.config import Settings
from station.doctor.finding import Finding, Status
from station.store.spool import read
from station.store.spool_places import archives_in, database_of, spools_in


def look_at_spools(settings: Settings) -> Iterator[Finding]:
    """Of every database that this computer has kept entries for."""
    root = settings.spool_folder
    folders = sorted(one for one in root.iterdir() if one.is_dir()) if root.is_dir() else []
    details = {"folder": str(root), "put_away": sum(len(archives_in(folder)) for folder in folders)}
    waiting = [(folder, path) for folder in folders for path in spools_in(folder)]
    if not waiting:
        yield Finding("spool", Status.OK, f"Nothing waits in {root} to be put into a record.", details)
    for folder, path in waiting:
        yield _of_file(folder, path)


def _of_file(folder: Path, path: Path) -> Finding:
    found = read(path)
    details = {"file": str(path), "entries": len(found.entries), "torn": found.torn, "database": database_of(folder)}
    if found.broken:
        said = f"{path} was altered: {found.broken} Keep it as it is, and tell whoever looks after Station."
        return Finding("spool", Status.FAIL, said, details)
    people = sum(entry.staff_id is not None for entry in found.entries)
    entries = "1 entry waits" if people == 1 else f"{people} entries wait"
    where = database_of(folder) or "a database"
    return Finding(
        "spool",
        Status.WARN,
        f"{entries} in {path} for {where}. Start Station on it: it puts them in by itself.",
        details,
    )
