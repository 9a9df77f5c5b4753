"""What a change of level will mean, in a sentence, before it is saved. Pure: no Qt."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from station.models.enums import OwedReason
from station.rules.owed import level_in_force, next_check
from station.rules.policy import Policy
from station.rules.policy_patients import Level
from station.rules.wording import clock_time
from station.store.rows import PatientRow

Applies = Literal["always", "awake", "asleep"]


class Direction(StrEnum):
    SAME = "same"
    RAISE = "raise"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Levels:
    """A level awake and one asleep; `asleep` None when one applies always."""

    awake: str
    asleep: str | None

    @property
    def pair(self) -> tuple[str, str]:
        return self.awake, self.asleep or self.awake

    @property
    def words(self) -> str:
        """Q5, or Q5 awake, Q15 asleep"""
        return self.awake if self.asleep is None else f"{self.awake} awake, {self.asleep} asleep"


def levels_of(patient: PatientRow) -> Levels:
    """As ordered."""
    return Levels(patient.level_ordered, patient.level_asleep)


def levels_after(before: Levels, code: str, applies: Applies) -> Levels:
    """The levels once `code` applies always, while awake or while asleep; the other half stays as it was."""
    awake, asleep = before.pair
    if applies == "always":
        return Levels(code, None)
    awake, asleep = (code, asleep) if applies == "awake" else (awake, code)
    return Levels(awake, None if awake == asleep else asleep)


def direction(policy: Policy, before: Levels, after: Levels) -> Direction:
    """A change that lowers either half is a lowering."""
    pairs = list(zip(before.pair, after.pair, strict=True))
    if any(policy.is_lower(will, was) for was, will in pairs):
        return Direction.LOWER
    if any(policy.is_lower(was, will) for was, will in pairs):
        return Direction.RAISE
    return Direction.SAME


def consequence(policy: Policy, patient: PatientRow, after: Levels, now: datetime, zone: ZoneInfo) -> str:
    """What follows from the change: when he is next to be seen, and who must hold him."""
    way = direction(policy, levels_of(patient), after)
    if way is Direction.SAME:
        return ""
    level = level_in_force(policy, after.awake, after.asleep, asleep=patient.asleep)
    if patient.away is not None:
        first = f"{after.words}: checks stay suspended until he is back."
    else:
        due = _next_due(policy, patient, level, way, now)
        which = "First" if way is Direction.RAISE else "Next"
        first = f"{which} {level.code} check due {'now' if due <= now else clock_time(due, zone, now)}."
    return f"{first} {_held(policy, patient, level)}".strip()


def _held(policy: Policy, patient: PatientRow, level: Level) -> str:
    """Whether somebody has to hold him, or no longer."""
    if not level.continuous:
        free = patient.observer
        return f"{free.name} is free." if free is not None and policy.level(patient.level).continuous else ""
    if patient.observer is not None:
        return f"{patient.observer.name} keeps him."
    late = round(policy.continuous.nobody_late.total_seconds())
    return f"A named observer holds him at all times: somebody has to take him over within {late} s."


def _next_due(policy: Policy, patient: PatientRow, level: Level, way: Direction, now: datetime) -> datetime:
    last_seen = patient.seen.observed_at if patient.seen else None
    owed_since = now if way is Direction.RAISE else patient.owed_since
    if last_seen is None and owed_since is None:
        owed_since = patient.admitted_at
    back_at = patient.owed_since if patient.owed_reason is OwedReason.RETURNED else None
    return next_check(policy, level, last_seen=last_seen, owed_since=owed_since, back_at=back_at).due_at


def provider_order_note(policy: Policy, now: datetime, zone: ZoneInfo) -> str:
    """What whoever raises at once owes."""
    owed: timedelta = policy.orders.provider_order_late
    minutes = round(owed.total_seconds() / 60)
    by = clock_time(now + owed, zone, now)
    return f"Raised at once: a provider's order is owed within {minutes} min, by {by}."
