"""Builders of made-up board snapshots. Everything hangs on one `NOW`; nothing is random but by seed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

from station.models.enums import (
    AbsenceKind,
    AlertState,
    OwedReason,
    Priority,
    Role,
    TaskKind,
)
from station.rules.escalation import priority_of
from station.rules.intervals import Deadlines, stage_of
from station.rules.owed import next_check, nobody_observing, not_found, relief
from station.rules.policy import default_policy
from station.store.rows import (
    AlertRow,
    BedRow,
    BoardSnapshot,
    OwedRow,
    PatientRow,
    SeenRow,
    ShiftFigures,
    StaffRow,
    StationRow,
    UnitRow,
)
from station.store.rows.absences import AwayRow, CensusRow
from station.store.rows.custody import HandedOver, ObserverRow, OfferRow
from station.store.rows.environment import HazardRow, UnitTaskRow
from station.store.rows.plan import OnDutyRow
from station.store.rows.rounds import RoundRow

NOW = datetime(2026, 11, 23, 19, 32, 7, tzinfo=UTC)
"""14:32:07 in the unit's zone."""
ZONE = "America/New_York"
POLICY = default_policy()
STAFF = tuple(StaffRow(at, name, Role.TECH) for at, name in enumerate(("J. Moore", "R. Osei", "D. Lin", "A. Park"), 1))

_INITIALS = tuple(
    "HB,GS,ES,MA,NH,WN,MM,CJ,AJ,GSE,EA,TP,HG,GR,NS,HD,AC,KK,NT,KB,ACI,EB,HS,LP,RT,DO,IF,PM,QB,UV,WY,ZA".split(",")  # noqa: SIM905 -- a list of thirty strings is no easier to read
)
_DOING = (
    ("Group room", "In group"),
    ("Quiet room", "Asleep"),
    ("Hallway", "Talking"),
    ("Day room", "Watching TV"),
    ("Room", "Resting in bed, awake"),
    ("Dining", "Eating"),
)
CODES = ("SI", "AWOL", "ASLT", "FALL", "SZ")


def ago(**parts: float) -> datetime:
    """The moment so long before `NOW`."""
    return NOW - timedelta(**parts)


def ahead(**parts: float) -> datetime:
    """The moment so long after `NOW`."""
    return NOW + timedelta(**parts)


def owed(kind: TaskKind, deadlines: Deadlines, task_id: int = 0) -> OwedRow:
    return OwedRow(task_id, kind, deadlines.since, deadlines.soon_at, deadlines.due_at, deadlines.lapsed_at)


def _id(name: str) -> int:
    return next((one.id for one in STAFF if one.name == name), 99)


def seen(
    at: datetime, *, observer: str = "J. Moore", late_entry: bool = False, concern: bool = False, doing: int = 2
) -> SeenRow:
    location, activity = _DOING[doing % len(_DOING)]
    return SeenRow(1, at, location, activity, observer, late_entry, concern)


def offer(to: str | None, to_id: int = 3) -> OfferRow | None:
    """Made a minute ago to somebody; None: nobody."""
    said = HandedOver("Self-harm", "Arm's length", "Door open, in sight", "Phone calls", "14:30 day room, talking")
    return OfferRow(9, to_id, to, ago(minutes=1), said) if to else None


