"""Moments as the rules want them: aware, and in UTC, where adding 15 minutes is always 15 minutes.

Python adds and compares moments of one zone by the clock on its wall, which is an hour wrong across a change.
"""

from datetime import UTC, datetime


def utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for one without a zone, which could mean any place."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; give UTC")
    return moment.astimezone(UTC)
