"""From each sighting to the next, with the limit that then held; and what ticking slots would have claimed.

Worked out from what is on record now: late entries and corrections count, entries that were taken back do not.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from station.rules.intervals import Deadlines
from station.rules.owed import level_in_force, next_check
from station.rules.policy import Policy
from station.rules.policy_patients import Level


@dataclass(frozen=True, slots=True)
class Sighting:
    """He was seen. `check_id` is of the record."""

    at: datetime
    activity: str | None
    check_id: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """A level from then on. `raises`: a first check is owed by it."""

    at: datetime
    level: str
    level_asleep: str | None
    raises: bool


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy from when it was signed."""

    at: datetime
    version: int
    policy: Policy


@dataclass(frozen=True, slots=True)
class Away:
    """Off the unit. `back_at` None: still. `words`: with whom, or that he is gone."""

    left_at: datetime
    back_at: datetime | None
    words: str
    awol: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """What decides at any time when he is to be seen. Each list in order of time; the first order and the first policy
    hold from the beginning."""

    entered_at: datetime
    """When Station was told of the admission: a check was owed from then."""
    ended_at: datetime | None
    orders: Sequence[Ordered]
    policies: Sequence[InForce]
    looks: Sequence[datetime] = ()
    """When a look at everybody was owed because nothing had been watched."""

    def order_at(self, at: datetime) -> Ordered:
        return self.orders[max(0, bisect_right(self.orders, at, key=lambda one: one.at) - 1)]

    def policy_at(self, at: datetime) -> InForce:
        return self.policies[max(0, bisect_right(self.policies, at, key=lambda one: one.at) - 1)]

    def owed_since(self, at: datetime, back_at: datetime | None) -> datetime:
        """The last moment by then from which a first check was owed."""
        raised = [one.at for one in self.orders if one.raises and one.at <= at]
        looked = self.looks[max(0, bisect_right(self.looks, at) - 1) :][:1]
        moments = [self.entered_at, *raised[-1:], *(one for one in looked if one <= at)]
        return max([*moments, back_at] if back_at is not None else moments)

    def level_at(self, at: datetime, last: Sighting | None) -> Level:
        """In force then, of somebody last seen so."""
        order, policy = self.order_at(at), self.policy_at(at).policy
        asleep = last is not None and policy.checks.is_sleeping(last.activity)
        return level_in_force(policy, order.level, order.level_asleep, asleep=asleep)

    def deadlines_at(self, at: datetime, last: Sighting | None, back_at: datetime | None) -> Deadlines:
        """Of his next check, as they stand at `at`."""
        return next_check(
            self.policy_at(at).policy,
            self.level_at(at, last),
            last_seen=None if last is None else last.at,
            owed_since=self.owed_since(at, back_at),
            back_at=back_at,
        )

    def changes(self, after: datetime, before: datetime) -> list[datetime]:
        """When an order, a policy or a look owed changed what was to be done."""
        return sorted(at for at in self.moments if after < at < before)

    @property
    def moments(self) -> set[datetime]:
        """At all of which what is to be done may have changed."""
        return {one.at for one in self.orders} | {one.at for one in self.policies} | set(self.looks)

    def signed_at(self, at: datetime) -> bool:
        return any(one.at == at for one in self.policies)


class Begins(StrEnum):
    """What a wait runs from."""

    SEEN = "seen"
    ADMITTED = "admitted"
    BACK = "back on the unit"


class Ends(StrEnum):
    """What ended a wait."""

    SEEN = "seen"
    LEFT = "left the unit"
    DISCHARGED = "discharged"
    OPEN = "not seen since"


