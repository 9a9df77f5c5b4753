"""One trial: stations on one file, people, faults, in virtual time; safety at each step and liveness at the end."""

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from station.simulation.agenda import Plan
from station.simulation.said import NotWatched
from station.simulation.unit import Unit
from station.store.engine import close_store, open_store
from station.store.errors import StoreError
from station.store.verify import verify_journal
from station.trial.desk import TICK, Desk, Fate
from station.trial.founding import found, settle
from station.trial.judging import judge_trial, merged
from station.trial.machine import NOTHING, Database, Machine
from station.trial.outcome import Outcome, Trial
from station.trial.people import SKEW, Acknowledged, FramedAgenda, People
from station.trial.plan import OUTAGES, Planned, Trouble, plan_faults
from station.trial.races import Races
from station.trial.sight import Sight
from station.trial.weave import Died, Strand, Weaver

_JOINS_AT_DEADLINE: Final = 0.5
_JOINS_AT_TICK: Final = 0.12
_SAME_MOMENT: Final = timedelta(seconds=0.9)
_GLANCES: Final = 0.65
"""How often another station that looked meanwhile is not run: it would have seen the same."""
_STATEMENTS: Final = 16
_FAILS: Final = 3
_BEAT: Final = 5.0
_AGAIN_S: Final = 5.0
_REACTS_S: Final = (0.5, 40.0)


Tell = Callable[[float], None]


def attempt(trial: Trial, place: Path | None = None, tell: Tell | None = None) -> Outcome:
    """Run one trial on a file at `place`, or on one that is thrown away. `tell` is given the share done, 0 to 1."""
    if place is not None:
        return _Floor(trial, place).go(tell)
    with TemporaryDirectory(prefix="station-trial-", ignore_cleanup_errors=True) as folder:
        return _Floor(trial, Path(folder) / "trial.db").go(tell)


