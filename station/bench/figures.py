"""What a figure is, and how one is taken: wall-clock time beside processor time, never one without the other."""

import math
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from station.clock import SystemClock

_PAGES: Final = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Plain:
    """The same done plainly, measured in the same run."""

    what: str
    value: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured, in `unit`. `target`: what it is to reach; at most that, unless `more_is_better`."""

    name: str
    what: str
    value: float | None
    """None: not to be measured on this system."""
    unit: str
    target: float | None = None
    more_is_better: bool = False
    plain: tuple[Plain, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)
    """What stands beside it: p99, processor time, counts."""

    @property
    def met(self) -> bool | None:
        """Whether it reaches its target; None where there is nothing to reach."""
        if self.value is None or self.target is None:
            return None
        return self.value >= self.target if self.more_is_better else self.value <= self.target

    def as_dict(self) -> dict[str, Any]:
        plain = [{"what": one.what, "value": one.value, "times": times(one.value, self.value)} for one in self.plain]
        said: dict[str, Any] = {"what": self.what, "value": self.value, "unit": self.unit, "target": self.target}
        return said | {"met": self.met, "alternatives": plain, **self.more}


def times(one: float, other: float | None) -> float | None:
    """How many times the other the one is."""
    return round(one / other, 2) if other else None


@dataclass(frozen=True, slots=True)
class Timings:
    """Repeated takes of one thing, in milliseconds."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]
    """Processor time of the thread that did it."""

    @property
    def p50(self) -> float:
        return percentile(self.wall, 50)

    @property
    def p99(self) -> float:
        return percentile(self.wall, 99)

    @property
    def cpu_p50(self) -> float:
        return percentile(self.cpu, 50)

    def beside(self) -> dict[str, Any]:
        """What stands beside the median."""
        return {"p99": self.p99, "cpu_p50": self.cpu_p50, "times": len(self.wall)}


def timed(do: Callable[[int], object], count: int, *, warm_up: int = 0) -> Timings:
    """Call `do` with -warm_up … -1, not counted, and then with 0 … count - 1, each timed for itself."""
    for turn in range(-warm_up, 0):
        do(turn)
    wall, cpu = [], []
    for turn in range(count):
        began, worked = time.perf_counter(), time.thread_time()
        do(turn)
        cpu.append((time.thread_time() - worked) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return Timings(tuple(wall), tuple(cpu))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` per cent do not exceed, rounded to a thousandth. Raises ValueError for none."""
    if not values:
        raise ValueError("there is no percentile of nothing; take the figure at least once")
    place = max(0, math.ceil(len(values) * share / 100) - 1)
    return round(sorted(values)[place], 3)


def resident_mb() -> float | None:
    """The memory this process holds now, in millions of bytes, shared libraries included; None where not told."""
    if sys.platform == "linux":
        import resource

        return round(int(_PAGES.read_text().split()[1]) * resource.getpagesize() / 1e6, 1)
    if sys.platform == "darwin":
        import resource

        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 1)  # the most it held, in bytes
    return None


def seconds_now() -> float:
    """A count of seconds that goes by the same clock in every process of this machine."""
    return SystemClock().elapsed()
