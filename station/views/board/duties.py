"""What the rail lists beneath the alerts: rounds, hazards and tasks that fall due, and who is off the unit. No Qt."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import ADMISSION_TASKS, AbsenceKind, HazardState, Stage, TaskKind
from station.rules import environment_words, wording
from station.rules.intervals import Owed, next_transition_of, stage_of
from station.store.rows import BedRow, BoardSnapshot, OwedRow, PatientRow
from station.store.rows.absences import AwayRow
from station.store.rows.environment import UnitTaskRow
from station.views.board.away import is_awol, together

_DOT: Final = "\u00a0· "
"""A line is broken after it, never before."""
_MINUTE: Final = timedelta(minutes=1)
_AHEAD: Final = timedelta(hours=1)
"""How long before its time a task of an admission is listed."""
_NEAR: Final = timedelta(hours=12)
"""How long before its time an environmental round is listed."""
_MANY: Final = 3
_TASKS: Final = {
    TaskKind.BELONGINGS: "Belongings search",
    TaskKind.ORIENTATION: "Orientation",
    TaskKind.FIRST_VITALS: "First vitals",
    TaskKind.WEIGHT: "Weight",
}


@dataclass(frozen=True, slots=True)
class Line:
    """What, and at its right by when or how late."""

    what: str
    when: str
    stage: Stage
    at: datetime
    """Lines stand in order of this: when it falls due; of a hazard, which is there already, since when."""
    until: datetime
    """When it reads otherwise."""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    count: str
    """What is said where there is no room for its lines: "Rounds (5)"."""
    lines: tuple[Line, ...]


def sections_of(
    snapshot: BoardSnapshot, beds: Iterable[BedRow], zone: ZoneInfo, now: datetime, *, places: bool
) -> tuple[Section, ...]:
    """`beds`: all places of the board. `places`: whether where somebody is off the unit may be read here."""
    held = [(_name(bed, bed.patient), bed.patient) for bed in beds if bed.patient is not None]
    alerted = {alert.task_id for alert in snapshot.alerts}
    due = [
        *_environmental(snapshot.unit_tasks, zone, now),
        *(_line(words, task, zone, now) for words, task in _admissions(held, now) if task.task_id not in alerted),
    ]
    hazards = list(_hazards(snapshot, zone, now))
    away = [(name, one.away, one.check) for name, one in held if one.away is not None]
    out = [_away_line(name, absence, back, zone, now, places=places) for name, absence, back in away]
    return tuple(
        section
        for section in (
            Section("Rounds", _counted(due, snapshot), _in_order([*due, *hazards])),
            _off_unit([absence for _, absence, _ in away], _in_order(out)),
        )
        if section.lines
    )


def _counted(due: list[Line], snapshot: BoardSnapshot) -> str:
    hazards = len(snapshot.hazards)
    parts = [f"Rounds ({len(due)})" if due else "", f"Hazards ({hazards})" if hazards else ""]
    return " · ".join(part for part in parts if part)


def _in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=_order))


def _order(line: Line) -> tuple[int, datetime]:
    """What is long overdue first, then as it falls due."""
    return -max(line.stage.rank, Stage.DUE_SOON.rank), line.at


def _name(bed: BedRow, patient: PatientRow) -> str:
    return bed.label if bed.bed_id > 0 else f"{patient.initials}, no bed"


def _environmental(tasks: Iterable[UnitTaskRow], zone: ZoneInfo, now: datetime) -> Iterable[Line]:
    """Those of the next half day. Many areas that are due together are one line, until one of them presses."""
    near = [one for one in tasks if one.kind == TaskKind.ENVIRONMENTAL and now >= one.due_at - _NEAR]
    together: defaultdict[tuple[str, datetime], list[UnitTaskRow]] = defaultdict(list)
    for one in near:
        calm = stage_of(one, now) is Stage.OK
        together[one.label.partition(", ")[0] if calm else one.about, one.due_at].append(one)
    for (title, _), ones in together.items():
        if len(ones) >= _MANY:
            yield _line(f"{title}, {len(ones)} areas", ones[0], zone, now)
        else:
            yield from (_line(_called(one), one, zone, now) for one in ones)


def _called(task: UnitTaskRow) -> str:
    """Its label, with the area where the label does not name it."""
    return task.label if task.area.casefold() in task.label.casefold() else f"{task.label}, {task.area}"


def _line(what: str, owed: Owed, zone: ZoneInfo, now: datetime) -> Line:
    when = environment_words.owed_state(owed, zone, now)
    return Line(what, when, stage_of(owed, now), owed.due_at, _changes(owed, now))


def _changes(owed: Owed, now: datetime) -> datetime:
    """The next whole minute before or after it is due, or its next stage."""
    minute = owed.due_at + ((now - owed.due_at) // _MINUTE + 1) * _MINUTE
    stage = next_transition_of(owed, now)
    return minute if stage is None else min(minute, stage)


def _admissions(held: Iterable[tuple[str, PatientRow]], now: datetime) -> Iterable[tuple[str, OwedRow]]:
    for name, patient in held:
        for one in patient.owed:
            if one.kind in ADMISSION_TASKS and (now >= one.due_at - _AHEAD or stage_of(one, now) is not Stage.OK):
                yield f"{_TASKS[one.kind]}, {name}", one


def _hazards(snapshot: BoardSnapshot, zone: ZoneInfo, now: datetime) -> Iterable[Line]:
    """All of them in one line: how many, and the worst."""
    if not snapshot.hazards:
        return
    worst, count = snapshot.hazards[0], len(snapshot.hazards)
    title = environment_words.hazard_title(worst)
    what = f"Hazards {count} · worst {worst.severity}: {title}" if count > 1 else f"Hazard {worst.severity}: {title}"
    task = next((one for one in snapshot.unit_tasks if one.about == f"hazard:{worst.hazard_id}"), None)
    fixing = OwedRow(0, TaskKind.HAZARD, worst.found_at, None, worst.due_at, datetime.max.replace(tzinfo=UTC))
    when = environment_words.owed_state(fixing, zone, now) if worst.state is HazardState.OPEN else "to verify"
    # What somebody could die of is an alert from the first moment, long before its time to be fixed.
    stage = stage_of(task or fixing, now)
    yield Line(what, when, stage, worst.found_at, min(_changes(one, now) for one in (task, fixing) if one is not None))


def _off_unit(away: list[AwayRow], lines: tuple[Line, ...]) -> Section:
    gone = sum(is_awol(one) for one in away)
    parts = [f"Off unit ({len(away) - gone})"] if len(away) > gone else []
    title = " · ".join([*parts, f"AWOL ({gone})"] if gone else parts)
    return Section(title, title, lines)


def _away_line(name: str, away: AwayRow, back: OwedRow, zone: ZoneInfo, now: datetime, *, places: bool) -> Line:
    stage, changes = stage_of(back, now), _changes(back, now)
    if away.kind is AbsenceKind.AWOL:
        since = wording.clock_time(wording.away_since(away, back), zone, now)
        return Line(f"{name} · AWOL", f"since {since}", stage, back.due_at, changes)
    who = together(away.custodian) if places or away.kind is AbsenceKind.ESCORT else away.kind.value
    what = _DOT.join((name, away.destination, who) if places else (name, who))
    late = stage.rank >= Stage.LATE.rank
    when = environment_words.owed_state(back, zone, now) if late else wording.away_state(away, back, zone, now)
    return Line(what, when, stage, back.due_at, changes)


def labels_of(beds: Iterable[BedRow]) -> Mapping[int, str]:
    """What each patient's place is called, by stay."""
    return {bed.patient.stay_id: _name(bed, bed.patient) for bed in beds if bed.patient is not None}
