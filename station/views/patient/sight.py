"""The stretch of time in sight: all rows of a chart show the same one, and are moved and zoomed together."""

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QObject, Signal

LEAST_S: Final = 600.0
"""No less than ten minutes fill a chart."""


class Sight(QObject):
    """From `left` to `right`, in seconds after `since`; never beyond what was read."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.since: datetime | None = None
        self.whole = LEAST_S
        """Seconds that can be seen at most."""
        self.left, self.right = 0.0, LEAST_S

    @property
    def length(self) -> float:
        return self.right - self.left

    @property
    def is_whole(self) -> bool:
        return self.length >= self.whole

    def span(self) -> tuple[datetime, datetime] | None:
        """What is in sight, as moments; None before anything was read."""
        if self.since is None:
            return None
        return self.since + timedelta(seconds=self.left), self.since + timedelta(seconds=self.right)

    def hold(self, since: datetime, until: datetime, *, keep: bool) -> None:
        """Another stretch was read. With `keep` the same moments stay in sight, if they are a part of it."""
        before = self.span() if keep and not self.is_whole else None
        self.since, self.whole = since, max(LEAST_S, (until - since).total_seconds())
        left, right = (0.0, self.whole) if before is None else (self.seconds(before[0]), self.seconds(before[1]))
        self._set(left, right, force=True)

    def seconds(self, moment: datetime) -> float:
        """Where a moment lies. Before anything was read: at the beginning."""
        return 0.0 if self.since is None else (moment - self.since).total_seconds()

    def share(self, moment: datetime) -> float:
        """Where a moment lies in what is in sight: 0 at its left edge, 1 at its right."""
        return (self.seconds(moment) - self.left) / self.length

    def show_all(self) -> None:
        self._set(0.0, self.whole)

    def zoom(self, factor: float, about: float = 0.5) -> None:
        """See so many times as much; the moment at that share of the width stays where it is."""
        length = min(self.whole, max(LEAST_S, self.length * factor))
        left = self.left + about * (self.length - length)
        self._set(left, left + length)

    def pan(self, share: float) -> None:
        """Move by a share of what is in sight; to later with a positive one."""
        self._set(self.left + share * self.length, self.right + share * self.length)

    def bring(self, seconds: float) -> None:
        """Have that place in sight."""
        if not self.left <= seconds <= self.right:
            half = self.length / 2
            self._set(seconds - half, seconds + half)

    def _set(self, left: float, right: float, *, force: bool = False) -> None:
        length = min(right - left, self.whole)
        left = max(0.0, min(left, self.whole - length))
        if force or (left, left + length) != (self.left, self.right):
            self.left, self.right = left, left + length
            self.changed.emit()
