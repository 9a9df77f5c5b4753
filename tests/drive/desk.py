"""Opens a real desk over the unit of the stage, lets a hand work at it, and says how it went."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from station.app.core import identity_of, open_core
from station.app.running import SENTENCES, application
from station.app.windows import Desk
from station.models.enums import Role
from station.services import Store, people, reading
from station.simulation.verdict import delay_figures
from station.store.rows.people import PersonRow
from station.store.verify import verify_journal
from station.views.bridge import Bridge
from tests.drive.hand import Hand
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


class _Drive(QObject):
    def __init__(self, place: Place, folder: Path, *, hours: float, speed: float, only: frozenset[str]) -> None:
        super().__init__()
        self._app = application()
        self._place, self._began = place, monotonic()
        self._faults: list[str] = []
        self._bridge = Bridge(sentences=SENTENCES, on_unexpected=self._unexpected)
        clock = PacedClock(place.start)
        self._core = open_core(
            place.database, identity_of("Desk 1", "desk"), self._bridge.publish, base=clock, speed=speed
        )
        place.unit.reopened(self._core.store)
        hands = _cast(place, self._core.store)
        self._hands = {one.name for one in hands.values()} | {NAME}
        place.unit.leave(_area(place, self._core.store), [one.id for one in hands.values()], place.start)
        self._others = colleagues(place, clock, speed, self._unexpected)
        self._desk = Desk(self._app, self._core, self._bridge, "light", "Desk 1", speed=speed)
        self._hand = Hand(folder)
        self._hand.finished.connect(self._ended)
        scene = Scene(self._hand, self._core, self._desk, clock, AREA, hands)
        self._evening = Evening(scene, hours=hours, speed=speed, only=only)
        self._fault = ""

    def run(self) -> dict[str, Any]:
        self._core.start()
        self._others.start()
        self._desk.show(full_screen=True)
        QTimer.singleShot(1500, self._begin)
        self._app.exec()
        self._others.stop()
        self._desk.living.stop()
        self._bridge.shutdown()
        report = self._report()
        self._core.close()
        return report

    @Slot()
    def _begin(self) -> None:
        self._hand.begin(self._evening.script())

    @Slot(str)
    def _ended(self, fault: str) -> None:
        self._fault = fault
        self._app.quit()

    def _unexpected(self, fault: Exception) -> None:
        self._faults.append(repr(fault))

    def _report(self) -> dict[str, Any]:
        now = self._core.now()
        board = reading.read_board(self._core.store, now)
        proof = verify_journal(self._core.store)
        return {
            "fault": self._fault,
            "unexpected": self._faults,
            "ended_at": now,
            "unit_hours": round((now - self._place.start) / timedelta(hours=1), 2),
            "real_minutes": round((monotonic() - self._began) / 60, 1),
            **asdict(self._hand.log),
            **self._evening.figures(),
            "refused_to_colleagues": self._place.unit.refused,
            "open_alerts": [f"{one.bed} {one.kind} {one.stage}" for one in board.alerts],
            "verdict": self._verdict(now),
            "verify": {"journal": proof.journal, "entries": proof.entries},
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
