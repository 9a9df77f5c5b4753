"""When to see each patient again on rounds, and in which order: never by the clock, never too late.

Nobody who watches can tell the next time from the last, and yet every station shows the same, because it is drawn from
the stay and the moment he was last seen. A target is advice: lateness never depends on it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from station.models.enums import Stage
from station.rules.intervals import Limits, Owed, stage_of
from station.rules.moments import utc
from station.rules.policy import Policy

ABOUT_TO_BE_LATE: Final = timedelta(minutes=1)
"""Somebody due within this goes before all others who are due soon; those come in an order that cannot be foreseen."""


def target(limits: Limits, last_seen: datetime | None, stay_id: int, policy: Policy, *, due_at: datetime) -> datetime:
    """When to see a patient again who was last seen at `last_seen`: inside [vary_from, 1.0] of his interval, each
    moment as likely as any other, never after `due_at`. Somebody never seen is to be seen by his due time.

    Where a first check is owed as well, `due_at` is what comes sooner, and the target never passes it.
    """
    if last_seen is None:
        return due_at
    share = policy.rounds.vary_from + (1.0 - policy.rounds.vary_from) * _drawn("target", stay_id, utc(last_seen))
    return min(utc(last_seen) + limits.late * share, due_at)


def extra_work(policy: Policy) -> float:
    """What varying the targets costs: 0.11 means 11 % more checks than one a whole interval.

    The mean of a target is half-way between its ends: one check every (vary_from + 1) / 2 of an interval.
    """
    return 2.0 / (1.0 + policy.rounds.vary_from) - 1.0


@dataclass(frozen=True, slots=True)
class ToSee:
    """A patient on a round."""

    stay_id: int
    owed: Owed
    """His check."""
    target_at: datetime
    seen: bool
    """On this round already."""


def suggested_order(patients: Iterable[ToSee], round_id: int, now: datetime) -> tuple[int, ...]:
    """The stays in the order to see them: lapsed, late, about to be late, due soon, past their target, the rest, and
    last those seen on this round of whom nothing is due.

    Among those who are not pressing it differs from round to round.
    """
    return tuple(one.stay_id for one in sorted(patients, key=lambda one: _place(one, round_id, now)))


def _place(one: ToSee, round_id: int, now: datetime) -> tuple[int, float, int]:
    stage = stage_of(one.owed, now)
    chance = _drawn("order", round_id, one.stay_id)
    if stage in (Stage.LAPSED, Stage.LATE):
        return (0 if stage is Stage.LAPSED else 1, one.owed.due_at.timestamp(), one.stay_id)
    if one.owed.due_at - now <= ABOUT_TO_BE_LATE:
        return (2, one.owed.due_at.timestamp(), one.stay_id)
    if stage is Stage.DUE_SOON:
        return (3, chance, one.stay_id)
    if one.seen:
        return (6, chance, one.stay_id)
    return (4 if now >= one.target_at else 5, chance, one.stay_id)


def walking_route(stays: Sequence[int], round_id: int) -> tuple[int, ...]:
    """The stays as one walks, given in board order: from the one end or from the other, as the round has it."""
    return tuple(stays) if _drawn("route", round_id) < 0.5 else tuple(reversed(stays))


def _drawn(*of: object) -> float:
    """A number in [0, 1), the same for the same things on every machine, and like chance for any others."""
    digest = hashlib.blake2b("|".join(map(str, of)).encode(), digest_size=7).digest()
    return int.from_bytes(digest, "big") / 2**56
