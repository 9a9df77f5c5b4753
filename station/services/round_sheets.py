"""What whoever walks needs: the patients of his round as they are now, when to see each, what to look for."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, and_, select, union_all
from sqlalchemy.orm import Session

from station.models import (
    Bed,
    Check,
    ObservationOrder,
    ObserverDuty,
    PatientPhoto,
    Precaution,
    Room,
    Round,
    Stay,
    Task,
)
from station.models.enums import EntryStatus, Outcome, TaskKind, TaskState
from station.rules import owed
from station.rules.intervals import Deadlines, limits_of
from station.rules.likely import Likely, Past, likely
from station.rules.policy import Policy
from station.rules.rounding import ToSee, extra_work, suggested_order, target, walking_route
from station.services import finding
from station.services.walking import COUNTS, area_name
from station.store.rows.rounds import RoundPatientRow, RoundRow, RoundSheet

_StayRow = Row[*tuple[Any, ...]]
_NAMED: Final = 12
"""So many beds are named in a question; of more, how many more there are."""

_DAY: Final = timedelta(hours=24)
_BACK: Final = timedelta(hours=3)
_AROUND: Final = timedelta(hours=1)


class NotSeen(NamedTuple):
    stay_id: int
    bed: str


def not_seen(session: Session, walk: Round) -> list[NotSeen]:
    """Whom to see on this round and not seen on it yet, in board order."""
    seen = _seen(session, walk)
    here = session.execute(_covered(walk, select(Stay.id, Bed.label)))
    return [NotSeen(stay_id, label or "no bed") for stay_id, label in here if stay_id not in seen]


def not_seen_words(session: Session, walk: Round) -> list[str]:
    """For a question: "Not seen on this round: 1203, 1207."; nothing where everybody was."""
    beds = [one.bed for one in not_seen(session, walk)]
    if not beds:
        return []
    more = f" and {len(beds) - _NAMED} more" if len(beds) > _NAMED else ""
    return [f"Not seen on this round: {', '.join(beds[:_NAMED])}{more}."]


def _covered(walk: Round, asked: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Of everybody to see on it, in board order: on the unit, in its area, and with no observer of his own."""
    held = select(ObserverDuty.stay_id).where(ObserverDuty.ended_at.is_(None))
    here = (
        asked.select_from(Stay)
        .outerjoin(Bed, Bed.id == Stay.bed_id)
        .outerjoin(Room, Room.id == Bed.room_id)
        .where(Stay.discharged_at.is_(None), Stay.absence_id.is_(None), Stay.id.not_in(held))
        .order_by(Bed.position.is_(None), Bed.position, Stay.id)
    )
    return here if walk.area_id is None else here.where(Room.area_id == walk.area_id)


class Seen(NamedTuple):
    """The last check of a patient on a round. `since`: what the interval it ended ran from."""

    at: datetime
    check_id: int
    since: datetime | None


def _seen(session: Session, walk: Round) -> dict[int, Seen]:
    """By stay id."""
    found = session.execute(
        select(Check.stay_id, Check.observed_at, Check.id, Check.since)
        .where(Check.round_id == walk.id, COUNTS)
        .order_by(Check.observed_at, Check.id)
    )
    return {one.stay_id: Seen(one.observed_at, one.id, one.since) for one in found}


def sheet(session: Session, walk: Round, now: datetime) -> RoundSheet:
    """Read anew each time: who comes, goes, moves or leaves the unit comes to and leaves the sheet."""
    policy, zone = finding.policy_in_force(session), ZoneInfo(finding.unit(session).zone)
    here = _patients(session, walk)
    ids = [stay.id for stay in here]
    seen, past, precautions = _seen(session, walk), _past(session, ids, now), _precautions(session, ids)
    rows = {
        stay.id: _row(policy, stay, seen.get(stay.id), likely(past[stay.id], now, zone, policy), precautions[stay.id])
        for stay in here
    }
    to_see = [ToSee(stay.id, _owed(stay), rows[stay.id].target_at, stay.id in seen) for stay in here]
    return RoundSheet(
        round=_round_row(session, walk, seen=sum(1 for stay_id in ids if stay_id in seen), to_see=len(ids)),
        patients=tuple(rows[stay_id] for stay_id in suggested_order(to_see, walk.id, now)),
        route=walking_route(ids, walk.id),
        extra_work=extra_work(policy),
    )