def patient(
    stay_id: int = 1,
    *,
    level: str = "Q15",
    last_seen: datetime | None = None,
    never_seen: bool = False,
    initials: str = "MA",
    precautions: tuple[str, ...] = (),
    owed_since: datetime | None = None,
    reason: OwedReason | None = None,
    observer: str | None = None,
    since: datetime | None = None,
    offered_to: str | None = None,
    missing: datetime | None = None,
    late_entry: bool = False,
    concern: bool = False,
    doing: int = 2,
    away: AwayRow | None = None,
    more: tuple[OwedRow, ...] = (),
) -> PatientRow:
    """A patient seen 5:15 ago on Q15 unless told otherwise. `since`: when the observer took over, or left.

    `more`: what else is owed, such as `admission`.
    """
    rule = POLICY.level(level)
    moment = None if never_seen else last_seen or ago(minutes=5, seconds=15)
    also = [replace(one, task_id=stay_id * 100 + one.task_id) for one in more]
    if rule.continuous and observer:
        also.append(owed(TaskKind.RELIEF, relief(POLICY, since or ago(minutes=72)), 3))
    if rule.continuous and not observer and away is None:
        also.append(owed(TaskKind.OBSERVER, nobody_observing(POLICY, since or ago(seconds=45)), 3))
    if missing is not None:
        also.append(owed(TaskKind.NOT_FOUND, not_found(missing), 4))
    check = owed(TaskKind.CHECK, next_check(POLICY, rule, last_seen=moment, owed_since=owed_since), 2)
    return PatientRow(
        stay_id=stay_id,
        mrn=f"4{stay_id:04d}",
        family="Adams",
        given="Mary",
        birth_date=None,
        initials=initials,
        admitted_at=owed_since or ago(days=2),
        level=level,
        level_ordered=level,
        level_asleep=None,
        continuous=rule.continuous,
        owed_since=owed_since,
        owed_reason=reason,
        asleep=False,
        review_by=None,
        check=check if away is None else owed_back(away),
        owed=tuple(also),
        seen=None if moment is None else seen(moment, late_entry=late_entry, concern=concern, doing=doing),
        observer=ObserverRow(1, _id(observer), observer, since or ago(minutes=72), offer(offered_to))
        if observer
        else None,
        precautions=precautions,
        away=away,
    )


def away(
    destination: str = "Radiology",
    custodian: str = "A. Park",
    *,
    kind: AbsenceKind = AbsenceKind.ESCORT,
    left_at: datetime | None = None,
    back_by: datetime | None = None,
) -> AwayRow:
    """Out for 8 minutes and expected back at 14:55, unless told otherwise."""
    expected = back_by or ahead(minutes=22, seconds=53)
    return AwayRow(1, kind, destination, custodian, left_at or min(ago(minutes=8), expected), expected)


def gone(since: datetime | None = None) -> AwayRow:
    """AWOL since 14:10, unless told otherwise."""
    return AwayRow(1, AbsenceKind.AWOL, "Courtyard", "", since or ago(minutes=22, seconds=7), None)


def owed_back(absence: AwayRow) -> OwedRow:
    """What is owed in place of checks while he is away."""
    at = absence.expected_at
    if at is None:
        return owed(TaskKind.AWOL, not_found(absence.left_at), 5)
    rule = POLICY.absence
    soon = max(absence.left_at, at - rule.return_soon)
    return owed(TaskKind.RETURN, Deadlines(absence.left_at, soon, at, at + rule.return_lapsed), 5)


def admission(admitted_at: datetime) -> tuple[OwedRow, ...]:
    """The four tasks of an admission, none of them done."""
    rules = POLICY.admission
    return tuple(
        owed(kind, Deadlines(admitted_at, admitted_at + one.soon, admitted_at + one.late, admitted_at + one.lapsed), at)
        for at, kind, one in (
            (6, TaskKind.BELONGINGS, rules.belongings),
            (7, TaskKind.FIRST_VITALS, rules.first_vitals),
            (8, TaskKind.WEIGHT, rules.weight),
            (9, TaskKind.ORIENTATION, rules.orientation),
        )
    )


def bed(bed_id: int, who: PatientRow | None = None, label: str | None = None) -> BedRow:
    """Beds 1 to 12 are 1201 to 1212 in the west hall, the next twelve 1301 on in the east hall, and so on."""
    hall, place = divmod(bed_id - 1, 12)
    names = ("West hall", "East hall", "North hall", "South hall", "Annex")
    return BedRow(bed_id, label or f"{12 + hall}{place + 1:02d}", hall + 1, names[hall % 5], f"{bed_id}", bed_id, who)


