"""A shift without a store: the evening of the drawing, and a page that plans it."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from typing_extensions import override

from station.models.enums import BlockKind, Role
from station.rules.plan import Block, Need, Plan, Worker
from station.services.errors import Refused
from station.services.events import Event, PlanChanged
from station.services.plan_sheet import DraftPlan, PlanSheet, PublishedPlan
from station.store.rows import StaffRow
from station.store.rows.plan import AreaLoadRow, ContinuousRow, PlannableRow, ShiftRow
from station.views import theme as themes
from station.views.assignments.page import AssignmentsPage
from station.views.assignments.planner import Planner
from station.views.board.health import Health
from station.views.bridge import Bridge, DirectBridge
from station.views.panel.desk import Desk
from station.views.recorder import Recorder
from tests.views.desk_fakes import FACTS, RUIZ, FakeCommands, FakeReads, request_ids, unit
from tests.views.snapshots import NOW, ZONE

START = NOW.replace(hour=20, minute=0, second=0)
"""15:00 in the unit's zone."""
END = START + timedelta(hours=8, minutes=30)
IN_SHIFT = START + timedelta(minutes=32, seconds=7)
ZONE_OF_UNIT = ZoneInfo(ZONE)
EVENING = ShiftRow("Evening", START, END, START + timedelta(hours=8))
DAY = ShiftRow("Day", START - timedelta(hours=8), START + timedelta(minutes=30), START)
NIGHT = ShiftRow(
    "Night", START + timedelta(hours=8), START + timedelta(hours=16, minutes=30), START + timedelta(hours=16)
)
SHIFTS = (DAY, EVENING, NIGHT)

PEOPLE = (
    PlannableRow(1, "J. Moore", Role.TECH, "CPI to 03/27", ()),
    PlannableRow(2, "R. Osei", Role.TECH, "CPI to 11/27", ()),
    PlannableRow(6, "D. Lin", Role.TECH, "CPR expired", ("CPR expired on 2 Nov",)),
    PlannableRow(7, "A. Park", Role.TECH, "CPI to 06/27", ()),
    PlannableRow(3, "M. Ruiz", Role.CHARGE_NURSE, "CPR to 08/27", ()),
    PlannableRow(4, "K. Bello", Role.NURSE, "CPR to 01/28", ()),
    PlannableRow(8, "S. Novak", Role.NURSE, "CPR to 05/27", ()),
    PlannableRow(9, "T. Quinn", Role.TECH, "CPI to 09/27", ()),
)
AREAS = (AreaLoadRow(1, "West hall", 12, 50.0), AreaLoadRow(2, "East hall", 10, 46.0))
HELD = (ContinuousRow(30, "1309", "LP", "1:1", "D. Lin", START),)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def worker(staff_id: int, since: datetime = START, until: datetime = END) -> Worker:
    row = next(one for one in PEOPLE if one.staff_id == staff_id)
    return Worker(row.staff_id, row.name, row.role, since, until, row.warnings)


def block(key: str, who: int, kind: BlockKind, since: float, until: float, **more: Any) -> Block:
    return Block(key, who, kind, at(since), at(until), **more)


def evening() -> Plan:
    """The plan of the drawing, to 23:00 as its rounds go."""
    rounds, held, rest = BlockKind.ROUNDS, BlockKind.CONTINUOUS, BlockKind.BREAK
    blocks = (
        block("m1", 1, rounds, 0, 3, area_id=1),
        block("m2", 1, rest, 3, 3.5),
        block("m3", 1, held, 4, 6, stay_id=30),
        block("m4", 1, rounds, 6, 8.5, area_id=1),
        block("o1", 2, rounds, 0, 2, area_id=2),
        block("o2", 2, held, 2, 4, stay_id=30),
        block("o3", 2, rest, 4, 4.5),
        block("o4", 2, rounds, 5, 8.5, area_id=2),
        block("l1", 6, held, 0, 2, stay_id=30),
        block("l2", 6, rounds, 2, 4, area_id=2),
        block("l3", 6, rest, 5, 5.5),
        block("l4", 6, held, 6, 8, stay_id=30),
        block("p1", 7, BlockKind.ESCORT, 0, 1, words="Radiology"),
        block("p2", 7, BlockKind.GROUP, 1, 3, words="Community meeting"),
        block("p3", 7, rounds, 3, 6, area_id=1),
        block("p4", 7, rest, 6, 6.5),
        block("p5", 7, BlockKind.ADMISSION, 6.5, 7.5, words="Search and orientation"),
        block("b1", 4, BlockKind.OTHER, 1, 2, words="Med pass"),
        block("n1", 8, BlockKind.OTHER, 5, 6, words="Med pass"),
    )
    return Plan(START, END, tuple(worker(one) for one in (1, 2, 6, 7, 3, 4, 8)), blocks)


