"""What stands on a plan, and how it is said: blocks, people, gaps. Pure: no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import BlockKind
from station.rules import wording
from station.rules.plan import Block, Gap, Plan, Worker
from station.rules.plan_words import Terms, missing
from station.services.plan_sheet import PlanSheet, PublishedPlan
from station.store.rows.plan import AreaLoadRow, ContinuousRow, PlannableRow, ShiftRow

KIND_WORDS: Final = {
    BlockKind.ROUNDS: "Rounds",
    BlockKind.CONTINUOUS: "1:1 or line of sight",
    BlockKind.ESCORT: "Escort",
    BlockKind.GROUP: "Group",
    BlockKind.BREAK: "Break",
    BlockKind.ADMISSION: "Admission",
    BlockKind.OTHER: "Other",
}
WHOLE: Final = "whole unit"


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids of a plan stand for, as the unit is now."""

    areas: tuple[AreaLoadRow, ...]
    continuous: tuple[ContinuousRow, ...]
    staff: tuple[PlannableRow, ...]
    zone: ZoneInfo
    beds: Mapping[int, str] = field(default_factory=dict)
    """By stay, where each patient of the unit is."""

    @classmethod
    def of(cls, sheet: PlanSheet, zone: ZoneInfo, beds: Mapping[int, str]) -> "Names":
        held = {one.stay_id: one.bed for one in sheet.continuous}
        return cls(sheet.areas, sheet.continuous, sheet.staff, zone, {**beds, **held})

    @property
    def terms(self) -> Terms:
        """The same as the rules say it in sentences."""
        return Terms(
            zone=self.zone,
            areas={one.area_id: one.name for one in self.areas},
            beds=self.beds,
            levels={one.stay_id: one.level for one in self.continuous},
            people={one.staff_id: one.name for one in self.staff},
        )

    def area(self, area_id: int | None) -> AreaLoadRow | None:
        return next((one for one in self.areas if one.area_id == area_id), None)

    def area_place(self, area_id: int | None) -> int | None:
        """Which of the unit's areas it is, from 0; None for the whole unit."""
        return next((at for at, one in enumerate(self.areas) if one.area_id == area_id), None)

    def held(self, stay_id: int | None) -> ContinuousRow | None:
        return next((one for one in self.continuous if one.stay_id == stay_id), None)

    def person(self, staff_id: int) -> PlannableRow | None:
        return next((one for one in self.staff if one.staff_id == staff_id), None)

    def name_of(self, staff_id: int, plan: Plan) -> str:
        """As he is called now; else as the plan has him."""
        worker, row = plan.worker(staff_id), self.person(staff_id)
        return row.name if row is not None else worker.name if worker is not None else "somebody who has left"

    def clock(self, at: datetime) -> str:
        return wording.clock_time(at, self.zone)

    def span(self, starts_at: datetime, ends_at: datetime) -> str:
        """15:00 to 18:00"""
        return f"{self.clock(starts_at)} to {self.clock(ends_at)}"


def block_title(block: Block, names: Names) -> str:
    """Rounds · west hall"""
    subject = _subject(block, names)
    if block.kind is BlockKind.CONTINUOUS:
        return subject
    if block.kind is BlockKind.OTHER:
        return subject or KIND_WORDS[block.kind]
    return f"{KIND_WORDS[block.kind]} · {subject}" if subject else KIND_WORDS[block.kind]


def _subject(block: Block, names: Names) -> str:
    if block.kind is BlockKind.ROUNDS:
        area = names.area(block.area_id)
        return WHOLE if block.area_id is None else wording.in_sentence(area.name) if area else "an area that is gone"
    if block.kind is BlockKind.CONTINUOUS:
        return held_words(names.held(block.stay_id), names.beds.get(block.stay_id or 0, ""))
    return " ".join(filter(None, (names.beds.get(block.stay_id or 0, ""), block.words)))


def held_words(row: ContinuousRow | None, bed: str = "") -> str:
    """1:1 · bed 1309. Of somebody who is on no continuous level (any more), the bed alone."""
    if row is not None:
        return f"{row.level} · bed {row.bed}"
    return f"1:1 · bed {bed}" if bed else "1:1 · choose the patient"


def block_line(block: Block, names: Names, plan: Plan) -> str:
    """What stands under the title: how many patients, or from whom a continuous patient comes."""
    if block.kind is BlockKind.ROUNDS:
        return load_words(*_load(block, names))
    if block.kind is BlockKind.CONTINUOUS:
        before = _before(block, plan)
        return f"from {names.name_of(before.staff_id, plan)}" if before else f"since {names.clock(block.starts_at)}"
    return f"{names.clock(block.starts_at)}–{names.clock(block.ends_at)}"


