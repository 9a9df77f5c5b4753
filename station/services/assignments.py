"""Planning a shift: each charge has a draft of his own; publishing puts it in force, and says what changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from station.models import PlanDraft, PlannedBlock, PlannedPerson, Shift, ShiftPlan
from station.rules.cover import gaps
from station.rules.permissions import Deed
from station.rules.plan import Block, Gap, Plan, to_json
from station.rules.policy import Policy
from station.rules.wording import clock_time
from station.services import finding
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import Event, PlanChanged
from station.services.pace import pace
from station.services.permitting import require
from station.services.plan_needs import asked_of
from station.services.plan_reading import published
from station.services.plan_sheet import PublishedPlan
from station.services.plannable import plannable_rows
from station.services.shift_times import shift_at, shift_to_keep, stored_shift
from station.store.rows.plan import ShiftRow
from station.store.work import Actor, Store, Work

_NAMED: Final = 6
"""So many uncovered stretches are named in a question; of more, how many more there are."""


class Overtaken(Refused):
    """Somebody else has published a plan of this shift since the draft was begun. Look, merge, publish again."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """A plan to be put in force. `based_on`: the number of the published plan it was made from."""

    request_id: str
    starts_at: datetime
    based_on: int
    plan: Plan


def save_draft(
    store: Store, starts_at: datetime, based_on: int, plan: Plan, *, actor: Actor, now: datetime
) -> list[Event]:
    """Keep what whoever acts has planned so far. Nobody else sees it, and nothing follows from it.

    A draft is a working copy: its saving is not journalled, its publishing and its throwing away are.
    """
    with store.write(actor, now) as work:
        require(work, Deed.ASSIGN)
        policy = finding.policy_in_force(work.session)
        shift = shift_to_keep(work, shift_at(work.session, policy, starts_at))
        draft = work.session.get(PlanDraft, (shift.id, actor.staff_id))
        if draft is None:
            draft = PlanDraft(shift_id=shift.id, staff_id=finding.person(work.session, actor.staff_id).id)
            work.session.add(draft)
        draft.based_on, draft.body, draft.saved_at = based_on, to_json(plan), now
        return work.events


def discard_draft(store: Store, starts_at: datetime, *, actor: Actor, now: datetime) -> list[Event]:
    """Throw the draft of whoever acts away; the journal keeps what was in it. Without one nothing happens."""
    with store.write(actor, now) as work:
        require(work, Deed.ASSIGN)
        shift = stored_shift(work.session, starts_at)
        draft = None if shift is None else work.session.get(PlanDraft, (shift.id, actor.staff_id))
        if shift is not None and draft is not None:
            work.journal("plan.draft thrown away", {"shift": shift.id, "starts": starts_at, "draft": draft.body})
            work.session.delete(draft)
        return work.events


def publish_plan(
    store: Store, publishing: Publishing, *, confirmed: bool = False, actor: Actor, now: datetime
) -> list[Event]:
    """Put a plan in force. The same request twice is published once.

    Raises Overtaken when another was published since; Refused with everything that cannot be (two things at once,
    somebody who is not there); NeedsConfirmation where something stays uncovered or somebody's training has expired.
    """
    with store.write(actor, now) as work:
        require(work, Deed.ASSIGN)
        done = select(ShiftPlan.id).where(ShiftPlan.request_id == publishing.request_id)
        if work.session.scalar(done) is not None:
            return work.events
        policy = finding.policy_in_force(work.session)
        row = shift_at(work.session, policy, publishing.starts_at)
        shift = shift_to_keep(work, row)
        before = _in_force(work, policy, row)
        _check_not_overtaken(work, before, publishing)
        if before.number and to_json(before.plan) == to_json(publishing.plan):
            raise Refused("Nothing differs from what is published. Change something first.")
        if not confirmed:
            _ask(work, policy, row, publishing.plan)
        _put(work, shift, publishing)
        _journal(work, shift, publishing)
        work.emit(PlanChanged(row.starts_at))
        return work.events


def _zone(work: Work) -> ZoneInfo:
    return ZoneInfo(finding.unit(work.session).zone)


def _in_force(work: Work, policy: Policy, shift: ShiftRow) -> PublishedPlan:
    staff = plannable_rows(work.session, policy, shift.starts_at.astimezone(_zone(work)).date())
    return published(work.session, shift, staff)


def _check_not_overtaken(work: Work, before: PublishedPlan, publishing: Publishing) -> None:
    if before.number == publishing.based_on:
        return
    at = clock_time(before.at or work.at, _zone(work), work.at)
    raise Overtaken(
        f"{before.by} published another plan of this shift at {at}. See what changed, merge yours into it, and "
        "publish again. Yours is kept as your draft."
    )


def _ask(work: Work, policy: Policy, shift: ShiftRow, plan: Plan) -> None:
    """Publishing what leaves something uncovered is allowed, and said first."""
    needs = asked_of(work.session, policy).needs(shift)
    open_ones = gaps(plan, needs, pace(work.session, policy).checks_per_hour)
    if not open_ones:
        return
    said = ", ".join(_gap_words(work, one) for one in open_ones[:_NAMED])
    more = f" and {len(open_ones) - _NAMED} more" if len(open_ones) > _NAMED else ""
    raise NeedsConfirmation(f"Not covered: {said}{more}. Publish all the same?")


def _gap_words(work: Work, gap: Gap) -> str:
    zone = _zone(work)
    since, until = (clock_time(at, zone, work.at) for at in (gap.starts_at, gap.ends_at))
    return f"{gap.need.title} {since}\N{EN DASH}{until}"


def _put(work: Work, shift: Shift, publishing: Publishing) -> None:
    """Write it down, take the draft it came from away."""
    by = finding.person(work.session, work.actor.staff_id).id
    plan = ShiftPlan(
        request_id=publishing.request_id,
        shift_id=shift.id,
        number=publishing.based_on + 1,
        published_by_id=by,
        published_at=work.at,
    )
    work.session.add(plan)
    work.session.flush()
    for one in publishing.plan.people:
        work.session.add(
            PlannedPerson(plan_id=plan.id, staff_id=one.staff_id, starts_at=one.starts_at, ends_at=one.ends_at)
        )
    for block in publishing.plan.blocks:
        work.session.add(_row(plan.id, block))
    shift.published = plan.number
    draft = work.session.get(PlanDraft, (shift.id, by))
    if draft is not None:
        work.session.delete(draft)


def _row(plan_id: int, block: Block) -> PlannedBlock:
    return PlannedBlock(
        plan_id=plan_id,
        key=block.key,
        staff_id=block.staff_id,
        kind=block.kind,
        area_id=block.area_id,
        stay_id=block.stay_id,
        words=block.words.strip(),
        starts_at=block.starts_at,
        ends_at=block.ends_at,
    )


def _journal(work: Work, shift: Shift, publishing: Publishing) -> None:
    said = {"shift": shift.id, "starts": shift.starts_at, "number": shift.published, "plan": to_json(publishing.plan)}
    work.journal("plan.published", said)
