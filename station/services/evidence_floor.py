"""Reads who was to see to a patient, and who did: plans as published, rounds walked, observers and their handings."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from station.models import Area, Check, Handing, ObserverDuty, PlannedBlock, Round, Shift, ShiftPlan, Staff
from station.models.enums import BlockKind
from station.services.walking import COUNTS, WHOLE_UNIT
from station.store.rows.evidence import BedStretchRow, HandedRow, HeldRow, PlannedRow, WalkedRow

_LONGEST: Final = timedelta(days=7)
"""A round that began longer than this before the stretch is not looked for."""


def planned(
    session: Session, stay_id: int, beds: Sequence[BedStretchRow], since: datetime, until: datetime, as_of: datetime
) -> tuple[PlannedRow, ...]:
    """What the published plans had for him; a row without a name where a shift had none."""
    shifts = session.scalars(
        select(Shift).where(Shift.starts_at < until, Shift.ends_at > since).order_by(Shift.starts_at)
    ).all()
    rows: list[PlannedRow] = []
    for shift in shifts:
        plans = session.execute(
            select(ShiftPlan, Staff.name)
            .join(Staff, Staff.id == ShiftPlan.published_by_id)
            .where(ShiftPlan.shift_id == shift.id, ShiftPlan.published_at <= as_of)
            .order_by(ShiftPlan.number)
        ).all()
        starts, ends = max(since, shift.starts_at), min(until, shift.ends_at)
        if not plans:
            rows.append(PlannedRow(shift.name, shift.starts_at, 0, None, "", "", None, "", starts, ends))
        follow = [*(one.published_at for one, _ in plans[1:]), ends]
        for (plan, by), next_at in zip(plans, follow, strict=False):
            in_force = max(starts, plan.published_at), min(ends, next_at)
            rows += _blocks(session, (shift, plan, by), stay_id, beds, *in_force)
    return tuple(rows)


def _blocks(
    session: Session,
    of: tuple[Shift, ShiftPlan, str],
    stay_id: int,
    beds: Sequence[BedStretchRow],
    since: datetime,
    until: datetime,
) -> Iterable[PlannedRow]:
    shift, plan, by = of
    areas = {one.area_id for one in beds if one.area_id is not None}
    rounds = and_(
        PlannedBlock.kind == BlockKind.ROUNDS, or_(PlannedBlock.area_id.is_(None), PlannedBlock.area_id.in_(areas))
    )
    found = session.execute(
        select(PlannedBlock, Staff.name, Area.name)
        .join(Staff, Staff.id == PlannedBlock.staff_id)
        .outerjoin(Area, Area.id == PlannedBlock.area_id)
        .where(PlannedBlock.plan_id == plan.id, or_(PlannedBlock.stay_id == stay_id, rounds))
        .where(PlannedBlock.starts_at < until, PlannedBlock.ends_at > since)
        .order_by(PlannedBlock.starts_at, Staff.name)
    )
    for block, name, area in found:
        for begin, end in _there(block, beds, max(since, block.starts_at), min(until, block.ends_at)):
            yield PlannedRow(
                shift.name, shift.starts_at, plan.number, plan.published_at, by, name, block.kind,
                _duty(block, area), begin, end,
            )  # fmt: skip


def _there(
    block: PlannedBlock, beds: Sequence[BedStretchRow], since: datetime, until: datetime
) -> Iterable[tuple[datetime, datetime]]:
    """Rounds of an area are for him while he is in it; of the whole unit, and what names him, always."""
    if block.stay_id is not None or block.area_id is None:
        if since < until:
            yield since, until
        return
    for bed in beds:
        begin, end = max(since, bed.starts_at), min(until, bed.ends_at or until)
        if bed.area_id == block.area_id and begin < end:
            yield begin, end


def _duty(block: PlannedBlock, area: str | None) -> str:
    if block.kind is BlockKind.ROUNDS:
        return f"rounds, {area or WHOLE_UNIT}"
    if block.kind is BlockKind.CONTINUOUS:
        return "hold him"
    return " ".join(one for one in (block.kind.value, block.words) if one)


def walked(
    session: Session, stay_id: int, beds: Sequence[BedStretchRow], since: datetime, until: datetime, as_of: datetime
) -> tuple[WalkedRow, ...]:
    """Rounds over where he was, or on which he was seen; and when he was seen on each."""
    seen = _seen_on(session, stay_id, since, until)
    ender = aliased(Staff)
    found = session.execute(
        select(Round, Staff.name, Area.name, ender.name)
        .join(Staff, Staff.id == Round.staff_id)
        .outerjoin(Area, Area.id == Round.area_id)
        .outerjoin(ender, ender.id == Round.ended_by_id)
        .where(Round.started_at.between(since - _LONGEST, until), Round.started_at <= as_of)
        .where(or_(Round.ended_at.is_(None), Round.ended_at > since))
        .order_by(Round.started_at, Round.id)
    )
    rows = []
    for walk, name, area, ended_by in found:
        ended_at = walk.ended_at if walk.ended_at is not None and walk.ended_at <= as_of else None
        if walk.id in seen or _over(walk, beds, ended_at or until):
            by = (ended_by or "") if ended_at is not None else ""
            rows.append(WalkedRow(walk.id, name, area or WHOLE_UNIT, walk.started_at, ended_at, by, seen.get(walk.id)))
    return tuple(rows)


def _seen_on(session: Session, stay_id: int, since: datetime, until: datetime) -> dict[int, datetime]:
    found = session.execute(
        select(Check.round_id, func.min(Check.observed_at))
        .where(Check.stay_id == stay_id, Check.observed_at >= since, Check.observed_at <= until, COUNTS)
        .where(Check.round_id.is_not(None))
        .group_by(Check.round_id)
    )
    return {round_id: at for round_id, at in found if round_id is not None}


def _over(walk: Round, beds: Sequence[BedStretchRow], ended_at: datetime) -> bool:
    """Whether it went over where he was at the time."""
    return any(
        walk.area_id in (None, bed.area_id)
        and bed.starts_at < ended_at
        and (bed.ends_at is None or bed.ends_at > walk.started_at)
        for bed in beds
    )


def held(session: Session, stay_id: int, since: datetime, until: datetime, as_of: datetime) -> tuple[HeldRow, ...]:
    """Who held him, one after the other."""
    found = session.execute(
        select(ObserverDuty, Staff.name)
        .join(Staff, Staff.id == ObserverDuty.staff_id)
        .where(ObserverDuty.stay_id == stay_id, ObserverDuty.started_at < until, ObserverDuty.started_at <= as_of)
        .where(or_(ObserverDuty.ended_at.is_(None), ObserverDuty.ended_at > since))
        .order_by(ObserverDuty.started_at, ObserverDuty.id)
    )
    return tuple(
        HeldRow(name, one.started_at, one.ended_at if one.ended_at is not None and one.ended_at <= as_of else None)
        for one, name in found
    )


def handed(session: Session, stay_id: int, since: datetime, until: datetime, as_of: datetime) -> tuple[HandedRow, ...]:
    """Offers of him made in the stretch."""
    holder, to, by = aliased(Staff), aliased(Staff), aliased(Staff)
    found = session.execute(
        select(Handing, holder.name, to.name, by.name)
        .join(ObserverDuty, ObserverDuty.id == Handing.duty_id)
        .join(holder, holder.id == ObserverDuty.staff_id)
        .join(to, to.id == Handing.to_id)
        .outerjoin(by, by.id == Handing.offered_by_id)
        .where(ObserverDuty.stay_id == stay_id, Handing.offered_at >= since, Handing.offered_at <= until)
        .order_by(Handing.id)
    )
    return tuple(_handed(one, names, as_of) for one, *names in found if one.offered_at <= as_of)


def _handed(one: Handing, names: Sequence[str | None], as_of: datetime) -> HandedRow:
    holder, to, by = (name or "Station" for name in names)
    answered = one.answered_at is not None and one.answered_at <= as_of
    return HandedRow(
        one.id,
        holder,
        to,
        by,
        one.offered_at,
        one.answer.value if answered and one.answer is not None else "",
        one.answered_at if answered else None,
        one.answer_reason if answered else "",
    )
