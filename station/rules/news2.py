"""The National Early Warning Score 2 of one set of vital signs (Royal College of Physicians, London, 2017).

For people of 16 and over who are not pregnant; whoever asks sees to that. Values are rounded half up first, to a whole
number, the temperature to a tenth of a degree.
"""

import math
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final, Literal

Consciousness = Literal["A", "C", "V", "P", "U"]
"""Alert, new confusion, voice, pain, unresponsive."""
PARAMETERS: Final = ("rr", "spo2", "o2", "sbp", "hr", "acvpu", "temp")


class Band(StrEnum):
    """What the score asks for. Ordered by `rank`: 0 low to 3 high."""

    LOW = "low"
    LOW_MEDIUM = "low-medium, single 3"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        return list(Band).index(self)


@dataclass(frozen=True, slots=True)
class Score:
    """`points` by parameter, 0 to 3; None for what was not measured, or cannot be told without what was not."""

    total: int | None
    """0 to 20; None unless the set is complete."""
    at_least: int
    """What was measured adds up to this."""
    points: dict[str, int | None]
    band: Band | None
    """None unless the set is complete."""
    band_at_least: Band | None
    """What is known already asks for this; None where nothing was measured."""

    @property
    def complete(self) -> bool:
        return self.total is not None

    @property
    def missing(self) -> tuple[str, ...]:
        """The parameters without points, in the chart's order."""
        return tuple(name for name, points in self.points.items() if points is None)


class _Steps:
    """Points of a measured value: rounded first, those of the first limit that it does not pass. What people measure
    comes again and again, so each value is worked out once."""

    def __init__(self, *steps: tuple[int, int], above: int, times: int = 1) -> None:
        self._limits = [limit for limit, _ in steps]
        self._points = [*(points for _, points in steps), above]
        self._times = times
        self.of: Callable[[float], int] = lru_cache(maxsize=4096)(self._of)

    def _of(self, value: float) -> int:
        return self._points[bisect_left(self._limits, _rounded(value, self._times))]


_RR: Final = _Steps((8, 3), (11, 1), (20, 0), (24, 2), above=3)
_SPO2_1: Final = _Steps((91, 3), (93, 2), (95, 1), above=0)
_SPO2_2: Final = _Steps((83, 3), (85, 2), (87, 1), (92, 0), (94, 1), (96, 2), above=3)
"""On oxygen; on air nothing is added above 92 %."""
_FREE_ON_AIR: Final = 92
_SBP: Final = _Steps((90, 3), (100, 2), (110, 1), (219, 0), above=3)
_HR: Final = _Steps((40, 3), (50, 1), (90, 0), (110, 1), (130, 2), above=3)
_TEMP: Final = _Steps((350, 3), (360, 1), (380, 0), (390, 1), above=2, times=10)
"""In tenths of a degree."""
_OXYGEN: Final = 2
_SINGLE: Final = 3


def score(
    *,
    rr: float | None,
    spo2: float | None,
    scale: Literal[1, 2] | None,
    o2: bool | None,
    sbp: float | None,
    hr: float | None,
    acvpu: Consciousness | None,
    temp: float | None,
) -> Score:
    """The score of what was measured; None is what was not.

    `rr`, `hr` a minute, `spo2` in %, `sbp` in mmHg, `temp` in °C. `scale` is 2 only by order (88-92 % aimed at); None
    is 1. `o2`: whether oxygen was given. Raises ValueError for what is no number, scale or state of consciousness.
    """
    points = {
        "rr": None if rr is None else _RR.of(rr),
        "spo2": None if spo2 is None else _saturation(spo2, scale, o2),
        "o2": None if o2 is None else _OXYGEN * o2,
        "sbp": None if sbp is None else _SBP.of(sbp),
        "hr": None if hr is None else _HR.of(hr),
        "acvpu": None if acvpu is None else _consciousness(acvpu),
        "temp": None if temp is None else _TEMP.of(temp),
    }
    each = points.values()
    complete, at_least = None not in each, sum(filter(None, each))
    known = complete or any(one is not None for one in each)
    band = _band(at_least, single=_SINGLE in each) if known else None
    return Score(at_least if complete else None, at_least, points, band if complete else None, band)


def celsius(fahrenheit: float) -> float:
    """Degrees Celsius."""
    return (fahrenheit - 32.0) * 5.0 / 9.0


def _saturation(spo2: float, scale: int | None, o2: bool | None) -> int | None:
    if scale in (None, 1):
        return _SPO2_1.of(spo2)
    if scale != 2:
        raise ValueError(f"SpO2 is scored on scale 1 or 2, not on {scale!r}")
    if o2 or _whole(spo2) <= _FREE_ON_AIR:
        return _SPO2_2.of(spo2)
    return None if o2 is None else 0


def _consciousness(state: str) -> int:
    if state not in ("A", "C", "V", "P", "U"):
        raise ValueError(f"consciousness is one of A, C, V, P, U, not {state!r}")
    return 0 if state == "A" else _SINGLE


def _band(total: int, *, single: bool) -> Band:
    if total >= 7:
        return Band.HIGH
    if total >= 5:
        return Band.MEDIUM
    return Band.LOW_MEDIUM if single else Band.LOW


@lru_cache(maxsize=4096)
def _whole(value: float) -> int:
    return _rounded(value, 1)


def _rounded(value: float, times: int) -> int:
    """Half up, as written in decimals: 38.05 is 38.1."""
    if not math.isfinite(value):
        raise ValueError(f"{value!r} is no measurement")
    return int((Decimal(repr(value)) * times).to_integral_value(ROUND_HALF_UP))
