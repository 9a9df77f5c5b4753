"""Whether what lapses is found: a canary each minute through the real path, its silence told by other means."""

from datetime import datetime
from threading import Lock
from typing import Final

from station.clock import Clock
from station.monitor.health import Stamp
from station.monitor.patrol import Patrol
from station.services import Actor, Store
from station.services.alerts import clear_technical, raise_technical
from station.services.canaries import EVERY, tend_canary
from station.services.errors import Refused

LOOK_S: Final = 5.0
SILENT_S: Final = 150.0
"""Elapsed seconds without a canary after which what lapses is not known to be found: two of them did not come."""

WATCHED_S: Final = 30.0
"""Longer than this between two looks of ours, we were away ourselves and wait for the next canary before we speak."""

SILENT: Final = (
    "No test alert has come through on {station} for two and a half minutes: it is not sure that late checks raise "
    "alerts. Keep your own times, restart Station, and tell whoever looks after it."
)


class CanaryWatch:
    """Sets canaries, sees them come through, and speaks when they do not. `last` may be read from any thread.

    `clock`: the time of the record. `watch`: real seconds, by which silence is measured. `speed`: seconds of `clock` in
    one of `watch`.
    """

    def __init__(self, store: Store, clock: Clock, watch: Clock, station: str, *, speed: float = 1.0) -> None:
        self._store = store
        self._clock = clock
        self._watch = watch
        self._actor = Actor(None, "Station", station)
        self._every = EVERY * speed
        self._lock = Lock()
        self._due: datetime | None = None
        self._listening_since: float | None = None
        self._looked: float | None = None
        self._told = True
        self.last: Stamp | None = None
        """When a canary was last seen to have come through; None before the first."""
        self.patrol = Patrol("canary", self.look, LOOK_S)

    @property
    def silent(self) -> bool:
        """Whether it is time to speak. Touches nothing but memory."""
        return self._listening_since is not None and self._watch.elapsed() - self._listening_since >= SILENT_S

    @property
    def sentence(self) -> str:
        """For people; empty while canaries come through."""
        return SILENT.format(station=self._actor.station) if self.silent else ""

    def look(self) -> None:
        """One look. Raises what the database raises, after having counted the silence."""
        with self._lock:
            self._count()
            try:
                self._listen()
            finally:
                self._speak()

    def _count(self) -> None:
        """Silence is counted only while we listen ourselves: not over a sleep of this computer."""
        elapsed = self._watch.elapsed()
        if self._listening_since is None or self._looked is None or elapsed - self._looked > WATCHED_S:
            self._listening_since = elapsed
        self._looked = elapsed

    def _listen(self) -> None:
        first = self._due is None
        try:
            seen = tend_canary(self._store, self._every, actor=self._actor, now=self._clock.now())
        except Refused:  # there is no unit yet
            self._listening_since = self._watch.elapsed()
            return
        if seen is None or seen.due_at == self._due:
            return
        self._due = seen.due_at
        if first and self._clock.now() - seen.detected_at > self._every:
            return  # from before this station ran
        self.last = Stamp(self._clock.now(), self._watch.elapsed())
        self._listening_since = self.last.elapsed

    def _speak(self) -> None:
        """Raised once while it lasts, in this thread and without the sweep; cleared by the next canary."""
        subject, now = f"canary:{self._actor.station}", self._clock.now()
        if self.silent:
            raise_technical(self._store, subject, self.sentence, actor=self._actor, now=now)
            self._told = True
        elif self._told and self.last is not None:
            clear_technical(self._store, subject, actor=self._actor, now=now)
            self._told = False