def load_words(patients: int, checks: float) -> str:
    """12 patients · 50 checks/h"""
    return f"{counted(patients, 'patient')} · {checks:.0f} checks/h"


def _load(block: Block, names: Names) -> tuple[int, float]:
    rows = [one for one in names.areas if block.area_id in (None, one.area_id)]
    return sum(one.patients for one in rows), sum(one.checks_per_hour for one in rows)


def _before(block: Block, plan: Plan) -> Block | None:
    """Who had the same patient until then."""
    same = (one for one in plan.blocks if one.kind is block.kind and one.stay_id == block.stay_id)
    return next((one for one in same if one.ends_at == block.starts_at and one.staff_id != block.staff_id), None)


def block_sentence(block: Block, names: Names, plan: Plan) -> str:
    """For a screen reader: "J. Moore, rounds West hall, 15:00 to 18:00, 12 patients"."""
    parts = [names.name_of(block.staff_id, plan), said(block, names), names.span(block.starts_at, block.ends_at)]
    if block.kind is BlockKind.ROUNDS:
        parts.append(counted(_load(block, names)[0], "patient"))
    return ", ".join(parts)


def said(block: Block, names: Names) -> str:
    """In a sentence: "rounds West hall", "1:1 bed 1309", "break"."""
    if block.kind is BlockKind.ROUNDS:
        area = names.area(block.area_id)
        return f"rounds {area.name if area else WHOLE}"
    if block.kind is BlockKind.CONTINUOUS:
        return _subject(block, names).replace(" · ", " ")
    word = KIND_WORDS[block.kind].lower() if block.kind is not BlockKind.OTHER else ""
    return " ".join(filter(None, (word, _subject(block, names)))) or "other"


def person_line(worker: Worker, names: Names, plan: Plan) -> str:
    """Under his name: "Tech · CPI to 03/27", and his hours where they are not the shift's."""
    row = names.person(worker.staff_id)
    role = (row.role if row else worker.role).value
    parts = [role[:1].upper() + role[1:], row.training if row else ""]
    if (worker.starts_at, worker.ends_at) != (plan.starts_at, plan.ends_at):
        parts.insert(1, f"{names.clock(worker.starts_at)}–{names.clock(worker.ends_at)}")
    return " · ".join(filter(None, parts))


def person_sentence(worker: Worker, names: Names, plan: Plan) -> str:
    row = names.person(worker.staff_id)
    warnings = row.warnings if row else worker.warnings
    parts = [names.name_of(worker.staff_id, plan), (row.role if row else worker.role).value]
    parts += [row.training] if row and row.training and not warnings else list(warnings)
    parts += [names.span(worker.starts_at, worker.ends_at), counted(len(plan.blocks_of(worker.staff_id)), "block")]
    return ", ".join(parts)


def gap_title(gap: Gap) -> str:
    """West hall · nobody"""
    return f"{gap.need.title} · {missing(gap)}"


def gap_sentence(gap: Gap, names: Names) -> str:
    """For a screen reader and the card: "West hall, not covered 19:00 to 20:00: nobody"."""
    return f"{gap.need.title}, not covered {names.span(gap.starts_at, gap.ends_at)}: {missing(gap)}"


def shift_title(shift: ShiftRow, zone: ZoneInfo) -> str:
    """Evening shift, Mon 23 Nov, 15:00–23:30"""
    until = wording.clock_time(shift.ends_at, zone)
    return (
        f"{shift.name} shift, {day_words(shift.starts_at, zone)}, {wording.clock_time(shift.starts_at, zone)}–{until}"
    )


def day_words(at: datetime, zone: ZoneInfo) -> str:
    """Mon 23 Nov"""
    told = wording.clock_time(at, zone, at + timedelta(days=2)).split(" ")
    return " ".join(told[:3])


def shift_choice(shift: ShiftRow, zone: ZoneInfo, now: datetime) -> str:
    """For the list of shifts: "Evening, Mon 23 Nov 15:00 · now"."""
    when = f"{shift.name}, {day_words(shift.starts_at, zone)} {wording.clock_time(shift.starts_at, zone)}"
    running = shift.starts_at <= now < shift.next_at
    return f"{when} · now" if running else f"{when} · over" if shift.next_at <= now else when


def published_words(published: PublishedPlan, names: Names, now: datetime) -> str:
    """Published 14:52 by M. Ruiz"""
    if published.at is None:
        return "Not published yet"
    return f"Published {wording.clock_time(published.at, names.zone, now)} by {published.by}"


def counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
