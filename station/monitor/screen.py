"""Whether the window of this station still moves, as seen by whoever watches the unit. Without Qt."""

from collections.abc import Callable
from enum import Enum
from typing import Final

STILL_S: Final = 5.0
"""A screen that has not moved for longer stands still."""

_BETWEEN_LOOKS_S: Final = 3.0
"""After a longer pause between two looks nobody knows who stood still: the machine may have slept."""


class Found(Enum):
    NOTHING = "nothing new"
    STILL = "stands still"
    MOVES = "moves"


class ScreenWatch:
    """Looks at the beats of the window's thread, once in a pass, and says once what has changed.

    `beats`: how many there were; None while no board is up. The first beat seen is news too: an alert of an earlier
    run, whose screen stood still until it was killed, is over with it.
    """

    def __init__(self, beats: Callable[[], int | None]) -> None:
        self._beats = beats
        self._seen: int | None = None
        self._moved = self._looked = 0.0
        self._said: Found | None = None

    def look(self, elapsed: float) -> Found:
        """One look, at `elapsed` seconds of a count that nobody can set."""
        beats, looked = self._beats(), self._looked
        self._looked = elapsed
        if beats is None or elapsed - looked > _BETWEEN_LOOKS_S:
            self._seen, self._moved = beats, elapsed
            return Found.NOTHING
        if beats != self._seen:
            self._seen, self._moved = beats, elapsed
            return self._say(Found.MOVES)
        return self._say(Found.STILL) if self.still_s(elapsed) > STILL_S else Found.NOTHING

    def still_s(self, elapsed: float) -> float:
        """For how many seconds it has been seen to stand still."""
        return elapsed - self._moved

    def _say(self, found: Found) -> Found:
        before, self._said = self._said, found
        return Found.NOTHING if before is found else found
