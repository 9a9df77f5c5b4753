"""Reads the patients of the unit as rows: seven queries for the whole unit, however many beds."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session, aliased

from station.models import (
    Absence,
    Check,
    Handing,
    ObservationOrder,
    ObserverDuty,
    Patient,
    PatientPhoto,
    Precaution,
    Staff,
    Stay,
    Task,
)
from station.models.enums import AbsenceKind, TaskKind, TaskState
from station.rules.initials import initials
from station.rules.owed import level_in_force
from station.rules.policy import Policy
from station.services.duties import handed_over
from station.services.vital_cards import due_of, vital_cards
from station.store.rows import OwedRow, PatientRow, SeenRow
from station.store.rows.absences import AwayRow
from station.store.rows.custody import ObserverRow, OfferRow
from station.store.rows.vitals import CardVitals

_StayRow = Row[*tuple[Any, ...]]


def patient_rows(
    session: Session, policy: Policy, now: datetime | None = None, zone: str = "UTC"
) -> list[tuple[int | None, PatientRow]]:
    """(bed id, row) of every open stay. Without `now` (and the unit's `zone`) vital signs are left out."""
    stays = _open_stays(session)
    letters = initials({stay.id: (stay.family, stay.given) for stay in stays})
    tasks = _open_tasks(session)
    observers = _observers(session)
    precautions = _precautions(session, policy)
    born = {stay.id: stay.birth_date for stay in stays}
    vitals = {} if now is None else vital_cards(session, born, now, zone)
    return [
        (
            stay.bed_id,
            _row(
                policy,
                stay,
                letters[stay.id],
                tasks[stay.id],
                observers.get(stay.id),
                precautions[stay.id],
                vitals.get(stay.id),
            ),
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
            Stay.look_for,
            PatientPhoto.id.label("photo_id"),
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
            Absence.id.label("absence_id"),
            Absence.kind.label("away_kind"),
            Absence.destination,
            Absence.custodian,
            Absence.custodian_id,
            Absence.left_at,
            Absence.expected_at,
        )
        .join(Patient, Patient.id == Stay.patient_id)
        .join(ObservationOrder, ObservationOrder.id == Stay.order_id)
        .outerjoin(PatientPhoto, and_(PatientPhoto.patient_id == Stay.patient_id, PatientPhoto.ended_at.is_(None)))
        .outerjoin(Check, Check.id == Stay.last_check_id)
        .outerjoin(Staff, Staff.id == Check.observer_id)
        .outerjoin(Absence, Absence.id == Stay.absence_id)
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
        select(ObserverDuty, Staff.name, Handing, offered.name)
        .join(Staff, Staff.id == ObserverDuty.staff_id)
        .outerjoin(Handing, and_(Handing.duty_id == ObserverDuty.id, Handing.answered_at.is_(None)))
        .outerjoin(offered, offered.id == Handing.to_id)
        .where(ObserverDuty.ended_at.is_(None))
    )
    return {
        duty.stay_id: ObserverRow(duty.id, duty.staff_id, name, duty.started_at, _offer(handing, to))
        for duty, name, handing, to in found
    }


def _offer(handing: Handing | None, to: str | None) -> OfferRow | None:
    if handing is None:
        return None
    return OfferRow(handing.id, handing.to_id, to or "", handing.offered_at, handed_over(handing))


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
    vitals: CardVitals | None,
) -> PatientRow:
    level = level_in_force(policy, stay.level, stay.level_asleep, asleep=stay.asleep)
    away = _away(stay)
    owed_first = _owed_first(away)
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
        check=next((task for task in tasks if task.kind is owed_first), _unknown(stay, owed_first)),
        owed=tuple(task for task in tasks if task.kind is not owed_first),
        seen=_seen(stay),
        observer=observer,
        precautions=precautions,
        away=away,
        look_for=stay.look_for,
        photo_id=stay.photo_id,
        vitals=None if vitals is None else due_of(vitals, tasks),
    )


def _away(stay: _StayRow) -> AwayRow | None:
    if stay.absence_id is None:
        return None
    return AwayRow(
        absence_id=stay.absence_id,
        kind=stay.away_kind,
        destination=stay.destination,
        custodian=stay.custodian,
        left_at=stay.left_at,
        expected_at=stay.expected_at,
        custodian_id=stay.custodian_id,
    )


def _owed_first(away: AwayRow | None) -> TaskKind:
    """What is owed of him before all: a check; of somebody off the unit his return, or finding him."""
    if away is None:
        return TaskKind.CHECK
    return TaskKind.AWOL if away.kind is AbsenceKind.AWOL else TaskKind.RETURN


def _unknown(stay: _StayRow, kind: TaskKind) -> OwedRow:
    """A stay whose task is missing is shown as lapsed, never as fine."""
    since = stay.left_at or stay.last_seen_at or stay.admitted_at
    return OwedRow(0, kind, since, None, since, since)


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
