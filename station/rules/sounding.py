"""What a station sounds, and when: the most urgent thing that nobody has accepted, again and again by policy.

Times here are elapsed seconds, which nobody can set. What is kept between two looks is one frozen `Memory`; a look
takes it and gives the next one, so that the same past always sounds the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Final

from station.models.enums import AlertState, Priority
from station.rules.announce import Announcement, OpenAlert
from station.rules.policy_alerts import Sound

APART_S: Final = 3.0
"""Nothing less urgent, and not the same again, begins sooner after a pattern: the longest lasts so long."""

LONGEST_PAUSE: Final = timedelta(minutes=2)
"""Whatever a policy says."""


class Pattern(StrEnum):
    """What can be heard. The sound files bear these names."""

    HIGH = "high"
    TECHNICAL = "technical"
    MEDIUM = "medium"
    LOW = "low"
    TEST = "test"


PATTERNS: Final = {
    Priority.HIGH: Pattern.HIGH,
    Priority.TECHNICAL: Pattern.TECHNICAL,
    Priority.MEDIUM: Pattern.MEDIUM,
    Priority.LOW: Pattern.LOW,
}


@dataclass(frozen=True, slots=True)
class Ask:
    """An announcement that still asks for a person."""

    key: str
    priority: Priority
    alert_ids: tuple[int, ...] = ()
    """Of those of its alerts that nobody has accepted. None of what is known to this station alone."""

    @property
    def marks(self) -> tuple[str, ...]:
        """What is new about it is new by these: its alerts, or itself where it has none."""
        return tuple(f"alert {one}" for one in self.alert_ids) or (self.key,)


@dataclass(frozen=True, slots=True)
class Memory:
    """What a station has asked and sounded so far."""

    asking: Mapping[str, int] = field(default_factory=dict)
    """Every mark that asked at the last look, with the rank of its priority."""
    heard: Mapping[str, int] = field(default_factory=dict)
    """Every mark that a pattern has sounded for since it began to ask, with the most urgent rank it had then."""
    last: tuple[float, Priority] | None = None
    """When the last pattern began, and whose it was. None after a pause: what asks then sounds at once."""
    paused_until: float | None = None


@dataclass(frozen=True, slots=True)
class Burst:
    """A pattern to be played once, now, and the alerts it speaks for."""

    pattern: Pattern
    priority: Priority
    alert_ids: tuple[int, ...]
    marks: tuple[str, ...]


def asks_of(announced: Iterable[Announcement[OpenAlert]]) -> tuple[Ask, ...]:
    """Those of which nobody has accepted every alert. Late checks of one round stay one."""
    asks = []
    for one in announced:
        waiting = tuple(alert.id for alert in one.alerts if alert.state is AlertState.OPEN)
        if waiting:
            asks.append(Ask(one.key, one.priority, waiting))
    return tuple(asks)


def look(memory: Memory, asks: Sequence[Ask], policy: Sound, now: float) -> tuple[Memory, Burst | None]:
    """What to sound at `now`, and what to remember.

    A new alert, and one that has risen or come back, ends a pause. An announcement nothing has sounded for sounds at
    once, cutting off what is less urgent; one more late check of a round that sounds already waits for the repeat.
    """
    memory = _past_pause(_asking(memory, asks), memory.asking, now)
    if not asks or memory.paused_until is not None:
        return memory, None
    rank = min(one.priority.rank for one in asks)
    top = [one for one in asks if one.priority.rank == rank]
    if not _is_due(memory, top, policy, now):
        return memory, None
    priority = top[0].priority
    marks = tuple(mark for one in top for mark in one.marks)
    ids = tuple(sorted(alert for one in top for alert in one.alert_ids))
    heard = {**memory.heard, **dict.fromkeys(marks, rank)}
    return replace(memory, heard=heard, last=(now, priority)), Burst(PATTERNS[priority], priority, ids, marks)


def cut_off(memory: Memory, marks: Iterable[str]) -> Memory:
    """A pattern was not played to its end: what it spoke for has not been heard."""
    unheard = frozenset(marks)
    return replace(memory, heard={mark: rank for mark, rank in memory.heard.items() if mark not in unheard})


def unplayed(memory: Memory) -> Memory:
    """Nothing can be heard at all: it all sounds anew as soon as something can."""
    return replace(memory, heard={}, last=None)


def pause(memory: Memory, policy: Sound, now: float) -> Memory:
    """Silence, for as long as the policy allows and 2 minutes at most. Pressed again it lasts no longer.

    Where nothing asks there is nothing to pause: silence is not laid in store.
    """
    if memory.paused_until is not None or not memory.asking:
        return memory
    return replace(memory, paused_until=now + min(policy.longest_pause, LONGEST_PAUSE).total_seconds())


def resume(memory: Memory) -> Memory:
    """End the pause. What asks sounds at the next look."""
    return memory if memory.paused_until is None else replace(memory, paused_until=None, last=None)


def paused_for(memory: Memory, now: float) -> float:
    """Seconds left of the pause; 0 when there is none."""
    return 0.0 if memory.paused_until is None else max(0.0, memory.paused_until - now)


def repeat_after(priority: Priority, policy: Sound) -> float | None:
    """Seconds from the beginning of a pattern to the next of the same; None: it sounds once."""
    every = {
        Priority.HIGH: policy.high_every,
        Priority.TECHNICAL: policy.technical_every,
        Priority.MEDIUM: policy.medium_every,
    }.get(priority)
    return None if every is None else max(APART_S, every.total_seconds())


def _asking(memory: Memory, asks: Iterable[Ask]) -> Memory:
    """With what asks now. What asks no more is forgotten: when it comes back, it is new."""
    asking = {mark: one.priority.rank for one in asks for mark in one.marks}
    heard = {mark: rank for mark, rank in memory.heard.items() if mark in asking}
    return replace(memory, asking=asking, heard=heard)


def _past_pause(memory: Memory, before: Mapping[str, int], now: float) -> Memory:
    """With the pause ended where its time is over, or where something asks that did not, or not so urgently."""
    if memory.paused_until is None:
        return memory
    news = any(rank < before.get(mark, rank + 1) for mark, rank in memory.asking.items())
    return resume(memory) if news or now >= memory.paused_until else memory


def _is_due(memory: Memory, top: Sequence[Ask], policy: Sound, now: float) -> bool:
    priority = top[0].priority
    unheard = any(all(memory.heard.get(mark, priority.rank + 1) > priority.rank for mark in one.marks) for one in top)
    if memory.last is None:
        return unheard or priority is not Priority.LOW
    began, of = memory.last
    if priority.rank < of.rank and unheard:
        return True
    every = repeat_after(priority, policy)
    wait = APART_S if unheard or every is None else every
    return (unheard or every is not None) and now - began >= wait
