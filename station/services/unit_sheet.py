"""What the Unit setup page is handed: frozen values, read in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from station.rules.policy import Policy
from station.rules.policy_changes import Change


@dataclass(frozen=True, slots=True)
class PolicyVersionRow:
    """A policy as it was signed. `number` counts from 1; `changes` against the one before it."""

    id: int
    number: int
    signed_by: str
    signed_at: datetime
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class BedPlace:
    id: int
    label: str
    in_use: bool
    patient: bool
    """Somebody's stay is in it."""


@dataclass(frozen=True, slots=True)
class RoomPlace:
    id: int
    name: str
    beds: tuple[BedPlace, ...]


@dataclass(frozen=True, slots=True)
class AreaPlace:
    id: int
    name: str
    rooms: tuple[RoomPlace, ...]


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """The policy that holds, what was signed before it, and the places in board order."""

    policy: Policy
    version: int
    """The id of the policy that holds."""
    versions: tuple[PolicyVersionRow, ...]
    """The newest first."""
    places: tuple[AreaPlace, ...]
    checklists: tuple[str, ...]
    """Those that a round can be walked with."""
