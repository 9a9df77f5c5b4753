"""Where everybody's row stands, and each block in it. Pure: no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from station.models.enums import Role
from station.rules.plan import Block, Plan, Worker
from station.views.assignments.scale import in_lanes
from station.views.assignments.words import Names

_ORDER: Final = (Role.TECH, Role.CHARGE_TECH, Role.CHARGE_NURSE, Role.NURSE)
_BETWEEN: Final = 4.0


@dataclass(frozen=True, slots=True)
class Row:
    """One person's. Pixels from the top of what scrolls."""

    worker: Worker
    top: float
    height: float
    lane: float
    """Height of a block."""
    lanes: dict[str, int]

    def top_of(self, key: str) -> float:
        """Of a block; one that is only passing by stands in the first lane."""
        rest = self.height - (max(self.lanes.values(), default=0) + 1) * (self.lane + _BETWEEN) + _BETWEEN
        return self.top + rest / 2 + self.lanes.get(key, 0) * (self.lane + _BETWEEN)


def in_order(people: Sequence[Worker], names: Names) -> list[Worker]:
    """Techs first, then who has charge, then nurses; each by name."""

    def place(worker: Worker) -> tuple[int, str, int]:
        row = names.person(worker.staff_id)
        role, name = (row.role, row.name) if row else (worker.role, worker.name)
        return (_ORDER.index(role) if role in _ORDER else len(_ORDER), name, worker.staff_id)

    return sorted(people, key=place)


def rows_of(plan: Plan, names: Names, *, height: float, lane: float) -> list[Row]:
    """`height` of a row whose blocks do not overlap; one with blocks beneath one another is higher."""
    by_person: dict[int, list[Block]] = {}
    for block in plan.blocks:
        by_person.setdefault(block.staff_id, []).append(block)
    rows, top = [], 0.0
    for worker in in_order(plan.people, names):
        lanes = in_lanes(by_person.get(worker.staff_id, []))
        more = max(lanes.values(), default=0)
        row = Row(worker, top, height + more * (lane + _BETWEEN), lane, lanes)
        rows.append(row)
        top += row.height
    return rows


def row_at(rows: Sequence[Row], y: float) -> Row | None:
    """The row at this height; the first or the last for a place above or below them all."""
    if not rows:
        return None
    return next((one for one in rows if y < one.top + one.height), rows[-1])
