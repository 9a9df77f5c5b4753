"""A unit of its own for each of many examples: set up once in a process, and from then on a copy of its file."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from station.store.engine import close_store, open_store
from tests.builders import BEDS, BuiltUnit, build_unit
from tests.databases import fresh_sqlite, knowing


@dataclass(frozen=True, slots=True)
class _Built:
    file: bytes
    staff: Mapping[str, int]
    beds: Mapping[str, int]


@cache
def _built(beds: tuple[str, ...]) -> _Built:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "station.db"
        unit = build_unit(fresh_sqlite(path), beds=beds)
        close_store(unit.store)
        return _Built(path.read_bytes(), unit.staff, unit.beds)


@contextmanager
def fresh_unit(*beds: str) -> Iterator[BuiltUnit]:
    """Of these beds, or of the usual four, as `build_unit` makes it. Its file does not wait for the disk."""
    built = _built(beds or BEDS)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "station.db"
        path.write_bytes(built.file)
        store = knowing(open_store(path, synchronous="OFF"))
        try:
            yield BuiltUnit(store, built.staff, built.beds)
        finally:
            close_store(store)
