"""What follows from a plan: what nobody covers, what is wrong, what differs. Pure: no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from station.models.enums import BlockKind
from station.rules import plan_changes, plan_faults
from station.rules.cover import covers, gaps, still_open
from station.rules.plan import Block, Gap, Plan
from station.rules.plan_faults import Fault
from station.rules.plan_words import long
from station.rules.policy import Policy
from station.rules.workload import Workload
from station.services.plan_sheet import PlanSheet
from station.views.assignments.drags import Drawn
from station.views.assignments.words import Names, gap_sentence


@dataclass(frozen=True, slots=True)
class Derived:
    gaps: tuple[Gap, ...]
    faults: tuple[Fault, ...]
    changes: tuple[str, ...]

    def of_block(self, key: str) -> list[str]:
        """What is said against a block."""
        return [one.words for one in self.faults if key in one.keys]

    def of_person(self, staff_id: int) -> list[str]:
        return [one.words for one in self.faults if one.staff_id == staff_id]

    @property
    def faulty(self) -> frozenset[str]:
        """Blocks that cannot be so."""
        return frozenset(key for one in self.faults if one.forbids for key in one.keys)

    def uncovered(self, names: Names, now: datetime) -> list[str]:
        """What can still be covered."""
        return [gap_sentence(one, names) for one in still_open(self.gaps, now.replace(second=0, microsecond=0))]


def derive(plan: Plan, base: Plan, sheet: PlanSheet, names: Names, policy: Policy) -> Derived:
    """`base`: the published plan that this one was made from."""
    return Derived(
        gaps=gaps(plan, sheet.needs, sheet.checks_per_hour),
        faults=plan_faults.faults(plan, policy, names.terms),
        changes=plan_changes.changes(base, plan, names.terms),
    )


def load_words(load: Workload | None, staff_id: int) -> str:
    """What somebody has to do on rounds; nothing until it has been worked out."""
    found = next((one for one in load.people if one.staff_id == staff_id), None) if load else None
    if load is not None and (found is None or not found.on_rounds):
        return "No rounds on this shift."
    return f"On rounds for {long(found.on_rounds)}, {found.checks_per_hour:.0f} checks/h then." if found else ""


def gaps_while_held(plan: Plan, key: str, before: Sequence[Gap], sheet: PlanSheet) -> tuple[Gap, ...]:
    """What nobody covers while one block is held: only what it could cover is looked at again. `before`: with it where
    it was."""
    block = plan.block(key)
    mine = [one for one in sheet.needs if block is not None and covers(block, one)]
    rest = [one for one in before if one.need not in mine]
    if not mine:
        return tuple(rest)
    about = tuple(one for one in plan.blocks if any(covers(one, need) for need in mine))
    found = gaps(replace(plan, blocks=about), mine, sheet.checks_per_hour)
    return tuple(sorted((*rest, *found), key=lambda one: (one.starts_at, one.ends_at, one.need.title)))


def new_block(drawn: Drawn, gaps_now: Sequence[Gap], names: Names, key: str) -> Block:
    """What is most likely meant by an empty stretch: what most of it lacks; else rounds of the first area."""
    block = Block(key, drawn.staff_id, BlockKind.ROUNDS, drawn.starts_at, drawn.ends_at)
    lacking = max(gaps_now, key=lambda one: _shared(one, drawn), default=None)
    if lacking is not None and _shared(lacking, drawn) > 0:
        need = lacking.need
        return replace(block, kind=need.kind, area_id=need.area_id, stay_id=need.stay_id)
    return replace(block, area_id=names.areas[0].area_id if names.areas else None)


def _shared(gap: Gap, drawn: Drawn) -> float:
    """Seconds of the stretch in which this is lacking."""
    return (min(gap.ends_at, drawn.ends_at) - max(gap.starts_at, drawn.starts_at)).total_seconds()
