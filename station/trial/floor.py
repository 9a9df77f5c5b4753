"""The floor of a trial: its stations, its people, what is done at once, and how a station dies and starts."""

import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

from station.monitor.eyes import LOOK_S
from station.simulation.said import NotWatched
from station.simulation.unit import Unit
from station.store.engine import close_store, open_store
from station.store.errors import StoreError
from station.trial.beside import Known
from station.trial.desk import KILLS, TICK, Desk, Fate
from station.trial.founding import found, settle
from station.trial.judging import SAME
from station.trial.machine import NOTHING, Database, Machine
from station.trial.outcome import Trial
from station.trial.people import SKEW, Acknowledged, FramedAgenda, People
from station.trial.plan import Trouble
from station.trial.races import Races
from station.trial.sight import Sight
from station.trial.weave import Died, Strand, Weaver

BEAT_S: Final = 5.0
"""A running station has said within so many seconds that it lives."""
_FAILS: Final = 3
_KILLED: Final = {Fate.KILL_KEEPING: Trouble.KILL_KEEPING, Fate.KILL_PUT_IN: Trouble.KILL_PUT_IN}
_AGAIN_S: Final = 5.0

Op = tuple[Desk, Callable[[], object]]
"""Something done at a station."""


class Floor:
    """The stations on one machine and one file, and whoever works at them."""

    def __init__(self, trial: Trial, place: Path) -> None:
        self.trial = trial
        self.place = place
        self.machine = Machine(trial.start)
        self.end = trial.start + timedelta(hours=trial.hours)
        self.rng = Random(f"trial:{trial.seed}:{trial.stations}")
        self.own_rng = Random(f"beside:{trial.seed}")
        """For what happens beside the record."""
        unit = self._found_unit()
        self.sight = Sight(place, self.machine, trial.zone)
        self.weaver = Weaver(Random(f"weave:{trial.seed}"))
        record = Acknowledged(self.machine, self.sight, self.apart)
        self.people = People(unit, record, self.sight, trial.seed)
        self.races = Races(self.people, self.sight, trial.seed)
        self.desks = [
            Desk(f"Desk {n}", place, self.machine, self.weaver, self.sight, trial.seed)
            for n in range(1, trial.stations + 1)
        ]
        self.heap: list[tuple[datetime, int, Callable[[], None], bool]] = []
        self.numbers = count()
        self.counts: Counter[str] = Counter()
        self.story: list[str] = []
        self.skewed = False
        self.starts = self.passes = 0
        self.frozen_strands: dict[Desk, Strand] = {}
        self.ahead: dict[Desk, timedelta] = {}
        """Who stood still while another began anew, and the frame that he knows."""
        self.race_waits = False
        """A check waits for a sweep that finds its patient late, to come between its reading and its writing."""
        self.restart_s = self.frozen_s = 30.0
        self.db_until: datetime | None = None

    def _found_unit(self) -> Unit:
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

    def apart(self) -> timedelta:
        """How far the clocks of two stations may stand, after all that has befallen them."""
        return SKEW if self.skewed else NOTHING

    def at(self, at: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self.heap, (max(at, self.machine.true), next(self.numbers), act, False))

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        self.at(self.machine.true + timedelta(seconds=seconds), act)

    def usable(self) -> list[Desk]:
        return [desk for desk in self.desks if desk.usable]

    def _is_locked_by_frozen(self) -> bool:
        return any(desk.holds_lock and desk.stands_still for desk in self.desks)

    def can_watch(self) -> bool:
        return bool(self.usable()) and self.machine.database is Database.WELL and not self._is_locked_by_frozen()

    def can_act(self) -> bool:
        return self.can_watch()

    def reckon(self) -> None:
        """Whether anybody can watch, after something changed. Who runs goes by the wall as soon as he reads it."""
        if self.usable():
            self.machine.follow(self.machine.wall)
        if self.can_watch():
            self.machine.back()
        else:
            self.machine.out()

    def rest(self) -> None:
        """While nobody can watch, passes fail each second; after a few, the others are left out."""
        for desk in self.usable():
            if desk.failures >= _FAILS:
                desk.next_pass = None

    def remember(self) -> None:
        """What stands on the screens of those who run: read once, for it is the same on each."""
        known: Known | None = None
        for desk in self.usable():
            known = desk.remember(known) or known

    def watch_from_memory(self, desk: Desk) -> None:
        """Its own eyes look, as they do twice a second, and again when there will be something to see."""
        if not desk.alive or not (desk.failures or desk.waits):
            return
        next_look = min(filter(None, (desk.look_from_memory(), self._judge_screen(desk))), default=None)
        planned = desk.looks_at
        if next_look is not None and (planned is None or not self.machine.true < planned <= next_look):
            desk.looks_at = next_look
            self.at(next_look, lambda: self._look_again(desk, next_look))

    def _judge_screen(self, desk: Desk) -> datetime | None:
        """When, in true time, the truth has something to be seen next; None where the record is there."""
        if not desk.usable:
            return None
        beside, alerts = desk.beside, desk.beside.screen()
        if beside.knows is None or alerts is None or not beside.knows.is_exact:
            return None
        if not beside.eyes.was_covering():  # it stood still in the midst of this look, and says that nobody looks
            return self.machine.true + timedelta(seconds=LOOK_S)
        now, waiting = desk.now(), [one.id for one in beside.eyes.kept()]
        slack = max(self.apart(), SAME)
        ahead = self.sight.screens.look(desk.name, beside.knows, waiting, alerts, now, slack)
        return None if ahead is None else self.machine.true + (ahead - now)

    def _look_again(self, desk: Desk, planned: datetime) -> None:
        if desk.usable and desk.looks_at == planned:
            self.together([(desk, lambda: self.watch_from_memory(desk))])

    def look_soon(self) -> None:
        """Everybody who runs has its next second."""
        for desk in self.usable():
            desk.failures, desk.next_pass = 0, self.machine.true + TICK * self.rng.random()

    def together(self, ops: Sequence[Op]) -> None:
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
                self.ended(desk, fault)
            else:
                self.ended(desk, None)
            self.hear()
            return
        strands = {desk: Strand(act) for desk, act in taken.items()}
        self.weave(strands)

    def weave(self, strands: dict[Desk, Strand]) -> None:
        self.weaver.weave(list(strands.values()))
        for desk, strand in strands.items():
            if strand in self.weaver.frozen:
                self.frozen(desk, strand)
            else:
                self.ended(desk, strand.fault)
        self.reckon()
        self.hear()

    def hear(self) -> None:
        """Whoever has not looked since something was written looks within the second, as it does each second."""
        if not self.can_watch():
            self.rest()
            return
        for desk in self.usable():
            if desk.seen != self.sight.seq or desk.waits:
                tick = self.machine.true + TICK * self.rng.random()
                desk.next_pass = tick if desk.next_pass is None else min(desk.next_pass, tick)

    def ended(self, desk: Desk, fault: BaseException | None) -> None:
        """After something was done at a station."""
        happened, desk.happened = desk.happened, None
        if happened in KILLS or desk.is_dying or (fault is not None and not desk.alive):
            self.killed(desk, _KILLED.get(happened or Fate.KILL, Trouble.KILL_STATEMENT))
        elif happened is Fate.ERROR:
            self.happened(Trouble.DB_ERROR)
        elif happened is Fate.UNHEARD:
            self.happened(Trouble.DB_UNHEARD)
        if fault is not None and not isinstance(fault, Died | StoreError):
            raise fault

    def happened(self, trouble: Trouble, how: str = "") -> None:
        """It is counted once it has truly happened."""
        words = f"{trouble.value} {how}".rstrip()
        self.counts[words] += 1
        self.story.append(f"{self.machine.true:%H:%M:%S.%f} {words}")

    def killed(self, desk: Desk, trouble: Trouble) -> None:
        """Everything in its memory is gone; it is started again later."""
        self.happened(trouble)
        desk.die()
        self.ahead.pop(desk, None)
        self.start_later(desk, self.restart_s)

    def start_later(self, desk: Desk, seconds: float) -> None:
        desk.starts_at = self.machine.true + timedelta(seconds=seconds)
        self.at(desk.starts_at, lambda: self.start_if_due(desk))
        self.reckon()

    def start_if_due(self, desk: Desk) -> None:
        if not desk.alive and desk.starts_at is not None and desk.starts_at <= self.machine.true:
            self.start(desk)

    def freshen(self) -> None:
        """Every running station has said that it lives within the last seconds, as it does all the time."""
        for desk in self.usable():
            if self.can_watch() and (
                desk.beat_at is None or (self.machine.true - desk.beat_at).total_seconds() > BEAT_S
            ):
                armed, desk.armed = desk.armed, None
                self.together([(desk, self.looking(desk, beats=True))])
                desk.armed = armed

    def frozen(self, desk: Desk, strand: Strand) -> None:
        self.happened(Trouble.FREEZE_STATEMENT)
        desk.frozen_until = self.machine.true + timedelta(seconds=self.frozen_s)
        self.frozen_strands[desk] = strand
        self.at(desk.frozen_until, lambda: self.thaw(desk, strand))

    def thaw(self, desk: Desk, strand: Strand) -> None:
        """It goes on where it stood, with whatever it knew then, while others look."""
        if self.frozen_strands.get(desk) is not strand:
            return
        del self.frozen_strands[desk]
        desk.frozen_until, desk.stands_still = None, False
        self.goes_on(desk)
        strands = {desk: self.weaver.thaw(strand)}
        for other in self.usable():
            if other is not desk and self.rng.random() < 0.5:
                strands[other] = Strand(self.looking(other))
        self.weave(strands)
        self.look_soon()

    def goes_on(self, desk: Desk) -> None:
        """It stood still. Where another began anew meanwhile, the record leaps to the time that this one knows, as
        soon as it has said so and the others have read it."""
        desk.wakes()
        frame = self.ahead.pop(desk, None)
        if frame is not None:
            self.machine.follow(frame)
            self.after(TICK.total_seconds(), self.look_soon)
        self.reckon()

    def drop_strand(self, desk: Desk) -> None:
        strand = self.frozen_strands.pop(desk, None)
        if strand is not None:
            desk.alive = False
            self.weaver.thaw(strand).doom()
            self.weaver.weave([strand])

    def start(self, desk: Desk) -> None:
        """A station starts; refused by the database, it is tried again. Where nobody runs, the clock begins anew."""
        if any(one.alive for one in self.desks):
            self.freshen()
        lived = desk.computer.last_moment()
        mark = max(filter(None, (self.sight.mark(), lived)), default=None)
        if mark is not None and not self.usable():
            self._begin_anew(max(filter(None, (self.sight.latest(), mark))))
        elif lived is not None:
            self.machine.follow(lived - self.machine.true)
        self.skewed |= self.machine.wall < max([self.machine.frame, *self.ahead.values()])
        self.starts += 1
        try:
            desk.start()
            gap = (self.machine.wall + self.machine.true - mark).total_seconds() if mark is not None else 0.0
            owes_look = gap < -2.0 or gap > 300.0
            went_well = desk.look()
        except (StoreError, Died):
            self._does_not_start(desk)
            return
        desk.starts_at = None
        if went_well and owes_look:
            self.owe_looks(desk)
        desk.after_pass(self.sight.seq if went_well else -1, went_well=went_well)
        if not went_well:
            self._does_not_start(desk)
        self.reckon()

    def _begin_anew(self, latest: datetime) -> None:
        """Whoever stands still knows a later time, and says nothing of it until he goes on."""
        for desk in self.desks:
            if desk.alive:
                self.ahead.setdefault(desk, self.machine.frame)
        self.machine.begin_again(latest)

    def _does_not_start(self, desk: Desk) -> None:
        desk.die()
        if not self.usable():
            self.machine.frame = max([self.machine.frame, *self.ahead.values()])
        self.start_later(desk, _AGAIN_S)

    def owe_looks(self, desk: Desk) -> None:
        now = desk.now()
        for stay in self.sight.here():
            self.people.unit.record.add(NotWatched(now, stay, now))

    def looking(self, desk: Desk, *, beats: bool = False) -> Callable[[], object]:
        def look() -> None:
            desk.by_people = False
            self.passes += 1
            before = self.sight.seq
            went_well = desk.look(beats=beats)
            desk.after_pass(before if went_well else -1, went_well=went_well)
            if went_well and desk.knows_next is not None and self.sight.seq == before + desk.wrote:
                desk.seen = self.sight.seq  # what somebody else wrote meanwhile it may have read too early to see
            self.watch_from_memory(desk)

        return look
