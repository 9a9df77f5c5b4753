"""A desk without a store: commands that remember what was asked, reads that answer from rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from typing_extensions import override

from station.models.enums import EntryStatus, HandingAnswer, OrderKind, Outcome, Role, StepKind
from station.rules.plan import Plan
from station.services.absences import Awol, Leaving
from station.services.admission import AdmissionEntry
from station.services.corrections import Amended
from station.services.entering import CheckEntry
from station.services.environment import Found
from station.services.errors import Refused
from station.services.events import Event
from station.services.handover_sheet import HandoverSheet
from station.services.hazards import NewHazard
from station.services.orders import LevelChange
from station.services.plan_sheet import PlanSheet, PublishedPlan
from station.services.stays import Admission
from station.services.unit_sheet import UnitSheet
from station.store.rows import AlertStepRow, AmendmentRow, BedRow, BoardSnapshot, CheckRow, LeftRow, StaffRow
from station.store.rows.absences import AbsenceStepRow
from station.store.rows.admission import AdmissionDeedRow
from station.store.rows.custody import HandedOver, HandingRow
from station.store.rows.environment import EnvironmentalRoundRow, HazardStepRow
from station.store.rows.handover import HandedOverRow
from station.store.rows.kept import NotPutInRow
from station.store.rows.levels import LevelStretchRow
from station.store.rows.people import PersonRow, QualificationRow, SignedIn
from station.store.rows.plan import ShiftRow
from station.store.rows.rounds import RoundSheet
from station.views.bridge import Bridge, DirectBridge
from station.views.commands import CensusChecked, CensusLine, DeskFacts, Events, NewUnit
from station.views.panel.desk import Desk
from station.views.recorder import Recorder
from tests.views.alert_fakes import FakeAlertCommands, FakeAlertReads
from tests.views.evidence_fakes import FakeEvidenceCommands
from tests.views.setup_fakes import SHEET
from tests.views.snapshots import NOW, POLICY, ZONE, ago, busy, snapshot
from tests.views.vital_fakes import FakeVitalCommands, FakeVitalReads

MOORE, OSEI, RUIZ, BELLO = (
    StaffRow(1, "J. Moore", Role.TECH),
    StaffRow(2, "R. Osei", Role.TECH),
    StaffRow(3, "M. Ruiz", Role.CHARGE_NURSE),
    StaffRow(4, "K. Bello", Role.NURSE),
)
STAFF = (MOORE, OSEI, RUIZ, BELLO)


def trained(cpr: tuple[int, int, int] | None, cpi: tuple[int, int, int] | None) -> tuple[QualificationRow, ...]:
    """Cards to these days, recorded by M. Ruiz."""
    said = (("CPR", cpr), ("CPI", cpi))
    return tuple(QualificationRow(code, date(*day), "M. Ruiz", ago(days=170)) for code, day in said if day)


HALL = StaffRow(5, "A. Hall", Role.ADMINISTRATOR)
EVERYBODY = (
    PersonRow(5, "A. Hall", Role.ADMINISTRATOR, True, True, False, "B-1005", None),
    PersonRow(1, "J. Moore", Role.TECH, True, True, False, "B-1001", None, trained((2027, 6, 30), (2027, 3, 31))),
    PersonRow(4, "K. Bello", Role.NURSE, True, True, True, None, None, trained((2026, 12, 5), (2028, 1, 31))),
    PersonRow(
        3, "M. Ruiz", Role.CHARGE_NURSE, True, True, False, "B-1003", NOW + timedelta(minutes=4),
        trained((2026, 11, 20), (2027, 9, 30)),
    ),
    PersonRow(2, "R. Osei", Role.TECH, True, False, False, None, None, trained(None, (2027, 8, 31))),
    PersonRow(9, "S. Gray", Role.TECH, False, True, False, None, None),
)  # fmt: skip
"""As the administrator sees them: one without a PIN, one who must change his, one locked, one who has left;
one whose CPR has expired, one whose soon does, one without."""
FACTS = DeskFacts(STAFF, POLICY, "M. Ruiz", ago(days=3), "/home/unit/.local/share/station/station.db")

_NAMES = (
    ("Ames", "Maria"),
    ("Cole", "James"),
    ("Evans", "Grace"),
    ("Hale", "Tom"),
    ("Nowak", "Will"),
    ("Okafor", "Ada"),
    ("Petrov", "Ivan"),
    ("Quinn", "Siobhan"),
)


def named(beds: tuple[BedRow, ...]) -> tuple[BedRow, ...]:
    """The same beds, their patients with names, numbers and birth dates of their own."""
    return tuple(_named(bed) for bed in beds)


def _named(bed: BedRow) -> BedRow:
    if bed.patient is None:
        return bed
    family, given = _NAMES[bed.bed_id % len(_NAMES)]
    birth = datetime(1970 + bed.bed_id, 4, 30).date()
    one = replace(
        bed.patient,
        family=family,
        given=given,
        mrn=f"40 {bed.bed_id:03d}",
        birth_date=birth,
        review_by=NOW + timedelta(hours=9),
    )
    return replace(bed, patient=one)


def unit(beds: tuple[BedRow, ...] | None = None) -> BoardSnapshot:
    """The busy unit of the drawing, with names."""
    return snapshot(named(beds if beds is not None else busy()))


@dataclass
class FakeCommands(FakeAlertCommands, FakeVitalCommands, FakeEvidenceCommands):
    """Remembers every call as (name, arguments). `errors` are raised by the next calls, in order."""

    calls: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    @override
    def _called(self, name: str, *arguments: Any) -> Events:
        self.calls.append((name, arguments))
        if self.errors:
            raise self.errors.pop(0)
        return list(self.events)

    @property
    def last(self) -> tuple[str, tuple[Any, ...]]:
        return self.calls[-1]

    def record_check(self, staff_id: int, entry: CheckEntry, confirmed: bool) -> Events:
        return self._called("record_check", staff_id, entry, confirmed)

    def record_not_found(self, staff_id: int, request_id: str, stay_id: int, note: str) -> Events:
        return self._called("record_not_found", staff_id, request_id, stay_id, note)

    def amend_check(self, staff_id: int, amended: Amended) -> Events:
        return self._called("amend_check", staff_id, amended)

    def correct_patient(self, staff_id: int, check_id: int, right_stay_id: int, request_id: str, reason: str) -> Events:
        return self._called("correct_patient", staff_id, check_id, right_stay_id, request_id, reason)

    def admit(self, staff_id: int, admission: Admission) -> Events:
        return self._called("admit", staff_id, admission)

    def transfer(self, staff_id: int, stay_id: int, bed_id: int) -> Events:
        return self._called("transfer", staff_id, stay_id, bed_id)

    def swap_beds(self, staff_id: int, stay_id: int, other_stay_id: int) -> Events:
        return self._called("swap_beds", staff_id, stay_id, other_stay_id)

    def discharge(self, staff_id: int, stay_id: int, reason: str) -> Events:
        return self._called("discharge", staff_id, stay_id, reason)

    def set_level(self, staff_id: int, change: LevelChange) -> Events:
        return self._called("set_level", staff_id, change)

    def set_precautions(self, staff_id: int, stay_id: int, codes: tuple[str, ...]) -> Events:
        return self._called("set_precautions", staff_id, stay_id, codes)

    def enter_provider_order(self, staff_id: int, stay_id: int, ordered_by: str) -> Events:
        return self._called("enter_provider_order", staff_id, stay_id, ordered_by)

    def review_order(
        self, staff_id: int, stay_id: int, ordered_by: str, reason: str, review_by: datetime | None
    ) -> Events:
        return self._called("review_order", staff_id, stay_id, ordered_by, reason, review_by)

    def take_over(self, staff_id: int, stay_id: int) -> Events:
        return self._called("take_over", staff_id, stay_id)

    def offer_handover(self, staff_id: int, stay_id: int, to_staff_id: int, said: HandedOver) -> Events:
        return self._called("offer_handover", staff_id, stay_id, to_staff_id, said)

    def accept_handover(self, staff_id: int, handing_id: int) -> Events:
        return self._called("accept_handover", staff_id, handing_id)

    def decline_handover(self, staff_id: int, handing_id: int, reason: str) -> Events:
        return self._called("decline_handover", staff_id, handing_id, reason)

    def take_back_offer(self, staff_id: int, handing_id: int) -> Events:
        return self._called("take_back_offer", staff_id, handing_id)

    def add_staff(self, staff_id: int, name: str, role: Role) -> Events:
        return self._called("add_staff", staff_id, name, role)

    def sign_in(self, staff_id: int, pin: str) -> SignedIn:
        self._called("sign_in", staff_id, pin)
        one = next(one for one in STAFF if one.id == staff_id)
        return SignedIn(one.id, one.name, one.role, must_change=False)

    def sign_out(self, why: str) -> None:
        self._called("sign_out", why)

    def prove(self, staff_id: int, pin: str) -> None:
        self._called("prove", staff_id, pin)

    def change_pin(self, staff_id: int, old: str, new: str) -> Events:
        return self._called("change_pin", staff_id, old, new)

    def create_first_administrator(self, name: str, pin: str) -> Events:
        return self._called("create_first_administrator", name, pin)

    def set_pin(self, staff_id: int, of_staff_id: int, pin: str) -> Events:
        return self._called("set_pin", staff_id, of_staff_id, pin)

    def set_badge(self, staff_id: int, of_staff_id: int, badge: str | None) -> Events:
        return self._called("set_badge", staff_id, of_staff_id, badge)

    def unlock_person(self, staff_id: int, of_staff_id: int) -> Events:
        return self._called("unlock_person", staff_id, of_staff_id)

    def change_person(
        self, staff_id: int, of_staff_id: int, name: str | None, role: Role | None, active: bool | None
    ) -> Events:
        return self._called("change_person", staff_id, of_staff_id, name, role, active)

    def set_qualification(self, staff_id: int, of_staff_id: int, code: str, expires_on: date | None) -> Events:
        return self._called("set_qualification", staff_id, of_staff_id, code, expires_on)

    def start_round(self, staff_id: int, area_id: int | None, confirmed: bool) -> Events:
        return self._called("start_round", staff_id, area_id, confirmed)

    def end_round(self, staff_id: int, round_id: int, confirmed: bool) -> Events:
        return self._called("end_round", staff_id, round_id, confirmed)

    def take_back_check(self, staff_id: int, check_id: int) -> Events:
        return self._called("take_back_check", staff_id, check_id)

    def set_look_for(self, staff_id: int, stay_id: int, words: str) -> Events:
        return self._called("set_look_for", staff_id, stay_id, words)

    def set_photo(self, staff_id: int, stay_id: int, image: bytes) -> Events:
        return self._called("set_photo", staff_id, stay_id, image)

    def leave_unit(self, staff_id: int, leaving: Leaving) -> Events:
        return self._called("leave_unit", staff_id, leaving)

    def hand_on(self, staff_id: int, request_id: str, stay_id: int, custodian: str, custodian_id: int | None) -> Events:
        return self._called("hand_on", staff_id, request_id, stay_id, custodian, custodian_id)

    def expect_at(self, staff_id: int, request_id: str, stay_id: int, expected_at: datetime, reason: str) -> Events:
        return self._called("expect_at", staff_id, request_id, stay_id, expected_at, reason)

    def come_back(self, staff_id: int, request_id: str, stay_id: int, note: str, at: datetime | None) -> Events:
        return self._called("come_back", staff_id, request_id, stay_id, note, at)

    def report_awol(self, staff_id: int, awol: Awol) -> Events:
        return self._called("report_awol", staff_id, awol)

    def tell(self, staff_id: int, request_id: str, stay_id: int, who: str, said: str, at: datetime | None) -> Events:
        return self._called("tell", staff_id, request_id, stay_id, who, said, at)

    def start_environmental_round(self, staff_id: int, area_id: int, checklist: str) -> Events:
        return self._called("start_environmental_round", staff_id, area_id, checklist)

    def record_finding(self, staff_id: int, found: Found) -> Events:
        return self._called("record_finding", staff_id, found)

    def end_environmental_round(self, staff_id: int, round_id: int) -> Events:
        return self._called("end_environmental_round", staff_id, round_id)

    def report_hazard(self, staff_id: int, hazard: NewHazard) -> Events:
        return self._called("report_hazard", staff_id, hazard)

    def give_hazard(self, staff_id: int, hazard_id: int, owner: str) -> Events:
        return self._called("give_hazard", staff_id, hazard_id, owner)

    def fix_hazard(self, staff_id: int, hazard_id: int, how: str) -> Events:
        return self._called("fix_hazard", staff_id, hazard_id, how)

    def verify_hazard(self, staff_id: int, hazard_id: int, note: str, is_fixed: bool) -> Events:
        return self._called("verify_hazard", staff_id, hazard_id, note, is_fixed)

    def record_admission_task(self, staff_id: int, entry: AdmissionEntry, confirmed: bool) -> Events:
        return self._called("record_admission_task", staff_id, entry, confirmed)

    def add_handover_note(self, staff_id: int, request_id: str, words: str, stay_id: int | None) -> Events:
        return self._called("add_handover_note", staff_id, request_id, words, stay_id)

    def resolve_not_put_in(self, staff_id: int, entry_id: str, words: str) -> Events:
        return self._called("resolve_not_put_in", staff_id, entry_id, words)

    def withdraw_handover_note(self, staff_id: int, note_id: int) -> Events:
        return self._called("withdraw_handover_note", staff_id, note_id)

    def sign_outgoing(self, staff_id: int, starts_at: datetime) -> Events:
        return self._called("sign_outgoing", staff_id, starts_at)

    def sign_incoming(self, staff_id: int, incoming_id: int, starts_at: datetime, read: tuple[str, ...]) -> Events:
        return self._called("sign_incoming", staff_id, incoming_id, starts_at, read)

    def save_draft(self, staff_id: int, starts_at: datetime, based_on: int, plan: Plan) -> Events:
        return self._called("save_draft", staff_id, starts_at, based_on, plan)

    def discard_draft(self, staff_id: int, starts_at: datetime) -> Events:
        return self._called("discard_draft", staff_id, starts_at)

    def publish_plan(
        self, staff_id: int, request_id: str, starts_at: datetime, based_on: int, plan: Plan, confirmed: bool
    ) -> Events:
        return self._called("publish_plan", staff_id, request_id, starts_at, based_on, plan, confirmed)

    def sign_policy(self, staff_id: int, body: Mapping[str, Any], based_on: int) -> Events:
        return self._called("sign_policy", staff_id, body, based_on)

    def add_area(self, staff_id: int, name: str) -> Events:
        return self._called("add_area", staff_id, name)

    def rename_area(self, staff_id: int, area_id: int, name: str) -> Events:
        return self._called("rename_area", staff_id, area_id, name)

    def add_room(self, staff_id: int, area_id: int, name: str) -> Events:
        return self._called("add_room", staff_id, area_id, name)

    def rename_room(self, staff_id: int, room_id: int, name: str) -> Events:
        return self._called("rename_room", staff_id, room_id, name)

    def move_room(self, staff_id: int, room_id: int, area_id: int) -> Events:
        return self._called("move_room", staff_id, room_id, area_id)

    def add_bed(self, staff_id: int, room_id: int, label: str) -> Events:
        return self._called("add_bed", staff_id, room_id, label)

    def rename_bed(self, staff_id: int, bed_id: int, label: str) -> Events:
        return self._called("rename_bed", staff_id, bed_id, label)

    def move_bed(self, staff_id: int, bed_id: int, room_id: int) -> Events:
        return self._called("move_bed", staff_id, bed_id, room_id)

    def set_bed_in_use(self, staff_id: int, bed_id: int, in_use: bool) -> Events:
        return self._called("set_bed_in_use", staff_id, bed_id, in_use)

    def reorder(self, staff_id: int, kind: str, inside_id: int | None, ids: tuple[int, ...]) -> Events:
        return self._called("reorder", staff_id, kind, inside_id, ids)


@dataclass
class FakeReads(FakeAlertReads, FakeVitalReads):
    """Answers with what it holds."""

    rows: tuple[CheckRow, ...] = ()
    not_in_record: tuple[NotPutInRow, ...] = ()
    held: DeskFacts = FACTS
    asked: list[str] = field(default_factory=list)

    def checks(self, stay_id: int, limit: int = 12) -> tuple[CheckRow, ...]:
        self.asked.append(f"checks of {stay_id}")
        return self.rows[:limit]

    def left(self) -> tuple[LeftRow, ...]:
        return self.gone

    def facts(self) -> DeskFacts:
        self.asked.append("facts")
        return self.held

    gone: tuple[LeftRow, ...] = ()
    first_needed: bool = False
    badges: dict[str, StaffRow] = field(default_factory=dict)
    everybody: tuple[PersonRow, ...] = ()
    sheets: dict[int, RoundSheet] = field(default_factory=dict)
    photos: dict[int, bytes] = field(default_factory=dict)
    away_steps: tuple[AbsenceStepRow, ...] = ()
    walks: tuple[EnvironmentalRoundRow, ...] = ()
    hazard_history: tuple[HazardStepRow, ...] = ()
    deeds: tuple[AdmissionDeedRow, ...] = ()
    handing: HandoverSheet | Exception = field(default_factory=lambda: Refused("No handover is read here."))
    handed_over: tuple[HandedOverRow, ...] = ()
    signed: tuple[HandoverSheet, ...] = ()
    handed: tuple[HandingRow, ...] = ()
    stretches: tuple[LevelStretchRow, ...] = ()
    all_shifts: tuple[ShiftRow, ...] = ()
    plans: dict[datetime, PlanSheet] = field(default_factory=dict)
    """By the start of the shift."""
    earlier: dict[tuple[datetime, int], PublishedPlan] = field(default_factory=dict)
    last: Plan | None = None

    def shifts(self) -> tuple[ShiftRow, ...]:
        return self.all_shifts

    def plan_sheet(self, starts_at: datetime, staff_id: int | None) -> PlanSheet:
        self.asked.append("plan")
        return self.plans[starts_at]

    def published_plan(self, starts_at: datetime, number: int) -> PublishedPlan:
        return self.earlier[starts_at, number]

    def plan_before(self, starts_at: datetime) -> Plan | None:
        return self.last

    sheet: UnitSheet = SHEET

    def needs_first_administrator(self) -> bool:
        return self.first_needed

    def person_of_badge(self, badge: str) -> StaffRow:
        if badge not in self.badges:
            raise Refused("This badge is not known here. Choose your name instead, or ask the administrator.")
        return self.badges[badge]

    def people(self) -> tuple[PersonRow, ...]:
        return self.everybody

    def round_sheet(self, round_id: int) -> RoundSheet:
        return self.sheets[round_id]

    def photo(self, photo_id: int) -> bytes:
        return self.photos[photo_id]

    def absence_steps(self, absence_id: int) -> tuple[AbsenceStepRow, ...]:
        del absence_id
        return self.away_steps

    def environmental_rounds(self) -> tuple[EnvironmentalRoundRow, ...]:
        return self.walks

    def hazard_steps(self, hazard_id: int) -> tuple[HazardStepRow, ...]:
        del hazard_id
        return self.hazard_history

    def handover(self) -> HandoverSheet:
        if isinstance(self.handing, Exception):
            raise self.handing
        return self.handing

    def handovers(self) -> tuple[HandedOverRow, ...]:
        return self.handed_over

    def signed_handover(self, starts_at: datetime) -> HandoverSheet:
        return next(one for one in self.signed if one.shift.starts_at == starts_at)

    def not_put_in(self) -> tuple[NotPutInRow, ...]:
        return self.not_in_record

    def unit_sheet(self) -> UnitSheet:
        return self.sheet

    def admission_deeds(self, stay_id: int) -> tuple[AdmissionDeedRow, ...]:
        del stay_id
        return self.deeds

    def handings(self, stay_id: int) -> tuple[HandingRow, ...]:
        self.asked.append(f"handings of {stay_id}")
        return self.handed

    def levels(self, stay_id: int) -> tuple[LevelStretchRow, ...]:
        self.asked.append(f"levels of {stay_id}")
        return self.stretches


GOOD_CENSUS = CensusChecked(Path("census.csv"), 22, 0, ())


@dataclass
class FakeFounding:
    """A first start that remembers what was asked of it."""

    calls: list[tuple[str, Any]] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    found: CensusChecked = field(default_factory=lambda: GOOD_CENSUS)

    def _called(self, name: str, argument: Any = None) -> None:
        self.calls.append((name, argument))
        if self.errors:
            raise self.errors.pop(0)

    def named(self, name: str) -> list[Any]:
        """The arguments of every call of this name."""
        return [argument for called, argument in self.calls if called == name]

    def start_demo(self) -> None:
        self._called("start_demo")

    def create_unit(self, new: NewUnit) -> None:
        self._called("create_unit", new)

    def check_census(self, path: Path) -> CensusChecked:
        self._called("check_census", path)
        return self.found

    def import_census(self, path: Path, skip_bad: bool) -> int:
        self._called("import_census", (path, skip_bad))
        return self.found.patients


BAD_CENSUS = CensusChecked(
    Path("census.csv"),
    22,
    3,
    (
        CensusLine(7, "Line 7, bed: there is no bed 1299 on this unit. Did you mean 1209?"),
        CensusLine(12, "Line 12, level: there is no observation level Q10. Choose one of the policy's."),
    ),
)


def request_ids() -> Callable[[], str]:
    """request-1, request-2 and so on."""
    numbers = count(1)
    return lambda: f"request-{next(numbers)}"


def desk(
    commands: FakeCommands,
    *,
    who: StaffRow | None = MOORE,
    reads: FakeReads | None = None,
    bridge: Bridge | None = None,
) -> Desk:
    """The collaborators of a form, with `who` recording."""
    recorder = Recorder()
    recorder.choose(who)
    return Desk(
        commands=commands,
        reads=reads or FakeReads(),
        bridge=bridge or DirectBridge(),
        recorder=recorder,
        facts=FACTS,
        zone=ZoneInfo(ZONE),
        now=lambda: NOW,
        request_id=request_ids(),
    )


def check_row(number: int, minutes_ago: float, **said: Any) -> CheckRow:
    """A check so many minutes ago, recorded at once unless told otherwise."""
    at = ago(minutes=minutes_ago)
    base = CheckRow(
        id=number,
        stay_id=4,
        observer_id=1,
        observer="J. Moore",
        outcome=Outcome.SEEN,
        observed_at=at,
        recorded_at=at,
        station="Desk 1",
        late_entry=False,
        location="Day room",
        activity="Talking",
        life_sign=None,
        concern=False,
        note=None,
        since=None,
        due_at=None,
        status=EntryStatus.CURRENT,
    )
    return replace(base, **said)


def twelve() -> tuple[CheckRow, ...]:
    """One of each kind of line, and usual ones to make twelve."""
    amended = AmendmentRow(
        EntryStatus.AMENDED, "Wrong room tapped", (("location", "Room", "Hallway"),), "R. Osei", ago(minutes=30), 99
    )
    moved = AmendmentRow(EntryStatus.WRONG_PATIENT, "Two patients in the hall", (), "J. Moore", ago(minutes=60), None)
    special = (
        check_row(12, 5.25, location="Hallway"),
        check_row(11, 19, location="Room", activity="Asleep", life_sign="Breathing seen", observer="R. Osei"),
        check_row(10, 33, recorded_at=ago(minutes=21), late_entry=True, note="Was with the group leader"),
        check_row(9, 47, status=EntryStatus.AMENDED, amendments=(amended,), location="Room"),
        check_row(8, 61, status=EntryStatus.WRONG_PATIENT, amendments=(moved,)),
        check_row(7, 76, outcome=Outcome.NOT_FOUND, location=None, activity=None),
        check_row(6, 90, concern=True, activity="Pacing"),
    )
    return special + tuple(check_row(6 - at, 90 + at * 14.5) for at in range(1, 6))


def stretches() -> tuple[LevelStretchRow, ...]:
    """The levels of two days: admitted on Q15, held for five hours while awake, lowered by two, raised again."""
    said: tuple[tuple[OrderKind, str, str | None, float, float | None, str, str, str, str], ...] = (
        (OrderKind.ADMISSION, "Q15", None, 48, 23, "Admitted after an overdose", "Dr Haas", "M. Ruiz", ""),
        (OrderKind.RAISE, "1:1", "Q15", 23, 12, "Found with a torn sheet", "K. Bello", "K. Bello", ""),
        (OrderKind.LOWER, "LOS", None, 12, 7.5, "Slept, talks of tomorrow", "Dr Haas", "M. Ruiz", "K. Bello"),
        (OrderKind.LOWER, "Q15", None, 7.5, 0.3, "A quiet day in the group", "Dr Haas", "M. Ruiz", "K. Bello"),
        (OrderKind.RAISE, "Q5", None, 0.3, None, "Voiced a plan to leave; pacing", "Dr Haas", "M. Ruiz", ""),
    )
    return tuple(
        LevelStretchRow(
            number, kind, level, asleep, why, by, entered, second, ago(hours=since),
            None if until is None else ago(hours=until), None,
        )
        for number, (kind, level, asleep, since, until, why, by, entered, second) in enumerate(said, 1)
    )  # fmt: skip


def handings() -> tuple[HandingRow, ...]:
    """One that was accepted, and the one before it, declined."""
    said = HandedOver("Self-harm: torn sheet", "Arm's length", "Door open, in sight", "Phone calls", "12:40 calm")
    base = HandingRow(
        2, "D. Lin", 2, "R. Osei", "D. Lin", ago(minutes=73), said, HandingAnswer.ACCEPTED, ago(minutes=72), ""
    )
    earlier = replace(
        base, handing_id=1, to_id=1, to="J. Moore", answer=HandingAnswer.DECLINED, answer_reason="On a round"
    )
    return base, earlier


def steps() -> tuple[AlertStepRow, ...]:
    return (
        AlertStepRow(StepKind.OPENED, ago(minutes=6.3), "tech", "check late"),
        AlertStepRow(StepKind.RAISED, ago(minutes=1.3), "", "check lapsed"),
        AlertStepRow(StepKind.ESCALATED, ago(minutes=4.3), "charge", ""),
        AlertStepRow(StepKind.ACCEPTED, ago(minutes=3), "R. Osei", "going to look"),
        AlertStepRow(StepKind.LEASE_ENDED, ago(minutes=0.2), "R. Osei", ""),
    )
