"""How the staff behave: figures of chance, and what hour of the unit's day it is. Tuned for 3 to 6 % late checks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from station.simulation.layout import ZONE

SHIFT_STARTS: Final = (("Day", 7), ("Evening", 15), ("Night", 23))


@dataclass(frozen=True, slots=True)
class Habits:
    """Chances are of one check, one beat or one relief; times are seconds."""

    aim_day: float = 0.81
    aim_night: float = 0.855
    aim_scatter: float = 0.055
    walk_s: tuple[float, float] = (7.0, 26.0)
    held_up: float = 0.025
    held_up_s: tuple[float, float] = (60.0, 200.0)
    pulled_away_every_s: float = 7000.0
    pulled_away_s: tuple[float, float] = (240.0, 1700.0)
    covered: float = 0.85
    cover_after_s: tuple[float, float] = (90.0, 330.0)
    handover_s: tuple[float, float] = (0.0, 300.0)
    records_later: float = 0.12
    forgets: float = 0.005
    wrong_patient: float = 0.0004
    amends: float = 0.0008
    not_found: float = 0.0005
    taps_twice: float = 0.001
    charge_looks_s: tuple[float, float] = (25.0, 80.0)
    charge_accepts: float = 0.7
    charge_forgets: float = 0.12
    relief_late: float = 0.12
    declines: float = 0.06
    raises_per_bed_s: float = 36 * 12 * 3600.0
    lowers_per_bed_s: float = 36 * 4.5 * 3600.0
    stay_s: float = 6.5 * 86400
    transfers_every_s: float = 16 * 3600.0
    swaps_every_s: float = 30 * 3600.0
    leaves_round_open: float = 0.012
    escorts_per_bed_s: float = 36 * 2 * 3600.0
    passes_per_bed_s: float = 36 * 9 * 3600.0
    back_late: float = 0.12
    hands_on: float = 0.15
    awol_per_bed_s: float = 36 * 12 * 86400.0
    inspected_late: float = 0.1
    handed_over_late: float = 0.06
    hazard: float = 0.003
    hazards_every_s: float = 30 * 3600.0
    not_fixed: float = 0.1


class Day:
    """The unit's day: local hours, shifts, who sleeps."""

    def __init__(self, zone: str = ZONE) -> None:
        self._zone = ZoneInfo(zone)

    def local(self, now: datetime) -> datetime:
        return now.astimezone(self._zone)

    def hour(self, now: datetime) -> float:
        """The local hour, 0 to under 24, minutes as its fraction."""
        local = self.local(now)
        return local.hour + local.minute / 60

    def shift(self, now: datetime) -> str:
        hour = self.hour(now)
        return next((name for name, starts in reversed(SHIFT_STARTS) if hour >= starts), SHIFT_STARTS[-1][0])

    def night(self, now: datetime) -> bool:
        return not 6.5 <= self.hour(now) < 22.5

    def next_handover(self, now: datetime) -> datetime:
        """When the next shift begins (within a minute, which is near enough for people)."""
        hour = self.hour(now)
        starts = [start for _, start in SHIFT_STARTS if start > hour]
        ahead = (starts[0] if starts else 24 + SHIFT_STARTS[0][1]) - hour
        return now + timedelta(hours=ahead)


def sleeps(rng: Random, day: Day, now: datetime, *, was_asleep: bool) -> bool:
    """Whether somebody sleeps just now: most by night, a few in the afternoon, and mostly as at the look before."""
    hour = day.hour(now)
    share = 0.92 if hour >= 23 or hour < 5.5 else 0.5 if hour >= 22 or hour < 7 else 0.12 if 13 <= hour < 15 else 0.03
    if was_asleep and share >= 0.5 and rng.random() < 0.6:
        return True
    return rng.random() < share


_BY_DAY: Final = (
    ("Room", "Awake"), ("Day room", "Talking"), ("Day room", "Watching TV"), ("Hallway", "Pacing"), ("Room", "Reading"),
    ("Bathroom", "Hygiene"), ("Group room", "In group"), ("Day room", "On the phone"), ("Quiet room", "Upset"),
    ("Room", "Resting in bed, awake"), ("Courtyard", "Talking"), ("Nurses station", "Talking"), ("Day room", "Awake"),
)  # fmt: skip
_DAY_WEIGHTS: Final = (12, 16, 14, 7, 9, 4, 16, 4, 2, 8, 3, 4, 10)
LIFE_SIGNS: Final = ("Breathing seen", "Sound heard", "Movement seen")
_MEALS: Final = (8, 12, 17)


def doing(rng: Random, day: Day, now: datetime, *, asleep: bool) -> tuple[str, str, str | None]:
    """Place, activity and, of a sleeping patient, the sign of life."""
    if asleep:
        return "Room", "Asleep", rng.choices(LIFE_SIGNS, (8, 1, 3))[0]
    if int(day.hour(now)) in _MEALS and rng.random() < 0.6:
        return "Dining", "Eating", None
    if day.night(now):
        return "Room", rng.choice(("Awake", "Resting in bed, awake", "Hygiene")), None
    place, activity = rng.choices(_BY_DAY, _DAY_WEIGHTS)[0]
    return place, activity, None
