"""Clocks for the simulation: one that only moves when told, and one that runs faster than the clock on the wall."""

from datetime import datetime, timedelta

from station.clock import Clock


class VirtualClock:
    """Stands still until it is moved. `elapsed()` follows `now()` while moving forward and never goes back."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a virtual clock needs a start with a time zone; give UTC")
        self._now = start
        self._elapsed = 0.0

    def now(self) -> datetime:
        return self._now

    def elapsed(self) -> float:
        return self._elapsed

    def set(self, moment: datetime) -> None:
        """Put the hands to `moment`. Set back, the wall time goes back and the count of seconds stands still."""
        self._elapsed += max(0.0, (moment - self._now).total_seconds())
        self._now = moment

    def advance(self, by: timedelta | float) -> datetime:
        """Move on by a duration or by seconds, and tell the new time. Raises ValueError for a negative step."""
        step = by if isinstance(by, timedelta) else timedelta(seconds=by)
        if step < timedelta(0):
            raise ValueError(f"a virtual clock advances forwards only, not by {step}; use set()")
        self.set(self._now + step)
        return self._now


class FastClock:
    """Begins at `start` and runs `speed` times as fast as `base` counts seconds (speed above 0)."""

    def __init__(self, base: Clock, speed: float, start: datetime) -> None:
        if speed <= 0:
            raise ValueError(f"the speed of a clock must be above 0, got {speed}")
        self._base = base
        self._speed = speed
        self._start = start
        self._zero = base.elapsed()

    @property
    def speed(self) -> float:
        return self._speed

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.elapsed())

    def elapsed(self) -> float:
        return (self._base.elapsed() - self._zero) * self._speed
