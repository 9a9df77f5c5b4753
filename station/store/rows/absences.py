"""Who is off the unit, where, with whom, and until when."""

from dataclasses import dataclass
from datetime import datetime

from station.models.enums import AbsenceKind, AbsenceStepKind


@dataclass(frozen=True, slots=True)
class AwayRow:
    """A patient's absence that has not ended. When he is owed back is the open task `return` (or `AWOL`)."""

    absence_id: int
    kind: AbsenceKind
    destination: str
    custodian: str
    """Who has him now; empty when AWOL."""
    left_at: datetime
    expected_at: datetime | None
    custodian_id: int | None = None
    """The same person, where he is of the unit's staff."""


@dataclass(frozen=True, slots=True)
class AbsenceStepRow:
    kind: AbsenceStepKind
    at: datetime
    recorded_at: datetime
    by: str
    who: str
    said: str
    late_entry: bool = False


@dataclass(frozen=True, slots=True)
class CensusRow:
    """Whether everybody is accounted for: on the unit and seen on the last round, or off it with somebody."""

    on_unit: int
    off_unit: int
    awol: int
    unaccounted: tuple[int, ...]
    """Stays on the unit that the last ended round of their area did not see, and nobody has since; and those looked
    for and not found."""

    @property
    def total(self) -> int:
        return self.on_unit + self.off_unit + self.awol
