"""A rota for a shift of real size; beside it the plain way, which looks neither ahead nor back."""

from collections.abc import Callable
from typing import Any

import pytest

from station.bench.suggesting import DAY, SIZES, Size, plainly, suggested

Benchmark = Callable[..., Any]


@pytest.mark.parametrize("size", SIZES, ids=lambda one: one.name)
def test_suggest(benchmark: Benchmark, size: Size) -> None:
    found = benchmark.pedantic(suggested, args=(size,), rounds=5, warmup_rounds=1)  # type: ignore[attr-defined]
    assert found.proven


def test_plainly(benchmark: Benchmark) -> None:
    benchmark(plainly, DAY)
