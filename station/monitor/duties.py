"""What one pass does with the database, as the monitor sees it. `station_duties` does it in earnest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Note:
    """Something the monitor has to say about itself: kept until it is stored as a technical alert."""

    subject: str
    """One open alert a subject, for each station: "clock", "scheduler", "guard", "monitoring", "screen"."""
    text: str
    since: datetime | None = None
    """What `{since}` in the text stands for: shown in the unit's own time."""


class Duties(Protocol):
    """Each call is one transaction, may be repeated without harm, and raises when the database cannot be used."""

    @property
    def station(self) -> str:
        """The name of this station."""
        ...

    def register(self, now: datetime) -> None:
        """Say that this station runs."""
        ...

    def sweep(self, now: datetime) -> datetime | None:
        """Do everything that is due at `now`; give the next moment at which something will be, or None."""
        ...

    def heartbeat(self, now: datetime, mark: datetime) -> None:
        """Say that this station still watches. `mark`: the latest logical time given out."""
        ...

    def owe_everyone_a_look(self, now: datetime) -> None:
        """Whether intervals were kept is not known: a check of every patient is owed within the time of a first one."""
        ...

    def tell(self, note: Note, now: datetime) -> None:
        """Raise a technical alert, or keep the open one of the same subject."""
        ...

    def clear(self, subject: str, now: datetime) -> None:
        """What was told under this subject is over. Nothing happens when nothing was."""
        ...

    def stop(self, now: datetime) -> None:
        """Say that this station was closed in good order."""
        ...
