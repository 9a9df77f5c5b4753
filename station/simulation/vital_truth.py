"""The independent count of vital signs, scores and assessments that were late.

As in `truth`, the figures of the default policy are written down a second time, and no rule is shared with Station:
what a set scores is known to whoever made it up, and clock times are found by walking along the clock.
"""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from station.simulation.said import (
    Admitted,
    Answered,
    Assessed,
    AssessmentOrdered,
    Back,
    Gone,
    Left,
    Said,
    VitalsOrdered,
    VitalsTaken,
)
from station.simulation.unit_truth import NEVER, Owed, next_change, next_of

VITALS_AT: Final = ((6, 0), (14, 0), (22, 0))
"""Hours and minutes on the unit's clock at which everybody is owed a set; one an hour early is that one."""
EARLY_S: Final = 3600
PACE_S: Final = ((7, 900), (5, 3600), (1, 21600), (0, 43200))
"""From so many points on, the next set is owed after so many seconds; a single 3 as 5 points."""
BACK_S: Final = 1800
"""Nothing is owed sooner after a return; nor an ordered assessment after its order."""
SCORE_S: Final = (0, 900)
FIRST_S: Final = 3600
"""First vital signs have this time; the schedule begins after it."""
AGAIN_S: Final = {
    "CIWA-Ar": ((19, 3600), (10, 14400), (0, 28800)),
    "COWS": ((25, 3600), (13, 14400), (5, 21600), (0, 28800)),
}
BVC_LEAST_S: Final = 3600
"""A shift of which no more than this is left owes no checklist to somebody new."""


@dataclass(slots=True)
class VitalsKnown:
    """What is known of one patient while the record is replayed."""

    zone: str
    taken: list[tuple[datetime, int, VitalsTaken]] = field(default_factory=list)
    """(observed, number, what was said), by time observed."""
    begun: datetime | None = None
    admitted: datetime | None = None
    every: timedelta | None = None
    ordered: datetime | None = None
    back: datetime | None = None
    away: bool = False
    due: datetime | None = None
    asked_since: datetime | None = None
    checklist: datetime | None = None
    """When the last one was made."""
    checklist_due: datetime | None = None
    scales: dict[str, datetime] = field(default_factory=dict)
    """When each ordered assessment is due."""
    made: dict[str, datetime] = field(default_factory=dict)

    def take(self, one: Said) -> None:
        """Let one thing said change what is known. What is not about vital signs changes nothing."""
        match one:
            case Admitted():
                self.begun, self.admitted = one.at, one.admitted or one.at
                self._count()
                self.checklist_due = self._checklist_from(one.at)
            case VitalsTaken():
                self._take(one)
            case VitalsOrdered():
                self._order(one)
            case Answered():
                self.asked_since = None
            case Left() | Gone():
                self.away = True
            case Back():
                self._come_back(one)
            case Assessed():
                self._assess(one)
            case AssessmentOrdered():
                self.scales[one.kind] = one.at + timedelta(seconds=BACK_S)
            case _:
                pass

    def _take(self, one: VitalsTaken) -> None:
        insort(self.taken, (one.observed, len(self.taken), one))
        latest = all(each.refused for at, _, each in self.taken if at > one.observed)
        if latest and not one.refused and (one.points >= 5 or one.three) and self.asked_since is None:
            self.asked_since = one.since or one.at
        self._count()

    def _order(self, one: VitalsOrdered) -> None:
        late = self.due if self.due is not None and self.due <= one.at else None
        self.every = None if one.every_s is None else timedelta(seconds=one.every_s)
        self.ordered = one.at
        self._count()
        if late is not None:
            self.due = late

    def _count(self) -> None:
        """When the next set is owed, from all that is known."""
        if self.begun is None or self.admitted is None:
            return
        due = self._by_schedule(self.begun, self.admitted)
        pace = self._pace()
        if pace is not None:
            due = min(due, self.taken[-1][0] + timedelta(seconds=pace))
        if self.ordered is not None:
            due = max(due, self.ordered)
        if self.back is not None and (not self.taken or self.taken[-1][0] < self.back):
            due = max(due, self.back + timedelta(seconds=min(BACK_S, pace or BACK_S)))
        self.due = due

    def _by_schedule(self, begun: datetime, admitted: datetime) -> datetime:
        if not self.taken:
            first = max(begun, admitted + timedelta(seconds=FIRST_S))
            return first + self.every if self.every else next_of(VITALS_AT, first, self.zone)
        last = self.taken[-1][0]
        if self.every:
            return last + self.every
        due = next_of(VITALS_AT, last, self.zone)
        following = next_of(VITALS_AT, due, self.zone)
        early = min(timedelta(seconds=EARLY_S), (following - due) / 2)
        return following if due - last <= early else due

    def _pace(self) -> int | None:
        """The shortest that any set asks for, back to the latest whole one."""
        asked = []
        for _, _, one in reversed(self.taken):
            if not one.refused:
                asked.append(_pace_of(one))
                if one.complete:
                    break
        return min(asked, default=None)

    def _come_back(self, one: Back) -> None:
        self.away, self.back = False, one.back
        self._count()
        by_last = self._checklist_by_last()
        self.checklist_due = self._checklist_from(one.back) if by_last <= one.back else by_last
        for kind, due in self.scales.items():
            if self.made.get(kind, datetime.min.replace(tzinfo=one.at.tzinfo)) < one.back:
                self.scales[kind] = max(due, one.back + timedelta(seconds=BACK_S))

    def _checklist_from(self, since: datetime) -> datetime:
        end = next_change(since, self.zone)
        return next_change(end, self.zone) if end - since <= timedelta(seconds=BVC_LEAST_S) else end

    def _checklist_by_last(self) -> datetime:
        if self.checklist is not None:
            return next_change(next_change(self.checklist, self.zone), self.zone)
        return self._checklist_from(self.begun) if self.begun is not None else NEVER

    def _assess(self, one: Assessed) -> None:
        if one.kind == "BVC":
            self.checklist = one.observed
            self.checklist_due = self._checklist_by_last()
            return
        self.made[one.kind] = one.observed
        if one.kind in self.scales:
            after = next(seconds for points, seconds in AGAIN_S[one.kind] if one.points >= points)
            self.scales[one.kind] = one.observed + timedelta(seconds=after)

    def owed(self) -> Iterator[tuple[str, Owed]]:
        """Everything owed now, by kind. Only a score becomes an alert of high priority."""
        if self.asked_since is not None:
            late, lapsed = (self.asked_since + timedelta(seconds=one) for one in SCORE_S)
            yield "score", Owed(late, lapsed)
        if self.away:
            return
        if self.due is not None:
            yield "vital signs", Owed(self.due, NEVER)
        if self.checklist_due is not None:
            yield "BVC", Owed(self.checklist_due, NEVER)
        for kind, due in self.scales.items():
            yield kind, Owed(due, NEVER)


def _pace_of(one: VitalsTaken) -> int:
    points = max(one.points, 5) if one.three else one.points
    if points == 0 and not one.complete:
        points = 1
    return next(seconds for least, seconds in PACE_S if points >= least)
