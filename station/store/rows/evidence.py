"""What evidence about one patient is made of: ordered, seen, alerted, assigned, shown, journalled."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from station.models.enums import AbsenceStepKind, BlockKind, Priority, Stage
from station.store.rows import CheckRow
from station.store.rows.levels import LevelStretchRow


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """Whom it is about: one stay of one patient."""

    stay_id: int
    mrn: str
    family: str
    given: str
    birth_date: date | None
    admitted_at: datetime
    discharged_at: datetime | None


@dataclass(frozen=True, slots=True)
class BedStretchRow:
    """Where he was. `area_id` None: this bed has another name now, or is gone."""

    bed: str
    starts_at: datetime
    ends_at: datetime | None
    area_id: int | None = None
    area: str = ""


@dataclass(frozen=True, slots=True)
class BackingRow:
    """How the journal bears a row out. `seq` None: no entry of it was found."""

    seq: int | None
    differs: tuple[str, ...] = ()
    """What the row says otherwise than its entry."""

    @property
    def words(self) -> str:
        """Empty where the two agree."""
        if self.seq is None:
            return "not in the journal"
        return f"differs from the journal: {', '.join(self.differs)}" if self.differs else ""


@dataclass(frozen=True, slots=True)
class EvidenceOrderRow:
    order: LevelStretchRow
    backing: BackingRow


@dataclass(frozen=True, slots=True)
class EvidenceCheckRow:
    """An entry as it was made, with what was later said about it, and its entry in the journal."""

    check: CheckRow
    backing: BackingRow
    void_at: datetime | None
    """From when it counted for nothing: corrected, or taken back."""
    instead_of: int | None = None
    """The entry in whose place it stands."""
    put_in_at: datetime | None = None
    """When it came into the record, of one that was kept on a station while the record was away."""


@dataclass(frozen=True, slots=True)
class AlertMomentRow:
    """One thing that happened to an alert."""

    at: datetime
    what: str
    """In words: "told", "painted", "accepted"."""
    who: str = ""
    """A role told, a person, or a station."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AlertTimelineRow:
    """An alert from when it fell due to when it was closed."""

    alert_id: int
    kind: str
    subject: str
    text: str
    priority: Priority
    """The highest it came to."""
    stage: Stage
    since: datetime
    due_at: datetime
    lapsed_at: datetime | None
    detected_at: datetime
    closed_at: datetime | None
    closed_by: str
    close_reason: str
    close_note: str
    """Why it was not answered by what it asked for, in whose words."""
    documented_late: bool
    moments: tuple[AlertMomentRow, ...]
    backing: BackingRow | None = None

    @property
    def detection_s(self) -> float:
        """Seconds from when it fell due until it was found."""
        return (self.detected_at - self.due_at).total_seconds()


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What a published plan had for him, cut to when that plan was in force. `staff` empty: no plan was published."""

    shift: str
    shift_starts_at: datetime
    number: int
    published_at: datetime | None
    published_by: str
    staff: str
    kind: BlockKind | None
    words: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class WalkedRow:
    """A round over where he was. `seen_at` None: he was not seen on it."""

    round_id: int
    staff: str
    area: str
    started_at: datetime
    ended_at: datetime | None
    ended_by: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class HeldRow:
    """Somebody held him; or, `staff` empty, nobody did while he was on a continuous level."""

    staff: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandedRow:
    """An offer of him, and what became of it."""

    handing_id: int
    holder: str
    to: str
    by: str
    offered_at: datetime
    answer: str
    answered_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class AwayStepRow:
    """One thing that was said of him off the unit."""

    step_id: int
    absence_id: int
    kind: AbsenceStepKind
    at: datetime
    recorded_at: datetime
    late_entry: bool
    by: str
    who: str
    said: str


RUNNING: Final = "running when this was made"


@dataclass(frozen=True, slots=True)
class StationRunRow:
    """A time in which a station ran, by the journal. `ended_at` None: `how` says what is known of its end."""

    name: str
    kind: str
    started_at: datetime | None
    """None: before the time that was looked through."""
    ended_at: datetime | None
    how: str
    off_until: datetime | None = None
    """When it was started again, of one that was not closed."""


@dataclass(frozen=True, slots=True)
class StationSaidRow:
    """What a station said of its sound, or of the record when it was away."""

    at: datetime
    station: str
    what: str


@dataclass(frozen=True, slots=True)
class JournalRow:
    """An entry of the journal, exactly as it is hashed."""

    seq: int
    at: datetime
    at_micros: int
    actor: str
    station: str
    kind: str
    body: str
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class JournalHeadRow:
    """The last entry when the evidence was read, and which entries were looked through for it."""

    seq: int
    hash: str
    looked_from: int
    looked_to: int
