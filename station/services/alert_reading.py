"""Reads alerts of the past and the present: pages of the history, one alert's story, reasons owed, and the load.

Alerts get their numbers in the order in which they are found, so a stretch of time is a stretch of numbers: a year of
alerts is searched from its end, and nothing here reads it whole unless what is asked for is rare.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select, true
from sqlalchemy.orm import Session, aliased

from station.models import (
    Alert,
    AlertShown,
    AlertStep,
    Area,
    Bed,
    Patient,
    PlannedPerson,
    Room,
    Shift,
    ShiftPlan,
    Staff,
    Stay,
)
from station.models.enums import AlertState, TaskKind
from station.rules import alert_load
from station.rules.alert_load import Happened, Subject
from station.rules.alert_words import cause, title
from station.services import finding
from station.services.errors import Refused
from station.store.rows import AlertStepRow
from station.store.rows.alerts import AlertLoad, AlertPage, AlertShownRow, AlertStory, AlertWanted, PastAlertRow
from station.store.work import Store

PAGE: Final = 60
"""Rows of the history that are read at a time."""
_LONGEST_OPEN: Final = timedelta(days=2)
"""An alert that opened longer before a stretch, and closed in it, counts for its load no more."""
_PUT_IN_WITHIN: Final = timedelta(days=1)
"""What a record that was away is told on its return may have been found so much earlier than its number says."""

_ACCEPTER, _CLOSER, _EXPLAINER = aliased(Staff), aliased(Staff), aliased(Staff)
_OWN_AREA, _BED_AREA = aliased(Area), aliased(Area)

_ROW: Final = (
    select(
        Alert.id,
        Alert.stay_id,
        Bed.label,
        Patient.family,
        Patient.given,
        func.coalesce(_BED_AREA.id, _OWN_AREA.id),
        func.coalesce(_BED_AREA.name, _OWN_AREA.name),
        Alert.kind,
        Alert.priority,
        Alert.stage,
        Alert.state,
        Alert.text,
        Alert.since,
        Alert.due_at,
        Alert.lapsed_at,
        Alert.detected_at,
        _ACCEPTER.name,
        Alert.accepted_at,
        Alert.accepted_note,
        Alert.lease_until,
        Alert.closed_at,
        _CLOSER.name,
        Alert.close_reason,
        Alert.documented_late,
        Alert.close_note,
        _EXPLAINER.name,
        Alert.close_note_at,
    )
    .outerjoin(Stay, Stay.id == Alert.stay_id)
    .outerjoin(Patient, Patient.id == Stay.patient_id)
    .outerjoin(Bed, Bed.id == Stay.bed_id)
    .outerjoin(Room, Room.id == Bed.room_id)
    .outerjoin(_BED_AREA, _BED_AREA.id == Room.area_id)
    .outerjoin(_OWN_AREA, _OWN_AREA.id == Alert.area_id)
    .outerjoin(_ACCEPTER, _ACCEPTER.id == Alert.accepted_by_id)
    .outerjoin(_CLOSER, _CLOSER.id == Alert.closed_by_id)
    .outerjoin(_EXPLAINER, _EXPLAINER.id == Alert.close_note_by_id)
)


def _row(one: Sequence[Any]) -> PastAlertRow:
    number, stay_id, bed, family, given, *rest = one
    return PastAlertRow(number, stay_id, bed, f"{family}, {given}" if family else None, *rest)


def read_alert_page(store: Store, wanted: AlertWanted, before: int | None = None, limit: int = PAGE) -> AlertPage:
    """The alerts asked for, the one found last first; `before`: those older than the alert of this number."""
    with store.read() as session:
        found = _ROW.where(*_asked(session, wanted)).order_by(Alert.id.desc()).limit(limit + 1)
        if before is not None:
            found = found.where(Alert.id < before)
        rows = session.execute(found).all()
        return AlertPage(tuple(_row(one) for one in rows[:limit]), len(rows) > limit)


def _asked(session: Session, wanted: AlertWanted) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = [_REAL]
    if wanted.since is not None:
        first = _first_since(session, wanted.since - _PUT_IN_WITHIN)
        asked += [Alert.id >= first, Alert.detected_at >= wanted.since]
    if wanted.until is not None:
        beyond = _first_since(session, wanted.until + _PUT_IN_WITHIN)
        asked += [Alert.id < beyond, Alert.detected_at < wanted.until]
    if wanted.staff_id is not None:
        people = (Alert.accepted_by_id, Alert.delegated_to_id, Alert.closed_by_id, Alert.close_note_by_id)
        asked.append(or_(*(one == wanted.staff_id for one in people)))
    if wanted.area_id is not None:
        asked.append(or_(Alert.area_id == wanted.area_id, Alert.stay_id.in_(_stays_in(wanted.area_id))))
    if wanted.words.strip():
        asked.append(_says(wanted.words.strip()))
    return asked + _of_it(wanted)


def _of_it(wanted: AlertWanted) -> list[ColumnElement[bool]]:
    """What is asked of the alert's own columns."""
    asked = [(wanted.priority, Alert.priority), (wanted.kind, Alert.kind), (wanted.stay_id, Alert.stay_id)]
    same: list[ColumnElement[bool]] = [column == value for value, column in asked if value is not None]
    late = [Alert.documented_late == true()] if wanted.documented_late else []
    return same + late + ([_OWES] if wanted.owes_reason else [])


