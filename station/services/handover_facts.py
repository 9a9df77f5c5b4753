"""Reads what a handover is made of: the unit as it is, and what has happened since a shift began."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from station.models import Alert, AlertStep, Bed, Check, HandoverNote, ObservationOrder, Patient, Shift, Staff, Stay
from station.models.enums import AlertState, EntryStatus, OrderKind, Outcome, Priority, Stage, StepKind, TaskKind
from station.rules.handover import missed
from station.rules.policy import Policy
from station.rules.shifts import ShiftSpan
from station.services.canaries import NOT_A_PROBE
from station.services.handover_planning import handover_task
from station.services.reading import board_in
from station.store.rows.handover import (
    AcceptedRow,
    ComingRow,
    HandoverFacts,
    LapseRow,
    LevelChangeRow,
    LongestGapRow,
    NoteRow,
    WhoRow,
)

_LATE = (Stage.LATE, Stage.LAPSED)


def facts_in(session: Session, policy: Policy, shift: ShiftSpan, now: datetime) -> HandoverFacts:
    """What has happened since the shift began, up to now: nothing is left out because the next has begun."""
    board = board_in(session, now)
    since = shift.starts_at
    return HandoverFacts(
        board=board,
        levels=_levels(session, since),
        lapses=_lapses(session, since),
        longest=_longest(session, since),
        comings=_comings(session, since),
        notes=note_rows(session, since),
        left_out=_left_out(session, policy, shift, board.unit.zone),
    )


def note_rows(session: Session, starts_at: datetime) -> tuple[NoteRow, ...]:
    """Those for whoever takes this shift over, in the order they were written; taken back ones among them."""
    found = session.execute(
        select(HandoverNote, Staff.name)
        .join(Shift, Shift.id == HandoverNote.shift_id)
        .join(Staff, Staff.id == HandoverNote.by_id)
        .where(Shift.starts_at == starts_at)
        .order_by(HandoverNote.id)
    ).all()
    people = _who(session, (note.stay_id for note, _ in found))
    return tuple(
        NoteRow(note.id, people.get(note.stay_id or 0), note.words, note.by_id, by, note.at, note.withdrawn_at)
        for note, by in found
    )


def _who(session: Session, stay_ids: Iterable[int | None]) -> dict[int, WhoRow]:
    wanted = {one for one in stay_ids if one is not None}
    found = session.execute(
        select(Stay.id, Bed.label, Patient.family, Patient.given)
        .join(Patient, Patient.id == Stay.patient_id)
        .outerjoin(Bed, Bed.id == Stay.bed_id)
        .where(Stay.id.in_(wanted))
    )
    return {one[0]: WhoRow(*one) for one in found}


def _levels(session: Session, since: datetime) -> tuple[LevelChangeRow, ...]:
    """Each beside the order that it took the place of, which ended as it began."""
    before, second = aliased(ObservationOrder), aliased(Staff)
    entered = aliased(Staff)
    found = session.execute(
        select(ObservationOrder, before.level, before.level_asleep, entered.name, second.name)
        .join(
            before,
            and_(
                before.stay_id == ObservationOrder.stay_id,
                before.ended_at == ObservationOrder.starts_at,
                before.id < ObservationOrder.id,
            ),
        )
        .outerjoin(entered, entered.id == ObservationOrder.entered_by_id)
        .outerjoin(second, second.id == ObservationOrder.second_person_id)
        .where(ObservationOrder.starts_at >= since, ObservationOrder.kind.in_((OrderKind.RAISE, OrderKind.LOWER)))
        .order_by(ObservationOrder.id)
    ).all()
    people = _who(session, (one[0].stay_id for one in found))
    return tuple(_level_row(people, *one) for one in found)


def _level_row(
    people: dict[int, WhoRow],
    order: ObservationOrder,
    was: str,
    was_asleep: str | None,
    by: str | None,
    also: str | None,
) -> LevelChangeRow:
    return LevelChangeRow(
        order_id=order.id,
        who=people[order.stay_id],
        at=order.starts_at,
        kind=order.kind,
        before=(was, was_asleep),
        now=(order.level, order.level_asleep),
        reason=order.reason,
        ordered_by=order.ordered_by,
        entered_by=by or "Station",
        second_person=also,
    )


def _lapses(session: Session, since: datetime) -> tuple[LapseRow, ...]:
    """Alerts of lateness that stood at any time since then. Those about Station itself are not of the shift's doing,
    nor is the handover's own."""
    closer, observer = aliased(Staff), aliased(Staff)
    found = session.execute(
        select(Alert, closer.name, Check.observed_at, observer.name)
        .outerjoin(closer, closer.id == Alert.closed_by_id)
        .outerjoin(Check, Check.id == Alert.check_id)
        .outerjoin(observer, observer.id == Check.observer_id)
        .where(
            or_(Alert.state != AlertState.CLOSED, Alert.closed_at >= since),
            Alert.priority != Priority.TECHNICAL,
            Alert.stage.in_(_LATE),
            Alert.kind != TaskKind.HANDOVER.value,
            NOT_A_PROBE,
        )
        .order_by(Alert.due_at, Alert.id)
    ).all()
    people = _who(session, (one[0].stay_id for one in found))
    accepted = _accepted(session, [one[0].id for one in found])
    return tuple(_lapse_row(people, accepted, *one) for one in found)


