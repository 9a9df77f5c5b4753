"""What a desk may do and read, as it sees it: the program binds these to the services, the store and the clock.

Every command names who acts by `staff_id`, returns what changed, and raises `Refused` (a sentence),
`NeedsConfirmation` (a question; ask again with `confirmed=True`) or `NeedsPin` (whose PIN; `prove` it, then ask again).
All of them are called off the GUI thread.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from station.models.enums import Role
from station.rules.plan import Plan
from station.rules.policy import Policy
from station.services.absences import Awol, Leaving
from station.services.admission import AdmissionEntry
from station.services.corrections import Amended
from station.services.entering import CheckEntry
from station.services.environment import Found
from station.services.events import Event
from station.services.handover_sheet import HandoverSheet
from station.services.hazards import NewHazard
from station.services.orders import LevelChange
from station.services.plan_sheet import PlanSheet, PublishedPlan
from station.services.setup import UnitPlan
from station.services.stays import Admission
from station.services.unit_sheet import UnitSheet
from station.store.rows import CheckRow, LeftRow, StaffRow
from station.store.rows.absences import AbsenceStepRow
from station.store.rows.admission import AdmissionDeedRow
from station.store.rows.custody import HandedOver, HandingRow
from station.store.rows.environment import EnvironmentalRoundRow, HazardStepRow
from station.store.rows.handover import HandedOverRow
from station.store.rows.kept import NotPutInRow
from station.store.rows.levels import LevelStretchRow
from station.store.rows.people import PersonRow, SignedIn
from station.store.rows.plan import ShiftRow
from station.store.rows.rounds import RoundSheet
from station.views.alert_commands import AlertCommands, AlertReads
from station.views.evidence_commands import EvidenceCommands
from station.views.vital_commands import VitalCommands, VitalReads

Events = Sequence[Event]


class Commands(AlertCommands, VitalCommands, EvidenceCommands, Protocol):
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

    def offer_handover(self, staff_id: int, stay_id: int, to_staff_id: int, said: HandedOver) -> Events: ...

    def accept_handover(self, staff_id: int, handing_id: int) -> Events: ...

    def decline_handover(self, staff_id: int, handing_id: int, reason: str) -> Events: ...

    def take_back_offer(self, staff_id: int, handing_id: int) -> Events: ...

    def add_staff(self, staff_id: int, name: str, role: Role) -> Events: ...

    # Who is at the desk. Only that person can do any of the rest; a locked desk can do none of it.

    def sign_in(self, staff_id: int, pin: str) -> SignedIn:
        """From now on this desk acts for that person. Raises Refused for a wrong PIN."""
        ...

    def sign_out(self, why: str) -> None:
        """Lock the desk; nothing happens when it is locked already."""
        ...

    def prove(self, staff_id: int, pin: str) -> None:
        """After `NeedsPin`: the PIN of the person it names, for the same command asked once more."""
        ...

    def change_pin(self, staff_id: int, old: str, new: str) -> Events: ...

    def create_first_administrator(self, name: str, pin: str) -> Events: ...

    def set_pin(self, staff_id: int, of_staff_id: int, pin: str) -> Events: ...

    def set_badge(self, staff_id: int, of_staff_id: int, badge: str | None) -> Events: ...

    def unlock_person(self, staff_id: int, of_staff_id: int) -> Events: ...

    def change_person(
        self, staff_id: int, of_staff_id: int, name: str | None, role: Role | None, active: bool | None
    ) -> Events: ...

    def set_qualification(self, staff_id: int, of_staff_id: int, code: str, expires_on: date | None) -> Events: ...

    # Rounds

    def start_round(self, staff_id: int, area_id: int | None, confirmed: bool) -> Events: ...

    def end_round(self, staff_id: int, round_id: int, confirmed: bool) -> Events: ...

    def take_back_check(self, staff_id: int, check_id: int) -> Events: ...

    def set_look_for(self, staff_id: int, stay_id: int, words: str) -> Events: ...

    def set_photo(self, staff_id: int, stay_id: int, image: bytes) -> Events: ...

    # Off the unit

    def leave_unit(self, staff_id: int, leaving: Leaving) -> Events: ...

    def hand_on(
        self, staff_id: int, request_id: str, stay_id: int, custodian: str, custodian_id: int | None
    ) -> Events: ...

    def expect_at(self, staff_id: int, request_id: str, stay_id: int, expected_at: datetime, reason: str) -> Events: ...

    def come_back(self, staff_id: int, request_id: str, stay_id: int, note: str, at: datetime | None) -> Events: ...

    def report_awol(self, staff_id: int, awol: Awol) -> Events: ...

    def tell(
        self, staff_id: int, request_id: str, stay_id: int, who: str, said: str, at: datetime | None
    ) -> Events: ...

    # Environment

    def start_environmental_round(self, staff_id: int, area_id: int, checklist: str) -> Events: ...

    def record_finding(self, staff_id: int, found: Found) -> Events: ...

    def end_environmental_round(self, staff_id: int, round_id: int) -> Events: ...

    def report_hazard(self, staff_id: int, hazard: NewHazard) -> Events: ...

    def give_hazard(self, staff_id: int, hazard_id: int, owner: str) -> Events: ...

    def fix_hazard(self, staff_id: int, hazard_id: int, how: str) -> Events: ...

    def verify_hazard(self, staff_id: int, hazard_id: int, note: str, is_fixed: bool) -> Events: ...

    # After an admission

    def record_admission_task(self, staff_id: int, entry: AdmissionEntry, confirmed: bool) -> Events: ...

    # Assignments

    def save_draft(self, staff_id: int, starts_at: datetime, based_on: int, plan: Plan) -> Events: ...

    def discard_draft(self, staff_id: int, starts_at: datetime) -> Events: ...

    def publish_plan(
        self, staff_id: int, request_id: str, starts_at: datetime, based_on: int, plan: Plan, confirmed: bool
    ) -> Events:
        """Raises `services.assignments.Overtaken` too: somebody else has published one meanwhile."""

    # Unit setup

    def sign_policy(self, staff_id: int, body: Mapping[str, Any], based_on: int) -> Events: ...

    def add_area(self, staff_id: int, name: str) -> Events: ...

    def rename_area(self, staff_id: int, area_id: int, name: str) -> Events: ...

    def add_room(self, staff_id: int, area_id: int, name: str) -> Events: ...

    def rename_room(self, staff_id: int, room_id: int, name: str) -> Events: ...

    def move_room(self, staff_id: int, room_id: int, area_id: int) -> Events: ...

    def add_bed(self, staff_id: int, room_id: int, label: str) -> Events: ...

    def rename_bed(self, staff_id: int, bed_id: int, label: str) -> Events: ...

    def move_bed(self, staff_id: int, bed_id: int, room_id: int) -> Events: ...

    def set_bed_in_use(self, staff_id: int, bed_id: int, in_use: bool) -> Events: ...

    def reorder(self, staff_id: int, kind: str, inside_id: int | None, ids: tuple[int, ...]) -> Events:
        """`kind`: "area", "room" or "bed"; `ids`: all there are inside `inside_id`, in their new order."""
        ...

    def resolve_not_put_in(self, staff_id: int, entry_id: str, words: str) -> Events: ...

    # Handing the shift over

    def add_handover_note(self, staff_id: int, request_id: str, words: str, stay_id: int | None) -> Events: ...

    def withdraw_handover_note(self, staff_id: int, note_id: int) -> Events: ...

    def sign_outgoing(self, staff_id: int, starts_at: datetime) -> Events: ...

    def sign_incoming(self, staff_id: int, incoming_id: int, starts_at: datetime, read: tuple[str, ...]) -> Events:
        """Done in the name of `incoming_id`, who proves himself at this desk; whoever is signed in here stays so."""
        ...


class Reads(AlertReads, VitalReads, Protocol):
    """What a desk reads beside the board's own snapshot. Called off the GUI thread."""

    def checks(self, stay_id: int, limit: int = 12) -> tuple[CheckRow, ...]:
        """The last ones, newest first, of a stay that has ended too."""
        ...

    def left(self) -> tuple[LeftRow, ...]:
        """Who has left in the last two days, the latest first."""
        ...

    def facts(self) -> "DeskFacts": ...

    def needs_first_administrator(self) -> bool: ...

    def person_of_badge(self, badge: str) -> StaffRow: ...

    def people(self) -> tuple[PersonRow, ...]: ...

    def round_sheet(self, round_id: int) -> RoundSheet: ...

    def photo(self, photo_id: int) -> bytes: ...

    def absence_steps(self, absence_id: int) -> tuple[AbsenceStepRow, ...]: ...

    def environmental_rounds(self) -> tuple[EnvironmentalRoundRow, ...]: ...

    def hazard_steps(self, hazard_id: int) -> tuple[HazardStepRow, ...]: ...

    def admission_deeds(self, stay_id: int) -> tuple[AdmissionDeedRow, ...]: ...

    def shifts(self) -> tuple[ShiftRow, ...]:
        """The one before, the running one, and those of the next two days."""
        ...

    def plan_sheet(self, starts_at: datetime, staff_id: int | None) -> PlanSheet:
        """Of the shift that begins then, with this person's draft."""
        ...

    def published_plan(self, starts_at: datetime, number: int) -> PublishedPlan: ...

    def plan_before(self, starts_at: datetime) -> Plan | None:
        """The last one published for an earlier shift of the same name, moved to this one."""
        ...

    def handings(self, stay_id: int) -> tuple[HandingRow, ...]:
        """Every offer of a continuous patient, the latest first, of a stay that has ended too."""
        ...

    def levels(self, stay_id: int) -> tuple[LevelStretchRow, ...]:
        """Every level a patient has been on, oldest first, of a stay that has ended too."""
        ...

    def handover(self) -> HandoverSheet:
        """Of the shift that is to be handed over now."""
        ...

    def handovers(self) -> tuple[HandedOverRow, ...]:
        """Those that were signed, the latest shift first."""
        ...

    def signed_handover(self, starts_at: datetime) -> HandoverSheet: ...

    def unit_sheet(self) -> UnitSheet: ...

    def not_put_in(self) -> tuple[NotPutInRow, ...]:
        """What was kept while the record was away and could not go in: those nobody has seen to first."""
        ...


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
class FirstAdministrator:
    """Who lets everybody else in. The PIN is for the service alone."""

    name: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A whole unit as the first start describes it."""

    plan: UnitPlan
    people: tuple[FirstPerson, ...]
    signed_by: str
    """Who signs the policy a new unit starts with."""
    administrator: FirstAdministrator


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
