"""The alerts of the store as spans of time on the screen, read from their steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from station.models.enums import Priority, Stage, StepKind
from station.services import Store, reading
from station.simulation.verdict import Span

_LATE = (Stage.LATE.value, Stage.LAPSED.value)


@dataclass(slots=True)
class _Standing:
    opened: datetime
    high: datetime | None = None


def read_spans(store: Store, since: datetime, until: datetime) -> list[Span]:
    """Every time that an alert of lateness stood, of those that fell due in [since, until). Technical ones left out,
    and what was only due soon."""
    rows = [row for row in reading.read_alert_history(store, since, until) if row.priority is not Priority.TECHNICAL]
    return [
        Span(row.id, row.stay_id or 0, row.kind, row.due_at, standing.opened, closed, standing.high, row.about)
        for row in rows
        for standing, closed in _standing(store, row.id, row.lapsed_at)
    ]


def _standing(store: Store, alert: int, lapsed: datetime | None) -> Iterator[tuple[_Standing, datetime | None]]:
    now: _Standing | None = None
    for step in reading.read_alert_steps(store, alert):
        if step.kind is StepKind.CLOSED:
            if now is not None:
                yield now, step.at
            now = None
        elif step.kind is StepKind.REOPENED or (
            step.kind in (StepKind.OPENED, StepKind.RAISED) and step.detail in _LATE
        ):
            now = now or _Standing(step.at)
            is_high = step.detail == Stage.LAPSED.value or (lapsed is not None and lapsed <= step.at)
            if now.high is None and is_high:
                now.high = step.at
    if now is not None:
        yield now, None
