"""Environmental rounds without a store: made-up rows, and the page that walks them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from typing_extensions import override

from station.models.enums import FindingOutcome
from station.rules.checklists import load_checklist
from station.services.environment import Found
from station.services.events import RoundsChanged
from station.store.rows import BoardSnapshot, StaffRow
from station.store.rows.environment import (
    ChecklistItemRow,
    EnvironmentalRoundRow,
    FindingRow,
    HazardRow,
    RoomRow,
    UnitTaskRow,
)
from station.views import theme as themes
from station.views.bridge import Bridge, DirectBridge
from station.views.commands import Events
from station.views.environment.page import EnvironmentPage
from station.views.environment.walk import Walk
from station.views.panel.desk import Desk
from station.views.recorder import Recorder
from tests.views.desk_fakes import FACTS, MOORE, FakeCommands, FakeReads, request_ids
from tests.views.floors import hazard
from tests.views.snapshots import NOW, POLICY, ZONE, ago, ahead, busy, snapshot

SAFETY = tuple(ChecklistItemRow(one.key, one.words, one.hint, one.section) for one in load_checklist("safety").items)
FINE, HAZARD, NOT_CHECKED = FindingOutcome.FINE, FindingOutcome.HAZARD, FindingOutcome.NOT_CHECKED


def rooms(first: int = 1201, count: int = 6) -> tuple[RoomRow, ...]:
    return tuple(RoomRow(number, f"Room {number}") for number in range(first, first + count))


def round_row(area_id: int = 1, area: str = "West hall", **changes: Any) -> EnvironmentalRoundRow:
    """The last round of an area, ended this morning and all fine, unless `changes` say otherwise."""
    places = rooms(1101 + 100 * area_id)
    row = EnvironmentalRoundRow(
        round_id=10 + area_id,
        area_id=area_id,
        area=area,
        checklist="safety",
        title="Safety round",
        name="J. Moore",
        started_at=ago(hours=6, minutes=40),
        due_at=ago(hours=6, minutes=30),
        ended_at=ago(hours=6, minutes=14),
        rooms=places,
        items=SAFETY,
        findings=tuple(found(room.room_id, item.key) for room in places for item in SAFETY),
        ended_by="J. Moore",
    )
    return replace(row, **changes)


def found(room_id: int, item: str, outcome: FindingOutcome = FINE, **more: Any) -> FindingRow:
    row = FindingRow(room_id, item, outcome, "", None, ago(minutes=4), "J. Moore")
    return replace(row, **more)


def open_round(findings: Sequence[FindingRow] = (), **changes: Any) -> EnvironmentalRoundRow:
    begun: dict[str, Any] = {
        "started_at": ago(minutes=9),
        "ended_at": None,
        "ended_by": "",
        "due_at": ago(minutes=2),
    }
    return round_row(round_id=31, findings=tuple(findings), **(begun | changes))


def owed(area_id: int, area: str, due_at: datetime) -> UnitTaskRow:
    rule = POLICY.environment.rounds[0]
    return UnitTaskRow(
        100 + area_id,
        "environmental round",
        f"area:{area_id}:safety",
        f"Safety round, {area}",
        area_id,
        area,
        due_at - timedelta(hours=8),
        due_at - rule.soon,
        due_at,
        due_at + rule.lapsed,
    )


def hazard_task(row: HazardRow) -> UnitTaskRow:
    return UnitTaskRow(
        300 + row.hazard_id,
        "hazard",
        f"hazard:{row.hazard_id}",
        row.place,
        row.area_id,
        row.area,
        row.found_at,
        None,
        row.found_at if row.severity == 5 else row.due_at,
        row.found_at if row.severity == 5 else row.due_at + timedelta(hours=1),
    )


HAZARDS = (
    replace(hazard(1, 5, "Shower rail", "Room 1203", note="A cord holds on it"), room_id=1203, item="breakaway"),
    replace(hazard(2, 3, "Door closer", "Room 1201", found_at=ago(hours=30)), room_id=1201, item="doors"),
    replace(hazard(3, 2, "Lamp", "Room 1305", fixed_by="M. Ruiz", found_at=ago(hours=2)), fixed_by_id=3),
)


def unit(hazards: Sequence[HazardRow] = HAZARDS) -> BoardSnapshot:
    tasks = (owed(1, "West hall", ago(minutes=12)), owed(2, "East hall", ahead(minutes=87, seconds=30)))
    return snapshot(busy(), unit_tasks=(*tasks, *map(hazard_task, hazards)), hazards=tuple(hazards))


@dataclass
class WalkedCommands(FakeCommands):
    """Keeps what is said of a round in the rows that are read, as the services would."""

    reads: FakeReads = field(default_factory=FakeReads)

    @override
    def start_environmental_round(self, staff_id: int, area_id: int, checklist: str) -> Events:
        events = super().start_environmental_round(staff_id, area_id, checklist)
        self._change(area_id, round_id=31, started_at=NOW, ended_at=None, ended_by="", findings=())
        return events

    @override
    def record_finding(self, staff_id: int, found: Found) -> Events:
        events = super().record_finding(staff_id, found)
        row = next(one for one in self.reads.walks if one.round_id == found.round_id)
        said = FindingRow(found.room_id, found.item, found.outcome, found.reason, None, NOW, "J. Moore")
        kept = tuple(one for one in row.findings if (one.room_id, one.item) != (found.room_id, found.item))
        self._change(row.area_id, findings=(*kept, said))
        return events

    @override
    def end_environmental_round(self, staff_id: int, round_id: int) -> Events:
        events = super().end_environmental_round(staff_id, round_id)
        row = next(one for one in self.reads.walks if one.round_id == round_id)
        self._change(row.area_id, ended_at=NOW, ended_by="J. Moore")
        return events

    def _change(self, area_id: int, **changes: Any) -> None:
        self.reads.walks = tuple(replace(one, **changes) if one.area_id == area_id else one for one in self.reads.walks)


@dataclass
class Environment:
    """A page, whom it works for, and a clock that stands until it is moved."""

    reads: FakeReads = field(default_factory=FakeReads)
    recorder: Recorder = field(default_factory=Recorder)
    bridge: Bridge = field(default_factory=DirectBridge)
    now: datetime = NOW
    look: themes.ThemeName = "light"

    def __post_init__(self) -> None:
        self.commands = WalkedCommands(reads=self.reads)
        self.commands.events = [RoundsChanged()]
        self.page = EnvironmentPage(themes.load(self.look))

    def desk(self) -> Desk:
        return Desk(
            commands=self.commands,
            reads=self.reads,
            bridge=self.bridge,
            recorder=self.recorder,
            facts=FACTS,
            zone=ZoneInfo(ZONE),
            now=lambda: self.now,
            request_id=request_ids(),
        )

    def begin(
        self,
        rows: Sequence[EnvironmentalRoundRow] | None = None,
        shown: BoardSnapshot | None = None,
        who: StaffRow | None = MOORE,
    ) -> None:
        """Somebody stands at the desk, and the unit has been read."""
        self.reads.walks = tuple(rows if rows is not None else (round_row(), round_row(2, "East hall")))
        self.recorder.choose(who)
        self.bridge.changed.connect(self.page.on_events)
        self.page.show_desk(self.desk())
        self.page.show_snapshot(shown or unit())
        self.page.tick(self.now)

    def walking(self, findings: Sequence[FindingRow] = (), **changes: Any) -> Walk:
        """A round of the west hall that is open, gone on with."""
        self.begin([open_round(findings, **changes), round_row(2, "East hall")])
        self.page.open_round((1, "safety"))
        walk = self.page.walk
        assert walk is not None
        return walk
