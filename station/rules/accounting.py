"""Whether everybody is accounted for: on the unit and seen on the last round, or off it with somebody.

"On unit 21, off unit 2, total 23" agrees with the last round, or says who is unaccounted for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from station.models.enums import AbsenceKind


@dataclass(frozen=True, slots=True)
class Counted:
    """A patient of the unit."""

    stay_id: int
    area_id: int | None
    """None: he has no bed."""
    away: AbsenceKind | None
    """Why he is off the unit."""
    here_since: datetime
    """When he came to the unit, or came back to it."""
    seen_at: datetime | None
    held: bool
    """An observer has him, and answers for him."""
    looked_for: bool
    """Looked for and not found yet."""


@dataclass(frozen=True, slots=True)
class Walked:
    """A round that has ended. `area_id` None: over the whole unit."""

    area_id: int | None
    started_at: datetime
    ended_at: datetime


class Account(NamedTuple):
    on_unit: int
    off_unit: int
    awol: int
    unaccounted: tuple[int, ...]


def account(patients: Iterable[Counted], walked: Iterable[Walked]) -> Account:
    """Counts the patients and names, in the order given, who is on the unit and unaccounted for: not found when looked
    for; or neither seen since the last ended round over his place began, nor come since it ended, nor held by an
    observer. Without any such round there is nothing to agree with."""
    everybody, rounds = list(patients), list(walked)
    here = [one for one in everybody if one.away is None]
    awol = sum(1 for one in everybody if one.away is AbsenceKind.AWOL)
    unaccounted = tuple(one.stay_id for one in here if _is_unaccounted(one, rounds))
    return Account(len(here), len(everybody) - len(here) - awol, awol, unaccounted)


def _is_unaccounted(one: Counted, rounds: Sequence[Walked]) -> bool:
    if one.looked_for:
        return True
    over_him = [each for each in rounds if each.area_id is None or each.area_id == one.area_id]
    last = max(over_him, key=lambda each: (each.ended_at, each.started_at), default=None)
    if one.held or last is None or one.here_since > last.ended_at:
        return False
    return one.seen_at is None or one.seen_at < last.started_at
