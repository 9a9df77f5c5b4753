"""What a desk may do and read, as it sees it: the program binds these to the services, the store and the clock.

Every command names who acts by `staff_id`, returns what changed, and raises `Refused` (a sentence) or
`NeedsConfirmation` (a question; ask again with `confirmed=True`). All of them are called off the GUI thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from station.models.enums import Role
from station.rules.policy import Policy
from station.services.corrections import Amended
from station.services.entering import CheckEntry
from station.services.events import Event
from station.services.orders import LevelChange
from station.services.setup import UnitPlan
from station.services.stays import Admission
from station.store.rows import AlertStepRow, CheckRow, StaffRow

Events = Sequence[Event]


class Commands(Protocol):
    """What people do at a desk. A wall has none of this."""

    def record_check(self, staff_id: int, entry: CheckEntry, confirmed: bool) -> Events: ...

    def record_not_found(self, staff_id: int, request_id: str, stay_id: int, note: str) -> Events: ...

    def amend_check(self, staff_id: int, amended: Amended) -> Events: ...

    def correct_patient(
        self, staff_id: int, check_id: int, right_stay_id: int, request_id: str, reason: str
    ) -> Events: ...

    def admit(self, staff_id: int, admission: Admission) -> Events: ...

    def transfer(self, staff_id: int, stay_id: int, bed_id: int) -> Events: ...

    def swap_beds(self, staff_id: int, stay_id: int, other_stay_id: int) -> Events: ...

    def discharge(self, staff_id: int, stay_id: int, reason: str) -> Events: ...

    def set_level(self, staff_id: int, change: LevelChange) -> Events: ...

    def set_precautions(self, staff_id: int, stay_id: int, codes: tuple[str, ...]) -> Events: ...

    def enter_provider_order(self, staff_id: int, stay_id: int, ordered_by: str) -> Events: ...

    def review_order(
        self, staff_id: int, stay_id: int, ordered_by: str, reason: str, review_by: datetime | None
    ) -> Events: ...

    def take_over(self, staff_id: int, stay_id: int) -> Events: ...

    def offer_handover(self, staff_id: int, stay_id: int, to_staff_id: int) -> Events: ...

    def accept_handover(self, staff_id: int, stay_id: int) -> Events: ...

    def decline_handover(self, staff_id: int, stay_id: int) -> Events: ...

    def accept_alert(self, staff_id: int, alert_id: int, note: str) -> Events: ...

    def close_alert(self, staff_id: int, alert_id: int, reason: str) -> Events: ...

    def add_staff(self, staff_id: int, name: str, role: Role) -> Events: ...


class Reads(Protocol):
    """What a desk reads beside the board's own snapshot. Called off the GUI thread."""

    def checks(self, stay_id: int) -> tuple[CheckRow, ...]:
        """The last twelve, newest first."""
        ...

    def alert_steps(self, alert_id: int) -> tuple[AlertStepRow, ...]:
        """Oldest first."""
        ...

    def facts(self) -> "DeskFacts": ...


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """What rarely changes on a unit: its people and its signed policy. Read at start and on `UnitChanged`."""

    staff: tuple[StaffRow, ...]
    policy: Policy
    policy_signed_by: str
    policy_signed_at: datetime | None
    database: str
    """Where the record is kept, as a person would find it: a file path, or a server and database name."""


@dataclass(frozen=True, slots=True)
class CensusLine:
    """One line of a census file that cannot be used."""

    line: int
    problem: str
    """A whole sentence, which names the line."""


@dataclass(frozen=True, slots=True)
class CensusChecked:
    """What checking a whole census file found, before anything is changed."""

    path: Path
    patients: int
    """How many lines can be imported."""
    already_here: int
    """How many of those describe what is stored already; importing them changes nothing."""
    problems: tuple[CensusLine, ...]


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """Somebody who works on the unit from the first day."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A whole unit as the first start describes it."""

    plan: UnitPlan
    people: tuple[FirstPerson, ...]
    signed_by: str
    """Who signs the policy a new unit starts with."""


class Founding(Protocol):
    """What the first start asks for, on an empty database. Called off the GUI thread."""

    def start_demo(self) -> None: ...

    def create_unit(self, new: NewUnit) -> None: ...

    def check_census(self, path: Path) -> CensusChecked:
        """Read the whole file against the unit as stored; changes nothing. Raises Refused when it cannot be read."""
        ...

    def import_census(self, path: Path, skip_bad: bool) -> int:
        """Admit the patients of the file; returns how many. Changes nothing if a line is bad unless `skip_bad`."""
        ...
