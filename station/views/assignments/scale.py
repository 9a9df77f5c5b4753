"""Time across the page: from moments to pixels and back. Pure: no Qt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.rules import wording
from station.rules.plan import Block

_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Scale:
    """A shift from `left` over `width` pixels. Elapsed time counts: a repeated hour is drawn twice."""

    starts_at: datetime
    ends_at: datetime
    left: float
    width: float

    def x(self, at: datetime) -> float:
        return self.left + (at - self.starts_at) / (self.ends_at - self.starts_at) * self.width

    def at(self, x: float) -> datetime:
        """The moment at a place; before the start or after the end for a place outside."""
        return self.starts_at + (x - self.left) / self.width * (self.ends_at - self.starts_at)

    @property
    def per_hour(self) -> float:
        """Pixels."""
        return self.width / ((self.ends_at - self.starts_at) / _HOUR)

    def hours(self, zone: ZoneInfo) -> Iterator[tuple[datetime, str]]:
        """Each whole hour of the unit's clock, and how it is written."""
        local = self.starts_at.astimezone(zone)
        at = self.starts_at + timedelta(minutes=-local.minute % 60, seconds=-local.second % 60)
        while at < self.ends_at:
            yield at, wording.clock_time(at, zone)
            at += _HOUR


def in_lanes(blocks: Sequence[Block]) -> dict[str, int]:
    """The lane of each block by its key, from 0: blocks of one person at one time lie beneath one another."""
    lanes: dict[str, int] = {}
    until: list[datetime] = []
    for block in sorted(blocks, key=lambda one: (one.starts_at, one.ends_at)):
        lane = next((at for at, end in enumerate(until) if end <= block.starts_at), len(until))
        if lane == len(until):
            until.append(block.ends_at)
        until[lane] = block.ends_at
        lanes[block.key] = lane
    return lanes
