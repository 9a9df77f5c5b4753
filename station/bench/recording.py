"""Recording a check, as the desk does: on a real file, each on the disk before it is acknowledged."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from station.bench.figures import Figure, Plain, Timings, timed
from station.bench.year import record
from station.clock import SystemClock
from station.services import Store, reading
from station.store.engine import close_store, open_store

TARGET_MS: Final = 2.0
_WARM_UP: Final = 20


def figure(database: Path, folder: Path, *, count: int) -> Figure:
    """`count` checks recorded on the database, and as many rows inserted into a plain file in `folder`."""
    store = open_store(database, create=False)
    try:
        taken = timed(recorder(store), count, warm_up=_WARM_UP)
    finally:
        close_store(store)
    plain = bare_inserts(folder / "bare.db", count)
    return Figure(
        "record_check",
        "a check recorded, on the disk, on a year of records",
        taken.p50,
        "ms",
        TARGET_MS,
        plain=(Plain("one row inserted with sqlite3 alone, as durably", plain.p50),),
        more=taken.beside() | {"alternative_p99": plain.p99, "alternative_cpu_p50": plain.cpu_p50},
    )


def recorder(store: Store) -> Callable[[int], None]:
    """Records a check of each patient in turn, at the present moment."""
    clock = SystemClock()
    stays = [bed.patient.stay_id for bed in reading.read_board(store, clock.now()).beds if bed.patient is not None]
    staff = reading.read_staff(store)

    def one(turn: int) -> None:
        record(store, stays[turn % len(stays)], staff[turn % len(staff)], clock.now())

    return one


def bare_inserts(path: Path, count: int) -> Timings:
    """One row, one transaction, write-ahead log, synchronous FULL."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("CREATE TABLE seen (id INTEGER PRIMARY KEY, stay INTEGER, observed INTEGER, place TEXT)")

        def one(turn: int) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO seen (stay, observed, place) VALUES (?, ?, ?)", (turn, turn, "Room"))
            connection.execute("COMMIT")

        return timed(one, count, warm_up=_WARM_UP)
    finally:
        connection.close()