def alert(
    row: BedRow,
    number: int,
    *,
    kind: TaskKind = TaskKind.CHECK,
    task: OwedRow | None = None,
    accepted_by: str | None = None,
    now: datetime = NOW,
) -> AlertRow:
    """The alert of what is owed to the patient in this bed."""
    assert row.patient is not None
    found = task or (
        row.patient.check if kind is TaskKind.CHECK else next(one for one in row.patient.owed if one.kind is kind)
    )
    stage = stage_of(found, now)
    return AlertRow(
        id=number,
        subject=f"stay {row.patient.stay_id}",
        task_id=found.task_id,
        stay_id=row.patient.stay_id,
        bed=row.label,
        initials=row.patient.initials,
        area_id=row.area_id,
        area=row.area,
        level=row.patient.level,
        kind=kind.value,
        priority=priority_of(found.kind, stage) or Priority.LOW,
        stage=stage,
        state=AlertState.ACCEPTED if accepted_by else AlertState.OPEN,
        text="",
        since=found.since,
        due_at=found.due_at,
        lapsed_at=found.lapsed_at,
        detected_at=found.due_at,
        accepted_by=accepted_by,
        accepted_at=ago(minutes=1) if accepted_by else None,
        accepted_note="going to look" if accepted_by else None,
        lease_until=NOW + timedelta(minutes=2) if accepted_by else None,
        told="charge",
        told_at=min(found.due_at, now),
        version=1,
    )


def unit_alert(task: UnitTaskRow, number: int, *, accepted_by: str | None = None, now: datetime = NOW) -> AlertRow:
    """The alert of what is owed to no patient."""
    as_owed = OwedRow(task.task_id, TaskKind(task.kind), task.since, task.soon_at, task.due_at, task.lapsed_at)
    like = alert(bed(1, patient()), number, kind=as_owed.kind, task=as_owed, accepted_by=accepted_by, now=now)
    return replace(
        like,
        subject=task.about,
        stay_id=None,
        bed=None,
        initials=None,
        level=None,
        area_id=task.area_id,
        area=task.area or None,
        text=task.label,
        priority=priority_of(as_owed.kind, stage_of(task, now)) or Priority.LOW,
    )


def technical(number: int, text: str) -> AlertRow:
    """It stands from when it was noticed, as Station's own do."""
    any_bed, at = bed(1, patient()), ago(minutes=5, seconds=15)
    return replace(
        alert(any_bed, number),
        kind="technical",
        priority=Priority.TECHNICAL,
        text=text,
        bed=None,
        stay_id=None,
        area_id=None,
        area=None,
        since=at,
        due_at=at,
        detected_at=at,
        told_at=at,
    )


def snapshot(
    beds: Iterable[BedRow],
    *,
    alerts: tuple[AlertRow, ...] | None = None,
    name: str = "3 West · Adult Acute",
    is_demo: bool = False,
    unplaced: tuple[PatientRow, ...] = (),
    precautions_on_wall: bool = True,
    read_at: datetime = NOW,
    checks: int = 250,
    on_time: int = 241,
    unaccounted: tuple[int, ...] = (),
    rounds: tuple[RoundRow, ...] = (),
    unit_tasks: tuple[UnitTaskRow, ...] = (),
    hazards: tuple[HazardRow, ...] = (),
    on_duty: tuple[OnDutyRow, ...] = (),
) -> BoardSnapshot:
    """A snapshot of these beds; without `alerts`, with one for everything that is late or lapsed."""
    rows, tasks = tuple(beds), tuple(sorted(unit_tasks, key=lambda one: one.due_at))
    return BoardSnapshot(
        unit=UnitRow(1, name, ZONE, is_demo),
        beds=rows,
        unplaced=unplaced,
        alerts=alerts if alerts is not None else tuple(_alerts(rows, tasks)),
        stations=tuple(StationRow(f"Desk {at}", "desk", read_at, None) for at in (1, 2, 3)),
        figures=ShiftFigures(ago(hours=7, minutes=32), "Day", checks, on_time, 1102.0 if checks else None),
        read_at=read_at,
        show_precautions_on_wall=precautions_on_wall,
        census=census([*(row.patient for row in rows if row.patient), *unplaced], unaccounted),
        rounds=tuple(sorted(rounds, key=lambda one: one.started_at)),
        unit_tasks=tasks,
        hazards=tuple(sorted(hazards, key=lambda one: (-one.severity, one.due_at))),
        on_duty=on_duty,
    )


def census(patients: Iterable[PatientRow], unaccounted: tuple[int, ...] = ()) -> CensusRow:
    """Counted as the store counts them; who was not found is unaccounted for."""
    every = list(patients)
    out = [one for one in every if one.away is not None]
    awol = sum(one.away is not None and one.away.kind is AbsenceKind.AWOL for one in out)
    missing = (one.stay_id for one in every if any(task.kind is TaskKind.NOT_FOUND for task in one.owed))
    lost = tuple(sorted({*unaccounted, *missing}))
    return CensusRow(len(every) - len(out), len(out) - awol, awol, lost)


