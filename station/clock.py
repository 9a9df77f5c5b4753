"""Where time comes from: a wall clock in UTC, and a count of elapsed seconds that nobody can set."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment in UTC."""
        ...

    def elapsed(self) -> float:
        """Seconds since some fixed moment, sleep included where the system counts it; never set back."""
        ...


def _elapsed_source() -> Callable[[], float]:
    """Linux counts sleep in CLOCK_BOOTTIME, macOS in CLOCK_MONOTONIC (its time.monotonic does not), Windows always."""
    counts_sleep = getattr(time, "CLOCK_BOOTTIME", None)
    if counts_sleep is None and sys.platform == "darwin":
        counts_sleep = time.CLOCK_MONOTONIC
    if counts_sleep is None:
        return time.monotonic
    return partial(time.clock_gettime, counts_sleep)


class SystemClock:
    """The machine's own clocks."""

    def __init__(self) -> None:
        self._elapsed = _elapsed_source()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def elapsed(self) -> float:
        return self._elapsed()
