"""Who is told of an alert and when. The ladder is copied into the alert as it opens, so that editing the policy
cannot break a running one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from station.models.enums import ASSESSMENTS, Priority, Stage, TaskKind
from station.rules.intervals import Owed
from station.rules.policy import Policy
from station.rules.policy_values import Steps

_LOW_THEN_MEDIUM: Final = {Stage.LATE: Priority.LOW, Stage.LAPSED: Priority.MEDIUM}
_NEVER_HIGH: Final = {
    TaskKind.ROUND_OPEN: {Stage.LATE: Priority.LOW, Stage.LAPSED: Priority.LOW},
    TaskKind.HANDOVER: _LOW_THEN_MEDIUM,
    TaskKind.ORIENTATION: _LOW_THEN_MEDIUM,
    TaskKind.WEIGHT: _LOW_THEN_MEDIUM,
    TaskKind.FIRST_VITALS: {Stage.LATE: Priority.MEDIUM, Stage.LAPSED: Priority.MEDIUM},
    TaskKind.VITALS: _LOW_THEN_MEDIUM,
    TaskKind.CANARY: {Stage.LATE: Priority.LOW, Stage.LAPSED: Priority.LOW},
    **dict.fromkeys(ASSESSMENTS, _LOW_THEN_MEDIUM),
}


@dataclass(frozen=True, slots=True)
class Rung:
    """Tell `role` this long after the thing fell due."""

    role: str
    after: timedelta


@dataclass(frozen=True, slots=True)
class Ladder:
    rungs: tuple[Rung, ...]
    repeat: timedelta
    """After the last rung, tell its role again this often, for ever."""
    leases: Mapping[Priority, timedelta]
    """How long an acceptance holds."""

    def told_by(self, due_at: datetime, now: datetime) -> int:
        """How many rungs are to have been told by `now`."""
        return sum(1 for rung in self.rungs if due_at + rung.after <= now)

    def next_after(self, due_at: datetime, told: int, now: datetime) -> datetime:
        """When the next step is due, `told` rungs having been told by `now`: the next rung, or the last one again."""
        if told < len(self.rungs):
            return max(now, due_at + self.rungs[told].after)
        return now + self.repeat

    def role(self, told: int) -> str:
        """The role told last, after `told` steps; empty before the first."""
        return self.rungs[min(told, len(self.rungs)) - 1].role if told else ""

    def lease(self, priority: Priority) -> timedelta:
        return self.leases[priority]

    def to_json(self) -> dict[str, Any]:
        """Seconds throughout."""
        return {
            "rungs": [{"role": rung.role, "after_s": rung.after.total_seconds()} for rung in self.rungs],
            "repeat_s": self.repeat.total_seconds(),
            "leases_s": {priority.value: lease.total_seconds() for priority, lease in self.leases.items()},
        }


def ladder_from_json(body: Mapping[str, Any]) -> Ladder:
    return Ladder(
        rungs=tuple(Rung(one["role"], timedelta(seconds=one["after_s"])) for one in body["rungs"]),
        repeat=timedelta(seconds=body["repeat_s"]),
        leases={Priority(name): timedelta(seconds=lease) for name, lease in body["leases_s"].items()},
    )


def ladder_for(policy: Policy, kind: TaskKind, *, level: str | None = None, first_check: bool = False) -> Ladder:
    """The ladder of a task. A level's own steps count from when the patient was last seen; here all count from due."""
    if kind is TaskKind.CHECK and level is not None and not first_check:
        rule = policy.level(level)
        return _ladder(policy, tuple(Rung(step.role, step.after - rule.late) for step in rule.escalation))
    return _ladder(policy, _rungs(_steps_of(policy, kind)))


def technical_ladder(policy: Policy) -> Ladder:
    return _ladder(policy, _rungs(policy.escalation.technical))


def priority_of(kind: TaskKind, stage: Stage) -> Priority | None:
    """The priority of the alert that this stage asks for; None where it asks for none.

    A round left open, a handover not signed and paperwork of an admission keep nobody unseen: they never outshout a
    patient.
    """
    if kind in _NEVER_HIGH and stage in (Stage.LATE, Stage.LAPSED):
        return _NEVER_HIGH[kind][stage]
    if stage is Stage.LAPSED:
        return Priority.HIGH
    if stage is Stage.LATE:
        return Priority.MEDIUM
    if stage is Stage.DUE_SOON and kind is TaskKind.RELIEF:
        return Priority.LOW
    return None


def first_alert_at(kind: TaskKind, owed: Owed) -> datetime:
    """When a task first asks for an alert: what is due soon is for screens to show, and for few kinds to alert."""
    if owed.soon_at is not None and priority_of(kind, Stage.DUE_SOON) is not None:
        return owed.soon_at
    return owed.due_at


def _steps_of(policy: Policy, kind: TaskKind) -> Steps:
    told = policy.escalation
    return {
        TaskKind.CHECK: told.first_check,
        TaskKind.OBSERVER: told.observer,
        TaskKind.RELIEF: told.relief,
        TaskKind.REVIEW: told.review,
        TaskKind.PROVIDER_ORDER: told.provider_order,
        TaskKind.NOT_FOUND: told.not_found,
        TaskKind.RETURN: told.return_overdue,
        TaskKind.AWOL: told.awol,
        TaskKind.ROUND_OPEN: told.round_open,
        TaskKind.ENVIRONMENTAL: told.environmental,
        TaskKind.HANDOVER: told.handover,
        TaskKind.HAZARD: told.hazard,
        TaskKind.BELONGINGS: told.admission,
        TaskKind.ORIENTATION: told.admission,
        TaskKind.FIRST_VITALS: told.admission,
        TaskKind.WEIGHT: told.admission,
        TaskKind.VITALS: told.vitals,
        TaskKind.SCORE: told.score,
        TaskKind.CANARY: told.technical,
        **dict.fromkeys(ASSESSMENTS, told.assessment),
    }[kind]


def _rungs(steps: Steps) -> tuple[Rung, ...]:
    return tuple(Rung(step.role, step.after) for step in steps)


def _ladder(policy: Policy, rungs: tuple[Rung, ...]) -> Ladder:
    alerts = policy.alerts
    return Ladder(
        rungs=rungs,
        repeat=alerts.repeat_last_step,
        leases={
            Priority.HIGH: alerts.lease_high,
            Priority.MEDIUM: alerts.lease_medium,
            Priority.LOW: alerts.lease_low,
            Priority.TECHNICAL: alerts.lease_medium,
        },
    )
