"""When the next check of a patient is owed, from what is stored about him. The one place that decides it."""

from datetime import datetime

from station.models.enums import TaskKind
from station.rules.intervals import Deadlines, Limits, limits_of, run_from
from station.rules.moments import utc
from station.rules.policy import Policy
from station.rules.policy_patients import Level
from station.rules.policy_values import OwedWithin


def level_in_force(policy: Policy, level: str, level_asleep: str | None, *, asleep: bool) -> Level:
    """The level that applies now: the one ordered for sleep only while the last check found him asleep."""
    return policy.level(level_asleep if asleep and level_asleep else level)


def first_check_owed(last_seen: datetime | None, owed_since: datetime | None) -> bool:
    """Whether the first check owed since then has still to be made."""
    return owed_since is not None and (last_seen is None or last_seen < owed_since)


def next_check(
    policy: Policy,
    level: Level,
    *,
    last_seen: datetime | None,
    owed_since: datetime | None,
    back_at: datetime | None = None,
) -> Deadlines:
    """The deadlines of the next check.

    It runs from the last time he was seen. After admission, a raised level or a return (`owed_since`) a first check
    is owed as well, until he has been seen at or after that moment: whichever comes sooner holds, so that raising a
    interval level never gives more time than there was. Of somebody not seen since he came back to the unit
    (`back_at`) no interval runs from before he left. Raises ValueError when no moment is known.
    """
    if back_at is not None and (last_seen is None or last_seen < back_at):
        last_seen, owed_since = None, back_at
    first = Limits(policy.first_check.soon, policy.first_check.late, policy.first_check.lapsed)
    still_owed = first_check_owed(last_seen, owed_since)
    if last_seen is None:
        if owed_since is None:
            raise ValueError("a patient never seen, of whom no first check is owed, has no deadline; admit him first")
        return run_from(first, owed_since)
    interval = run_from(limits_of(level), last_seen)
    if still_owed and owed_since is not None:
        return interval.sooner(run_from(first, owed_since))
    return interval


def nobody_observing(policy: Policy, since: datetime) -> Deadlines:
    """The deadlines of naming an observer for a continuous patient who has had none since `since`."""
    return run_from(Limits(None, policy.continuous.nobody_late, policy.continuous.nobody_lapsed), since)


def relief(policy: Policy, started_at: datetime) -> Deadlines:
    """The deadlines of relieving an observer who took over at `started_at`."""
    held = policy.continuous
    return run_from(Limits(held.relief_soon, held.relief_late, held.relief_lapsed), started_at)


def review(policy: Policy, starts_at: datetime, review_by: datetime) -> Deadlines:
    """The deadlines of reviewing an order. Past them the order keeps its level."""
    starts_at, review_by = utc(starts_at), utc(review_by)
    soon_at = max(starts_at, review_by - policy.orders.review_soon)
    return Deadlines(starts_at, soon_at, review_by, review_by + policy.orders.review_lapsed)


def provider_order(policy: Policy, raised_at: datetime) -> Deadlines:
    """The deadlines of the provider order owed after a nurse raised a level."""
    owed = policy.orders
    return run_from(Limits(owed.provider_order_soon, owed.provider_order_late, owed.provider_order_lapsed), raised_at)


def not_found(at: datetime) -> Deadlines:
    """A patient not found is late and lapsed from the first moment."""
    at = utc(at)
    return Deadlines(at, None, at, at)


def return_owed(policy: Policy, left_at: datetime, expected_at: datetime) -> Deadlines:
    """The deadlines of coming back to the unit."""
    left_at, expected_at = utc(left_at), utc(expected_at)
    soon_at = max(left_at, expected_at - policy.absence.return_soon)
    return Deadlines(left_at, soon_at, expected_at, expected_at + policy.absence.return_lapsed)


def awol(gone_at: datetime) -> Deadlines:
    """Somebody gone without leave is late and lapsed from the first moment, as one not found."""
    return not_found(gone_at)


def admission_task(policy: Policy, kind: TaskKind, admitted_at: datetime) -> Deadlines:
    """The deadlines of something owed once after an admission, counted from it. Raises KeyError for another kind."""
    within = _after_admission(policy, kind)
    return run_from(Limits(within.soon, within.late, within.lapsed), admitted_at)


def asked_again(policy: Policy, kind: TaskKind, owed: Deadlines, refused_at: datetime) -> Deadlines:
    """The same after the patient refused it: two hours later by default, and never sooner than it was owed before.

    It still runs from the admission, and its warning and its lapse keep their distance from when it is due.
    """
    within = _after_admission(policy, kind)
    due_at = max(owed.due_at, utc(refused_at) + policy.admission.refused_again_after)
    soon_at = max(owed.since, due_at - (within.late - within.soon))
    return Deadlines(owed.since, soon_at, due_at, due_at + (within.lapsed - within.late))


def _after_admission(policy: Policy, kind: TaskKind) -> OwedWithin:
    return {
        TaskKind.BELONGINGS: policy.admission.belongings,
        TaskKind.FIRST_VITALS: policy.admission.first_vitals,
        TaskKind.WEIGHT: policy.admission.weight,
        TaskKind.ORIENTATION: policy.admission.orientation,
    }[kind]
