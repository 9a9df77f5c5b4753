"""Reads, in one transaction, everything on record of one patient in a stretch of time, as it was at a moment."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from station.models import Absence, AbsenceStep, ObservationOrder, Patient, Staff, Stay
from station.models.enums import AbsenceStepKind, Outcome
from station.rules import evidence_gaps, evidence_wall
from station.rules.evidence_gaps import Away, Course, InForce, Ordered, Sighting
from station.rules.evidence_range import Range, RangeError, fit, read_moment
from station.services import evidence_alerts, evidence_floor, evidence_stations, finding
from station.services.errors import Refused
from station.services.evidence_backing import Backing, missing_checks
from station.services.evidence_checks import checks_of, current
from station.services.evidence_journal import extract
from station.services.evidence_sheet import Evidence
from station.services.evidence_who import bed_stretches, stay_meant
from station.store.rows.evidence import (
    AlertTimelineRow,
    AwayStepRow,
    EvidenceCheckRow,
    EvidenceOrderRow,
    HeldRow,
    JournalHeadRow,
    SubjectRow,
)
from station.store.rows.levels import LevelStretchRow
from station.store.work import Store


def range_meant(session: Session, who: str, since: str, until: str, now: datetime) -> tuple[int, Range]:
    """Whose evidence is asked for, and of which time, as typed by the unit's clock. Raises Refused, in a sentence."""
    zone = ZoneInfo(finding.unit(session).zone)
    try:
        begin, end = read_moment(since, zone), read_moment(until, zone, last=True)
        if end.at <= begin.at:
            raise RangeError("The end is not after the beginning. Say first from when, then to when.")
        stay = session.get_one(Stay, stay_meant(session, who, begin.at, end.at))
        found = fit(
            begin.at, end.at, now, admitted_at=stay.admitted_at, ended_at=stay.discharged_at, zone=zone
        )  # fmt: skip
    except RangeError as error:
        raise Refused(f"{error} Nothing has been made.") from error
    said = tuple(one.remark for one in (begin, end) if one.remark)
    return stay.id, Range(found.since, found.until, (*said, *found.remarks))


def read_evidence(store: Store, stay_id: int, stretch: Range, as_of: datetime) -> Evidence:
    """`as_of`: what was entered later is left out, so that the same can be read again. Raises Refused."""
    with store.read() as session:
        return _Reading(session, stay_id, stretch, as_of).evidence()


