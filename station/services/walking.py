"""What is known of rounds within a transaction: who walks where, whom a round covers, which rounds have ended."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Row, and_, exists, select
from sqlalchemy.orm import Session

from station.models import Area, Bed, Check, Room, Round, Staff, Stay
from station.models.enums import EntryStatus, Outcome, OwedReason, TaskKind
from station.rules.accounting import Counted, Walked, account
from station.services.errors import Refused
from station.store.rows import PatientRow
from station.store.rows.absences import CensusRow
from station.store.rows.rounds import RoundRow

WHOLE_UNIT: Final = "the whole unit"

LOOK_BACK: Final = timedelta(hours=24)
"""A round that began longer ago than this is not what the census is held against."""

COUNTS: Final = and_(Check.status == EntryStatus.CURRENT, Check.outcome == Outcome.SEEN)
"""Checks by which somebody was seen on a round."""


def area_name(session: Session, area_id: int | None) -> str:
    """Raises Refused for an area that is not of this unit."""
    if area_id is None:
        return WHOLE_UNIT
    area = session.get(Area, area_id)
    if area is None:
        raise Refused("This area is not part of the unit any more. Choose another area.")
    return area.name


def round_of(session: Session, staff_id: int) -> Round | None:
    """The round this person walks now."""
    return session.scalar(select(Round).where(Round.staff_id == staff_id, Round.ended_at.is_(None)))


def still_on(session: Session, check: Check, stay: Stay, observed_at: datetime) -> int | None:
    """The round of a check, where it holds for this patient and this time as well."""
    walk = None if check.round_id is None else session.get(Round, check.round_id)
    if walk is None or observed_at < walk.started_at:
        return None
    if walk.area_id is None or walk.area_id == area_of(session, stay):
        return walk.id
    return None


def area_of(session: Session, stay: Stay) -> int | None:
    return session.scalar(select(Room.area_id).join(Bed, Bed.room_id == Room.id).where(Bed.id == stay.bed_id))


def round_rows(
    session: Session, patients: Sequence[tuple[int | None, PatientRow]], area_of_bed: Mapping[int, int]
) -> tuple[RoundRow, ...]:
    """The open rounds of the unit, the longest first."""
    walks = session.execute(
        select(Round.id, Round.staff_id, Staff.name, Round.area_id, Area.name, Round.started_at)
        .join(Staff, Staff.id == Round.staff_id)
        .outerjoin(Area, Area.id == Round.area_id)
        .where(Round.ended_at.is_(None))
        .order_by(Round.started_at, Round.id)
    ).all()
    if not walks:
        return ()
    seen = seen_on(session, [walk[0] for walk in walks])
    to_see = [
        (area_of_bed.get(bed_id or 0), row.stay_id)
        for bed_id, row in patients
        if row.away is None and row.observer is None
    ]
    return tuple(_round_row(walk, seen, to_see) for walk in walks)


def _round_row(
    walk: Row[int, int, str, int | None, str, datetime],
    seen: Collection[tuple[int, int]],
    to_see: Sequence[tuple[int | None, int]],
) -> RoundRow:
    round_id, staff_id, name, area_id, area, started_at = walk
    of_it = [stay_id for place, stay_id in to_see if area_id is None or place == area_id]
    done = sum(1 for stay_id in of_it if (round_id, stay_id) in seen)
    return RoundRow(round_id, staff_id, name, area_id, area or WHOLE_UNIT, started_at, done, len(of_it))


def seen_on(session: Session, round_ids: Sequence[int]) -> set[tuple[int, int]]:
    """(round id, stay id) of everybody seen on these rounds."""
    found = session.execute(
        select(Check.round_id, Check.stay_id).where(Check.round_id.in_(round_ids), COUNTS).distinct()
    )
    return {(one.round_id or 0, one.stay_id) for one in found}


_SAW_SOMEBODY: Final = exists().where(Check.round_id == Round.id, COUNTS).correlate(Round)


def _ended_rounds(session: Session, now: datetime) -> list[Walked]:
    """Rounds that ended lately and on which somebody was seen: one begun by mistake and ended again is no round."""
    found = session.execute(
        select(Round.area_id, Round.started_at, Round.ended_at).where(
            Round.started_at > now - LOOK_BACK, Round.ended_at.is_not(None), _SAW_SOMEBODY
        )
    )
    return [Walked(one.area_id, one.started_at, one.ended_at or one.started_at) for one in found]


def census(
    session: Session, patients: Sequence[tuple[int | None, PatientRow]], area_of_bed: Mapping[int, int], now: datetime
) -> CensusRow:
    """Whether everybody is accounted for."""
    counted = [_counted(row, area_of_bed.get(bed_id or 0)) for bed_id, row in patients]
    return CensusRow(*account(counted, _ended_rounds(session, now)))


def _counted(row: PatientRow, area_id: int | None) -> Counted:
    came = row.owed_since if row.owed_reason in (OwedReason.ADMITTED, OwedReason.RETURNED) else None
    return Counted(
        stay_id=row.stay_id,
        area_id=area_id,
        away=None if row.away is None else row.away.kind,
        here_since=came or row.admitted_at,
        seen_at=None if row.seen is None else row.seen.observed_at,
        held=row.observer is not None,
        looked_for=any(task.kind is TaskKind.NOT_FOUND for task in row.owed),
    )
