"""Frozen rows: what screens, reports and gateways see of the store. Never mapped objects.

All moments are aware and in UTC; screens turn them into the unit's zone.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from station.models.enums import (
    AlertState,
    EntryStatus,
    Outcome,
    OwedReason,
    Priority,
    Role,
    Stage,
    StepKind,
    TaskKind,
)
from station.store.rows.absences import AwayRow, CensusRow
from station.store.rows.custody import ObserverRow
from station.store.rows.environment import HazardRow, UnitTaskRow
from station.store.rows.kept import AwayRecord
from station.store.rows.plan import OnDutyRow
from station.store.rows.rounds import RoundRow
from station.store.rows.vitals import CardVitals


@dataclass(frozen=True, slots=True)
class UnitRow:
    id: int
    name: str
    zone: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class StaffRow:
    id: int
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class SeenRow:
    """The last time a patient was seen, as shown on his card."""

    check_id: int
    observed_at: datetime
    location: str | None
    activity: str | None
    observer: str
    late_entry: bool
    concern: bool
    unsaved: bool = False
    """Kept on this computer, and not yet in the record."""


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One open task of a patient. `rules.intervals.stage_of(row, now)` tells how far it has come."""

    task_id: int
    kind: TaskKind
    since: datetime
    soon_at: datetime | None
    due_at: datetime
    lapsed_at: datetime


@dataclass(frozen=True, slots=True)
class PatientRow:
    """The patient in a bed, with everything a card shows."""

    stay_id: int
    mrn: str
    family: str
    given: str
    birth_date: date | None
    initials: str
    """Two letters, or three where two patients of the unit are alike."""
    admitted_at: datetime
    level: str
    """The ordered level in force now."""
    level_ordered: str
    level_asleep: str | None
    continuous: bool
    owed_since: datetime | None
    owed_reason: OwedReason | None
    """Why a first check is owed; None once it was made."""
    asleep: bool
    review_by: datetime | None
    check: OwedRow
    owed: tuple[OwedRow, ...]
    """Open tasks other than the check."""
    seen: SeenRow | None
    observer: ObserverRow | None
    precautions: tuple[str, ...]
    away: AwayRow | None = None
    """Off the unit. `check` is then what is owed instead of a check: his return, or finding him."""
    look_for: str = ""
    """What whoever rounds is to look for in him, in a nurse's words."""
    photo_id: int | None = None
    vitals: CardVitals | None = None
    """None: not read."""


@dataclass(frozen=True, slots=True)
class BedRow:
    """A place on the board. `patient` None: the bed is empty."""

    bed_id: int
    label: str
    area_id: int
    area: str
    room: str
    position: int
    patient: PatientRow | None


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert that is not closed."""

    id: int
    subject: str
    task_id: int | None
    stay_id: int | None
    bed: str | None
    initials: str | None
    area_id: int | None
    area: str | None
    level: str | None
    kind: str
    """A task kind's words, or "technical"."""
    priority: Priority
    stage: Stage
    state: AlertState
    text: str
    since: datetime
    due_at: datetime
    lapsed_at: datetime | None
    detected_at: datetime
    accepted_by: str | None
    accepted_at: datetime | None
    accepted_note: str | None
    lease_until: datetime | None
    told: str
    """The role told last ("charge")."""
    told_at: datetime | None
    version: int
    accepted_by_id: int | None = None
    delegated_to_id: int | None = None
    delegated_to: str | None = None
    """Who was asked to take it; whoever has it stays answerable until that person accepts."""
    delegated_at: datetime | None = None
    unsaved: bool = False
    """Raised, or answered for, from memory while the record is away. Raised so, its id is negative."""


@dataclass(frozen=True, slots=True)
class StationRow:
    name: str
    kind: str
    seen_at: datetime
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShiftFigures:
    """Of the running shift. `on_time` and `longest_gap_s` are None until there is something to count."""

    starts_at: datetime
    name: str
    checks: int
    on_time: int
    longest_gap_s: float | None
    """Longest ended gap, in seconds. Gaps still open are the screen's to add."""


@dataclass(frozen=True, slots=True)
class BoardSnapshot:
    """Everything the board shows, read in one transaction."""

    unit: UnitRow
    beds: tuple[BedRow, ...]
    unplaced: tuple[PatientRow, ...]
    """Patients of the unit without a bed."""
    alerts: tuple[AlertRow, ...]
    stations: tuple[StationRow, ...]
    figures: ShiftFigures
    read_at: datetime
    show_precautions_on_wall: bool = False
    census: CensusRow | None = None
    rounds: tuple[RoundRow, ...] = ()
    """Rounds that are open, the longest first."""
    unit_tasks: tuple[UnitTaskRow, ...] = ()
    """What is owed to no patient, by due time."""
    hazards: tuple[HazardRow, ...] = ()
    """Not verified yet, the most severe first."""
    on_duty: tuple[OnDutyRow, ...] = ()
    """Whom the published plans have on now, by name; nobody where no plan is published."""
    away: AwayRecord | None = None
    """The record cannot be reached: all of this is carried on from memory."""
    not_put_in: int = 0
    """Entries that were kept while the record was away, could not be put in, and that nobody has seen to."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One recorded check in a patient's list, with what was later said about it."""

    id: int
    stay_id: int
    observer_id: int
    observer: str
    outcome: Outcome
    observed_at: datetime
    recorded_at: datetime
    station: str
    late_entry: bool
    location: str | None
    activity: str | None
    life_sign: str | None
    concern: bool
    note: str | None
    since: datetime | None
    due_at: datetime | None
    status: EntryStatus
    amendments: tuple["AmendmentRow", ...] = field(default=())
    round_id: int | None = None
    stands_for: tuple["AmendmentRow", ...] = field(default=())
    """Of an entry that stands in place of another: what was said when it took its place."""


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    kind: EntryStatus
    reason: str
    changes: tuple[tuple[str, str, str], ...]
    """(field, said before, says now), in words."""
    by: str
    at: datetime
    replacement_id: int | None


@dataclass(frozen=True, slots=True)
class AlertStepRow:
    kind: StepKind
    at: datetime
    who: str
    detail: str


@dataclass(frozen=True, slots=True)
class AlertHistoryRow:
    """An alert of the past or the present, with its true times."""

    id: int
    stay_id: int | None
    kind: str
    priority: Priority
    stage: Stage
    state: AlertState
    since: datetime
    due_at: datetime
    lapsed_at: datetime | None
    detected_at: datetime
    closed_at: datetime | None
    close_reason: str | None
    documented_late: bool
    about: str = ""
    """What is owed, where it is owed to no patient: "round:12"."""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A signed policy version."""

    version: int
    signed_by: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A stay that has ended: who it was, and the bed he was in last."""

    stay_id: int
    family: str
    given: str
    bed: str | None
    admitted_at: datetime
    discharged_at: datetime


@dataclass(frozen=True, slots=True)
class PatientStayRow:
    """Who is on the unit under a record number, and where."""

    stay_id: int
    mrn: str
    family: str
    given: str
    birth_date: date | None
    bed: str | None
