"""The unit without its record: what was read last, carried on to `now` by the rules, with what was kept here since.

Pure: no SQL, no clock. It never says more than is known: what other stations have entered since is not in it, and the
board says so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from station.models.enums import AlertState, OwedReason, Priority, SetOutcome, TaskKind
from station.rules import owed as owed_rules
from station.rules import vital_limits, vitals_due
from station.rules.entries import is_late_entry
from station.rules.escalation import ladder_for, priority_of
from station.rules.intervals import Deadlines, Limits, next_transition_of, run_from, stage_of
from station.rules.news2 import Score
from station.rules.policy import Policy
from station.services import keeping
from station.services.entering import CheckEntry
from station.services.errors import Refused
from station.services.vital_entering import VitalEntry, in_canonical
from station.store.rows import AlertRow, BedRow, BoardSnapshot, OwedRow, PatientRow, SeenRow
from station.store.rows.environment import UnitTaskRow
from station.store.spool import Kept

_UNWATCHED: Final = (TaskKind.CANARY,)
_NOT_STORED: Final = 1_000_000_000
"""Alerts about what has no task in the record have ids beyond it."""


Raised = Mapping[tuple[str, datetime], datetime]
"""By an alert's subject and due time."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a patient is, for the alerts about him."""

    bed: str | None = None
    area_id: int | None = None
    area: str | None = None


def carried_on(
    last: BoardSnapshot,
    kept: Iterable[Kept],
    now: datetime,
    *,
    policy: Policy | None = None,
    raised: Raised | None = None,
) -> BoardSnapshot:
    """The board at `now`. `kept`: what was entered here since `last` was read, oldest first.

    `policy` None: where nothing is entered (a wall). `raised`: when each alert of memory was first raised.
    """
    people = {row.stay_id: _Person(row) for row in (*_patients(last.beds), *last.unplaced)}
    accepted: dict[str, Kept] = {}
    if policy is not None:
        for entry in kept:
            _take(entry, people, accepted, policy)
    beds = tuple(_placed(bed, people) for bed in last.beds)
    unplaced = tuple(people[row.stay_id].row for row in last.unplaced)
    alerts = tuple(_alerts(last, beds, unplaced, people, raised or {}, policy, now))
    return replace(
        last, beds=beds, unplaced=unplaced, alerts=tuple(_answered(one, accepted, policy, now) for one in alerts)
    )


def next_change(board: BoardSnapshot, now: datetime) -> datetime | None:
    """When an alert will be raised or a lease run out next, if nothing is entered."""
    rows: list[OwedRow | UnitTaskRow] = [*board.unit_tasks]
    for patient in (*_patients(board.beds), *board.unplaced):
        rows += (patient.check, *patient.owed)
    moments = [at for row in rows if (at := next_transition_of(row, now)) is not None]
    moments += [one.lease_until for one in board.alerts if one.lease_until is not None and one.lease_until > now]
    return min(moments, default=None)


@dataclass(slots=True)
class _Person:
    row: PatientRow
    looked_for: datetime | None = None
    seen: list[tuple[datetime, str]] = field(default_factory=list)


def _patients(beds: Sequence[BedRow]) -> Iterator[PatientRow]:
    return (bed.patient for bed in beds if bed.patient is not None)


def _placed(bed: BedRow, people: Mapping[int, _Person]) -> BedRow:
    return bed if bed.patient is None else replace(bed, patient=people[bed.patient.stay_id].row)


# What was entered here


def _take(entry: Kept, people: Mapping[int, _Person], accepted: dict[str, Kept], policy: Policy) -> None:
    """One that makes no sense moves nothing: it waits for the record, where it will be seen to."""
    try:
        if entry.kind == keeping.ACCEPT:
            accepted[keeping.accepted_of(entry.body).subject] = entry
        elif entry.kind == keeping.CHECK:
            said = keeping.check_of(entry.body)
            _see(people[said.stay_id], said, entry, policy)
        elif entry.kind == keeping.NOT_FOUND:
            _miss(people[keeping.not_found_of(entry.body).stay_id], entry)
        elif entry.kind == keeping.VITALS:
            taken = keeping.vitals_of(entry.body)
            _measure(people[taken.stay_id], taken, entry, policy)
    except (KeyError, TypeError, ValueError, Refused):
        return


