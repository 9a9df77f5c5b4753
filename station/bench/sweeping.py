"""The sweep over 10,000 tasks: nothing due, and 500 lapsing at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from station.bench import jobs
from station.bench.figures import Figure, Plain, Timings, timed
from station.bench.history import MINUTE, SECOND
from station.bench.loading import STATION, Tables
from station.bench.year import found
from station.clock import SystemClock
from station.models import ObservationOrder, Patient, Stay, Task
from station.models.base import to_micros
from station.models.enums import OrderKind, Stage, TaskKind, TaskState
from station.services import Actor, Store, sweeping
from station.store.engine import close_store, open_store

TASKS: Final = 10_000
AT_ONCE: Final = 500
IDLE_MS: Final = 1.0
LAPSES_MS: Final = 60.0
_APART: Final = timedelta(minutes=30)
"""Between two crowds, so that none of the alerts of one is told again while another is timed."""

_ACTOR: Final = Actor(None, "Station", STATION)


def figures(folder: Path, *, crowds: int, job_count: int) -> list[Figure]:
    """`crowds`: how often 500 lapse, at most 20. `job_count`: jobs of the plain way; 10,000 would take minutes."""
    now = SystemClock().now()
    path = folder / "tasks.db"
    make_tasks(path, now, TASKS, crowds=crowds)
    store = open_store(path, create=False)
    try:
        idle = timed(lambda _: sweeping.sweep(store, actor=_ACTOR, now=now), 300, warm_up=10)
        crowd = crowds_lapsing(store, now, crowds)
    finally:
        close_store(store)
    return _told(idle, crowd, jobs.measure(folder / "jobs.db", now, job_count))


def _told(idle: Timings, crowd: Timings, plain: jobs.Jobs) -> list[Figure]:
    each = f"one APScheduler job for each patient, {plain.count:,} in its SQL store: "
    return [
        Figure(
            "sweep_idle",
            f"a sweep of {TASKS:,} tasks, none due",
            idle.p50,
            "ms",
            IDLE_MS,
            plain=(Plain(each + "loading them", plain.load_ms), Plain(each + "moving one", plain.move.p50)),
            more=idle.beside() | {"alternative_jobs": plain.count, "alternative_move_p99": plain.move.p99},
        ),
        Figure(
            "sweep_500",
            f"a sweep in which {AT_ONCE} of {TASKS:,} tasks lapse at once",
            crowd.p50,
            "ms",
            LAPSES_MS,
            plain=(Plain(each + f"{plain.fired} of them firing, nothing done in them", plain.fire_ms),),
            more=crowd.beside(),
        ),
    ]


def crowds_lapsing(store: Store, now: datetime, crowds: int) -> Timings:
    """Each crowd in one sweep. Raises AssertionError when a sweep did not open 500 alerts."""

    def one(turn: int) -> None:
        swept = sweeping.sweep(store, actor=_ACTOR, now=lapses_at(now, turn))
        if swept.alerts != AT_ONCE:
            raise AssertionError(f"{swept.alerts} of {AT_ONCE} lapses were seen: the figure would mean nothing")

    return timed_between(one, crowds, lambda turn: see_to_the_rest(store, lapses_at(now, turn)))


def timed_between(do: Callable[[int], object], count: int, tidy: Callable[[int], object]) -> Timings:
    """Like `timed`, with something done before each turn that is not counted."""
    taken = []
    for turn in range(count):
        tidy(turn)
        taken.append(timed(lambda _, turn=turn: do(turn), 1))  # type: ignore[misc]  # a default is not in the type
    return Timings(tuple(one.wall[0] for one in taken), tuple(one.cpu[0] for one in taken))


def see_to_the_rest(store: Store, at: datetime) -> None:
    """What is still to be told of earlier crowds, just before; a sweep takes so many at a time."""
    before = at - timedelta(seconds=1)
    for _ in range(TASKS // AT_ONCE):
        next_at = sweeping.sweep(store, actor=_ACTOR, now=before).next_at
        if next_at is None or next_at > before:
            break


def lapses_at(now: datetime, crowd: int) -> datetime:
    return now + _APART * (crowd + 1)


def make_tasks(path: Path, now: datetime, count: int, *, crowds: int) -> None:
    """A database with one open check for each of `count` patients, none due at `now`.

    `crowds` times 500 lapse together, half an hour apart, having been seen by no sweep since they were well, as after
    Station was off. The others are due in a week.
    """
    found(path, now - timedelta(days=1), 8, 1)
    tables = Tables(path)
    try:
        for place in range(count):
            crowd, _ = divmod(place, AT_ONCE)
            lapses = lapses_at(now, crowd) if crowd < crowds else now + timedelta(days=7)
            _add_task(tables, to_micros(now), to_micros(lapses))
    finally:
        tables.close()


def _add_task(tables: Tables, now: int, lapses: int) -> None:
    patient, stay, order = (tables.next_id(table) for table in (Patient, Stay, ObservationOrder))
    tables.add(Patient, {"id": patient, "mrn": f"{patient}", "family": "Marsh", "given": "Ada"})
    seen = lapses - 20 * MINUTE
    tables.add(
        Stay,
        {
            "id": stay,
            "patient_id": patient,
            "admitted_at": now,
            "order_id": order,
            "last_seen_at": seen,
            "asleep": False,
        },
    )
    ordered = {"id": order, "stay_id": stay, "kind": OrderKind.ADMISSION.value, "level": "Q15", "reason": "admission"}
    tables.add(ObservationOrder, ordered | {"ordered_by": "Dr. H. Raman", "starts_at": now})
    task = {"kind": TaskKind.CHECK.value, "state": TaskState.OPEN.value, "stay_id": stay, "level": "Q15"}
    task |= {"since": seen, "due_at": lapses - SECOND, "lapsed_at": lapses, "next_at": lapses, "first_check": False}
    tables.add(Task, task | {"id": tables.next_id(Task), "stage": Stage.OK.value, "version": 1})
