"""What a patient is probably doing and where, from what he did before: offered first, so that a check is two taps.

It only orders the policy's words. All of them are always there, and none is ever chosen for anybody.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from station.rules.moments import utc
from station.rules.policy import Policy

HALF_LIFE: Final = timedelta(hours=24)
"""After which a check says half as much about him."""

SAME_HOUR: Final = timedelta(hours=3)
"""A check made this far from the present time of day says nothing any more of it."""

JUST_NOW: Final = timedelta(minutes=40)
"""What he did within this, he is probably still doing: it counts `_STILL` times."""

_STILL: Final = 4.0
_NIGHT: Final = (*range(22, 24), *range(6))
_ASLEEP_AT_NIGHT: Final = 1e-9
"""Of somebody not known yet: weighs less than anything learned."""


class Past(NamedTuple):
    """One current check of the patient."""

    observed_at: datetime
    place: str | None
    activity: str | None


class Likely(NamedTuple):
    """All of the policy's words, the likeliest first."""

    places: tuple[str, ...]
    activities: tuple[str, ...]


def likely(past: Iterable[Past], now: datetime, zone: ZoneInfo, policy: Policy) -> Likely:
    """What to offer first at `now`, in a unit in `zone`. Words that say equally little stay in the policy's order."""
    now = utc(now)
    places: dict[str, float] = {}
    activities = _before_anything_is_known(policy, now.astimezone(zone).hour)
    for one in past:
        weight = _weight(utc(one.observed_at), now, zone)
        places[one.place or ""] = places.get(one.place or "", 0.0) + weight
        activities[one.activity or ""] = activities.get(one.activity or "", 0.0) + weight
    return Likely(
        _sorted(policy.checks.places, places),
        _sorted([one.word for one in policy.checks.activities], activities),
    )


def _before_anything_is_known(policy: Policy, hour: int) -> dict[str, float]:
    if hour not in _NIGHT:
        return {}
    return {one.word: _ASLEEP_AT_NIGHT for one in policy.checks.activities if one.sleeping}


def _weight(at: datetime, now: datetime, zone: ZoneInfo) -> float:
    """By age and by how near the time of day is; a check of the future (a clock was set back) counts as of now."""
    age = max(now - at, timedelta(0))
    near = max(0.0, 1.0 - _apart(at.astimezone(zone), now.astimezone(zone)) / SAME_HOUR)
    return float(0.5 ** (age / HALF_LIFE)) * near * (_STILL if age <= JUST_NOW else 1.0)


def _apart(one: datetime, other: datetime) -> timedelta:
    """How far apart two times of day are, by the unit's clock, round midnight."""
    day = timedelta(days=1)
    difference = abs(_of_day(one) - _of_day(other))
    return min(difference, day - difference)


def _of_day(local: datetime) -> timedelta:
    return timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)


def _sorted(words: Sequence[str], weights: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: -weights.get(word, 0.0)))
