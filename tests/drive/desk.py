"""Opens a real desk over the unit of the stage, lets a hand work at it, and says how it went."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from station.app.core import identity_of, open_core
from station.app.running import SENTENCES, application
from station.app.windows import Desk
from station.services import reading
from station.views.bridge import Bridge
from tests.drive.hand import Hand
from tests.drive.script import Evening
from tests.drive.stage import PacedClock, Place, colleagues, unit_in_the_evening

BEDS = 24
AREA = "West hall"


def drive(folder: Path, *, hours: float, speed: float, seed: int, only: frozenset[str] = frozenset()) -> dict[str, Any]:
    """One evening of so many hours. What was done, and what went wrong: an empty `fault` is well."""
    with unit_in_the_evening(BEDS, seed) as place:
        return _Drive(place, folder, hours=hours, speed=speed, only=only).run()


class _Drive(QObject):
    def __init__(self, place: Place, folder: Path, *, hours: float, speed: float, only: frozenset[str]) -> None:
        super().__init__()
        self._app = application()
        self._faults: list[str] = []
        self._bridge = Bridge(sentences=SENTENCES, on_unexpected=self._unexpected)
        clock = PacedClock(place.start)
        self._core = open_core(
            place.database, identity_of("Desk 1", "desk"), self._bridge.publish, base=clock, speed=speed
        )
        place.unit.reopened(self._core.store)
        self._others = colleagues(place, clock, speed, self._unexpected)
        self._desk = Desk(self._app, self._core, self._bridge, "light", "Desk 1", speed=speed)
        self._hand = Hand(folder)
        self._hand.finished.connect(self._ended)
        self._evening = Evening(
            self._hand, self._core, self._desk, clock, hours=hours, area=AREA, speed=speed, only=only
        )
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
        return {
            "fault": self._fault,
            "unexpected": self._faults,
            "ended_at": now,
            **asdict(self._hand.log),
            **self._evening.figures(),
            "open_alerts": [f"{one.bed} {one.kind} {one.stage}" for one in board.alerts],
        }