def _round_row(session: Session, walk: Round, *, seen: int, to_see: int) -> RoundRow:
    name, area = finding.person_name(session, walk.staff_id), area_name(session, walk.area_id)
    return RoundRow(walk.id, walk.staff_id, name, walk.area_id, area, walk.started_at, seen, to_see)


def _patients(session: Session, walk: Round) -> Sequence[_StayRow]:
    asked = select(
        Stay.id,
        Stay.admitted_at,
        Stay.last_seen_at,
        Stay.asleep,
        Stay.look_for,
        ObservationOrder.level,
        ObservationOrder.level_asleep,
        Task.since,
        Task.soon_at,
        Task.due_at,
        Task.lapsed_at,
        PatientPhoto.id.label("photo_id"),
    )
    check = and_(Task.stay_id == Stay.id, Task.kind == TaskKind.CHECK, Task.state == TaskState.OPEN)
    photo = and_(PatientPhoto.patient_id == Stay.patient_id, PatientPhoto.ended_at.is_(None))
    found: Sequence[_StayRow] = session.execute(
        _covered(walk, asked)
        .join(ObservationOrder, ObservationOrder.id == Stay.order_id)
        .outerjoin(Task, check)
        .outerjoin(PatientPhoto, photo)
    ).all()
    return found


def _owed(stay: _StayRow) -> Deadlines:
    """His check; where none is stored, owed since he was last seen: shown as lapsed, never as fine."""
    if stay.due_at is None:
        since = stay.last_seen_at or stay.admitted_at
        return Deadlines(since, None, since, since)
    return Deadlines(stay.since, stay.soon_at, stay.due_at, stay.lapsed_at)


def _row(
    policy: Policy, stay: _StayRow, seen: Seen | None, words: Likely, precautions: Sequence[str]
) -> RoundPatientRow:
    level = owed.level_in_force(policy, stay.level, stay.level_asleep, asleep=stay.asleep)
    return RoundPatientRow(
        stay_id=stay.id,
        target_at=target(limits_of(level), stay.last_seen_at, stay.id, policy, due_at=_owed(stay).due_at),
        seen_at=None if seen is None else seen.at,
        check_id=None if seen is None else seen.check_id,
        since=None if seen is None else seen.since,
        likely_places=words.places,
        likely_activities=words.activities,
        look_for=_look_for(policy, stay.look_for, precautions),
        photo_id=stay.photo_id,
    )


def _look_for(policy: Policy, said: str, precautions: Sequence[str]) -> tuple[str, ...]:
    asked = (one.look_for for one in policy.precautions if one.code in precautions)
    return tuple(line for line in (*said.splitlines(), *asked) if line.strip())


def _precautions(session: Session, stay_ids: Sequence[int]) -> defaultdict[int, list[str]]:
    codes: defaultdict[int, list[str]] = defaultdict(list)
    found = select(Precaution.stay_id, Precaution.code).where(
        Precaution.stay_id.in_(stay_ids), Precaution.ended_at.is_(None)
    )
    for stay_id, code in session.execute(found):
        codes[stay_id].append(code)
    return codes


def _past(session: Session, stay_ids: Sequence[int], now: datetime) -> defaultdict[int, list[Past]]:
    """What each did lately, and about this time of day on the days before."""
    spans = [
        (now - _BACK, now + _BACK),
        *((now - _DAY * ago - _AROUND, now - _DAY * ago + _AROUND) for ago in (1, 2, 3)),
    ]
    found = session.execute(union_all(*(_checks_between(stay_ids, *span) for span in spans)))
    past: defaultdict[int, list[Past]] = defaultdict(list)
    for stay_id, at, place, activity in found:
        past[stay_id].append(Past(at, place, activity))
    return past


def _checks_between(stay_ids: Sequence[int], since: datetime, until: datetime) -> Select[*tuple[Any, ...]]:
    return select(Check.stay_id, Check.observed_at, Check.location, Check.activity).where(
        Check.stay_id.in_(stay_ids),
        Check.observed_at >= since,
        Check.observed_at < until,
        Check.status == EntryStatus.CURRENT,
        Check.outcome == Outcome.SEEN,
    )
