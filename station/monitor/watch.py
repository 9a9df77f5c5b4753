"""The monitor: the passes, what wakes them, and the guard over both."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from station.clock import Clock, SystemClock
from station.monitor import words
from station.monitor.driver import Driver
from station.monitor.duties import Duties, Note
from station.monitor.guard import Guard
from station.monitor.health import Health, Status, judge
from station.monitor.logical_clock import LogicalClock
from station.monitor.lookout import PASS_WAIT_S, Lookout, no_sync
from station.services.events import Event

STOP_WAIT_S: Final = 5.0
"""How long closing waits for each thread."""


class Monitor:
    """Watches from `start` to `stop`. One for a process; any number on one database.

    See `Lookout` for the parameters. `watch` may be left to the machine's own clock.
    """

    def __init__(
        self,
        duties: Duties,
        clock: LogicalClock,
        *,
        publish: Callable[[Sequence[Event]], None],
        sync: Callable[[], None] = no_sync,
        speed: float = 1.0,
        watch: Clock | None = None,
    ) -> None:
        self._duties = duties
        self._clock = clock
        self._lookout = Lookout(duties, clock, watch or SystemClock(), publish=publish, sync=sync, speed=speed)
        self._driver = Driver(self._tick, self._lookout.delay)
        self._guard = Guard(self._lookout, self._driver, duties.station)

    def start(self) -> None:
        """Begin to watch. On return one pass has been taken: what lapsed while Station was off is already raised.

        Raises what the database raises when the station cannot be registered; nothing runs then. A first pass that
        fails is told by `health`, and is tried again each second.
        """
        self._duties.register(self._clock.now())
        self._lookout.begin()
        self._lookout.pass_now()
        self._driver.start()
        self._guard.start()

    def stop(self, wait_s: float = STOP_WAIT_S) -> bool:
        """End, and say so in the database. False when a thread hung for `wait_s` seconds and had to be left behind."""
        guard_ended = self._guard.stop(wait_s)
        driver_ended = self._driver.stop(wait_s)
        ended = guard_ended and driver_ended
        self._lookout.end(wait_s if ended else 0.0)
        return ended

    def tell(self, subject: str, sentence: str) -> None:
        """Have something about this station stored as a technical alert with the next whole pass."""
        self._lookout.tell(Note(subject, sentence))

    def owe_looks(self) -> None:
        """Have a look at everybody owed with the next whole pass: there was a time in which nobody watched."""
        self._lookout.owe_looks()

    def covered_by(self, unwatched_s: Callable[[], float]) -> None:
        """As for `Lookout`: a time that was watched over from memory is told of by what is put in."""
        self._lookout.covered_by(unwatched_s)

    def elapsed(self) -> float:
        """The present reading of the count that the stamps of `status` are made with."""
        return self._lookout.elapsed()

    def watch_screen(self, beats: Callable[[], int | None]) -> None:
        """Look at the window of this station from now on; one that stands still is told of on every screen.

        `beats`: as for `ScreenWatch`.
        """
        self._lookout.watch_screen(beats)

    def pass_now(self, wait_s: float = PASS_WAIT_S) -> bool:
        """Take one pass in this thread. False when it failed, or another did not end within `wait_s` seconds."""
        return self._lookout.pass_now(wait_s)

    @property
    def status(self) -> Status:
        """How things stand, frozen. Never waits, never touches the database."""
        return self._lookout.status

    def health(self, zone: ZoneInfo) -> Health:
        """The answer to "is anyone watching?" at this moment, its time shown in `zone`. Never waits."""
        return judge(self._lookout.status, elapsed=self._lookout.elapsed(), zone=zone)

    def _tick(self) -> None:
        """What the scheduler calls. The guard is watched in its turn."""
        seen = self._lookout.stamp()
        self._lookout.note(lambda status: replace(status, scheduler_seen=seen))
        self._lookout.pass_now(wait_s=0.0)
        if not self._guard.alive:
            self._revive_the_guard()

    def _revive_the_guard(self) -> None:
        had_begun = self._lookout.status.guard_seen is not None
        self._guard.start()
        if had_begun and self._guard.alive:
            self._lookout.tell(Note("guard", words.GUARD_RESTARTED.format(station=self._duties.station)))
