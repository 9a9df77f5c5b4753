"""Values over time as arrays: broken where something is missing, and reduced to what a width can show.

NumPy is imported with this module, on first use (docs/decisions/0008).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from station.reports.vital_panels import Values
from station.store.rows.vitals import VitalRow

Floats = NDArray[np.float64]

_EACH_PIXEL: Final = 2
"""Up to so many points a pixel are drawn as they are."""
_COARSE: Final = 64
_FAR: Final = 4 * _COARSE
"""With so many points a pixel the coarse ones are looked at."""
_WEIGHT_S: Final = 8 * 86_400.0


@dataclass(frozen=True)
class Series:
    """`x`: seconds after the beginning, rising; `y` is not a number where the line is broken."""

    x: Floats
    y: Floats

    @property
    def points(self) -> int:
        return self.measured(0, len(self.y))

    def measured(self, first: int, last: int) -> int:
        """How many values were measured from one place up to another."""
        return int(self._measured[last] - self._measured[first])

    @cached_property
    def _measured(self) -> NDArray[np.int64]:
        return np.concatenate(([0], np.cumsum(np.isfinite(self.y), dtype=np.int64)))

    @cached_property
    def coarse(self) -> "Series":
        """The least and the largest of every so many: enough where each pixel stands for many more."""
        return Series(*_least_and_largest(self.x, self.y, -(-len(self.x) // _COARSE)))


@dataclass(frozen=True, slots=True)
class Shown:
    """What is drawn of a series. `of`: how many measured points that stands for; `reduced`: that it is not each."""

    x: Floats
    y: Floats
    of: int
    reduced: bool
    low: float
    high: float
    """The extremes in sight; not a number where nothing is."""
    alone: tuple[Floats, Floats]
    """Where a mark is needed: points in sight to which no line goes, and all of those where they are few."""


def series_of(
    rows: Sequence[VitalRow], line: Values, since: datetime, owed: Sequence[float], *, expected: bool
) -> Series:
    """The values of these sets. No line runs over a set that lacks one that is `expected` in it, nor over more than
    twice the seconds until the next was `owed`, which is told for each set."""
    x, y = list[float](), list[float]()
    before: tuple[float, float] | None = None
    for row, next_s in zip(rows, owed, strict=True):
        at, value = (row.observed_at - since).total_seconds(), line.of(row)
        if value is None and not expected:
            continue
        if before is not None and at - before[0] > before[1]:
            x.append((at + before[0]) / 2)
            y.append(np.nan)
        x.append(at)
        y.append(np.nan if value is None else value)
        before = (at, 2 * next_s if expected else _WEIGHT_S)
    return Series(np.array(x, np.float64), np.array(y, np.float64))


def shown(series: Series, left: float, right: float, width: int) -> Shown:
    """What can be seen of it between two places on so many pixels: each point, or the least and the largest of each
    pixel, so that no spike is lost."""
    begin, end = int(np.searchsorted(series.x, left)), int(np.searchsorted(series.x, right, side="right"))
    count = series.measured(begin, end)
    near = series.coarse if end - begin > max(1, width) * _FAR else series
    first = max(0, int(np.searchsorted(near.x, left)) - 1)
    last = min(len(near.x), int(np.searchsorted(near.x, right, side="right")) + 1)
    x, y = near.x[first:last], near.y[first:last]
    finite = np.isfinite(y)
    seen = y[finite & (x >= left) & (x <= right)]
    low, high = (float(seen.min()), float(seen.max())) if len(seen) else (np.nan, np.nan)
    reduced = len(x) > max(1, width) * _EACH_PIXEL
    if reduced:
        x, y = _least_and_largest(x, y, max(1, width))
        finite = np.isfinite(y)
        marks = _without_neighbours(finite)
    else:
        marks = finite if len(x) * 5 <= width else _without_neighbours(finite)
    marks = marks & (x >= left) & (x <= right)
    return Shown(x, y, count, reduced, low, high, (x[marks], y[marks]))


def nearest(x: Floats, at: float) -> int:
    """The place of the value nearest to `at` among rising ones; -1 where there is none."""
    if not len(x):
        return -1
    place = int(np.searchsorted(x, at))
    if place == len(x) or (place > 0 and at - x[place - 1] <= x[place] - at):
        return place - 1
    return place


def _least_and_largest(x: Floats, y: Floats, buckets: int) -> tuple[Floats, Floats]:
    """Two points for each of the equal counts, at their middle; a bucket in which nothing was measured is a gap."""
    size = -(-len(x) // buckets)
    starts = np.arange(0, len(x), size)
    lows, highs = np.fmin.reduceat(y, starts), np.fmax.reduceat(y, starts)
    middle = x[np.minimum(starts + size // 2, len(x) - 1)]
    return np.repeat(middle, 2), np.column_stack((lows, highs)).ravel()


def _without_neighbours(finite: NDArray[np.bool_]) -> NDArray[np.bool_]:
    before = np.concatenate(([False], finite[:-1]))
    after = np.concatenate((finite[1:], [False]))
    found: NDArray[np.bool_] = finite & ~before & ~after
    return found
