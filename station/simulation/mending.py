"""Hazards: given to whoever mends them, fixed mostly in time, verified by another person, or found still wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random
from typing import Final, Protocol

from station.models.enums import HazardState
from station.rules.permissions import Deed, may
from station.services.hazards import NewHazard
from station.simulation.names import FIXED_HOW, FIXERS, STILL_WRONG, WRONG_ANYWHERE
from station.simulation.ward import Ward
from station.simulation.world import Person

_FIXED_S: Final = {
    1: (10 * 3600.0, 150 * 3600.0),
    2: (3 * 3600.0, 70 * 3600.0),
    3: (1 * 3600.0, 22 * 3600.0),
    4: (900.0, 14000.0),
    5: (120.0, 700.0),
}
"""By severity: how long after it was found somebody says that it is fixed; the longest leave too little time."""
_VERIFIED_S: Final = (240.0, 3000.0)
_VERIFIED_AT_ONCE_S: Final = (30.0, 240.0)
_FIXED_AGAIN: Final = 0.2
"""Of the time it took before."""
_GIVEN: Final = 0.3
_GIVEN_S: Final = (120.0, 1500.0)
_NOBODY_S: Final = (60.0, 300.0)
DEADLY: Final = 5


@dataclass(slots=True)
class _Hazard:
    """What the staff know of one."""

    severity: int
    at: tuple[int | None, str]
    """Room and item of the checklist."""
    fixed_by: int | None = None


class HazardSeen(Protocol):
    """A hazard as the board shows it."""

    @property
    def hazard_id(self) -> int: ...
    @property
    def severity(self) -> int: ...
    @property
    def room_id(self) -> int | None: ...
    @property
    def item(self) -> str: ...
    @property
    def state(self) -> HazardState: ...
    @property
    def fixed_by_id(self) -> int | None: ...


class Mending:
    """Sees to hazards. Draws chances of its own."""

    def __init__(self, ward: Ward, seed: str) -> None:
        self._ward = ward
        self._rng = Random(f"mending:{seed}")
        self._known: dict[int, _Hazard] = {}

    def begin(self, now: datetime) -> None:
        self._ward.after(now, self._rng.expovariate(1 / self._ward.habits.hazards_every_s), self._somebody_finds)

    def stands(self, room: int, item: str) -> bool:
        """Whether this is known to be a hazard already."""
        return any(one.at == (room, item) for one in self._known.values())

    def found(self, hazard: int, severity: int, at: tuple[int | None, str], now: datetime) -> None:
        """A hazard is known from now on: somebody will see to it."""
        self._known[hazard] = _Hazard(severity, at)
        if self._rng.random() < _GIVEN:
            self._ward.after(now, self._rng.uniform(*_GIVEN_S), partial(self._give, hazard))
        self._plan_fix(hazard, now)

    def look(self, seen: Iterable[HazardSeen], now: datetime) -> None:
        """Learn from the board what a person at the desk has found, fixed and verified."""
        rows = {one.hazard_id: one for one in seen}
        for gone in set(self._known) - set(rows):
            del self._known[gone]
        for number, row in rows.items():
            known = self._known.get(number)
            if known is None:
                self._known[number] = _Hazard(row.severity, (row.room_id, row.item), row.fixed_by_id)
                plan = self._plan_fix if row.state is HazardState.OPEN else self._plan_look
                plan(number, now)
            elif row.state is HazardState.FIXED and known.fixed_by is None:
                known.fixed_by = row.fixed_by_id
                self._plan_look(number, now)

    def _somebody_finds(self, now: datetime) -> None:
        """Apart from any round."""
        self.begin(now)
        person = self._person(now)
        area = self._rng.choice(self._ward.world.areas())
        place, note = self._rng.choice(WRONG_ANYWHERE)
        severity = self._rng.choices((2, 3, 4), (3, 2, 1))[0]
        if person is not None:
            self.report(person, area, place, note, severity, now)

    def report(self, person: Person, area: int, place: str, note: str, severity: int, now: datetime) -> int | None:
        """Report a hazard of no room; its number."""
        request = f"hazard-{area}-{self._rng.getrandbits(64):016x}"
        new = NewHazard(request, area, place, severity, note, self._rng.choice(FIXERS))
        hazard = self._ward.floor.report(person, new, now)
        if hazard is not None:
            self.found(hazard, severity, (None, ""), now)
        return hazard

    def fixed(self, hazard: int, person: Person, now: datetime) -> None:
        """This person says that it is fixed; another will look."""
        known = self._known.get(hazard)
        if known is not None and self._ward.floor.fix(hazard, person, self._rng.choice(FIXED_HOW), now):
            known.fixed_by = person.id
            self._plan_look(hazard, now)

    def _plan_fix(self, hazard: int, now: datetime, share: float = 1.0) -> None:
        seconds = self._rng.uniform(*_FIXED_S[self._known[hazard].severity]) * share
        self._ward.after(now, seconds, partial(self._fix, hazard))

    def _plan_look(self, hazard: int, now: datetime) -> None:
        span = _VERIFIED_AT_ONCE_S if self._known[hazard].severity == DEADLY else _VERIFIED_S
        self._ward.after(now, self._rng.uniform(*span), partial(self._look_at, hazard))

    def _person(self, now: datetime, but: int | None = None) -> Person | None:
        """Somebody of the floor of this shift, who may see to it."""
        here = [one for one in self._ward.on_shift(now) if one.id != but and may(one.role, Deed.ENVIRONMENT)]
        return self._rng.choice(here) if here else None

    def _give(self, hazard: int, now: datetime) -> None:
        known, person = self._known.get(hazard), self._person(now)
        if known is not None and known.fixed_by is None and person is not None:
            self._ward.floor.give(hazard, person, self._rng.choice(FIXERS), now)

    def _fix(self, hazard: int, now: datetime) -> None:
        known, person = self._known.get(hazard), self._person(now)
        if known is None or known.fixed_by is not None:
            return
        if person is None:
            self._ward.after(now, self._rng.uniform(*_NOBODY_S), partial(self._fix, hazard))
            return
        self.fixed(hazard, person, now)

    def _look_at(self, hazard: int, now: datetime) -> None:
        """Another person looks: mostly it is fixed."""
        known = self._known.get(hazard)
        if known is None or known.fixed_by is None:
            return
        person = self._person(now, but=known.fixed_by)
        if person is None:
            self._ward.after(now, self._rng.uniform(*_NOBODY_S), partial(self._look_at, hazard))
        elif self._rng.random() >= self._ward.habits.not_fixed:
            if self._ward.floor.verify(hazard, person, "", is_fixed=True, now=now):
                del self._known[hazard]
        elif self._ward.floor.verify(hazard, person, self._rng.choice(STILL_WRONG), is_fixed=False, now=now):
            known.fixed_by = None
            self._plan_fix(hazard, now, share=_FIXED_AGAIN)