NEEDS = (
    Need(BlockKind.ROUNDS, START, EVENING.next_at, "West hall", area_id=1, checks_per_hour=50.0),
    Need(BlockKind.ROUNDS, START, EVENING.next_at, "East hall", area_id=2, checks_per_hour=46.0),
    Need(BlockKind.CONTINUOUS, START, EVENING.next_at, "1:1 with 1309", stay_id=30),
)
EMPTY = Plan(START, END)
PUBLISHED = PublishedPlan(1, "M. Ruiz", START - timedelta(minutes=8), evening())
NOTHING = PublishedPlan(0, "", None, EMPTY)


def sheet(published: PublishedPlan = PUBLISHED, draft: DraftPlan | None = None, **more: Any) -> PlanSheet:
    made = PlanSheet(
        shift=EVENING,
        staff=PEOPLE,
        areas=AREAS,
        continuous=HELD,
        needs=NEEDS,
        checks_per_hour=60.0,
        measured=False,
        published=published,
        draft=draft,
        read_at=IN_SHIFT,
        unit="3 West",
    )
    return replace(made, **more)


def crowded(people: int = 30, blocks: int = 200, hours: int = 12) -> PlanSheet:
    """A shift of `hours` with so many people and blocks, spread evenly; half an hour apart at the least."""
    ends = START + timedelta(hours=hours)
    staff = tuple(
        PlannableRow(100 + one, f"{'ABCDEFGHIJ'[one % 10]}. Person {one + 1}", Role.TECH, "CPI to 03/27", ())
        for one in range(people)
    )
    workers = tuple(Worker(one.staff_id, one.name, one.role, START, ends) for one in staff)
    each = -(-blocks // people)
    step = timedelta(hours=hours) / each
    step -= step % timedelta(minutes=5)
    made = []
    for number in range(blocks):
        who, place = workers[number % people], number // people
        kind = (BlockKind.ROUNDS, BlockKind.GROUP, BlockKind.ROUNDS, BlockKind.BREAK)[(number + place) % 4]
        area = 1 + number % 2 if kind is BlockKind.ROUNDS else None
        since = START + place * step
        words = "Recreation" if kind is BlockKind.GROUP else ""
        made.append(Block(f"k{number}", who.staff_id, kind, since, since + step, area_id=area, words=words))
    shift = ShiftRow("Evening", START, ends, ends)
    needs = tuple(replace(one, ends_at=ends) for one in NEEDS)
    plan = Plan(START, ends, workers, tuple(made))
    return sheet(PublishedPlan(1, "M. Ruiz", START, plan), shift=shift, staff=staff, needs=needs)


@dataclass
class PlanReads(FakeReads):
    """Can be unable to."""

    refuses: str = ""

    @override
    def plan_sheet(self, starts_at: datetime, staff_id: int | None) -> PlanSheet:
        if self.refuses:
            raise Refused(self.refuses)
        return super().plan_sheet(starts_at, staff_id)


@dataclass
class Planning:
    """A page, whom it works for, and a clock that stands until it is moved."""

    commands: FakeCommands = field(default_factory=FakeCommands)
    reads: PlanReads = field(default_factory=PlanReads)
    recorder: Recorder = field(default_factory=Recorder)
    bridge: Bridge = field(default_factory=DirectBridge)
    now: datetime = IN_SHIFT
    look: themes.ThemeName = "light"

    def __post_init__(self) -> None:
        self.page = AssignmentsPage(themes.load(self.look))
        self.reads.all_shifts = SHIFTS
        self.reads.earlier[START, 1] = PUBLISHED
        self.ids = request_ids()

    def desk(self) -> Desk:
        return Desk(
            commands=self.commands,
            reads=self.reads,
            bridge=self.bridge,
            recorder=self.recorder,
            facts=FACTS,
            zone=ZONE_OF_UNIT,
            now=lambda: self.now,
            request_id=self.ids,
        )

    def begin(self, made: PlanSheet | None = None, who: StaffRow | None = RUIZ) -> Planner:
        """Somebody stands at the desk, and the shift has been read."""
        self.open(made, who)
        assert self.page.planner is not None
        return self.page.planner

    def open(self, made: PlanSheet | None = None, who: StaffRow | None = RUIZ) -> None:
        found = made or sheet()
        self.reads.plans[found.shift.starts_at] = found
        self.reads.all_shifts = tuple(
            found.shift if one.starts_at == found.shift.starts_at else one for one in self.reads.all_shifts
        )
        self.recorder.choose(who)
        self.page.show_desk(self.desk())
        self.page.show_snapshot(replace(unit(), read_at=self.now))
        self.page.tick(self.now)

    def read_again(self, made: PlanSheet, *events: Event) -> None:
        """What is stored has changed."""
        self.reads.plans[made.shift.starts_at] = made
        self.page.on_events(events or [PlanChanged(made.shift.starts_at)])

    @property
    def drafts(self) -> list[Plan]:
        """As they were saved, oldest first."""
        return [arguments[3] for name, arguments in self.commands.calls if name == "save_draft"]

    def later(self, **parts: float) -> None:
        self.now += timedelta(**parts)
        self.page.set_health(Health(monitoring=True, confirmed_at=self.now))
        self.page.tick(self.now)
