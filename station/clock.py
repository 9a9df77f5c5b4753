"""Where time comes from: a wall clock in UTC, and a count of elapsed seconds that nobody can set."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment in UTC."""
        ...

    def elapsed(self) -> float:
        """Seconds since some fixed moment, sleep included where the system counts it; never set back."""
        ...


def _elapsed_source() -> Callable[[], float]:
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    if boot_time is None:
        return time.monotonic
    return lambda: time.clock_gettime(boot_time)


class SystemClock:
    """The machine's own clocks."""

    def __init__(self) -> None:
        self._elapsed = _elapsed_source()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def elapsed(self) -> float:
        return self._elapsed()
