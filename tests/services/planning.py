"""Plans for tests of assignments: the day shift of the unit, and short ways to fill it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from station.models.enums import BlockKind, Role
from station.rules.plan import Block, Plan, Worker
from station.services import assignments, plan_reading
from station.services.assignments import Publishing
from station.services.events import Event
from station.services.plan_sheet import PlanSheet
from tests.builders import PEOPLE, BuiltUnit

EVENING: Final = datetime(2026, 3, 2, 21, 0, tzinfo=UTC)
"""15:00 on the clock of the unit: the shift after the next of NOON."""


def worker(unit: BuiltUnit, name: str, plan: Plan) -> Worker:
    return Worker(unit.staff[name], name, PEOPLE.get(name, Role.TECH), plan.starts_at, plan.ends_at)


def block(
    unit: BuiltUnit,
    name: str,
    since: datetime,
    lasts: timedelta,
    kind: BlockKind = BlockKind.ROUNDS,
    *,
    key: str = "",
    area_id: int | None = None,
    stay_id: int | None = None,
    words: str = "",
) -> Block:
    """Rounds of the whole unit, unless said otherwise."""
    named = key or f"{name} {kind.value} {since:%H%M}"
    return Block(named, unit.staff[name], kind, since, since + lasts, area_id, stay_id, words)


def with_blocks(plan: Plan, *blocks: Block) -> Plan:
    return replace(plan, blocks=(*plan.blocks, *blocks))


def sheet(unit: BuiltUnit, at: datetime, *, by: str = "C. Lindt", starts_at: datetime = EVENING) -> PlanSheet:
    return plan_reading.read_plan_sheet(unit.store, starts_at, unit.staff[by], at)


def publish(
    unit: BuiltUnit, plan: Plan, at: datetime, *, based_on: int = 0, by: str = "C. Lindt", confirmed: bool = True
) -> list[Event]:
    publishing = Publishing(unit.request(), plan.starts_at, based_on, plan)
    return assignments.publish_plan(unit.store, publishing, confirmed=confirmed, actor=unit.who(by), now=at)
