"""The independent count of what was late: a plain replay of what was said, sharing no rule with Station.

The figures are those of the default policy as the product's law states them, in seconds, written down here a second
time on purpose: a rule that is wrong in `station.rules` must not be wrong here as well.
"""

from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from station.simulation.said import (
    Admitted,
    Amended,
    Checked,
    Discharged,
    DutyTaken,
    LevelSet,
    NotFound,
    ProviderOrdered,
    PutOff,
    Reviewed,
    Said,
    Settled,
    TakenBack,
)

CHECK_S: Final = {
    "Q5": (300, 420),
    "Q15": (900, 1200),
    "Q30": (1800, 2220),
    "Q60": (3600, 4200),
    "LOS": (900, 1200),
    "1:1": (900, 1200),
}
"""Level: late and lapsed this many seconds after he was last seen."""

CONTINUOUS: Final = ("LOS", "1:1")
FIRST_CHECK_S: Final = (120, 300)
NOBODY_S: Final = (30, 90)
RELIEF_S: Final = (7200, 7800)
PROVIDER_ORDER_S: Final = (3600, 5400)
REVIEW_EVERY: Final = timedelta(hours=24)
REVIEW_S: Final = (0, 3600)
AT_ONCE_S: Final = (0, 0)
SETTLING_S: Final = {
    "belongings search": (3600, 5400),
    "first vitals": (3600, 7200),
    "weight": (86400, 100800),
    "orientation": (86400, 100800),
}
"""Late and lapsed this many seconds after the admission; asked again so long after a refusal:"""
ASKED_AGAIN: Final = timedelta(hours=2)
NEVER_HIGH: Final = ("first vitals", "weight", "orientation")
"""What never becomes an alert of high priority, however long it is owed."""
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


class Owed(NamedTuple):
    """Late from `late` on, lapsed from `lapsed` on."""

    late: datetime
    lapsed: datetime


@dataclass(frozen=True, slots=True)
class Episode:
    """One time somebody was late: from `began` (when it could first be known) until `ended` (None: still late)."""

    stay: int
    kind: str
    due: datetime
    began: datetime
    lapsed: datetime | None
    """When it could first be known to have lapsed; None when it ended before."""
    ended: datetime | None


def _after(since: datetime, seconds: tuple[int, int]) -> Owed:
    return Owed(since + timedelta(seconds=seconds[0]), since + timedelta(seconds=seconds[1]))


