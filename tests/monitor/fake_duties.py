"""Duties without a database: they remember what they were asked, and fail or hang when told to."""

from collections.abc import Callable
from datetime import datetime
from threading import Event
from time import monotonic

from station.monitor.duties import Note


class FakeDuties:
    """`pending`: the deadlines that sweeps are to meet. `fault`: raised by every sweep while set."""

    station = "Desk 1"

    def __init__(self) -> None:
        self.pending: list[datetime] = []
        self.fault: Exception | None = None
        self.telling_fault: Exception | None = None
        self.hold: Event | None = None
        self.registered: list[datetime] = []
        self.sweeps: list[datetime] = []
        self.met: list[tuple[datetime, datetime]] = []
        self.beats: list[tuple[datetime, datetime]] = []
        self.told: list[Note] = []
        self.cleared: list[str] = []
        self.looks: list[datetime] = []
        self.looks_fault: Exception | None = None
        self.stopped: list[datetime] = []

    def register(self, now: datetime) -> None:
        self.registered.append(now)

    def sweep(self, now: datetime) -> datetime | None:
        if self.hold is not None:
            self.hold.wait(30)
        if self.fault is not None:
            raise self.fault
        self.sweeps.append(now)
        self.met += [(due, now) for due in self.pending if due <= now]
        self.pending = [due for due in self.pending if due > now]
        return min(self.pending, default=None)

    def heartbeat(self, now: datetime, mark: datetime) -> None:
        self.beats.append((now, mark))

    def owe_everyone_a_look(self, now: datetime) -> None:
        if self.looks_fault is not None:
            raise self.looks_fault
        self.looks.append(now)

    def tell(self, note: Note, now: datetime) -> None:
        del now
        if self.telling_fault is not None:
            raise self.telling_fault
        self.told.append(note)

    def clear(self, subject: str, now: datetime) -> None:
        self.cleared.append(subject)

    def stop(self, now: datetime) -> None:
        self.stopped.append(now)


def until(true: Callable[[], bool], timeout_s: float = 20.0) -> bool:
    """Wait for something that another thread brings about; returns at once when it has come true."""
    pause, end = Event(), monotonic() + timeout_s
    while not true() and monotonic() < end:
        pause.wait(0.005)
    return true()
