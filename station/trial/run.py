"""One trial: stations on one file, people, faults, in virtual time; safety at each step and liveness at the end."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from station.store.engine import close_store, open_store
from station.store.verify import verify_journal
from station.trial.desk import TICK
from station.trial.judging import judge_trial, merged
from station.trial.living import LivingFloor, Tell
from station.trial.machine import Database
from station.trial.misfortunes import Misfortunes
from station.trial.outcome import Outcome, Trial
from station.trial.plan import plan_faults


def attempt(trial: Trial, place: Path | None = None, tell: Tell | None = None) -> Outcome:
    """Run one trial on a file at `place`, or on one that is thrown away. `tell` is given the share done, 0 to 1."""
    if place is not None:
        return _Run(trial, place).go(tell)
    with TemporaryDirectory(prefix="station-trial-", ignore_cleanup_errors=True) as folder:
        return _Run(trial, Path(folder) / "trial.db").go(tell)


class _Run(LivingFloor):
    """From an empty file to what was found."""

    def __init__(self, trial: Trial, place: Path) -> None:
        super().__init__(trial, place)
        misfortunes = Misfortunes(self)
        drawn = plan_faults(trial.kinds, trial.start, self.end, trial.seed, rarer=trial.rarer)
        for fault in trial.script or drawn:
            self.at(fault.at, partial(misfortunes.befall, fault))

    def go(self, tell: Tell | None) -> Outcome:
        try:
            self.sight.look()
            for desk in self.desks:
                self.start(desk)
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

    def _settle_down(self) -> None:
        """Liveness: everything is well again, everybody looks once more, and nothing may be left undone."""
        self.machine.database, self.db_until = Database.WELL, None
        self.machine.aimed.clear()
        for desk, strand in list(self.frozen_strands.items()):
            self.thaw(desk, strand)
        for desk in self.desks:
            desk.armed = None
            if desk.frozen_until is not None:
                desk.frozen_until = None
                self.goes_on(desk)
            if not desk.alive:
                self.start(desk)
        self.reckon()
        self.machine.advance(self.machine.true + 0.9 * TICK)  # whoever runs looks each second
        for desk in self.usable():
            self.together([(desk, self.looking(desk))])
        self.machine.advance(self.machine.true + 0.05 * TICK)  # what is late at the last look is late for a while

    def _judge(self) -> Outcome:
        until = self.machine.record()
        outages = merged(self.machine.outages)
        judged = judge_trial(
            self.people.unit.record.said,
            self.sight,
            outages,
            until,
            zone=self.trial.zone,
            spare=self.apart(),
            doubled=self.races.doubled,
        )
        checks = self.people.unit.record.checks()
        return Outcome(
            verdict=judged.verdict,
            lost=self.sight.lost(),
            stopped=judged.stopped,
            broken=self.sight.broken + self.sight.kept.broken(),
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
            kept=self.sight.kept.counts,
            looks=self.sight.screens.looks,
            raised_from_memory=len(self.sight.screens.raised),
            story=self.story,
            outages=outages,
            digest=self.sight.digest(),
        )

    def _journal(self) -> str:
        store = open_store(self.place, synchronous="OFF", create=False)
        try:
            return verify_journal(store).journal
        finally:
            close_store(store)
