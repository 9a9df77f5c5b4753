"""What stands in each panel of a patient's vital signs: which values, in which unit, what scores nothing."""

from dataclasses import dataclass

from station.rules.policy_vitals import Vitals
from station.rules.units import CODES, KG_IN_A_POUND
from station.rules.vitals_due import asks_nurse, score_of
from station.store.rows.vitals import VitalRow


@dataclass(frozen=True, slots=True)
class Values:
    """One line of a panel. A shown value is `stored * times + plus`."""

    field: str
    """Of `VitalRow`."""
    title: str
    decimals: int = 0
    times: float = 1.0
    plus: float = 0.0

    def shown(self, stored: float) -> float:
        return stored * self.times + self.plus

    def of(self, row: VitalRow) -> float | None:
        """As shown; None where it was not measured."""
        stored = getattr(row, self.field)
        return None if stored is None else self.shown(float(stored))

    def words(self, row: VitalRow) -> str:
        """The figure alone; empty where it was not measured."""
        value = self.of(row)
        return "" if value is None else f"{value:.{self.decimals}f}"


@dataclass(frozen=True, slots=True)
class Panel:
    """A strip of the chart. Limits are as shown, in the unit of the screen."""

    key: str
    title: str
    unit: str
    lines: tuple[Values, ...]
    usual: tuple[float, float] | None
    """What scores 0 in NEWS2, of the first line; None: nothing does."""
    least: tuple[float, float]
    """At least so much of the scale is shown."""
    expected: bool = True
    """Whether it belongs to a whole set, so that a line must not run over one that lacks it."""


def panels_of(vitals: Vitals, scale: int = 1) -> tuple[Panel, ...]:
    """In the units that the unit has chosen. `scale`: that of SpO2 as ordered."""
    return (
        Panel("hr", "HR", "/min", (Values("hr", "HR"),), (51, 90), (45, 110)),
        Panel("bp", "BP", "mmHg", (Values("sbp", "Systolic"), Values("dbp", "Diastolic")), (111, 219), (60, 140)),
        Panel("rr", "RR", "/min", (Values("rr", "RR"),), (12, 20), (8, 26)),
        Panel("spo2", "SpO₂", "%", (Values("spo2", "SpO₂"),), (88, 92) if scale == 2 else (96, 100), (90, 100)),
        _temperature(vitals),
        _weight(vitals),
    )


def _temperature(vitals: Vitals) -> Panel:
    if CODES[vitals.temperature_in] == "[degF]":
        line = Values("temp", "Temperature", 1, 1.8, 32.0)
        return Panel("temp", "Temp", "°F", (line,), (97.0, 100.4), (95.9, 102.2))
    return Panel("temp", "Temp", "°C", (Values("temp", "Temperature", 1),), (36.1, 38.0), (35.5, 39.0))


def _weight(vitals: Vitals) -> Panel:
    pounds = CODES[vitals.weight_in] == "[lb_av]"
    line = Values("weight", "Weight", 1, 1 / KG_IN_A_POUND if pounds else 1.0)
    return Panel("weight", "Weight", "lb" if pounds else "kg", (line,), None, (0, 0), expected=False)


@dataclass(frozen=True, slots=True)
class Scored:
    """What a set says as a score: "6", "3+" where something is missing, "" where nothing was measured."""

    words: str
    total: int | None
    asks: bool
    """For a nurse: 5 and more, or a single 3."""


def scored(row: VitalRow) -> Scored:
    found = score_of(row)
    if found.band_at_least is None:
        return Scored("", None, asks=False)
    words = str(found.total) if found.total is not None else f"{found.at_least}+"
    return Scored(words, found.total, asks=asks_nurse(found))
