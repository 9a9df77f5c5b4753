"""One pass: ask the time, sweep, tell what there is to tell, say that we live. Anything may call it at any time."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf
from threading import Lock
from typing import Final

from station.clock import Clock
from station.monitor import words
from station.monitor.duties import Duties, Note
from station.monitor.health import SILENT_S, Phase, Stamp, Status
from station.monitor.logical_clock import JumpKind, LogicalClock
from station.monitor.screen import Found, ScreenWatch
from station.services.errors import Refused
from station.services.events import Event, MonitorHealth
from station.store.errors import explain

TICK_S: Final = 1.0
"""A pass at least this often."""

HEARTBEAT_S: Final = 5.0
"""The heartbeat is stored this often, so that an idle unit does not write each second."""

PASS_WAIT_S: Final = 10.0
"""How long `pass_now` waits for a running pass to end."""

NOTES_KEPT: Final = 50
"""The most notes that wait for a database that is away."""

SWEEPS: Final = 5
"""A sweep that left something due, because there was very much of it, is followed by another: so many in one pass."""

OWES_A_LOOK: Final = frozenset({JumpKind.BEHIND_MARK, JumpKind.LONG_GAP})
"""After these nobody knows whether intervals were kept."""

_logger = logging.getLogger(__name__)


def no_sync() -> None:
    """For a clock that has nobody to ask."""


def _by_nobody() -> float:
    return inf


class Lookout:
    """Takes the passes, one at a time, and remembers how they went. Never raises out of a pass.

    `clock` gives the time of the record. `watch` gives the seconds by which silence is measured: the machine's own,
    even where `clock` runs at another speed. `speed`: seconds of `clock` in one second of `watch`. `publish` is given
    `MonitorHealth` when what the monitor says about itself changes. `sync` is called before each pass.
    """

    def __init__(
        self,
        duties: Duties,
        clock: LogicalClock,
        watch: Clock,
        *,
        publish: Callable[[Sequence[Event]], None],
        sync: Callable[[], None] = no_sync,
        speed: float = 1.0,
    ) -> None:
        self._duties = duties
        self._clock = clock
        self._watch = watch
        self._publish = publish
        self._sync = sync
        self._speed = speed
        self._pass_lock = Lock()
        self._status_lock = Lock()
        self._status = Status()
        self._notes: list[Note] = []
        self._over: set[str] = set()
        self._swept_at: datetime | None = None
        self._beat_at: float | None = None
        self._looks_owed = False
        self._screen: ScreenWatch | None = None
        self._noted_to = 0.0
        """Elapsed seconds up to which the running pass has told of a time without monitoring: it may stand still after
        that. What covers the rest is known until its stamp says that the record is back."""
        self._unwatched_s: Callable[[], float] = _by_nobody

    def covered_by(self, unwatched_s: Callable[[], float]) -> None:
        """`unwatched_s`: the longest time since the last whole pass, in seconds, in which nobody looked from memory
        either. Asked in a pass."""
        self._unwatched_s = unwatched_s

    def owe_looks(self) -> None:
        """Have a look at everybody owed with the next whole pass."""
        self._looks_owed = True

    def watch_screen(self, beats: Callable[[], int | None]) -> None:
        """Look at the window of this station from now on. `beats`: as for `ScreenWatch`."""
        self._screen = ScreenWatch(beats)

    @property
    def status(self) -> Status:
        """How things stand, frozen. Never waits."""
        return self._status

    def elapsed(self) -> float:
        """The present reading of the count that stamps are made with."""
        return self._watch.elapsed()

    def stamp(self) -> Stamp:
        """The present moment."""
        return Stamp(self._clock.now(), self._watch.elapsed())

    def note(self, status_of: Callable[[Status], Status]) -> None:
        """Change the status. `status_of` makes the new one from the old, and must not wait for anything."""
        with self._status_lock:
            self._status = status_of(self._status)

    def tell(self, note: Note) -> None:
        """Have `note` stored with the next whole pass. The same again while it waits is one; the newest are kept."""
        with self._status_lock:
            self._over.discard(note.subject)
            if note not in self._notes:
                self._notes = [*self._notes, note][-NOTES_KEPT:]

    def begin(self) -> None:
        """Running from now on; the silence of a first pass is counted from here."""
        stamp = self.stamp()
        self.note(lambda status: replace(status, phase=Phase.RUNNING, started=stamp, last_try=stamp.elapsed))

    def end(self, wait_s: float = PASS_WAIT_S) -> None:
        """No longer running; says so in the database if that can be used, and no pass hangs for `wait_s` seconds."""
        was_running = self._status.phase is Phase.RUNNING
        self.note(lambda status: replace(status, phase=Phase.STOPPED))
        if not was_running or not self._pass_lock.acquire(timeout=wait_s):
            return
        try:
            self._duties.stop(self._clock.now())
        except Exception:
            _logger.exception("The end of monitoring could not be stored.")
        finally:
            self._pass_lock.release()

    def pass_now(self, wait_s: float = PASS_WAIT_S) -> bool:
        """Take one pass. False when it failed, or when another one did not end within `wait_s` seconds."""
        if not self._pass_lock.acquire(timeout=wait_s):
            return False
        try:
            return self._attempt()
        finally:
            self._pass_lock.release()

    def delay(self) -> float:
        """Real seconds from now until the next pass is wanted: a tick, or less when a deadline is nearer.

        A deadline that the last pass already saw and left is not run after: that would be a loop without rest.
        """
        next_at, swept_at = self._status.next_at, self._swept_at
        if self._status.error or next_at is None or swept_at is None or next_at <= swept_at:
            return TICK_S
        return min(TICK_S, max(0.0, (next_at - self._clock.now()).total_seconds() / self._speed))

    def _attempt(self) -> bool:
        began = self._watch.elapsed()
        self.note(lambda status: replace(status, last_try=began, looking_since=began))
        try:
            next_at = self._work()
        except Exception as error:  # noqa: BLE001  # told in words, and the next pass tries again
            self._failed(error)
            return False
        finally:
            self.note(lambda status: replace(status, looking_since=None))
        self._succeeded(next_at)
        return True

    def _work(self) -> datetime | None:
        self._sync()
        findings = self._clock.take_findings()
        for jump in findings:
            self.tell(Note(words.subject_of(jump), words.of_jump(jump, self._duties.station)))
        self._looks_owed |= any(jump.kind in OWES_A_LOOK for jump in findings)
        now = self._clock.now()
        if self._looks_owed:
            self._duties.owe_everyone_a_look(now)
            self._looks_owed = False
        next_at = self._sweep(now)
        last = self._status.last_pass
        self._noted_to = self._watch.elapsed()
        self._note_a_gap(0.0 if last is None else self._noted_to - last.elapsed)
        self._look_at_the_screen(now)
        self._deliver(now)
        self._beat(now)
        return next_at

    def _sweep(self, now: datetime) -> datetime | None:
        for _ in range(SWEEPS):
            next_at = self._duties.sweep(now)
            if next_at is None or next_at > now:
                break
        self._swept_at = now
        return next_at

    def _note_a_gap(self, passed_s: float) -> None:
        """A time without monitoring belongs in the record, however it came about."""
        gap = 0.0 if passed_s <= SILENT_S else min(passed_s, self._unwatched_s())
        if gap > SILENT_S:
            self.tell(Note("monitoring", words.of_gap(gap, self._duties.station)))

    def _look_at_the_screen(self, now: datetime) -> None:
        elapsed = self._watch.elapsed()
        found = Found.NOTHING if self._screen is None else self._screen.look(elapsed)
        if self._screen is not None and found is Found.STILL:
            since = now - timedelta(seconds=self._screen.still_s(elapsed) * self._speed)
            self.tell(Note("screen", words.SCREEN_STILL.format(station=self._duties.station), since))
        elif found is Found.MOVES:
            self._over.add("screen")

    def _deliver(self, now: datetime) -> None:
        """Store the notes that wait. One that fails is kept, and fails the pass.

        While there is no unit yet the notes are refused and wait; nobody is owed anything then.
        """
        with suppress(Refused):
            for note in tuple(self._notes):
                self._duties.tell(note, now)
                with self._status_lock:
                    self._notes = [kept for kept in self._notes if kept is not note]
            for subject in tuple(self._over):
                self._duties.clear(subject, now)
                self._over.discard(subject)

    def _beat(self, now: datetime) -> None:
        elapsed = self._watch.elapsed()
        if self._beat_at is None or elapsed - self._beat_at >= HEARTBEAT_S:
            self._duties.heartbeat(now, self._clock.mark)
            self._beat_at = elapsed

    def _succeeded(self, next_at: datetime | None) -> None:
        stamp, before = self.stamp(), self._status.error
        self._note_a_gap(stamp.elapsed - self._noted_to)
        self.note(lambda status: replace(status, last_pass=stamp, next_at=next_at, error="", passes=status.passes + 1))
        if before:
            _logger.info("The monitor looks at the unit again.")
            self._publish_health("")

    def _failed(self, error: Exception) -> None:
        sentence, before = in_words(error), self._status.error
        outside = explain(error) is not None
        self.note(lambda status: replace(status, error=sentence, record_failed=outside, failures=status.failures + 1))
        if sentence != before:
            _logger.error("A look at the unit failed: %s", sentence, exc_info=error)
            self._publish_health(sentence)

    def _publish_health(self, sentence: str) -> None:
        try:
            self._publish([MonitorHealth(sentence)])
        except Exception:
            _logger.exception("The health of the monitor could not be published.")


def in_words(error: Exception) -> str:
    """The sentence for a person: what is wrong around us where that is known, else that it is a fault of ours."""
    explained = explain(error)
    if explained is not None:
        return str(explained)
    return f"A fault in Station itself ({type(error).__name__}: {error}). It is in the log; restart Station."
