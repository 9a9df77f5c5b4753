"""Reads vital signs: the sets of one patient, what a form shows beside its fields, who of an area is owed them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station.models import Assessment, Patient, Staff, Stay, Task, VitalAmendment, VitalOrder, VitalSet
from station.models.enums import AssessmentKind, EntryStatus, TaskKind, TaskState
from station.rules import vitals_due
from station.rules.assessments import TASK_OF
from station.services import finding
from station.services.last_weight import last_weight
from station.services.vitals_planning import order_now
from station.store.rows import BoardSnapshot
from station.store.rows.vitals import (
    AssessmentRow,
    OwedVitalsRow,
    VitalAmendmentRow,
    VitalOrderRow,
    VitalRow,
    VitalsBefore,
)
from station.store.work import Store

IMPORTED: Final = "Imported"
_COLUMNS: Final = (
    VitalSet.id, VitalSet.stay_id, Staff.name, VitalSet.outcome, VitalSet.why, VitalSet.observed_at,
    VitalSet.recorded_at, VitalSet.late_entry, VitalSet.imported, VitalSet.hr, VitalSet.sbp, VitalSet.dbp,
    VitalSet.position, VitalSet.arm, VitalSet.rr, VitalSet.spo2, VitalSet.scale, VitalSet.o2, VitalSet.o2_flow,
    VitalSet.temp, VitalSet.route, VitalSet.acvpu, VitalSet.weight, VitalSet.height, VitalSet.pain, VitalSet.concern,
    VitalSet.note, VitalSet.status,
)  # fmt: skip
_BY: Final = 2
_NAMES: Final = ("hr", "sbp", "dbp", "rr", "spo2", "o2_flow", "temp", "acvpu", "weight", "height", "pain")


def read_vitals(store: Store, stay_id: int, limit: int = 24) -> tuple[VitalRow, ...]:
    """The last sets of a stay, the latest first, corrected ones among them with what was said about them."""
    with store.read() as session:
        found = session.execute(
            select(*_COLUMNS)
            .outerjoin(Staff, Staff.id == VitalSet.by_id)
            .where(VitalSet.stay_id == stay_id)
            .order_by(VitalSet.observed_at.desc(), VitalSet.id.desc())
            .limit(limit)
        ).all()
        said = _amendments(session, [one.id for one in found])
        return tuple(_row(one, said[one.id]) for one in found)


def sets_between(session: Session, stay_id: int, since: datetime, until: datetime) -> tuple[VitalRow, ...]:
    """Those that count, oldest first, from `since` on and up to `until`, both included."""
    found = session.execute(
        select(*_COLUMNS)
        .outerjoin(Staff, Staff.id == VitalSet.by_id)
        .where(
            VitalSet.stay_id == stay_id,
            VitalSet.observed_at >= since,
            VitalSet.observed_at <= until,
            VitalSet.status == EntryStatus.CURRENT,
        )
        .order_by(VitalSet.observed_at, VitalSet.id)
    )
    return tuple(_row(one) for one in found)


def _row(one: Sequence[object], amendments: Sequence[VitalAmendmentRow] = ()) -> VitalRow:
    said = list(one)
    said[_BY] = said[_BY] or IMPORTED
    return VitalRow(*said, tuple(amendments))  # type: ignore[arg-type, call-arg]  # in the order of the columns


def _amendments(session: Session, set_ids: Sequence[int]) -> defaultdict[int, list[VitalAmendmentRow]]:
    rows: defaultdict[int, list[VitalAmendmentRow]] = defaultdict(list)
    found = session.execute(
        select(VitalAmendment, Staff.name)
        .outerjoin(Staff, Staff.id == VitalAmendment.by_id)
        .where(VitalAmendment.set_id.in_(set_ids))
        .order_by(VitalAmendment.id)
    )
    for said, name in found:
        changes = tuple((field, str(pair[0]), str(pair[1])) for field, pair in said.changes.items())
        rows[said.set_id].append(
            VitalAmendmentRow(said.kind, said.reason, changes, name or "Station", said.at, said.replacement_id)
        )
    return rows


def read_vital_orders(store: Store, stay_id: int) -> tuple[VitalOrderRow, ...]:
    """The latest first; the first is in force unless it has ended."""
    with store.read() as session:
        found = session.scalars(select(VitalOrder).where(VitalOrder.stay_id == stay_id).order_by(VitalOrder.id.desc()))
        return tuple(vital_order_row(one) for one in found)


def vital_order_row(one: VitalOrder) -> VitalOrderRow:
    return VitalOrderRow(one.schedule, one.scale, one.pregnant, one.reason, one.ordered_by, one.starts_at, one.ended_at)


def read_assessments(store: Store, stay_id: int, limit: int = 60) -> tuple[AssessmentRow, ...]:
    """The latest first."""
    with store.read() as session:
        wanted = (
            select(Assessment, Staff.name)
            .join(Staff, Staff.id == Assessment.by_id)
            .where(Assessment.stay_id == stay_id)
            .order_by(Assessment.observed_at.desc(), Assessment.id.desc())
            .limit(limit)
        )
        return tuple(assessment_row(one, by) for one, by in session.execute(wanted))


def assessment_row(one: Assessment, by: str) -> AssessmentRow:
    items = tuple((key, int(points)) for key, points in one.items.items())
    return AssessmentRow(
        one.id,
        one.kind,
        by,
        one.outcome,
        one.why,
        items,
        one.total,
        one.observed_at,
        one.late_entry,
        one.status,
        one.note or "",
    )


def read_vitals_before(store: Store, stay_id: int, now: datetime) -> VitalsBefore:
    """What the form of a new set shows beside its fields."""
    with store.read() as session:
        stay, order = finding.stay(session, stay_id), order_now(session, stay_id)
        born = session.scalar(select(Patient.birth_date).where(Patient.id == stay.patient_id))
        today = now.astimezone(ZoneInfo(finding.unit(session).zone)).date()
        weight = last_weight(session, stay, now)
        kinds = _owed_kinds(session, stay_id)
        return VitalsBefore(
            last=_last(session, stay_id),
            scale=1 if order is None else order.scale,
            no_score=vitals_due.why_no_score(born, today, pregnant=order is not None and order.pregnant),
            weight=None if weight is None else (weight.kg, weight.at),
            height=_height(session, stay),
            score_waits=TaskKind.SCORE in kinds,
            assessments=tuple(kind for kind in AssessmentKind if TASK_OF[kind] in kinds),
        )


def _owed_kinds(session: Session, stay_id: int) -> set[TaskKind]:
    return set(session.scalars(select(Task.kind).where(Task.stay_id == stay_id, Task.state == TaskState.OPEN)))


def _last(session: Session, stay_id: int) -> tuple[tuple[str, float | str, datetime], ...]:
    found = []
    for name in _NAMES:
        column = getattr(VitalSet, name)
        one = session.execute(
            select(column, VitalSet.observed_at)
            .where(VitalSet.stay_id == stay_id, column.is_not(None), VitalSet.status == EntryStatus.CURRENT)
            .order_by(VitalSet.observed_at.desc(), VitalSet.id.desc())
            .limit(1)
        ).first()
        if one is not None:
            found.append((name, one[0], one[1]))
    return tuple(found)


def _height(session: Session, stay: Stay) -> float | None:
    return session.scalar(
        select(VitalSet.height)
        .join(Stay, Stay.id == VitalSet.stay_id)
        .where(Stay.patient_id == stay.patient_id, VitalSet.height.is_not(None), VitalSet.status == EntryStatus.CURRENT)
        .order_by(VitalSet.observed_at.desc(), VitalSet.id.desc())
        .limit(1)
    )


def count_imported(store: Store, stay_id: int) -> int:
    """How many sets of a stay were imported."""
    with store.read() as session:
        counted = select(func.count(VitalSet.id)).where(VitalSet.stay_id == stay_id, VitalSet.imported)
        return session.scalar(counted) or 0


def owed_vitals(board: BoardSnapshot, area_id: int | None) -> tuple[OwedVitalsRow, ...]:
    """Who of an area (None: of the unit) is owed vital signs, whoever is first at the top; nobody off the unit is."""
    rows = [
        OwedVitalsRow(bed.patient.stay_id, bed.label, bed.patient.initials, owed.soon_at, owed.due_at, owed.lapsed_at)
        for bed in board.beds
        if bed.patient is not None and area_id in (None, bed.area_id)
        for owed in bed.patient.owed
        if owed.kind in (TaskKind.VITALS, TaskKind.FIRST_VITALS)
    ]
    rows.sort(key=lambda one: (one.due_at, one.bed or ""))
    seen: dict[int, OwedVitalsRow] = {}
    for one in rows:
        seen.setdefault(one.stay_id, one)
    return tuple(seen.values())
