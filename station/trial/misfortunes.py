"""What befalls the stations, their machine and their file."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from station.trial.desk import Desk, Fate
from station.trial.floor import BEAT_S
from station.trial.living import LivingFloor
from station.trial.machine import Database
from station.trial.plan import OUTAGES, STEPS, Planned, Trouble

_STATEMENTS: Final = 16
"""Something armed happens at one of the next so many boundaries."""
_WAKES_S: Final = 0.4
"""A second is divided by chance: a station that wakes looks within so much of one."""
_LOOKS_BESIDE: Final = 0.4
_UNHEARD: Final = 0.4
_ON_ITS_WAY: Final = (1, 2, 2)
"""An entry that is kept: written, and safe on the disk. Before it is written nothing has been done."""
_ENTRIES: Final = 2


class Misfortunes:
    """Has the planned faults happen on a floor."""

    def __init__(self, floor: LivingFloor) -> None:
        self._floor = floor

    def befall(self, fault: Planned) -> None:
        match fault.trouble:
            case Trouble.KILL_IDLE | Trouble.KILL_STATEMENT:
                self._kill_one(fault)
            case Trouble.KILL_ALL:
                self._kill_all(fault.seconds)
            case Trouble.KILL_KEEPING | Trouble.KILL_PUT_IN:
                self._aim(fault)
            case Trouble.CLOCK_STEP:
                self._step_clock(fault.seconds)
            case Trouble.CLOCK_WHILE_OFF:
                self._step_while_off(fault.seconds)
            case Trouble.SUSPEND:
                self._suspend(fault.seconds)
            case Trouble.DB_LOCKED | Trouble.DB_GONE | Trouble.DISK_FULL:
                self._trouble_file(fault)
            case Trouble.DB_ERROR:
                self._err()
            case Trouble.FREEZE_IDLE | Trouble.FREEZE_STATEMENT:
                self._freeze(fault)
            case _:
                self._race(fault.trouble)

    def _arm(self, fate: Fate) -> Desk | None:
        """It will happen in the midst of what this station does next."""
        desks = [desk for desk in self._floor.usable() if desk.armed is None]
        if not desks:
            return None
        desk = self._floor.rng.choice(desks)
        desk.arm(fate, self._floor.rng.randrange(_STATEMENTS))
        return desk

    def _err(self) -> None:
        """Whoever is told of it keeps what he was entering; so he has to know the unit."""
        unheard = self._floor.own_rng.random() < _UNHEARD
        desk = self._arm(Fate.UNHEARD if unheard else Fate.ERROR)
        if desk is not None:
            desk.remember()

    def _kill_one(self, fault: Planned) -> None:
        self._floor.restart_s = fault.seconds
        if fault.trouble is Trouble.KILL_STATEMENT:
            desk = self._arm(Fate.KILL)
            if desk is not None:
                self._floor.freshen()
            return
        usable = self._floor.usable()
        if usable:
            self._floor.freshen()
            desk = self._floor.rng.choice(usable)
            self._floor.after(self._floor.rng.uniform(0.01, BEAT_S - 0.01), lambda: self._kill_idle(desk))

    def _aim(self, fault: Planned) -> None:
        """It will happen to whoever comes to this moment next."""
        self._floor.restart_s = fault.seconds
        if fault.trouble is Trouble.KILL_KEEPING:
            self._floor.machine.aimed[Fate.KILL_KEEPING] = self._floor.own_rng.choice(_ON_ITS_WAY)
        else:
            self._floor.machine.aimed[Fate.KILL_PUT_IN] = self._floor.own_rng.randrange(_ENTRIES)

    def _kill_idle(self, desk: Desk) -> None:
        if desk.alive and not desk.stands_still:
            self._floor.killed(desk, Trouble.KILL_IDLE)

    def _kill_all(self, seconds: float) -> None:
        """The power fails."""
        self._floor.freshen()
        self._floor.after(self._floor.rng.uniform(0.01, BEAT_S - 0.01), lambda: self._dark(seconds))

    def _dark(self, seconds: float, *, by: float = 0.0) -> None:
        self._floor.happened(Trouble.KILL_ALL)
        self._floor.ahead.clear()
        for desk in self._floor.desks:
            if desk.stands_still:
                self._floor.drop_strand(desk)
            desk.die()
            if desk.computer.lose_power():
                self._floor.sight.kept.counts["cut with the power"] += 1
            desk.starts_at = self._floor.machine.true + timedelta(seconds=seconds + self._floor.rng.uniform(0, 20))
            self._floor.at(desk.starts_at, partial(self._floor.start_if_due, desk))
        self._floor.reckon()
        if by:
            self._floor.machine.set_wall(timedelta(seconds=by), watched=False)

    def _step_clock(self, seconds: float) -> None:
        self._floor.happened(Trouble.CLOCK_STEP, STEPS.get(seconds, ""))
        if seconds < 0:
            self._floor.freshen()
        self._floor.machine.set_wall(timedelta(seconds=seconds), watched=bool(self._floor.usable()))
        self._floor.skewed |= self._floor.machine.wall < self._floor.machine.frame
        for desk in self._floor.usable():
            desk.next_pass = self._floor.machine.true + timedelta(seconds=self._floor.rng.uniform(0, _WAKES_S))

    def _step_while_off(self, seconds: float) -> None:
        self._floor.happened(Trouble.CLOCK_WHILE_OFF, STEPS.get(seconds, ""))
        self._floor.freshen()
        off = self._floor.rng.uniform(20, 600)
        self._floor.after(self._floor.rng.uniform(0.01, BEAT_S - 0.01), lambda: self._dark(off, by=seconds))

    def _suspend(self, seconds: float) -> None:
        """The whole machine sleeps. Its clock of elapsed seconds goes on, its wall clock too; nobody does anything."""
        self._floor.happened(Trouble.SUSPEND)
        self._floor.freshen()
        self._floor.machine.out()
        wakes = self._floor.machine.true + timedelta(seconds=seconds)
        asleep = self._floor.usable()
        for desk in asleep:
            desk.frozen_until = wakes
        for desk in self._floor.desks:
            if not desk.alive and desk.starts_at is not None:
                desk.starts_at = max(desk.starts_at, wakes)
                self._floor.at(desk.starts_at, partial(self._floor.start_if_due, desk))
        self._floor.at(wakes, lambda: self._wake(asleep))

    def _wake(self, asleep: Sequence[Desk]) -> None:
        for desk in asleep:
            if desk.alive and desk.frozen_until is not None and desk.frozen_until <= self._floor.machine.true:
                desk.frozen_until = None
                desk.next_pass = self._floor.machine.true + timedelta(seconds=self._floor.rng.uniform(0, _WAKES_S))
                self._floor.goes_on(desk)
        self._floor.reckon()

    def _trouble_file(self, fault: Planned) -> None:
        if self._floor.machine.database is not Database.WELL:
            return
        self._floor.happened(fault.trouble)
        self._floor.remember()
        self._floor.machine.database = OUTAGES[fault.trouble]
        self._floor.db_until = self._floor.machine.true + timedelta(seconds=fault.seconds)
        self._floor.reckon()
        self._floor.look_soon()
        self._floor.at(self._floor.db_until, self._file_is_well)

    def _file_is_well(self) -> None:
        self._floor.machine.database, self._floor.db_until = Database.WELL, None
        self._floor.reckon()
        self._floor.look_soon()

    def _freeze(self, fault: Planned) -> None:
        if fault.trouble is Trouble.FREEZE_STATEMENT:
            self._freeze_midway(fault.seconds)
            return
        usable = self._floor.usable()
        if usable:
            self._floor.happened(Trouble.FREEZE_IDLE)
            desk = self._floor.rng.choice(usable)
            desk.frozen_until = self._floor.machine.true + timedelta(seconds=fault.seconds)
            self._floor.at(desk.frozen_until, lambda: self._wake([desk]))
            self._floor.reckon()

    def _freeze_midway(self, seconds: float) -> None:
        """It stands still in the middle of a pass, or of a check; somebody else is at work meanwhile."""
        desk = self._arm(Fate.FREEZE)
        if desk is None or not self._floor.can_watch():
            return
        self._floor.remember()
        self._floor.frozen_s = seconds
        ops = self._floor.races.ops(Trouble.RACE_CHECK, [desk]) if self._floor.rng.random() < 0.5 else []
        ops = [(one, self._floor.by_people(one, act)) for one, act in ops] or [(desk, self._floor.looking(desk))]
        ops += [
            (one, self._floor.looking(one))
            for one in self._floor.usable()
            if one is not desk and self._floor.rng.random() < 0.4
        ]
        self._floor.together(ops)
        desk.disarm()

    def _race(self, trouble: Trouble) -> None:
        if not self._floor.can_act():
            return
        usable = self._floor.usable()
        if trouble is Trouble.RACE_CHECK and len(usable) > 1:
            self._floor.race_waits = True
            return
        raced = self._floor.races.ops(trouble, usable)
        if not raced:
            return
        self._floor.happened(trouble)
        ops = [(desk, self._floor.by_people(desk, act)) for desk, act in raced]
        busy = [desk for desk, _ in raced]
        ops += [(desk, self._floor.looking(desk)) for desk in usable if desk not in busy]
        self._floor.together(ops)
