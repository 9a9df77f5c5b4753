"""What was entered while the record was away, as screens see it; and what is known without the record."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NotPutInRow:
    """An entry that could not be put into the record, whole, with the reason."""

    id: str
    station: str
    kind: str
    """In words: "Check", "Vital signs"."""
    by: str
    written_at: datetime
    about: str
    """Of whom: "1204 A.A."; empty where it cannot be told."""
    said: tuple[str, ...]
    """What was entered, part by part, as it was said."""
    why: str
    resolved_by: str | None
    resolved_at: datetime | None
    resolution: str


@dataclass(frozen=True, slots=True)
class AwayRecord:
    """The record cannot be reached; what the board shows is what was known, carried on from memory."""

    since: datetime
    """When it was last known to be reachable."""
    why: str
    kept: int
    """What people have entered here since."""
    keeps: bool = True
    """Whether anything can be entered here."""
    as_of: datetime | None = None
    """This station was started without its record, and goes on from what it knew then."""
    cannot: str = ""
    """Why this computer cannot keep what is entered here, as the end of a sentence; empty where it can."""
    sees_beside: bool = False
    """What other stations of this computer keep is seen here."""
