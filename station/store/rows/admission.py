"""What was done of what is owed after an admission."""

from dataclasses import dataclass
from datetime import datetime

from station.models.enums import DeedOutcome, TaskKind


@dataclass(frozen=True, slots=True)
class AdmissionDeedRow:
    kind: TaskKind
    outcome: DeedOutcome
    done_at: datetime
    recorded_at: datetime
    late_entry: bool
    by: str
    second: str | None
    items: tuple[tuple[str, str], ...]
    """Belongings: (what, where it went)."""
    weight_kg: float | None
    note: str
    corrected: str = ""
    """Where the vital signs that did it were put right, and do it no more: "amended", "of another patient"."""
