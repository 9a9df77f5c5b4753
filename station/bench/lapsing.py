"""Checks that fall due one after the other on a live board, and how soon a Station has shown or sounded each."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Final, NamedTuple

from sqlalchemy import select, update

from station.bench.year import freshen, record
from station.clock import SystemClock
from station.models import Alert, AlertShown, Stay, Task
from station.models.enums import ShownKind, Stage, TaskKind
from station.rules.owed import next_check
from station.rules.policy import Policy
from station.services import Store
from station.services.reading import read_board, read_policy, read_staff
from station.store.rows import PatientRow

AHEAD: Final = timedelta(seconds=2.5)
"""A deadline is known so long before it comes: every pass sees it in time."""
OPEN: Final = 10
"""So many stand open at once; whoever has been late longest is seen then."""
KEPT_S: Final = 3.0
"""After the last: what was shown is kept once a second."""


class Lapse(NamedTuple):
    """One check that fell due."""

    task_id: int
    due_at: datetime


def fall_due_in_turn(store: Store, count: int, apart_s: tuple[float, float]) -> list[Lapse]:
    """Have `count` checks fall due, of each patient in turn, at moments that follow no second. Returns after the last.

    Each patient is seen while the next ones fall due, so that the board looks as on a busy unit.
    """
    freshen(store, SystemClock().now(), everyone=True)
    policy, staff = read_policy(store), read_staff(store)
    held = [bed.patient for bed in read_board(store, SystemClock().now()).beds if bed.patient is not None]
    lapses: list[Lapse] = []
    for turn, due in enumerate(_moments(SystemClock().now() + 2 * AHEAD, count, apart_s)):
        _sleep_until(due - AHEAD)
        row = held[turn % len(held)]
        fall_due(store, row, due, policy)
        lapses.append(Lapse(row.check.task_id, due))
        if turn >= OPEN:
            seen = held[(turn - OPEN) % len(held)]
            record(store, seen.stay_id, staff[turn % len(staff)], SystemClock().now())
    _sleep_until(lapses[-1].due_at + timedelta(seconds=KEPT_S))
    return lapses


def _moments(first: datetime, count: int, apart_s: tuple[float, float]) -> Iterator[datetime]:
    rng, due = Random(7), first
    for _ in range(count):
        yield due
        due += timedelta(seconds=rng.uniform(*apart_s))


def _sleep_until(moment: datetime) -> None:
    time.sleep(max(0.0, (moment - SystemClock().now()).total_seconds()))


def fall_due(store: Store, row: PatientRow, due: datetime, policy: Policy) -> None:
    """As if he had last been seen one interval before `due`."""
    level = policy.level(row.level)
    to = next_check(policy, level, last_seen=due - level.late, owed_since=None)
    times = {"since": to.since, "soon_at": to.soon_at, "due_at": to.due_at, "lapsed_at": to.lapsed_at}
    of = update(Task).where(Task.id == row.check.task_id, Task.kind == TaskKind.CHECK)
    with store.engine.begin() as connection:
        connection.execute(of.values(stage=Stage.DUE_SOON, next_at=due, version=Task.version + 1, **times))
        connection.execute(update(Stay).where(Stay.id == row.stay_id).values(last_seen_at=to.since))


def reached(store: Store, station: str, kind: ShownKind, lapses: list[Lapse]) -> list[float]:
    """Seconds from each deadline until this station had first shown or sounded its alert, by its own proof.

    Raises AssertionError where one never was: the figure would mean nothing.
    """
    of = select(Alert.task_id, Alert.due_at, AlertShown.at).join(AlertShown, AlertShown.alert_id == Alert.id)
    first: dict[tuple[int | None, datetime], datetime] = {}
    with store.read() as session:
        for task_id, due_at, at in session.execute(of.where(AlertShown.station == station, AlertShown.kind == kind)):
            first[task_id, due_at] = min(at, first.get((task_id, due_at), at))
    missing = [lapse for lapse in lapses if tuple(lapse) not in first]
    if missing:
        raise AssertionError(f"{len(missing)} of {len(lapses)} alerts were never {kind.value} on {station}")
    return [round((first[lapse.task_id, lapse.due_at] - lapse.due_at).total_seconds(), 4) for lapse in lapses]