@dataclass(frozen=True, slots=True)
class Gap:
    """One wait on the unit. Over the limit from `late_at` on, this instant included; None: never."""

    starts_at: datetime
    begins: Begins
    ends_at: datetime
    ends: Ends
    level: str
    """In force at its end, or when it went over the limit."""
    due_at: datetime
    lapses_at: datetime
    late_at: datetime | None
    lapsed_at: datetime | None
    policy: int
    """The version whose limit it is."""
    check_id: int | None

    @property
    def lasts(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def limit(self) -> timedelta:
        """From its beginning to when he was due."""
        return self.due_at - self.starts_at

    @property
    def is_over(self) -> bool:
        return self.late_at is not None

    @property
    def judged(self) -> bool:
        """Whether it can be said to have been kept or not: ended by a sighting, or gone over in any case."""
        return self.ends is Ends.SEEN or self.is_over


def gaps_of(course: Course, sightings: Sequence[Sighting], absences: Sequence[Away], until: datetime) -> list[Gap]:
    """Every wait from the admission until `until`, in order. Both lists in order of time."""
    end = min(until, course.ended_at or until)
    found: list[Gap] = []
    starts_at, back_at = min([course.entered_at, *(one.at for one in sightings[:1])]), None
    for away in (*absences, None):
        stops = end if away is None else min(away.left_at, end)
        seen = [one for one in sightings if starts_at <= one.at <= stops]
        found += _stretch(course, seen, starts_at, back_at, stops, _how(course, away, end))
        if away is None or away.back_at is None or away.back_at >= end:
            break
        starts_at = back_at = away.back_at
    return found


def _how(course: Course, away: Away | None, end: datetime) -> Ends:
    if away is not None and away.left_at < end:
        return Ends.LEFT
    return Ends.DISCHARGED if course.ended_at is not None and course.ended_at <= end else Ends.OPEN


def _stretch(
    course: Course,
    seen: Sequence[Sighting],
    starts_at: datetime,
    back_at: datetime | None,
    stops: datetime,
    how: Ends,
) -> Iterable[Gap]:
    """The waits of a stretch on the unit without a break."""
    last: Sighting | None = None
    begins = Begins.ADMITTED if back_at is None else Begins.BACK
    for one in seen:
        if one.at > starts_at:
            yield _gap(course, last, (starts_at, begins, back_at), one.at, Ends.SEEN, one.check_id)
        last, starts_at, begins = one, one.at, Begins.SEEN
    if stops > starts_at:
        yield _gap(course, last, (starts_at, begins, back_at), stops, how, None)


def _gap(
    course: Course,
    last: Sighting | None,
    since: tuple[datetime, Begins, datetime | None],
    ends_at: datetime,
    ends: Ends,
    check_id: int | None,
) -> Gap:
    """Over the limit as soon as any limit that held meanwhile was passed while it held."""
    starts_at, begins, back_at = since
    moments = [starts_at, *course.changes(starts_at, ends_at), ends_at]
    late_at = lapsed_at = None
    at, owed = starts_at, course.deadlines_at(starts_at, last, back_at)
    for at, stop in pairwise(moments):
        owed = course.deadlines_at(at, last, back_at)
        if at > starts_at and course.signed_at(at) and late_at is None:
            owed = owed.no_sooner(at)
        late_at = late_at or _passed(owed.due_at, at, stop, last=stop == ends_at)
        lapsed_at = lapsed_at or _passed(owed.lapsed_at, at, stop, last=stop == ends_at)
        if late_at is not None:
            break
    if late_at is not None and lapsed_at is None:
        lapsed_at = _passed(owed.lapsed_at, at, ends_at, last=True)
    return Gap(
        starts_at,
        begins,
        ends_at,
        ends,
        course.level_at(at, last).code,
        owed.due_at,
        owed.lapsed_at,
        late_at,
        lapsed_at,
        course.policy_at(at).version,
        check_id,
    )


def _passed(boundary: datetime, since: datetime, until: datetime, *, last: bool) -> datetime | None:
    """When a boundary was reached between two moments. At the very end it counts only in the `last` stretch."""
    at = max(boundary, since)
    return at if at < until or (last and at == until) else None


@dataclass(frozen=True, slots=True)
class Kept:
    """How much of a stretch was kept, by the time between sightings and, beside it, by ticks in slots."""

    judged: int
    over: int
    longest: Gap | None
    slots: int
    ticked: int

    @property
    def on_time(self) -> float | None:
        return None if not self.judged else 1 - self.over / self.judged

    @property
    def claimed(self) -> float | None:
        return None if not self.slots else self.ticked / self.slots


def within(gaps: Iterable[Gap], since: datetime, until: datetime) -> tuple[Gap, ...]:
    """Those any of which lies in the stretch, whole."""
    return tuple(one for one in gaps if one.ends_at > since and one.starts_at < until)


def kept(
    gaps: Sequence[Gap],
    course: Course,
    sightings: Sequence[Sighting],
    absences: Sequence[Away],
    since: datetime,
    until: datetime,
    zone: ZoneInfo,
) -> Kept:
    """The figures of those gaps, and of the slots between `since` and `until`."""
    judged = [one for one in gaps if one.judged]
    slots = list(_slots(course, absences, max(since, course.entered_at), until, zone))
    times = [one.at for one in sightings]
    ticked = sum(bisect_left(times, begin) < bisect_left(times, end) for begin, end in slots)
    return Kept(
        len(judged),
        sum(one.is_over for one in judged),
        max(gaps, key=lambda one: one.lasts, default=None),
        len(slots),
        ticked,
    )


def _slots(
    course: Course, absences: Sequence[Away], since: datetime, until: datetime, zone: ZoneInfo
) -> Iterable[tuple[datetime, datetime]]:
    """The whole slots of the ordered level, on the marks of the unit's clock, in which he was on the unit throughout.

    A sheet of paper has these: it is ticked when he was seen at any time in one.
    """
    at = since
    while at < until:
        wide = course.policy_at(at).policy.level(course.order_at(at).level).late
        begin = _mark_after(at, wide, zone)
        end = begin + wide
        if end > until:
            return
        if not any(one.left_at < end and (one.back_at or end) > begin for one in absences):
            yield begin, end
        at = end


def _mark_after(at: datetime, wide: timedelta, zone: ZoneInfo) -> datetime:
    """The first mark of a clock at or after a moment: on the quarter hour for 15 minutes."""
    local = at.astimezone(zone)
    passed = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    over = passed % wide
    return at if not over else at + (wide - over)


def continuous(
    course: Course, sightings: Sequence[Sighting], absences: Sequence[Away], since: datetime, until: datetime
) -> Iterable[tuple[datetime, datetime]]:
    """Stretches on the unit in which somebody was to hold him."""
    begin, end = max(since, course.entered_at), min(until, course.ended_at or until)
    marks = course.moments | {one.at for one in sightings}
    marks |= {at for one in absences for at in (one.left_at, one.back_at) if at is not None}
    moments = [begin, *sorted(at for at in marks if begin < at < end), end]
    held: tuple[datetime, datetime] | None = None
    for at, stop in pairwise(moments):
        away = any(one.left_at <= at and (one.back_at is None or one.back_at > at) for one in absences)
        if not away and at < stop and course.level_at(at, _last_here(sightings, absences, at)).continuous:
            held = (held[0] if held is not None else at, stop)
        elif held is not None:
            yield held
            held = None
    if held is not None:
        yield held


def _last_here(sightings: Sequence[Sighting], absences: Sequence[Away], at: datetime) -> Sighting | None:
    """The last sighting by then; none of before he last came back."""
    last = sightings[: bisect_right(sightings, at, key=lambda one: one.at)][-1:]
    back = max((one.back_at for one in absences if one.back_at is not None and one.back_at <= at), default=None)
    return last[0] if last and (back is None or last[0].at >= back) else None


def uncovered(
    begin: datetime, end: datetime, covers: Sequence[tuple[datetime, datetime | None]]
) -> Iterable[tuple[datetime, datetime]]:
    """The parts of a stretch that none of these covers, in order."""
    at = begin
    for starts, ends in sorted(covers, key=lambda one: one[0]):
        if at < starts < end:
            yield at, starts
        at = max(at, end if ends is None else ends)
    if at < end:
        yield at, end
