"""A search that was over before the record heard of it: it was kept while the record was away, or saved late."""

from datetime import datetime

from sqlalchemy import select

from station.models import Alert, Amendment, Check, Stay, Task
from station.models.enums import EntryStatus, Outcome, TaskKind, TaskState
from station.rules import owed
from station.rules.intervals import stage_of
from station.services import finding
from station.services.alertbook import AlertBook
from station.store.work import Work


def seen_since(work: Work, stay: Stay, at: datetime) -> Check | None:
    """The sighting after `at` that was written down first: of those that count now, each as it was first said of him.

    None where he has not been seen since.
    """
    if stay.last_seen_at is None or stay.last_seen_at <= at:
        return None
    counting = select(Check).where(
        Check.stay_id == stay.id,
        Check.outcome == Outcome.SEEN,
        Check.status == EntryStatus.CURRENT,
        Check.observed_at > at,
    )
    said = (_first_said(work, one, at) for one in work.session.scalars(counting).all())
    return min(said, key=lambda one: (one.recorded_at, one.id), default=None)


def _first_said(work: Work, check: Check, after: datetime) -> Check:
    """By way of what it stands in place of, as far as that is of him and after this time too."""
    while True:
        before = work.session.scalar(
            select(Check)
            .join(Amendment, Amendment.check_id == Check.id)
            .where(
                Amendment.replacement_id == check.id, Check.stay_id == check.stay_id, Check.observed_at > after
            )
        )  # fmt: skip
        if before is None:
            return check
        check = before


def put_in_healed(work: Work, book: AlertBook, stay: Stay, at: datetime, seen: Check) -> None:
    """Have the alert of a search begun at `at` on record as it stood: raised then, closed by `seen`.

    It sounds nowhere and nobody is told of it any more. Of a search that went on while another did there is none: that
    one's alert is its own.
    """
    if _was_searched_for(work, stay, at):
        return
    to = owed.not_found(at)
    task = Task(
        kind=TaskKind.NOT_FOUND,
        stay_id=stay.id,
        state=TaskState.DONE,
        since=to.since,
        soon_at=to.soon_at,
        due_at=to.due_at,
        lapsed_at=to.lapsed_at,
        stage=stage_of(to, at),
        first_check=False,
    )
    work.session.add(task)
    work.session.flush()
    book.open_healed(task, seen, who=finding.person_name(work.session, seen.observer_id))
    book.finish()


def _was_searched_for(work: Work, stay: Stay, at: datetime) -> bool:
    others = select(Alert.id).where(
        Alert.stay_id == stay.id,
        Alert.kind == TaskKind.NOT_FOUND.value,
        Alert.due_at <= at,
        Alert.closed_at >= at,
    )
    return work.session.scalar(others.limit(1)) is not None
