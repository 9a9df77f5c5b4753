"""What the Environment page says, worked out without Qt."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import FindingOutcome, HazardStepKind, Stage
from station.rules.environment import passed
from station.rules.environment_words import lasted, owed_state, passed_line
from station.rules.intervals import stage_of
from station.rules.policy import Policy
from station.rules.wording import clock_time
from station.store.rows.environment import (
    EnvironmentalRoundRow,
    FindingRow,
    HazardRow,
    HazardStepRow,
    RoomRow,
    UnitTaskRow,
)

TONES: Final = {Stage.OK: "", Stage.DUE_SOON: "low", Stage.LATE: "medium", Stage.LAPSED: "high"}
OUTCOMES: Final = (
    (FindingOutcome.FINE.value, "Fine"),
    (FindingOutcome.HAZARD.value, "Hazard…"),
    (FindingOutcome.NOT_CHECKED.value, "Not checked…"),
)
REASONS: Final = ("Patient asleep", "Patient refused", "Room in use", "Room locked")
OWNERS: Final = ("Maintenance", "Housekeeping", "Security")
_STEPS: Final = {
    HazardStepKind.FOUND: "found by {by}",
    HazardStepKind.GIVEN: "given by {by} to",
    HazardStepKind.FIXED: "fixed by {by}",
    HazardStepKind.REJECTED: "not fixed, says {by}",
    HazardStepKind.VERIFIED: "verified by {by}",
}


def round_title(row: EnvironmentalRoundRow) -> str:
    """As in "West hall · Safety round"."""
    return f"{row.area} · {row.title}"


def is_open(row: EnvironmentalRoundRow) -> bool:
    return row.round_id != 0 and row.ended_at is None


def task_of(row: EnvironmentalRoundRow, tasks: Sequence[UnitTaskRow]) -> UnitTaskRow | None:
    """What is owed of rounds of this kind; None where the policy asks for none."""
    about = f"area:{row.area_id}:{row.checklist}"
    return next((one for one in tasks if one.about == about), None)


def due_words(task: UnitTaskRow | None, zone: ZoneInfo, now: datetime) -> tuple[str, str]:
    """When the next one is due, and the tone to say it in: ("12 min overdue", "medium")."""
    if task is None:
        return "Not scheduled", ""
    stage, state = stage_of(task, now), owed_state(task, zone, now)
    return (f"Due {state}" if stage is Stage.OK else f"{state[:1].upper()}{state[1:]}"), TONES[stage]


def due_detail(
    row: EnvironmentalRoundRow, task: UnitTaskRow | None, policy: Policy, zone: ZoneInfo, now: datetime
) -> str:
    """What else is to be known of the time: since when it is owed and what has passed meanwhile."""
    if task is None:
        return ""
    if now < task.due_at:
        return _extra(task, zone, now)
    scheduled = next((one for one in policy.environment.rounds if one.checklist == row.checklist), None)
    later = passed(scheduled.schedule, task.due_at, now, zone) if scheduled is not None else ()
    said = passed_line(later, zone, now)
    return f"Due {clock_time(task.due_at, zone, now)}, not made." + (f" {said}." if said else "")


def _extra(task: UnitTaskRow, zone: ZoneInfo, now: datetime) -> str:
    """Where a round made now would not be the one that is owed."""
    counts_from = task.since + (task.due_at - task.since) / 2
    if now >= counts_from:
        return ""
    at = clock_time(counts_from, zone, now)
    return f"Counts for {clock_time(task.due_at, zone, now)} if it ends after {at}; before that it is an extra one."


def said_count(row: EnvironmentalRoundRow) -> tuple[int, int]:
    """How much has been said, of how much."""
    return len(row.findings), len(row.rooms) * len(row.items)


def progress_words(row: EnvironmentalRoundRow, zone: ZoneInfo, now: datetime) -> str:
    """Of a round that is open: "J. Moore began 15:40 · 12 of 48 said"."""
    said, all_of_it = said_count(row)
    began = clock_time(row.started_at, zone, now) if row.started_at else ""
    return f"{row.name} began {began} · {said} of {all_of_it} said"


def last_words(row: EnvironmentalRoundRow, zone: ZoneInfo, now: datetime) -> str:
    """Of the last round that has ended: "Last made 08:05 by J. Moore: 30 fine, 1 hazard, 1 not checked"."""
    if row.ended_at is None:
        return "" if row.round_id else "None has been made yet."
    counts = Counter(one.outcome for one in row.findings)
    hazards = counts[FindingOutcome.HAZARD]
    said = [
        f"{counts[FindingOutcome.FINE]} fine",
        f"{hazards} hazard{'' if hazards == 1 else 's'}" if hazards else "",
        f"{counts[FindingOutcome.NOT_CHECKED]} not checked" if counts[FindingOutcome.NOT_CHECKED] else "",
    ]
    when = clock_time(row.ended_at, zone, now)
    return f"Last ended {when} by {row.ended_by or row.name}: {', '.join(part for part in said if part)}."


def room_words(row: EnvironmentalRoundRow, room: RoomRow) -> tuple[str, str]:
    """Its name, and how much of it has been said: ("Room 1203", "3 of 8"), ("Room 1204", "done, 1 hazard")."""
    found = [one for one in row.findings if one.room_id == room.room_id]
    hazards = sum(one.outcome is FindingOutcome.HAZARD for one in found)
    state = "done" if len(found) == len(row.items) else f"{len(found)} of {len(row.items)}"
    return room.name, f"{state}, {hazards} hazard{'' if hazards == 1 else 's'}" if hazards else state


def finding_words(found: FindingRow, hazards: Sequence[HazardRow], zone: ZoneInfo, now: datetime) -> str:
    """Who said it, when, and why or what: "J. Moore 15:42 · patient asleep"."""
    who = f"{found.by} {clock_time(found.at, zone, now)}"
    hazard = next((one for one in hazards if one.hazard_id == found.hazard_id), None)
    more = found.reason or (f"{hazard.place}, severity {hazard.severity}" if hazard is not None else "")
    return f"{who} · {more}" if more else who


def gaps(row: EnvironmentalRoundRow) -> list[tuple[int, str]]:
    """What has not been said yet, in walking order: (room id, item)."""
    said = {(one.room_id, one.item) for one in row.findings}
    every = ((room.room_id, item.key) for room in row.rooms for item in row.items)
    return [one for one in every if one not in said]


def known_hazard(hazards: Sequence[HazardRow], room_id: int, item: str) -> HazardRow | None:
    """The latest hazard of this thing in this room that nobody has verified as fixed."""
    mine = [one for one in hazards if one.room_id == room_id and one.item == item]
    return max(mine, key=lambda one: one.hazard_id, default=None)


def hazard_found(hazard: HazardRow, zone: ZoneInfo, now: datetime) -> str:
    """As in "Found 14:02 by J. Moore, 2 h ago"."""
    ago = lasted(now - hazard.found_at)
    return f"Found {clock_time(hazard.found_at, zone, now)} by {hazard.found_by}, {ago} ago"


def step_words(step: HazardStepRow, zone: ZoneInfo, now: datetime) -> str:
    """As in "14:02 found by J. Moore: hangs loose"."""
    happened = _STEPS[step.kind].format(by=step.by)
    joint = " " if step.kind is HazardStepKind.GIVEN else ": "
    return f"{clock_time(step.at, zone, now)} {happened}" + (f"{joint}{step.said}" if step.said else "")
