"""What changed, said after the commit. A screen decides from it what to read again."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Something was stored."""


@dataclass(frozen=True, slots=True)
class UnitChanged(Event):
    """Beds, areas, staff or policy."""


@dataclass(frozen=True, slots=True)
class StayChanged(Event):
    """Admitted, moved, discharged, a level, an observer, a precaution."""

    stay_id: int


@dataclass(frozen=True, slots=True)
class CheckRecorded(Event):
    stay_id: int
    check_id: int


@dataclass(frozen=True, slots=True)
class VitalsRecorded(Event):
    """A set, a correction, an order, an answer to a score, an assessment."""

    stay_id: int


@dataclass(frozen=True, slots=True)
class RoundsChanged(Event):
    """A round was begun or ended, of patients or of the environment; a finding, a hazard.

    `begun`: the round of patients that somebody began. `found`: the hazard that is new.
    """

    begun: int | None = None
    found: int | None = None


@dataclass(frozen=True, slots=True)
class PlanChanged(Event):
    """A plan of a shift was published."""

    starts_at: datetime


@dataclass(frozen=True, slots=True)
class HandoverChanged(Event):
    """A note for the next shift, a signature, a handover that is owed."""


@dataclass(frozen=True, slots=True)
class SignedInOrOut(Event):
    """Somebody signed in or out, or was locked."""

    staff_id: int


@dataclass(frozen=True, slots=True)
class AlertsChanged(Event):
    alert_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AlertsShown(Event):
    """That they were painted or sounded here has been kept. No board looks otherwise for it."""

    alert_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SoundNoted(Event):
    """A test or a pause of a station's sound was kept. No board looks otherwise for it."""

    station: str


@dataclass(frozen=True, slots=True)
class ChangedElsewhere(Event):
    """Another process or station has committed something; what, is not known."""


@dataclass(frozen=True, slots=True)
class MonitorHealth(Event):
    """The monitor has something to say about itself: the sentence is for the screen, empty when all is well."""

    sentence: str


@dataclass(frozen=True, slots=True)
class JournalProven(Event):
    """The journal was recalculated; `until` says up to which moment."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class PutIntoRecord(Event):
    """What was kept while the record was away has been dealt with, or one that could not be put in was seen to."""

    left_out: int | None = None
    """How many of those that waited at this station could not go in, all having been dealt with; None: that is not
    what this tells."""


@dataclass(frozen=True, slots=True)
class KeptHere(Event):
    """Entered while the record is away: on this computer's disk only, and not yet in the record."""

    unproven: bool = False
    """No PIN was asked: it waits there until somebody has confirmed it."""


@dataclass(frozen=True, slots=True)
class SeenFromMemory(Event):
    """The record has gone away or come back, or what is known without it has changed."""
