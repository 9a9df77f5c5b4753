"""A unit with all that happens on its floor: rounds, environmental rounds, hazards, patients off the unit."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from station.models.enums import AbsenceKind, BlockKind, HazardState, Role, TaskKind
from station.rules.environment import hazard_owed
from station.rules.environment_words import task_label
from station.store.rows import BoardSnapshot
from station.store.rows.environment import HazardRow, UnitTaskRow
from station.store.rows.plan import OnDutyRow
from station.store.rows.rounds import RoundRow
from tests.views.snapshots import (
    CODES,
    POLICY,
    admission,
    ago,
    ahead,
    away,
    busy,
    crowded,
    gone,
    patient,
    snapshot,
)


def environmental(area_id: int, area: str, due_at: datetime, title: str = "Environmental") -> UnitTaskRow:
    """An environmental round owed to an area by then."""
    rule = POLICY.environment.rounds[0]
    return UnitTaskRow(
        task_id=100 + area_id,
        kind=TaskKind.ENVIRONMENTAL.value,
        about=f"area:{area_id}:safety",
        label=f"{title}, {area}",
        area_id=area_id,
        area=area,
        since=due_at - timedelta(hours=8),
        soon_at=due_at - rule.soon,
        due_at=due_at,
        lapsed_at=due_at + rule.lapsed,
    )


def walk(
    number: int, name: str, area_id: int | None, area: str, started_at: datetime, *, seen: int = 5, to_see: int = 11
) -> RoundRow:
    """A round that is open."""
    return RoundRow(number, number, name, area_id, area, started_at, seen, to_see)


def on_duty(
    number: int,
    name: str,
    kind: BlockKind | None = None,
    words: str = "",
    *,
    role: Role = Role.TECH,
    until: datetime | None = None,
    area_id: int | None = None,
    stay_id: int | None = None,
) -> OnDutyRow:
    """Somebody on the plan until 23:30, with what he does until 15:00 unless told otherwise."""
    ends = None if kind is None else until or ahead(minutes=27, seconds=53)
    return OnDutyRow(number, name, role, ahead(hours=9), kind, words, ends, area_id, stay_id)


def planned() -> tuple[OnDutyRow, ...]:
    """The seven people of the drawing, as published."""
    return (
        on_duty(4, "A. Park", BlockKind.BREAK, "break"),
        on_duty(3, "D. Lin", BlockKind.CONTINUOUS, "1:1 with 1309", stay_id=21),
        on_duty(1, "J. Moore", BlockKind.ROUNDS, "rounds West hall", area_id=1),
        on_duty(6, "K. Bello", role=Role.NURSE),
        on_duty(5, "M. Ruiz", role=Role.CHARGE_NURSE),
        on_duty(2, "R. Osei", BlockKind.ROUNDS, "rounds East hall", area_id=2),
        on_duty(7, "S. Novak", BlockKind.OTHER, "Med pass", role=Role.NURSE),
    )


def left_open(one: RoundRow) -> UnitTaskRow:
    """What is owed of an open round: that somebody ends it."""
    rule, began = POLICY.rounds, one.started_at
    return UnitTaskRow(
        task_id=200 + one.round_id,
        kind=TaskKind.ROUND_OPEN.value,
        about=f"round:{one.round_id}",
        label=f"{one.name}'s round, {one.area}",
        area_id=one.area_id,
        area=one.area,
        since=began,
        soon_at=began + rule.open_soon,
        due_at=began + rule.open_late,
        lapsed_at=began + rule.open_lapsed,
    )


def hazard(
    number: int,
    severity: int,
    place: str = "Shower",
    room: str = "1203",
    *,
    found_at: datetime | None = None,
    fixed_by: str | None = None,
    note: str = "loose rail",
) -> HazardRow:
    """A hazard nobody has verified yet, found 6 minutes ago unless told otherwise."""
    found = found_at or ago(minutes=6)
    return HazardRow(
        hazard_id=number,
        area_id=1,
        area="West hall",
        room=room,
        item="",
        place=place,
        severity=severity,
        note=note,
        owner="Maintenance",
        state=HazardState.FIXED if fixed_by else HazardState.OPEN,
        found_at=found,
        found_by="J. Moore",
        fixed_at=ago(minutes=1) if fixed_by else None,
        fixed_by=fixed_by,
        fixed_by_id=4 if fixed_by else None,
        due_at=found + POLICY.environment.fix_within[severity - 1],
    )


def unfixed(one: HazardRow) -> UnitTaskRow:
    """What is owed of a hazard: that it is fixed and verified."""
    to = hazard_owed(POLICY.environment, one.severity, one.found_at)
    label = task_label(one.place, one.room, one.area)
    return UnitTaskRow(
        task_id=300 + one.hazard_id,
        kind=TaskKind.HAZARD.value,
        about=f"hazard:{one.hazard_id}",
        label=label,
        area_id=one.area_id,
        area=one.area,
        since=to.since,
        soon_at=to.soon_at,
        due_at=to.due_at,
        lapsed_at=to.lapsed_at,
    )


def floor(count: int = 24, **parts: Any) -> BoardSnapshot:
    """The unit of the drawing with all that happens on its floor: rounds, hazards, tasks, one off the unit."""
    rows = {row.bed_id: row for row in busy(count)}
    out, new = (15, 23) if count > 22 else (5, 7)
    special = {
        out: patient(out, initials="NS", last_seen=ago(minutes=9), precautions=("FALL",), away=away()),
        new: patient(
            new, initials="HS", last_seen=ago(minutes=4, seconds=11), more=admission(ago(minutes=12, seconds=7))
        ),
    }
    beds = tuple(replace(row, patient=special.get(at, row.patient)) for at, row in rows.items())
    walks = (walk(1, "J. Moore", 1, "West hall", ago(minutes=12)), walk(2, "K. Bello", 2, "East hall", ago(minutes=24)))
    shown: dict[str, Any] = {
        "rounds": walks,
        "unit_tasks": (
            environmental(1, "West hall", ago(minutes=12)),
            environmental(2, "East hall", ahead(minutes=87, seconds=53)),
            *map(left_open, walks),
        ),
        "hazards": (hazard(1, 4), hazard(2, 3, "Door", "Day room"), hazard(3, 2, "Lamp", "1305", fixed_by="A. Park")),
    }
    return snapshot(beds, **(shown | parts))


def stormy(count: int = 36, **parts: Any) -> BoardSnapshot:
    """Nearly everything wrong at once, on the floor too: many away, gone, overdue, unaccounted for."""
    rows = {row.bed_id: row for row in crowded(count)}
    long = "Cardiology and pulmonary function"
    special = {
        3: patient(3, initials="NS", last_seen=ago(minutes=41), away=gone()),
        5: patient(
            5, initials="WMX", last_seen=ago(hours=1), away=away(long, "A. Featherstonehaugh", back_by=ago(minutes=3))
        ),
        6: patient(6, initials="RT", last_seen=ago(hours=2), away=away("Court", "D. Lin", back_by=ago(minutes=14))),
        7: patient(
            7,
            initials="DO",
            last_seen=ago(hours=30),
            away=away("Home", "his sister", kind=AbsenceKind.LEAVE, back_by=ahead(hours=40)),
        ),
        8: patient(
            8,
            initials="WMW",
            level="1:1",
            last_seen=ago(minutes=2),
            away=away("ECT", "K. Bello", back_by=ahead(minutes=6)),
        ),
        9: patient(9, late_entry=True, last_seen=ago(minutes=2), precautions=CODES, more=admission(ago(minutes=50))),
        10: patient(10, initials="PM", last_seen=ago(minutes=3), more=admission(ago(minutes=70))),
        11: patient(11, initials="QB", last_seen=ago(minutes=3), more=admission(ago(minutes=30))),
    }
    beds = tuple(replace(row, patient=special.get(at, row.patient)) for at, row in rows.items() if at <= count)
    walks = tuple(
        walk(at, name, at, area, ago(minutes=19 + at))
        for at, (name, area) in enumerate(
            (("J. Moore", "West hall"), ("A. Featherstonehaugh", "Adolescent Intensive Treatment corridor")), 1
        )
    )
    worst = hazard(1, 5, "Shower, behind the door", "1203", found_at=ago(minutes=40))
    shown: dict[str, Any] = {
        "rounds": walks,
        "unit_tasks": (
            environmental(1, "West hall", ago(minutes=12)),
            environmental(2, "Adolescent Intensive Treatment corridor", ago(minutes=75)),
            environmental(3, "North hall", ahead(minutes=12)),
            environmental(4, "Annex", ahead(hours=17)),
            unfixed(worst),
            *map(left_open, walks),
        ),
        "hazards": (
            worst,
            *(hazard(at, 3, "Door", "Day room") for at in range(2, 14)),
        ),
        "unaccounted": (9, 10, 11, 12, 13),
    }
    return snapshot(beds, **(shown | parts))
