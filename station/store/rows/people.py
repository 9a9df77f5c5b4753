"""People and how they sign in. Never a PIN, never its hash."""

from dataclasses import dataclass
from datetime import date, datetime

from station.models.enums import Role


@dataclass(frozen=True, slots=True)
class QualificationRow:
    """Training that somebody has, by the policy's code. Whether it holds on a day: `rules.qualifications`."""

    code: str
    expires_on: date
    """The last day on which it holds, on the unit's calendar."""
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A member of staff as the administrator sees him."""

    id: int
    name: str
    role: Role
    active: bool
    has_pin: bool
    must_change: bool
    badge: str | None
    locked_until: datetime | None
    training: tuple[QualificationRow, ...] = ()
    """What is on record now, required of his role or not."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who has just proved who he is."""

    staff_id: int
    name: str
    role: Role
    must_change: bool
    """His PIN was set by somebody else: he chooses one of his own before anything else."""
