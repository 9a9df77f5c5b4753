"""Reads, in one transaction, everything on record of one patient in a stretch of time, as it was at a moment."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from station.models import Patient, Stay
from station.rules import evidence_gaps, evidence_wall
from station.rules.evidence_gaps import Course, Gap, Kept, Sighting
from station.rules.evidence_range import Range, RangeError, fit, read_moment
from station.rules.wording import clock_time, full_day
from station.services import evidence_alerts, evidence_floor, evidence_stations, finding
from station.services.errors import Refused
from station.services.evidence_backing import Backing, missing_checks
from station.services.evidence_course import Observed, ended_by, observed
from station.services.evidence_journal import Extract, Sought, extract
from station.services.evidence_sheet import Evidence
from station.services.evidence_who import bed_stretches, stay_meant
from station.store.rows.evidence import (
    AlertTimelineRow,
    BedStretchRow,
    EvidenceOrderRow,
    HeldRow,
    JournalHeadRow,
    SubjectRow,
)
from station.store.work import Store

_AT_ONCE: Final = timedelta(minutes=1)


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
        self._session, self._stretch, self._as_of = session, stretch, as_of
        self._since, self._until = stretch.since, stretch.until
        self._span = (stretch.since, stretch.until, as_of)
        self._unit, self._stay = finding.unit(session), finding.stay(session, stay_id)
        self._zone = ZoneInfo(self._unit.zone)
        self._observed: Observed = observed(session, self._stay, self._span)

    def evidence(self) -> Evidence:
        session, stay_id, seen = self._session, self._stay.id, self._observed
        beds = bed_stretches(session, self._stay, self._as_of)
        alerts = self._alerts()
        found = self._extract(alerts)
        backing = Backing(found.entries)
        gaps, kept = self._gaps(seen.seen)
        return Evidence(
            unit=self._unit.name,
            zone=self._unit.zone,
            subject=self._subject(),
            since=self._since,
            until=self._until,
            as_of=self._as_of,
            remarks=(*self._stretch.remarks, *self._entered_later()),
            orders=self._orders(backing),
            checks=tuple(backing.check(one) for one in seen.checks),
            missing=missing_checks(found.entries, stay_id, seen.checks, self._zone, self._since, self._until),
            gaps=gaps,
            kept=kept,
            kept_at_once=self._gaps(seen.seen_at_once)[1],
            alerts=tuple(backing.alert(one) for one in alerts),
            faults=self._faults(),
            beds=tuple(one for one in beds if self._was_in(one)),
            planned=evidence_floor.planned(session, stay_id, beds, *self._span),
            walked=evidence_floor.walked(session, stay_id, beds, *self._span),
            held=self._held(),
            handed=evidence_floor.handed(session, stay_id, *self._span),
            away=tuple(one for one in seen.steps if self._since <= one.at <= self._until),
            stations=evidence_stations.station_runs(session, *self._span, self._zone),
            said=evidence_stations.stations_said(session, self._since, self._end, self._zone),
            looks=tuple(one for one in seen.course.looks if self._since <= one <= self._until),
            shown=tuple(
                evidence_wall.shown(seen.course, seen.told, seen.absences_told, self._since, self._end)
            ),
            journal=tuple(one.row for one in found.entries),
            head=JournalHeadRow(found.seq, found.hash, found.looked_from, found.looked_to),
            policies=self._policies(seen.course),
        )  # fmt: skip

    @property
    def _end(self) -> datetime:
        """Of what had happened."""
        return min(self._until, self._as_of)

    def _entered_later(self) -> Iterable[str]:
        """Of somebody who was here before Station knew of him, as from a census, what was before is not on record."""
        entered = self._observed.course.entered_at
        if entered - self._since >= _AT_ONCE:
            at = entered.astimezone(self._zone)
            yield (
                f"He was entered here on {full_day(at.date())} at {clock_time(entered, self._zone)}: "
                "what was before is not on record."
            )

    def _subject(self) -> SubjectRow:
        stay = self._stay
        person = self._session.get_one(Patient, stay.patient_id)
        ended = ended_by(stay, self._as_of)
        return SubjectRow(
            stay.id, person.mrn, person.family, person.given, person.birth_date, stay.admitted_at, ended
        )  # fmt: skip

    def _gaps(self, seen: tuple[Sighting, ...]) -> tuple[tuple[Gap, ...], Kept]:
        course, absences = self._observed.course, self._observed.absences
        every = evidence_gaps.gaps_of(course, seen, absences, course.ended_at or self._as_of)
        gaps = evidence_gaps.within(every, self._since, self._until)
        return gaps, evidence_gaps.kept(gaps, course, seen, absences, self._since, self._end, self._zone)

    def _orders(self, backing: Backing) -> tuple[EvidenceOrderRow, ...]:
        return tuple(
            EvidenceOrderRow(one, backing.order(one, self._stay.id))
            for one in self._observed.orders
            if one.starts_at <= self._until and (one.ended_at is None or one.ended_at > self._since)
        )

    def _alerts(self) -> tuple[AlertTimelineRow, ...]:
        found = evidence_alerts.alerts_of(self._session, self._stay.id, *self._span)
        return evidence_alerts.timelines(self._session, found, self._as_of)

    def _faults(self) -> tuple[AlertTimelineRow, ...]:
        found = evidence_alerts.technical_alerts(self._session, *self._span)
        return evidence_alerts.timelines(self._session, found, self._as_of)

    def _extract(self, alerts: tuple[AlertTimelineRow, ...]) -> Extract:
        checks = self._observed.checks
        sought = Sought(
            moments=[one for one in _moments(self._observed, alerts) if one <= self._as_of],
            put_in=[one.put_in_at for one in checks if one.put_in_at is not None],
            checks=[one.check.id for one in checks],
            alerts=[one.alert_id for one in alerts],
        )
        return extract(self._session, self._stay.id, self._since, self._end, sought)

    def _was_in(self, bed: BedStretchRow) -> bool:
        return bed.starts_at < self._until and (bed.ends_at is None or bed.ends_at > self._since)

    def _held(self) -> tuple[HeldRow, ...]:
        """Who held him, and when nobody did though he was on a continuous level on the unit."""
        seen = self._observed
        held = evidence_floor.held(self._session, self._stay.id, *self._span)
        covers = [(one.starts_at, one.ends_at) for one in held]
        stretches = evidence_gaps.continuous(seen.course, seen.seen, seen.absences, self._since, self._end)
        nobody = [
            HeldRow("", *gap) for stretch in stretches for gap in evidence_gaps.uncovered(*stretch, covers)
        ]  # fmt: skip
        return tuple(sorted((*held, *nobody), key=lambda one: one.starts_at))

    def _policies(self, course: Course) -> tuple[tuple[int, str, datetime], ...]:
        used = {course.policy_at(self._since).version}
        used |= {one.version for one in course.policies if self._since < one.at < self._until}
        return tuple((version, by, at) for version, by, at, _ in finding.policies(self._session) if version in used)


def _moments(seen: Observed, alerts: Iterable[AlertTimelineRow]) -> Iterable[datetime]:
    """When something was entered that the evidence speaks of: some of it outside the stretch."""
    for one in seen.checks:
        yield one.check.recorded_at
        yield from (said.at for said in (*one.check.amendments, *one.check.stands_for))
    yield from (order.starts_at for order in seen.orders)
    yield from (step.recorded_at for step in seen.steps)
    for alert in alerts:
        yield from (moment.at for moment in alert.moments)
