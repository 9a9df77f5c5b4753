"""The charges hand the shift over: the one who goes signs around the change, the one who comes a little later."""

from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from station.models.enums import Role
from station.services import reading
from station.services.handover_planning import ABOUT, KIND
from station.services.handover_sheet import HandoverSheet
from station.simulation.habits import SHIFT_STARTS
from station.simulation.ward import CHARGES, Ward
from station.simulation.world import Person

_SIGNS_BEFORE_S: Final = (0.0, 900.0)
_TAKES_AFTER_S: Final = (60.0, 1200.0)
_LATE_S: Final = (2700.0, 6000.0)
"""After the change, where it was forgotten."""
_AGAIN_S: Final = (30.0, 120.0)


class HandingOver:
    """Sees to it that every shift is handed over. Draws chances of its own."""

    def __init__(self, ward: Ward, seed: str) -> None:
        self._ward = ward
        self._rng = Random(f"handing over:{seed}")

    def begin(self, now: datetime) -> None:
        self._plan(now)

    def _is_owed(self, now: datetime) -> bool:
        tasks = reading.read_board(self._ward.hands.store, now).unit_tasks
        return any((one.kind, one.about) == (KIND, ABOUT) for one in tasks)

    def _plan(self, now: datetime) -> None:
        """Around the next change of shifts, or, where it is not done yet, soon."""
        if not self._is_owed(now):
            return
        sheet = self._ward.floor.handover(now)
        if sheet.is_handed_over:
            self._ward.agenda.add(sheet.shift.next_at, self._plan)
            return
        change = sheet.shift.next_at
        if self._rng.random() < self._ward.habits.handed_over_late:
            at = change + timedelta(seconds=self._rng.uniform(*_LATE_S))
        else:
            at = change - timedelta(seconds=self._rng.uniform(*_SIGNS_BEFORE_S))
        self._ward.agenda.add(max(at, now + timedelta(seconds=self._rng.uniform(*_AGAIN_S))), self._sign)

    def _sign(self, now: datetime) -> None:
        """The charge who goes, unless somebody at the desk has signed already."""
        sheet = self._ward.floor.handover(now)
        if self._ward.world.is_charge_left(sheet.shift.starts_at):
            return
        if sheet.is_live and not self._ward.floor.sign_outgoing(self._who_goes(sheet, now), sheet, now):
            self._ward.after(now, self._rng.uniform(*_AGAIN_S) * 10, self._plan)
            return
        wait = timedelta(seconds=self._rng.uniform(*_TAKES_AFTER_S))
        self._ward.agenda.add(max(now, sheet.shift.next_at) + wait, partial(self._take, sheet.shift.starts_at))

    def _take(self, starts_at: datetime, now: datetime) -> None:
        """The one who comes reads what has changed, and signs; refused, he reads again."""
        sheet = self._ward.floor.handover(now)
        if self._ward.world.is_charge_left(sheet.shift.starts_at):
            return
        if sheet.shift.starts_at == starts_at and not sheet.is_handed_over:
            taker = self._who_comes(sheet, now)
            if taker is None or not self._ward.floor.sign_incoming(taker, sheet, now):
                self._ward.after(now, self._rng.uniform(*_AGAIN_S), partial(self._take, starts_at))
                return
        self._ward.after(now, self._rng.uniform(*_AGAIN_S), self._plan)

    def _of(self, shift: str) -> list[Person]:
        return self._ward.world.on_shift(shift, *CHARGES) or self._ward.world.on_shift(shift, Role.NURSE)

    def _who_goes(self, sheet: HandoverSheet, now: datetime) -> Person:
        return next(iter(self._of(sheet.shift.name)), None) or self._ward.charge(now)

    def _who_comes(self, sheet: HandoverSheet, now: datetime) -> Person | None:
        names = [name for name, _ in SHIFT_STARTS]
        following = names[(names.index(sheet.shift.name) + 1) % len(names)] if sheet.shift.name in names else ""
        others = [one for one in (*self._of(following), self._ward.charge(now)) if one.id != sheet.outgoing_id]
        return next(iter(others), None)
