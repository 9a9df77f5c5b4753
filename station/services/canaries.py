"""The canary: owed by nobody, it lapses each minute, to tell a watch that finds nothing from one that is off.

It goes the way of everything that lapses: the sweep moves its task, the alert book opens its alert. It is a probe and
no record of anybody: on no screen, in no figure, not in the journal, and its finished alerts are cleared away.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, literal_column, select, update
from sqlalchemy.orm import Session

from station.models import Alert, AlertShown, AlertStep, Station, Task
from station.models.enums import AlertState, Stage, TaskKind
from station.rules.intervals import Deadlines
from station.services import finding
from station.services.alertbook import book_of_tasks
from station.services.unit_tasks import put_unit_task
from station.store.work import Actor, Store, Work

ABOUT: Final = "canary"
EVERY: Final = timedelta(seconds=60)
"""From one that came through to the lapse of the next."""

NOT_A_PROBE: Final[ColumnElement[bool]] = Alert.kind != TaskKind.CANARY.value
"""For whoever reads alerts to show, to count or to hand over."""


@dataclass(frozen=True, slots=True)
class CanarySeen:
    """The newest canary whose alert was stored, by whichever station."""

    alert_id: int
    due_at: datetime
    detected_at: datetime
    """When a sweep found it."""


@dataclass(frozen=True, slots=True)
class _Stand:
    task: Task | None
    alert: Alert | None
    """The newest of this task."""

    @property
    def seen(self) -> CanarySeen | None:
        return None if self.alert is None else CanarySeen(self.alert.id, self.alert.due_at, self.alert.detected_at)

    @property
    def has_come_through(self) -> bool:
        return self.alert is not None and self.alert.state is not AlertState.CLOSED


def tend_canary(store: Store, every: timedelta = EVERY, *, actor: Actor, now: datetime) -> CanarySeen | None:
    """Look whether the canary's alert has been stored. Where one stands open it is closed, and the next canary is set.

    Any number of stations may do so; the first one wins. Writes only where there is something to do. The newest canary
    that any station's sweep found; None before the first. Raises Refused where there is no unit yet.
    """
    with store.read() as session:
        finding.unit(session)
        stand = _stand(session)
        if not _has_work(stand, every, now) and not _is_news_here(session, actor, stand):
            return stand.seen
    with store.write(actor, now) as work:
        return _tend(work, every)


def _stand(session: Session) -> _Stand:
    task = session.scalar(
        select(Task).where(
            Task.kind == TaskKind.CANARY,
            Task.about == ABOUT,
            Task.stay_id.is_(None),
            Task.state == literal_column("'open'"),  # in so many words, for the partial index
        )
    )
    if task is None:
        return _Stand(None, None)
    newest = select(Alert).where(Alert.task_id == task.id).order_by(Alert.due_at.desc()).limit(1)
    return _Stand(task, session.scalar(newest))


def _has_work(stand: _Stand, every: timedelta, now: datetime) -> bool:
    return stand.task is None or stand.has_come_through or _is_astray(stand.task, every, now)


def _is_astray(task: Task, every: timedelta, now: datetime) -> bool:
    """Set by a station whose clock stood far ahead; or lapsed long ago without an alert, and no sweep will come back.

    Setting another proves nothing of the one that was lost: silence is counted until an alert has been stored.
    """
    is_left = task.next_at is None or task.next_at > now
    return task.due_at > now + 2 * every or (is_left and task.due_at < now - 2 * every)


def _is_news_here(session: Session, actor: Actor, stand: _Stand) -> bool:
    """Whether a canary has come through since the station of `actor` last saw one."""
    if stand.alert is None:
        return False
    row = session.execute(select(Station.canary_at).where(Station.name == actor.station)).first()
    return row is not None and (row[0] is None or row[0] < stand.alert.detected_at)


def _tend(work: Work, every: timedelta) -> CanarySeen | None:
    """As it stands within this transaction: another station may have been here meanwhile."""
    stand = _stand(work.session)
    if stand.task is None:
        _set_first(work, every)
    elif stand.has_come_through:
        _close(work, stand.task)
        _set(stand.task, work.at + every, work.at)
        _clear_away(work, stand)
    elif _is_astray(stand.task, every, work.at):
        _set(stand.task, work.at + every, work.at)
    if _is_news_here(work.session, work.actor, stand):
        here = update(Station).where(Station.name == work.actor.station)
        work.session.execute(here.values(canary_at=work.at))
    return stand.seen


def _set_first(work: Work, every: timedelta) -> None:
    to = Deadlines(work.at, None, work.at + every, work.at + every)
    policy = finding.policy_in_force(work.session)
    put_unit_task(work, policy, TaskKind.CANARY, ABOUT, to, label="Station's own probe", area_id=None)


def _close(work: Work, task: Task) -> None:
    book = book_of_tasks(work, finding.policy_in_force(work.session), [task])
    alert = book.running(task)
    if alert is not None:
        book.close(alert, "came through", who=work.actor.name)
    book.finish()


def _set(task: Task, due_at: datetime, since: datetime) -> None:
    task.since, task.due_at, task.lapsed_at, task.next_at = since, due_at, due_at, due_at
    task.stage = Stage.OK


def _clear_away(work: Work, stand: _Stand) -> None:
    """The finished ones but the newest, by which the other stations see that one came through."""
    if stand.task is None or stand.alert is None:
        return
    work.session.flush()
    older = select(Alert.id).where(Alert.task_id == stand.task.id, Alert.id != stand.alert.id)
    for told in (AlertStep, AlertShown):
        work.session.execute(delete(told).where(told.alert_id.in_(older)), execution_options=_PLAIN)
    work.session.execute(
        delete(Alert).where(Alert.task_id == stand.task.id, Alert.id != stand.alert.id), execution_options=_PLAIN
    )


_PLAIN: Final = {"synchronize_session": False}