class _Reading:
    """One stay, one stretch, one moment."""

    def __init__(self, session: Session, stay_id: int, stretch: Range, as_of: datetime) -> None:
        self._session, self._stay_id, self._as_of = session, stay_id, as_of
        self._stretch = stretch
        self._since, self._until = stretch.since, stretch.until
        self._stay = finding.stay(session, stay_id)

    def evidence(self) -> Evidence:
        session, span = self._session, (self._since, self._until, self._as_of)
        unit = finding.unit(session)
        checks = checks_of(session, self._stay_id, *span)
        orders = _orders(session, self._stay_id, self._as_of)
        steps = _away_steps(session, self._stay_id, self._as_of)
        course = self._course(orders, checks)
        seen = [Sighting(one.check.observed_at, one.check.activity, one.check.id) for one in current(checks)]
        absences = _absences(steps, recorded=False)
        ended = self._stay.discharged_at
        ended = ended if ended is not None and ended <= self._as_of else None
        gaps = evidence_gaps.within(
            evidence_gaps.gaps_of(course, seen, absences, ended or self._as_of), self._since, self._until
        )  # fmt: skip
        alerts = evidence_alerts.alerts_of(session, self._stay_id, *span)
        timelines = evidence_alerts.timelines(session, alerts, self._as_of)
        beds = bed_stretches(session, self._stay, self._as_of)
        found = extract(
            session,
            self._stay_id,
            self._since,
            min(self._until, self._as_of),
            _moments(checks, orders, steps, timelines),
            [one.check.id for one in checks],
        )
        entries = [one for one in found.entries if one.row.at <= self._as_of]
        backing = Backing(entries)
        zone = ZoneInfo(unit.zone)
        held = evidence_floor.held(session, self._stay_id, *span)
        return Evidence(
            unit=unit.name,
            zone=unit.zone,
            subject=_subject(session, self._stay, ended),
            since=self._since,
            until=self._until,
            as_of=self._as_of,
            remarks=self._stretch.remarks,
            orders=tuple(
                EvidenceOrderRow(one, backing.order(one, self._stay_id)) for one in orders if self._is_in(one)
            ),
            checks=tuple(backing.check(one) for one in checks),
            missing=missing_checks(entries, self._stay_id, checks, zone, self._since, self._until),
            gaps=gaps,
            kept=evidence_gaps.kept(gaps, course, seen, absences, self._since, self._until, zone),
            alerts=tuple(backing.alert(one) for one in timelines),
            faults=evidence_alerts.timelines(
                session, evidence_alerts.technical_alerts(session, *span), self._as_of
            ),
            beds=tuple(
                one for one in beds
                if one.starts_at < self._until and (one.ends_at is None or one.ends_at > self._since)
            ),
            planned=evidence_floor.planned(session, self._stay_id, beds, *span),
            walked=evidence_floor.walked(session, self._stay_id, beds, *span),
            held=(*held, *self._nobody(course, seen, absences, held)),
            handed=evidence_floor.handed(session, self._stay_id, *span),
            away=tuple(one for one in steps if self._since <= one.at <= self._until),
            stations=evidence_stations.station_runs(session, *span),
            looks=tuple(one for one in course.looks if self._since <= one <= self._until),
            shown=tuple(
                evidence_wall.shown(
                    course, _told(checks), _absences(steps, recorded=True), self._since, self._until
                )
            ),
            journal=tuple(one.row for one in entries),
            head=JournalHeadRow(found.seq, found.hash, found.looked_from, found.looked_to),
            policies=self._policies(course),
        )  # fmt: skip

    def _is_in(self, order: LevelStretchRow) -> bool:
        return order.starts_at <= self._until and (order.ended_at is None or order.ended_at > self._since)

    def _course(self, orders: Sequence[LevelStretchRow], checks: Sequence[EvidenceCheckRow]) -> Course:
        policies = [
            InForce(at, version, policy)
            for version, _, at, policy in finding.policies(self._session)
            if at <= self._as_of
        ]
        entered_at = orders[0].starts_at if orders else self._stay.admitted_at
        since = min([self._since, *(one.check.observed_at for one in checks[:1])])
        looks = evidence_stations.not_watched(self._session, since, self._until, self._stay_id)
        ended = self._stay.discharged_at
        return Course(
            entered_at,
            ended if ended is not None and ended <= self._as_of else None,
            _ordered(orders, policies[-1]),
            policies,
            looks,
        )

    def _policies(self, course: Course) -> tuple[tuple[int, str, datetime], ...]:
        used = {course.policy_at(self._since).version} | {
            one.version for one in course.policies if self._since < one.at < self._until
        }
        return tuple((version, by, at) for version, by, at, _ in finding.policies(self._session) if version in used)

    def _nobody(
        self, course: Course, seen: Sequence[Sighting], absences: Sequence[Away], held: Sequence[HeldRow]
    ) -> Iterable[HeldRow]:
        """When he was on a continuous level, on the unit, and nobody had him."""
        for begin, end in evidence_gaps.continuous(course, seen, absences, self._since, min(self._until, self._as_of)):
            for starts, ends in evidence_gaps.uncovered(begin, end, [(one.starts_at, one.ends_at) for one in held]):
                yield HeldRow("", starts, ends)


def _subject(session: Session, stay: Stay, ended: datetime | None) -> SubjectRow:
    person = session.get_one(Patient, stay.patient_id)
    return SubjectRow(
        stay.id, person.mrn, person.family, person.given, person.birth_date, stay.admitted_at, ended
    )  # fmt: skip


