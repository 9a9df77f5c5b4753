"""The course of time in a trial: whoever looks, looks, and whoever acts, acts, alone or at once with others."""

import heapq
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from station.simulation.agenda import Plan
from station.store.errors import StoreError
from station.trial.desk import Desk
from station.trial.floor import Floor, Op
from station.trial.plan import Trouble
from station.trial.weave import Died

Tell = Callable[[float], None]
"""Told the share done, 0 to 1."""

_JOINS_AT_DEADLINE: Final = 0.5
_JOINS_AT_TICK: Final = 0.12
"""How often another station takes its pass at the same moment."""
_SAME_MOMENT: Final = timedelta(seconds=0.9)
_GLANCES: Final = 0.65
"""How often another station that looked meanwhile is not run: it would have seen the same."""
_TRIES: Final = 0.3
_ANSWERS: Final = 0.15
"""How often whoever is at a desk while the record is away sees to what it shows or sounds."""
_AGAIN_S: Final = 5.0
_REACTS_S: Final = (0.5, 40.0)
_SOON_S: Final = (2.0, 20.0)


class LivingFloor(Floor):
    """Lives until its end, fault after fault, pass after pass, deed after deed."""

    def _live(self, tell: Tell | None) -> None:
        told = 0.0
        while (at := self.next()) is not None and at <= self.end:
            self.machine.advance(at)
            self._happen(at)
            share = (at - self.trial.start) / (self.end - self.trial.start)
            if tell is not None and share - told >= 0.01:
                told = share
                tell(share)
        self.machine.advance(self.end)

    def next(self) -> datetime | None:
        return min((at for at in (self._next_fault(), self._next_deed(), self._next_pass()) if at), default=None)

    def _next_fault(self) -> datetime | None:
        return self.heap[0][0] if self.heap else None

    def _next_deed(self) -> datetime | None:
        return self.machine.true if self.people.cut and self.can_act() else self.people.unit.ward.agenda.next_at()

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

    def _pass(self, first: Desk) -> None:
        others = [desk for desk in self.usable() if desk is not first]
        at_deadline = first.seen == self.sight.seq
        joins = _JOINS_AT_DEADLINE if at_deadline else _JOINS_AT_TICK
        with_it = [desk for desk in others if self.rng.random() < joins]
        ops: list[Op] = [(desk, self.looking(desk)) for desk in (first, *with_it)]
        beside = self._race(first, with_it) if at_deadline else []
        self.together(ops + (beside or self._deed_soon(first, with_it)))
        for desk in others:
            if desk not in with_it and desk.usable and desk.seen != self.sight.seq and self.rng.random() < _GLANCES:
                self._glance(desk, first)

    def _race(self, first: Desk, with_it: Sequence[Desk]) -> list[Op]:
        """Somebody sees the patient at the very moment at which a sweep finds him late."""
        free = [desk for desk in self.usable() if desk is not first and desk not in with_it]
        if not self.race_waits or not free or not self.can_act():
            return []
        op = self.races.at_deadline(self.rng.choice(free))
        if op is None:
            return []
        self.race_waits = False
        self.happened(Trouble.RACE_CHECK)
        return [(op[0], self.by_people(*op))]

    def _glance(self, desk: Desk, first: Desk) -> None:
        """It has looked as well, and saw what the first one left."""
        if first.usable and first.seen == self.sight.seq:
            desk.seen = first.seen
            desk.glance(first.knows_next)

    def _deed_soon(self, first: Desk, with_it: Sequence[Desk]) -> list[Op]:
        """Somebody who was about to act does so at the same moment, at another station."""
        agenda = self.people.unit.ward.agenda
        soon = agenda.next_at()
        free = [desk for desk in self.usable() if desk is not first and desk not in with_it]
        if self.people.cut or soon is None or soon > self.machine.true + _SAME_MOMENT or not free or not self.can_act():
            return []
        plan = agenda.pop_due(soon)
        return [] if plan is None else [self._deed_op(plan, self.rng.choice(free))]

    def _deed_op(self, plan: Plan, desk: Desk) -> Op:
        return desk, self.by_people(desk, self.people.deed(plan, desk), plan)

    def by_people(self, desk: Desk, act: Callable[[], object], plan: Plan | None = None) -> Callable[[], object]:
        """An act of a person. What goes wrong is told to him, and he knows that it may not be saved."""

        def done() -> None:
            desk.by_people = True
            try:
                act()
            except StoreError:
                self.people.refused_by_faults += 1
                self.cut(plan)
            except Died:
                self.cut(plan)
                raise
            finally:
                desk.by_people = False
                self.watch_from_memory(desk)

        return done

    def cut(self, plan: Plan | None) -> None:
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
        if not self.can_act():
            self._deed_without(at)
            return
        desk = self.rng.choice(self.usable())
        if self.people.cut:
            agenda.clear()
            self.together([(desk, self.by_people(desk, self.people.begin_again(desk)))])
            if self.people.cut:
                self.after(_AGAIN_S, lambda: None)
            return
        plan = agenda.pop_due(at)
        if plan is None:
            return
        ops = [self._deed_op(plan, desk)]
        ops += [
            (one, self.looking(one)) for one in self.usable() if one is not desk and self.rng.random() < _JOINS_AT_TICK
        ]
        self.together(ops)

    def _deed_without(self, at: datetime) -> None:
        """No station can be used: who tries is refused, what goes on paper goes on paper, all else waits."""
        unit, on = self.people.unit, self.usable_at()
        plan = unit.ward.agenda.pop_due(at)
        if plan is None:
            return
        running = self.usable()
        if running and not plan.on_paper and self.rng.random() < 0.3:
            desk = self.rng.choice(running)
            self.together([self._deed_op(plan, desk)])
            return
        now = self.machine.record()
        left = max(1.0, (on - self.machine.true).total_seconds())
        keeping = [desk for desk in running if desk.keeps and not self.people.cut]
        if keeping and plan.on_paper:
            self._deed_kept(plan, self.own_rng.choice(keeping), now + timedelta(seconds=left))
        elif plan.on_paper and not self.people.cut:
            unit.ward.off_until = now + timedelta(seconds=left)
            try:
                plan.deed(now)
            except (StoreError, Died):
                self.cut(plan)
            unit.ward.off_until = None
        else:
            unit.ward.after(now, left + self.rng.uniform(*_REACTS_S), plan.deed, on_paper=plan.on_paper)

    def _deed_kept(self, plan: Plan, desk: Desk, until: datetime) -> None:
        """Whoever is on his way goes on, and enters whom he sees at a desk that keeps it."""
        ward = self.people.unit.ward
        ward.off_until, ward.keeps = until, True
        self.together([self._deed_op(plan, desk)])
        ward.off_until, ward.keeps = None, False
        if desk.keeps and self.own_rng.random() < _ANSWERS:
            self.together([(desk, self.by_people(desk, lambda: self.people.answer(desk)))])

    def usable_at(self) -> datetime:
        """When a station is to be had again, as far as is planned."""
        starts = [desk.starts_at or desk.frozen_until or self.machine.true for desk in self.desks]
        at = min(starts)
        if self.db_until is not None:
            at = max(at, self.db_until)
        return at
