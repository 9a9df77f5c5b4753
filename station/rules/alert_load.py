"""How much alerts ask of people: announcements, the worst ten minutes, how long one stood unanswered.

Everything is replayed from what happened to each alert, and grouped by the rule that groups the rail: what is one
announcement on the screens is one here.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from statistics import median
from typing import Final

from station.models.enums import AlertState, Priority, Stage, StepKind, TaskKind
from station.rules.announce import announce
from station.rules.escalation import priority_of

_NOTHING: Final = timedelta(0)
_BEGINS: Final = (StepKind.OPENED, StepKind.RAISED, StepKind.REOPENED)
_PER: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Subject:
    """What an alert is about, and what has become of it."""

    id: int
    kind: str
    area_id: int | None
    due_at: datetime
    detected_at: datetime
    stage: Stage
    priority: Priority


@dataclass(frozen=True, slots=True)
class Happened:
    """One step of an alert; they come in the order in which they happened."""

    alert_id: int
    kind: StepKind
    at: datetime
    detail: str


@dataclass(frozen=True, slots=True)
class _Standing:
    """An alert as it stood at a moment."""

    id: int
    kind: str
    priority: Priority
    state: AlertState
    area_id: int | None
    due_at: datetime
    detected_at: datetime
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A stretch in which nobody had accepted an alert."""

    alert_id: int
    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        return self.until - self.since


def announcements(subjects: Mapping[int, Subject], happened: Sequence[Happened]) -> tuple[datetime, ...]:
    """When each announcement began, in order.

    One begins where an entry of the rail has in it nothing that stood there before as urgent: a late check that joins
    the late round of its area begins none, one that lapses does.
    """
    standing: dict[int, _Standing] = {}
    known: set[tuple[int, Priority]] = set()
    began: list[datetime] = []
    for at, steps in groupby(happened, key=lambda one: one.at):
        together = list(steps)
        for step in together:
            _apply(standing, subjects[step.alert_id], step)
        if any(step.kind in _BEGINS for step in together):
            fresh = [
                one for one in announce(standing.values()) if not any((a.id, a.priority) in known for a in one.alerts)
            ]
            began += [at] * len(fresh)
        known = {(one.id, one.priority) for one in standing.values()}
    return tuple(began)


def _apply(standing: dict[int, _Standing], subject: Subject, step: Happened) -> None:
    if step.kind is StepKind.CLOSED:
        standing.pop(subject.id, None)
    elif step.kind in _BEGINS:
        before = standing.get(subject.id)
        priority = _priority(subject, step, before)
        if before is None or step.kind is not StepKind.RAISED:
            standing[subject.id] = _Standing(
                subject.id,
                subject.kind,
                priority,
                AlertState.OPEN,
                subject.area_id,
                subject.due_at,
                subject.detected_at,
            )
        else:
            standing[subject.id] = replace(before, priority=priority)
    elif subject.id in standing and step.kind in (StepKind.ACCEPTED, StepKind.LEASE_ENDED):
        state = AlertState.ACCEPTED if step.kind is StepKind.ACCEPTED else AlertState.OPEN
        standing[subject.id] = replace(standing[subject.id], state=state)


def _priority(subject: Subject, step: Happened, before: _Standing | None) -> Priority:
    """By the stage that the step names; where it names none, as before, else as in the end."""
    if subject.priority is Priority.TECHNICAL:
        return Priority.TECHNICAL
    if step.detail in _STAGES and subject.kind in _KINDS:
        found = priority_of(TaskKind(subject.kind), Stage(step.detail))
        if found is not None:
            return found
    return before.priority if before is not None else subject.priority


_STAGES: Final = frozenset(Stage)
_KINDS: Final = frozenset(TaskKind)


def unanswered(happened: Iterable[Happened], until: datetime) -> Iterator[Unanswered]:
    """Each stretch in which an alert stood and nobody had it; those that go on end at `until`."""
    since: dict[int, datetime] = {}
    for step in happened:
        if step.kind in (StepKind.OPENED, StepKind.REOPENED, StepKind.LEASE_ENDED):
            since[step.alert_id] = step.at
        elif step.kind in (StepKind.ACCEPTED, StepKind.CLOSED) and step.alert_id in since:
            yield Unanswered(step.alert_id, since.pop(step.alert_id), step.at)
    yield from (Unanswered(alert_id, at, until) for alert_id, at in since.items())


def times_to_acceptance(happened: Iterable[Happened]) -> tuple[timedelta, ...]:
    """From the opening of each alert to the first acceptance of it."""
    opened: dict[int, datetime] = {}
    took: list[timedelta] = []
    for step in happened:
        if step.kind in (StepKind.OPENED, StepKind.REOPENED):
            opened[step.alert_id] = step.at
        elif step.kind is StepKind.ACCEPTED and step.alert_id in opened:
            took.append(step.at - opened.pop(step.alert_id))
    return tuple(took)


def middle(lengths: Sequence[timedelta]) -> timedelta | None:
    """The median; None of nothing."""
    return timedelta(seconds=median(one.total_seconds() for one in lengths)) if lengths else None


def most_within(moments: Sequence[datetime], within: timedelta) -> int:
    """The most of these moments, in order, that fall into any stretch shorter than `within`."""
    window: deque[datetime] = deque()
    most = 0
    for at in moments:
        window.append(at)
        while at - window[0] >= within:
            window.popleft()
        most = max(most, len(window))
    return most


def time_on_duty(spells: Iterable[tuple[int, datetime, datetime]], since: datetime, until: datetime) -> timedelta:
    """Together of all people, each counted once: (staff id, from, to), cut to the stretch asked about."""
    worked = _NOTHING
    last: tuple[int, datetime] | None = None
    for staff_id, came, went in sorted(spells):
        begins, ends = max(came, since), min(went, until)
        if last is not None and last[0] == staff_id:
            begins = max(begins, last[1])
        if ends > begins:
            worked += ends - begins
            last = (staff_id, ends)
    return worked


def per_person(count: int, worked: timedelta) -> float | None:
    """Announcements a person and ten minutes; None where nobody was on."""
    return count / (worked / _PER) if worked > _NOTHING else None


def commonest(words: Iterable[str], most: int = 5) -> tuple[tuple[str, int], ...]:
    """The most frequent first; of equals, by name."""
    counted = Counter(words)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:most])
