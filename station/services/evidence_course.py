"""What decided when a patient was to be seen, and when he was: his orders, policies, absences and sightings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from station.models import Absence, AbsenceStep, ObservationOrder, Staff, Stay
from station.models.enums import AbsenceStepKind, Outcome
from station.rules.evidence_gaps import Away, Course, InForce, Ordered, Sighting
from station.rules.evidence_wall import Told
from station.services import finding
from station.services.evidence_checks import checks_of, current
from station.services.evidence_stations import not_watched
from station.store.rows.evidence import AwayStepRow, EvidenceCheckRow
from station.store.rows.levels import LevelStretchRow

Span = tuple[datetime, datetime, datetime]
"""From when to when, as it was on record at a moment."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Of one stay."""

    course: Course
    orders: tuple[LevelStretchRow, ...]
    """Every one of the stay."""
    checks: tuple[EvidenceCheckRow, ...]
    steps: tuple[AwayStepRow, ...]
    """Every one of the stay."""
    seen: tuple[Sighting, ...]
    seen_at_once: tuple[Sighting, ...]
    """Those that were not entered late."""
    told: tuple[Told, ...]
    absences: tuple[Away, ...]
    absences_told: tuple[Away, ...]
    """From and to when they were entered."""


def observed(session: Session, stay: Stay, span: Span) -> Observed:
    """Reads it; see `checks_of` for which checks."""
    since, until, as_of = span
    checks = checks_of(session, stay.id, since, until, as_of)
    orders, steps = _orders(session, stay.id, as_of), _away_steps(session, stay.id, as_of)
    counted = current(checks)
    return Observed(
        course=_course(session, stay, orders, min([since, *(one.check.observed_at for one in checks[:1])]), span),
        orders=orders,
        checks=checks,
        steps=steps,
        seen=tuple(_sighting(one) for one in counted),
        seen_at_once=tuple(_sighting(one) for one in counted if not one.check.late_entry),
        told=tuple(
            Told(_sighting(one), one.put_in_at or one.check.recorded_at, one.void_at)
            for one in checks
            if one.check.outcome is Outcome.SEEN
        ),
        absences=_absences(steps, recorded=False),
        absences_told=_absences(steps, recorded=True),
    )


def _sighting(one: EvidenceCheckRow) -> Sighting:
    return Sighting(one.check.observed_at, one.check.activity, one.check.id)


def ended_by(stay: Stay, as_of: datetime) -> datetime | None:
    """When the stay ended, where it had by then."""
    return stay.discharged_at if stay.discharged_at is not None and stay.discharged_at <= as_of else None


def _course(
    session: Session, stay: Stay, orders: Sequence[LevelStretchRow], watched_from: datetime, span: Span
) -> Course:
    policies = [
        InForce(at, version, policy) for version, _, at, policy in finding.policies(session) if at <= span[2]
    ]  # fmt: skip
    return Course(
        orders[0].starts_at if orders else stay.admitted_at,
        ended_by(stay, span[2]),
        _ordered(orders, policies[-1]),
        policies,
        not_watched(session, watched_from, span[1], stay.id),
    )


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


def _absences(steps: Sequence[AwayStepRow], *, recorded: bool) -> tuple[Away, ...]:
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
    return tuple(sorted(found, key=lambda one: one.left_at))
