"""Holds the alerts of the store against the truth: missed, doubled, invented, and how long each took."""

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from station.simulation.lateness import Episode

PROMISE: Final = timedelta(seconds=1)
"""Lateness shorter than this, while Station runs, may pass without an alert: the check came within the second."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How exactly the alerts must be those of the truth. `slack`: how far two times may stand apart that are the same;
    `worst`: an alert that comes later than this, though somebody could watch, is no better than none."""

    promise: timedelta = PROMISE
    slack: timedelta = timedelta(0)
    worst: timedelta | None = None


EXACT: Final = Bounds()


@dataclass(frozen=True, slots=True)
class Span:
    """One time an alert stood on the screen: from opening (or reopening) to closing (None: it stands still)."""

    alert: int
    stay: int
    kind: str
    due: datetime
    opened: datetime
    closed: datetime | None
    high: datetime | None
    """When it was high at first; None if it never was."""
    about: str = ""
    """What it is about, where it is about no patient."""


@dataclass(slots=True)
class Verdict:
    """What the comparison found. All zero but the counts of episodes and the delays is a perfect watch."""

    late: int = 0
    late_checks: int = 0
    lapses: int = 0
    alerts: int = 0
    brief: int = 0
    missed: int = 0
    duplicate: int = 0
    invented: int = 0
    closed_early: int = 0
    left_open: int = 0
    not_raised: int = 0
    wrong_due: int = 0
    delays: list[float] = field(default_factory=list)
    lapse_delays: list[float] = field(default_factory=list)
    delays_while_off: list[float] = field(default_factory=list)
    by_kind: Counter[str] = field(default_factory=Counter)
    """Late episodes of each kind of thing owed."""
    faults: list[str] = field(default_factory=list)
    """The first faults in words, for whoever looks for the cause."""

    def fault(self, words: str) -> None:
        if len(self.faults) < 20:
            self.faults.append(words)


class Outages:
    """When Station was off."""

    def __init__(self, spans: Sequence[tuple[datetime, datetime]]) -> None:
        self._starts = [off for off, _ in spans]
        self._spans = list(spans)

    def knowable(self, moment: datetime, within: timedelta = timedelta()) -> tuple[datetime, bool]:
        """When Station could first know what became so at `moment`, and whether it was off just then, or went off
        `within` that time: before it had to have been found."""
        place = bisect_right(self._starts, moment + within) - 1
        if place >= 0 and moment < self._spans[place][1]:
            return self._spans[place][1], True
        return moment, False


def judge(
    episodes: Iterable[Episode],
    spans: Iterable[Span],
    outages: Sequence[tuple[datetime, datetime]],
    until: datetime,
    bounds: Bounds = EXACT,
) -> Verdict:
    """Give every episode its alert and say what is left over on either side."""
    verdict, off = Verdict(), Outages(outages)
    by_place: dict[tuple[int, str, str], list[Span]] = defaultdict(list)
    for span in spans:
        by_place[span.stay, span.about, span.kind].append(span)
        verdict.alerts += 1
    for episode in episodes:
        place = episode.stay, episode.about, episode.kind
        taken = [span for span in by_place[place] if _belongs(span, episode, bounds.slack)]
        taken = taken or [span for span in by_place[place] if _ended_with_it(span, episode)][:1]
        by_place[place] = [span for span in by_place[place] if span not in taken]
        _judge_one(verdict, off, episode, taken, until, bounds)
    for left in by_place.values():
        for span in left:
            if _was_for_no_time(span, bounds.slack):
                continue
            verdict.invented += 1
            verdict.fault(f"invented: {span}")
    return verdict


def _belongs(span: Span, episode: Episode, slack: timedelta) -> bool:
    return span.opened + slack >= episode.began and (episode.ended is None or span.opened < episode.ended)


def _ended_with_it(span: Span, episode: Episode) -> bool:
    """The record knew of it only when it was over, and nobody was told: raised from memory while that was away, and put
    in with its end. As good as none, where somebody could have known."""
    return span.opened == span.closed == episode.ended


def _told_nobody(spans: list[Span], episode: Episode, begins: datetime, bounds: Bounds) -> bool:
    over = episode.ended is not None and episode.ended - begins >= (bounds.worst or bounds.promise)
    return over and all(_ended_with_it(span, episode) for span in spans)


def _was_for_no_time(span: Span, slack: timedelta) -> bool:
    """Seen at the very moment at which it was found: the alert and the check that closed it are of one moment."""
    ended_at_once = span.closed is not None and span.closed - span.opened < slack
    return ended_at_once and span.opened + slack >= span.due


