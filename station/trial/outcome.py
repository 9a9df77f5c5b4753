"""What is tried, and what a trial found."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from station.simulation.habits import Habits
from station.simulation.verdict import Verdict
from station.trial.plan import Kind, Planned
from station.trial.zones import START, ZONES

HURRIED: Final = Habits(
    held_up=0.05,
    pulled_away_every_s=2600.0,
    covered=0.6,
    records_later=0.25,
    forgets=0.03,
    wrong_patient=0.02,
    amends=0.02,
    not_found=0.01,
    taps_twice=0.02,
    charge_forgets=0.4,
    relief_late=0.4,
    declines=0.2,
    raises_per_bed_s=36 * 2400.0,
    lowers_per_bed_s=36 * 1800.0,
    stay_s=2 * 86400.0,
    transfers_every_s=3600.0,
    swaps_every_s=3600.0,
    leaves_round_open=0.2,
    escorts_per_bed_s=36 * 2400.0,
    passes_per_bed_s=36 * 7200.0,
    back_late=0.5,
    hands_on=0.3,
    awol_per_bed_s=36 * 14400.0,
    inspected_late=1.0,
    hazard=0.02,
    hazards_every_s=5400.0,
    not_fixed=0.3,
)
"""What is rare on a unit happens often: a short trial sees much of it."""

TARDY: Final = replace(HURRIED, pulled_away_every_s=600.0, pulled_away_s=(400.0, 1500.0), covered=0.2, forgets=0.1)
"""Much is late as well."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried. `hours` of true time; the clock of the record may stand far ahead at the end."""

    kinds: tuple[Kind, ...]
    seed: int
    stations: int = 3
    hours: float = 1.5
    beds: int = 8
    zone: str = ZONES[0]
    start: datetime = START
    habits: Habits = HURRIED
    rarer: float = 1.0
    script: tuple[Planned, ...] = ()
    """Exactly this goes wrong; empty: what the seed draws."""
    is_short: bool = True
    """Begin with the unit that every trial of this place begins with, and do again what was cut short; else found a
    unit of its own seed, and whoever was cut short looks at the board and plans anew (slower, and right for weeks)."""


@dataclass(slots=True)
class Outcome:
    """What a trial found."""

    verdict: Verdict
    lost: list[str]
    stopped: list[str]
    broken: list[str]
    journal: str
    erased: list[str]
    counts: Counter[str]
    checks: int
    commits: int
    acknowledged: int
    crossings: int
    record_hours: float
    starts: int
    passes: int
    late_entries: int
    refused: int
    refused_by_faults: int
    story: list[str] = field(default_factory=list)
    """What befell it and when, in true time, for whoever looks for the cause."""
    kept: Counter[str] = field(default_factory=Counter)
    """Entries that were kept while the record was away, and what became of them."""
    looks: int = 0
    """Looks at a screen while it showed what was known from memory."""
    raised_from_memory: int = 0
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)
    digest: str = ""
    """Of the whole story: the same seed on the same code gives the same one."""

    @property
    def is_clean(self) -> bool:
        bad = self.verdict.missed + self.verdict.duplicate + self.verdict.invented + self.verdict.not_raised
        return self.journal == "ok" and not (
            bad or self.verdict.wrong_due or self.lost or self.stopped or self.broken or self.erased
        )

    def words(self) -> list[str]:
        """The first faults of every sort."""
        return [*self.verdict.faults, *self.lost, *self.stopped, *self.broken, *self.erased][:20]
