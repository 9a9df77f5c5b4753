"""Environmental rounds: each area by its schedule, mostly before it falls due, room by room, thing by thing."""

from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from station.models.enums import FindingOutcome, TaskKind
from station.services import reading
from station.services.environment import Found
from station.services.hazards import NewHazard
from station.simulation.floor_hands import Inspection
from station.simulation.mending import Mending
from station.simulation.names import FIXERS, NOT_CHECKED, WRONG_THINGS
from station.simulation.ward import Ward
from station.simulation.world import Person

CHECKLIST: Final = "safety"
_BEFORE_S: Final = (1500.0, 2900.0)
_AFTER_S: Final = (60.0, 3000.0)
_LONG_AFTER_S: Final = (3900.0, 6600.0)
_FORGOTTEN: Final = 0.15
"""Of the late ones."""
_ROOM_S: Final = (25.0, 70.0)
_NOBODY_FREE_S: Final = (120.0, 400.0)
_NOT_CHECKED: Final = 0.01
_SOMEBODY_ELSE_S: Final = 900.0
SEVERITIES: Final = (1, 2, 3, 4, 5)
SEVERITY_WEIGHTS: Final = (25, 30, 27, 15, 3)


class Inspecting:
    """Sees to it that every area is walked with its checklist. Draws chances of its own."""

    def __init__(self, ward: Ward, mending: Mending, seed: str) -> None:
        self._ward = ward
        self._mending = mending
        self._rng = Random(f"inspecting:{seed}")
        self._not_before: dict[int, datetime] = {}
        self._begun: set[int] = set()
        """Rounds that the simulation began itself; those of a person at the desk are left to him for a while."""

    def leave_until(self, area: int, at: datetime) -> None:
        """Nobody sets out to walk this area before."""
        self._not_before[area] = at

    def begin(self, now: datetime) -> None:
        for area in self._ward.world.areas():
            self._plan(area, now)

    def _due(self, area: int, now: datetime) -> datetime | None:
        """Until when the board says that this area is owed its walk."""
        about = f"area:{area}:{CHECKLIST}"
        tasks = reading.read_board(self._ward.hands.store, now).unit_tasks
        return next((one.due_at for one in tasks if (one.kind, one.about) == (TaskKind.ENVIRONMENTAL, about)), None)

    def _plan(self, area: int, now: datetime) -> None:
        due = self._due(area, now)
        if due is None:
            return
        if self._rng.random() >= self._ward.habits.inspected_late:
            at = due - timedelta(seconds=self._rng.uniform(*_BEFORE_S))
        else:
            forgotten = self._rng.random() < _FORGOTTEN
            at = due + timedelta(seconds=self._rng.uniform(*(_LONG_AFTER_S if forgotten else _AFTER_S)))
        soonest = now + timedelta(seconds=self._rng.uniform(60, 600))
        self._ward.agenda.add(max(at, soonest), partial(self._come, area, due))

    def _come(self, area: int, planned_for: datetime, now: datetime) -> None:
        """It is time, unless a person at the desk has seen to it, or is walking there just now."""
        if area in self._ward.world.left_areas:
            return
        later = self._not_before.pop(area, now)
        if later > now:
            self._ward.agenda.add(later, partial(self._come, area, planned_for))
            return
        due = self._due(area, now)
        if due is None or due != planned_for:
            self._plan(area, now)
            return
        person = self._ward.pick(self._ward.free_techs(now))
        under_way = self._ward.floor.inspection(area, CHECKLIST)
        others = under_way is not None and under_way.number not in self._begun
        if person is None or (others and now < due + timedelta(seconds=_SOMEBODY_ELSE_S)):
            again = partial(self._come, area, planned_for)
            self._ward.after(now, self._rng.uniform(*_NOBODY_FREE_S), again)
            return
        walk = self._ward.floor.begin_inspection(person, area, CHECKLIST, now)
        if walk is None:
            self._plan(area, now)
            return
        self._begun.add(walk.number)
        person.inspects = True
        self._room(walk, person, 0, now)

    def _room(self, walk: Inspection, person: Person, place: int, now: datetime) -> None:
        """Everything in one room, then the next."""
        if place < len(walk.left):
            room, items = walk.left[place]
            for item in items:
                self._look_at(walk, person, room, item, now)
            self._ward.after(now, self._rng.uniform(*_ROOM_S), partial(self._room, walk, person, place + 1))
            return
        person.inspects = False
        self._ward.floor.end_inspection(person, walk, looked=True, now=now)
        self._plan(walk.area, now)

    def _look_at(self, walk: Inspection, person: Person, room: int, item: str, now: datetime) -> None:
        chance = self._rng.random()
        request = f"finding-{walk.number}-{room}-{item}-{self._rng.getrandbits(32):08x}"
        found = Found(request, walk.number, room, item, FindingOutcome.FINE)
        if self._mending.stands(room, item):
            found = Found(request, walk.number, room, item, FindingOutcome.HAZARD)
        elif chance < self._ward.habits.hazard:
            new = self._wrong(walk.area, room, item)
            found = Found(request, walk.number, room, item, FindingOutcome.HAZARD, hazard=new)
        elif chance > 1 - _NOT_CHECKED:
            why = self._rng.choice(NOT_CHECKED)
            found = Found(request, walk.number, room, item, FindingOutcome.NOT_CHECKED, why)
        hazard = self._ward.floor.finding(person, found, now)
        if hazard is not None and found.hazard is not None:
            self._mending.found(hazard, found.hazard.severity, (room, item), now)

    def _wrong(self, area: int, room: int, item: str) -> NewHazard:
        place, note = self._rng.choice(WRONG_THINGS.get(item, WRONG_THINGS["doors"]))
        severity = self._rng.choices(SEVERITIES, SEVERITY_WEIGHTS)[0]
        request = f"hazard-{area}-{room}-{item}-{self._rng.getrandbits(64):016x}"
        return NewHazard(request, area, place, severity, note, self._rng.choice(FIXERS), room_id=room, item=item)