def _judge_one(
    verdict: Verdict, off: Outages, episode: Episode, spans: list[Span], until: datetime, bounds: Bounds
) -> None:
    begins, was_off = _first_knowable(off, episode.began, spans, bounds)
    brief = episode.was_none or (episode.ended or until) - begins < bounds.promise
    verdict.brief += brief
    if not spans and brief:
        return
    verdict.late += 1
    verdict.by_kind[episode.kind] += 1
    verdict.late_checks += episode.kind == "check"
    verdict.lapses += episode.lapsed is not None
    if not spans or _told_nobody(spans, episode, begins, bounds):
        verdict.missed += 1
        verdict.fault(f"missed: {episode}")
        return
    verdict.duplicate += len(spans) - 1
    if len(spans) > 1:
        verdict.fault(f"duplicate: {episode} {spans}")
    delay = spans[0].opened - begins
    (verdict.delays_while_off if was_off else verdict.delays).append(delay.total_seconds())
    if bounds.worst is not None and delay > bounds.worst:
        verdict.missed += 1
        verdict.fault(f"found {delay} too late: {episode} {spans[0]}")
    _judge_raise(verdict, off, episode, spans[0], until, bounds)
    _judge_end(verdict, off, episode, spans[-1], bounds)


def _first_knowable(off: Outages, began: datetime, spans: list[Span], bounds: Bounds) -> tuple[datetime, bool]:
    """An outage that begins before it had to be found puts that off; not where it was found all the same before it.

    What is put in as the record comes back is found in the outage, which ends when it has been.
    """
    put_off, goes_off = off.knowable(began, bounds.worst or timedelta())
    if not spans or spans[0].opened >= put_off:
        return put_off, goes_off
    found = spans[0].opened
    return (max(found, began), True) if goes_off and off.knowable(found)[1] else off.knowable(began)


def _judge_raise(verdict: Verdict, off: Outages, episode: Episode, span: Span, until: datetime, bounds: Bounds) -> None:
    """A lapse must have been high, unless each time it was over within the promised second."""
    _, began_off = off.knowable(episode.began)
    another_came_first = began_off and bounds.slack and episode.due <= span.due <= span.opened
    is_right = any(abs(span.due - due) <= bounds.slack for due in (episode.due, *episode.at_first))
    if not is_right and not another_came_first:
        verdict.wrong_due += 1
        verdict.fault(f"wrong due time: {episode} {span}")
    if episode.lapsed is None:
        return
    begins, was_off = off.knowable(episode.lapsed)
    if span.high is None:
        lapses = episode.lapses or ((episode.lapsed, None),)
        if any((over or episode.ended or until) - off.knowable(at)[0] >= bounds.promise for at, over in lapses):
            verdict.not_raised += 1
            verdict.fault(f"never raised to high: {episode} {span}")
    elif not was_off:
        verdict.lapse_delays.append((span.high - begins).total_seconds())


def _judge_end(verdict: Verdict, off: Outages, episode: Episode, span: Span, bounds: Bounds) -> None:
    """An alert closed while somebody is late still is as bad as none; one that outlives its cause is invented."""
    if span.closed is not None and _ends_before(off, span.closed, episode.ended, bounds):
        verdict.closed_early += 1
        verdict.missed += 1
        verdict.fault(f"closed while late still: {episode} {span}")
    elif episode.ended is not None and (span.closed is None or span.closed > episode.ended + bounds.promise):
        verdict.left_open += 1
        verdict.invented += 1
        verdict.fault(f"open after it was over: {episode} {span}")


def _ends_before(off: Outages, closed: datetime, ended: datetime | None, bounds: Bounds) -> bool:
    """Where clocks differ, a station that puts in what it kept may know an earlier time than one that stood still, and
    nobody tells the two apart within one time away."""
    if ended is None:
        return True
    same = off.knowable(closed) == off.knowable(ended) and off.knowable(closed)[1]
    return closed + bounds.slack < ended and not (same and bounds.slack >= PROMISE)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of the values do not exceed; 0.0 of none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def delay_figures(values: Sequence[float]) -> dict[str, Any]:
    """p50, p99 and max in seconds."""
    return {
        "p50": round(percentile(values, 0.5), 3),
        "p99": round(percentile(values, 0.99), 3),
        "max": round(max(values, default=0.0), 3),
    }
