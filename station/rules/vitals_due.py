"""When vital signs are owed next: by the schedule, or by what the last score asks for, whichever is sooner.

Ours to decide, where the chart does not: a set within the hour (`lapsed` of the policy) before a time of the schedule
is the one of that time. A refusal is the taking that was owed, and relaxes nothing: the pace that the last score asks
for runs on from it. A set that is not complete never slows down what an earlier one asked for. An imported set is a
taking only where it is whole, which takes a person who judged consciousness; any other may bring the next one nearer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from station.rules import news2
from station.rules.intervals import Deadlines
from station.rules.moments import utc
from station.rules.news2 import Band, Score
from station.rules.policy_vitals import Vitals
from station.rules.schedule import Every, Schedule, next_due, parse

YOUNGEST: Final = 16
"""NEWS2 is not for anybody younger, nor in pregnancy (RCP 2017)."""
UNDER_16: Final = "under 16"
PREGNANT: Final = "pregnant"
ASKS_FROM: Final = 5


class Measured(Protocol):
    """What a score is made of; a stored set and a row of it have it."""

    @property
    def rr(self) -> float | None: ...
    @property
    def spo2(self) -> float | None: ...
    @property
    def scale(self) -> int: ...
    @property
    def o2(self) -> bool | None: ...
    @property
    def sbp(self) -> float | None: ...
    @property
    def hr(self) -> float | None: ...
    @property
    def acvpu(self) -> str | None: ...
    @property
    def temp(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Taken:
    """One time that vital signs were taken, or refused. `score` None: refused, or there is none for him."""

    at: datetime
    score: Score | None


def score_of(one: Measured) -> Score:
    """The NEWS2 of one set, on the scale of SpO2 that was ordered when it was taken."""
    return news2.score(
        rr=one.rr,
        spo2=one.spo2,
        scale=2 if one.scale == 2 else 1,
        o2=one.o2,
        sbp=one.sbp,
        hr=one.hr,
        acvpu=one.acvpu,  # type: ignore[arg-type]  # what is stored is one of the five; `score` refuses any other
        temp=one.temp,
    )


def why_no_score(birth_date: date | None, on: date, *, pregnant: bool) -> str:
    """Why there is no NEWS2 for him on that day; empty where there is. Of unknown age, there is."""
    if birth_date is not None and _age(birth_date, on) < YOUNGEST:
        return UNDER_16
    return PREGNANT if pregnant else ""


def _age(birth_date: date, on: date) -> int:
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def asks_nurse(score: Score | None) -> bool:
    """Whether it asks for a nurse: 5 and more, or a single 3, by what is known already."""
    return score is not None and score.band_at_least is not None and score.band_at_least is not Band.LOW


def pace(policy: Vitals, score: Score) -> timedelta | None:
    """How soon the next set is owed after this one; None where nothing of it was measured.

    What is not complete is never called a 0: of it the shorter time of its band holds.
    """
    if score.band_at_least is None:
        return None
    if score.band_at_least is Band.LOW:
        return policy.again_after_0 if score.total == 0 else policy.again_after_1
    return policy.again_after_7 if score.band_at_least is Band.HIGH else policy.again_after_5


def pace_in_force(policy: Vitals, taken: Iterable[Taken]) -> timedelta | None:
    """The pace that the sets, the latest first, ask for together: back to the latest complete one, the shortest."""
    shortest: timedelta | None = None
    for one in taken:
        asked = None if one.score is None else pace(policy, one.score)
        if asked is not None:
            shortest = asked if shortest is None else min(shortest, asked)
        if one.score is not None and one.score.complete:
            break
    return shortest


def pressed(policy: Vitals, imported: Iterable[Taken]) -> Deadlines | None:
    """What imported sets that are no taking ask for, the soonest; None where none of them asks for a nurse."""
    asked = [
        _by_score(policy, utc(one.at), within)
        for one in imported
        if one.score is not None and asks_nurse(one.score) and (within := pace(policy, one.score)) is not None
    ]
    return min(asked, key=lambda one: one.due_at, default=None)


def next_set(
    policy: Vitals,
    schedule: str,
    taken: Iterable[Taken],
    *,
    begins: datetime,
    first_after: datetime,
    not_before: datetime | None = None,
    zone: ZoneInfo | str,
) -> Deadlines | None:
    """What is owed next; None where nothing is: no schedule, and no score that asks.

    `taken`: what counts, the latest first. `begins`: since when vital signs are owed of him at all, and `first_after`
    after which the first time of the schedule counts where none has been taken. `not_before`: not owed sooner (he
    came back to the unit, an order was entered just now). All moments aware; deadlines in UTC.
    """
    sets = tuple(taken)
    since = utc(sets[0].at) if sets else utc(begins)
    owed = _by_schedule(policy, schedule, since if sets else utc(first_after), zone, answered=bool(sets), since=since)
    asked = pace_in_force(policy, sets)
    if asked is not None:
        by_score = _by_score(policy, utc(sets[0].at), asked)
        owed = by_score if owed is None else by_score.sooner(owed)
    return owed if owed is None or not_before is None else owed.no_sooner(utc(not_before))


def _by_schedule(
    policy: Vitals, schedule: str, after: datetime, zone: ZoneInfo | str, *, answered: bool, since: datetime
) -> Deadlines | None:
    if not schedule.strip():
        return None
    when = parse(schedule)
    due_at = _after_answer(when, after, zone, policy.lapsed) if answered else next_due(when, after, zone)
    return Deadlines(since, max(since, due_at - policy.soon), due_at, due_at + policy.lapsed)


def _after_answer(when: Schedule, at: datetime, zone: ZoneInfo | str, within: timedelta) -> datetime:
    """The next time after a set of `at`: the time that this set was a little early for is answered by it.

    Early is an hour at most, and never more than half way to the time after.
    """
    due_at = next_due(when, at, zone)
    if isinstance(when, Every):
        return due_at
    following = next_due(when, due_at, zone)
    return following if due_at - at <= min(within, (following - due_at) / 2) else due_at


def _by_score(policy: Vitals, at: datetime, asked: timedelta) -> Deadlines:
    """A short pace has a short warning, and lapses after as long again."""
    due_at = at + asked
    return Deadlines(at, due_at - min(policy.soon, asked / 3), due_at, due_at + min(policy.lapsed, asked))
