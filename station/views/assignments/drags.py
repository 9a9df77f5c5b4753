"""What a hand that holds a block makes of the plan, wherever it goes. Pure: no Qt."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from station.rules import plan_edits
from station.rules.plan import Plan


class Part(Enum):
    """Where a block is held."""

    START = "start"
    WHOLE = "whole"
    END = "end"


@dataclass(frozen=True, slots=True)
class Drag:
    """A block held. `offset`: how long after its start it was taken hold of."""

    plan: Plan
    key: str
    part: Part
    offset: timedelta

    def to(self, at: datetime, staff_id: int | None, step: timedelta) -> Plan:
        """The plan if it were let go of at this moment, over the row of this person (None: over nobody's)."""
        if self.part is Part.START:
            return plan_edits.stretched(self.plan, self.key, starts_at=plan_edits.snapped(at, step))
        if self.part is Part.END:
            return plan_edits.stretched(self.plan, self.key, ends_at=plan_edits.snapped(at, step))
        return plan_edits.moved(self.plan, self.key, plan_edits.snapped(at - self.offset, step), staff_id)


@dataclass(frozen=True, slots=True)
class Drawn:
    """An empty stretch drawn out for a new block."""

    staff_id: int
    starts_at: datetime
    ends_at: datetime


def drawn(plan: Plan, staff_id: int, pressed: datetime, at: datetime, step: timedelta) -> Drawn | None:
    """From where the hand went down to where it is, in whole steps and within the shift; None while that is nothing."""
    one, other = sorted((plan_edits.snapped(pressed, step), plan_edits.snapped(at, step)))
    since, until = max(one, plan.starts_at), min(other, plan.ends_at)
    return Drawn(staff_id, since, until) if until - since >= plan_edits.SHORTEST else None
