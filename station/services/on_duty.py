"""Who is on duty now by the published plans, and what each is to be doing. What people really do is in other rows."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BindParameter, Row, and_, bindparam, select
from sqlalchemy.orm import Session

from station.models import Area, Bed, ObservationOrder, PlannedBlock, PlannedPerson, Shift, ShiftPlan, Staff, Stay
from station.models.enums import BlockKind
from station.rules.owed import level_in_force
from station.rules.policy import Policy
from station.services import finding
from station.services.walking import WHOLE_UNIT
from station.store.rows.plan import OnDutyRow

_BEFORE: Final = timedelta(days=2)
_AFTER: Final = timedelta(days=1)
"""A shift that begins longer ago, or later, has nobody on now; so the index on its start is enough."""

_Planned = Row[*tuple[Any, ...]]

_NOW: Final[BindParameter[datetime]] = bindparam("now")
_RUNNING: Final = and_(
    PlannedBlock.plan_id == PlannedPerson.plan_id,
    PlannedBlock.staff_id == PlannedPerson.staff_id,
    PlannedBlock.starts_at <= _NOW,
    PlannedBlock.ends_at > _NOW,
)
_PLANNED_NOW: Final = (
    select(
        Staff.id,
        Staff.name,
        Staff.role,
        PlannedPerson.ends_at.label("until"),
        PlannedBlock.kind,
        PlannedBlock.words,
        PlannedBlock.ends_at.label("block_until"),
        PlannedBlock.area_id,
        Area.name.label("area"),
        PlannedBlock.stay_id,
        Stay.discharged_at,
        Stay.asleep,
        Bed.label.label("bed"),
        ObservationOrder.level,
        ObservationOrder.level_asleep,
    )
    .select_from(Shift)
    .join(ShiftPlan, and_(ShiftPlan.shift_id == Shift.id, ShiftPlan.number == Shift.published))
    .join(PlannedPerson, PlannedPerson.plan_id == ShiftPlan.id)
    .join(Staff, Staff.id == PlannedPerson.staff_id)
    .outerjoin(PlannedBlock, _RUNNING)
    .outerjoin(Area, Area.id == PlannedBlock.area_id)
    .outerjoin(Stay, Stay.id == PlannedBlock.stay_id)
    .outerjoin(Bed, Bed.id == Stay.bed_id)
    .outerjoin(ObservationOrder, ObservationOrder.id == Stay.order_id)
    .where(
        Shift.starts_at > bindparam("earliest"),
        Shift.starts_at < bindparam("latest"),
        PlannedPerson.starts_at <= _NOW,
        PlannedPerson.ends_at > _NOW,
        Staff.active,
    )
    .order_by(Staff.name, Shift.starts_at, PlannedBlock.starts_at, PlannedBlock.key)
)
"""One line a person and running block, or a person and none; of the later shift last. Built once: each board asks it
at each reading."""


def on_duty_rows(session: Session, now: datetime, policy: Policy | None = None) -> tuple[OnDutyRow, ...]:
    """Everybody whom a published plan has on now, by name, once; while two shifts overlap, the people of both.

    One query; nobody where nothing is published. `policy` saves asking for the one in force.
    """
    moments = {"now": now, "earliest": now - _BEFORE, "latest": now + _AFTER}
    found: Sequence[_Planned] = session.execute(_PLANNED_NOW, moments).all()
    if not found:
        return ()
    in_force = policy or finding.policy_in_force(session)
    rows: dict[int, OnDutyRow] = {}
    for one in found:
        row = _row(one, in_force)
        rows[row.staff_id] = _both(rows[row.staff_id], row) if row.staff_id in rows else row
    return tuple(rows.values())


def _row(one: _Planned, policy: Policy) -> OnDutyRow:
    words = _words(one, policy)
    return OnDutyRow(
        staff_id=one.id,
        name=one.name,
        role=one.role,
        until=one.until,
        kind=one.kind if words else None,
        words=words,
        block_until=one.block_until if words else None,
        area_id=one.area_id if words else None,
        stay_id=one.stay_id if words else None,
    )


def _both(before: OnDutyRow, after: OnDutyRow) -> OnDutyRow:
    """One person twice: on two shifts, or with two blocks at once. What was planned for later goes before."""
    doing, until = (after if after.kind else before), max(before.until, after.until)
    return OnDutyRow(
        before.staff_id, before.name, before.role, until, doing.kind, doing.words, doing.block_until, doing.area_id,
        doing.stay_id,
    )  # fmt: skip


def _words(one: _Planned, policy: Policy) -> str:
    """As the wall says it; "" where nothing is planned, or what is planned cannot be any more.

    The wall is read by visitors: no destination, and of what was written freely only that it is something.
    """
    if one.kind is None or (one.stay_id is not None and one.discharged_at is not None):
        return ""
    place = one.bed or "no bed"
    if one.kind is BlockKind.ROUNDS:
        return f"rounds {one.area or WHOLE_UNIT}"
    if one.kind is BlockKind.CONTINUOUS:
        return _held(one, place, policy)
    if one.kind is BlockKind.ESCORT:
        return "escort" if one.stay_id is None else f"escort with {place}"
    if one.words in (*policy.assignments.groups, *policy.assignments.other):
        return str(one.words)
    return "other work" if one.kind is BlockKind.OTHER else str(one.kind.value)


def _held(one: _Planned, place: str, policy: Policy) -> str:
    """Nothing when his level asks for no observer any more."""
    if one.level is None:
        return ""
    level = level_in_force(policy, one.level, one.level_asleep, asleep=one.asleep)
    return f"{level.code} with {place}" if level.continuous else ""
