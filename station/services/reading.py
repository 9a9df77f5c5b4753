"""Reads, without changing anything: what screens, reports and the simulation show of the store."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, aliased

from station.models import (
    Alert,
    AlertStep,
    Amendment,
    Area,
    Bed,
    Check,
    Patient,
    PolicyVersion,
    Room,
    Staff,
    Station,
    Stay,
    Task,
    Unit,
)
from station.models.enums import AlertState, EntryStatus, Outcome
from station.rules.escalation import ladder_from_json
from station.rules.policy import Policy
from station.rules.shifts import running
from station.services import finding
from station.services.canaries import NOT_A_PROBE
from station.services.check_rows import amendment_row, check_row
from station.services.environment_reading import hazard_rows, unit_task_rows
from station.services.not_put_in import count_open
from station.services.on_duty import on_duty_rows
from station.services.patients import patient_rows
from station.services.walking import census, round_rows
from station.store.journal import head
from station.store.rows import (
    AlertHistoryRow,
    AlertRow,
    AlertStepRow,
    AmendmentRow,
    BedRow,
    BoardSnapshot,
    CheckRow,
    LeftRow,
    PatientRow,
    PatientStayRow,
    PolicyRow,
    ShiftFigures,
    StaffRow,
    StationRow,
    UnitRow,
)
from station.store.work import Actor, Store


def unit_exists(store: Store) -> bool:
    """Whether a unit has been set up in this database."""
    with store.read() as session:
        return session.scalar(select(Unit.id).limit(1)) is not None


def read_unit(store: Store) -> UnitRow:
    with store.read() as session:
        return _unit_row(finding.unit(session))


def _unit_row(unit: Unit) -> UnitRow:
    return UnitRow(unit.id, unit.name, unit.zone, unit.is_demo)


def read_head(store: Store) -> int:
    """The number of the last journal entry: as long as it stands, nothing that is journalled has changed."""
    with store.read() as session:
        return head(session)[0]


def read_policy(store: Store) -> Policy:
    """The policy in force."""
    with store.read() as session:
        return finding.policy_in_force(session)


def read_policy_signature(store: Store) -> PolicyRow:
    """Who signed the policy in force, and when."""
    with store.read() as session:
        row = session.execute(
            select(PolicyVersion.id, PolicyVersion.signed_by, PolicyVersion.signed_at)
            .order_by(PolicyVersion.id.desc())
            .limit(1)
        ).one()
        return PolicyRow(row.id, row.signed_by, row.signed_at)


def read_staff(store: Store) -> tuple[StaffRow, ...]:
    """Who works here, by name."""
    with store.read() as session:
        people = session.execute(select(Staff.id, Staff.name, Staff.role).where(Staff.active).order_by(Staff.name))
        return tuple(StaffRow(*one) for one in people)


def read_board(store: Store, now: datetime) -> BoardSnapshot:
    """Everything the board shows, in one transaction. Raises Refused when no unit has been set up."""
    with store.read() as session:
        return board_in(session, now)


def board_in(session: Session, now: datetime) -> BoardSnapshot:
    """The same within a transaction that reads more."""
    unit = _unit_row(finding.unit(session))
    policy = finding.policy_in_force(session)
    patients = patient_rows(session, policy, now, unit.zone)
    beds = _bed_rows(session, patients)
    area_of_bed = {bed.bed_id: bed.area_id for bed in beds}
    return BoardSnapshot(
        unit=unit,
        beds=beds,
        unplaced=tuple(row for bed_id, row in patients if bed_id is None),
        alerts=_alert_rows(session, patients, beds),
        stations=_station_rows(session),
        figures=_figures(session, policy, unit, now),
        read_at=now,
        show_precautions_on_wall=policy.wall.show_precautions,
        census=census(session, patients, area_of_bed, now),
        rounds=round_rows(session, patients, area_of_bed),
        unit_tasks=unit_task_rows(session),
        hazards=hazard_rows(session),
        on_duty=on_duty_rows(session, now, policy),
        not_put_in=count_open(session),
    )


def _bed_rows(session: Session, patients: Sequence[tuple[int | None, PatientRow]]) -> tuple[BedRow, ...]:
    by_bed = {bed_id: row for bed_id, row in patients if bed_id is not None}
    found = session.execute(
        select(Bed.id, Bed.label, Area.id, Area.name, Room.name, Bed.position)
        .join(Room, Room.id == Bed.room_id)
        .join(Area, Area.id == Room.area_id)
        .where(Bed.in_use)
        .order_by(Bed.position)
    )
    return tuple(BedRow(*one, by_bed.get(one[0])) for one in found)


def _alert_rows(
    session: Session, patients: Sequence[tuple[int | None, PatientRow]], beds: Sequence[BedRow]
) -> tuple[AlertRow, ...]:
    bed_of = {bed.patient.stay_id: bed for bed in beds if bed.patient is not None}
    patient_of = {row.stay_id: row for _, row in patients}
    accepter, asked = aliased(Staff), aliased(Staff)
    found = session.execute(
        select(Alert, accepter.name, asked.name, Area.name)
        .outerjoin(accepter, accepter.id == Alert.accepted_by_id)
        .outerjoin(asked, asked.id == Alert.delegated_to_id)
        .outerjoin(Area, Area.id == Alert.area_id)
        .where(Alert.state != AlertState.CLOSED, NOT_A_PROBE)
        .order_by(Alert.due_at, Alert.id)
    )
    return tuple(
        _alert_row(alert, names, area, bed_of.get(alert.stay_id or 0), patient_of.get(alert.stay_id or 0))
        for alert, *names, area in found
    )


def _alert_row(
    alert: Alert, names: Sequence[str | None], area: str | None, bed: BedRow | None, patient: PatientRow | None
) -> AlertRow:
    """`names`: who has accepted it, who was asked to; `area`: of what is owed to no patient, where it is owed."""
    return AlertRow(
        id=alert.id,
        subject=alert.subject,
        task_id=alert.task_id,
        stay_id=alert.stay_id,
        bed=None if bed is None else bed.label,
        initials=None if patient is None else patient.initials,
        area_id=alert.area_id if bed is None else bed.area_id,
        area=area if bed is None else bed.area,
        level=None if patient is None else patient.level,
        kind=alert.kind,
        priority=alert.priority,
        stage=alert.stage,
        state=alert.state,
        text=alert.text,
        since=alert.since,
        due_at=alert.due_at,
        lapsed_at=alert.lapsed_at,
        detected_at=alert.detected_at,
        accepted_by=names[0],
        accepted_at=alert.accepted_at,
        accepted_note=alert.accepted_note,
        lease_until=alert.lease_until,
        told=_told(alert),
        told_at=alert.told_at,
        version=alert.version,
        accepted_by_id=alert.accepted_by_id,
        delegated_to_id=alert.delegated_to_id,
        delegated_to=names[1],
        delegated_at=alert.delegated_at,
    )


def _told(alert: Alert) -> str:
    """The role told last; "nobody known" where the stored ladder cannot be read, which has an alert of its own."""
    try:
        return ladder_from_json(alert.policy).role(alert.step)
    except (KeyError, TypeError, ValueError):
        return "nobody known"


def _station_rows(session: Session) -> tuple[StationRow, ...]:
    found = session.execute(
        select(Station.name, Station.kind, Station.seen_at, Station.stopped_at).order_by(Station.name)
    )
    return tuple(StationRow(*one) for one in found)


def _figures(session: Session, policy: Policy, unit: UnitRow, now: datetime) -> ShiftFigures:
    """Of the checks of the running shift: how many were seen before they were due, and the longest gap one ended."""
    shift = running(policy.shifts, now, unit.zone)
    gap = Check.observed_at - Check.since
    counted = session.execute(
        select(
            func.count(Check.id),
            func.sum(case((Check.observed_at < Check.due_at, 1), else_=0)),
            func.max(gap),
        ).where(
            Check.observed_at >= shift.starts_at,
            Check.outcome == Outcome.SEEN,
            Check.status == EntryStatus.CURRENT,
            Check.since.is_not(None),
        )
    ).one()
    return ShiftFigures(shift.starts_at, shift.name, counted[0], int(counted[1] or 0), _seconds(counted[2]))


def _seconds(micros: Any) -> float | None:
    return None if micros is None else float(micros) / 1e6


def read_checks(store: Store, stay_id: int, limit: int = 12) -> tuple[CheckRow, ...]:
    """The last checks of a stay, the latest first, corrected ones among them with what was said about them."""
    with store.read() as session:
        found = session.execute(
            select(Check, Staff.name)
            .join(Staff, Staff.id == Check.observer_id)
            .where(Check.stay_id == stay_id)
            .order_by(Check.observed_at.desc(), Check.id.desc())
            .limit(limit)
        ).all()
        said = _amendments(session, [check.id for check, _ in found])
        return tuple(check_row(check, name, said.of[check.id], said.by[check.id]) for check, name in found)


@dataclass(frozen=True, slots=True)
class _Amendments:
    """By check: what was said about it, and about the entry that it stands in place of."""

    of: defaultdict[int, list[AmendmentRow]]
    by: defaultdict[int, list[AmendmentRow]]


def _amendments(session: Session, check_ids: Sequence[int]) -> _Amendments:
    rows = _Amendments(defaultdict(list), defaultdict(list))
    found = session.execute(
        select(Amendment, Staff.name)
        .outerjoin(Staff, Staff.id == Amendment.by_id)
        .where(or_(Amendment.check_id.in_(check_ids), Amendment.replacement_id.in_(check_ids)))
        .order_by(Amendment.id)
    )
    for said, name in found:
        row = amendment_row(said, name)
        rows.of[said.check_id].append(row)
        if said.replacement_id is not None:
            rows.by[said.replacement_id].append(row)
    return rows


def read_alert_steps(store: Store, alert_id: int) -> tuple[AlertStepRow, ...]:
    """Everything that happened to an alert, in order."""
    with store.read() as session:
        found = session.execute(
            select(AlertStep.kind, AlertStep.at, AlertStep.who, AlertStep.detail)
            .where(AlertStep.alert_id == alert_id)
            .order_by(AlertStep.id)
        )
        return tuple(AlertStepRow(*one) for one in found)


def read_empty_beds(store: Store) -> tuple[tuple[int, str], ...]:
    """(id, label) of the beds nobody is in, in board order."""
    taken = select(Stay.bed_id).where(Stay.discharged_at.is_(None), Stay.bed_id.is_not(None))
    with store.read() as session:
        found = session.execute(
            select(Bed.id, Bed.label).where(Bed.in_use, Bed.id.not_in(taken)).order_by(Bed.position)
        )
        return tuple((one.id, one.label) for one in found)


def read_alert_history(store: Store, since: datetime, until: datetime) -> tuple[AlertHistoryRow, ...]:
    """Every alert that fell due in [since, until), open or closed, in the order they fell due."""
    with store.read() as session:
        found = session.execute(
            select(Alert, func.coalesce(Task.about, ""))
            .outerjoin(Task, Task.id == Alert.task_id)
            .where(Alert.due_at >= since, Alert.due_at < until, NOT_A_PROBE)
            .order_by(Alert.due_at, Alert.id)
        )
        return tuple(_history_row(alert, about) for alert, about in found)


def _history_row(alert: Alert, about: str) -> AlertHistoryRow:
    return AlertHistoryRow(
        id=alert.id,
        stay_id=alert.stay_id,
        kind=alert.kind,
        priority=alert.priority,
        stage=alert.stage,
        state=alert.state,
        since=alert.since,
        due_at=alert.due_at,
        lapsed_at=alert.lapsed_at,
        detected_at=alert.detected_at,
        closed_at=alert.closed_at,
        close_reason=alert.close_reason,
        documented_late=alert.documented_late,
        about=about,
    )


def read_patient_by_mrn(store: Store, mrn: str) -> PatientStayRow | None:
    """The open stay of a patient by record number, with the bed he is in; None when he is not on the unit."""
    with store.read() as session:
        found = session.execute(
            select(Stay.id, Patient.mrn, Patient.family, Patient.given, Patient.birth_date, Bed.label)
            .join(Patient, Patient.id == Stay.patient_id)
            .outerjoin(Bed, Bed.id == Stay.bed_id)
            .where(Patient.mrn == mrn, Stay.discharged_at.is_(None))
        ).first()
        return None if found is None else PatientStayRow(*found)


def read_left(store: Store, since: datetime, limit: int = 60) -> tuple[LeftRow, ...]:
    """Who has left since then, the latest first: their checks can still be put right."""
    with store.read() as session:
        found = session.execute(
            select(Stay.id, Patient.family, Patient.given, Bed.label, Stay.admitted_at, Stay.discharged_at)
            .join(Patient, Patient.id == Stay.patient_id)
            .outerjoin(Bed, Bed.id == Stay.bed_id)
            .where(Stay.discharged_at >= since)
            .order_by(Stay.discharged_at.desc(), Stay.id.desc())
            .limit(limit)
        )
        return tuple(LeftRow(*one[:5], one[5]) for one in found if one[5] is not None)


def actor_of(store: Store, staff_id: int, station: str) -> Actor:
    """The member of staff who acts at a station. Raises Refused when he is not an active one."""
    with store.read() as session:
        return Actor(staff_id, finding.person(session, staff_id).name, station)
