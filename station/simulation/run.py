"""Days of a unit in minutes: real services, real sweep, a real SQLite file, virtual time, and the truth beside it."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from station.clock import Clock, SystemClock
from station.services import Actor, Store, sweeping
from station.services.environment import plan_environmental_rounds
from station.services.handover_planning import plan_handover
from station.simulation.habits import Habits
from station.simulation.history import read_spans
from station.simulation.lateness import late_episodes
from station.simulation.load import load_figures
from station.simulation.unit import Unit
from station.simulation.verdict import Verdict, delay_figures, judge
from station.simulation.watch import Sweep, VirtualMonitor, live

START: Final = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
"""A Thursday morning in Chicago; on the Sunday after, its clocks spring forward."""

_OFF_S: Final = ((5.0, 90.0), (90.0, 600.0), (600.0, 2400.0))
_OFF_WEIGHTS: Final = (80, 15, 5)


@dataclass(frozen=True, slots=True)
class Tools:
    """What the simulation may not import: how a database is opened and closed, and its journal verified ("ok")."""

    open: Callable[[Path], Store]
    close: Callable[[Store], None]
    verify: Callable[[Store], str]


def simulate(
    tools: Tools,
    *,
    days: float,
    beds: int,
    seed: int,
    restart_every: float | None = None,
    database: Path | None = None,
    start: datetime = START,
    habits: Habits | None = None,
    sweep: Sweep = sweeping.sweep,
    clock: Clock | None = None,
) -> dict[str, Any]:
    """Live `days` days with `beds` beds (8 to 60) and tell what was missed, doubled and invented.

    `restart_every`: hours between restarts of Station, each with everything in memory lost. `database`: a new file to
    keep; None uses one in a temporary folder. Delays are in seconds of virtual time, `wall_s` in real ones.
    Raises FileExistsError for a database that is there already.
    """
    if database is not None:
        return _Run(tools, database, beds, seed, start, habits, sweep).go(days, restart_every, clock or SystemClock())
    with tempfile.TemporaryDirectory(prefix="station-simulate-", ignore_cleanup_errors=True) as folder:
        place = Path(folder) / "simulated.db"
        return _Run(tools, place, beds, seed, start, habits, sweep).go(days, restart_every, clock or SystemClock())


class _Run:
    """One simulation from its empty database to its verdict."""

    def __init__(
        self, tools: Tools, database: Path, beds: int, seed: int, start: datetime, habits: Habits | None, sweep: Sweep
    ) -> None:
        if database.exists():
            raise FileExistsError(f"{database} is there already. A simulation needs a new file: name another, or none.")
        self._tools = tools
        self._database = database
        self._beds, self._seed = beds, seed
        self._start = start
        self._rng = Random(f"restarts:{seed}")
        self._store = tools.open(database)
        self._unit = Unit(self._store, beds=beds, seed=seed, habits=habits)
        self._monitor = VirtualMonitor(self._store, start, lambda: self._unit.hands.acts, sweep)

    def go(self, days: float, restart_every: float | None, clock: Clock) -> dict[str, Any]:
        began = clock.elapsed()
        end = self._start + timedelta(days=days)
        try:
            self._unit.found(self._start)
            self._live(end, None if restart_every is None else timedelta(hours=restart_every))
            wall_s = clock.elapsed() - began
            verdict = self._judge(end)
            return self._told(verdict, days, wall_s)
        finally:
            self._tools.close(self._store)

    def _live(self, end: datetime, every: timedelta | None) -> None:
        now = self._start
        while every is not None and now + every < end:
            off = now + every
            live(self._unit, self._monitor, off)
            now = min(self._restart(off), end)
        live(self._unit, self._monitor, end)

    def _restart(self, off: datetime) -> datetime:
        """Closed and opened again; when it runs again."""
        self._tools.close(self._store)
        on = off + timedelta(seconds=self._rng.uniform(*self._rng.choices(_OFF_S, _OFF_WEIGHTS)[0]))
        self._unit.run_off(off, on)
        self._store = self._tools.open(self._database)
        self._unit.reopened(self._store)
        for plan in (plan_environmental_rounds, plan_handover):
            plan(self._store, actor=Actor(None, "Station", "Desk 1"), now=on)
        self._monitor.restart(self._store, on)
        return on

    def _judge(self, end: datetime) -> Verdict:
        record = self._unit.record
        spans = read_spans(self._store, self._start, end)
        return judge(late_episodes(record.said, end), spans, record.outages, end)

    def _told(self, verdict: Verdict, days: float, wall_s: float) -> dict[str, Any]:
        checks = self._unit.record.checks()
        return {
            "checks": len(checks),
            "lapses": verdict.lapses,
            "alerts": verdict.alerts,
            "missed": verdict.missed,
            "duplicate": verdict.duplicate,
            "invented": verdict.invented,
            "detection_delay": delay_figures(verdict.delays),
            "journal": self._tools.verify(self._store),
            "wall_s": round(wall_s, 2),
            "speed": round(days * 86400 / max(wall_s, 1e-9)),
            "late": verdict.late,
            "late_checks": verdict.late_checks,
            "on_time_percent": _percent_on_time(len(checks), verdict.late_checks),
            "lapse_delay": delay_figures(verdict.lapse_delays),
            "while_off": {"count": len(verdict.delays_while_off), "max": max(verdict.delays_while_off, default=0.0)},
            "late_entries": sum(one.late_entry for one in checks),
            "restarts": len(self._unit.record.outages),
            "sweeps": self._monitor.passes,
            "refused": self._unit.hands.refused,
            "closed_early": verdict.closed_early,
            "left_open": verdict.left_open,
            "not_raised": verdict.not_raised,
            "wrong_due": verdict.wrong_due,
            "brief": verdict.brief,
            "by_kind": dict(sorted(verdict.by_kind.items())),
            "load": self._load(days),
            "faults": verdict.faults,
            "days": days,
            "beds": self._beds,
            "seed": self._seed,
        }

    def _load(self, days: float) -> dict[str, Any]:
        """Of the last week at most: what came before says the same."""
        end = self._start + timedelta(days=days)
        since = max(self._start, end - timedelta(days=7))
        return load_figures(self._store, since, end, lambda at: len(self._unit.ward.on_shift(at)))


def _percent_on_time(checks: int, late: int) -> float:
    return round(100 * (1 - late / checks), 1) if checks else 100.0
