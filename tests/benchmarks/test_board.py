"""The thread that draws."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from station.bench.boards import Board, Rebuilt
from station.clock import SystemClock
from station.services import Store
from station.services.reading import read_board
from station.store.rows import BoardSnapshot

Benchmark = Callable[..., Any]


@pytest.fixture
def snapshot(unit: Store) -> BoardSnapshot:
    return read_board(unit, SystemClock().now())


@pytest.fixture
def board(qapp: QApplication, snapshot: BoardSnapshot) -> Iterator[Board]:
    found = Board(snapshot)
    yield found
    found.close()


@pytest.fixture
def rebuilt(qapp: QApplication, snapshot: BoardSnapshot) -> Iterator[Rebuilt]:
    found = Rebuilt(snapshot)
    yield found
    found.close()


def test_a_second(benchmark: Benchmark, board: Board) -> None:
    benchmark(board.tick, 0)


def test_one_change(benchmark: Benchmark, board: Board) -> None:
    turns = count()
    benchmark(lambda: board.change(next(turns)))


def test_all_cards_built_anew(benchmark: Benchmark, rebuilt: Rebuilt) -> None:
    turns = count()
    benchmark(lambda: rebuilt.build(next(turns)))
