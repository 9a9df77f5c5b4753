"""Five hundred things lapse in one tick on a full board: when they are on record and seen, and what stands still."""

import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, insert, select, update

from station.app.running import Kind
from station.bench import year
from station.bench.beating import longest
from station.bench.figures import Figure
from station.bench.reaching import station
from station.bench.signing_in import let_in
from station.clock import SystemClock
from station.models import Alert, AlertShown, Stay, Task
from station.models.enums import AlertState, ShownKind, Stage, TaskKind, TaskState
from station.services import Store
from station.store.engine import close_store, open_store

AT_ONCE: Final = 500
BEDS: Final = 60
PAINTED_S: Final = 1.0
BLOCK_MS: Final = 100.0

KINDS: Final = (
    TaskKind.CHECK,
    TaskKind.VITALS,
    TaskKind.REVIEW,
    TaskKind.WEIGHT,
    TaskKind.BELONGINGS,
    TaskKind.ORIENTATION,
    TaskKind.BVC,
    TaskKind.CIWA,
    TaskKind.COWS,
)
"""Nine things are owed of each of sixty patients, which is more than five hundred."""
_AHEAD: Final = timedelta(seconds=3)
_SEEN_WITHIN_S: Final = 6.0


def figures(folder: Path, *, runs: int) -> list[Figure]:
    """Each time on a database of its own: `runs` times on a wall, and as often at a desk where somebody works."""
    full = folder / "full.db"
    year.make_year(full, now=SystemClock().now(), days=1, beds=BEDS)
    taken: dict[Kind, list[dict[str, float]]] = {"wall": [], "desk": []}
    for turn in range(runs):
        for kind, answers in taken.items():
            answers.append(_crowd(full, folder, kind, f"{kind} {turn}"))
    return [_figure("crowd_painted", taken), _block(taken)]


def _figure(name: str, taken: dict[Kind, list[dict[str, float]]]) -> Figure:
    worst = {kind: max(one["painted_s"] for one in answers) for kind, answers in taken.items()}
    more: dict[str, Any] = {
        f"{kind}_{what}": [one[what] for one in each] for kind, each in taken.items() for what in each[0]
    }
    what = f"{AT_ONCE} lapses in one tick, from there until all that has room on the board is painted, at the slowest"
    return Figure(name, what, max(worst.values()), "s", PAINTED_S, more=more)


def _block(taken: dict[Kind, list[dict[str, float]]]) -> Figure:
    every = [one for answers in taken.values() for one in answers]
    return Figure(
        "crowd_block",
        "the longest that the window stood still meanwhile",
        max(one["block_ms"] for one in every),
        "ms",
        BLOCK_MS,
        more={"cpu": max(one["block_cpu_ms"] for one in every)},
    )


def _crowd(full: Path, folder: Path, kind: Kind, name: str) -> dict[str, float]:
    database, called = folder / f"crowd {name}.db", f"{year.BENCH}crowd {name}"
    shutil.copyfile(full, database)
    store = open_store(database, create=False)
    try:
        year.freshen(store, SystemClock().now(), everyone=True)
        sits: dict[str, Any] = {"sits": let_in(store)[0]} if kind == "desk" else {}
        with station(database, folder, kind, called, **sits) as answer:
            lapsing = SystemClock().now() + _AHEAD
            owe(store, lapsing, AT_ONCE)
            stored = _seconds_until_stored(store, lapsing)
            time.sleep(_SEEN_WITHIN_S)
        since = lapsing.timestamp()
        wait, worked = longest(answer.result()["beats"], since, since + _SEEN_WITHIN_S)
        return {"stored_s": stored, **_painted(store, called, lapsing), "block_ms": wait, "block_cpu_ms": worked}
    finally:
        close_store(store)


def owe(store: Store, lapsing: datetime, count: int) -> None:
    """Have `count` things lapse at one moment, having been seen by no sweep before."""
    rows = select(Stay.id).where(Stay.discharged_at.is_(None)).order_by(Stay.id)
    with store.read() as session:
        stays = list(session.scalars(rows))
        found = select(Task.stay_id, Task.kind, Task.id).where(Task.state == TaskState.OPEN)
        known = {(stay, kind): task for stay, kind, task in session.execute(found)}
    times: dict[str, datetime | None] = {
        "since": lapsing - timedelta(minutes=20),
        "due_at": lapsing - timedelta(milliseconds=1),
    }
    times |= {"lapsed_at": lapsing, "next_at": lapsing, "soon_at": None}
    wanted = [(stay, kind) for kind in KINDS for stay in stays][:count]
    with store.engine.begin() as connection:
        for stay, kind in wanted:
            if (stay, kind) in known:
                of = update(Task).where(Task.id == known[stay, kind])
                connection.execute(of.values(stage=Stage.OK, version=Task.version + 1, **times))
            else:
                new = {"kind": kind, "state": TaskState.OPEN, "stay_id": stay, "stage": Stage.OK, "version": 1}
                connection.execute(insert(Task), new | times)
        seen = update(Stay).where(Stay.id.in_(stays))
        connection.execute(seen.values(last_seen_at=lapsing - timedelta(minutes=20)))


def _seconds_until_stored(store: Store, lapsing: datetime) -> float:
    """From the moment they lapse until every one has its alert on record. Raises TimeoutError."""
    of = select(func.count(Alert.id)).where(Alert.lapsed_at == lapsing, Alert.state != AlertState.CLOSED)
    clock = SystemClock()
    time.sleep(max(0.0, (lapsing - clock.now()).total_seconds()))
    while (clock.now() - lapsing).total_seconds() < _SEEN_WITHIN_S:
        with store.read() as session:
            if (session.scalar(of) or 0) >= AT_ONCE:
                return round((clock.now() - lapsing).total_seconds(), 3)
        time.sleep(0.005)
    raise TimeoutError(f"{AT_ONCE} lapses were not on record after {_SEEN_WITHIN_S:g} s")


def _painted(store: Store, called: str, lapsing: datetime) -> dict[str, float]:
    of = select(AlertShown.at).join(Alert, Alert.id == AlertShown.alert_id)
    here = of.where(AlertShown.station == called, AlertShown.kind == ShownKind.PAINTED, Alert.lapsed_at == lapsing)
    with store.read() as session:
        after = sorted(round((at - lapsing).total_seconds(), 3) for at in session.scalars(here))
    if len(after) < BEDS:
        raise AssertionError(f"{len(after)} of {BEDS} cards were painted: the figure would mean nothing")
    return {"first_s": after[0], "painted_s": after[-1], "painted": len(after)}