def _accepted(session: Session, alert_ids: Sequence[int]) -> defaultdict[int, list[AcceptedRow]]:
    rows: defaultdict[int, list[AcceptedRow]] = defaultdict(list)
    found = session.execute(
        select(AlertStep.alert_id, AlertStep.at, AlertStep.who, AlertStep.detail)
        .where(AlertStep.alert_id.in_(alert_ids), AlertStep.kind == StepKind.ACCEPTED)
        .order_by(AlertStep.id)
    )
    for one in found:
        rows[one.alert_id].append(AcceptedRow(one.at, one.who, one.detail))
    return rows


def _lapse_row(
    people: dict[int, WhoRow],
    accepted: defaultdict[int, list[AcceptedRow]],
    alert: Alert,
    closer: str | None,
    seen_at: datetime | None,
    seen_by: str | None,
) -> LapseRow:
    return LapseRow(
        alert_id=alert.id,
        kind=TaskKind(alert.kind),
        who=people.get(alert.stay_id or 0),
        text=alert.text,
        stage=alert.stage,
        since=alert.since,
        due_at=alert.due_at,
        lapsed_at=alert.lapsed_at,
        closed_at=alert.closed_at,
        close_reason=alert.close_reason,
        closed_by=closer,
        documented_late=alert.documented_late,
        seen_at=seen_at,
        seen_by=seen_by,
        accepted=tuple(accepted[alert.id]),
    )


def _longest(session: Session, since: datetime) -> LongestGapRow | None:
    gap = Check.observed_at - Check.since
    found = session.execute(
        select(Check.stay_id, Check.observed_at, Check.since)
        .where(
            Check.observed_at >= since,
            Check.outcome == Outcome.SEEN,
            Check.status == EntryStatus.CURRENT,
            Check.since.is_not(None),
        )
        .order_by(gap.desc(), Check.id)
        .limit(1)
    ).first()
    if found is None or found.since is None:
        return None
    who = _who(session, [found.stay_id])[found.stay_id]
    return LongestGapRow(who, (found.observed_at - found.since).total_seconds(), found.observed_at)


def _comings(session: Session, since: datetime) -> tuple[ComingRow, ...]:
    found = session.execute(
        select(Stay.id, Stay.admitted_at, Stay.discharged_at).where(
            or_(Stay.admitted_at >= since, Stay.discharged_at >= since)
        )
    ).all()
    people = _who(session, (one.id for one in found))
    came = [ComingRow(people[one.id], one.admitted_at, True) for one in found if one.admitted_at >= since]
    left = [
        ComingRow(people[one.id], one.discharged_at, False)
        for one in found
        if one.discharged_at is not None and one.discharged_at >= since
    ]
    return tuple(sorted([*came, *left], key=lambda one: (one.at, one.who.stay_id, not one.came)))


def _left_out(session: Session, policy: Policy, shift: ShiftSpan, zone: str) -> tuple[tuple[str, datetime], ...]:
    task = handover_task(session)
    if task is None:
        return ()
    return tuple((one.name, one.starts_at) for one in missed(policy.shifts, task.since, shift, zone))
