"""Reads environmental rounds, hazards and what else is owed to no patient, without changing anything."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from station.models import Area, EnvironmentalRound, Finding, Hazard, HazardStep, Room, Staff, Task
from station.models.enums import HazardState, TaskKind, TaskState
from station.rules.checklists import ChecklistError, load_checklist
from station.rules.policy import Policy
from station.services import finding
from station.services.environmental_planning import title_of
from station.store.rows.environment import (
    ChecklistItemRow,
    EnvironmentalRoundRow,
    FindingRow,
    HazardRow,
    HazardStepRow,
    RoomRow,
    UnitTaskRow,
)
from station.store.work import Store

_Key = tuple[int, str]
"""Area and checklist."""


def unit_task_rows(session: Session) -> tuple[UnitTaskRow, ...]:
    """What is owed to no patient, by due time."""
    found = session.execute(
        select(Task, func.coalesce(Area.name, ""))
        .outerjoin(Area, Area.id == Task.area_id)
        .where(Task.stay_id.is_(None), Task.state == TaskState.OPEN, Task.kind != TaskKind.CANARY)
        .order_by(Task.due_at, Task.id)
    )
    return tuple(_task_row(task, area) for task, area in found)


def _task_row(task: Task, area: str) -> UnitTaskRow:
    return UnitTaskRow(
        task_id=task.id,
        kind=task.kind.value,
        about=task.about,
        label=task.label,
        area_id=task.area_id,
        area=area,
        since=task.since,
        soon_at=task.soon_at,
        due_at=task.due_at,
        lapsed_at=task.lapsed_at,
    )


def hazard_rows(session: Session) -> tuple[HazardRow, ...]:
    """Those that are not verified, the most severe first, then the one to be fixed soonest."""
    finder, fixer = aliased(Staff), aliased(Staff)
    found = session.execute(
        select(Hazard, Area.name, Room.name, finder.name, fixer.name)
        .join(Area, Area.id == Hazard.area_id)
        .join(finder, finder.id == Hazard.found_by_id)
        .outerjoin(Room, Room.id == Hazard.room_id)
        .outerjoin(fixer, fixer.id == Hazard.fixed_by_id)
        .where(Hazard.state != HazardState.VERIFIED)
        .order_by(Hazard.severity.desc(), Hazard.due_at, Hazard.id)
    )
    return tuple(_hazard_row(*one) for one in found)


def _hazard_row(hazard: Hazard, area: str, room: str | None, finder: str, fixer: str | None) -> HazardRow:
    return HazardRow(
        hazard_id=hazard.id,
        area_id=hazard.area_id,
        area=area,
        room=room or "",
        item=hazard.item,
        place=hazard.place,
        severity=hazard.severity,
        note=hazard.note,
        owner=hazard.owner,
        state=hazard.state,
        found_at=hazard.found_at,
        found_by=finder,
        fixed_at=hazard.fixed_at,
        fixed_by=fixer,
        fixed_by_id=hazard.fixed_by_id,
        due_at=hazard.due_at,
        room_id=hazard.room_id,
    )


def read_hazard_steps(store: Store, hazard_id: int) -> tuple[HazardStepRow, ...]:
    """Everything that happened to it, in order."""
    with store.read() as session:
        found = session.execute(
            select(HazardStep.kind, HazardStep.at, Staff.name, HazardStep.said)
            .join(Staff, Staff.id == HazardStep.by_id)
            .where(HazardStep.hazard_id == hazard_id)
            .order_by(HazardStep.id)
        )
        return tuple(HazardStepRow(*one) for one in found)


def read_environmental_rounds(store: Store) -> tuple[EnvironmentalRoundRow, ...]:
    """Of each area and checklist the round that is open, else the last one, else one that has not begun (id 0).

    By the order of areas, then that of the policy; an open round of a list the policy does not name any more is
    among them, so that it can be ended.
    """
    with store.read() as session:
        policy = finding.policy_in_force(session)
        rounds = _latest(session)
        findings = _findings(session, [one.id for one, _, _ in rounds.values()])
        rooms = _rooms(session)
        areas = session.execute(
            select(Area.id, Area.name).where(Area.id.in_(list(rooms))).order_by(Area.position, Area.id)
        )
        return tuple(
            _walked_row(name, rounds[area_id, checklist], rooms[area_id], findings[rounds[area_id, checklist][0].id])
            if (area_id, checklist) in rounds
            else _unwalked_row(area_id, name, checklist, rooms[area_id])
            for area_id, name in areas
            for checklist in _checklists(policy, rounds, area_id)
        )


_Walked = tuple[EnvironmentalRound, str, str | None]
"""A round, who began it, who ended it."""


def _latest(session: Session) -> dict[_Key, _Walked]:
    """An open round was always begun after the last one that has ended: the latest id is the one."""
    latest = select(func.max(EnvironmentalRound.id)).group_by(EnvironmentalRound.area_id, EnvironmentalRound.checklist)
    beginner, ender = aliased(Staff), aliased(Staff)
    found = session.execute(
        select(EnvironmentalRound, beginner.name, ender.name)
        .join(beginner, beginner.id == EnvironmentalRound.staff_id)
        .outerjoin(ender, ender.id == EnvironmentalRound.ended_by_id)
        .where(EnvironmentalRound.id.in_(latest))
    )
    return {(one.area_id, one.checklist): (one, began, ended) for one, began, ended in found}


def _checklists(policy: Policy, rounds: dict[_Key, _Walked], area_id: int) -> list[str]:
    asked_for = [one.checklist for one in policy.environment.rounds]
    still_open = [
        checklist
        for (area, checklist), (one, _, _) in sorted(rounds.items())
        if area == area_id and checklist not in asked_for and one.ended_at is None
    ]
    return asked_for + still_open


def _rooms(session: Session) -> dict[int, tuple[RoomRow, ...]]:
    """By area, in walking order."""
    rooms: defaultdict[int, list[RoomRow]] = defaultdict(list)
    found = session.execute(select(Room.area_id, Room.id, Room.name).order_by(Room.position, Room.id))
    for area_id, room_id, name in found:
        rooms[area_id].append(RoomRow(room_id, name))
    return {area_id: tuple(rows) for area_id, rows in rooms.items()}


def _findings(session: Session, round_ids: Sequence[int]) -> defaultdict[int, list[FindingRow]]:
    """What was said last, by round."""
    rows: defaultdict[int, list[FindingRow]] = defaultdict(list)
    found = session.execute(
        select(Finding, Staff.name)
        .join(Staff, Staff.id == Finding.by_id)
        .where(Finding.round_id.in_(round_ids), Finding.current)
        .order_by(Finding.id)
    )
    for one, name in found:
        row = FindingRow(one.room_id, one.item, one.outcome, one.reason, one.hazard_id, one.at, name)
        rows[one.round_id].append(row)
    return rows


def _walked_row(
    area: str, walked: _Walked, rooms: tuple[RoomRow, ...], findings: Sequence[FindingRow]
) -> EnvironmentalRoundRow:
    one, began, ended = walked
    return EnvironmentalRoundRow(
        round_id=one.id,
        area_id=one.area_id,
        area=area,
        checklist=one.checklist,
        title=one.items["title"],
        name=began,
        started_at=one.started_at,
        due_at=one.due_at,
        ended_at=one.ended_at,
        ended_by=ended or "",
        rooms=rooms,
        items=tuple(
            ChecklistItemRow(item["key"], item["words"], item["hint"], item["section"]) for item in one.items["items"]
        ),
        findings=tuple(findings),
    )


def _unwalked_row(area_id: int, area: str, checklist: str, rooms: tuple[RoomRow, ...]) -> EnvironmentalRoundRow:
    try:
        items = load_checklist(checklist).items
    except ChecklistError:
        items = ()
    return EnvironmentalRoundRow(
        round_id=0,
        area_id=area_id,
        area=area,
        checklist=checklist,
        title=title_of(checklist),
        name="",
        started_at=None,
        due_at=None,
        ended_at=None,
        ended_by="",
        rooms=rooms,
        items=tuple(ChecklistItemRow(item.key, item.words, item.hint, item.section) for item in items),
        findings=(),
    )
