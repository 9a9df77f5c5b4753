"""A block held in the hand: what a frame costs, and what it would if everything were laid out anew."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from station.bench.dragging import Dragged, crowded

Benchmark = Callable[..., Any]


@pytest.fixture
def dragged(qapp: QApplication) -> Iterator[Dragged]:
    found = Dragged(crowded())
    yield found
    found.close()


def test_a_frame_of_a_drag(benchmark: Benchmark, dragged: Dragged) -> None:
    turns = count()
    benchmark(lambda: dragged.frame(next(turns)))


def test_everything_laid_out_anew(benchmark: Benchmark, dragged: Dragged) -> None:
    benchmark(lambda: dragged.anew(0))
