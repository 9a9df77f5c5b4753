"""Stand-ins for the outside world: time, set by hand."""

from datetime import UTC, datetime, timedelta
from typing import Final

NOON: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""A Monday noon on which nothing happens."""


class FakeClock:
    """A `Clock` whose wall and elapsed count move only when told."""

    def __init__(self, wall: datetime = NOON, elapsed: float = 1000.0) -> None:
        self.wall = wall
        self.counted = elapsed

    def now(self) -> datetime:
        return self.wall

    def elapsed(self) -> float:
        return self.counted

    def advance(self, seconds: float) -> None:
        """Time passes: both move."""
        self.counted += seconds
        self.wall += timedelta(seconds=seconds)

    def set_wall(self, wall: datetime) -> None:
        """Somebody sets the wall clock."""
        self.wall = wall

    def step_wall(self, seconds: float) -> None:
        """Somebody moves the wall clock; no time passes."""
        self.wall += timedelta(seconds=seconds)

    def sleep(self, seconds: float, *, counted: bool = True) -> None:
        """The machine sleeps. `counted` False: as on systems whose elapsed count stops meanwhile."""
        self.wall += timedelta(seconds=seconds)
        if counted:
            self.counted += seconds
