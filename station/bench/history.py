"""What would have happened in a year on a unit: seeded, in order of time, and cheap to draw a million times.

All moments and durations are whole microseconds (since 1970 UTC), as they are stored: datetimes would take longer to
make than the rest together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from random import Random
from typing import Final, NamedTuple

from station.models.base import from_micros
from station.models.enums import Stage, StepKind, TaskKind
from station.rules.escalation import Ladder, ladder_for
from station.rules.policy import Policy
from station.simulation.names import FAMILY, GIVEN

SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

LATE_SHARE: Final = 0.03
LAPSED_SHARE: Final = 0.004
"""Of all checks: seen too late, and far too late."""

_CODES: Final = ("SI", "AWOL", "ASLT", "FALL", "SZ")
_LEVELS: Final = ("Q15", "Q30", "Q5")
_LEVEL_WEIGHTS: Final = (68, 30, 2)
_CONTINUOUS: Final = ("LOS", "1:1")
HELD_BEDS: Final = (7, 20, 44)
"""Beds in which some patients are continuous; each has two observers who relieve each other."""

_QUIET_END: Final = HOUR
"""Before a stay ends, and before the present, everyone is seen in time: nothing stays open."""

_RELIEVED_AFTER: Final = 100 * MINUTE
_REVIEWED_AFTER: Final = 23 * HOUR


class Deed(IntEnum):
    """What happened."""

    ADMITTED = 0
    TOOK_OVER = 1
    SEEN = 2
    ALERT = 3
    RENEWED = 4
    RELIEVED = 5
    DISCHARGED = 6


@dataclass(slots=True)
class Course:
    """One stay as it goes. The loader keeps its row ids here."""

    bed: int
    level: str
    admitted: int
    discharged: int | None
    family: str
    given: str
    precautions: tuple[str, ...]
    continuous: bool
    ids: dict[str, int] = field(default_factory=dict)
    last_seen: int = 0
    last_check: int = 0
    asleep: bool = False


class Seen(NamedTuple):
    """A check: what its interval ran from, and when it was due."""

    since: int
    due: int
    late: bool


class Happened(NamedTuple):
    """One thing that happened to the alert of a late check."""

    kind: StepKind
    told: str
    stage: Stage
    since: int
    due: int
    lapses: int


Act = tuple[int, int, Deed, Course, Seen | Happened | None]
"""(moment, bed's place, deed, stay, more). Moment and bed tell any two apart, so that acts can be merged."""


def micros(duration: timedelta) -> int:
    return duration // timedelta(microseconds=1)


class BedHistory:
    """The stays of one bed, one after the other, from `start` to `end`; the last one goes on."""

    def __init__(self, bed: int, start: int, end: int, policy: Policy, seed: int) -> None:
        self._bed, self._start, self._end = bed, start, end
        self._policy = policy
        self._rng = Random(f"{seed}:{bed}")
        self._ladders: dict[str, Ladder] = {}

    def acts(self) -> Iterator[Act]:
        at = self._start + int(self._rng.uniform(1, 60) * MINUTE)
        while True:
            course = self._course(at)
            yield from self._stay(course)
            if course.discharged is None:
                return
            at = course.discharged + int(self._rng.uniform(1, 5) * HOUR)

    def _course(self, at: int) -> Course:
        rng = self._rng
        until: int | None = at + int(rng.uniform(3, 14) * DAY)
        if until is not None and until > self._end - 12 * HOUR:
            until = None
        continuous = self._bed in HELD_BEDS and (until is None or rng.random() < 0.5)
        return Course(
            bed=self._bed,
            level=rng.choice(_CONTINUOUS) if continuous else rng.choices(_LEVELS, _LEVEL_WEIGHTS)[0],
            admitted=at,
            discharged=until,
            family=rng.choice(FAMILY),
            given=rng.choice(GIVEN),
            precautions=tuple(rng.sample(_CODES, rng.choice((0, 1, 1, 2, 3)))),
            continuous=continuous,
        )

    def _stay(self, course: Course) -> Iterator[Act]:
        bed, stop = course.bed, course.discharged or self._end
        yield course.admitted, bed, Deed.ADMITTED, course, None
        if course.continuous:
            yield course.admitted + 10 * SECOND, bed, Deed.TOOK_OVER, course, None
        relieved = course.admitted + _RELIEVED_AFTER
        reviewed = course.admitted + _REVIEWED_AFTER
        for act in self._looks(course, stop):
            if act[2] is Deed.SEEN and act[0] > reviewed:
                yield reviewed, bed, Deed.RENEWED, course, None
                reviewed += _REVIEWED_AFTER
            if course.continuous and act[2] is Deed.SEEN and act[0] > relieved:
                yield act[0] - SECOND, bed, Deed.RELIEVED, course, None
                relieved = act[0] + _RELIEVED_AFTER
            yield act
        if course.discharged is not None:
            yield course.discharged, bed, Deed.DISCHARGED, course, None

    def _looks(self, course: Course, stop: int) -> Iterator[Act]:
        """Every check of a stay, and before a late one what became of its alert."""
        rng, level, bed = self._rng, self._policy.level(course.level), course.bed
        late, lapsed = micros(level.late), micros(level.lapsed)
        seen = course.admitted + int(rng.uniform(30, 100) * SECOND)
        first = Seen(course.admitted, course.admitted + micros(self._policy.first_check.late), late=False)
        yield seen, bed, Deed.SEEN, course, first
        while True:
            gap = self._gap(late, lapsed, quiet=seen > stop - _QUIET_END - 2 * lapsed)
            if seen + gap > stop:
                break
            if gap >= late:
                yield from self._alert(course, seen, seen + late, seen + lapsed, seen + gap)
            yield seen + gap, bed, Deed.SEEN, course, Seen(seen, seen + late, gap >= late)
            seen += gap
        if course.discharged is None and stop - seen > late // 2:
            gap = int((stop - seen) * rng.uniform(0.5, 0.95))
            yield seen + gap, bed, Deed.SEEN, course, Seen(seen, seen + late, gap >= late)

    def _gap(self, late: int, lapsed: int, *, quiet: bool) -> int:
        """From one look to the next."""
        lot = 0.0 if quiet else self._rng.random()
        share = self._rng.random()
        if lot < 1 - LATE_SHARE - LAPSED_SHARE:
            return int(late * (0.78 + 0.215 * share))
        if lot < 1 - LAPSED_SHARE:
            return late + int((lapsed - late) * 0.99 * share)
        return int(lapsed * (1 + 0.5 * share))

    def _alert(self, course: Course, since: int, due: int, lapses: int, until: int) -> Iterator[Act]:
        """Opened within a second of falling due, passed up its ladder, raised when it lapses."""
        ladder = self._ladder(course.level)
        due_at, opened = from_micros(due), min(until, due + int(self._rng.uniform(0.05, 0.9) * SECOND))
        step = ladder.told_by(due_at, from_micros(opened))
        steps = [(opened, StepKind.OPENED, ladder.role(step), Stage.LATE)]
        at = micros_of(ladder, due, step, opened)
        while at < until:
            step += 1
            steps.append((at, StepKind.ESCALATED, ladder.role(step), Stage.LATE if at < lapses else Stage.LAPSED))
            at = micros_of(ladder, due, step, at)
        if lapses <= until:
            steps.append((min(until, lapses + SECOND // 2), StepKind.RAISED, "", Stage.LAPSED))
        for moment, kind, told, stage in sorted(steps, key=lambda one: one[0]):
            yield moment, course.bed, Deed.ALERT, course, Happened(kind, told, stage, since, due, lapses)

    def _ladder(self, code: str) -> Ladder:
        if code not in self._ladders:
            self._ladders[code] = ladder_for(self._policy, TaskKind.CHECK, level=code)
        return self._ladders[code]


def micros_of(ladder: Ladder, due: int, step: int, now: int) -> int:
    """When the ladder's next step is due."""
    if step < len(ladder.rungs):
        return max(now, due + micros(ladder.rungs[step].after))
    return now + micros(ladder.repeat)
