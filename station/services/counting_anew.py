"""What a correction does to its neighbours: the interval that a later check ended is another than it was said to be."""

from datetime import datetime

from sqlalchemy import func, select

from station.models import Amendment, Check
from station.models.enums import EntryStatus, Outcome
from station.store.work import Work


def count_anew(work: Work, original: Check) -> None:
    """Have each check that counted from this one, which counts no more as it was, count from the sighting before it.

    Else the gap that a wrong entry covered would stay covered in every figure of the shift. What was said by whom and
    when stays as it is; the journal says what it counts from now. Call after the correction is stored.
    """
    work.session.flush()
    later = select(Check).where(
        Check.stay_id == original.stay_id,
        Check.since == original.observed_at,
        Check.observed_at > original.observed_at,
        Check.outcome == Outcome.SEEN,
        Check.status == EntryStatus.CURRENT,
    )
    for check in work.session.scalars(later.order_by(Check.id)).all():
        _count(work, original, check)


def _count(work: Work, original: Check, check: Check) -> None:
    before = [one for one in (_seen_before(work, check), original.since) if one is not None]
    was_since, was_due = check.since, check.due_at
    if not before or was_since is None or was_due is None or max(before) == was_since:
        return
    check.since = max(before)
    due_at = was_due + (check.since - was_since)
    check.due_at = due_at if original.due_at is None or check.since != original.since else min(was_due, original.due_at)
    moved = {"since": [was_since, check.since], "due": [was_due, check.due_at]}
    work.journal("check.counted anew", {"check": check.id, "stay": check.stay_id, "corrected": original.id} | moved)


def _seen_before(work: Work, check: Check) -> datetime | None:
    return work.session.scalar(
        select(func.max(Check.observed_at)).where(
            Check.stay_id == check.stay_id,
            Check.observed_at < check.observed_at,
            Check.outcome == Outcome.SEEN,
            Check.status == EntryStatus.CURRENT,
        )
    )


def first_recorded(work: Work, original: Check) -> datetime:
    """When it was first written down, by way of everything that it stands in place of."""
    one = original
    while True:
        before = work.session.scalar(select(Amendment.check_id).where(Amendment.replacement_id == one.id).limit(1))
        if before is None:
            return one.recorded_at
        one = work.session.get_one(Check, before)
