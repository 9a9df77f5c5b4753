"""What a new policy, or the same one looked at again, does to something that is owed already.

No deadline falls before the policy that sets it was signed: nobody was bound by it until then. What has been alerted
stays alerted until it is done, and from then on its times only ever move sooner.
"""

from datetime import datetime

from station.models.enums import TaskKind
from station.rules.escalation import first_alert_at
from station.rules.intervals import Deadlines, Owed


def is_alerted(kind: TaskKind, was: Owed, now: datetime) -> bool:
    """Whether it had come to an alert by `now` under the times it has."""
    return first_alert_at(kind, was) <= now


def kept(kind: TaskKind, was: Owed, to: Deadlines, now: datetime) -> Deadlines:
    """The new deadlines of a thing that still runs from the same moment.

    What has passed stays as it was; what is still to come of a thing that has been alerted comes no later than it
    would have. Of a thing without an alert the new deadlines hold.
    """
    if not is_alerted(kind, was, now):
        return to
    return Deadlines(
        since=to.since,
        soon_at=was.soon_at,
        due_at=_no_later(was.due_at, to.due_at, now),
        lapsed_at=_no_later(was.lapsed_at, to.lapsed_at, now),
    )


def _no_later(was: datetime, to: datetime, now: datetime) -> datetime:
    return was if was <= now else min(was, max(to, now))


def under_new_policy(kind: TaskKind, was: Owed, to: Deadlines, signed_at: datetime) -> Deadlines:
    """The deadlines from the signature on: `to` is what the new policy says. Already past by it: late from now."""
    return kept(kind, was, not_before(to, signed_at), signed_at)


def not_before(to: Deadlines, at: datetime) -> Deadlines:
    """The same, late and lapsed at `at` at the earliest."""
    return Deadlines(to.since, to.soon_at, max(to.due_at, at), max(to.lapsed_at, at))
