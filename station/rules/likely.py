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
_DAY_S: Final = 86_400.0
_HALF_LIFE_S: Final = HALF_LIFE.total_seconds()
_SAME_HOUR_S: Final = SAME_HOUR.total_seconds()
_JUST_NOW_S: Final = JUST_NOW.total_seconds()
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
    """What to offer first at `now`, in a unit in `zone`. Words that say equally little stay in the policy's order.

    A check of the future (a clock was set back) counts as of now.
    """
    now = utc(now)
    local = now.astimezone(zone)
    places: dict[str, float] = {}
    activities = _before_anything_is_known(policy, local.hour)
    of_day = _of_day(local)
    for at, place, activity in past:
        weight = _weight(max(0.0, (now - at).total_seconds()), abs(_of_day(at.astimezone(zone)) - of_day))
        if place:
            places[place] = places.get(place, 0.0) + weight
        if activity:
            activities[activity] = activities.get(activity, 0.0) + weight
    return Likely(
        _sorted(policy.checks.places, places),
        _sorted([one.word for one in policy.checks.activities], activities),
    )


def _before_anything_is_known(policy: Policy, hour: int) -> dict[str, float]:
    if hour not in _NIGHT:
        return {}
    return {one.word: _ASLEEP_AT_NIGHT for one in policy.checks.activities if one.sleeping}


def _weight(age: float, apart: float) -> float:
    """By age, and by how far apart the times of day are, both in seconds; round midnight it is never far."""
    near = max(0.0, 1.0 - min(apart, _DAY_S - apart) / _SAME_HOUR_S)
    return float(0.5 ** (age / _HALF_LIFE_S)) * near * (_STILL if age <= _JUST_NOW_S else 1.0)


def _of_day(local: datetime) -> float:
    """Seconds since midnight by the unit's clock."""
    return local.hour * 3600.0 + local.minute * 60.0 + local.second


def _sorted(words: Sequence[str], weights: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: -weights.get(word, 0.0)))
