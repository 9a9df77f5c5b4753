"""The monitor in virtual time: a sweep every second on its phase, and one at the very moment of the earliest deadline.

Seconds in which a sweep provably has nothing to do (nothing was written since the last, and nothing is due before)
are left out; that is all that makes it fast.
"""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from station.services import Actor, Store, sweeping


class Swept(Protocol):
    """What a sweep says of itself."""

    @property
    def next_at(self) -> datetime | None: ...


class Sweep(Protocol):
    """One pass of the watch, by default the real one."""

    def __call__(self, store: Store, *, actor: Actor, now: datetime) -> Swept: ...


class VirtualMonitor:
    """Knows when it must sweep next. `acts` counts what others have written."""

    def __init__(self, store: Store, start: datetime, acts: Callable[[], int], sweep: Sweep = sweeping.sweep) -> None:
        self.passes = 0
        self._store = store
        self._phase = start
        self._acts = acts
        self._sweep = sweep
        self._actor = Actor(staff_id=None, name="Monitor", station="Desk 1")
        self._acts_seen = -1
        self._tick: datetime | None = start
        self._armed: datetime | None = None

    def restart(self, store: Store, now: datetime) -> None:
        """Begun again after an outage, nothing remembered: a pass at once, and the seconds count from here."""
        self._store, self._phase = store, now
        self._armed = None
        self.pass_at(now)

    def noticed(self, now: datetime) -> None:
        """People have done something, maybe written: the next second's pass has something to look at."""
        if self._tick is None and self._acts() != self._acts_seen:
            self._tick = self._tick_after(now)

    def due_at(self) -> datetime | None:
        """When the next pass may have something to do; None when nothing is owed and nothing was written."""
        return min((at for at in (self._tick, self._armed) if at is not None), default=None)

    def pass_at(self, now: datetime) -> None:
        """Sweep. What is left over for a time that has come already is for the next second."""
        self.passes += 1
        next_at = self._sweep(self._store, actor=self._actor, now=now).next_at
        behind = next_at is not None and next_at <= now
        self._armed = None if behind else next_at
        self._tick = self._tick_after(now) if behind else None
        self._acts_seen = self._acts()

    def _tick_after(self, moment: datetime) -> datetime:
        seconds = math.floor((moment - self._phase).total_seconds()) + 1
        return self._phase + timedelta(seconds=seconds)


class Living(Protocol):
    """Whoever acts in virtual time."""

    def next_at(self) -> datetime | None: ...
    def run_until(self, until: datetime) -> None: ...


def live(unit: Living, monitor: VirtualMonitor, end: datetime) -> None:
    """People and monitor in the order of time, up to and including `end`; at one moment the monitor is first."""
    while True:
        deed, due = unit.next_at(), monitor.due_at()
        at = min((one for one in (deed, due) if one is not None), default=None)
        if at is None or at > end:
            return
        if at == due:
            monitor.pass_at(at)
        else:
            unit.run_until(at)
            monitor.noticed(at)
