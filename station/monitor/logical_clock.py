"""The clock of the record: it follows the wall, and no one can set it back.

Logical time is the later of the wall clock and the last logical time plus the seconds that have truly passed. A wall
clock set back therefore costs nothing: a patient's fifteen minutes stay fifteen minutes. One set forward is believed,
since it may be a sleep that this system does not count; an alert too early is better than one too late.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Final

from station.clock import Clock

TOLERANCE_S: Final = 2.0
"""Wall and elapsed time may differ by this much between two readings before it is called a jump."""

LONG_GAP_S: Final = 300.0
"""Started later than this after the stored mark: every active check is owed a look."""

_READING_S: Final = 0.05
"""A pair of readings is good when taken within this time, else taken again: we may have been put to sleep between."""

_READING_TRIES: Final = 5


class JumpKind(StrEnum):
    FORWARD = "forward"
    BACK = "back"
    BEHIND_MARK = "behind mark at start"
    LONG_GAP = "long gap at start"


@dataclass(frozen=True, slots=True)
class ClockJump:
    """Something the clock did that a clock should not do, or a start long after the last sign of life."""

    kind: JumpKind
    by_seconds: float
    """Always positive; `kind` says which way."""
    at: datetime
    """Logical time at which it was noticed."""


@dataclass(frozen=True, slots=True)
class _Reading:
    wall: datetime
    elapsed: float


class LogicalClock:
    """A `Clock` that never goes back and never runs slower than elapsed time. Safe to ask from any thread.

    `mark`: the latest logical time stored before this start, or None when there was none.
    """

    def __init__(self, base: Clock, mark: datetime | None = None) -> None:
        self._base = base
        self._lock = Lock()
        self._last = self._read()
        self._logical = self._last.wall if mark is None else max(self._last.wall, mark)
        self._findings: list[ClockJump] = [] if mark is None else found_at_start(self._last.wall, mark)

    def now(self) -> datetime:
        """Logical time in UTC: the wall's, unless that would go back or lag behind the seconds that have passed."""
        with self._lock:
            return self._advance()

    def not_before(self, moment: datetime | None) -> None:
        """The record has come this far already, at another station: from now on this clock is not behind it."""
        with self._lock:
            if moment is not None:
                self._logical = max(self._advance(), moment)

    def watched_by_others(self, mark: datetime | None) -> None:
        """Another station has watched until `mark`, as is known only now: a gap since before it was none."""
        if mark is None:
            return
        with self._lock:
            self._findings = [
                one
                for one in self._findings
                if one.kind is not JumpKind.LONG_GAP or (one.at - mark).total_seconds() > LONG_GAP_S
            ]

    def elapsed(self) -> float:
        """Seconds of the clock below, sleep included where the system counts it."""
        return self._base.elapsed()

    @property
    def mark(self) -> datetime:
        """The latest logical time given out: what is stored, so that the next start does not begin before it."""
        with self._lock:
            return self._logical

    @property
    def ahead_s(self) -> float:
        """Seconds by which logical time stands before the wall clock: more than 0 after the wall was set back."""
        with self._lock:
            return (self._advance() - self._last.wall).total_seconds()

    def take_findings(self) -> tuple[ClockJump, ...]:
        """What was found since last asked, oldest first. Reads the clock, so a fresh jump is among them."""
        with self._lock:
            self._advance()
            taken, self._findings = tuple(self._findings), []
            return taken

    def _advance(self) -> datetime:
        reading = self._read()
        passed = max(0.0, reading.elapsed - self._last.elapsed)
        jumped = (reading.wall - self._last.wall).total_seconds() - passed
        self._logical = max(reading.wall, self._logical + timedelta(seconds=passed))
        self._last = _Reading(reading.wall, max(reading.elapsed, self._last.elapsed))
        if abs(jumped) > TOLERANCE_S:
            kind = JumpKind.FORWARD if jumped > 0 else JumpKind.BACK
            self._findings.append(ClockJump(kind, abs(jumped), self._logical))
        return self._logical

    def _read(self) -> _Reading:
        """Both clocks at one moment: a process stopped between the two readings would look like a jump."""
        for _ in range(_READING_TRIES):
            before = self._base.elapsed()
            reading = _Reading(self._base.now(), self._base.elapsed())
            if reading.elapsed - before <= _READING_S:
                break
        return reading


def found_at_start(wall: datetime, mark: datetime) -> list[ClockJump]:
    """What a start at `wall` finds, the time having come as far as `mark` before it."""
    off = (wall - mark).total_seconds()
    if off < -TOLERANCE_S:
        return [ClockJump(JumpKind.BEHIND_MARK, -off, mark)]
    if off > LONG_GAP_S:
        return [ClockJump(JumpKind.LONG_GAP, off, wall)]
    return []
