"""Environmental rounds of a simulated unit, mostly in time; hazards are fixed by one and verified by another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from station.models.enums import FindingOutcome, HazardState, TaskKind
from station.rules.permissions import Deed, may
from station.services import environment, environment_reading, hazards, reading
from station.services.environment import Found
from station.services.hazards import NewHazard
from station.simulation.ward import Ward
from station.simulation.world import Person
from station.store.rows import BoardSnapshot
from station.store.rows.environment import EnvironmentalRoundRow, HazardRow

_IN_TIME_S: Final = (-1500.0, -300.0)
_LATE_S: Final = (-300.0, 1200.0)
"""Begun so long before or after the time a round is due."""
_LATE: Final = 0.12
_STEP_S: Final = (2.0, 7.0)
_NOT_CHECKED: Final = 0.03
_HAZARD: Final = 0.002
_REASONS: Final = ("patient asleep", "patient refused", "room in use")
_HAZARDS: Final = {
    "doors": ("Door closer", "does not close by itself", 3),
    "anchors": ("Shower rail", "a cord holds on it", 5),
    "cords": ("Phone charger", "left in the room", 4),
    "bathroom": ("Tap", "drips", 1),
    "temperature": ("Radiator", "cold", 2),
}
_OTHER: Final = ("Wall by the bed", "a screw stands out", 3)
_FIXED_S: Final = (300.0, 840.0)
_VERIFIED_S: Final = (240.0, 1800.0)


_Thing = tuple[int, str]
"""A room id, and the key of a thing on the checklist."""


@dataclass(frozen=True, slots=True)
class _Walk:
    """Who walks, and which hazards he knows of."""

    row: EnvironmentalRoundRow
    person: Person
    known: frozenset[_Thing]


class Inspecting:
    """Draws chances of its own, so that nothing else on the unit falls out otherwise."""

    def __init__(self, ward: Ward, seed: str) -> None:
        self._ward = ward
        self._rng = Random(f"inspecting:{seed}")

    def begin(self, now: datetime) -> None:
        """Plan from what the board shows: what is owed, what is being walked, what is not put right."""
        for row in environment_reading.read_environmental_rounds(self._ward.hands.store):
            if row.round_id and row.ended_at is None:
                self._after(now, _STEP_S, partial(self._go_on, row.round_id))
            else:
                self._plan(row, now)
        for hazard in self._board(now).hazards:
            self._see_to(hazard, now)

    def _plan(self, row: EnvironmentalRoundRow, now: datetime) -> None:
        about = f"area:{row.area_id}:{row.checklist}"
        for task in self._board(now).unit_tasks:
            if task.kind == TaskKind.ENVIRONMENTAL and task.about == about:
                wait = self._rng.uniform(*(_LATE_S if self._rng.random() < _LATE else _IN_TIME_S))
                at = max(now + timedelta(seconds=60), task.due_at + timedelta(seconds=wait))
                self._ward.agenda.add(at, partial(self._start, row.area_id, row.checklist))

    def _start(self, area_id: int, checklist: str, now: datetime) -> None:
        """Whoever is free begins; where nobody is, it waits."""
        person = self._who(now)
        if person is not None:
            self._ward.hands.act(person, environment.start_environmental_round, area_id, checklist, now=now)
        row = self._row(area_id=area_id, checklist=checklist)
        if row is not None and row.round_id and row.ended_at is None:
            self._after(now, _STEP_S, partial(self._go_on, row.round_id))
        else:
            self._after(now, (120.0, 300.0), partial(self._start, area_id, checklist))

    def _go_on(self, round_id: int, now: datetime) -> None:
        """All that is still to be said, a few seconds apart, then the end."""
        row = self._row(round_id=round_id)
        person = self._who(now)
        if row is None or row.ended_at is not None:
            return
        if person is None:
            self._after(now, (60.0, 120.0), partial(self._go_on, round_id))
            return
        said = {(one.room_id, one.item) for one in row.findings}
        every = [(room.room_id, item.key) for room in row.rooms for item in row.items]
        known = frozenset((one.room_id, one.item) for one in self._board(now).hazards if one.room_id is not None)
        self._step(_Walk(row, person, known), [one for one in every if one not in said], now)

    def _step(self, walk: _Walk, left: Sequence[_Thing], now: datetime) -> None:
        if not left:
            self._end(walk, now)
            return
        found = self._found(walk, *left[0])
        if self._ward.hands.act(walk.person, environment.record_finding, found, now=now) is None:
            self._after(now, _STEP_S, partial(self._go_on, walk.row.round_id))
            return
        if found.hazard is not None:
            for hazard in self._board(now).hazards:
                if (hazard.room_id, hazard.item) == left[0]:
                    self._see_to(hazard, now)
        self._after(now, _STEP_S, partial(self._step, walk, left[1:]))

    def _end(self, walk: _Walk, now: datetime) -> None:
        if self._ward.hands.act(walk.person, environment.end_environmental_round, walk.row.round_id, now=now) is None:
            self._after(now, (60.0, 120.0), partial(self._go_on, walk.row.round_id))
        else:
            self._plan(walk.row, now)

    def _found(self, walk: _Walk, room_id: int, item: str) -> Found:
        request = f"inspecting-{walk.row.round_id}-{self._rng.getrandbits(64):016x}"
        said = partial(Found, request, walk.row.round_id, room_id, item)
        chance = self._rng.random()
        if (room_id, item) in walk.known:
            return said(FindingOutcome.HAZARD)
        if chance < _HAZARD:
            place, note, severity = _HAZARDS.get(item, _OTHER)
            new = NewHazard(f"{request}-hazard", walk.row.area_id, place, severity, note, "Maintenance")
            return said(FindingOutcome.HAZARD, hazard=new)
        if chance < _HAZARD + _NOT_CHECKED:
            return said(FindingOutcome.NOT_CHECKED, reason=self._rng.choice(_REASONS))
        return said(FindingOutcome.FINE)

    def _see_to(self, hazard: HazardRow, now: datetime) -> None:
        """Fixed within its time, mostly; verified by somebody else."""
        if hazard.state is HazardState.FIXED:
            self._after(now, _VERIFIED_S, partial(self._verify, hazard.hazard_id, hazard.fixed_by_id))
        else:
            self._after(now, _FIXED_S, partial(self._fix, hazard.hazard_id))

    def _fix(self, hazard_id: int, now: datetime) -> None:
        person = self._who(now)
        if person is None:
            self._after(now, _FIXED_S, partial(self._fix, hazard_id))
            return
        self._ward.hands.act(person, hazards.fix_hazard, hazard_id, "put right by maintenance", now=now)
        self._after(now, _VERIFIED_S, partial(self._verify, hazard_id, person.id))

    def _verify(self, hazard_id: int, fixed_by_id: int | None, now: datetime) -> None:
        person = self._who(now, but=fixed_by_id)
        if person is None:
            self._after(now, _VERIFIED_S, partial(self._verify, hazard_id, fixed_by_id))
            return
        self._ward.hands.act(person, hazards.verify_hazard, hazard_id, "", is_fixed=True, now=now)

    def _board(self, now: datetime) -> BoardSnapshot:
        return reading.read_board(self._ward.hands.store, now)

    def _row(self, **wanted: object) -> EnvironmentalRoundRow | None:
        rows = environment_reading.read_environmental_rounds(self._ward.hands.store)
        return next((row for row in rows if all(getattr(row, name) == of for name, of in wanted.items())), None)

    def _who(self, now: datetime, but: int | None = None) -> Person | None:
        here = [
            one
            for one in self._ward.on_shift(now)
            if one.id != but and may(one.role, Deed.ENVIRONMENT) and self._ward.world.free(one, now)
        ]
        return self._rng.choice(here) if here else None

    def _after(self, now: datetime, span: tuple[float, float], deed: "partial[None]") -> None:
        self._ward.agenda.add(now + timedelta(seconds=self._rng.uniform(*span)), deed)