def _see(person: _Person, said: CheckEntry, entry: Kept, policy: Policy) -> None:
    """The timer moves to it, unless a later one is known; he is found."""
    at = said.observed_at or entry.written_at
    row = person.row
    if row.away is not None and at > row.away.left_at:
        return
    if person.looked_for is not None and at >= person.looked_for:
        person.looked_for = None
    row = replace(row, owed=tuple(one for one in row.owed if one.kind is not TaskKind.NOT_FOUND or at < one.since))
    if row.seen is None or at >= row.seen.observed_at:
        row = _seen(row, said, at, entry, policy)
    person.row = row


def _seen(row: PatientRow, said: CheckEntry, at: datetime, entry: Kept, policy: Policy) -> PatientRow:
    back_at = row.owed_since if row.owed_reason is OwedReason.RETURNED else None
    asleep = policy.checks.is_sleeping(said.activity) and (back_at is None or at >= back_at)
    level = owed_rules.level_in_force(policy, row.level_ordered, row.level_asleep, asleep=asleep)
    still_owed = owed_rules.first_check_owed(at, row.owed_since)
    to = owed_rules.next_check(policy, level, last_seen=at, owed_since=row.owed_since, back_at=back_at)
    late = is_late_entry(at, entry.written_at, policy)
    seen = SeenRow(0, at, said.location, said.activity, entry.name, late, said.concern, unsaved=True)
    return replace(
        row,
        seen=seen,
        asleep=asleep,
        level=level.code,
        continuous=level.continuous,
        owed_since=row.owed_since if still_owed else None,
        owed_reason=row.owed_reason if still_owed else None,
        check=_owed(row.check.task_id, TaskKind.CHECK, to) if row.away is None else row.check,
    )


def _owed(task_id: int, kind: TaskKind, to: Deadlines) -> OwedRow:
    return OwedRow(task_id, kind, to.since, to.soon_at, to.due_at, to.lapsed_at)


def _miss(person: _Person, entry: Kept) -> None:
    """Looked for and not found: a high alert at once, and his timer runs on."""
    row, at = person.row, entry.written_at
    if any(one.kind is TaskKind.NOT_FOUND for one in row.owed):
        return
    person.looked_for = at
    missing = _owed(0, TaskKind.NOT_FOUND, owed_rules.not_found(at))
    person.row = replace(row, owed=(*row.owed, missing))


def _measure(person: _Person, taken: VitalEntry, entry: Kept, policy: Policy) -> None:
    """What it answers is owed no more; the next set is owed no later than before, and sooner if its score asks so."""
    at = taken.observed_at or entry.written_at
    values, row = in_canonical(taken), person.row
    score = _score(row, values) if taken.outcome is not SetOutcome.REFUSED else None
    owed: list[OwedRow] = []
    for one in row.owed:
        if one.kind is TaskKind.WEIGHT and values.weight is not None:
            continue
        if one.kind is TaskKind.FIRST_VITALS and score is not None:
            continue
        owed.append(_again(one, at, score, policy) if one.kind is TaskKind.VITALS else one)
    if vitals_due.asks_nurse(score) and not any(one.kind is TaskKind.SCORE for one in owed):
        answer = policy.vitals.answer
        owed.append(_owed(0, TaskKind.SCORE, run_from(Limits(answer.soon, answer.late, answer.lapsed), at)))
    person.row = replace(row, owed=tuple(owed))


def _score(row: PatientRow, values: vital_limits.Vitals) -> Score | None:
    """On the scale of SpO2 that says less, for which one was ordered is not known here."""
    if not vital_limits.is_a_reading(values) or (row.vitals is not None and row.vitals.no_score):
        return None
    scores = [vitals_due.score_of(_Measured(values, scale)) for scale in (1, 2)]
    return min(scores, key=lambda one: one.at_least)


