"""Recording, reading and sweeping."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from station.bench import sweeping as swept
from station.bench.recording import recorder
from station.clock import SystemClock
from station.services import Actor, Store, reading, sweeping
from station.store.engine import close_store, open_store
from station.store.verify import verify_journal

Benchmark = Callable[..., Any]
_CROWDS = 12
_ACTOR = Actor(None, "Station", "Desk 1")


@pytest.fixture
def tasks(tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "tasks.db"
    swept.make_tasks(path, SystemClock().now(), swept.TASKS, crowds=_CROWDS)
    store = open_store(path, create=False)
    yield store
    close_store(store)


def test_record_a_check(benchmark: Benchmark, unit: Store) -> None:
    one, turns = recorder(unit), count()
    benchmark(lambda: one(next(turns)))


def test_read_the_board(benchmark: Benchmark, unit: Store) -> None:
    now = SystemClock().now()
    board = benchmark(reading.read_board, unit, now)
    assert len(board.beds) == 36


def test_read_the_last_twelve_checks(benchmark: Benchmark, unit: Store) -> None:
    stay = next(bed.patient.stay_id for bed in reading.read_board(unit, SystemClock().now()).beds if bed.patient)
    assert len(benchmark(reading.read_checks, unit, stay)) == 12


def test_sweep_with_nothing_due(benchmark: Benchmark, tasks: Store) -> None:
    now = SystemClock().now()
    assert benchmark(sweeping.sweep, tasks, actor=_ACTOR, now=now).transitions == 0


def test_sweep_with_five_hundred_lapsing(benchmark: Benchmark, tasks: Store) -> None:
    now, turns = SystemClock().now(), iter(range(_CROWDS))

    def crowd() -> tuple[tuple[Store], dict[str, Any]]:
        at = swept.lapses_at(now, next(turns))
        swept.see_to_the_rest(tasks, at)
        return (tasks,), {"actor": _ACTOR, "now": at}

    found = benchmark.pedantic(sweeping.sweep, setup=crowd, rounds=_CROWDS)  # type: ignore[attr-defined]  # no types
    assert found.alerts == swept.AT_ONCE


def test_prove_the_journal(benchmark: Benchmark, unit: Store) -> None:
    assert benchmark(verify_journal, unit).journal == "ok"
