"""Who watches, when each was last known to be well, and the words for it. What is not known is said to be unknown."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from station.rules.wording import short, spoken

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


class Trust(StrEnum):
    """Whether somebody can be relied on to watch."""

    GOOD = "well"
    WRONG = "not well"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class WatcherFact:
    """One who watches. `last_good`: the moment it was last known to be well; None: never yet, or not known.

    `sentence` says how it is now and, where it is not well, what to do. `across`: not being well is said across the
    board as well. `quiet`: it is said only where somebody asks.
    """

    name: str
    last_good: datetime | None
    sentence: str
    trust: Trust = Trust.GOOD
    across: bool = False
    quiet: bool = False


def by_age(
    name: str,
    last_good: datetime | None,
    age_s: float | None,
    limit_s: float,
    *,
    did: str,
    unknown: str,
    wrong: str,
    across: bool = False,
    quiet: bool = False,
) -> WatcherFact:
    """A fact whose worth is its age in real seconds: up to the limit it is good, this included; None: not known yet.

    `did`: what it did at `last_good` ("looked"). `unknown`: said before that. `wrong`: what to do when it is too old.
    """
    if age_s is None:
        return WatcherFact(name, None, unknown, Trust.UNKNOWN)
    said = f"{did} {ago(age_s)} ago"
    if age_s <= limit_s:
        return WatcherFact(name, last_good, said)
    return WatcherFact(name, last_good, f"{said[0].upper()}{said[1:]}. {wrong}", Trust.WRONG, across, quiet)


def ago(seconds: float) -> str:
    """How long, for a line of text: "4 s", "3:05", "1:47 h", "3 days"."""
    elapsed = timedelta(seconds=max(0.0, seconds))
    if elapsed < _MINUTE:
        return f"{elapsed // timedelta(seconds=1)} s"
    return f"{elapsed // _DAY} days" if elapsed >= 2 * _DAY else short(elapsed)


def apart(seconds: float) -> str:
    """How far two clocks are apart: "3 seconds", "1 hour", "10 days"."""
    elapsed = timedelta(seconds=abs(seconds))
    return f"{elapsed // _DAY} days" if elapsed >= 2 * _DAY else spoken(elapsed)


def of_neighbour(name: str, seen_at: datetime, age_s: float, limit_s: float) -> WatcherFact:
    """Another station that runs. At the limit it is silent."""
    if age_s < limit_s:
        return WatcherFact(name, seen_at, f"heard {ago(age_s)} ago")
    said = f"Silent {ago(age_s)}. Go and look at that screen: if it is off or frozen, start it again."
    return WatcherFact(name, seen_at, said, Trust.WRONG)
