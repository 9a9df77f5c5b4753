"""Rounds without a store: a sheet made from a made-up unit, and the page that walks it."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from typing_extensions import override

from station.rules.intervals import limits_of
from station.rules.rounding import extra_work, target
from station.services.errors import Refused
from station.store.rows import BedRow, BoardSnapshot, StaffRow
from station.store.rows.rounds import RoundPatientRow, RoundRow, RoundSheet
from station.views import theme as themes
from station.views.board.health import Health
from station.views.bridge import Bridge, DirectBridge
from station.views.panel.desk import Desk, everyone
from station.views.recorder import Recorder
from station.views.rounds.page import RoundsPage
from station.views.rounds.walk import Walk
from tests.views.desk_fakes import FACTS, MOORE, OSEI, FakeCommands, FakeReads, named, request_ids
from tests.views.snapshots import NOW, POLICY, ZONE, ago, busy, snapshot

LOOK = "Says he is well when he is not; ask twice."


def round_row(
    number: int = 7,
    who: StaffRow = MOORE,
    *,
    area_id: int | None = 1,
    area: str = "West hall",
    minutes: float = 6,
    seen: int = 0,
    to_see: int = 12,
) -> RoundRow:
    return RoundRow(number, who.id, who.name, area_id, area, ago(minutes=minutes), seen, to_see)


OTHER = round_row(8, OSEI, area_id=2, area="East hall", minutes=23, seen=5, to_see=11)


def walked_unit(beds: tuple[BedRow, ...] | None = None, rounds: tuple[RoundRow, ...] = (OTHER,)) -> BoardSnapshot:
    return snapshot(named(beds if beds is not None else busy()), rounds=rounds)


def sheet_of(unit: BoardSnapshot, row: RoundRow, seen: dict[int, float] | None = None) -> RoundSheet:
    """`seen`: stays seen on the round, and how many minutes ago."""
    meanings = {one.code: one.look_for for one in POLICY.precautions}
    rows = []
    for one in everyone(unit):
        patient = one.patient
        if patient.away or (row.area_id is not None and (one.bed is None or one.bed.area_id != row.area_id)):
            continue
        last = patient.seen.observed_at if patient.seen else None
        limits = limits_of(POLICY.level(patient.level))
        minutes = (seen or {}).get(patient.stay_id)
        rows.append(
            RoundPatientRow(
                stay_id=patient.stay_id,
                target_at=target(limits, last, patient.stay_id, POLICY, due_at=patient.check.due_at),
                seen_at=None if minutes is None else ago(minutes=minutes),
                check_id=None if minutes is None else 100 + patient.stay_id,
                likely_places=_first(POLICY.checks.places, patient.seen.location if patient.seen else None),
                likely_activities=_first(
                    tuple(one.word for one in POLICY.checks.activities), patient.seen.activity if patient.seen else None
                ),
                look_for=((LOOK,) if patient.stay_id == 4 else ())
                + tuple(f"{code}: {meanings[code]}" for code in patient.precautions),
                photo_id=patient.photo_id,
                since=None if minutes is None else ago(minutes=minutes + 11),
            )
        )
    stays = tuple(one.stay_id for one in rows)
    return RoundSheet(row, tuple(rows), stays, extra_work(POLICY))


def _first(words: tuple[str, ...], likely: str | None) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: word != likely))


@dataclass
class RoundReads(FakeReads):
    """Counts how often a round was read; can be unable to."""

    times: int = 0
    refuses: str = ""

    @override
    def round_sheet(self, round_id: int) -> RoundSheet:
        self.times += 1
        if self.refuses:
            raise Refused(self.refuses)
        return super().round_sheet(round_id)


@dataclass
class Floor:
    """A page, whom it works for, and a clock that stands until it is moved."""

    commands: FakeCommands = field(default_factory=FakeCommands)
    reads: RoundReads = field(default_factory=RoundReads)
    recorder: Recorder = field(default_factory=Recorder)
    bridge: Bridge = field(default_factory=DirectBridge)
    now: datetime = NOW
    look: themes.ThemeName = "light"

    def __post_init__(self) -> None:
        self.page = RoundsPage(themes.load(self.look))
        self.unit = walked_unit()

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

    def begin(self, unit: BoardSnapshot | None = None, who: StaffRow | None = MOORE) -> None:
        """Somebody stands at the desk, and the unit has been read."""
        self.recorder.choose(who)
        self.page.show_desk(self.desk())
        self.show(unit or self.unit)
        self.page.tick(self.now)

    def show(self, unit: BoardSnapshot) -> None:
        self.unit = unit
        self.page.show_snapshot(unit)

    def walking(
        self, row: RoundRow | None = None, beds: tuple[BedRow, ...] | None = None, seen: dict[int, float] | None = None
    ) -> Walk:
        """J. Moore walks the west hall, or what is asked."""
        mine = row or round_row()
        unit = walked_unit(beds, (mine, OTHER))
        self.reads.sheets[mine.round_id] = sheet_of(unit, mine, seen)
        self.begin(unit)
        walk = self.page.walk
        assert walk is not None
        return walk

    def read_again(
        self, beds: tuple[BedRow, ...], row: RoundRow | None = None, seen: dict[int, float] | None = None
    ) -> None:
        """What is stored has changed."""
        mine = row or round_row()
        unit = walked_unit(beds, (mine, OTHER))
        self.reads.sheets[mine.round_id] = sheet_of(unit, mine, seen)
        self.show(unit)
        if self.page.walk is not None:
            self.page.walk.reload()

    def later(self, *, confirmed: bool = True, **parts: float) -> None:
        self.now += timedelta(**parts)
        if confirmed:
            self.page.set_health(Health(monitoring=True, confirmed_at=self.now))
        self.page.tick(self.now)


def with_patient(beds: tuple[BedRow, ...], bed_id: int, **said: object) -> tuple[BedRow, ...]:
    """The same beds; of this one's patient something else is true."""
    return tuple(
        replace(one, patient=replace(one.patient, **said)) if one.bed_id == bed_id and one.patient else one  # type: ignore[arg-type]  # names of its fields
        for one in beds
    )


def without(beds: tuple[BedRow, ...], bed_id: int) -> tuple[BedRow, ...]:
    return tuple(replace(one, patient=None) if one.bed_id == bed_id else one for one in beds)
