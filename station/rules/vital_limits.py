"""Whether vital signs may be recorded as measured, are to be asked about first, or cannot be (`product.md`).

Everything in canonical units: a minute, mmHg, %, Cel, kg, cm. The limits themselves may be recorded.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Final

from station.rules import weights
from station.rules.news2 import celsius


@dataclass(frozen=True, slots=True)
class Vitals:
    """What was measured; None is what was not."""

    hr: float | None = None
    sbp: float | None = None
    dbp: float | None = None
    rr: float | None = None
    spo2: float | None = None
    o2: bool | None = None
    o2_flow: float | None = None
    temp: float | None = None
    acvpu: str | None = None
    weight: float | None = None
    height: float | None = None
    pain: int | None = None

    @property
    def measured(self) -> tuple[str, ...]:
        """The names of what there is."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name) is not None)


@dataclass(frozen=True, slots=True)
class Before:
    """What was known of him before."""

    weight: weights.LastWeight | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, or unusual, with one of them: a whole sentence for whoever measured."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Limits:
    """`refuse`: outside it cannot be one. `ask`: outside it is asked about; None there is no limit on that side."""

    words: str
    unit: str
    refuse: tuple[float, float]
    ask: tuple[float | None, float | None]


LIMITS: Final = {
    "sbp": Limits("systolic pressure", "mmHg", (40, 300), (70, 220)),
    "dbp": Limits("diastolic pressure", "mmHg", (20, 200), (40, 130)),
    "hr": Limits("heart rate", "a minute", (20, 300), (40, 150)),
    "rr": Limits("breathing rate", "a minute", (2, 80), (8, 30)),
    "temp": Limits("temperature", "°C", (25, 45), (34.0, 40.0)),
    "spo2": Limits("SpO2", "%", (40, 100), (88, None)),
    "weight": Limits("weight", "kg", (weights.LEAST_KG, weights.MOST_KG), (None, None)),
    "height": Limits("height", "cm", (90, 240), (None, None)),
    "pain": Limits("pain", "of 10", (0, 10), (None, None)),
    "o2_flow": Limits("oxygen flow", "litres a minute", (0.1, 60), (None, None)),
}
NEWS2_NAMES: Final = ("rr", "spo2", "o2", "sbp", "hr", "acvpu", "temp")
WHOLE: Final = ("hr", "sbp", "dbp", "rr", "spo2", "o2", "temp", "acvpu")
"""What a whole set has."""
WORDS: Final = {name: one.words for name, one in LIMITS.items()} | {"o2": "air or oxygen", "acvpu": "consciousness"}
STATES: Final = ("A", "C", "V", "P", "U")
_FAHRENHEIT: Final = (80.0, 113.0)
_INCHES: Final = (36.0, 89.0)
_LEAST_PULSE_PRESSURE: Final = 15.0
_HEIGHT_APART: Final = 3.0
_ROUNDING: Final = 1e-9


def refusals(said: Vitals) -> tuple[Problem, ...]:
    """Why it cannot be recorded, by vital sign; none where it can."""
    return tuple(_refusals(said))


def questions(said: Vitals, at: datetime, before: Before) -> tuple[Problem, ...]:
    """What is to be asked before it is recorded. Of what `refusals` let pass."""
    return tuple(_questions(said, at, before))


def missing(said: Vitals) -> tuple[str, ...]:
    """What a whole set would have beside it, in the order of taking."""
    return tuple(name for name in WHOLE if getattr(said, name) is None)


SIGNS: Final = ("hr", "sbp", "rr", "spo2", "temp", "acvpu")
"""Any one of them makes a set a reading: a weight, a height or a pain by itself is none."""


def is_a_reading(said: Vitals) -> bool:
    """Whether any vital sign was taken at all."""
    return any(getattr(said, name) is not None for name in SIGNS)


def _refusals(said: Vitals) -> Iterator[Problem]:
    for name, limits in LIMITS.items():
        value = getattr(said, name)
        if value is not None and not _within(value, *limits.refuse):
            yield Problem(name, _refusal(name, value, limits))
    if said.sbp is not None and said.dbp is not None and said.dbp >= said.sbp:
        yield Problem(
            "dbp", f"The diastolic pressure, {said.dbp:g}, must be below the systolic, {said.sbp:g}. Correct them."
        )
    if said.dbp is not None and said.sbp is None:
        yield Problem("sbp", "There is a diastolic pressure without a systolic. Enter both.")
    if said.acvpu is not None and said.acvpu not in STATES:
        yield Problem("acvpu", "Consciousness is one of A, C, V, P, U. Choose one.")
    if said.o2_flow is not None and not said.o2:
        yield Problem("o2_flow", "A flow of oxygen is given, and he is not said to be on oxygen. Correct one of them.")


def _within(value: float, least: float, most: float) -> bool:
    return math.isfinite(value) and least <= value <= most


def _refusal(name: str, value: float, limits: Limits) -> str:
    least, most = limits.refuse
    between = f"{_capital(limits.words)} is between {least:g} and {most:g} {limits.unit}"
    if not math.isfinite(value):
        return f"{between}. Enter a number."
    if name == "weight":
        return _weight_refusal(value)
    if name == "temp" and _within(value, *_FAHRENHEIT):
        return f"{between}. {value:g} looks like Fahrenheit: that would be {celsius(value):.1f} °C. Choose °F for it."
    if name == "height" and _within(value, *_INCHES):
        return f"{between}. {value:g} looks like inches: that would be {value * 2.54:.0f} cm. Choose inches for it."
    return f"{between}, not {value:g}. Measure again, or correct what was typed."


def _weight_refusal(value: float) -> str:
    try:
        weights.question_about(value, _ANY, None)
    except weights.WeightError as problem:
        return str(problem)
    raise AssertionError("the limits of a weight are those of rules.weights")


_ANY: Final = datetime(2000, 1, 1)  # noqa: DTZ001  # not looked at without a weight before


def _questions(said: Vitals, at: datetime, before: Before) -> Iterator[Problem]:
    for name, limits in LIMITS.items():
        value = getattr(said, name)
        if value is not None and _is_unusual(value, *limits.ask):
            usual = _usual(*limits.ask)
            yield Problem(
                name, f"{_capital(limits.words)} {value:g} {limits.unit} is unusual ({usual}). Record {value:g}?"
            )
    if said.sbp is not None and said.dbp is not None and said.sbp - said.dbp < _LEAST_PULSE_PRESSURE - _ROUNDING:
        apart = said.sbp - said.dbp
        yield Problem("dbp", f"{said.sbp:g}/{said.dbp:g} are only {apart:g} apart. Record them?")
    if said.weight is not None and (asked := weights.question_about(said.weight, at, before.weight)):
        yield Problem("weight", asked)
    if said.height is not None and before.height is not None:
        apart = abs(said.height - before.height)
        if apart > _HEIGHT_APART + _ROUNDING:
            yield Problem(
                "height", f"{said.height:g} cm is {apart:g} cm from the last height, {before.height:g} cm. Record it?"
            )


def _is_unusual(value: float, least: float | None, most: float | None) -> bool:
    return (least is not None and value < least) or (most is not None and value > most)


def _usual(least: float | None, most: float | None) -> str:
    if most is None:
        return f"under {least:g}"
    return f"outside {least:g} to {most:g}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
