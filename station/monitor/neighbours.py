"""The other walls and desks: each says every five seconds that it is there. One that does not is told."""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from station.clock import Clock
from station.monitor.patrol import Patrol
from station.services import Actor, Store
from station.services.errors import Refused
from station.services.silence import Neighbour, read_neighbours, tell_silent

LOOK_S: Final = 5.0
TOLD_S: Final = 60.0
"""Real seconds of silence after which there is an alert; the board says it from 15 on."""

WATCHED_S: Final = 30.0
"""So long we must ourselves have seen its heartbeat stand still: a sleep of this computer is not theirs."""


@dataclass(frozen=True, slots=True)
class _Beat:
    seen_at: datetime
    still_since: float
    """Elapsed seconds here when this heartbeat was first read."""


class Neighbours:
    """Looks after the others. `clock`: of the record, the database's own. `watch`: real seconds."""

    def __init__(self, store: Store, clock: Clock, watch: Clock, station: str, *, speed: float = 1.0) -> None:
        self._store = store
        self._clock = clock
        self._watch = watch
        self._actor = Actor(None, "Station", station)
        self._speed = speed
        self._lock = Lock()
        self._beats: dict[str, _Beat] = {}
        self._looked: float | None = None
        self.patrol = Patrol("neighbours", self.look, LOOK_S)

    def look(self) -> None:
        """One look. Raises what the database raises."""
        with self._lock:
            found = read_neighbours(self._store, self._actor.station)
            self._follow(found)
            now = self._clock.now()
            silent = [one.name for one in found if self._is_silent(one, now)]
            unsure = [one.name for one in found if self._age_s(one, now) >= TOLD_S and one.name not in silent]
            try:
                tell_silent(self._store, silent, unsure, actor=self._actor, now=now)
            except Refused:
                return  # there is no unit yet, and nobody to tell

    def _follow(self, found: tuple[Neighbour, ...]) -> None:
        elapsed = self._watch.elapsed()
        away = self._looked is None or elapsed - self._looked > WATCHED_S
        self._looked = elapsed
        before = {} if away else self._beats
        self._beats = {
            one.name: old
            if (old := before.get(one.name)) is not None and old.seen_at == one.seen_at
            else _Beat(one.seen_at, elapsed)
            for one in found
        }

    def _is_silent(self, one: Neighbour, now: datetime) -> bool:
        watched = self._watch.elapsed() - self._beats[one.name].still_since
        return self._age_s(one, now) >= TOLD_S and watched >= WATCHED_S

    def _age_s(self, one: Neighbour, now: datetime) -> float:
        """Real seconds since it was heard, by the clock of the record."""
        return (now - one.seen_at).total_seconds() / self._speed