_REAL: Final = Alert.kind != TaskKind.CANARY.value
"""Station's own probes are no alerts of the unit."""
_OWES: Final = Alert.close_note == literal_column("''")  # in so many words, for the partial index
"""Closed without its deed; an open alert is never asked for a reason."""


def _stays_in(area_id: int) -> Select[Any]:
    return select(Stay.id).join(Bed, Bed.id == Stay.bed_id).join(Room).where(Room.area_id == area_id)


def _says(words: str) -> ColumnElement[bool]:
    """Each word somewhere: in who the patient is, where he is or was, or in what was said of the alert."""
    return and_(*(_has(word) for word in words.split()))


def _has(word: str) -> ColumnElement[bool]:
    like = f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
    people = (
        select(Stay.id)
        .join(Patient, Patient.id == Stay.patient_id)
        .outerjoin(Bed, Bed.id == Stay.bed_id)
        .where(or_(*(one.ilike(like, escape="!") for one in (Patient.family, Patient.given, Patient.mrn, Bed.label))))
    )
    said = (Alert.text, Alert.kind, Alert.accepted_note, Alert.close_reason, Alert.close_note)
    return or_(Alert.stay_id.in_(people), *(one.ilike(like, escape="!") for one in said))


def _first_since(session: Session, moment: datetime) -> int:
    """The least number of an alert found at or after this moment; one more than the last, when there is none.

    Found by halving: numbers and times of finding grow together, but for what is put in when the record was away.
    """
    last = session.scalar(select(func.max(Alert.id))) or 0
    low, high = 1, last + 1
    while low < high:
        middle = (low + high) // 2
        at = session.scalar(select(Alert.detected_at).where(Alert.id >= middle).order_by(Alert.id).limit(1))
        if at is None or at >= moment:
            high = middle
        else:
            low = middle + 1
    return low


def read_alert_story(store: Store, alert_id: int) -> AlertStory:
    """Everything that is known of one alert. Raises Refused where there is none of this number."""
    with store.read() as session:
        found = session.execute(_ROW.where(Alert.id == alert_id)).first()
        if found is None:
            raise Refused("This alert is not in the record. Choose another one.")
        steps = session.execute(
            select(AlertStep.kind, AlertStep.at, AlertStep.who, AlertStep.detail)
            .where(AlertStep.alert_id == alert_id)
            .order_by(AlertStep.id)
        )
        shown = session.execute(
            select(AlertShown.station, AlertShown.kind, AlertShown.priority, AlertShown.at)
            .where(AlertShown.alert_id == alert_id)
            .order_by(AlertShown.at, AlertShown.id)
        )
        return AlertStory(
            _row(found), tuple(AlertStepRow(*one) for one in steps), tuple(AlertShownRow(*one) for one in shown)
        )