def healthy(count: int = 24, *, seed: int = 7, precautions: bool = True) -> tuple[BedRow, ...]:
    """Beds whose patients were all seen in time; the last bed is empty."""
    random = Random(seed)
    return tuple(
        bed(at, None if at == count else _well(at, random, precautions=precautions)) for at in range(1, count + 1)
    )


def busy(count: int = 24) -> tuple[BedRow, ...]:
    """The unit of the drawing: one lapsed, two late, one due soon, a relief soon, a first check, an empty bed."""
    rows = {row.bed_id: row for row in healthy(count)}
    special = {
        4: patient(4, level="Q5", initials="MA", precautions=("SI", "AWOL")),
        6: patient(6, initials="WN", last_seen=ago(minutes=12, seconds=54), precautions=("SI", "AWOL")),
        8: patient(8, level="LOS", initials="CJ", observer="R. Osei", since=ago(minutes=107), precautions=("AWOL",)),
        10: patient(10, initials="GSE", last_seen=ago(minutes=21, seconds=18), precautions=("FALL", "SZ"), doing=1),
        15: patient(15, initials="NS", never_seen=True, owed_since=ago(seconds=40), reason=OwedReason.ADMITTED),
        17: patient(17, initials="AC", last_seen=ago(minutes=15, seconds=54), doing=3, late_entry=True),
        21: patient(21, level="1:1", initials="ACI", observer="D. Lin", since=ago(minutes=72), precautions=("SI",)),
    }
    return tuple(replace(row, patient=special.get(at, row.patient)) for at, row in islice(rows.items(), count))


def crowded(count: int = 36) -> tuple[BedRow, ...]:
    """A unit where nearly everything is wrong at once."""
    made = [
        patient(1, last_seen=ago(hours=1, minutes=47), precautions=CODES),
        patient(2, level="1:1", since=ago(seconds=45), precautions=CODES),
        patient(3, level="LOS", since=ago(minutes=3)),
        patient(4, missing=ago(minutes=4), last_seen=ago(minutes=9)),
        patient(5, level="1:1", observer="R. Osei", since=ago(hours=2, minutes=4)),
        patient(6, level="LOS", observer="A. Featherstonehaugh", offered_to="D. Lin", since=ago(minutes=8)),
        patient(7, reason=OwedReason.RAISED, owed_since=ago(seconds=50), level="Q5", last_seen=ago(minutes=3)),
        patient(8, never_seen=True, owed_since=ago(minutes=6), reason=OwedReason.ADMITTED, initials="WMX"),
        patient(9, late_entry=True, last_seen=ago(minutes=2), precautions=CODES),
    ]
    rest = [patient(at, last_seen=ago(minutes=15 + at / 4), initials="WMW") for at in range(10, count + 1)]
    return tuple(bed(at, who) for at, who in enumerate([*made, *rest][:count], 1))


def _well(at: int, random: Random, *, precautions: bool) -> PatientRow:
    level = random.choices(("Q5", "Q15", "Q30"), (1, 8, 2))[0]
    whole = POLICY.level(level).soon.total_seconds()
    codes = tuple(random.sample(CODES, random.choice((0, 1, 1, 2, 3)))) if precautions else ()
    return patient(
        at,
        level=level,
        initials=_INITIALS[(at - 1) % len(_INITIALS)],
        last_seen=ago(seconds=random.randrange(20, int(whole) - 5)),
        precautions=codes,
        doing=random.randrange(6),
    )


def _alerts(rows: tuple[BedRow, ...], unit_tasks: tuple[UnitTaskRow, ...]) -> Iterable[AlertRow]:
    number = 0
    for owed_to_none in unit_tasks:
        if priority_of(TaskKind(owed_to_none.kind), stage_of(owed_to_none, NOW)) is not None:
            number += 1
            yield unit_alert(owed_to_none, number)
    for row in rows:
        tasks = (row.patient.check, *row.patient.owed) if row.patient else ()
        for task in tasks:
            if priority_of(task.kind, stage_of(task, NOW)) is not None:
                number += 1
                yield alert(row, number, kind=task.kind, task=task)
