"""Whether a shift can be done: what is owed in an hour against what those who are named can do."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import BlockKind
from station.rules.cover import gaps, people_needed
from station.rules.plan import Gap, Need, Plan
from station.rules.plan_words import counted, listed, long, moment, title
from station.rules.policy import Policy
from station.rules.rounding import extra_work
from station.rules.walking import Piece, pieces, shares, tightest

_HOUR: Final = timedelta(hours=1)
_NONE: Final = timedelta(0)
_CHARTED: Final = 360.0
"""More checks an hour than anybody can walk: one in ten seconds. Such a round was charted at a stroke."""


def checks_per_hour(policy: Policy, code: str) -> float:
    """Checks that one patient at this level owes in an hour, with what varying their targets adds.

    None for a continuous level: whoever holds the patient documents. Raises KeyError naming the levels there are.
    """
    level = policy.level(code)
    return 0.0 if level.continuous else _HOUR / level.late * (1.0 + extra_work(policy))


@dataclass(frozen=True, slots=True)
class Ability:
    """What one person can do on rounds."""

    checks_per_hour: float
    measured: bool
    """From the unit's own rounds; else by policy."""


def ability(policy: Policy, walks: Iterable[tuple[int, timedelta]]) -> Ability:
    """From the unit's latest rounds, each so many checks in so long; by policy until there are enough of them.

    The middle one counts, so that a round left open moves nothing; and never more than the policy says: rounds that are
    charted fast do not make a shift look easier than it is. Rounds without a check, of no length, or charted
    faster than anybody walks say nothing of what can be done.
    """
    paces = [checks / (lasted / _HOUR) for checks, lasted in walks if checks > 0 and lasted > _NONE]
    paces = [one for one in paces if one <= _CHARTED]
    if len(paces) < policy.assignments.measured_after:
        return Ability(float(policy.assignments.checks_per_hour), measured=False)
    by_policy = float(policy.assignments.checks_per_hour)
    return Ability(min(median(paces), by_policy), measured=median(paces) < by_policy)


@dataclass(frozen=True, slots=True)
class HourLoad:
    """One hour of the shift by the unit's clock; the first and the last may be shorter."""

    starts_at: datetime
    ends_at: datetime
    checks_per_hour: float
    """Owed on rounds, at its busiest."""
    rounders: int
    """Named for rounds, when they are fewest."""
    free: int
    """As many as could be on rounds, when they are fewest: everybody on the shift but those who hold a patient, escort,
    lead a group, have a break."""
    possible: bool
    """Whether those who are free could do it at all, however they are planned."""
    uncovered: timedelta
    """Time that nobody is named for, added up over all that needs somebody."""
    strain: float
    """What a rounder has to do at its worst moment, as a share of what one can do."""
    words: str
    """What it comes to: "19:00 · east hall uncovered", "20:00 · 96 checks for one person who can do 60"."""

    @property
    def fits(self) -> bool:
        """Everything is covered, by people who can do what is owed, all the while."""
        return self.possible and not self.uncovered and round(self.strain, 6) <= 1.0


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """What one person does on this shift."""

    staff_id: int
    checks_per_hour: float
    """While on rounds. What several walk is shared as evenly as can be."""
    on_rounds: timedelta


@dataclass(frozen=True, slots=True)
class Workload:
    """Whether a plan can be done, as the strip above it says."""

    checks_per_hour: float
    """Owed on rounds, at the busiest."""
    rounders_needed: int
    rounders_named: int
    """When they are fewest."""
    continuous: int
    """Patients on a continuous level."""
    hours: tuple[HourLoad, ...]
    worst: HourLoad | None
    """Of those to come that do not fit the worst; else the one that asks most of people; None when nothing is owed."""
    people: tuple[PersonLoad, ...]
    """Everybody on the shift, in the plan's order."""

    @property
    def fits(self) -> bool:
        return all(one.fits for one in self.hours)

    @property
    def worst_words(self) -> str:
        return self.worst.words if self.worst else "nothing owed"

    @property
    def spread(self) -> tuple[float, float] | None:
        """Checks an hour of whoever has least to do on rounds, and most; None when nobody is on rounds."""
        rates = [one.checks_per_hour for one in self.people if one.on_rounds]
        return (min(rates), max(rates)) if rates else None

    @property
    def spread_words(self) -> str:
        """As the strip has it: "41–58 checks/h"."""
        if self.spread is None:
            return "nobody on rounds"
        least, most = (round(one) for one in self.spread)
        return f"{least} checks/h" if least == most else f"{least}–{most} checks/h"


