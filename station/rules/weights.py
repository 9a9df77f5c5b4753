"""Whether a weight may be recorded as typed, is to be asked about first, or cannot be one."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from station.rules.moments import utc

LEAST_KG: Final = 20.0
MOST_KG: Final = 350.0
"""Outside these a weight is refused (`product.md`, vital signs)."""

_ASK_WITHIN: Final = timedelta(days=7)
_ASK_SHARE: Final = 0.05
_ASK_KG: Final = 3.0
_POUNDS: Final = 2.2046
_NEARLY: Final = 0.1
"""How near to that factor, as a share of it, two weights must be to look like pounds and kilograms."""
_ROUNDING: Final = 1e-9


class WeightError(ValueError):
    """What was typed cannot be a weight; the message is for the person who typed it."""


@dataclass(frozen=True, slots=True)
class LastWeight:
    """What the patient weighed before, in this stay or another."""

    kg: float
    at: datetime


def question_about(kg: float, at: datetime, last: LastWeight | None) -> str | None:
    """What to ask before this weight of `at` is recorded; None: nothing.

    Asks where it looks like pounds, and where it differs by more than 5 % or 3 kg from one of the last 7 days.
    Raises WeightError outside 20 to 350 kg.
    """
    if not math.isfinite(kg) or not LEAST_KG <= kg <= MOST_KG:
        raise WeightError(_outside(kg))
    if last is None:
        return None
    ratio = kg / last.kg
    if abs(ratio / _POUNDS - 1) <= _NEARLY:
        return (
            f"{_kg(kg)} is 2.2 times the last weight, {_kg(last.kg)}. Is it in pounds? "
            f"{kg:.1f} pounds are {_kg(kg / _POUNDS)}. Record {_kg(kg)} all the same?"
        )
    if abs(ratio * _POUNDS - 1) <= _NEARLY:
        return (
            f"The last weight, {_kg(last.kg)}, is 2.2 times this one: was that in pounds? "
            f"Record {_kg(kg)} as it is in kilograms?"
        )
    apart = kg - last.kg
    over = abs(apart) > _ASK_KG + _ROUNDING or abs(apart) > last.kg * _ASK_SHARE + _ROUNDING
    if not over or abs(utc(at) - utc(last.at)) > _ASK_WITHIN:
        return None
    more = "more" if apart > 0 else "less"
    days = abs(utc(at) - utc(last.at)) // timedelta(days=1)
    when = "within a day" if days == 0 else f"{days} {'day' if days == 1 else 'days'} apart"
    return f"{_kg(kg)} is {_kg(abs(apart))} {more} than the last weight, {_kg(last.kg)}, {when}. Record it?"


def _outside(kg: float) -> str:
    limits = f"A weight is between {LEAST_KG:.0f} and {MOST_KG:.0f} kg"
    if math.isfinite(kg) and MOST_KG < kg <= MOST_KG * _POUNDS:
        return f"{limits}. {kg:g} pounds would be {_kg(kg / _POUNDS)}: enter kilograms."
    return f"{limits}. Weigh again, or correct what was typed."


def _kg(kg: float) -> str:
    return f"{kg:.1f} kg"
