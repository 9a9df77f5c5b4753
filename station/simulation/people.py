"""Who works on the unit and who is treated there: believable, seeded, nobody real."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from station.models.enums import Role
from station.rules.policy_people import QualificationWord
from station.simulation.names import FAMILY, GIVEN, STAFF_FAMILY

SHIFTS: Final = ("Day", "Evening", "Night")

_LEVELS: Final = (("Q15", 80), ("Q30", 9), ("Q5", 6), ("Q60", 5))
_PRECAUTIONS: Final = ("SI", "AWOL", "ASLT", "FALL", "SZ", "SAO", "FIRE", "MED")
_PRECAUTION_WEIGHTS: Final = (30, 14, 14, 12, 7, 5, 3, 8)


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """Somebody to hire, and the shift worked."""

    name: str
    role: Role
    shift: str


ADMINISTRATOR: Final = StaffPlan("F. Winter", Role.ADMINISTRATOR, "Day")
"""Nobody else is drawn with this letter."""


@dataclass(frozen=True, slots=True)
class PatientPlan:
    """Somebody to admit."""

    mrn: str
    family: str
    given: str
    birth_date: date
    level: str
    level_asleep: str | None
    precautions: tuple[str, ...]


def plan_staff(areas: int, rng: Random) -> list[StaffPlan]:
    """Three shifts, each with a rounder for every area, technicians to spare, a charge tech and three nurses; and the
    administrator, who lets them in."""
    roles = [Role.TECH] * (areas + 5) + [Role.CHARGE_TECH, Role.CHARGE_NURSE, Role.NURSE, Role.NURSE]
    posts = [(role, shift) for shift in SHIFTS for role in roles]
    names = _staff_names(rng, len(posts))
    staff = [StaffPlan(name, role, shift) for name, (role, shift) in zip(names, posts, strict=True)]
    return [*staff, ADMINISTRATOR]


def _staff_names(rng: Random, count: int) -> list[str]:
    """Names as on the board (J. Moore), every one different."""
    names: list[str] = []
    families = rng.sample(STAFF_FAMILY, len(STAFF_FAMILY)) * (count // len(STAFF_FAMILY) + 1)
    for family in families:
        letters = rng.sample("ABCDEGHJKLMNPRST", 16)
        names.append(next(name for letter in letters if (name := f"{letter}. {family}") not in names))
        if len(names) == count:
            break
    return names


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """What somebody's card says."""

    name: str
    code: str
    expires_on: date


def plan_training(
    staff: Sequence[StaffPlan], required: Sequence[QualificationWord], rng: Random, today: date
) -> list[TrainingPlan]:
    """Everybody's cards hold for months to come, but the first card of two technicians: of one it has expired, of the
    other it expires in twelve days."""
    techs = [one.name for one in staff if one.role is Role.TECH]
    odd = dict(zip(rng.sample(techs, 2), (today - timedelta(days=19), today + timedelta(days=12)), strict=True))
    first = required[0].code if required else ""
    return [
        TrainingPlan(
            one.name, word.code, odd[one.name] if word.code == first and one.name in odd else _month_end(rng, today)
        )
        for one in staff
        for word in required
        if one.role in word.roles
    ]


def _month_end(rng: Random, today: date) -> date:
    """As cards have it: the last day of a month, two months to two years ahead."""
    months = today.year * 12 + today.month + rng.randint(2, 24)
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


class PatientMaker:
    """Makes one patient after the other, never twice the same record number or name."""

    def __init__(self, rng: Random, today: date) -> None:
        self._rng = rng
        self._today = today
        self._names: set[tuple[str, str]] = set()
        self._made = 0

    def make(self, level: str | None = None) -> PatientPlan:
        """A new patient. `level` None: most are on Q15, a few on Q30, Q5, Q60."""
        given, family = self._name()
        self._made += 1
        chosen = level or self._pick_level()
        return PatientPlan(
            mrn=f"S{100000 + 37 * self._made}",
            family=family,
            given=given,
            birth_date=self._today - timedelta(days=self._rng.randint(18 * 366, 74 * 365)),
            level=chosen,
            level_asleep="Q30" if chosen == "Q15" and self._rng.random() < 0.08 else None,
            precautions=self._precautions(),
        )

    def _pick_level(self) -> str:
        return self._rng.choices([code for code, _ in _LEVELS], [weight for _, weight in _LEVELS])[0]

    def _precautions(self) -> tuple[str, ...]:
        drawn = self._rng.choices(_PRECAUTIONS, _PRECAUTION_WEIGHTS, k=self._rng.choice((0, 1, 1, 1, 2, 2, 3)))
        return tuple(code for code in _PRECAUTIONS if code in drawn)

    def _name(self) -> tuple[str, str]:
        while True:
            name = (self._rng.choice(GIVEN), self._rng.choice(FAMILY))
            if name not in self._names:
                self._names.add(name)
                return name