@dataclass(slots=True)
class _Stay:
    """What is known of one stay while the record is replayed."""

    stay: int
    level: str = ""
    level_asleep: str | None = None
    seen: list[tuple[datetime, int, bool]] = field(default_factory=list)
    """(observed, entry, sleeping), by time observed."""
    owed_since: datetime | None = None
    alone_since: datetime | None = None
    duty_since: datetime | None = None
    provider_since: datetime | None = None
    review_by: datetime | None = None
    missing_since: datetime | None = None
    settling: dict[str, Owed] = field(default_factory=dict)
    here: bool = True

    def take(self, one: Said) -> None:
        """Let one thing said change what is known."""
        match one:
            case Admitted():
                self.owed_since = one.at
                self._settle_in(one.admitted or one.at, one.at)
                self._ordered(one.at, one.level, one.level_asleep, one.review_by)
            case LevelSet():
                if one.raised:
                    self.owed_since = one.at
                self.provider_since = None if one.by_provider else self.provider_since or one.at
                self._ordered(one.at, one.level, one.level_asleep, one.review_by)
            case Checked():
                self._see(one.check, one.observed, one.sleeping)
            case Amended():
                self._unsee(one.check)
                self._see(one.now_check, one.observed, one.sleeping)
            case TakenBack():
                self._unsee(one.check)
            case _:
                self._take_other(one)

    def _take_other(self, one: Said) -> None:
        match one:
            case NotFound():
                self.missing_since = self.missing_since or one.at
            case DutyTaken():
                self.alone_since, self.duty_since = None, one.at
            case ProviderOrdered():
                self.provider_since = None
            case Reviewed():
                self.review_by, self.provider_since = one.review_by or one.at + REVIEW_EVERY, None
            case Settled():
                self.settling.pop(one.kind, None)
            case PutOff():
                self._put_off(one)
            case Discharged():
                self.here = False
            case _:
                raise TypeError(f"the truth has not been taught what {type(one).__name__} means")

    def _settle_in(self, admitted: datetime, told: datetime) -> None:
        """What would have lapsed before Station was told was never its to watch."""
        owed = {kind: _after(admitted, seconds) for kind, seconds in SETTLING_S.items()}
        self.settling = {kind: one for kind, one in owed.items() if one.lapsed > told}

    def _put_off(self, one: PutOff) -> None:
        before = self.settling.get(one.kind)
        if before is not None:
            late = max(before.late, one.at + ASKED_AGAIN)
            self.settling[one.kind] = Owed(late, late + (before.lapsed - before.late))

    def _ordered(self, at: datetime, level: str, level_asleep: str | None, review_by: datetime | None) -> None:
        self.level, self.level_asleep = level, level_asleep
        self.review_by = review_by or at + REVIEW_EVERY
        if level not in CONTINUOUS:
            self.alone_since = self.duty_since = None
        elif self.duty_since is None and self.alone_since is None:
            self.alone_since = at

    def _see(self, check: int, observed: datetime, sleeping: bool) -> None:
        insort(self.seen, (observed, check, sleeping))
        if self.missing_since is not None and observed >= self.missing_since:
            self.missing_since = None

    def _unsee(self, check: int) -> None:
        self.seen = [one for one in self.seen if one[1] != check]

    def owed(self) -> Iterator[tuple[str, Owed]]:
        """Everything owed of this stay now, by kind."""
        if not self.here:
            return
        yield "check", self._check()
        if self.alone_since is not None:
            yield "observer", _after(self.alone_since, NOBODY_S)
        if self.duty_since is not None:
            yield "relief", _after(self.duty_since, RELIEF_S)
        if self.provider_since is not None:
            yield "provider order", _after(self.provider_since, PROVIDER_ORDER_S)
        if self.review_by is not None:
            yield "review", _after(self.review_by, REVIEW_S)
        if self.missing_since is not None:
            yield "not found", _after(self.missing_since, AT_ONCE_S)
        for kind, owed in self.settling.items():
            yield kind, Owed(owed.late, _NEVER) if kind in NEVER_HIGH else owed

    def _check(self) -> Owed:
        last = self.seen[-1] if self.seen else None
        choices = []
        if last is not None:
            asleep = last[2] and self.level_asleep is not None
            level = self.level_asleep if asleep and self.level_asleep else self.level
            choices.append(_after(last[0], CHECK_S[level]))
        if self.owed_since is not None and (last is None or last[0] < self.owed_since):
            choices.append(_after(self.owed_since, FIRST_CHECK_S))
        return Owed(min(one.late for one in choices), min(one.lapsed for one in choices))


@dataclass(slots=True)
class _Running:
    """An episode that has not ended yet."""

    due: datetime
    began: datetime
    lapsed: datetime | None = None


def late_episodes(said: Iterable[Said], until: datetime) -> list[Episode]:
    """Every episode of lateness up to `until`, by stay and time. `said` must be in the order it was told."""
    by_stay: dict[int, list[Said]] = {}
    for one in said:
        by_stay.setdefault(one.stay, []).append(one)
    return [episode for stay, told in by_stay.items() for episode in _replay(stay, told, until)]


def _replay(stay: int, told: list[Said], until: datetime) -> list[Episode]:
    known = _Stay(stay)
    running: dict[str, _Running] = {}
    found: list[Episode] = []
    ends = [one.at for one in told[1:]] + [until]
    for one, end in zip(told, ends, strict=True):
        known.take(one)
        owed = dict(known.owed())
        over = [kind for kind in running if not _late_still(owed.get(kind), one.at)]
        found += [_closed(stay, kind, running.pop(kind), one.at) for kind in over]
        for kind, what in owed.items():
            _live_through(running, kind, what, one.at, end)
    found += [_closed(stay, kind, episode, None) for kind, episode in running.items()]
    return found


def _late_still(owed: Owed | None, at: datetime) -> bool:
    """Whether he is late still after what was just said: a late entry may leave him so, and it is one lateness."""
    return owed is not None and owed.late <= at


def _live_through(running: dict[str, _Running], kind: str, owed: Owed, at: datetime, end: datetime) -> None:
    """From one thing said (`at`) to the next (`end`) only the clock moves."""
    began = max(owed.late, at)
    if began >= end:
        return
    episode = running.setdefault(kind, _Running(owed.late, began))
    lapsed = max(owed.lapsed, at)
    if episode.lapsed is None and lapsed < end:
        episode.lapsed = lapsed


def _closed(stay: int, kind: str, episode: _Running, ended: datetime | None) -> Episode:
    return Episode(stay, kind, episode.due, episode.began, episode.lapsed, ended)