class _Measured:
    def __init__(self, values: vital_limits.Vitals, scale: int) -> None:
        self.rr, self.spo2, self.o2 = values.rr, values.spo2, values.o2
        self.sbp, self.hr, self.acvpu, self.temp = values.sbp, values.hr, values.acvpu, values.temp
        self.scale = scale


def _again(row: OwedRow, at: datetime, score: Score | None, policy: Policy) -> OwedRow:
    asked = None if score is None else vitals_due.pace(policy.vitals, score)
    every = max(row.due_at - row.since, timedelta(minutes=1))
    due_at = at + (every if asked is None else min(every, asked))
    soon_at = None if row.soon_at is None else max(at, due_at - (row.due_at - row.soon_at))
    return OwedRow(row.task_id, row.kind, at, soon_at, due_at, due_at + (row.lapsed_at - row.due_at))


# What is alerted


def _alerts(
    last: BoardSnapshot,
    beds: Sequence[BedRow],
    unplaced: Sequence[PatientRow],
    people: Mapping[int, _Person],
    raised: Raised,
    policy: Policy | None,
    now: datetime,
) -> Iterator[AlertRow]:
    moved = _moved(last, people)
    stood = {one.subject: one for one in last.alerts if one.subject not in moved}
    known: set[str] = set()
    for patient, place in _everybody(beds, unplaced):
        for row in (patient.check, *patient.owed):
            subject = _subject(row, patient.stay_id)
            known.add(subject)
            alert = _alert_of(row, stood.get(subject), subject, raised, now)
            if alert is not None:
                yield _told(_about(alert, patient, place), row, patient, policy, now)
    for task in last.unit_tasks:
        subject = f"task:{task.task_id}"
        known.add(subject)
        if TaskKind(task.kind) not in _UNWATCHED:
            alert = _alert_of(task, stood.get(subject), subject, raised, now)
            if alert is not None:
                yield replace(alert, area_id=task.area_id, area=task.area or None, text=task.label)
    yield from (one for one in last.alerts if one.subject not in known and not _is_healed(one, people))


def _moved(last: BoardSnapshot, people: Mapping[int, _Person]) -> set[str]:
    """What is owed anew since something was entered here: its alert of before is over."""
    moved: set[str] = set()
    for before in (*_patients(last.beds), *last.unplaced):
        row = people[before.stay_id].row
        now_due = {one.task_id: one.due_at for one in (row.check, *row.owed)}
        for one in (before.check, *before.owed):
            if now_due.get(one.task_id, one.due_at) != one.due_at:
                moved.add(_subject(one, before.stay_id))
    return moved


def _everybody(beds: Sequence[BedRow], unplaced: Sequence[PatientRow]) -> Iterator[tuple[PatientRow, Place]]:
    for bed in beds:
        if bed.patient is not None:
            yield bed.patient, Place(bed.label, bed.area_id, bed.area)
    yield from ((patient, Place()) for patient in unplaced)


def _subject(row: OwedRow, stay_id: int) -> str:
    return f"task:{row.task_id}" if row.task_id else f"{row.kind.value}:{stay_id}"


def _is_healed(alert: AlertRow, people: Mapping[int, _Person]) -> bool:
    """Of a task that was answered here: it stands in no row any more."""
    person = people.get(alert.stay_id or 0)
    if person is None or alert.task_id is None:
        return False
    before = {one.task_id for one in (person.row.check, *person.row.owed)}
    return alert.task_id not in before and _was_answered(alert, person.row)


def _was_answered(alert: AlertRow, row: PatientRow) -> bool:
    found = alert.kind == TaskKind.NOT_FOUND and row.seen is not None and row.seen.unsaved
    return found or alert.kind in (TaskKind.FIRST_VITALS, TaskKind.WEIGHT)


