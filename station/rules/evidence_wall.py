"""What a wall had to show of a patient at each time, from what had been recorded by then and not later.

A late entry did not change what had hung on the wall before it was made. Nobody can photograph a wall afterwards: this
is computed, by the rules that the walls use.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from station.models.enums import Stage
from station.rules.evidence_gaps import Away, Course, Sighting
from station.rules.intervals import next_transition_of, stage_of


@dataclass(frozen=True, slots=True)
class Told:
    """A sighting as it was told: from `told_at` on it was known, until `void_at` it was believed."""

    sighting: Sighting
    told_at: datetime
    void_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A stretch in which a wall showed the same but for the running seconds."""

    since: datetime
    until: datetime
    level: str
    counted_from: datetime | None
    """What the time on his card ran from; None: off the unit, where none runs."""
    stage: Stage
    away: str = ""


def shown(
    course: Course, told: Sequence[Told], absences: Sequence[Away], since: datetime, until: datetime
) -> list[Shown]:
    """What was to be shown from `since` to `until`. `absences` with the times at which they were recorded."""
    since, end = max(since, course.entered_at), min(until, course.ended_at or until)
    if since >= end:
        return []
    moments = [since, *(at for at in _changes(course, told, absences) if since < at < end), end]
    known = _Known(told)
    parts = (
        part
        for at, stop in pairwise(moments)
        if at < stop
        for part in _between(course, known.at(at), absences, at, stop)
    )
    return list(_joined(parts))


def _changes(course: Course, told: Sequence[Told], absences: Sequence[Away]) -> list[datetime]:
    found = course.moments | {course.entered_at}
    found |= {one.told_at for one in told} | {one.void_at for one in told if one.void_at is not None}
    found |= {one.left_at for one in absences} | {one.back_at for one in absences if one.back_at is not None}
    return sorted(found)


class _Known:
    """The latest sighting believed at a time; asked in order of time."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._coming = sorted(told, key=lambda one: one.told_at)
        self._next = 0
        self._held: list[Told] = []

    def at(self, at: datetime) -> Sighting | None:
        while self._next < len(self._coming) and self._coming[self._next].told_at <= at:
            self._held.append(self._coming[self._next])
            self._next += 1
        believed = [one for one in self._held if one.void_at is None or one.void_at > at]
        if not believed:
            return None
        last = max(believed, key=lambda one: one.sighting.at)
        self._held = [one for one in believed if one is last or one.void_at is not None or last.void_at is not None]
        return last.sighting


def _between(
    course: Course, last: Sighting | None, absences: Sequence[Away], at: datetime, stop: datetime
) -> Iterator[Shown]:
    """Between two changes only time passes."""
    away = next((one for one in absences if one.left_at <= at and (one.back_at is None or one.back_at > at)), None)
    level = course.level_at(at, last).code
    if away is not None:
        yield Shown(at, stop, level, None, Stage.LAPSED if away.awol else Stage.OK, away.words)
        return
    backs = [one.back_at for one in absences if one.back_at is not None and one.back_at <= at]
    owed = course.deadlines_at(at, last, max(backs, default=None))
    while at < stop:
        turns = next_transition_of(owed, at)
        ends = stop if turns is None else min(turns, stop)
        yield Shown(at, ends, level, owed.since, stage_of(owed, at))
        at = ends


def _joined(parts: Iterable[Shown]) -> Iterator[Shown]:
    """Neighbours that show the same are one."""
    held: Shown | None = None
    for one in parts:
        if held is not None and replace(held, since=one.since, until=one.until) == one:
            held = replace(held, until=one.until)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held
