"""A database with a year of a unit behind it, and the board of it live: made in about a minute, or taken up again."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from pathlib import Path
from random import Random
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, select

from station.bench.history import DAY, HOUR, BedHistory
from station.bench.loading import STATION, Scribe, Tables
from station.bench.walking import walk_what_is_owed
from station.models import Alert, Station
from station.models.base import to_micros
from station.models.enums import AlertState, Role, TaskKind
from station.rules.policy import Policy
from station.services import Actor, HandedOver, Store, alerts, checks, custody, orders, reading, setup, sweeping
from station.services.checks import CheckEntry
from station.simulation.layout import plan_unit
from station.simulation.names import STAFF_FAMILY
from station.store.engine import close_store, open_store
from station.store.rows import OwedRow, PatientRow, StaffRow

BEDS: Final = 36
DAYS: Final = 365
SEED: Final = 11
BENCH: Final = "Bench "
"""What the name of every station of a figure begins with."""
_PEOPLE: Final = 24
_BREATH: Final = 50_000
"""Checks between two words of progress."""

_SAID: Final = HandedOver("self-harm", "arm's length", "door open", "none known", "talking, calm")
_SOON: Final = timedelta(minutes=8)
"""What falls due within this time is seen to by `freshen`."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a database holds."""

    beds: int
    checks: int
    journal: int
    size_mb: float


def make_year(
    path: Path,
    *,
    now: datetime,
    days: float = DAYS,
    beds: int = BEDS,
    seed: int = SEED,
    progress: Callable[[float], None] | None = None,
) -> Loaded:
    """Write `days` days of `beds` beds (8 to 60) up to `now` into a new SQLite file.

    `progress` is told the share done, 0 to 1. The file appears when it is whole. Raises FileExistsError when there is
    one already, StoreError when it cannot be written.
    """
    if path.exists():
        raise FileExistsError(f"{path} is there already. Name a new file, or use that one as it is.")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{uuid4().hex[:8]}.part")
    try:
        start = now - timedelta(days=days)
        policy = found(draft, start, beds, seed)
        _load(draft, policy, to_micros(start), to_micros(now), beds, seed, progress)
        draft.rename(path)
    finally:
        for left in draft.parent.glob(f"{draft.name}*"):
            left.unlink()
    return what_is_in(path)


def found(path: Path, start: datetime, beds: int, seed: int) -> Policy:
    """A new database with a unit and its people, made by the services as a person would. Its policy."""
    store = open_store(path, synchronous="OFF")
    try:
        manager = Actor(None, "C. Lindt", STATION)
        plan = plan_unit(beds, Random(seed))
        setup.create_unit(store, plan, signed_by="C. Lindt", actor=manager, now=start)
        for place, family in enumerate(STAFF_FAMILY[:_PEOPLE]):
            role = Role.NURSE if place % 4 == 0 else Role.TECH
            setup.add_staff(store, f"{chr(65 + place % 26)}. {family}", role, actor=manager, now=start)
        return reading.read_policy(store)
    finally:
        close_store(store)


def _load(
    path: Path, policy: Policy, start: int, end: int, beds: int, seed: int, progress: Callable[[float], None] | None
) -> None:
    tables = Tables(path)
    try:
        scribe = Scribe(tables, policy, seed)
        for act in merge(*(BedHistory(bed, start, end, policy, seed).acts() for bed in range(beds))):
            scribe.write(act)
            if progress is not None and scribe.checks % _BREATH == 0:
                progress((act[0] - start) / (end - start))
        scribe.close()
    finally:
        tables.close()


def what_is_in(path: Path) -> Loaded:
    """Counted, not remembered."""
    connection = sqlite3.connect(path)
    try:
        beds, seen, entries = (
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("bed", "patient_check", "journal")
        )
    finally:
        connection.close()
    return Loaded(beds, seen, entries, round(path.stat().st_size / 1e6, 1))


