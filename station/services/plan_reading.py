"""Reads the plan of a shift: what was published, what somebody is drafting, and what the unit asks for."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import PlanDraft, PlannedBlock, PlannedPerson, Shift, ShiftPlan, Staff, Stay
from station.rules.plan import Block, Plan, Worker, blocks_from_json, people_from_json
from station.services import finding
from station.services.errors import Refused
from station.services.pace import pace
from station.services.plan_needs import asked_of
from station.services.plan_sheet import DraftPlan, PlanSheet, PublishedPlan, worker_of
from station.services.plannable import plannable_rows
from station.services.shift_times import shift_at, shift_running, stored_shift
from station.store.rows.plan import PlannableRow, ShiftRow
from station.store.work import Store

_AHEAD: Final = timedelta(days=2)
_A_MOMENT: Final = timedelta(microseconds=1)


def read_shifts(store: Store, now: datetime) -> tuple[ShiftRow, ...]:
    """The shift before, the running one, and those of the next two days."""
    with store.read() as session:
        policy = finding.policy_in_force(session)
        running = shift_running(session, policy, now)
        shifts = [shift_running(session, policy, running.starts_at - _A_MOMENT), running]
        while shifts[-1].next_at < now + _AHEAD:
            shifts.append(shift_running(session, policy, shifts[-1].next_at))
        return tuple(shifts)


def read_plan_sheet(store: Store, starts_at: datetime, staff_id: int | None, now: datetime) -> PlanSheet:
    """What the Assignments page shows of one shift, with the draft of this person.

    Raises Refused where no shift begins then."""
    with store.read() as session:
        policy = finding.policy_in_force(session)
        shift = shift_at(session, policy, starts_at)
        staff = plannable_rows(session, policy, _day(session, starts_at))
        asked, walked = asked_of(session, policy), pace(session, policy)
        stored = stored_shift(session, starts_at)
        return PlanSheet(
            shift=shift,
            staff=staff,
            areas=asked.areas,
            continuous=asked.continuous,
            needs=asked.needs(shift),
            checks_per_hour=walked.checks_per_hour,
            measured=walked.measured,
            published=_published(session, shift, stored, staff),
            draft=_draft(session, shift, stored, staff_id, staff),
            read_at=now,
            unit=finding.unit(session).name,
        )


def _day(session: Session, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(finding.unit(session).zone)).date()


def published(session: Session, shift: ShiftRow, staff: tuple[PlannableRow, ...]) -> PublishedPlan:
    """The plan in force for this shift; an empty one with the number 0 where none was published."""
    return _published(session, shift, stored_shift(session, shift.starts_at), staff)


def read_published_plan(store: Store, starts_at: datetime, number: int) -> PublishedPlan:
    """A plan of this shift as it was published under that number; 0: the empty one before the first.

    Raises Refused for a number that was never published."""
    with store.read() as session:
        policy = finding.policy_in_force(session)
        shift = shift_at(session, policy, starts_at)
        staff = plannable_rows(session, policy, _day(session, starts_at))
        stored = stored_shift(session, starts_at)
        if number == 0 or stored is None:
            return _nothing(shift)
        return _numbered(session, shift, stored, number, staff)


def read_plan_before(store: Store, starts_at: datetime) -> Plan | None:
    """The last plan published for an earlier shift of the same name, its times moved to this one.

    What cannot be any more is left out: people who left, patients who left, what would go on past this shift's end.
    """
    with store.read() as session:
        policy = finding.policy_in_force(session)
        shift = shift_at(session, policy, starts_at)
        before = session.scalar(
            select(Shift)
            .where(Shift.name == shift.name, Shift.starts_at < starts_at, Shift.published > 0)
            .order_by(Shift.starts_at.desc())
            .limit(1)
        )
        if before is None:
            return None
        staff = plannable_rows(session, policy, _day(session, starts_at))
        was = ShiftRow(before.name, before.starts_at, before.ends_at, before.ends_at)
        plan = _numbered(session, was, before, before.published, staff).plan
        return _moved(session, plan, shift, {one.staff_id for one in staff})


def _moved(session: Session, plan: Plan, shift: ShiftRow, here: set[int]) -> Plan:
    by = shift.starts_at - plan.starts_at
    patients = set(session.scalars(select(Stay.id).where(Stay.discharged_at.is_(None))))
    return Plan(
        shift.starts_at,
        shift.ends_at,
        tuple(
            replace(one, starts_at=one.starts_at + by, ends_at=min(one.ends_at + by, shift.ends_at))
            for one in plan.people
            if one.staff_id in here and one.starts_at + by < shift.ends_at
        ),
        tuple(
            replace(one, starts_at=one.starts_at + by, ends_at=min(one.ends_at + by, shift.ends_at))
            for one in plan.blocks
            if one.staff_id in here
            and one.starts_at + by < shift.ends_at
            and (one.stay_id is None or one.stay_id in patients)
        ),
    )


def _nothing(shift: ShiftRow) -> PublishedPlan:
    return PublishedPlan(0, "", None, Plan(shift.starts_at, shift.ends_at))


def _published(
    session: Session, shift: ShiftRow, stored: Shift | None, staff: tuple[PlannableRow, ...]
) -> PublishedPlan:
    if stored is None or stored.published == 0:
        return _nothing(shift)
    return _numbered(session, shift, stored, stored.published, staff)


def _numbered(
    session: Session, shift: ShiftRow, stored: Shift, number: int, staff: tuple[PlannableRow, ...]
) -> PublishedPlan:
    found = session.execute(
        select(ShiftPlan, Staff.name)
        .join(Staff, Staff.id == ShiftPlan.published_by_id)
        .where(ShiftPlan.shift_id == stored.id, ShiftPlan.number == number)
    ).first()
    if found is None:
        raise Refused(f"No plan number {number} was published for this shift. Read it again.")
    plan, by = found
    known = {one.staff_id: one for one in staff}
    people = session.execute(
        select(PlannedPerson.staff_id, Staff.name, Staff.role, PlannedPerson.starts_at, PlannedPerson.ends_at)
        .join(Staff, Staff.id == PlannedPerson.staff_id)
        .where(PlannedPerson.plan_id == plan.id)
        .order_by(Staff.name)
    )
    blocks = session.scalars(
        select(PlannedBlock)
        .where(PlannedBlock.plan_id == plan.id)
        .order_by(PlannedBlock.starts_at, PlannedBlock.staff_id)
    )
    whole = Plan(
        shift.starts_at,
        shift.ends_at,
        tuple(
            worker_of(known[one.staff_id], one.starts_at, one.ends_at) if one.staff_id in known else Worker(*one)
            for one in people
        ),
        tuple(_block(one) for one in blocks),
    )
    return PublishedPlan(number, by, plan.published_at, whole)


def _block(row: PlannedBlock) -> Block:
    return Block(row.key, row.staff_id, row.kind, row.starts_at, row.ends_at, row.area_id, row.stay_id, row.words)


def _draft(
    session: Session, shift: ShiftRow, stored: Shift | None, staff_id: int | None, staff: tuple[PlannableRow, ...]
) -> DraftPlan | None:
    """People who left since it was saved are gone from it; what they were to do has nobody, which the page says."""
    row = None if stored is None or staff_id is None else session.get(PlanDraft, (stored.id, staff_id))
    if row is None:
        return None
    known = {one.staff_id: one for one in staff}
    people = tuple(
        worker_of(known[who], since, until) for who, since, until in people_from_json(row.body) if who in known
    )
    return DraftPlan(
        row.based_on, row.saved_at, Plan(shift.starts_at, shift.ends_at, people, blocks_from_json(row.body))
    )