def _alert_of(
    row: OwedRow | UnitTaskRow, stood: AlertRow | None, subject: str, raised: Raised, now: datetime
) -> AlertRow | None:
    """As the sweep would have it: opened, raised, or closed where nothing is owed at present."""
    kind, stage = TaskKind(row.kind), stage_of(row, now)
    priority = priority_of(kind, stage)
    if priority is None:
        return None
    lapsed_at = row.lapsed_at if now >= row.lapsed_at else None
    if stood is None:
        return _opened(row, subject, raised.get((subject, row.due_at), now), priority, lapsed_at, now)
    risen = priority.rank < stood.priority.rank or (priority is stood.priority and stage.rank > stood.stage.rank)
    return replace(stood, priority=priority, stage=stage, lapsed_at=lapsed_at, unsaved=True) if risen else stood


def _opened(
    row: OwedRow | UnitTaskRow,
    subject: str,
    detected_at: datetime,
    priority: Priority,
    lapsed_at: datetime | None,
    now: datetime,
) -> AlertRow:
    return AlertRow(
        id=-(row.task_id or _NOT_STORED + int(subject.rpartition(":")[2])),
        subject=subject,
        task_id=row.task_id or None,
        stay_id=None,
        bed=None,
        initials=None,
        area_id=None,
        area=None,
        level=None,
        kind=TaskKind(row.kind).value,
        priority=priority,
        stage=stage_of(row, now),
        state=AlertState.OPEN,
        text="",
        since=row.since,
        due_at=row.due_at,
        lapsed_at=lapsed_at,
        detected_at=detected_at,
        accepted_by=None,
        accepted_at=None,
        accepted_note=None,
        lease_until=None,
        told="",
        told_at=None,
        version=0,
        unsaved=True,
    )


def _about(alert: AlertRow, patient: PatientRow, place: Place) -> AlertRow:
    return replace(
        alert,
        stay_id=patient.stay_id,
        bed=place.bed,
        initials=patient.initials,
        area_id=place.area_id,
        area=place.area,
        level=patient.level,
    )


def _told(alert: AlertRow, row: OwedRow, patient: PatientRow, policy: Policy | None, now: datetime) -> AlertRow:
    """Who is to be told by now: shown, since there is nobody here to tell but whoever looks at the screen.

    Of a level that the policy does not have nobody can say; the alert stands all the same.
    """
    if policy is None:
        return alert
    first = patient.owed_since is not None
    try:
        ladder = ladder_for(policy, row.kind, level=patient.level, first_check=first)
    except KeyError:
        return alert
    step = ladder.told_by(alert.due_at, now)
    if not step or ladder.role(step) == alert.told:
        return alert
    return replace(alert, told=ladder.role(step), told_at=alert.due_at + ladder.rungs[step - 1].after, unsaved=True)


def _answered(alert: AlertRow, accepted: Mapping[str, Kept], policy: Policy | None, now: datetime) -> AlertRow:
    """Whoever has accepted it here has it, until his time runs out; then it returns."""
    entry = accepted.get(alert.subject)
    if entry is not None and policy is not None and entry.written_at >= alert.detected_at:
        lease = ladder_for(policy, TaskKind.CHECK).lease(alert.priority)
        alert = replace(
            alert,
            state=AlertState.ACCEPTED,
            accepted_by=entry.name,
            accepted_by_id=entry.staff_id,
            accepted_at=entry.written_at,
            accepted_note=keeping.accepted_of(entry.body).note or None,
            lease_until=entry.written_at + lease,
            delegated_to_id=None,
            delegated_to=None,
            delegated_at=None,
            unsaved=True,
        )
    if alert.state is AlertState.ACCEPTED and alert.lease_until is not None and alert.lease_until <= now:
        return replace(
            alert,
            state=AlertState.OPEN,
            accepted_by=None,
            accepted_by_id=None,
            accepted_at=None,
            accepted_note=None,
            lease_until=None,
            delegated_to_id=None,
            delegated_to=None,
            delegated_at=None,
            unsaved=True,
        )
    return alert
