"""Has the handover of each shift owed: one at a time, the next as soon as both charges have signed."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import Task, Unit
from station.models.enums import TaskKind, TaskState
from station.rules.handover import handover_owed, missed
from station.rules.policy import Policy
from station.rules.shifts import ShiftSpan, shift_after, shift_at
from station.services import finding
from station.services.events import Event, HandoverChanged
from station.services.unit_tasks import end_unit_task, put_unit_task
from station.store.work import Actor, Store, Work

KIND: Final = TaskKind.HANDOVER
ABOUT: Final = "shift"
"""One at a time: a handover that nobody signs stays owed, and says so, until a later one is signed."""


def plan_handover(store: Store, *, actor: Actor, now: datetime) -> list[Event]:
    """Have the handover of the running shift owed, unless one is owed already. A database without a unit owes none."""
    with store.read() as session:
        if session.scalar(select(Unit.id).limit(1)) is None or handover_task(session) is not None:
            return []
    with store.write(actor, now) as work:
        if handover_task(work.session) is None:
            policy = finding.policy_in_force(work.session)
            owe(work, policy, shift_at(policy.shifts, now, finding.unit(work.session).zone))
        return work.events


def handover_task(session: Session) -> Task | None:
    """What is owed. It runs from the start of the shift it is about."""
    return session.scalar(
        select(Task).where(Task.kind == KIND, Task.about == ABOUT, Task.stay_id.is_(None), Task.state == TaskState.OPEN)
    )


def owe(work: Work, policy: Policy, shift: ShiftSpan) -> Task:
    """From now on the handing over of this shift is owed."""
    to = handover_owed(policy.handover, shift)
    task = put_unit_task(work, policy, KIND, ABOUT, to, label=label_of(shift), area_id=None)
    work.journal("handover.owed", {"shift": shift.name, "from": shift.starts_at, "due": to.due_at})
    work.emit(HandoverChanged())
    return task


def label_of(shift: ShiftSpan) -> str:
    return f"Handover of the {shift.name} shift"


def answer(work: Work, policy: Policy, shift: ShiftSpan) -> tuple[ShiftSpan, ...]:
    """Both have signed for this shift: what was owed is done and the next one's is owed. Earlier shifts that nobody
    handed over, which this one's answers too."""
    zone = finding.unit(work.session).zone
    task = handover_task(work.session)
    if task is not None and task.since > shift.starts_at:
        return ()
    left_out = () if task is None else missed(policy.shifts, task.since, shift, zone)
    end_unit_task(work, policy, KIND, ABOUT, reason="both charges have signed")
    owe(work, policy, shift_after(policy.shifts, shift, zone))
    return left_out