def days_in(path: Path, now: datetime) -> float:
    """How many days before `now` the first check was made; 0 where there is none."""
    connection = sqlite3.connect(path)
    try:
        (first,) = connection.execute("SELECT min(observed_at) FROM patient_check").fetchone()
    finally:
        connection.close()
    return 0.0 if first is None else (to_micros(now) - first + HOUR) / DAY


def freshen(store: Store, now: datetime, *, within: timedelta = _SOON, everyone: bool = False) -> int:
    """See to whatever is owed by `now` or within a time after it, so that the board is live and nothing is open.

    The number of things done. `everyone`: each patient is seen anew, some minutes apart, whether owed or not.
    """
    desk, done = _Desk(store), 0
    rows = [bed.patient for bed in reading.read_board(store, now).beds if bed.patient is not None]
    for place, row in enumerate(rows):
        for owed in row.owed:
            done += owed.due_at - now <= timedelta(hours=1) and desk.see_to(row, owed, now)
        if everyone or (row.check.soon_at or row.check.due_at) - now <= within:
            owed_from_now = row.level == "Q5" or row.owed_since is not None
            earlier = timedelta(seconds=0 if owed_from_now else place % 12 * 20)
            desk.check(row, max(now - earlier, row.check.since))
            done += 1
    done += walk_what_is_owed(store, desk.nurse(), now)
    sweeping.sweep(store, actor=Actor(None, "Station", STATION), now=now)
    return done


def forget_walls(store: Store, now: datetime) -> None:
    """Walls of earlier figures never were: one that comes back after minutes has everyone looked at first, and a fault
    of one that nobody accepts sounds before whatever is late."""
    with store.engine.begin() as connection:
        connection.execute(delete(Station).where(Station.name.startswith(BENCH)))
    about = select(Alert.subject).where(Alert.state != AlertState.CLOSED, Alert.subject.contains(f":{BENCH}"))
    with store.read() as session:
        subjects = session.scalars(about).all()
    for subject in subjects:
        alerts.clear_technical(store, subject, actor=Actor(None, "Station", STATION), now=now)


class _Desk:
    """Somebody who catches up with what is owed, through the services."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._staff = reading.read_staff(store)

    def check(self, row: PatientRow, at: datetime) -> None:
        person = self._staff[row.stay_id % len(self._staff)]
        record(self._store, row.stay_id, person, at)

    def nurse(self) -> Actor:
        return _as(next(one for one in self._staff if one.role is Role.NURSE))

    def see_to(self, row: PatientRow, owed: OwedRow, now: datetime) -> int:
        """A review, a relief. 1 when it was done."""
        if owed.kind is TaskKind.REVIEW:
            orders.review_order(self._store, row.stay_id, "Dr. H. Raman", "reviewed", actor=self.nurse(), now=now)
            return 1
        if owed.kind is TaskKind.RELIEF and row.observer is not None:
            holder = next(_as(one) for one in self._staff if one.id == row.observer.staff_id)
            taker = self._free(row.observer.staff_id, now)
            custody.offer_handover(self._store, row.stay_id, taker.id, _SAID, actor=holder, now=now)
            offer = custody.read_handings(self._store, row.stay_id, 1)[0].handing_id
            custody.accept_handover(self._store, offer, taker.id, actor=_as(taker), now=now)
            return 1
        return 0

    def _free(self, holder: int, now: datetime) -> StaffRow:
        """Somebody who holds nobody and walks nowhere: an earlier figure may have left a round open."""
        board = reading.read_board(self._store, now)
        busy = {bed.patient.observer.staff_id for bed in board.beds if bed.patient and bed.patient.observer}
        busy |= {walk.staff_id for walk in board.rounds}
        return next(one for one in self._staff if one.id not in busy and one.id != holder)


def _as(person: StaffRow) -> Actor:
    return Actor(person.id, person.name, STATION)


def record(store: Store, stay_id: int, person: StaffRow, at: datetime) -> None:
    """One check, made and entered at `at`."""
    entry = CheckEntry(uuid4().hex, stay_id, person.id, "Room", "Awake")
    checks.record_check(store, entry, confirmed=True, actor=_as(person), now=at)