def read_reasons_owed(store: Store, stay_id: int | None = None) -> tuple[PastAlertRow, ...]:
    """High alerts that closed without their deed, and nobody has said why; of one stay, or of all. The last first."""
    owed = _ROW.where(_OWES).order_by(Alert.id.desc())
    with store.read() as session:
        found = session.execute(owed if stay_id is None else owed.where(Alert.stay_id == stay_id))
        return tuple(_row(one) for one in found)


def read_alert_load(store: Store, since: datetime, now: datetime) -> AlertLoad:
    """What alerts asked of people from `since` until `now`."""
    with store.read() as session:
        rules = finding.policy_in_force(session).alerts
        subjects, rows = _subjects(session, since)
        happened = _happened(session, min(subjects, default=0), subjects)
        began = [at for at in alert_load.announcements(subjects, happened) if at >= since]
        waits = [one for one in alert_load.unanswered(happened, now) if one.until > since]
        longest = max(waits, key=lambda one: one.length, default=None)
        took = alert_load.times_to_acceptance(one for one in happened if subjects[one.alert_id].detected_at >= since)
        worked = alert_load.time_on_duty(_spells(session, since, now), since, now)
        lately = [rows[one.id] for one in subjects.values() if one.detected_at >= since]
        return AlertLoad(
            since=since,
            until=now,
            alerts=len(lately),
            announcements=len(began),
            people=worked / (now - since) if worked and now > since else None,
            per_person=alert_load.per_person(len(began), worked),
            most_within=alert_load.most_within(began, rules.flood_within),
            flood_count=rules.flood_count,
            flood_within=rules.flood_within,
            longest=None if longest is None else longest.length,
            longest_id=None if longest is None else longest.alert_id,
            longest_title="" if longest is None else title(rows[longest.alert_id]),
            median_to_acceptance=alert_load.middle(took),
            accepted=len(took),
            causes=alert_load.commonest(cause(row.kind, row.stage) for row in lately),
        )


def _subjects(session: Session, since: datetime) -> tuple[dict[int, Subject], dict[int, PastAlertRow]]:
    """Alerts that stood at any time since then."""
    first = _first_since(session, since - _LONGEST_OPEN)
    stood = or_(Alert.closed_at.is_(None), Alert.closed_at >= since)
    found = session.execute(_ROW.where(_REAL, or_(and_(Alert.id >= first, stood), Alert.state != AlertState.CLOSED)))
    rows = {one[0]: _row(one) for one in found}
    subjects = {
        row.id: Subject(row.id, row.kind, row.area_id, row.due_at, row.detected_at, row.stage, row.priority)
        for row in rows.values()
    }
    return subjects, rows


def _happened(session: Session, first: int, subjects: dict[int, Subject]) -> list[Happened]:
    found = session.execute(
        select(AlertStep.alert_id, AlertStep.kind, AlertStep.at, AlertStep.detail)
        .where(AlertStep.alert_id >= first)
        .order_by(AlertStep.at, AlertStep.id)
    )
    return [Happened(*one) for one in found if one[0] in subjects]


def _spells(session: Session, since: datetime, until: datetime) -> list[tuple[int, datetime, datetime]]:
    """Who is on from when to when by the plans published."""
    found = session.execute(
        select(PlannedPerson.staff_id, PlannedPerson.starts_at, PlannedPerson.ends_at)
        .join(ShiftPlan, ShiftPlan.id == PlannedPerson.plan_id)
        .join(Shift, and_(Shift.id == ShiftPlan.shift_id, Shift.published == ShiftPlan.number))
        .where(Shift.starts_at > since - _LONGEST_OPEN, PlannedPerson.starts_at < until, PlannedPerson.ends_at > since)
    )
    return [(one[0], one[1], one[2]) for one in found]
