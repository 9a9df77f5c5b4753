"""The plan of a shift as values: who works when, what each does for which stretch, what has to be covered.

All moments are aware and in UTC; a stretch begins at its first moment and ends before its last.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from station.models.enums import BlockKind, Role


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody on the shift, present from `starts_at` to `ends_at`."""

    staff_id: int
    name: str
    role: Role
    starts_at: datetime
    ends_at: datetime
    warnings: tuple[str, ...] = ()
    """What is said of his training when he is assigned: "CPR expired", "Crisis training until 12 Dec"."""
    untrained: bool = False
    """Something of it is missing or has expired: others are suggested for continuous patients first."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of somebody's shift. `area_id` None on rounds: the whole unit."""

    key: str
    staff_id: int
    kind: BlockKind
    starts_at: datetime
    ends_at: datetime
    area_id: int | None = None
    stay_id: int | None = None
    words: str = ""

    @property
    def lasts(self) -> timedelta:
        return self.ends_at - self.starts_at

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Plan:
    """Who works on a shift and what each of them does. Blocks in no particular order."""

    starts_at: datetime
    ends_at: datetime
    people: tuple[Worker, ...] = ()
    blocks: tuple[Block, ...] = ()

    def worker(self, staff_id: int) -> Worker | None:
        return next((one for one in self.people if one.staff_id == staff_id), None)

    def blocks_of(self, staff_id: int) -> tuple[Block, ...]:
        """In order of time."""
        return tuple(sorted((one for one in self.blocks if one.staff_id == staff_id), key=lambda one: one.starts_at))

    def block(self, key: str) -> Block | None:
        return next((one for one in self.blocks if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Need:
    """One person has to be at this all the while: rounds of an area, or a continuous patient."""

    kind: BlockKind
    """ROUNDS or CONTINUOUS."""
    starts_at: datetime
    ends_at: datetime
    title: str
    """As it is said: "West hall", "1:1 with 1309"."""
    area_id: int | None = None
    stay_id: int | None = None
    checks_per_hour: float = 0.0
    """Of rounds: checks owed in an hour."""

    @property
    def subject(self) -> tuple[BlockKind, int | None]:
        """What has to be covered, whatever the hours: the kind with the area or the stay."""
        return (self.kind, self.area_id if self.kind is BlockKind.ROUNDS else self.stay_id)


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which `people` more are needed than are named."""

    need: Need
    starts_at: datetime
    ends_at: datetime
    people: int = 1
    there: int = 0
    """How many are at it: nobody, or too few for what is owed."""


def to_json(plan: Plan) -> dict[str, Any]:
    """A plan as it is stored: who and what, in one order, without names and roles, which may change meanwhile."""
    return {
        "people": [
            [one.staff_id, one.starts_at.isoformat(), one.ends_at.isoformat()]
            for one in sorted(plan.people, key=lambda one: one.staff_id)
        ],
        "blocks": [
            {
                "key": one.key,
                "staff": one.staff_id,
                "kind": one.kind.value,
                "from": one.starts_at.isoformat(),
                "to": one.ends_at.isoformat(),
                "area": one.area_id,
                "stay": one.stay_id,
                "words": one.words,
            }
            for one in sorted(plan.blocks, key=lambda one: one.key)
        ],
    }


def blocks_from_json(body: dict[str, Any]) -> tuple[Block, ...]:
    """The blocks of a stored draft. Raises KeyError or ValueError for what is none."""
    return tuple(
        Block(
            key=str(one["key"]),
            staff_id=int(one["staff"]),
            kind=BlockKind(one["kind"]),
            starts_at=datetime.fromisoformat(one["from"]),
            ends_at=datetime.fromisoformat(one["to"]),
            area_id=one["area"],
            stay_id=one["stay"],
            words=str(one["words"]),
        )
        for one in body["blocks"]
    )


def people_from_json(body: dict[str, Any]) -> tuple[tuple[int, datetime, datetime], ...]:
    """(staff id, from, to) of a stored draft."""
    return tuple(
        (int(who), datetime.fromisoformat(since), datetime.fromisoformat(until)) for who, since, until in body["people"]
    )
