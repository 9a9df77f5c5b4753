"""The charge says, when there is time, why high alerts were not answered by what they asked for."""

from datetime import datetime
from functools import partial
from random import Random
from typing import Final

from station.rules.alert_phrases import WHY
from station.services.alert_reading import read_reasons_owed
from station.simulation.ward import CHARGES, NURSES, Ward
from station.simulation.world import Person

_LOOKS_S: Final = (1200.0, 3600.0)
"""Between two looks at what is owed."""
_WRITES_S: Final = (20.0, 240.0)
"""For each of them."""
_LEFT: Final = 0.1
"""Chance that one is left for the next look."""


class Explaining:
    """Sees to the reasons owed, but not of an area that somebody at the desk rounds. Draws chances of its own."""

    def __init__(self, ward: Ward, seed: str) -> None:
        self._ward = ward
        self._rng = Random(f"explaining:{seed}")

    def begin(self, now: datetime) -> None:
        self._ward.after(now, self._rng.uniform(*_LOOKS_S), self._look)

    def _look(self, now: datetime) -> None:
        self.begin(now)
        waits = 0.0
        for row in reversed(read_reasons_owed(self._ward.hands.store)):
            if row.area_id not in self._ward.world.left_areas and self._rng.random() >= _LEFT:
                waits += self._rng.uniform(*_WRITES_S)
                self._ward.after(now, waits, partial(self._say, row.id))

    def _say(self, alert: int, now: datetime) -> None:
        person = self._who(now)
        if person is not None:
            self._ward.hands.explain_alert(alert, person, self._rng.choice(WHY), now)

    def _who(self, now: datetime) -> Person | None:
        """A charge of this shift, else a nurse; with neither, it waits."""
        here = self._ward.on_shift(now, *CHARGES) or self._ward.on_shift(now, *NURSES)
        return next(iter(here), None)