def _orders(session: Session, stay_id: int, as_of: datetime) -> tuple[LevelStretchRow, ...]:
    """Every order of the stay given by then."""
    entered, second = aliased(Staff), aliased(Staff)
    found = session.execute(
        select(ObservationOrder, entered.name, second.name)
        .outerjoin(entered, entered.id == ObservationOrder.entered_by_id)
        .outerjoin(second, second.id == ObservationOrder.second_person_id)
        .where(ObservationOrder.stay_id == stay_id, ObservationOrder.starts_at <= as_of)
        .order_by(ObservationOrder.starts_at, ObservationOrder.id)
    )
    return tuple(
        LevelStretchRow(
            order_id=one.id,
            kind=one.kind,
            level=one.level,
            level_asleep=one.level_asleep,
            reason=one.reason,
            ordered_by=one.ordered_by,
            entered_by=entered_by or "",
            second_person=second_person or "",
            starts_at=one.starts_at,
            ended_at=one.ended_at if one.ended_at is not None and one.ended_at <= as_of else None,
            review_by=one.review_by,
        )
        for one, entered_by, second_person in found
    )


def _ordered(orders: Sequence[LevelStretchRow], newest: InForce) -> list[Ordered]:
    """A first check is owed by an order that raises any of the two levels."""
    found, before = list[Ordered](), None
    for one in orders:
        raises = before is not None and any(
            newest.policy.is_lower(was, now)
            for was, now in zip(_pair(before), _pair(one), strict=True)
            if {was, now} <= {level.code for level in newest.policy.levels}
        )
        found.append(Ordered(one.starts_at, one.level, one.level_asleep, raises))
        before = one
    return found


def _pair(order: LevelStretchRow) -> tuple[str, str]:
    return order.level, order.level_asleep or order.level


def _away_steps(session: Session, stay_id: int, as_of: datetime) -> tuple[AwayStepRow, ...]:
    found = session.execute(
        select(AbsenceStep, Staff.name)
        .join(Absence, Absence.id == AbsenceStep.absence_id)
        .outerjoin(Staff, Staff.id == AbsenceStep.by_id)
        .where(Absence.stay_id == stay_id, AbsenceStep.recorded_at <= as_of)
        .order_by(AbsenceStep.absence_id, AbsenceStep.at, AbsenceStep.id)
    )
    return tuple(
        AwayStepRow(
            one.id,
            one.absence_id,
            one.kind,
            one.at,
            one.recorded_at,
            one.late_entry,
            by or "Station",
            one.who,
            one.said,
        )
        for one, by in found
    )


_BEGINS = (AbsenceStepKind.LEFT, AbsenceStepKind.AWOL)
_STOPS = (AbsenceStepKind.BACK, AbsenceStepKind.ENDED)


def _absences(steps: Sequence[AwayStepRow], *, recorded: bool) -> list[Away]:
    """Stretches off the unit; AWOL is one of its own. `recorded`: by when it was entered, not when it happened."""
    found = list[Away]()
    for one in steps:
        at = one.recorded_at if recorded else one.at
        if found and found[-1].back_at is None and one.kind in (*_BEGINS, *_STOPS):
            found[-1] = Away(found[-1].left_at, max(at, found[-1].left_at), found[-1].words, found[-1].awol)
        if one.kind in _BEGINS:
            awol = one.kind is AbsenceStepKind.AWOL
            words = "AWOL, nobody had him" if awol else f"off the unit with {one.who}"
            found.append(Away(at, None, words, awol))
    return sorted(found, key=lambda one: one.left_at)


def _told(checks: Sequence[EvidenceCheckRow]) -> list[evidence_wall.Told]:
    return [
        evidence_wall.Told(
            Sighting(one.check.observed_at, one.check.activity, one.check.id), one.check.recorded_at, one.void_at
        )
        for one in checks
        if one.check.outcome is Outcome.SEEN
    ]


def _moments(
    checks: Sequence[EvidenceCheckRow],
    orders: Sequence[LevelStretchRow],
    steps: Sequence[AwayStepRow],
    alerts: Sequence[AlertTimelineRow],
) -> Iterable[datetime]:
    """When something was entered that the evidence speaks of: some of it outside the stretch."""
    for one in checks:
        yield one.check.recorded_at
        yield from (said.at for said in (*one.check.amendments, *one.check.stands_for))
    for order in orders:
        yield order.starts_at
    for step in steps:
        yield step.recorded_at
    for alert in alerts:
        yield from (moment.at for moment in alert.moments)
