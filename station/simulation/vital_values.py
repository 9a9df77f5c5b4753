"""Made-up vital signs with a score that is known beforehand: a value is drawn from the band of the points wanted."""

from dataclasses import dataclass
from random import Random
from typing import Final

from station.rules.vital_limits import Vitals

_BANDS: Final[dict[str, dict[int, tuple[int, int]]]] = {
    "rr": {0: (13, 19), 1: (9, 11), 2: (21, 24), 3: (25, 34)},
    "spo2": {0: (96, 99), 1: (94, 95), 2: (92, 93), 3: (84, 91)},
    "sbp": {0: (112, 148), 1: (101, 110), 2: (91, 100), 3: (78, 90)},
    "hr": {0: (58, 88), 1: (91, 110), 2: (111, 130), 3: (131, 158)},
    "temp": {0: (363, 376), 1: (381, 390), 2: (391, 399)},
}
"""Of the chart; temperatures in tenths of a degree."""
WORSENING: Final[tuple[dict[str, int], ...]] = (
    {},
    {"hr": 1},
    {"hr": 1, "temp": 1, "rr": 0},
    {"hr": 2, "temp": 1, "rr": 2},
    {"hr": 2, "temp": 2, "rr": 2, "spo2": 1},
    {"hr": 2, "temp": 2, "rr": 3, "spo2": 2, "sbp": 1},
)
"""What somebody who falls ill looks like, step by step: 0, 1, 2, 5, 7 and 10 points."""


@dataclass(frozen=True, slots=True)
class Made:
    values: Vitals
    points: int
    three: bool


def make(rng: Random, points: dict[str, int], *, without: str = "") -> Made:
    """A whole set with these points, nothing for what is not named; or one `without` a parameter."""
    said = {name: _value(rng, name, points.get(name, 0)) for name in _BANDS if name != without}
    given = [points.get(name, 0) for name in said]
    sbp = said.get("sbp")
    return Made(
        Vitals(
            hr=said.get("hr"),
            sbp=sbp,
            dbp=None if sbp is None else round(sbp * rng.uniform(0.58, 0.68)),
            rr=said.get("rr"),
            spo2=said.get("spo2"),
            o2=False,
            temp=said.get("temp"),
            acvpu="A",
            pain=rng.choice((0, 0, 0, 1, 2, 4)),
        ),
        sum(given),
        3 in given,
    )


def _value(rng: Random, name: str, points: int) -> float:
    value = rng.randint(*_BANDS[name][points])
    return value / 10 if name == "temp" else float(value)
