"""An alert as it opens: a plain value until it is stored, many in one statement.

Five hundred mapped objects take 20 ms to fill and to read again, for nothing: none of them is written by the session.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert

from station.models import Alert, AlertStep
from station.models.enums import AlertState, Priority, Stage


@dataclass(slots=True)
class NewAlert:
    """What the mapped class holds, by the same names."""

    subject: str
    kind: str
    priority: Priority
    stage: Stage
    since: datetime
    due_at: datetime
    detected_at: datetime
    policy: dict[str, Any]
    task_id: int | None = None
    stay_id: int | None = None
    area_id: int | None = None
    lapsed_at: datetime | None = None
    text: str = ""
    state: AlertState = AlertState.OPEN
    accepted_by_id: int | None = None
    accepted_at: datetime | None = None
    accepted_note: str | None = None
    lease_until: datetime | None = None
    step: int = 0
    told_at: datetime | None = None
    next_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by_id: int | None = None
    close_reason: str | None = None
    delegated_to_id: int | None = None
    delegated_at: datetime | None = None
    close_note: str | None = None
    close_note_by_id: int | None = None
    close_note_at: datetime | None = None
    documented_late: bool = False
    check_id: int | None = None
    version: int = 1
    id: int = 0
    """Known once it is stored."""


AnyAlert = Alert | NewAlert
"""An alert in hand, stored before or just opened."""


INSERT_ALERTS: Final = insert(Alert.__table__)  # type: ignore[arg-type]  # typed FromClause, is a Table
INSERT_STEPS: Final = insert(AlertStep.__table__)  # type: ignore[arg-type]  # the same
_STORED: Final = [column.key for column in Alert.__table__.columns if column.key != "id"]


def values(alert: NewAlert) -> dict[str, Any]:
    """What is stored of it; the database gives the id."""
    return {name: getattr(alert, name) for name in _STORED}
