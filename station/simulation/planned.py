"""What the published plan says of now: who rounds an area, who has a patient."""

from collections.abc import Iterator
from datetime import datetime

from station.models.enums import BlockKind
from station.rules.plan import Block, Plan


class Planned:
    """The plans of the running shift and of the next, the newest of each."""

    def __init__(self) -> None:
        self._plans: dict[datetime, Plan] = {}

    def follow(self, plan: Plan) -> None:
        self._plans = {at: one for at, one in self._plans.items() if one.ends_at > plan.starts_at} | {
            plan.starts_at: plan
        }

    def rounder(self, area: int, now: datetime) -> int | None:
        """The member of staff who is to walk this area now; None where none is named."""
        return next((one.staff_id for one in self._now(now) if self._walks(one, area)), None)

    def observer(self, stay: int, now: datetime) -> int | None:
        """The member of staff who is to have this patient now."""
        held = (one for one in self._now(now) if one.kind is BlockKind.CONTINUOUS)
        return next((one.staff_id for one in held if one.stay_id == stay), None)

    def _walks(self, one: Block, area: int) -> bool:
        return one.kind is BlockKind.ROUNDS and one.area_id in (None, area)

    def _now(self, now: datetime) -> Iterator[Block]:
        for starts_at in sorted(self._plans, reverse=True):
            yield from (one for one in self._plans[starts_at].blocks if one.starts_at <= now < one.ends_at)
