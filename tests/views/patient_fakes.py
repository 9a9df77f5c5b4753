"""A patient's page without a store: a day like that of the drawing, and real series of others (physionet2012)."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication
from typing_extensions import override

from station.models.enums import AssessmentKind, EntryStatus, Outcome, SetOutcome, Stage, TaskKind
from station.reports.patient_words import checks_of
from station.rules.alert_words import happened
from station.rules.owed import next_check
from station.rules.vitals_due import asks_nurse, pace, score_of
from station.store.rows import BedRow, BoardSnapshot, StaffRow
from station.store.rows.levels import LevelStretchRow
from station.store.rows.vitals import (
    AssessmentRow,
    BandRow,
    CardVitals,
    GapRow,
    MarkRow,
    PatientDay,
    SpanRow,
    VitalRow,
)
from station.views import theme as themes
from station.views.bridge import Bridge, DirectBridge
from station.views.panel.desk import Desk
from station.views.patient.page import PatientsPage
from station.views.recorder import Recorder
from tests.views.desk_fakes import FACTS, RUIZ, FakeCommands, FakeReads, stretches, unit
from tests.views.snapshots import NOW, POLICY, ZONE, ago, owed

BED: Final = 4
OUTSIDE = Path(os.environ.get("STATION_OUTSIDE_DATA", Path(__file__).parents[3] / "shared" / "data"))


def vital(at: datetime, number: int = 1, **measured: Any) -> VitalRow:
    """A whole, healthy set, unless told otherwise."""
    said: dict[str, Any] = {
        "id": number, "stay_id": 4, "by": "J. Moore", "outcome": SetOutcome.WHOLE, "why": "", "observed_at": at,
        "recorded_at": at, "late_entry": False, "imported": False, "hr": 76, "sbp": 122, "dbp": 78,
        "position": "Sitting", "arm": "Left", "rr": 16, "spo2": 97, "scale": 1, "o2": False, "o2_flow": None,
        "temp": 36.8, "route": "Oral", "acvpu": "A", "weight": None, "height": None, "pain": None, "concern": "",
        "note": None, "status": EntryStatus.CURRENT,
    }  # fmt: skip
    return VitalRow(**(said | measured))


def refused(at: datetime, number: int = 1, why: str = "Asleep") -> VitalRow:
    nothing = dict.fromkeys(("hr", "sbp", "dbp", "rr", "spo2", "o2", "temp", "acvpu"))
    return vital(at, number, outcome=SetOutcome.REFUSED, why=why, **nothing)


def worsening() -> tuple[VitalRow, ...]:
    """Healthy for a day, and in the last three hours no longer; one set refused, one in part."""
    said: tuple[tuple[float, dict[str, Any]], ...] = (
        (23.9, {"hr": 78, "weight": 71.2}),
        (20, {"hr": 80, "spo2": 95, "sbp": 126}),
        (16, {"hr": 79, "temp": 36.5}),
        (12, {"hr": 82, "spo2": 99, "sbp": 124, "temp": 36.6}),
        (8, {"hr": 81, "spo2": 96, "rr": 15}),
        (6, {"hr": 76, "sbp": 121}),
        (4, {"hr": 77, "sbp": 118, "rr": 15}),
        (3, {"hr": 95, "sbp": 116, "rr": 18, "spo2": 96, "temp": 36.9}),
        (2, {"hr": 109, "sbp": 110, "rr": 20, "spo2": 95, "temp": 37.6, "note": "says he is cold"}),
        (0.45, {"hr": 118, "sbp": 106, "dbp": 66, "rr": 22, "spo2": 95, "temp": 38.0, "concern": "looks grey"}),
    )
    sets = [vital(ago(hours=hours), at, **measured) for at, (hours, measured) in enumerate(said, 1)]
    sets.append(refused(ago(hours=10), 20))
    partial = {"outcome": SetOutcome.PARTIAL, "why": "Cuff missing", "sbp": None, "dbp": None}
    sets.append(vital(ago(hours=1.2), 21, hr=112, rr=21, spo2=95, temp=37.9, **partial))
    return tuple(sorted(sets, key=lambda one: one.observed_at))


_SEEN: Final = timedelta(minutes=5, seconds=15)
"""Since the last check, as on his card."""
_LENGTHS: Final = (14.0, 11, 13, 14.4, 12, 14, 9, 13.5, 14, 12.7)
_OUT: Final = SpanRow(ago(hours=9.5), ago(hours=8.3), "Radiology with A. Park", "away")


def gaps() -> tuple[GapRow, ...]:
    """Checks of 24 hours, none of them while he was off the unit: two late, one lapsed, three entered late."""
    left, back = _OUT.starts_at, _OUT.ends_at
    assert back is not None
    found, at, number = list[GapRow](), NOW - _SEEN, 0
    while at > ago(hours=24):
        minutes = {3: 21.3, 30: 15.6, 60: 17.2}.get(number, _LENGTHS[number * 7 % 10])
        before = at - timedelta(minutes=minutes)
        if left < before < back:
            seen_again = back + timedelta(minutes=1)
            found += (_gap(at, at - seen_again), _gap(seen_again, seen_again - back))
            at = left - timedelta(minutes=2)
            continue
        found.append(_gap(at, at - before, late_entry=number in (12, 60, 77)))
        at, number = before, number + 1
    return tuple(reversed(found))


def _gap(at: datetime, length: timedelta, *, late_entry: bool = False) -> GapRow:
    """Judged as a Q15 check is."""
    rule = POLICY.level("Q15")
    stage = Stage.LAPSED if length >= rule.lapsed else Stage.LATE if length >= rule.late else Stage.OK
    return GapRow(at, length.total_seconds(), stage, Outcome.SEEN, late_entry)


def _alerted(one: GapRow) -> SpanRow:
    """From when the check fell late until it was made."""
    assert one.gap_s is not None
    late = POLICY.level("Q15").late - timedelta(seconds=one.gap_s)
    return SpanRow(one.observed_at + late, one.observed_at, happened(TaskKind.CHECK, one.stage), "alert")


def card(sets: Sequence[VitalRow] | None = None, **changes: Any) -> CardVitals:
    """What the rules make of these sets."""
    rows = worsening() if sets is None else sets
    scores = [(one.observed_at, score_of(one)) for one in rows if one.outcome is not SetOutcome.REFUSED]
    told = scores[-1][1] if scores else None
    asked = None if told is None else pace(POLICY.vitals, told)
    said = CardVitals(
        scores=tuple((at, one.total) for at, one in scores if one.total is not None),
        total=None if told is None else told.total, at_least=None if told is None else told.at_least,
        asks=asks_nurse(told), no_score="", due_at=None if asked is None else scores[-1][0] + asked,
    )  # fmt: skip
    return replace(said, **changes)


def levels() -> tuple[LevelStretchRow, ...]:
    """Those of the desk, but for the last: he is on Q15."""
    *before, last = stretches()[:-1]
    return (*before, replace(last, ended_at=None))


def board() -> BoardSnapshot:
    """The unit, and he on it as his page says."""
    shown = unit()
    return replace(shown, beds=tuple(_his(one) for one in shown.beds))


def _his(bed: BedRow) -> BedRow:
    if bed.patient is None or bed.bed_id != BED:
        return bed
    rule, seen = POLICY.level("Q15"), NOW - _SEEN
    check = owed(TaskKind.CHECK, next_check(POLICY, rule, last_seen=seen, owed_since=None), 2)
    return replace(bed, patient=replace(bed.patient, level="Q15", level_ordered="Q15", check=check))


def day(sets: Sequence[VitalRow] | None = None, **changes: Any) -> PatientDay:
    """The last 24 hours of stay 4."""
    rows = tuple(worsening() if sets is None else sets)
    checks = gaps()
    told = checks_of(checks)
    said = PatientDay(
        stay_id=BED, mrn="40 004", family="Nowak", given="Will", birth_date=date(1974, 4, 30), bed="1204",
        initials="WN", admitted_at=ago(days=2), level="Q15", late_after_s=900, lapsed_after_s=1200,
        precautions=("SI", "AWOL"), since=ago(hours=24), until=NOW,
        bands=tuple(
            BandRow(one.starts_at, one.ended_at, one.level, one.level_asleep, one.kind, one.level in ("1:1", "LOS"))
            for one in levels()
        ),
        gaps=checks, on_time=told.on_time, longest_gap_s=max(one.gap_s or 0 for one in checks),
        late_entries=told.late_entries, sets=rows,
        spans=(_OUT, *(_alerted(one) for one in checks if one.stage is not Stage.OK)),
        marks=(MarkRow(ago(hours=5), "note", "R. Osei"), MarkRow(ago(hours=14), "violence checklist 1", "J. Moore")),
        assessments=(
            AssessmentRow(
                1, AssessmentKind.BVC, "J. Moore", SetOutcome.WHOLE, "", (("irritable", 1),), 1, ago(hours=14), False,
                EntryStatus.CURRENT,
            ),
        ),
        vitals=card(rows), read_at=NOW,
    )  # fmt: skip
    return replace(said, **changes)


def real(file: Path) -> PatientDay:
    """Two days of somebody in intensive care, as they were written down: holes, spikes and -1 for what is unknown.

    What no patient can have is not stored, so it is left out here as an import refuses it.
    """
    begins = NOW - timedelta(hours=48)
    at_time: dict[str, dict[str, float]] = {}
    for line in file.read_text(encoding="utf-8").splitlines()[1:]:
        clock, name, value = line.split(",")
        at_time.setdefault(clock, {})[name] = float(value)
    rows = []
    for number, (clock, said) in enumerate(at_time.items(), 1):
        hours, minutes = map(int, clock.split(":"))
        measured = _measured(said)
        if any(one is not None for one in measured.values()):
            at = begins + timedelta(hours=hours, minutes=minutes)
            rows.append(vital(at, number, outcome=SetOutcome.PARTIAL, imported=True, **measured))
    kept = day(rows, gaps=(), spans=(), marks=(), mrn=file.stem)
    return replace(kept, since=begins, admitted_at=begins, vitals=card(scores=(), total=None, at_least=3, due_at=None))


def _measured(said: dict[str, float]) -> dict[str, Any]:
    def within(names: tuple[str, ...], least: float, most: float) -> float | None:
        value = next((said[name] for name in names if name in said), None)
        return value if value is not None and least <= value <= most else None

    sbp, dbp = within(("SysABP", "NISysABP"), 40, 300), within(("DiasABP", "NIDiasABP"), 20, 200)
    return {
        "hr": within(("HR",), 20, 300), "sbp": sbp, "dbp": dbp if sbp is not None else None,
        "rr": within(("RespRate",), 2, 80), "spo2": within(("SaO2",), 40, 100), "temp": within(("Temp",), 25, 45),
        "weight": within(("Weight",), 20, 350), "o2": None, "acvpu": None,
    }  # fmt: skip


def real_files() -> list[Path]:
    return sorted((OUTSIDE / "vitals" / "physionet2012").glob("*.txt"))


@dataclass
class DayReads(FakeReads):
    """Answers with a day for each stay."""

    days: dict[int, PatientDay] = field(default_factory=dict)
    failure: Exception | None = None

    @override
    def patient_day(self, stay_id: int, hours: int | None) -> PatientDay:
        self.asked.append(f"day of {stay_id}, {hours}")
        if self.failure is not None:
            raise self.failure
        return replace(self.days.get(stay_id, self.of_all), stay_id=stay_id)

    of_all: PatientDay = field(default_factory=day)


@dataclass
class Ward:
    """The page, whom it works for, and a clock that stands until it is moved."""

    look: themes.ThemeName = "light"
    bridge: Bridge = field(default_factory=DirectBridge)
    recorder: Recorder = field(default_factory=Recorder)
    reads: DayReads = field(default_factory=DayReads)
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.commands = FakeCommands()
        self.wanted: list[tuple[int, str]] = []
        self.page = PatientsPage(themes.load(self.look))
        self.page.deed_wanted.connect(self._want)

    def _want(self, stay_id: int, key: str) -> None:
        self.wanted.append((stay_id, key))

    def desk(self) -> Desk:
        return Desk(
            commands=self.commands, reads=self.reads, bridge=self.bridge, recorder=self.recorder, facts=FACTS,
            zone=ZoneInfo(ZONE), now=lambda: self.now,
        )  # fmt: skip

    def begin(
        self,
        shown: BoardSnapshot | None = None,
        who: StaffRow | None = RUIZ,
        stretches: tuple[LevelStretchRow, ...] | None = None,
    ) -> None:
        self.reads.stretches = levels() if stretches is None else stretches
        self.recorder.choose(who)
        self.bridge.changed.connect(self.page.on_events)
        self.page.show_desk(self.desk())
        self.page.show_snapshot(shown or board())
        self.page.tick(self.now)
        self.page.open_patient(BED)
        if self.page.isVisible():
            self.wait()

    def wait(self) -> None:
        """Until the view has been made: what it is drawn with is imported in turns of the loop."""
        while self.page.view is None:
            QApplication.processEvents()
