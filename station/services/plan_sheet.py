"""The plan of a shift as the Assignments page is handed it: frozen values over the rules' own."""

from dataclasses import dataclass
from datetime import datetime

from station.rules.plan import Need, Plan, Worker
from station.store.rows.plan import AreaLoadRow, ContinuousRow, PlannableRow, ShiftRow

__all__ = [
    "AreaLoadRow",
    "ContinuousRow",
    "DraftPlan",
    "PlanSheet",
    "PlannableRow",
    "PublishedPlan",
    "ShiftRow",
    "worker_of",
]


@dataclass(frozen=True, slots=True)
class PublishedPlan:
    number: int
    """0: nothing has been published for this shift."""
    by: str
    at: datetime | None
    plan: Plan


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """What the person asked for has planned and not published."""

    based_on: int
    saved_at: datetime
    plan: Plan


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """Everything the Assignments page shows of one shift, read in one transaction."""

    shift: ShiftRow
    staff: tuple[PlannableRow, ...]
    areas: tuple[AreaLoadRow, ...]
    continuous: tuple[ContinuousRow, ...]
    needs: tuple[Need, ...]
    """What has to be covered from the shift's start to its end, as the unit is now."""
    checks_per_hour: float
    """What one person can do on rounds."""
    measured: bool
    """From the unit's own rounds; else by policy."""
    published: PublishedPlan
    draft: DraftPlan | None
    read_at: datetime
    unit: str = ""
    """What the unit is called."""


def worker_of(row: PlannableRow, starts_at: datetime, ends_at: datetime) -> Worker:
    """Somebody put on a shift from then to then, with what is said of his training."""
    return Worker(row.staff_id, row.name, row.role, starts_at, ends_at, row.warnings, row.untrained)
