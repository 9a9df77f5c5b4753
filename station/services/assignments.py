"""Planning a shift: each charge has a draft of his own; publishing puts it in force, and says what changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from station.models import PlanDraft, PlannedBlock, PlannedPerson, Shift, ShiftPlan
from station.rules.cover import gaps, still_open
from station.rules.permissions import Deed
from station.rules.plan import Block, Need, Plan, to_json
from station.rules.plan_changes import changes
from station.rules.plan_faults import Fault, faults
from station.rules.plan_words import hours, listed, missing, title
from station.rules.policy import Policy
from station.rules.wording import clock_time
from station.services import finding
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import Event, PlanChanged
from station.services.pace import pace
from station.services.permitting import require
from station.services.plan_needs import asked_of, terms
from station.services.plan_reading import published
from station.services.plan_sheet import PublishedPlan, worker_of
from station.services.plannable import plannable_rows
from station.services.shift_times import shift_at, shift_to_keep, stored_shift
from station.store.rows.plan import PlannableRow
from station.store.work import Actor, Store, Work

_NAMED: Final = 6
"""So many things are named in one sentence to a person; of more, how many more there are."""


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
        staff = plannable_rows(work.session, policy, row.starts_at.astimezone(_zone(work)).date())
        before = published(work.session, row, staff)
        _check_not_overtaken(work, before, publishing)
        plan = _as_on_record(publishing.plan, staff)
        asked = asked_of(work.session, policy)
        words = terms(work.session, asked)
        said = changes(before.plan, plan, words)
        if before.number and not said:
            raise Refused("Nothing differs from what is published. Change something first.")
        found = faults(plan, policy, words)
        _refuse(found)
        if not confirmed:
            known = faults(before.plan, policy, words)
            _ask(work, policy, plan, [one for one in found if one not in known], asked.needs(row))
        _put(work, shift, publishing)
        _journal(work, shift, publishing, said)
        work.emit(PlanChanged(row.starts_at))
        return work.events


def _zone(work: Work) -> ZoneInfo:
    return ZoneInfo(finding.unit(work.session).zone)


def _as_on_record(plan: Plan, staff: Sequence[PlannableRow]) -> Plan:
    """With names, roles and training as they are stored, whatever was sent."""
    known = {one.staff_id: one for one in staff}
    gone = [one.name for one in plan.people if one.staff_id not in known]
    if gone:
        verb = "does" if len(gone) == 1 else "do"
        raise Refused(f"{listed(gone)} {verb} not work on shifts here any more. Take them off, then publish.")
    people = (worker_of(known[one.staff_id], one.starts_at, one.ends_at) for one in plan.people)
    return replace(plan, people=tuple(people))


def _check_not_overtaken(work: Work, before: PublishedPlan, publishing: Publishing) -> None:
    if before.number == publishing.based_on:
        return
    at = clock_time(before.at or work.at, _zone(work), work.at)
    raise Overtaken(
        f"{before.by} published another plan of this shift at {at}. See what changed, merge yours into it, and "
        "publish again. Yours is kept as your draft."
    )


def _refuse(found: Sequence[Fault]) -> None:
    """Everything that cannot be, at once: nobody wants to be told one thing after the other."""
    wrong = [one.words for one in found if one.forbids]
    if wrong:
        more = f" And {len(wrong) - _NAMED} more of this kind." if len(wrong) > _NAMED else ""
        raise Refused(f"{' '.join(wrong[:_NAMED])}{more} Nothing has been published.")


def _ask(work: Work, policy: Policy, plan: Plan, found: Sequence[Fault], needs: Sequence[Need]) -> None:
    """Publishing what leaves something uncovered, or somebody without training at work, is allowed, and said first.

    `found`: what was not so in the plan before, about which somebody has been asked already.
    """
    zone, minute = _zone(work), work.at.replace(second=0, microsecond=0)
    open_ones = still_open(gaps(plan, needs, pace(work.session, policy).checks_per_hour), minute)
    said = [f"{title(one.need)} {hours(one.starts_at, one.ends_at, zone)} ({missing(one)})" for one in open_ones]
    asks = [f"Not covered: {listed(_shortened(said))}."] if said else []
    asks += _shortened([one.words for one in found if not one.forbids])
    if asks:
        raise NeedsConfirmation(" ".join([*asks, "Publish all the same?"]))


def _shortened(said: list[str]) -> list[str]:
    return said if len(said) <= _NAMED else [*said[:_NAMED], f"{len(said) - _NAMED} more"]


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


def _journal(work: Work, shift: Shift, publishing: Publishing, changed: Sequence[str]) -> None:
    said = {
        "shift": shift.id,
        "starts": shift.starts_at,
        "number": shift.published,
        "changed": list(changed),
        "plan": to_json(publishing.plan),
    }
    work.journal("plan.published", said)
