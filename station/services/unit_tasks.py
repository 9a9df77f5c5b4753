"""What is owed to no patient: environmental rounds, hazards, rounds left open. The same to the monitor as a check."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, literal_column, select

from station.models import Alert, Task
from station.models.enums import TaskKind, TaskState
from station.rules.escalation import first_alert_at, priority_of
from station.rules.intervals import Deadlines, stage_of
from station.rules.policy import Policy
from station.services.alertbook import RUNNING, AlertBook
from station.store.work import Work

_OPEN: Final = (
    select(Task, Alert)
    .outerjoin(Alert, RUNNING)
    .where(
        Task.kind == bindparam("kind"),
        Task.about == bindparam("about"),
        Task.stay_id.is_(None),
        Task.state == literal_column("'open'"),  # in so many words, for the partial index
    )
)


def put_unit_task(
    work: Work, policy: Policy, kind: TaskKind, about: str, to: Deadlines, *, label: str, area_id: int | None
) -> Task:
    """Have exactly one open task of this kind about this thing, with these deadlines. The sweep does the rest."""
    task, book = _open(work, policy, kind, about)
    if task is None:
        task = Task(kind=kind, about=about, state=TaskState.OPEN)
        work.session.add(task)
    elif priority_of(kind, stage_of(to, work.at)) is None:
        _close(work, book, task, "not owed any more")
    elif book.was_overlooked(task):
        book.attend(task)
    task.since, task.soon_at, task.due_at, task.lapsed_at = to.since, to.soon_at, to.due_at, to.lapsed_at
    task.label, task.area_id = label, area_id
    task.stage = stage_of(to, to.since)
    task.next_at = first_alert_at(kind, to)
    work.session.flush()
    book.finish()
    return task


def end_unit_task(
    work: Work, policy: Policy, kind: TaskKind, about: str, *, reason: str, state: TaskState = TaskState.DONE
) -> Task | None:
    """The task, if there is one, is done or no longer owed; its alert closes with that reason. The task as it was."""
    task, book = _open(work, policy, kind, about)
    if task is None:
        return None
    task.state, task.next_at = state, None
    _close(work, book, task, reason)
    work.session.flush()
    book.finish()
    return task


def _open(work: Work, policy: Policy, kind: TaskKind, about: str) -> tuple[Task | None, AlertBook]:
    found: Sequence[tuple[Task, Alert | None]] = work.session.execute(_OPEN, {"kind": kind, "about": about}).all()
    alerts = [alert for _, alert in found if alert is not None]
    return (found[0][0] if found else None), AlertBook(work, policy, alerts)


def _close(work: Work, book: AlertBook, task: Task, reason: str) -> None:
    alert = book.ending(task)
    if alert is not None:
        book.close(alert, reason, who=work.actor.name)
