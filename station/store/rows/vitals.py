"""Vital signs as screens, cards and print see them. Canonical units: a minute, mmHg, %, Cel, kg, cm."""

from dataclasses import dataclass, field
from datetime import date, datetime

from station.models.enums import AssessmentKind, EntryStatus, OrderKind, Outcome, SetOutcome, Stage


@dataclass(frozen=True, slots=True)
class VitalRow:
    """One set as recorded. None: not measured."""

    id: int
    stay_id: int
    by: str
    outcome: SetOutcome
    why: str
    observed_at: datetime
    recorded_at: datetime
    late_entry: bool
    imported: bool
    hr: float | None
    sbp: float | None
    dbp: float | None
    position: str
    arm: str
    rr: float | None
    spo2: float | None
    scale: int
    o2: bool | None
    o2_flow: float | None
    temp: float | None
    route: str
    acvpu: str | None
    weight: float | None
    height: float | None
    pain: int | None
    concern: str
    note: str | None
    status: EntryStatus
    amendments: tuple["VitalAmendmentRow", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class VitalAmendmentRow:
    kind: EntryStatus
    reason: str
    changes: tuple[tuple[str, str, str], ...]
    """(field, said before, says now), in words."""
    by: str
    at: datetime
    replacement_id: int | None


@dataclass(frozen=True, slots=True)
class CardVitals:
    """What a card shows: the latest score and those before it, oldest first."""

    scores: tuple[tuple[datetime, int], ...]
    """Of complete sets of the last 24 h."""
    total: int | None
    """Of the latest set; None: incomplete, refused, or no score for him."""
    at_least: int | None
    asks: bool
    """The latest score asks for a nurse: 5 and more, or a single 3."""
    no_score: str
    """Why there is no score for him: "under 16", "pregnant"; empty where there is."""
    due_at: datetime | None
    """When the next set is owed."""


@dataclass(frozen=True, slots=True)
class GapRow:
    """One check of a patient, and the gap that it ended."""

    observed_at: datetime
    gap_s: float | None
    """Seconds since he was last seen before; None for the first."""
    stage: Stage
    """How far it had come when it ended: ok, late, lapsed."""
    outcome: Outcome
    late_entry: bool


@dataclass(frozen=True, slots=True)
class BandRow:
    """A stretch of the observation level."""

    starts_at: datetime
    ends_at: datetime | None
    level: str
    level_asleep: str | None
    kind: OrderKind
    continuous: bool


@dataclass(frozen=True, slots=True)
class SpanRow:
    """Something that lasted: off the unit, an alert. `ends_at` None: it goes on."""

    starts_at: datetime
    ends_at: datetime | None
    words: str
    kind: str
    """"away", "alert" """


@dataclass(frozen=True, slots=True)
class MarkRow:
    """Something said at one moment: a note with a check, an assessment."""

    at: datetime
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    id: int
    kind: AssessmentKind
    by: str
    outcome: SetOutcome
    why: str
    items: tuple[tuple[str, int], ...]
    total: int | None
    observed_at: datetime
    late_entry: bool
    status: EntryStatus
    note: str = ""


@dataclass(frozen=True, slots=True)
class PatientDay:
    """Everything the patient's page shows between `since` and `until`, read in one transaction."""

    stay_id: int
    mrn: str
    family: str
    given: str
    birth_date: date | None
    bed: str | None
    initials: str
    admitted_at: datetime
    level: str
    late_after_s: float
    lapsed_after_s: float
    """Of the interval in force, in seconds."""
    precautions: tuple[str, ...]
    since: datetime
    until: datetime
    bands: tuple[BandRow, ...]
    gaps: tuple[GapRow, ...]
    on_time: float | None
    """Share of checks seen before they were due, 0 to 1."""
    longest_gap_s: float | None
    late_entries: int
    sets: tuple[VitalRow, ...]
    """Those that count, oldest first; refused and partial ones among them."""
    spans: tuple[SpanRow, ...]
    marks: tuple[MarkRow, ...]
    assessments: tuple[AssessmentRow, ...]
    vitals: CardVitals
    read_at: datetime
    orders: tuple["VitalOrderRow", ...] = ()
    """Of vital signs, those in force between `since` and `until`, in order of time."""


@dataclass(frozen=True, slots=True)
class VitalOrderRow:
    """How often they are taken by order. `schedule` empty: as the unit's policy has it."""

    schedule: str
    scale: int
    pregnant: bool
    reason: str
    ordered_by: str
    starts_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwedVitalsRow:
    """Somebody who is owed vital signs, in the order of who is first."""

    stay_id: int
    bed: str | None
    initials: str
    soon_at: datetime | None
    due_at: datetime
    lapsed_at: datetime


@dataclass(frozen=True, slots=True)
class VitalsBefore:
    """What a form shows beside its fields, and needs to know of him."""

    last: tuple[tuple[str, float | str, datetime], ...]
    """(name, value, when): the latest of each vital sign that was measured in this stay."""
    scale: int
    no_score: str
    weight: tuple[float, datetime] | None
    height: float | None
    """Of earlier stays too."""
    score_waits: bool
    """A score of his waits for a nurse's answer."""
    assessments: tuple[AssessmentKind, ...]
    """Those that are owed of him."""
