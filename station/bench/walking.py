"""Environmental rounds that are owed, walked at once: a database of earlier is caught up with before it is measured."""

from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from station.models.enums import FindingOutcome, TaskKind
from station.rules.environment import answers
from station.services import Actor, Store, environment, reading
from station.services.environment_reading import read_environmental_rounds
from station.services.environmental_planning import about
from station.store.rows.environment import EnvironmentalRoundRow

_AHEAD: Final = timedelta(hours=1)


def walk_what_is_owed(store: Store, actor: Actor, now: datetime) -> int:
    """Walk each round that is due within an hour and that a walk now would answer, everything fine. How many."""
    tasks = [one for one in reading.read_board(store, now).unit_tasks if one.kind == TaskKind.ENVIRONMENTAL.value]
    owed = {one.about for one in tasks if one.due_at - now <= _AHEAD and answers(one, one.since, now)}
    rows = [one for one in read_environmental_rounds(store) if about(one.area_id, one.checklist) in owed]
    for row in rows:
        environment.start_environmental_round(store, row.area_id, row.checklist, actor=actor, now=now)
    begun = [one for one in read_environmental_rounds(store) if one.ended_at is None and one.round_id]
    for row in begun:
        _walk(store, row, actor, now)
    return len(begun)


def _walk(store: Store, row: EnvironmentalRoundRow, actor: Actor, now: datetime) -> None:
    for room in row.rooms:
        for item in row.items:
            fine = environment.Found(uuid4().hex, row.round_id, room.room_id, item.key, FindingOutcome.FINE)
            environment.record_finding(store, fine, actor=actor, now=now)
    environment.end_environmental_round(store, row.round_id, actor=actor, now=now)
