"""What the rail of things needing a person shows: open alerts by urgency, late checks of one area as one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from station.models.enums import AlertState, Priority, TaskKind


class OpenAlert(Protocol):
    """What this needs to know of an alert; the store's row of an open alert has it."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def priority(self) -> Priority: ...
    @property
    def state(self) -> AlertState: ...
    @property
    def area_id(self) -> int | None: ...
    @property
    def area(self) -> str | None: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def detected_at(self) -> datetime: ...


AlertT = TypeVar("AlertT", bound=OpenAlert)


@dataclass(frozen=True, slots=True)
class Announcement(Generic[AlertT]):
    """One entry of the rail: a single alert, or the late checks of one area, longest overdue first."""

    key: str
    """Stays the same while the announcement does, so that a screen can move it instead of making it anew."""
    priority: Priority
    alerts: tuple[AlertT, ...]
    grouped: bool
    area: str | None
    due_at: datetime
    """Of the one longest overdue."""


def announce(alerts: Iterable[AlertT]) -> tuple[Announcement[AlertT], ...]:
    """The alerts as announcements: high first, then technical, medium, low; within each, longest overdue first.

    Late checks of one area that nobody has accepted are one announcement; a high one always stands alone, and so does
    one that somebody has, because what it says is about him.
    """
    alone: list[AlertT] = []
    rounds: defaultdict[int, list[AlertT]] = defaultdict(list)
    for alert in alerts:
        together = rounds[alert.area_id] if _is_late_check(alert) and alert.area_id is not None else alone
        together.append(alert)
    entries = [_single(alert) for alert in alone] + [_late_round(area, late) for area, late in rounds.items()]
    return tuple(sorted(entries, key=_urgency))


def _is_late_check(alert: OpenAlert) -> bool:
    late = alert.kind == TaskKind.CHECK and alert.priority is Priority.MEDIUM
    return late and alert.state is AlertState.OPEN


def _single(alert: AlertT) -> Announcement[AlertT]:
    return Announcement(f"alert {alert.id}", alert.priority, (alert,), False, alert.area, alert.due_at)


def _late_round(area_id: int, late: list[AlertT]) -> Announcement[AlertT]:
    if len(late) == 1:
        return _single(late[0])
    in_order = tuple(sorted(late, key=lambda alert: (alert.due_at, alert.id)))
    first = in_order[0]
    return Announcement(f"late in area {area_id}", first.priority, in_order, True, first.area, first.due_at)


def _urgency(entry: Announcement[AlertT]) -> tuple[int, datetime, int]:
    return entry.priority.rank, entry.due_at, entry.alerts[0].id
