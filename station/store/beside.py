"""What other stations of this computer keep while the record is away: read, never written."""

from dataclasses import dataclass, field
from pathlib import Path

from station.store.spool import Kept, read
from station.store.spool_places import spools_in

_Stamp = tuple[int, int]


@dataclass(slots=True)
class Beside:
    """The files in the folder of a database, but this station's own. One thread at a time.

    A file is read again only when it has grown or was written to. One that cannot be read, or was altered, says
    nothing beyond its last good line.
    """

    folder: Path
    own: Path | None = None
    _known: dict[Path, tuple[_Stamp, tuple[Kept, ...]]] = field(default_factory=dict)

    def entries(self) -> tuple[Kept, ...]:
        """All that wait there, oldest first. Never raises for a file that is in the way."""
        try:
            paths = [path for path in spools_in(self.folder) if path != self.own]
        except OSError:
            paths = []
        self._known = {path: found for path in paths if (found := self._look(path)) is not None}
        kept = (entry for _, entries in self._known.values() for entry in entries)
        return tuple(sorted(kept, key=lambda one: one.written_at))

    def _look(self, path: Path) -> tuple[_Stamp, tuple[Kept, ...]] | None:
        known = self._known.get(path)
        try:
            found = path.stat()
            stamp = found.st_mtime_ns, found.st_size
            return known if known is not None and known[0] == stamp else (stamp, read(path).entries)
        except OSError:
            return known if path.exists() else None
