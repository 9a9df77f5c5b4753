"""Has the next environmental round of each area and checklist of the policy owed."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import Area, Room, Task, Unit
from station.models.enums import TaskKind, TaskState
from station.rules.checklists import ChecklistError, load_checklist
from station.rules.environment import next_round
from station.rules.environment_words import task_label
from station.rules.policy import Policy
from station.rules.policy_environment import ScheduledRound
from station.services import finding
from station.services.alertbook import AlertBook
from station.services.errors import Refused
from station.services.events import RoundsChanged
from station.services.unit_tasks import end_unit_task, put_unit_task
from station.store.work import Work

KIND: Final = TaskKind.ENVIRONMENTAL
_NOT_ASKED_FOR: Final = "the policy does not ask for it any more"


def about(area_id: int, checklist: str) -> str:
    """What the task of this round is about."""
    return f"area:{area_id}:{checklist}"


def is_planned(session: Session) -> bool:
    """Whether exactly what the policy asks for is owed. A database without a unit has nothing to plan."""
    if session.scalar(select(Unit.id).limit(1)) is None:
        return True
    policy = finding.policy_in_force(session)
    return set(_wanted(session, policy)) == _owed(session) and not _troubles(policy)


def plan_rounds(work: Work, policy: Policy) -> None:
    """Bring what is owed into step with the policy. A round that is owed already keeps its time."""
    owed, wanted = _owed(work.session), _wanted(work.session, policy)
    zone = finding.unit(work.session).zone
    for key, (area, scheduled) in wanted.items():
        if key not in owed:
            put_round(work, policy, area, scheduled, zone, after=work.at)
    for key in sorted(owed - set(wanted)):
        end_unit_task(work, policy, KIND, key, reason=_NOT_ASKED_FOR, state=TaskState.VOID)
        work.journal("environmental round.void", {"about": key, "reason": _NOT_ASKED_FOR})
    if owed != set(wanted):
        work.emit(RoundsChanged())
    _tell(work, policy)


def put_round(work: Work, policy: Policy, area: Area, scheduled: ScheduledRound, zone: str, *, after: datetime) -> Task:
    """Have the next one owed: the first time of the schedule after `after`."""
    to = next_round(scheduled, after, work.at, zone)
    label = task_label(title_of(scheduled.checklist), area.name)
    key = about(area.id, scheduled.checklist)
    task = put_unit_task(work, policy, KIND, key, to, label=label, area_id=area.id)
    work.journal("environmental round.owed", {"about": key, "label": label, "due": to.due_at})
    return task


def task_of(session: Session, area_id: int, checklist: str) -> Task | None:
    """The open task of this round."""
    return session.scalar(
        select(Task).where(
            Task.kind == KIND,
            Task.about == about(area_id, checklist),
            Task.stay_id.is_(None),
            Task.state == TaskState.OPEN,
        )
    )


def scheduled_in(policy: Policy, checklist: str) -> ScheduledRound | None:
    """How the policy has this round come again, if it does."""
    return next((one for one in policy.environment.rounds if one.checklist == checklist), None)


def title_of(checklist: str) -> str:
    """What its rounds are called, also where the list itself cannot be read: what is owed is owed."""
    try:
        return load_checklist(checklist).title
    except ChecklistError:
        return f"{checklist[:1].upper()}{checklist[1:]} round"


def refuse_bad_checklists(policy: Policy) -> None:
    """For whoever signs a policy: every list it names must be there and readable."""
    troubles = _troubles(policy)
    if troubles:
        raise Refused(" ".join(troubles.values()))


def _wanted(session: Session, policy: Policy) -> dict[str, tuple[Area, ScheduledRound]]:
    """By what the task is about. An area without rooms has nothing to walk through."""
    areas = session.scalars(
        select(Area).where(Area.id.in_(select(Room.area_id))).order_by(Area.position, Area.id)
    ).all()
    return {about(area.id, one.checklist): (area, one) for area in areas for one in policy.environment.rounds}


def _owed(session: Session) -> set[str]:
    """What the open tasks are about."""
    tasks = session.scalars(select(Task.about).where(Task.kind == KIND, Task.state == TaskState.OPEN))
    return set(tasks)


def _troubles(policy: Policy) -> dict[str, str]:
    found = {}
    for one in policy.environment.rounds:
        try:
            load_checklist(one.checklist)
        except ChecklistError as error:
            found[one.checklist] = str(error)
    return found


def _tell(work: Work, policy: Policy) -> None:
    """A list that the policy names and nobody can walk with is a fault of Station, told until somebody mends it."""
    book = AlertBook(work, policy, ())
    for checklist, why in _troubles(policy).items():
        book.open_technical(f"checklist:{checklist}", f"Environmental rounds cannot be made. {why}")
    book.finish()
