"""Gathers what each of those who watch says of itself, for the footer and its detail. Never waits, never reads."""

from collections.abc import Callable, Iterable
from typing import Final

from station.app.core import Core
from station.clock import SystemClock
from station.monitor import facts
from station.rules.watching import WatcherFact, of_neighbour
from station.store.rows import BoardSnapshot

Source = Callable[[], Iterable[WatcherFact]]
"""Another who watches. Called each second on the GUI thread; must not wait."""

SILENT_S: Final = 15.0


class WatcherFacts:
    """All of them, in the order they are shown. `add` whoever is not of the core: the guard process, the sound."""

    def __init__(self, core: Core, *, speed: float = 1.0) -> None:
        self._core = core
        self._speed = speed
        self._watch = SystemClock()
        self._sources: list[Source] = []

    def add(self, source: Source) -> None:
        self._sources.append(source)

    def now(self, snapshot: BoardSnapshot | None) -> tuple[WatcherFact, ...]:
        """How each of them is at this moment; the other stations as of `snapshot`."""
        core, elapsed = self._core, self._watch.elapsed()
        added = [fact for source in self._sources for fact in source()]
        view = core.kept.eyes.view
        return (
            *facts.of_record(None if view is None else view.away),
            *facts.of_monitor(core.monitor.status, elapsed),
            *added,
            *self._others(snapshot),
            facts.of_canary(core.watchers.canary, elapsed),
            facts.of_auditor(core.watchers.auditor, elapsed),
            facts.of_proof(core.proof.last, core.now(), self._speed),
            facts.of_backup(core.watchers.backups.last, core.now(), on_server=core.watchers.backups.on_server),
            facts.of_clock(core.time),
        )

    def _others(self, snapshot: BoardSnapshot | None) -> Iterable[WatcherFact]:
        """Measured against when they were read: between two readings nobody can know."""
        if snapshot is None:
            return
        for one in snapshot.stations:
            if one.stopped_at is None and one.name != self._core.watchers.station:
                age_s = (snapshot.read_at - one.seen_at).total_seconds() / self._speed
                yield of_neighbour(one.name, one.seen_at, age_s, SILENT_S)
