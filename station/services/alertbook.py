"""How alerts open, rise, are told and close, inside the transaction of a service or of the sweep.

What happened to each alert is gathered and written at the end in one go: its step, its journal entry, one event.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import and_, literal_column, or_, select

from station.models import Alert, Check, Staff, Task
from station.models.enums import AlertState, Priority, Stage, StepKind, TaskKind
from station.rules.escalation import Ladder, ladder_for, ladder_from_json, priority_of, technical_ladder
from station.rules.intervals import stage_of
from station.rules.policy import Policy
from station.services.events import AlertsChanged
from station.services.opening import INSERT_ALERTS, INSERT_STEPS, AnyAlert, NewAlert, values
from station.store.work import Work


def subject_of(task_id: int) -> str:
    return f"task:{task_id}"


RUNNING: Final = and_(Alert.task_id == Task.id, Alert.state != literal_column("'closed'"))
"""The alert of a task that is not closed. In so many words: where a partial index asks for a value that is bound,
SQLite plans the statement anew each time, which takes it five times as long as the answer."""


class _Happening(NamedTuple):
    alert: AnyAlert
    kind: StepKind
    who: str
    detail: str
    journal: dict[str, Any]
    at: datetime | None = None
    """None: now."""


class AlertBook:
    """The alerts that a transaction deals with. Call `finish` before the commit."""

    def __init__(self, work: Work, policy: Policy, alerts: Iterable[Alert]) -> None:
        self._work = work
        self._policy = policy
        self._running: dict[str, AnyAlert] = {}
        self._ended: dict[tuple[int | None, Any], AnyAlert] = {}
        self._new: list[NewAlert] = []
        self._ladders: dict[tuple[TaskKind, str | None, bool], Ladder] = {}
        self._happenings: list[_Happening] = []
        for alert in alerts:
            self._put(alert)

    def _put(self, alert: Alert) -> None:
        if alert.state is AlertState.CLOSED:
            self._ended[alert.task_id, alert.due_at] = alert
        else:
            self._running[alert.subject] = alert

    def running(self, task: Task) -> AnyAlert | None:
        """The alert of this task that is not closed."""
        return self._running.get(subject_of(task.id))

    def attend(self, task: Task) -> AnyAlert | None:
        """See to it that a task has the alert its stage asks for. Opens, raises or reopens; never doubles."""
        stage = stage_of(task, self._work.at)
        priority = priority_of(task.kind, stage)
        if priority is None:
            return None
        if running := self.running(task):
            return self._raise(running, task, stage, priority)
        if ended := self._ended.get((task.id, task.due_at)):
            return self._reopen(ended, task, stage, priority)
        return self._open(task, stage, priority)

    def ending(self, task: Task) -> AnyAlert | None:
        """The alert of a task that is over now. One that was late before any sweep came to it (the record was away
        until this moment) has had none: it gets it here, so that it stays on record, and nobody is told of it.

        To be asked while the task has its times still.
        """
        return self.running(task) or (self._stood(task, self._work.at) if self.was_overlooked(task) else None)

    def was_overlooked(self, task: Task) -> bool:
        """It is late, and no alert of that was ever opened."""
        if not task.id or task.due_at > self._work.at or self.running(task):
            return False
        if priority_of(task.kind, stage_of(task, self._work.at)) is None:
            return False
        ever = select(Alert.id).where(Alert.task_id == task.id, Alert.due_at == task.due_at)
        return self._work.session.scalar(ever.limit(1)) is None

    def _stood(self, task: Task, at: datetime) -> Alert:
        """As it was at `at`, told to nobody."""
        stage = stage_of(task, at)
        alert = Alert(**self._facts(task, stage, at), priority=priority_of(task.kind, stage), state=AlertState.OPEN)
        self._work.session.add(alert)
        self._running[alert.subject] = alert
        self._say_opened(alert, "", stage.value, at=at)
        return alert

    def _open(self, task: Task, stage: Stage, priority: Priority) -> AnyAlert:
        alert = NewAlert(**self._facts(task, stage, self._work.at), priority=priority)
        return self._begin(alert, self._ladder(task), stage.value)

    def _facts(self, task: Task, stage: Stage, at: datetime) -> dict[str, Any]:
        """What an alert says of a task that is in this stage, and was found so at `at`."""
        return {
            "subject": subject_of(task.id),
            "task_id": task.id,
            "stay_id": task.stay_id,
            "area_id": task.area_id,
            "kind": task.kind.value,
            "stage": stage,
            "text": task.label,
            "since": task.since,
            "due_at": task.due_at,
            "lapsed_at": task.lapsed_at if stage is Stage.LAPSED else None,
            "detected_at": at,
            "policy": self._ladder(task).to_json(),
        }

    def open_healed(self, task: Task, seen: Check, *, who: str) -> None:
        """Put in an alert that stood, and was over, before the record knew of it: with its own times, closed by `seen`
        when that was written down. `who`: whoever saw him."""
        alert = self._stood(task, task.due_at)
        closed_at = max(task.due_at, seen.recorded_at)
        self._end(alert, "documented late" if seen.late_entry else "seen", closed_at, seen.observer_id)
        alert.check_id, alert.documented_late = seen.id, seen.late_entry
        alert.close_note = "" if seen.late_entry else None
        self._say_closed(alert, who, at=closed_at)

    def _ladder(self, task: Task) -> Ladder:
        of = (task.kind, task.level, task.first_check)
        if of not in self._ladders:
            self._ladders[of] = ladder_for(self._policy, task.kind, level=task.level, first_check=task.first_check)
        return self._ladders[of]

    def open_technical(self, subject: str, text: str) -> AnyAlert:
        """A fault of Station itself, once while it lasts; its sentence is kept up to date."""
        if running := self._running.get(subject) or self._stored(subject):
            if running.text != text:
                running.text = text
                self._say(running, StepKind.RAISED, "", text, {"text": text})
            return running
        ladder = technical_ladder(self._policy)
        alert = NewAlert(
            subject=subject,
            kind="technical",
            priority=Priority.TECHNICAL,
            stage=Stage.LATE,
            text=text,
            since=self._work.at,
            due_at=self._work.at,
            detected_at=self._work.at,
            policy=ladder.to_json(),
        )
        return self._begin(alert, ladder, text)

    def _stored(self, subject: str) -> AnyAlert | None:
        running = select(Alert).where(Alert.subject == subject, Alert.state != AlertState.CLOSED)
        return self._work.session.scalar(running)

    def _begin(self, alert: NewAlert, ladder: Ladder, detail: str) -> AnyAlert:
        self._to_foot(alert, ladder)
        self._new.append(alert)
        self._running[alert.subject] = alert
        self._say_opened(alert, ladder.role(alert.step), detail)
        return alert

    def _say_opened(self, alert: AnyAlert, told: str, detail: str, at: datetime | None = None) -> None:
        times = {"due": alert.due_at, "lapsed": alert.lapsed_at, "told": told, "stage": alert.stage.value}
        self._say(alert, StepKind.OPENED, told, detail, times | {"text": alert.text}, at)

    def _to_foot(self, alert: AnyAlert, ladder: Ladder) -> None:
        """At the foot of its ladder, every rung whose time has passed told at once."""
        self._tell(alert, ladder, ladder.told_by(alert.due_at, self._work.at))

    def _tell(self, alert: AnyAlert, ladder: Ladder, step: int) -> None:
        alert.step = step
        alert.told_at = self._work.at if step else None
        alert.next_at = ladder.next_after(alert.due_at, step, self._work.at)

    def _raise(self, alert: AnyAlert, task: Task, stage: Stage, priority: Priority) -> AnyAlert:
        if priority.rank > alert.priority.rank or (priority is alert.priority and stage.rank <= alert.stage.rank):
            return alert
        alert.priority, alert.stage = priority, stage
        if stage is Stage.LAPSED:
            alert.lapsed_at = task.lapsed_at
        if alert.lease_until is not None:
            lease = ladder_from_json(alert.policy).lease(priority)
            alert.lease_until = alert.next_at = min(alert.lease_until, self._work.at + lease)
        self._say(alert, StepKind.RAISED, "", stage.value, {"stage": stage.value, "lapsed": alert.lapsed_at})
        return alert

    def _reopen(self, alert: AnyAlert, task: Task, stage: Stage, priority: Priority) -> AnyAlert:
        """What had closed it was taken back: what was owed is owed still."""
        alert.state, alert.priority, alert.stage = AlertState.OPEN, priority, stage
        alert.lapsed_at = task.lapsed_at if stage is Stage.LAPSED else alert.lapsed_at
        alert.closed_at = alert.closed_by_id = alert.close_reason = alert.check_id = None
        alert.close_note = alert.close_note_by_id = alert.close_note_at = None
        alert.documented_late = False
        _forget_acceptance(alert)
        self._to_foot(alert, ladder_from_json(alert.policy))
        self._running[alert.subject] = alert
        self._say(alert, StepKind.REOPENED, "", "what had closed it was taken back", {"stage": stage.value})
        return alert

    def accept(self, alert: AnyAlert, staff: Staff, doing: str) -> None:
        """A named person answers for it, for as long as the lease holds."""
        lease = ladder_from_json(alert.policy).lease(alert.priority)
        alert.state, alert.delegated_to_id, alert.delegated_at = AlertState.ACCEPTED, None, None
        alert.accepted_by_id, alert.accepted_at, alert.accepted_note = staff.id, self._work.at, doing
        alert.lease_until = alert.next_at = self._work.at + lease
        self._say(alert, StepKind.ACCEPTED, staff.name, doing, {"until": alert.lease_until, "doing": doing})

    def delegate(self, alert: AnyAlert, staff: Staff) -> None:
        """Somebody else is asked to take it. Neither its lease nor its ladder moves: whoever has it has it still."""
        alert.delegated_to_id, alert.delegated_at = staff.id, self._work.at
        by = self._work.actor.name
        self._say(alert, StepKind.DELEGATED, staff.name, by, {"to": staff.name, "by": by, "until": alert.lease_until})

    def explain(self, alert: AnyAlert, why: str) -> None:
        """Why it closed without its deed, in the words of whoever acts."""
        actor = self._work.actor
        alert.close_note, alert.close_note_by_id, alert.close_note_at = why, actor.staff_id, self._work.at
        self._say(alert, StepKind.EXPLAINED, actor.name, why, {"why": why})

    def step(self, alert: AnyAlert, accepter: str = "") -> None:
        """Take the step whose time has come: end the lease, or tell the next rung. `accepter`: who holds the lease."""
        ladder = ladder_from_json(alert.policy)
        if alert.state is AlertState.ACCEPTED:
            self._end_lease(alert, ladder, accepter)
        else:
            self._escalate(alert, ladder)

    def _end_lease(self, alert: AnyAlert, ladder: Ladder, accepter: str) -> None:
        alert.state = AlertState.OPEN
        _forget_acceptance(alert)
        self._tell(alert, ladder, ladder.told_by(alert.due_at, self._work.at))
        told = " and ".join(one for one in (ladder.role(alert.step), accepter) if one)
        self._say(alert, StepKind.LEASE_ENDED, told, f"{accepter} had accepted it; it is not done", {"told": told})

    def return_it(self, alert: AnyAlert, why: str) -> None:
        """More is known than when it was accepted: open again, told as far as its ladder has come."""
        ladder = ladder_from_json(alert.policy)
        alert.state = AlertState.OPEN
        _forget_acceptance(alert)
        self._to_foot(alert, ladder)
        told = ladder.role(alert.step)
        self._say(alert, StepKind.REOPENED, told, why, {"told": told})

    def _escalate(self, alert: AnyAlert, ladder: Ladder) -> None:
        self._tell(alert, ladder, max(alert.step + 1, ladder.told_by(alert.due_at, self._work.at)))
        told = ladder.role(alert.step)
        self._say(alert, StepKind.ESCALATED, told, "", {"told": told})

    def close(
        self,
        alert: AnyAlert,
        reason: str,
        *,
        who: str,
        check_id: int | None = None,
        documented_late: bool = False,
        by_deed: bool = True,
    ) -> None:
        """Close it for good; it stays on record with its times. `documented_late`: a late entry closed it.

        `by_deed`: what it asked for was done, and in time to be seen. A high one that closes otherwise is closed all
        the same, and owes a reason from then on (`close_note` is empty instead of None).
        """
        self._end(alert, reason, self._work.at, self._work.actor.staff_id)
        alert.check_id, alert.documented_late = check_id, documented_late
        alert.close_note = None if by_deed or alert.priority is not Priority.HIGH else ""
        self._say_closed(alert, who)

    def _end(self, alert: AnyAlert, reason: str, at: datetime, by: int | None) -> None:
        del self._running[alert.subject]
        alert.state, alert.close_reason = AlertState.CLOSED, reason
        alert.closed_at, alert.closed_by_id = at, by
        alert.lease_until = alert.next_at = None
        self._ended[alert.task_id, alert.due_at] = alert

    def _say_closed(self, alert: AnyAlert, who: str, at: datetime | None = None) -> None:
        owed, reason = alert.close_note is not None, alert.close_reason or ""
        late = {"documented_late": alert.documented_late, "reason_owed": owed}
        self._say(alert, StepKind.CLOSED, who, reason, {"reason": reason, "check": alert.check_id} | late, at)

    def _say(
        self,
        alert: AnyAlert,
        kind: StepKind,
        who: str,
        detail: str,
        journal: dict[str, Any],
        at: datetime | None = None,
    ) -> None:
        self._happenings.append(_Happening(alert, kind, who, detail, journal, at))

    def finish(self) -> None:
        """Write what happened: steps, journal, one event for the screens."""
        if not self._happenings:
            return
        self._insert_new()
        self._work.session.flush()
        self._work.session.connection().execute(INSERT_STEPS, [self._step_row(one) for one in self._happenings])
        self._record([one for one in self._happenings if one.alert.kind != TaskKind.CANARY])
        self._happenings.clear()

    def _record(self, happenings: Sequence[_Happening]) -> None:
        """The journal and the screens are told of everything but the canary, which is a probe and no record."""
        for one in happenings:
            self._work.journal(f"alert.{one.kind.value}", _about(one.alert) | one.journal, at=one.at)
        if happenings:
            self._work.emit(AlertsChanged(tuple(sorted({one.alert.id for one in happenings}))))

    def _insert_new(self) -> None:
        """All new alerts in one statement (one each is what the ORM would need to learn their ids on SQLite)."""
        if not self._new:
            return
        session = self._work.session
        session.flush()
        session.connection().execute(INSERT_ALERTS, [values(alert) for alert in self._new])
        subjects = [alert.subject for alert in self._new]
        stored = select(Alert.subject, Alert.id).where(Alert.subject.in_(subjects), Alert.state != AlertState.CLOSED)
        ids = dict(session.execute(stored).all())
        for alert in self._new:
            alert.id = ids[alert.subject]
        self._new.clear()

    def _step_row(self, one: _Happening) -> dict[str, Any]:
        at = one.at or self._work.at
        return {"alert_id": one.alert.id, "kind": one.kind, "at": at, "who": one.who, "detail": one.detail}


def _about(alert: AnyAlert) -> dict[str, Any]:
    return {"alert": alert.id, "subject": alert.subject, "stay": alert.stay_id, "priority": alert.priority.value}


def _forget_acceptance(alert: AnyAlert) -> None:
    alert.accepted_by_id = alert.accepted_at = alert.accepted_note = alert.lease_until = None
    alert.delegated_to_id = alert.delegated_at = None


def book_of_tasks(work: Work, policy: Policy, tasks: Sequence[Task]) -> AlertBook:
    """The alerts of some tasks: those that are not closed, and those closed for the present due time of the task."""
    dues = {task.id: task.due_at for task in tasks}
    found = work.session.scalars(
        select(Alert).where(
            Alert.task_id.in_(dues),
            or_(Alert.state != AlertState.CLOSED, Alert.due_at.in_(set(dues.values()))),
        )
    )
    alerts = (one for one in found if one.state is not AlertState.CLOSED or dues[one.task_id or 0] == one.due_at)
    return AlertBook(work, policy, alerts)
