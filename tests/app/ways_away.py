"""Each way the record of a desk can go away, for a while."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import event

from tests.app.ward import Ward


@contextmanager
def locked(ward: Ward) -> Iterator[None]:
    with closing(sqlite3.connect(ward.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def moved(ward: Ward) -> Iterator[None]:
    away = ward.path.with_name("moved")
    ward.path.rename(away)
    yield
    away.rename(ward.path)


@contextmanager
def full(ward: Ward) -> Iterator[None]:
    """No page can be added to the file, and none in it is free."""
    with _in_every_connection(ward, "PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1073741823"):
        with closing(sqlite3.connect(ward.path)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield


@contextmanager
def read_only(ward: Ward) -> Iterator[None]:
    with _in_every_connection(ward, "PRAGMA query_only = ON", "PRAGMA query_only = OFF"):
        yield


@contextmanager
def _in_every_connection(ward: Ward, on: str, off: str) -> Iterator[None]:
    engine = ward.core.store.engine
    engine.dispose()

    def begin(connection: Any) -> None:
        connection.exec_driver_sql(on)

    event.listen(engine, "begin", begin, insert=True)
    yield
    event.remove(engine, "begin", begin)
    engine.dispose()
    with engine.connect() as connection:
        connection.exec_driver_sql(off)


@contextmanager
def damaged(ward: Ward) -> Iterator[None]:
    """Every page but the first is overwritten; put back afterwards, as from a copy."""
    ward.core.store.engine.dispose()
    with closing(sqlite3.connect(ward.path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = ward.path.read_bytes()
    with ward.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (len(whole) - 4096))
    yield
    ward.core.store.engine.dispose()
    with ward.path.open("r+b") as file:
        file.write(whole)
    for name in ("-wal", "-shm"):
        ward.path.with_name(ward.path.name + name).unlink(missing_ok=True)


WAYS: dict[str, Callable[[Ward], Any]] = {
    "locked": locked,
    "moved away": moved,
    "full": full,
    "read only": read_only,
    "damaged": damaged,
}
