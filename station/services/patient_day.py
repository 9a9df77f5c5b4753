"""Everything that the page of one patient shows of a stretch of time, read in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from station.models import (
    Absence,
    Alert,
    Assessment,
    Bed,
    Check,
    ObservationOrder,
    Patient,
    Precaution,
    ScoreAnswer,
    Staff,
    Stay,
    Task,
    VitalOrder,
)
from station.models.enums import EntryStatus, Outcome, Priority, Stage, TaskKind, TaskState
from station.rules.alert_words import happened
from station.rules.assessments import SCALES
from station.rules.initials import initials
from station.rules.owed import level_in_force
from station.rules.policy import Policy
from station.rules.policy_patients import Level
from station.rules.wording import away_line
from station.services import finding
from station.services.vital_cards import due_of, vital_cards
from station.services.vital_reading import assessment_row, sets_between, vital_order_row
from station.store.rows import OwedRow
from station.store.rows.absences import AwayRow
from station.store.rows.vitals import (
    AssessmentRow,
    BandRow,
    CardVitals,
    GapRow,
    MarkRow,
    PatientDay,
    SpanRow,
    VitalOrderRow,
)
from station.store.work import Store


def read_patient_day(store: Store, stay_id: int, since: datetime | None, until: datetime, now: datetime) -> PatientDay:
    """`since` None: from the admission on. Of a stay that has ended too. Raises Refused for one that is not known."""
    with store.read() as session:
        hand = finding.at_hand(session, stay_id)
        stay, policy = hand.stay, hand.policy
        person = session.get_one(Patient, stay.patient_id)
        since = max(since or stay.admitted_at, stay.admitted_at)
        level = level_in_force(policy, hand.order.level, hand.order.level_asleep, asleep=stay.asleep)
        orders = _orders(session, stay_id, since, until)
        gaps = _gaps(session, policy, stay_id, since, until)
        lengths = [one.gap_s for one in gaps if one.gap_s is not None]
        judged = [one for one in gaps if one.gap_s is not None and one.outcome is Outcome.SEEN]
        assessed = _assessments(session, stay_id, since, until)
        return PatientDay(
            stay_id=stay.id,
            mrn=person.mrn,
            family=person.family,
            given=person.given,
            birth_date=person.birth_date,
            bed=None if stay.bed_id is None else session.get_one(Bed, stay.bed_id).label,
            initials=_letters(session, stay, person),
            admitted_at=stay.admitted_at,
            level=level.code,
            late_after_s=level.late.total_seconds(),
            lapsed_after_s=level.lapsed.total_seconds(),
            precautions=_precautions(session, policy, stay),
            since=since,
            until=until,
            bands=tuple(_band(policy, one) for one in orders),
            gaps=gaps,
            on_time=sum(one.stage is Stage.OK for one in judged) / len(judged) if judged else None,
            longest_gap_s=max(lengths, default=None),
            late_entries=sum(one.late_entry for one in gaps),
            sets=sets_between(session, stay_id, since, until),
            spans=(*_absences(session, stay_id, since, until), *_alerts(session, stay_id, since, until)),
            marks=_marks(session, stay_id, since, until, assessed),
            assessments=assessed,
            vitals=_card(session, stay, person, now),
            read_at=now,
            orders=_vital_orders(session, stay_id, since, until),
        )


def _card(session: Session, stay: Stay, person: Patient, now: datetime) -> CardVitals:
    zone = finding.unit(session).zone
    card = vital_cards(session, {stay.id: person.birth_date}, now, zone, stay_id=stay.id)[stay.id]
    found = session.execute(
        select(Task.id, Task.kind, Task.since, Task.soon_at, Task.due_at, Task.lapsed_at).where(
            Task.stay_id == stay.id, Task.state == TaskState.OPEN, Task.kind == TaskKind.VITALS
        )
    )
    return due_of(card, [OwedRow(*one) for one in found])


def _vital_orders(session: Session, stay_id: int, since: datetime, until: datetime) -> tuple[VitalOrderRow, ...]:
    found = session.scalars(
        select(VitalOrder)
        .where(
            VitalOrder.stay_id == stay_id,
            VitalOrder.starts_at <= until,
            or_(VitalOrder.ended_at.is_(None), VitalOrder.ended_at > since),
        )
        .order_by(VitalOrder.id)
    )
    return tuple(vital_order_row(one) for one in found)


def _letters(session: Session, stay: Stay, person: Patient) -> str:
    """As on the board, where he is told apart from the others."""
    found = session.execute(
        select(Stay.id, Patient.family, Patient.given)
        .join(Patient, Patient.id == Stay.patient_id)
        .where(Stay.discharged_at.is_(None))
    )
    names = {one.id: (one.family, one.given) for one in found} | {stay.id: (person.family, person.given)}
    return initials(names)[stay.id]


def _precautions(session: Session, policy: Policy, stay: Stay) -> tuple[str, ...]:
    order = {one.code: place for place, one in enumerate(policy.precautions)}
    found = session.scalars(select(Precaution.code).where(Precaution.stay_id == stay.id, Precaution.ended_at.is_(None)))
    return tuple(sorted(found, key=lambda code: order.get(code, len(order))))


def _orders(session: Session, stay_id: int, since: datetime, until: datetime) -> Sequence[ObservationOrder]:
    return session.scalars(
        select(ObservationOrder)
        .where(
            ObservationOrder.stay_id == stay_id,
            ObservationOrder.starts_at <= until,
            or_(ObservationOrder.ended_at.is_(None), ObservationOrder.ended_at > since),
        )
        .order_by(ObservationOrder.starts_at, ObservationOrder.id)
    ).all()


def _band(policy: Policy, one: ObservationOrder) -> BandRow:
    known = _level(policy, one.level)
    return BandRow(
        one.starts_at, one.ended_at, one.level, one.level_asleep, one.kind, known is not None and known.continuous
    )


def _level(policy: Policy, code: str | None) -> Level | None:
    """None: a level that the policy does not have any more."""
    return next((one for one in policy.levels if one.code == code), None)


def _gaps(session: Session, policy: Policy, stay_id: int, since: datetime, until: datetime) -> tuple[GapRow, ...]:
    found = session.execute(
        select(
            Check.observed_at, Check.since, Check.due_at, Check.outcome, Check.late_entry,
            ObservationOrder.level, ObservationOrder.level_asleep,
        )
        .outerjoin(
            ObservationOrder,
            and_(
                ObservationOrder.stay_id == Check.stay_id,
                ObservationOrder.starts_at <= Check.observed_at,
                or_(ObservationOrder.ended_at.is_(None), ObservationOrder.ended_at > Check.observed_at),
            ),
        )
        .where(
            Check.stay_id == stay_id,
            Check.observed_at >= since,
            Check.observed_at <= until,
            Check.status == EntryStatus.CURRENT,
        )
        .order_by(Check.observed_at, Check.id)
    )  # fmt: skip
    return tuple(
        GapRow(
            one.observed_at,
            None if one.since is None else (one.observed_at - one.since).total_seconds(),
            _stage(policy, one.observed_at, one.since, one.due_at, (one.level, one.level_asleep)),
            one.outcome,
            one.late_entry,
        )
        for one in found
    )


def _stage(
    policy: Policy, at: datetime, since: datetime | None, due_at: datetime | None, levels: Iterable[str | None]
) -> Stage:
    if since is None or due_at is None or at < due_at:
        return Stage.OK
    return Stage.LAPSED if at >= due_at + _until_lapse(policy, due_at - since, levels) else Stage.LATE


def _until_lapse(policy: Policy, late: timedelta, levels: Iterable[str | None]) -> timedelta:
    """From late to lapsed of whichever interval fell due after so long: the level's, or that of a first check."""
    known = [one for one in (_level(policy, code) for code in levels) if one is not None]
    fitting = [one for one in known if one.late == late] or known
    if not fitting or (late == policy.first_check.late and fitting[0].late != late):
        return policy.first_check.lapsed - policy.first_check.late
    return fitting[0].lapsed - fitting[0].late