class _Floor:
    """The stations, the people and what befalls them."""

    def __init__(self, trial: Trial, place: Path) -> None:
        self.trial = trial
        self.place = place
        self.machine = Machine(trial.start)
        self.end = trial.start + timedelta(hours=trial.hours)
        self.rng = Random(f"trial:{trial.seed}:{trial.stations}")
        unit = self._unit()
        self.sight = Sight(place, self.machine)
        self.weaver = Weaver(Random(f"weave:{trial.seed}"))
        self.people = People(unit, Acknowledged(self.machine, self.sight), trial.seed)
        self.races = Races(self.people, self.sight, trial.seed)
        self.desks = [
            Desk(f"Desk {n}", place, self.machine, self.weaver, self.sight) for n in range(1, trial.stations + 1)
        ]
        self.heap: list[tuple[datetime, int, Callable[[], None], bool]] = []
        self.numbers = count()
        self.counts: Counter[str] = Counter()
        self.story: list[str] = []
        self.skewed = False
        self.starts = self.passes = 0
        self._frozen_strands: dict[Desk, Strand] = {}
        self._restart_s = self._frozen_s = 30.0
        self.db_until: datetime | None = None
        for fault in plan_faults(trial.kinds, trial.start, self.end, trial.seed, rarer=trial.rarer):
            self._at(fault.at, partial(self._befall, fault))

    def _unit(self) -> Unit:
        trial, agenda = self.trial, partial(FramedAgenda, self.machine)
        if trial.is_short:
            founded = found(trial.beds, trial.start, trial.zone)
            return settle(founded, self.place, trial.beds, trial.seed, trial.zone, trial.habits, agenda)
        store = open_store(self.place, synchronous="OFF")
        unit = Unit(store, beds=trial.beds, seed=trial.seed, zone=trial.zone, habits=trial.habits)
        unit.ward.agenda = agenda()
        unit.found(trial.start)
        close_store(store)
        return unit

    # The course of time

    def go(self, tell: Tell | None) -> Outcome:
        try:
            self.sight.look()
            for desk in self.desks:
                self._start(desk)
            if self.trial.is_short:
                self.people.cut = True
            self._live(tell)
            self._settle_down()
            return self._judge()
        finally:
            self.weaver.end_all()
            for desk in self.desks:
                desk.die()
            self.sight.close()

    def _live(self, tell: Tell | None) -> None:
        told = 0.0
        while (at := self._next()) is not None and at <= self.end:
            self.machine.advance(at)
            self._happen(at)
            share = (at - self.trial.start) / (self.end - self.trial.start)
            if tell is not None and share - told >= 0.01:
                told = share
                tell(share)
        self.machine.advance(self.end)

    def _next(self) -> datetime | None:
        return min((at for at in (self._next_fault(), self._next_deed(), self._next_pass()) if at), default=None)

    def _next_fault(self) -> datetime | None:
        return self.heap[0][0] if self.heap else None

    def _next_deed(self) -> datetime | None:
        return self.machine.true if self.people.cut and self._can_act() else self.people.unit.ward.agenda.next_at()

    def _next_pass(self) -> datetime | None:
        desk = self._first_to_pass()
        return None if desk is None else max(self.machine.true, desk.next_pass or self.machine.true)

    def _first_to_pass(self) -> Desk | None:
        ready = [desk for desk in self.desks if desk.usable and desk.next_pass is not None]
        return min(ready, key=lambda desk: desk.next_pass or self.end, default=None)

    def _happen(self, at: datetime) -> None:
        if self.heap and self.heap[0][0] <= at:
            heapq.heappop(self.heap)[2]()
            return
        desk = self._first_to_pass()
        if desk is not None and desk.next_pass is not None and desk.next_pass <= at:
            self._pass(desk)
            return
        self._deed(at)

    def _at(self, at: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self.heap, (max(at, self.machine.true), next(self.numbers), act, False))

    def _after(self, seconds: float, act: Callable[[], None]) -> None:
        self._at(self.machine.true + timedelta(seconds=seconds), act)

    # Who can do what

    def _usable(self) -> list[Desk]:
        return [desk for desk in self.desks if desk.usable]

    def _is_locked_by_frozen(self) -> bool:
        return any(desk.holds_lock and desk.stands_still for desk in self.desks)

    def _can_watch(self) -> bool:
        return bool(self._usable()) and self.machine.database is Database.WELL and not self._is_locked_by_frozen()

    def _can_act(self) -> bool:
        return self._can_watch()

    def _reckon(self) -> None:
        """Whether anybody can watch, after something changed."""
        if self._can_watch():
            self.machine.back()
        else:
            self.machine.out()

    def _rest(self) -> None:
        """While nobody can watch, passes fail each second; after a few, the others are left out."""
        for desk in self._usable():
            if desk.failures >= _FAILS:
                desk.next_pass = None

    def _look_soon(self) -> None:
        """Everybody who runs has its next second."""
        for desk in self._usable():
            desk.failures, desk.next_pass = 0, self.machine.true + TICK * self.rng.random()

    # Passes

    def _pass(self, first: Desk) -> None:
        others = [desk for desk in self._usable() if desk is not first]
        at_deadline = first.seen == self.sight.seq
        joins = _JOINS_AT_DEADLINE if at_deadline else _JOINS_AT_TICK
        with_it = [desk for desk in others if self.rng.random() < joins]
        ops: list[tuple[Desk, Callable[[], object]]] = [(desk, self._looking(desk)) for desk in (first, *with_it)]
        deed = self._deed_soon(first, with_it)
        self._together(ops + deed)
        for desk in others:
            if desk not in with_it and desk.usable and desk.seen != self.sight.seq and self.rng.random() < _GLANCES:
                self._glance(desk, first)

    def _looking(self, desk: Desk, *, beats: bool = False) -> Callable[[], object]:
        def look() -> None:
            desk.by_people = False
            self.passes += 1
            before = self.sight.seq
            went_well = desk.look(beats=beats)
            desk.after_pass(before if went_well else -1, went_well=went_well)
            if went_well and self.sight.seq != before:
                desk.seen = self.sight.seq if desk.knows_next is not None else before

        return look

    def _glance(self, desk: Desk, first: Desk) -> None:
        """It has looked as well, and saw what the first one left."""
        if first.usable and first.seen == self.sight.seq:
            desk.seen = first.seen
            desk.glance(first.knows_next)

    def _deed_soon(self, first: Desk, with_it: Sequence[Desk]) -> list[tuple[Desk, Callable[[], object]]]:
        """Somebody who was about to act does so at the same moment, at another station."""
        agenda = self.people.unit.ward.agenda
        soon = agenda.next_at()
        free = [desk for desk in self._usable() if desk is not first and desk not in with_it]
        if (
            self.people.cut
            or soon is None
            or soon > self.machine.true + _SAME_MOMENT
            or not free
            or not self._can_act()
        ):
            return []
        plan = agenda.pop_due(soon)
        return [] if plan is None else [self._deed_op(plan, self.rng.choice(free))]

    # Deeds of people

    def _deed_op(self, plan: Plan, desk: Desk) -> tuple[Desk, Callable[[], object]]:
        return desk, self._by_people(desk, self.people.deed(plan, desk), plan)

    def _by_people(self, desk: Desk, act: Callable[[], object], plan: Plan | None = None) -> Callable[[], object]:
        """An act of a person. What goes wrong is told to him, and he knows that it may not be saved."""

        def done() -> None:
            desk.by_people = True
            try:
                act()
            except StoreError:
                self.people.refused_by_faults += 1
                self._cut(plan)
            except Died:
                self._cut(plan)
                raise
            finally:
                desk.by_people = False

        return done

    def _cut(self, plan: Plan | None) -> None:
        """Something failed in the middle of what was planned."""
        if plan is None:
            return
        if self.trial.is_short:
            agenda, now = self.people.unit.ward.agenda, self.machine.record()
            agenda.add(now + timedelta(seconds=self.rng.uniform(2, 20)), plan.deed, on_paper=plan.on_paper)
        else:
            self.people.cut = True

    def _deed(self, at: datetime) -> None:
        agenda = self.people.unit.ward.agenda
        if not self._can_act():
            self._deed_without(at)
            return
        desk = self.rng.choice(self._usable())
        if self.people.cut:
            agenda.clear()
            self._together([(desk, self._by_people(desk, self.people.begin_again(desk)))])
            if self.people.cut:
                self._after(_AGAIN_S, lambda: None)
            return
        plan = agenda.pop_due(at)
        if plan is None:
            return
        ops = [self._deed_op(plan, desk)]
        ops += [
            (one, self._looking(one))
            for one in self._usable()
            if one is not desk and self.rng.random() < _JOINS_AT_TICK
        ]
        self._together(ops)

    def _deed_without(self, at: datetime) -> None:
        """No station can be used: who tries is refused, what goes on paper goes on paper, all else waits."""
        unit, on = self.people.unit, self._usable_at()
        plan = unit.ward.agenda.pop_due(at)
        if plan is None:
            return
        running = self._usable()
        if running and not plan.on_paper and self.rng.random() < 0.3:
            desk = self.rng.choice(running)
            self._together([self._deed_op(plan, desk)])
            return
        now = self.machine.record()
        left = max(1.0, (on - self.machine.true).total_seconds())
        if plan.on_paper and not self.people.cut:
            unit.ward.off_until = now + timedelta(seconds=left)
            try:
                plan.deed(now)
            except (StoreError, Died):
                self._cut(plan)
            unit.ward.off_until = None
        else:
            unit.ward.after(now, left + self.rng.uniform(*_REACTS_S), plan.deed, on_paper=plan.on_paper)

    def _usable_at(self) -> datetime:
        """When a station is to be had again, as far as is planned."""
        starts = [desk.starts_at or desk.frozen_until or self.machine.true for desk in self.desks]
        at = min(starts)
        if self.db_until is not None:
            at = max(at, self.db_until)
        return at

    # Together

    def _together(self, ops: Sequence[tuple[Desk, Callable[[], object]]]) -> None:
        """Do these at once, woven together; one alone in this thread, unless it may come to stand still."""
        taken: dict[Desk, Callable[[], object]] = {}
        for desk, act in ops:
            taken.setdefault(desk, act)
        may_freeze = any(desk.armed is not None and desk.armed.fate is Fate.FREEZE for desk in taken)
        if len(taken) == 1 and not may_freeze:
            desk, act = next(iter(taken.items()))
            try:
                act()
            except BaseException as fault:  # noqa: BLE001 - judged below
                self._ended(desk, fault)
            else:
                self._ended(desk, None)
            self._hear()
            return
        strands = {desk: Strand(act) for desk, act in taken.items()}
        self._weave(strands)

    def _weave(self, strands: dict[Desk, Strand]) -> None:
        self.weaver.weave(list(strands.values()))
        for desk, strand in strands.items():
            if strand in self.weaver.frozen:
                self._frozen(desk, strand)
            else:
                self._ended(desk, strand.fault)
        self._reckon()
        self._hear()

    def _hear(self) -> None:
        """Whoever has not looked since something was written looks within the second, as it does each second."""
        if not self._can_watch():
            self._rest()
            return
        for desk in self._usable():
            if desk.seen != self.sight.seq:
                tick = self.machine.true + TICK * self.rng.random()
                desk.next_pass = tick if desk.next_pass is None else min(desk.next_pass, tick)

    def _ended(self, desk: Desk, fault: BaseException | None) -> None:
        """After something was done at a station."""
        happened, desk.happened = desk.happened, None
        if happened is Fate.KILL or desk.is_dying or (fault is not None and not desk.alive):
            self._killed(desk, Trouble.KILL_STATEMENT)
        elif happened is Fate.ERROR:
            self._happened(Trouble.DB_ERROR)
        if fault is not None and not isinstance(fault, Died | StoreError):
            raise fault

    # Faults

    def _befall(self, fault: Planned) -> None:
        match fault.trouble:
            case Trouble.KILL_IDLE | Trouble.KILL_STATEMENT:
                self._kill_one(fault)
            case Trouble.KILL_ALL:
                self._kill_all(fault.seconds)
            case Trouble.CLOCK_STEP:
                self._step_clock(fault.seconds)
            case Trouble.CLOCK_WHILE_OFF:
                self._step_while_off(fault.seconds)
            case Trouble.SUSPEND:
                self._suspend(fault.seconds)
            case Trouble.DB_LOCKED | Trouble.DB_GONE | Trouble.DISK_FULL:
                self._trouble_file(fault)
            case Trouble.DB_ERROR:
                self._arm(Fate.ERROR)
            case Trouble.FREEZE_IDLE | Trouble.FREEZE_STATEMENT:
                self._freeze(fault)
            case _:
                self._race(fault.trouble)

    def _happened(self, trouble: Trouble) -> None:
        self.counts[trouble] += 1
        self.story.append(f"{self.machine.true:%H:%M:%S.%f} {trouble.value}")

    def _arm(self, fate: Fate) -> Desk | None:
        """It will happen in the midst of what this station does next."""
        desks = [desk for desk in self._usable() if desk.armed is None]
        if not desks:
            return None
        desk = self.rng.choice(desks)
        desk.arm(fate, self.rng.randrange(_STATEMENTS))
        return desk

    def _kill_one(self, fault: Planned) -> None:
        self._restart_s = fault.seconds
        if fault.trouble is Trouble.KILL_STATEMENT:
            desk = self._arm(Fate.KILL)
            if desk is not None:
                self._freshen()
            return
        usable = self._usable()
        if usable:
            self._freshen()
            desk = self.rng.choice(usable)
            self._after(self.rng.uniform(0.01, _BEAT - 0.01), lambda: self._kill_idle(desk))

    def _kill_idle(self, desk: Desk) -> None:
        if desk.alive and not desk.stands_still:
            self._killed(desk, Trouble.KILL_IDLE)

    def _killed(self, desk: Desk, trouble: Trouble) -> None:
        """Everything in its memory is gone; it is started again later."""
        self._happened(trouble)
        desk.die()
        self._start_later(desk, self._restart_s)

    def _start_later(self, desk: Desk, seconds: float) -> None:
        desk.starts_at = self.machine.true + timedelta(seconds=seconds)
        self._at(desk.starts_at, lambda: self._start_if_due(desk))
        self._reckon()

    def _start_if_due(self, desk: Desk) -> None:
        if not desk.alive and desk.starts_at is not None and desk.starts_at <= self.machine.true:
            self._start(desk)

    def _freshen(self) -> None:
        """Every running station has said that it lives within the last seconds, as it does all the time."""
        for desk in self._usable():
            if self._can_watch() and (
                desk.beat_at is None or (self.machine.true - desk.beat_at).total_seconds() > _BEAT
            ):
                armed, desk.armed = desk.armed, None
                self._together([(desk, self._looking(desk, beats=True))])
                desk.armed = armed

    def _kill_all(self, seconds: float) -> None:
        """The power fails."""
        self._freshen()
        self._after(self.rng.uniform(0.01, _BEAT - 0.01), lambda: self._dark(seconds))

    def _dark(self, seconds: float, *, by: float = 0.0) -> None:
        self._happened(Trouble.KILL_ALL)
        for desk in self.desks:
            if desk.stands_still:
                self._drop_strand(desk)
            desk.die()
            desk.starts_at = self.machine.true + timedelta(seconds=seconds + self.rng.uniform(0, 20))
            self._at(desk.starts_at, partial(self._start_if_due, desk))
        self._reckon()
        if by:
            self.machine.set_wall(timedelta(seconds=by), watched=False)

    def _drop_strand(self, desk: Desk) -> None:
        strand = self._frozen_strands.pop(desk, None)
        if strand is not None:
            desk.alive = False
            self.weaver.thaw(strand).doom()
            self.weaver.weave([strand])

    def _step_clock(self, seconds: float) -> None:
        self._happened(Trouble.CLOCK_STEP)
        if seconds < 0:
            self._freshen()
        self.machine.set_wall(timedelta(seconds=seconds), watched=any(desk.alive for desk in self.desks))
        self.skewed |= self.machine.wall < self.machine.frame
        for desk in self._usable():
            desk.next_pass = self.machine.true + timedelta(seconds=self.rng.uniform(0, 0.4))

    def _step_while_off(self, seconds: float) -> None:
        self._happened(Trouble.CLOCK_WHILE_OFF)
        self._freshen()
        off = self.rng.uniform(20, 600)
        self._after(self.rng.uniform(0.01, _BEAT - 0.01), lambda: self._dark(off, by=seconds))

    def _suspend(self, seconds: float) -> None:
        """The whole machine sleeps. Its clock of elapsed seconds goes on, its wall clock too; nobody does anything."""
        self._happened(Trouble.SUSPEND)
        self._freshen()
        self.machine.out()
        wakes = self.machine.true + timedelta(seconds=seconds)
        asleep = self._usable()
        for desk in asleep:
            desk.frozen_until = wakes
        for desk in self.desks:
            if not desk.alive and desk.starts_at is not None:
                desk.starts_at = max(desk.starts_at, wakes)
                self._at(desk.starts_at, partial(self._start_if_due, desk))
        self._at(wakes, lambda: self._wake(asleep))

    def _wake(self, asleep: Sequence[Desk]) -> None:
        for desk in asleep:
            if desk.alive and desk.frozen_until is not None and desk.frozen_until <= self.machine.true:
                desk.frozen_until, desk.stood_still = None, True
                desk.next_pass = self.machine.true + timedelta(seconds=self.rng.uniform(0, 0.4))
        self._reckon()

    def _trouble_file(self, fault: Planned) -> None:
        if self.machine.database is not Database.WELL:
            return
        self._happened(fault.trouble)
        self.machine.database = OUTAGES[fault.trouble]
        self.db_until = self.machine.true + timedelta(seconds=fault.seconds)
        self._reckon()
        self._look_soon()
        self._at(self.db_until, self._file_is_well)

    def _file_is_well(self) -> None:
        self.machine.database, self.db_until = Database.WELL, None
        self._reckon()
        self._look_soon()

    def _freeze(self, fault: Planned) -> None:
        if fault.trouble is Trouble.FREEZE_STATEMENT:
            self._freeze_midway(fault.seconds)
            return
        usable = self._usable()
        if usable:
            self._happened(Trouble.FREEZE_IDLE)
            desk = self.rng.choice(usable)
            desk.frozen_until = self.machine.true + timedelta(seconds=fault.seconds)
            self._at(desk.frozen_until, lambda: self._wake([desk]))
            self._reckon()

    def _freeze_midway(self, seconds: float) -> None:
        """It stands still in the middle of a pass, or of a check; somebody else is at work meanwhile."""
        desk = self._arm(Fate.FREEZE)
        if desk is None or not self._can_watch():
            return
        self._frozen_s = seconds
        ops = self.races.ops(Trouble.RACE_CHECK, [desk]) if self.rng.random() < 0.5 else []
        ops = [(one, self._by_people(one, act)) for one, act in ops] or [(desk, self._looking(desk))]
        ops += [(one, self._looking(one)) for one in self._usable() if one is not desk and self.rng.random() < 0.4]
        self._together(ops)
        desk.disarm()

    def _frozen(self, desk: Desk, strand: Strand) -> None:
        self._happened(Trouble.FREEZE_STATEMENT)
        desk.frozen_until = self.machine.true + timedelta(seconds=self._frozen_s)
        self._frozen_strands[desk] = strand
        self._at(desk.frozen_until, lambda: self._thaw(desk, strand))

    def _thaw(self, desk: Desk, strand: Strand) -> None:
        """It goes on where it stood, with whatever it knew then, while others look."""
        if self._frozen_strands.get(desk) is not strand:
            return
        del self._frozen_strands[desk]
        desk.frozen_until, desk.stands_still, desk.stood_still = None, False, True
        strands = {desk: self.weaver.thaw(strand)}
        for other in self._usable():
            if other is not desk and self.rng.random() < 0.5:
                strands[other] = Strand(self._looking(other))
        self._weave(strands)
        self._look_soon()

    def _race(self, trouble: Trouble) -> None:
        if not self._can_act():
            return
        usable = self._usable()
        raced = self.races.ops(trouble, usable)
        if not raced:
            return
        self._happened(trouble)
        ops = [(desk, self._by_people(desk, act)) for desk, act in raced]
        busy = [desk for desk, _ in raced]
        ops += [(desk, self._looking(desk)) for desk in usable if desk not in busy]
        self._together(ops)

    # Starts

    def _start(self, desk: Desk) -> None:
        """A station starts; refused by the database, it is tried again. Where nobody ran, the clock begins anew."""
        alone = not any(one.alive for one in self.desks)
        if not alone:
            self._freshen()
        mark = self.sight.mark()
        if alone and mark is not None:
            self.machine.begin_again(self.sight.latest() or mark)
        self.skewed |= self.machine.wall < self.machine.frame
        self.starts += 1
        try:
            desk.start()
            gap = (self.machine.wall + self.machine.true - mark).total_seconds() if mark is not None else 0.0
            owes_look = gap < -2.0 or gap > 300.0
            went_well = desk.look()
        except (StoreError, Died):
            desk.die()
            self._start_later(desk, _AGAIN_S)
            return
        desk.starts_at = None
        if went_well and owes_look:
            self._owe_looks(desk)
        desk.after_pass(self.sight.seq if went_well else -1, went_well=went_well)
        if not went_well:
            desk.die()
            self._start_later(desk, _AGAIN_S)
        self._reckon()

    def _owe_looks(self, desk: Desk) -> None:
        now = desk.now()
        for stay in self.sight.here():
            self.people.unit.record.add(NotWatched(now, stay, now))

    # The end

    def _settle_down(self) -> None:
        """Liveness: everything is well again, everybody looks once more, and nothing may be left undone."""
        self.machine.database, self.db_until = Database.WELL, None
        for desk, strand in list(self._frozen_strands.items()):
            self._thaw(desk, strand)
        for desk in self.desks:
            desk.armed = None
            if desk.frozen_until is not None:
                desk.frozen_until = None
            if not desk.alive:
                self._start(desk)
        self._reckon()
        self.machine.advance(self.machine.true + TICK)
        for desk in self._usable():
            self._together([(desk, self._looking(desk))])

    def _judge(self) -> Outcome:
        until = self.machine.record()
        outages = merged(self.machine.outages)
        judged = judge_trial(
            self.people.unit.record.said,
            self.sight,
            outages,
            until,
            zone=self.trial.zone,
            spare=SKEW if self.skewed else NOTHING,
            doubled=self.races.doubled,
        )
        checks = self.people.unit.record.checks()
        return Outcome(
            verdict=judged.verdict,
            lost=self.sight.lost(),
            stopped=judged.stopped,
            broken=self.sight.broken,
            erased=judged.erased,
            journal=self._journal(),
            counts=self.counts,
            checks=len(checks),
            commits=self.sight.commits,
            acknowledged=self.sight.acknowledged,
            crossings=self.weaver.crossings,
            record_hours=(until - self.trial.start).total_seconds() / 3600,
            starts=self.starts,
            passes=self.passes,
            late_entries=sum(one.late_entry for one in checks),
            refused=self.people.unit.hands.refused,
            refused_by_faults=self.people.refused_by_faults,
            story=self.story,
            outages=outages,
        )

    def _journal(self) -> str:
        store = open_store(self.place, synchronous="OFF", create=False)
        try:
            return verify_journal(store).journal
        finally:
            close_store(store)
