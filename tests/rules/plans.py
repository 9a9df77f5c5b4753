"""Shifts to try rules of planning on: an evening of four people, and any that hypothesis can think of."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from station.models.enums import BlockKind, Role
from station.rules.plan import Block, Need, Plan, Worker
from station.rules.plan_words import Terms

ZONE: Final = ZoneInfo("America/New_York")
STARTS: Final = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
"""15:00 of a Monday evening in New York."""
ENDS: Final = STARTS + timedelta(hours=8, minutes=30)
WEST: Final = 1
EAST: Final = 2
PATIENT: Final = 9
NAMES: Final = {1: "J. Moore", 2: "R. Osei", 3: "D. Lin", 4: "A. Park"}


def at(clock: str) -> datetime:
    """The unit's clock on that evening: "19:30"; "24:15" is a quarter past midnight."""
    hours, minutes = map(int, clock.split(":"))
    return STARTS + timedelta(hours=hours - 15, minutes=minutes)


def worker(
    staff_id: int = 1, since: str = "15:00", until: str = "23:30", role: Role = Role.TECH, **more: Any
) -> Worker:
    return Worker(staff_id, NAMES.get(staff_id, f"P. {staff_id}"), role, at(since), at(until), **more)


def block(staff_id: int, kind: BlockKind, since: str, until: str, *, key: str = "", **more: Any) -> Block:
    return Block(key or f"{staff_id}-{kind}-{since}", staff_id, kind, at(since), at(until), **more)


def rounds(staff_id: int, since: str = "15:00", until: str = "23:30", area: int | None = WEST, key: str = "") -> Block:
    return block(staff_id, BlockKind.ROUNDS, since, until, key=key, area_id=area)


def holds(staff_id: int, since: str = "15:00", until: str = "23:30", stay: int = PATIENT, key: str = "") -> Block:
    return block(staff_id, BlockKind.CONTINUOUS, since, until, key=key, stay_id=stay)


def rest(staff_id: int, since: str, until: str) -> Block:
    return block(staff_id, BlockKind.BREAK, since, until)


def hall(area: int = WEST, checks: float = 40.0, since: str = "15:00", until: str = "23:30") -> Need:
    title = {WEST: "West hall", EAST: "East hall"}.get(area, f"Hall {area}")
    return Need(BlockKind.ROUNDS, at(since), at(until), title, area_id=area, checks_per_hour=checks)


def one_to_one(stay: int = PATIENT, bed: str = "1309", since: str = "15:00", until: str = "23:30") -> Need:
    return Need(BlockKind.CONTINUOUS, at(since), at(until), f"1:1 with {bed}", stay_id=stay)


def plan(*blocks: Block, people: tuple[Worker, ...] | None = None) -> Plan:
    """`people` None: the four, from the beginning to the end."""
    return Plan(STARTS, ENDS, tuple(worker(one) for one in NAMES) if people is None else people, blocks)


# Any shift

_ANY_KEY: Final = st.uuids().map(str)


@st.composite
def _stretches(draw: st.DrawFn) -> tuple[datetime, datetime]:
    """Of whole seconds, around the shift, and of no length now and then."""
    begins = draw(st.integers(-3600, 9 * 3600))
    return STARTS + timedelta(seconds=begins), STARTS + timedelta(seconds=begins + draw(st.integers(0, 4 * 3600)))


@st.composite
def blocks(draw: st.DrawFn, keys: st.SearchStrategy[str] = _ANY_KEY) -> Block:
    """Of anything, for one of five people (the fifth is not on)."""
    kind = draw(st.sampled_from([BlockKind.ROUNDS, BlockKind.CONTINUOUS, BlockKind.BREAK, BlockKind.GROUP]))
    starts_at, ends_at = draw(_stretches())
    return Block(
        draw(keys),
        draw(st.integers(1, 5)),
        kind,
        starts_at,
        ends_at,
        area_id=draw(st.sampled_from([None, WEST, EAST])) if kind is BlockKind.ROUNDS else None,
        stay_id=draw(st.sampled_from([PATIENT, PATIENT + 1])) if kind is BlockKind.CONTINUOUS else None,
    )


@st.composite
def workers(draw: st.DrawFn, staff_id: int) -> Worker:
    begins = draw(st.integers(0, 6 * 3600))
    ends = draw(st.integers(begins + 1, 8 * 3600 + 1800))
    return Worker(
        staff_id, NAMES[staff_id], Role.TECH, STARTS + timedelta(seconds=begins), STARTS + timedelta(seconds=ends)
    )


@st.composite
def plans(draw: st.DrawFn, keys: st.SearchStrategy[str] = _ANY_KEY, most: int = 8) -> Plan:
    people = [draw(workers(one)) for one in draw(st.sets(st.sampled_from(sorted(NAMES))))]
    found = draw(st.lists(blocks(keys), max_size=most, unique_by=lambda one: one.key))
    return Plan(STARTS, ENDS, tuple(people), tuple(found))


@st.composite
def needs(draw: st.DrawFn) -> Need:
    starts_at, ends_at = draw(_stretches())
    if draw(st.booleans()):
        return Need(BlockKind.CONTINUOUS, starts_at, ends_at, "1:1 with 1309", stay_id=PATIENT)
    load = draw(st.sampled_from([0.0, 30.0, 60.0, 96.0, 150.0]))
    return Need(BlockKind.ROUNDS, starts_at, ends_at, "West hall", area_id=WEST, checks_per_hour=load)


TERMS: Final = Terms(
    ZONE,
    areas={WEST: "West hall", EAST: "East hall"},
    beds={PATIENT: "1309", PATIENT + 1: "1310", 3: "1303"},
    levels={PATIENT: "1:1", PATIENT + 1: "LOS"},
    people=NAMES | {5: "P. Vega"},
)
