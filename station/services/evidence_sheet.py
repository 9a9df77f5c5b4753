"""Evidence about one patient as a printer and a spreadsheet are handed it."""

from dataclasses import dataclass
from datetime import datetime

from station.rules.evidence_gaps import Gap, Kept
from station.rules.evidence_wall import Shown
from station.store.rows.evidence import (
    AlertTimelineRow,
    AwayStepRow,
    BedStretchRow,
    EvidenceCheckRow,
    EvidenceOrderRow,
    HandedRow,
    HeldRow,
    JournalHeadRow,
    JournalRow,
    PlannedRow,
    StationRunRow,
    StationSaidRow,
    SubjectRow,
    WalkedRow,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything on record of one stay in a stretch of time, as it was at `as_of`."""

    unit: str
    zone: str
    subject: SubjectRow
    since: datetime
    until: datetime
    as_of: datetime
    remarks: tuple[str, ...]
    """How the stretch that was asked for was read."""
    orders: tuple[EvidenceOrderRow, ...]
    checks: tuple[EvidenceCheckRow, ...]
    """In the stretch, and beyond it those at which its first and its last wait begin and end."""
    missing: tuple[str, ...]
    """What the journal tells of and the record does not hold."""
    gaps: tuple[Gap, ...]
    kept: Kept
    kept_at_once: Kept
    """The same without what was entered late."""
    alerts: tuple[AlertTimelineRow, ...]
    faults: tuple[AlertTimelineRow, ...]
    """Technical alerts: when something of Station itself did not work."""
    beds: tuple[BedStretchRow, ...]
    planned: tuple[PlannedRow, ...]
    walked: tuple[WalkedRow, ...]
    held: tuple[HeldRow, ...]
    handed: tuple[HandedRow, ...]
    away: tuple[AwayStepRow, ...]
    stations: tuple[StationRunRow, ...]
    said: tuple[StationSaidRow, ...]
    """By stations, of their sound and of the record when it was away."""
    looks: tuple[datetime, ...]
    """When Station had not been watching, and a look at everybody was owed."""
    shown: tuple[Shown, ...]
    journal: tuple[JournalRow, ...]
    head: JournalHeadRow
    policies: tuple[tuple[int, str, datetime], ...]
    """(version, who signed it, when), of those in force in the stretch."""
