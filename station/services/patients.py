"""Reads the patients of the unit as rows: five queries for the whole unit, however many beds."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, aliased

from station.models import Check, ObservationOrder, ObserverDuty, Patient, Precaution, Staff, Stay, Task
from station.models.enums import TaskKind, TaskState
from station.rules.initials import initials
from station.rules.owed import level_in_force
from station.rules.policy import Policy
from station.store.rows import ObserverRow, OwedRow, PatientRow, SeenRow

_StayRow = Row[*tuple[Any, ...]]


def patient_rows(session: Session, policy: Policy) -> list[tuple[int | None, PatientRow]]:
    """(bed id, row) of every open stay."""
    stays = _open_stays(session)
    letters = initials({stay.id: (stay.family, stay.given) for stay in stays})
    tasks = _open_tasks(session)
    observers = _observers(session)
    precautions = _precautions(session, policy)
    return [
        (
            stay.bed_id,
            _row(policy, stay, letters[stay.id], tasks[stay.id], observers.get(stay.id), precautions[stay.id]),
        )
        for stay in stays
    ]


def _open_stays(session: Session) -> Sequence[_StayRow]:
    found: Sequence[_StayRow] = session.execute(
        select(
            Stay.id,
            Stay.bed_id,
            Stay.admitted_at,
            Stay.last_seen_at,
            Stay.asleep,
            Stay.owed_since,
            Stay.owed_reason,
            Patient.mrn,
            Patient.family,
            Patient.given,
            Patient.birth_date,
            ObservationOrder.level,
            ObservationOrder.level_asleep,
            ObservationOrder.review_by,
            Check.id.label("check_id"),
            Check.location,
            Check.activity,
            Check.late_entry,
            Check.concern,
            Staff.name.label("observer"),
        )
        .join(Patient, Patient.id == Stay.patient_id)
        .join(ObservationOrder, ObservationOrder.id == Stay.order_id)
        .outerjoin(Check, Check.id == Stay.last_check_id)
        .outerjoin(Staff, Staff.id == Check.observer_id)
        .where(Stay.discharged_at.is_(None))
        .order_by(Stay.id)
    ).all()
    return found


def _open_tasks(session: Session) -> defaultdict[int, list[OwedRow]]:
    found = session.execute(
        select(Task.stay_id, Task.id, Task.kind, Task.since, Task.soon_at, Task.due_at, Task.lapsed_at).where(
            Task.state == TaskState.OPEN, Task.stay_id.is_not(None)
        )
    )
    rows: defaultdict[int, list[OwedRow]] = defaultdict(list)
    for one in found:
        rows[one.stay_id or 0].append(OwedRow(one.id, one.kind, one.since, one.soon_at, one.due_at, one.lapsed_at))
    return rows


def _observers(session: Session) -> dict[int, ObserverRow]:
    offered = aliased(Staff)
    found = session.execute(
        select(
            ObserverDuty.stay_id,
            ObserverDuty.id,
            ObserverDuty.staff_id,
            Staff.name,
            ObserverDuty.started_at,
            ObserverDuty.offered_to_id,
            offered.name,
        )
        .join(Staff, Staff.id == ObserverDuty.staff_id)
        .outerjoin(offered, offered.id == ObserverDuty.offered_to_id)
        .where(ObserverDuty.ended_at.is_(None))
    )
    return {one[0]: ObserverRow(*one[1:]) for one in found}


def _precautions(session: Session, policy: Policy) -> defaultdict[int, tuple[str, ...]]:
    found = session.execute(select(Precaution.stay_id, Precaution.code).where(Precaution.ended_at.is_(None)))
    codes: defaultdict[int, list[str]] = defaultdict(list)
    for stay_id, code in found:
        codes[stay_id].append(code)
    order = {one.code: place for place, one in enumerate(policy.precautions)}
    sorted_codes = {key: tuple(sorted(each, key=lambda code: order.get(code, 99))) for key, each in codes.items()}
    return defaultdict(tuple, sorted_codes)


def _row(
    policy: Policy,
    stay: _StayRow,
    letters: str,
    tasks: Sequence[OwedRow],
    observer: ObserverRow | None,
    precautions: tuple[str, ...],
) -> PatientRow:
    level = level_in_force(policy, stay.level, stay.level_asleep, asleep=stay.asleep)
    first_owed = stay.owed_since is not None and (stay.last_seen_at is None or stay.last_seen_at < stay.owed_since)
    return PatientRow(
        stay_id=stay.id,
        mrn=stay.mrn,
        family=stay.family,
        given=stay.given,
        birth_date=stay.birth_date,
        initials=letters,
        admitted_at=stay.admitted_at,
        level=level.code,
        level_ordered=stay.level,
        level_asleep=stay.level_asleep,
        continuous=level.continuous,
        owed_since=stay.owed_since if first_owed else None,
        owed_reason=stay.owed_reason if first_owed else None,
        asleep=stay.asleep,
        review_by=stay.review_by,
        check=next((task for task in tasks if task.kind is TaskKind.CHECK), _unknown(stay)),
        owed=tuple(task for task in tasks if task.kind is not TaskKind.CHECK),
        seen=_seen(stay),
        observer=observer,
        precautions=precautions,
    )


def _unknown(stay: _StayRow) -> OwedRow:
    """A stay whose check task is missing is shown as lapsed, never as fine."""
    since = stay.last_seen_at or stay.admitted_at
    return OwedRow(0, TaskKind.CHECK, since, None, since, since)


def _seen(stay: _StayRow) -> SeenRow | None:
    if stay.check_id is None:
        return None
    return SeenRow(
        check_id=stay.check_id,
        observed_at=stay.last_seen_at,
        location=stay.location,
        activity=stay.activity,
        observer=stay.observer,
        late_entry=stay.late_entry,
        concern=stay.concern,
    )
