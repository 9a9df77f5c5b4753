"""A desk in a window of its own that a hand drives, from its first picture to its report."""

from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from station.app.core import Core, identity_of, open_core
from station.app.running import SENTENCES, application
from station.app.windows import Desk
from station.store.verify import verify_journal
from station.views.bridge import Bridge
from tests.drive.hand import Hand, Script
from tests.drive.stage import PacedClock
from tests.drive.ways import ByKeys, ByMouse, Way

_DESK = "Desk 1"


class ByHand(QObject):
    """What a hand does here from two seconds after the first picture on (`_script`), and how that ended."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._began, self._fault = monotonic(), ""
        self._app = application()
        self._hand = Hand(folder)
        self._hand.finished.connect(self._ended)

    def _script(self) -> Script:
        raise NotImplementedError

    def _until_done(self) -> None:
        QTimer.singleShot(2000, self._begin)
        self._app.exec()

    def _of_hand(self) -> dict[str, Any]:
        minutes = round((monotonic() - self._began) / 60, 1)
        return {"fault": self._fault, "real_minutes": minutes, **asdict(self._hand.log)}

    @Slot()
    def _begin(self) -> None:
        self._hand.begin(self._script())

    @Slot(str)
    def _ended(self, fault: str) -> None:
        self._fault = fault
        self._app.quit()


class Driven(ByHand):
    """Whoever drives says what he does and what else begins and ends with it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._faults: list[str] = []
        self._bridge = Bridge(sentences=SENTENCES, on_unexpected=self._unexpected)

    def _open(self, database: str, clock: PacedClock, speed: float, *, spool: Path | None = None) -> Core:
        identity, publish = identity_of(_DESK, "desk"), self._bridge.publish
        self._core = open_core(database, identity, publish, base=clock, speed=speed, spool_folder=spool)
        return self._core

    def _window(self, speed: float) -> Desk:
        self._desk = Desk(self._app, self._core, self._bridge, "light", _DESK, speed=speed)
        return self._desk

    def run(self) -> dict[str, Any]:
        """Until the hand has finished."""
        self._core.start()
        self._begin_beside()
        self._desk.show(full_screen=True)
        self._until_done()
        self._end_beside()
        self._desk.living.stop()
        self._bridge.shutdown()
        report = self._report()
        self._core.close()
        return report

    def _begin_beside(self) -> None:
        """What else is begun before the window is shown."""

    def _end_beside(self) -> None:
        """What else is ended before the window is."""

    def _report(self) -> dict[str, Any]:
        proof = verify_journal(self._core.store)
        return {
            **self._of_hand(),
            "unexpected": self._faults,
            "verify": {"journal": proof.journal, "entries": proof.entries},
        }

    def _unexpected(self, fault: Exception) -> None:
        self._faults.append(repr(fault))


def way_of(by: str, hand: Hand) -> Way:
    return ByMouse(hand) if by == "mouse" else ByKeys(hand)


def told_of(way: Way) -> dict[str, Any]:
    """What a way of driving noticed."""
    return {
        "by": way.name,
        "far": way.far if isinstance(way, ByKeys) else {},
        "unseen": way.unseen if isinstance(way, ByKeys) else [],
    }