def _absences(session: Session, stay_id: int, since: datetime, until: datetime) -> list[SpanRow]:
    found = session.scalars(
        select(Absence)
        .where(
            Absence.stay_id == stay_id,
            Absence.left_at <= until,
            or_(Absence.ended_at.is_(None), Absence.ended_at > since),
        )
        .order_by(Absence.left_at)
    )
    return [
        SpanRow(
            one.left_at,
            one.ended_at,
            away_line(AwayRow(one.id, one.kind, one.destination, one.custodian, one.left_at, one.expected_at)),
            "away",
        )
        for one in found
    ]


def _alerts(session: Session, stay_id: int, since: datetime, until: datetime) -> list[SpanRow]:
    found = session.scalars(
        select(Alert)
        .where(
            Alert.stay_id == stay_id,
            Alert.priority != Priority.TECHNICAL,
            Alert.due_at <= until,
            or_(Alert.closed_at.is_(None), Alert.closed_at > since),
        )
        .order_by(Alert.due_at, Alert.id)
    )
    return [SpanRow(one.due_at, one.closed_at, happened(TaskKind(one.kind), one.stage), "alert") for one in found]


def _assessments(session: Session, stay_id: int, since: datetime, until: datetime) -> tuple[AssessmentRow, ...]:
    found = session.execute(
        select(Assessment, Staff.name)
        .join(Staff, Staff.id == Assessment.by_id)
        .where(
            Assessment.stay_id == stay_id,
            Assessment.observed_at >= since,
            Assessment.observed_at <= until,
            Assessment.status == EntryStatus.CURRENT,
        )
        .order_by(Assessment.observed_at, Assessment.id)
    )
    return tuple(assessment_row(one, by) for one, by in found)


def _marks(
    session: Session, stay_id: int, since: datetime, until: datetime, assessed: Iterable[AssessmentRow]
) -> tuple[MarkRow, ...]:
    notes = session.execute(
        select(Check.observed_at, Check.note, Staff.name)
        .join(Staff, Staff.id == Check.observer_id)
        .where(
            Check.stay_id == stay_id,
            Check.observed_at >= since,
            Check.observed_at <= until,
            Check.status == EntryStatus.CURRENT,
            Check.note.is_not(None),
        )
    )
    answers = session.execute(
        select(ScoreAnswer.at, ScoreAnswer.words, Staff.name)
        .join(Staff, Staff.id == ScoreAnswer.by_id)
        .where(ScoreAnswer.stay_id == stay_id, ScoreAnswer.at >= since, ScoreAnswer.at <= until)
    )
    marks = [MarkRow(at, words or "", by) for at, words, by in notes]
    marks += [MarkRow(at, f"Score answered: {words}", by) for at, words, by in answers]
    marks += [MarkRow(one.observed_at, _assessed(one), one.by) for one in assessed]
    return tuple(sorted(marks, key=lambda one: one.at))


def _assessed(one: AssessmentRow) -> str:
    said = one.outcome.value if one.total is None else str(one.total)
    return f"{SCALES[one.kind].title} ({one.kind.value}) {said}"
