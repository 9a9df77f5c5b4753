"""The people of the unit under faults: they work at whichever station runs, and see for themselves what was saved."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from typing_extensions import override

from station.models.enums import Role
from station.simulation.agenda import Agenda, Deed, Plan
from station.simulation.hands import Hands
from station.simulation.said import Checked, NotFound, OfUnit, Record, Said
from station.simulation.unit import Unit
from station.simulation.verdict import PROMISE
from station.trial.desk import Desk
from station.trial.entering import DeskEntering
from station.trial.machine import Machine
from station.trial.sight import Sight

_acting: ContextVar[timedelta] = ContextVar("acting")
"""While somebody acts: how far the clock of his station stands before the true time. Each strand has its own."""


class FramedAgenda(Agenda):
    """People plan in the time of the record, or of the station where they act, which may be behind it for a while;
    what they planned comes when that much time has truly passed."""

    def __init__(self, machine: Machine) -> None:
        super().__init__()
        self._machine = machine

    @override
    def add(self, at: datetime, deed: Deed, *, on_paper: bool = False) -> None:
        super().add(at - _acting.get(self._machine.frame), deed, on_paper=on_paper)


class Acknowledged(Record):
    """What was said and taken, in the order in which people were told that it is saved. `apart`: how far the clocks of
    two stations may stand by now."""

    def __init__(self, machine: Machine, sight: Sight, apart: Callable[[], timedelta]) -> None:
        super().__init__()
        self._apart = apart
        self._machine = machine
        self._sight = sight
        self._last: datetime | None = None

    @override
    def add(self, one: Said | OfUnit) -> None:
        """Where a process stood still before it was saved, it was said when it was saved."""
        now = self._machine.record()
        entered, stood_still = one.at, abs(now - one.at) > max(self._apart(), PROMISE)
        at = now if stood_still else entered
        self._last = at if self._last is None else max(at, self._last)
        one = replace(one, at=self._last)
        if stood_still and isinstance(one, Checked):
            one = replace(one, stood_still=entered)
        if stood_still:
            self._sight.kept.stood_still(one, entered)
        self.said.append(one)
        self._sight.understood.take(one)
        self._sight.acknowledge()
        if isinstance(one, Checked | NotFound):
            self._sight.acknowledge_check(one.check, one.stay)


SKEW = timedelta(seconds=7)
"""How far apart the clocks of two stations may stand: one started after the wall was set back knows the other's time
by its last heartbeat."""


_ACCEPTS: Final = 0.7
_PAUSES: Final = 0.4


class People:
    """Whoever acts. One deed at a time is done; what others do at once are races."""

    def __init__(self, unit: Unit, record: Acknowledged, sight: Sight, seed: int) -> None:
        self.unit = unit
        self.cut = False
        """Something failed in the middle of a chain of plans: they look at the board and begin again."""
        self.refused_by_faults = 0
        self._record = record
        self._rng = Random(f"second people:{seed}")
        self._ledger = sight.kept
        self._beside = Random(f"people beside:{seed}")
        sight.kept.tell = record.add
        record.said.extend(unit.record.said)
        for one in unit.record.said:
            sight.understood.take(one)
        unit.record = unit.hands.record = record

    @contextmanager
    def at(self, desk: Desk) -> Iterator[datetime]:
        """They work at this station from now on, and go by its clock until the end of what they do. What it says."""
        hands, now = self.unit.hands, desk.now()
        hands.store, hands.station, hands.entering = desk.store, desk.name, self._entering(desk)
        before = _acting.set(desk.frame)
        try:
            yield now
        finally:
            _acting.reset(before)

    def second(self, desk: Desk) -> Hands:
        """The hands of somebody else at this station."""
        hands = Hands(desk.store, self._record, self._rng, station=desk.name)
        hands.entering = self._entering(desk)
        return hands

    def answer(self, desk: Desk) -> None:
        """Somebody at this desk answers for an alert on its screen, or has its sound paused, or ends that."""
        now = desk.now()
        person = self._beside.choice(self.unit.ward.on_shift(now, Role.NURSE, Role.CHARGE_NURSE))
        hands = self.second(desk)
        alerts = [one for one in hands.entering.alerts(desk.store, now) if one.stay_id is not None]
        if alerts and self._beside.random() < _ACCEPTS:
            hands.accept_alert(self._beside.choice(alerts).id, person, "On my way", now)
            return
        if self._beside.random() > _PAUSES:
            return
        until = now + timedelta(seconds=self._beside.choice((-5, 30, 120)))
        self._entering(desk).pause(until, person.role, actor=hands.actor(person), now=now)

    def _entering(self, desk: Desk) -> DeskEntering:
        return DeskEntering(desk, self._ledger, self._beside.random)

    def deed(self, plan: Plan, desk: Desk) -> Callable[[], None]:
        def act() -> None:
            with self.at(desk) as now:
                plan.deed(now)

        return act

    def begin_again(self, desk: Desk) -> Callable[[], None]:
        def act() -> None:
            with self.at(desk) as now:
                self.unit.begin_again(now)
            self.cut = False

        return act
