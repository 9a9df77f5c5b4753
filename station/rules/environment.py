"""When environmental rounds and hazards are owed, and which round answers what was owed."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from station.rules.intervals import Deadlines, Owed
from station.rules.moments import utc
from station.rules.policy_environment import Environment, ScheduledRound
from station.rules.schedule import Every, next_due, parse

WORST: Final = 5
"""The severity of what somebody could die of."""
_MOST_PASSED: Final = 60
"""Times that have passed are counted up to here."""


def next_round(scheduled: ScheduledRound, after: datetime, now: datetime, zone: ZoneInfo | str) -> Deadlines:
    """What is owed next: the first time of the schedule after `after`. It runs from `now`."""
    now = utc(now)
    due_at = next_due(parse(scheduled.schedule), after, zone)
    return Deadlines(now, max(now, due_at - scheduled.soon), due_at, due_at + scheduled.lapsed)


def round_under(
    scheduled: ScheduledRound,
    owed: Owed,
    since: datetime,
    now: datetime,
    zone: ZoneInfo | str,
    *,
    same_schedule: bool,
) -> Deadlines:
    """The round that is owed already, under a policy signed `now`: it still runs from when the one before was made.

    By clock times it falls at the next of them from now on: nobody was asked for one that has passed. By elapsed time
    it falls an interval after the one before, also where that has passed.
    """
    since, due_at = utc(since), owed.due_at
    if not same_schedule:
        schedule = parse(scheduled.schedule)
        due_at = next_due(schedule, since if isinstance(schedule, Every) else utc(now), zone)
    return Deadlines(since, max(since, due_at - scheduled.soon), due_at, due_at + scheduled.lapsed)


def answers(owed: Owed, since: datetime, ended_at: datetime) -> bool:
    """Whether a round that ended then is the one that was owed: within the later half of the wait for it, or after.

    One made sooner is an extra one. Without that, a second walk just after a round would push the next one away by a
    whole shift, and nobody would have looked for two.
    """
    return ended_at >= since + (owed.due_at - since) / 2


def after_which(owed: Owed, ended_at: datetime) -> datetime:
    """The moment after which the next round is owed: done early, the time it answered; done late, its end."""
    return max(owed.due_at, ended_at)


def passed(schedule: str, due_at: datetime, now: datetime, zone: ZoneInfo | str) -> tuple[datetime, ...]:
    """The later times of the schedule that have passed while the round due at `due_at` was still owed."""
    when, moments = parse(schedule), list[datetime]()
    at = next_due(when, due_at, zone)
    while at <= now and len(moments) < _MOST_PASSED:
        moments.append(at)
        at = next_due(when, at, zone)
    return tuple(moments)


def fix_by(policy: Environment, severity: int, found_at: datetime) -> datetime:
    """Until when a hazard is to be fixed and verified."""
    return found_at + policy.fix_within[severity - 1]


def hazard_owed(policy: Environment, severity: int, found_at: datetime) -> Deadlines:
    """The deadlines of a hazard.

    What somebody could die of (severity 5) is lapsed, and so a high alert, from the first moment: until it is made
    safe patients have to be kept from it, and nobody may learn of it only when its time to be fixed has run out. The
    others are alerted when that time has passed.
    """
    found_at = utc(found_at)
    if severity == WORST:
        return Deadlines(found_at, None, found_at, found_at)
    due_at = fix_by(policy, severity, found_at)
    return Deadlines(found_at, max(found_at, due_at - policy.hazard_soon), due_at, due_at + policy.hazard_lapsed)
