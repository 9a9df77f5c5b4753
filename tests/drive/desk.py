"""Opens a real desk over the unit of the stage, lets a hand work at it, and says how it went."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from typing_extensions import override

from station.models.enums import Role
from station.services import Store, people, reading
from station.simulation.verdict import delay_figures
from station.store.rows.people import PersonRow
from tests.drive.driven import Driven
from tests.drive.hand import Script
from tests.drive.newcomers import NAME
from tests.drive.scene import Scene
from tests.drive.script import Evening
from tests.drive.stage import PacedClock, Place, colleagues, unit_in_the_evening
from tests.drive.telling import verdict_of

BEDS = 24
AREA = "West hall"
_PARTS = {
    "tech": (Role.TECH, 0),
    "other tech": (Role.TECH, 1),
    "nurse": (Role.NURSE, 0),
    "charge": (Role.CHARGE_TECH, 0),
}
"""Whom of the evening shift the hand is: of this role, the first or the second."""


def drive(folder: Path, *, hours: float, speed: float, seed: int, only: frozenset[str] = frozenset()) -> dict[str, Any]:
    """One evening of so many hours. What was done, and what went wrong: an empty `fault` is well."""
    with unit_in_the_evening(BEDS, seed) as place:
        return _Drive(place, folder, hours=hours, speed=speed, only=only).run()


class _Drive(Driven):
    def __init__(self, place: Place, folder: Path, *, hours: float, speed: float, only: frozenset[str]) -> None:
        super().__init__(folder)
        self._place = place
        clock = PacedClock(place.start)
        core = self._open(place.database, clock, speed)
        place.unit.reopened(core.store)
        hands = _cast(place, core.store)
        self._hands = {one.name for one in hands.values()} | {NAME}
        place.unit.leave(_area(place, core.store), [one.id for one in hands.values()], place.start)
        self._others = colleagues(place, clock, speed, self._unexpected)
        scene = Scene(self._hand, core, self._window(speed), clock, AREA, hands)
        self._evening = Evening(scene, hours=hours, speed=speed, only=only)

    @override
    def _script(self) -> Script:
        return self._evening.script()

    @override
    def _begin_beside(self) -> None:
        self._others.start()

    @override
    def _end_beside(self) -> None:
        self._others.stop()

    @override
    def _report(self) -> dict[str, Any]:
        now = self._core.now()
        board = reading.read_board(self._core.store, now)
        return {
            "ended_at": now,
            "unit_hours": round((now - self._place.start) / timedelta(hours=1), 2),
            **self._evening.figures(),
            "refused_to_colleagues": self._place.unit.refused,
            "open_alerts": [f"{one.bed} {one.kind} {one.stage}" for one in board.alerts],
            "verdict": self._verdict(now),
            **super()._report(),
        }

    def _verdict(self, now: datetime) -> dict[str, Any]:
        """Missed, doubled, invented; delays in the unit's seconds, of which the clock makes many in one of ours."""
        found = verdict_of(self._core.store, self._place.unit.told, self._hands, now)
        return {
            "alerts": found.alerts,
            "late": found.late,
            "lapses": found.lapses,
            "missed": found.missed,
            "duplicate": found.duplicate,
            "invented": found.invented,
            "brief": found.brief,
            "delay": delay_figures(found.delays),
            "faults": found.faults,
        }


def _cast(place: Place, store: Store) -> Mapping[str, PersonRow]:
    """Whom the hand is this evening."""
    on_shift = set(place.unit.on_shift(place.start + timedelta(hours=1)))
    known = people.read_people(store)
    cast = {}
    for part, (role, number) in _PARTS.items():
        cast[part] = [one for one in known if one.id in on_shift and one.role is role][number]
    return cast | {"administrator": next(one for one in known if one.role is Role.ADMINISTRATOR)}


def _area(place: Place, store: Store) -> int:
    return next(one.area_id for one in reading.read_board(store, place.start).beds if one.area == AREA)
