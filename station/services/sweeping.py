"""One pass of the watch: what has fallen due is alerted, raised, escalated. Safe to repeat, by anyone, at any time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from station.models import Alert, Task
from station.models.enums import AlertState
from station.rules.intervals import next_transition_of, stage_of
from station.rules.policy import Policy
from station.services import finding
from station.services.alertbook import AlertBook, book_of_tasks
from station.services.errors import Refused
from station.services.events import Event
from station.store.work import Actor, Store, Work

BATCH: Final = 2_000
"""The most tasks looked at in one transaction; the rest follow in the next."""

TRY_AGAIN: Final = timedelta(minutes=1)
"""After which an alert that could not be passed on is tried once more."""

_FAULTS: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, Refused)
"""What a row that makes no sense leads to. Not an error of the database: its transaction could not go on."""


@dataclass(frozen=True, slots=True)
class Swept:
    """What one pass did."""

    events: list[Event] = field(default_factory=list)
    transitions: int = 0
    alerts: int = 0
    steps: int = 0
    next_at: datetime | None = None
    """The earliest thing still to come; None when nothing is owed at all."""


def sweep(store: Store, *, actor: Actor, now: datetime) -> Swept:
    """See to everything whose time has come by `now`, in one transaction.

    Looks first without a lock: with nothing due it writes nothing. A row that fails raises a technical alert for
    that patient at once and never blocks the rest.
    """
    with store.read() as session:
        next_at = earliest(session)
    if next_at is None or next_at > now:
        return Swept(next_at=next_at)
    with store.write(actor, now) as work, work.session.no_autoflush:
        policy = finding.policy_in_force(work.session)
        transitions, attended = _sweep_tasks(work, policy)
        steps = _sweep_alerts(work, policy)
        work.session.flush()
        next_at = earliest(work.session)
    return Swept(work.events, transitions, attended, steps, next_at)


_EARLIEST: Final = select(
    select(func.min(Task.next_at)).scalar_subquery(), select(func.min(Alert.next_at)).scalar_subquery()
)


def earliest(session: Session) -> datetime | None:
    """The time of the next transition or step that is stored."""
    moments = session.connection().execute(_EARLIEST).one()
    return min((at for at in moments if at is not None), default=None)


_ADVANCE: Final = (
    update(Task)
    .where(Task.id == bindparam("of"), Task.version == bindparam("read"))
    .values(stage=bindparam("to"), next_at=bindparam("then"), version=Task.version + 1)
    .execution_options(synchronize_session=False)
)
"""Compare and set: a task that changed since it was read is not touched."""


def _sweep_tasks(work: Work, policy: Policy) -> tuple[int, int]:
    due = select(Task).where(Task.next_at <= work.at).order_by(Task.next_at).limit(BATCH)
    tasks = work.session.scalars(due).all()
    if not tasks:
        return 0, 0
    _advance(work, tasks)
    book = book_of_tasks(work, policy, tasks)
    attended = sum(1 for task in tasks if _attend(work, book, task))
    book.finish()
    return len(tasks), attended


def _advance(work: Work, tasks: Sequence[Task]) -> None:
    """Move tasks to the stage they are in, in one statement. Raises StaleDataError where one changed meanwhile."""
    steps = [
        {
            "of": task.id,
            "read": task.version,
            "to": stage_of(task, work.at),
            "then": next_transition_of(task, work.at),
        }
        for task in tasks
    ]
    result = work.session.connection().execute(_ADVANCE, steps)
    if result.rowcount != len(steps):
        raise StaleDataError(f"{len(steps) - result.rowcount} of {len(steps)} tasks changed while they were swept")


def _attend(work: Work, book: AlertBook, task: Task) -> bool:
    """Whether an alert stands for it now. A task that fails becomes a technical alert, and the rest goes on."""
    try:
        return book.attend(task) is not None
    except _FAULTS as fault:
        place = task.label or _place_of(work, task.stay_id)
        book.open_technical(f"task:{task.id}:fault", f"{place}: what is owed cannot be told ({fault}). Look at once.")
        return True


def _place_of(work: Work, stay_id: int | None) -> str:
    if stay_id is None:
        return "The unit"
    return f"Bed {finding.where(work.session, finding.stay(work.session, stay_id))}"


def _sweep_alerts(work: Work, policy: Policy) -> int:
    due = (
        select(Alert)
        .where(Alert.next_at <= work.at, Alert.state != AlertState.CLOSED)
        .order_by(Alert.next_at)
        .limit(BATCH)
    )
    alerts: Sequence[Alert] = work.session.scalars(due).all()
    book = AlertBook(work, policy, alerts)
    for alert in alerts:
        _step(work, book, alert)
    book.finish()
    return len(alerts)


def _step(work: Work, book: AlertBook, alert: Alert) -> None:
    """Take its step. An alert that fails becomes a technical one beside it, is tried again, and the rest goes on."""
    try:
        book.step(alert, finding.person_name(work.session, alert.accepted_by_id))
    except _FAULTS as fault:
        alert.next_at = work.at + TRY_AGAIN
        place = alert.text or _place_of(work, alert.stay_id)
        book.open_technical(f"alert:{alert.id}:fault", f"{place}: an alert cannot be passed on ({fault!r}). See to it.")
