"""Units of vital signs and of what is typed: everything is kept in Cel, kg and cm, and shown as the unit chooses."""

import math
import re
from collections.abc import Mapping
from typing import Final

CANONICAL: Final[Mapping[str, str]] = {"temp": "Cel", "weight": "kg", "height": "cm"}
"""What is kept, of what is typed in more than one unit. The codes are UCUM's."""
UNITS: Final[Mapping[str, tuple[str, ...]]] = {
    "temp": ("Cel", "[degF]"),
    "weight": ("kg", "[lb_av]"),
    "height": ("cm", "[in_i]"),
}
WORDS: Final[Mapping[str, str]] = {
    "Cel": "°C",
    "[degF]": "°F",
    "kg": "kg",
    "[lb_av]": "lb",
    "cm": "cm",
    "[in_i]": "in",
}
CODES: Final[Mapping[str, str]] = {words: code for code, words in WORDS.items()}
"""By what the policy and the screens call them: "°F" is "[degF]"."""
KG_IN_A_POUND: Final = 0.45359237
CM_IN_AN_INCH: Final = 2.54
_KEPT: Final = 4
"""Decimals kept of what was converted; finer than anything that is measured."""
_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,6}(?:[.,]\d{1,4})?|[.,]\d{1,4})")
_PRESSURE: Final = re.compile(r"(\d{1,3})\s*[/\\]\s*(\d{1,3})")


class NotANumber(ValueError):
    """What was typed is no number; the message is for the person who typed it."""


def canonical(name: str, value: float, unit: str) -> float:
    """The value in the unit that is kept. Raises ValueError for a unit that this vital sign does not have."""
    if name not in UNITS:
        return value
    if unit not in UNITS[name]:
        raise ValueError(f"{name} is measured in {' or '.join(UNITS[name])}, not in {unit!r}")
    if unit == CANONICAL[name]:
        return value
    return round(_to_kept(unit, value), _KEPT)


def shown(name: str, value: float, unit: str) -> float:
    """A kept value in the unit that it is shown in. Raises ValueError as `canonical`."""
    if name not in UNITS:
        return value
    if unit not in UNITS[name]:
        raise ValueError(f"{name} is shown in {' or '.join(UNITS[name])}, not in {unit!r}")
    return value if unit == CANONICAL[name] else round(_from_kept(unit, value), _KEPT)


def read_number(text: str) -> float:
    """A number as people type it, with a point or a comma: "37,2" is 37.2. Raises NotANumber with a sentence."""
    said = text.strip()
    if not _NUMBER.fullmatch(said):
        raise NotANumber(f"“{said}” is not a number. Write it like 72 or 37.2.")
    return float(said.replace(",", "."))


def read_pressure(text: str) -> tuple[float, float] | None:
    """Both numbers of a blood pressure typed into one field, "120/80"; None where it is no such pair."""
    found = _PRESSURE.fullmatch(text.strip())
    return (float(found[1]), float(found[2])) if found else None


def _to_kept(unit: str, value: float) -> float:
    if not math.isfinite(value):
        return value
    if unit == "[degF]":
        return (value - 32.0) * 5.0 / 9.0
    return value * (KG_IN_A_POUND if unit == "[lb_av]" else CM_IN_AN_INCH)


def _from_kept(unit: str, value: float) -> float:
    if unit == "[degF]":
        return value * 9.0 / 5.0 + 32.0
    return value / (KG_IN_A_POUND if unit == "[lb_av]" else CM_IN_AN_INCH)
