"""Coming back after kill -9 with a full spool: until every entry is in the record and the unit is watched again."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

from station.app.core import identity_of, open_core
from station.bench.figures import Figure
from station.clock import SystemClock
from station.services import Store, keeping, reading
from station.services.checks import CheckEntry
from station.store.engine import close_store, open_store
from station.store.spool import Spool
from station.store.spool_places import folder_for

TARGET_S: Final = 2.0
ENTRIES: Final = 500
_DESK: Final = "Bench desk"
_OVER: Final = timedelta(minutes=5)
"""The entries were made within this time."""


def figure(database: Path, folder: Path, *, runs: int) -> Figure:
    """The middle one of some recoveries, each with a spool of its own."""
    took = sorted(_once(database, folder / f"spool-{run}") for run in range(runs))
    return Figure(
        "recovery",
        f"started after kill -9 with {ENTRIES} entries kept: all in the record, and watching",
        round(took[len(took) // 2], 3),
        "s",
        TARGET_S,
        more={"runs": runs, "slowest": round(took[-1], 3), "entries": ENTRIES},
    )


def _once(database: Path, root: Path) -> float:
    _fill(database, root)
    began = time.perf_counter()
    core = open_core(str(database), identity_of(_DESK, "desk"), _nowhere, spool_folder=root)
    try:
        core.monitor.start()
        took = time.perf_counter() - began
        if core.kept.spools is None or core.kept.spools.own.is_waiting:
            raise RuntimeError("the spool was not put in")
        return took
    finally:
        core.close()


def _nowhere(_events: object) -> None:
    return None


def _fill(database: Path, root: Path) -> None:
    """As a killed desk leaves it behind."""
    store = open_store(database, create=False)
    try:
        spool = Spool.of(folder_for(root, store.where), _DESK, store.where)
        for entry, name, at in _entries(store, SystemClock().now()):
            body = keeping.body_of(entry, at)
            spool.append(keeping.CHECK, body, staff_id=entry.observer_id, name=name, at=at)
        spool.close()
    finally:
        close_store(store)


def _entries(store: Store, now: datetime) -> list[tuple[CheckEntry, str, datetime]]:
    stays = [bed.patient.stay_id for bed in reading.read_board(store, now).beds if bed.patient is not None]
    staff = [one for one in reading.read_staff(store) if one.role.value == "tech"]
    step = _OVER / ENTRIES
    made = []
    for turn in range(ENTRIES):
        who = staff[turn % len(staff)]
        entry = CheckEntry(uuid4().hex, stays[turn % len(stays)], who.id, "Room", "Awake")
        made.append((entry, who.name, now - _OVER + step * turn))
    return made
