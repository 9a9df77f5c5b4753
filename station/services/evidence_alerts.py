"""Reads alerts with everything that happened to them: found, told, shown, accepted, closed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from station.models import Alert, AlertShown, AlertStep, Staff
from station.models.enums import Priority, Stage, StepKind
from station.rules.wording import short
from station.store.rows.evidence import AlertMomentRow, AlertTimelineRow

_STEPS: Final = {
    StepKind.OPENED: "opened, told",
    StepKind.RAISED: "raised",
    StepKind.ESCALATED: "told",
    StepKind.ACCEPTED: "accepted",
    StepKind.LEASE_ENDED: "acceptance ran out, told",
    StepKind.REOPENED: "opened again",
    StepKind.CLOSED: "closed",
    StepKind.DELEGATED: "asked to take it",
    StepKind.EXPLAINED: "reason given",
}
_ORDER: Final = ("fell due", "lapsed", "found by Station")
"""Of what happened at one moment, this first and the rest as it was written."""


def alerts_of(session: Session, stay_id: int, since: datetime, until: datetime, as_of: datetime) -> Sequence[Alert]:
    """Those of a stay any of which lies in the stretch, as far as they had been found by `as_of`."""
    return session.scalars(
        select(Alert)
        .where(Alert.stay_id == stay_id, Alert.detected_at <= as_of, _overlaps(since, until))
        .order_by(Alert.due_at, Alert.id)
    ).all()


def technical_alerts(session: Session, since: datetime, until: datetime, as_of: datetime) -> Sequence[Alert]:
    """Faults of Station itself that stood in the stretch: those without a task and without a patient."""
    return session.scalars(
        select(Alert)
        .where(
            Alert.task_id.is_(None),
            Alert.stay_id.is_(None),
            Alert.priority == Priority.TECHNICAL,
            Alert.detected_at <= as_of,
            _overlaps(since, until),
        )
        .order_by(Alert.due_at, Alert.id)
    ).all()


def _overlaps(since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(Alert.due_at <= until, or_(Alert.closed_at.is_(None), Alert.closed_at >= since))


def timelines(session: Session, alerts: Sequence[Alert], as_of: datetime) -> tuple[AlertTimelineRow, ...]:
    """What had happened to each by `as_of`, in order of time."""
    numbers = [one.id for one in alerts]
    names = dict(session.execute(select(Staff.id, Staff.name)).all())
    told = _steps(session, numbers, as_of)
    for alert_id, moment in _shown(session, numbers, as_of):
        told[alert_id].append(moment)
    return tuple(_timeline(one, told[one.id], names, as_of) for one in alerts)


_AT_ONCE: Final = 500
"""Numbers in one question."""


def _parts(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE))


def _steps(session: Session, numbers: Sequence[int], as_of: datetime) -> defaultdict[int, list[AlertMomentRow]]:
    found: defaultdict[int, list[AlertMomentRow]] = defaultdict(list)
    for part in _parts(numbers):
        steps = session.execute(
            select(AlertStep.alert_id, AlertStep.kind, AlertStep.at, AlertStep.who, AlertStep.detail)
            .where(AlertStep.alert_id.in_(part), AlertStep.at <= as_of)
            .order_by(AlertStep.id)
        )
        for alert_id, kind, at, who, detail in steps:
            said = f"by {detail}" if kind is StepKind.DELEGATED and detail else detail
            found[alert_id].append(AlertMomentRow(at, _STEPS[kind], who, said))
    return found


def _shown(session: Session, numbers: Sequence[int], as_of: datetime) -> Iterable[tuple[int, AlertMomentRow]]:
    for part in _parts(numbers):
        found = session.scalars(
            select(AlertShown)
            .where(AlertShown.alert_id.in_(part), AlertShown.at <= as_of)
            .order_by(AlertShown.at, AlertShown.id)
        )
        for one in found:
            yield one.alert_id, AlertMomentRow(one.at, one.kind.value, one.station, one.priority.value)


def _timeline(alert: Alert, told: Sequence[AlertMomentRow], names: dict[int, str], as_of: datetime) -> AlertTimelineRow:
    closed = alert.closed_at is not None and alert.closed_at <= as_of
    noted = alert.close_note_at is not None and alert.close_note_at <= as_of
    lapsed_at = alert.lapsed_at if alert.lapsed_at is not None and alert.lapsed_at <= as_of else None
    row = AlertTimelineRow(
        alert_id=alert.id,
        kind=alert.kind,
        subject=alert.subject,
        text=alert.text,
        priority=alert.priority,
        stage=Stage.LAPSED if lapsed_at is not None else min(alert.stage, Stage.LATE, key=lambda one: one.rank),
        since=alert.since,
        due_at=alert.due_at,
        lapsed_at=lapsed_at,
        detected_at=alert.detected_at,
        closed_at=alert.closed_at if closed else None,
        closed_by=names.get(alert.closed_by_id or 0, "") if closed else "",
        close_reason=(alert.close_reason or "") if closed else "",
        close_note=_note(alert, names) if noted else "",
        documented_late=closed and alert.documented_late,
        moments=(),
    )
    return replace(row, moments=_ordered([*_facts(alert, as_of), *told]))


def _note(alert: Alert, names: dict[int, str]) -> str:
    by = names.get(alert.close_note_by_id or 0, "Station")
    return f"{alert.close_note} ({by})" if alert.close_note else ""


def _facts(alert: Alert, as_of: datetime) -> Iterable[AlertMomentRow]:
    """What stands in the alert itself."""
    if alert.due_at <= min(as_of, alert.closed_at or as_of):
        yield AlertMomentRow(alert.due_at, _ORDER[0])
    if alert.lapsed_at is not None and alert.lapsed_at <= as_of:
        yield AlertMomentRow(alert.lapsed_at, _ORDER[1])
    yield AlertMomentRow(alert.detected_at, _ORDER[2], "", _found(alert.detected_at - alert.due_at))
    if alert.documented_late and alert.closed_at is not None and alert.closed_at <= as_of:
        yield AlertMomentRow(alert.closed_at, "documented late", "", _entered_after(alert))


def _found(late: timedelta) -> str:
    """Something owed is told of before it is due, where the policy says so."""
    return (
        f"{late.total_seconds():.1f} s after it fell due"
        if late >= timedelta(0)
        else f"{short(-late)} before it fell due"
    )


def _entered_after(alert: Alert) -> str:
    if alert.closed_at is None or alert.lapsed_at is None:
        return "entered after it was late"
    return f"entered {short(alert.closed_at - alert.lapsed_at)} after it had lapsed"


def _ordered(moments: Iterable[AlertMomentRow]) -> tuple[AlertMomentRow, ...]:
    first = {what: place for place, what in enumerate(_ORDER)}
    return tuple(sorted(moments, key=lambda one: (one.at, first.get(one.what, len(_ORDER)))))