def workload(
    plan: Plan, needs: Sequence[Need], can_do: float, zone: ZoneInfo, *, now: datetime | None = None
) -> Workload:
    """What is owed against what those who are named can do; `can_do`: checks an hour of one person, see `ability`.

    `now`: hours that are over are not the worst one any more, as long as there are others.
    """
    found = gaps(plan, needs, can_do)
    clock = list(_clock_hours(plan, zone))
    parts = list(pieces(plan, needs, [since for since, _ in clock]))
    hours = tuple(
        _hour(since, until, [one for one in parts if since <= one.starts_at < until], found, can_do, zone)
        for since, until in clock
    )
    owed = max((one.checks_per_hour for one in parts), default=0.0)
    return Workload(
        checks_per_hour=owed,
        rounders_needed=_needed(owed, can_do, any(one.owed for one in parts)),
        rounders_named=min((len(one.rounders) for one in parts if one.owed), default=0),
        continuous=len({one.stay_id for one in needs if one.kind is BlockKind.CONTINUOUS}),
        hours=hours,
        worst=max(_to_come(hours, now), key=_badness, default=None) if needs else None,
        people=tuple(_people(plan, parts)),
    )


def _to_come(hours: Sequence[HourLoad], now: datetime | None) -> Sequence[HourLoad]:
    """The hours that can still be mended; all of them for a shift that is over."""
    return [one for one in hours if now is None or now < one.ends_at] or hours


def _needed(owed: float, can_do: float, something: bool) -> int:
    return max(int(something), math.ceil(round(owed / can_do, 6)))


def _badness(one: HourLoad) -> tuple[bool, timedelta, float, float]:
    return (not one.possible, one.uncovered, one.strain, one.checks_per_hour)


def _clock_hours(plan: Plan, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """The shift in hours of the unit's clock. Where the clock is set, a whole hour is still an hour."""
    edges = [plan.starts_at]
    while edges[-1] < plan.ends_at:
        local = edges[-1].astimezone(zone)
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        edges.append(min(edges[-1] + _HOUR - past, plan.ends_at))
    return pairwise(edges)


def _hour(
    since: datetime, until: datetime, parts: Sequence[Piece], found: Sequence[Gap], can_do: float, zone: ZoneInfo
) -> HourLoad:
    here = [one for one in found if one.starts_at < until and since < one.ends_at]
    worst = max(parts, key=lambda one: tightest(one).each)
    return HourLoad(
        starts_at=since,
        ends_at=until,
        checks_per_hour=max(one.checks_per_hour for one in parts),
        rounders=min(len(one.rounders) for one in parts),
        free=max(0, min(one.free for one in parts)),
        possible=all(_possible(one, can_do) for one in parts),
        uncovered=sum(((min(one.ends_at, until) - max(one.starts_at, since)) * one.people for one in here), _NONE),
        strain=tightest(worst).each / can_do,
        words=f"{moment(since, zone)} · {_words(since, until, parts, here, can_do)}",
    )


def _possible(one: Piece, can_do: float) -> bool:
    return one.free >= _needed(one.checks_per_hour, can_do, bool(one.owed))


def _words(since: datetime, until: datetime, parts: Sequence[Piece], here: Sequence[Gap], can_do: float) -> str:
    hopeless = [one for one in parts if one.owed and not _possible(one, can_do)]
    if hopeless:
        worst = max(hopeless, key=lambda one: one.checks_per_hour - one.free * can_do)
        return _against(worst.checks_per_hour, max(0, worst.free), can_do)
    empty = [one for one in here if one.people == people_needed(one.need, can_do)]
    if empty:
        return _uncovered(empty, since, until)
    most = tightest(max(parts, key=lambda one: tightest(one).each))
    return _against(most.checks_per_hour, most.people, can_do)


def _uncovered(empty: Sequence[Gap], since: datetime, until: datetime) -> str:
    """Continuous patients first. For how long, where it is not the whole hour."""
    in_order = sorted(empty, key=lambda one: (one.need.kind is BlockKind.ROUNDS, one.starts_at))
    titles = listed(list(dict.fromkeys(title(one.need) for one in in_order)))
    longest = max(min(one.ends_at, until) - max(one.starts_at, since) for one in empty)
    return f"{titles} uncovered" + ("" if longest == until - since else f" for {long(longest)}")


def _against(owed: float, people: int, can_do: float) -> str:
    checks = f"{math.ceil(round(owed, 6))} checks"
    if people == 0:
        return f"{checks} and nobody free for rounds"
    return f"{checks} for {counted(people)} who can do {math.floor(round(people * can_do, 6))}"


def _people(plan: Plan, parts: Sequence[Piece]) -> Iterator[PersonLoad]:
    walked, checks = dict.fromkeys((one.staff_id for one in plan.people), _NONE), dict[int, float]()
    for one in parts:
        for staff_id, rate in shares(one).items():
            walked[staff_id] += one.lasts
            checks[staff_id] = checks.get(staff_id, 0.0) + rate * (one.lasts / _HOUR)
    for staff_id, lasts in walked.items():
        yield PersonLoad(staff_id, checks.get(staff_id, 0.0) / (lasts / _HOUR) if lasts else 0.0, lasts)
