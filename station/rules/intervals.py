"""The stage of something owed, from when it began to run and `now`. The interval is the truth.

Boundaries are inclusive: at exactly its due time a thing is late, at exactly its lapse time it has lapsed.
All arithmetic is on elapsed time between aware moments, so daylight saving never stretches an interval.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from station.models.enums import Stage
from station.rules.moments import utc
from station.rules.policy import default_policy
from station.rules.policy_patients import Level


class Owed(Protocol):
    """Anything with deadlines: `Deadlines`, a task, a row of the board."""

    @property
    def soon_at(self) -> datetime | None: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def lapsed_at(self) -> datetime: ...


def stage_of(owed: Owed, now: datetime) -> Stage:
    """How far a thing with these deadlines has come at `now`."""
    if now >= owed.lapsed_at:
        return Stage.LAPSED
    if now >= owed.due_at:
        return Stage.LATE
    if owed.soon_at is not None and now >= owed.soon_at:
        return Stage.DUE_SOON
    return Stage.OK


def next_transition_of(owed: Owed, now: datetime) -> datetime | None:
    """The first boundary strictly after `now`; None once lapsed."""
    boundaries = (owed.soon_at, owed.due_at, owed.lapsed_at)
    return min((at for at in boundaries if at is not None and at > now), default=None)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long after it began to run a thing is due soon, late and lapsed. `soon` None: no warning."""

    soon: timedelta | None
    late: timedelta
    lapsed: timedelta

    def __post_init__(self) -> None:
        steps = [self.soon or timedelta(0), self.late, self.lapsed]
        if steps != sorted(steps) or steps[0] < timedelta(0):
            raise ValueError(
                f"due soon, late and lapsed must follow each other, got {self.soon}, {self.late}, {self.lapsed}"
            )


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The same as moments: `due_at` is when it is late, inclusive."""

    since: datetime
    soon_at: datetime | None
    due_at: datetime
    lapsed_at: datetime

    def sooner(self, other: "Deadlines") -> "Deadlines":
        """Each boundary at whichever of the two comes first; runs from this one's `since`."""
        soons = [at for at in (self.soon_at, other.soon_at) if at is not None]
        return Deadlines(
            since=self.since,
            soon_at=min(soons, default=None),
            due_at=min(self.due_at, other.due_at),
            lapsed_at=min(self.lapsed_at, other.lapsed_at),
        )

    def no_sooner(self, at: datetime) -> "Deadlines":
        """Due at `at` at the earliest; warning and lapse keep their distance from it."""
        later = at - self.due_at
        if later <= timedelta(0):
            return self
        soon_at = None if self.soon_at is None else self.soon_at + later
        return Deadlines(self.since, soon_at, self.due_at + later, self.lapsed_at + later)


@dataclass(frozen=True, slots=True)
class IntervalStage:
    """What is true of one interval at one moment."""

    stage: Stage
    since: datetime
    due_at: datetime
    lapsed_at: datetime
    next_transition: datetime | None


def limits_of(level: Level) -> Limits:
    """The limits of a level; for a continuous one, those of its documentation."""
    return Limits(level.soon, level.late, level.lapsed)


def run_from(limits: Limits, since: datetime) -> Deadlines:
    """The deadlines, in UTC, of a thing that began to run at `since` (aware, any zone)."""
    since = utc(since)
    soon_at = None if limits.soon is None else since + limits.soon
    return Deadlines(since, soon_at, since + limits.late, since + limits.lapsed)


def stage(level: Level | Limits | str, last_seen: datetime, now: datetime) -> IntervalStage:
    """How far the check of a patient has come who was last seen at `last_seen`.

    `level` is a level of the unit's policy, plain limits, or the code of a level of the default policy ("Q15").
    Both moments must be aware. Raises KeyError for an unknown code, ValueError for a naive moment.
    """
    now = utc(now)
    if isinstance(level, str):
        level = default_policy().level(level)
    limits = level if isinstance(level, Limits) else limits_of(level)
    deadlines = run_from(limits, last_seen)
    return IntervalStage(
        stage=stage_of(deadlines, now),
        since=deadlines.since,
        due_at=deadlines.due_at,
        lapsed_at=deadlines.lapsed_at,
        next_transition=next_transition_of(deadlines, now),
    )
