"""Keeps the tasks of a stay in step with what is true of it, and closes the alerts that no longer have a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, literal_column, select

from station.models import Alert, Check, ObservationOrder, Stay, Task
from station.models.enums import ASSESSMENTS, OwedReason, TaskKind, TaskState
from station.rules import owed
from station.rules.changing import is_alerted, kept
from station.rules.escalation import first_alert_at, priority_of
from station.rules.intervals import Deadlines, stage_of
from station.rules.policy import Policy
from station.rules.policy_patients import Level
from station.services.alertbook import RUNNING, AlertBook
from station.services.duties import duty_of, end_duty, void_offer
from station.store.work import Work

_OPEN_TASKS: Final = (
    select(Task, Alert)
    .outerjoin(Alert, RUNNING)
    .where(Task.stay_id == bindparam("stay_id"), Task.state == literal_column("'open'"))
)
"""In so many words, as in `RUNNING`."""

_SUSPENDED: Final = (TaskKind.CHECK, TaskKind.OBSERVER, TaskKind.RELIEF, TaskKind.VITALS, *ASSESSMENTS)
"""What is not owed of somebody who is off the unit. An answer to his score is."""

_SEES_HIM: Final = (TaskKind.CHECK, TaskKind.OBSERVER)
_WHEREABOUTS: Final = (TaskKind.NOT_FOUND, TaskKind.RETURN, TaskKind.AWOL)
"""What a patient may have been unseen for: a high alert of these that closes otherwise owes a reason."""


@dataclass(frozen=True, slots=True)
class Because:
    """Why tasks are planned anew; an alert that loses its reason is closed with these words."""

    reason: str
    check: Check | None = None
    documented_late: bool = False
    """Of what is no check: it was entered late."""


class Plan:
    """The open tasks and alerts of one stay, within one transaction."""

    def __init__(self, work: Work, policy: Policy, stay: Stay, because: Because) -> None:
        self._work = work
        self._policy = policy
        self._stay = stay
        self.because = because
        found: Sequence[tuple[Task, Alert | None]] = work.session.execute(_OPEN_TASKS, {"stay_id": stay.id}).all()
        self._tasks = {task.kind: task for task, _ in found}
        self.book = AlertBook(work, policy, [alert for _, alert in found if alert is not None])

    def task(self, kind: TaskKind) -> Task | None:
        """The open task of this kind."""
        return self._tasks.get(kind)

    def put(self, kind: TaskKind, to: Deadlines, *, level: str | None = None, first_check: bool = False) -> Task:
        """Have exactly one open task of this kind with these deadlines. The sweep does the rest."""
        task = self._tasks.get(kind)
        if task is not None and to.due_at > task.due_at:
            self._see_off(task, to)
        if task is None:
            task = self._tasks[kind] = Task(kind=kind, stay_id=self._stay.id, state=TaskState.OPEN)
            self._work.session.add(task)
        task.since, task.soon_at, task.due_at, task.lapsed_at = to.since, to.soon_at, to.due_at, to.lapsed_at
        task.level, task.first_check = level, first_check
        task.stage = stage_of(to, to.since)
        task.next_at = first_alert_at(kind, to)
        return task

    def end(self, kind: TaskKind, state: TaskState) -> None:
        """The task, if there is one, is done or no longer owed."""
        task = self._tasks.pop(kind, None)
        if task is None:
            return
        task.state, task.next_at = state, None
        self._close(task, by_deed=task.kind not in _SEES_HIM or state is TaskState.DONE)

    def owe_again(self, task: Task) -> None:
        """A task that was done is owed as before. The sweep opens its alert again."""
        task.state, task.next_at = TaskState.OPEN, task.due_at
        self._tasks[task.kind] = task

    def end_all(self, state: TaskState) -> None:
        """The stay is over: nothing is owed any more, and of nothing was what it asked for done."""
        for task in list(self._tasks.values()):
            task.state, task.next_at = state, None
            self._close(task, by_deed=task.kind not in (*_SEES_HIM, *_WHEREABOUTS))
        self._tasks.clear()

    def _see_off(self, task: Task, to: Deadlines) -> None:
        """What it was owed for is over, unless it is late by its new deadlines too. Of such as are no later nothing is:
        what stands was found due, perhaps by a station whose clock is a little before ours."""
        if priority_of(task.kind, stage_of(to, self._work.at)) is None:
            self._close(task, by_deed=task.kind not in _SEES_HIM)
        elif self.book.was_overlooked(task):
            self.book.attend(task)

    def _close(self, task: Task, *, by_deed: bool) -> None:
        """`by_deed`: what closes it, unless a check does, is what it asked for. A late entry is not."""
        alert = self.book.ending(task)
        if alert is None:
            return
        check = self.because.check
        late_entry = self.because.documented_late or (check is not None and check.late_entry)
        self.book.close(
            alert,
            self.because.reason,
            who=self._work.actor.name,
            check_id=None if check is None else check.id,
            documented_late=late_entry,
            by_deed=by_deed if check is None else not late_entry,
        )

    def follow(self, order: ObservationOrder) -> Level:
        """Bring the check and the observer into step with the order, the last check and who is asleep."""
        stay = self._stay
        level = owed.level_in_force(self._policy, order.level, order.level_asleep, asleep=stay.asleep)
        if stay.absence_id is not None:
            self._suspend()
            return level
        before = self.task(TaskKind.CHECK)
        as_before = before is None or before.level == level.code
        self._plan_check(level)
        self._plan_observer(level, as_before=as_before)
        return level

    def _suspend(self) -> None:
        """Somebody has him off the unit, or nobody has: nobody is asked to round him here."""
        for kind in _SUSPENDED:
            self.end(kind, TaskState.VOID)
        duty = duty_of(self._work, self._stay)
        if duty is not None:
            end_duty(self._work, duty, self.because.reason)

    def _plan_check(self, level: Level) -> None:
        stay = self._stay
        to = owed.next_check(
            self._policy, level, last_seen=stay.last_seen_at, owed_since=stay.owed_since, back_at=stay.back_at
        )
        first = stay.owed_since is not None and to.due_at == stay.owed_since + self._policy.first_check.late
        to, first = self._not_forgiven(level, to, first=first)
        self.put(TaskKind.CHECK, to, level=level.code, first_check=first)

    def _not_forgiven(self, level: Level, to: Deadlines, *, first: bool) -> tuple[Deadlines, bool]:
        """A check that is late stays late until it is made, also where a policy signed since then gives more time."""
        task, stay = self.task(TaskKind.CHECK), self._stay
        if task is None or (task.since, task.level) != (to.since, level.code):
            return to, first
        was_made = task.first_check and not owed.first_check_owed(stay.last_seen_at, stay.owed_since)
        if was_made or not is_alerted(task.kind, task, self._work.at):
            return to, first
        return kept(task.kind, task, to, self._work.at), task.first_check

    def _plan_observer(self, level: Level, *, as_before: bool) -> None:
        if not level.continuous and not {TaskKind.OBSERVER, TaskKind.RELIEF} & self._tasks.keys():
            return
        duty = duty_of(self._work, self._stay)
        if not level.continuous:
            if duty is not None:
                end_duty(self._work, duty, self.because.reason)
            self.end(TaskKind.OBSERVER, TaskState.VOID)
            self.end(TaskKind.RELIEF, TaskState.VOID)
        elif duty is None:
            self.end(TaskKind.RELIEF, TaskState.DONE)
            if self.task(TaskKind.OBSERVER) is None:
                self.put(TaskKind.OBSERVER, owed.nobody_observing(self._policy, self._work.at))
        else:
            self.end(TaskKind.OBSERVER, TaskState.DONE)
            if not as_before:
                void_offer(self._work, duty, self.because.reason)
            self._plan_relief(duty.started_at)

    def _plan_relief(self, started_at: datetime) -> None:
        running = self.task(TaskKind.RELIEF)
        if running is None or running.since != started_at:
            self.put(TaskKind.RELIEF, owed.relief(self._policy, started_at))


def owe_first_check(stay: Stay, reason: OwedReason, now: datetime) -> None:
    """From now, unless one is owed already: then it is owed from that earlier moment on.

    Nothing is owed while he is off the unit; on his return it is.
    """
    if stay.absence_id is not None:
        return
    if not owed.first_check_owed(stay.last_seen_at, stay.owed_since):
        stay.owed_since, stay.owed_reason = now, reason
