"""Opens a desk with its sound for one part of the drive of alerts, and says how it went."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Slot

from station.app.core import identity_of, open_core
from station.app.heard import Heard
from station.app.running import SENTENCES, application
from station.app.windows import Desk
from station.models.enums import Role
from station.services import Store, people
from station.store.rows.people import PersonRow
from station.store.verify import verify_journal
from station.views.bridge import Bridge
from tests.drive.alarm_scene import FAST, AlarmScene
from tests.drive.alarm_steps import steps_of
from tests.drive.hand import Hand, Script
from tests.drive.loudspeaker import Loudspeaker
from tests.drive.stage import PacedClock
from tests.drive.units import Ward, ward_for
from tests.drive.ways import ByKeys, ByMouse

_PARTS: Final = {
    "charge": (Role.CHARGE_NURSE, 0),
    "other charge": (Role.CHARGE_TECH, 0),
    "nurse": (Role.NURSE, 0),
    "tech": (Role.TECH, 0),
    "other tech": (Role.TECH, 1),
}
_REAL_TIME: Final = ("watchers", "outage")
"""Parts in which nothing has to go by fast."""


def drive(
    folder: Path, *, part: str, by: str, seed: int, year: Path | None, only: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """One part. What was done, and what went wrong: an empty `fault` is well."""
    folder.mkdir(parents=True, exist_ok=True)
    with ward_for(part, seed, year) as ward:
        return _Drive(ward, folder, part=part, by=by, only=only).run()


class _Drive(QObject):
    def __init__(self, ward: Ward, folder: Path, *, part: str, by: str, only: frozenset[str]) -> None:
        super().__init__()
        self._part, self._began = part, monotonic()
        self._ears = Loudspeaker(folder)
        self._app = application()
        self._faults: list[str] = []
        self._bridge = Bridge(sentences=SENTENCES, on_unexpected=self._unexpected)
        speed = 1.0 if part in _REAL_TIME else FAST
        clock, spool = PacedClock(ward.start), ward.database.parent.parent.parent / "spool"
        self._core = open_core(
            str(ward.database), identity_of("Desk 1", "desk"), self._bridge.publish, base=clock, speed=speed,
            spool_folder=spool,
        )  # fmt: skip
        self._desk = Desk(self._app, self._core, self._bridge, "light", "Desk 1", speed=speed)
        self._heard = Heard(self._desk, self._core, self._bridge, "Desk 1")
        self._hand = Hand(folder)
        self._hand.finished.connect(self._ended)
        way = ByMouse(self._hand) if by == "mouse" else ByKeys(self._hand)
        self._scene = AlarmScene(
            self._hand, way, self._core, self._desk, self._heard, self._ears, clock,
            _cast(ward, self._core.store), ward.database, folder, spool,
        )  # fmt: skip
        every = steps_of(part, self._scene)
        self._steps = [one for one in every if not only or one.__name__ in only]
        self._fault = ""

    def run(self) -> dict[str, Any]:
        self._core.start()
        self._heard.start()
        self._desk.show(full_screen=True)
        QTimer.singleShot(2500, self._begin)
        self._app.exec()
        self._heard.stop()
        self._desk.living.stop()
        self._bridge.shutdown()
        report = self._report()
        self._core.close()
        self._ears.close()
        return report

    @Slot()
    def _begin(self) -> None:
        self._hand.begin(self._script())

    def _script(self) -> Script:
        for step in self._steps:
            yield from self._try(step)
        yield from self._hand.picture("end")

    def _try(self, step: Callable[[], Script]) -> Script:
        log, scene = self._hand.log, self._scene
        scene.step = step.__name__
        try:
            yield from step()
        except Exception as fault:  # noqa: BLE001  # whatever it is, it is told, and the drive goes on
            self._hand.shoot("lost")
            log.lost.append(f"{step.__name__}: {type(fault).__name__}: {fault}")
            sys.stdout.write(f"  LOST {log.lost[-1]}\n")
            sys.stdout.flush()
            yield from self._hand.key("Escape", "Escape", "Escape")
            yield from self._hand.pause(0.5)
        else:
            log.steps.append(step.__name__)

    @Slot(str)
    def _ended(self, fault: str) -> None:
        self._fault = fault
        self._app.quit()

    def _unexpected(self, fault: Exception) -> None:
        self._faults.append(repr(fault))

    def _report(self) -> dict[str, Any]:
        proof, way = verify_journal(self._core.store), self._scene.way
        return {
            "part": self._part,
            "by": way.name,
            "fault": self._fault,
            "unexpected": self._faults,
            "done": len(self._hand.log.steps),
            "real_minutes": round((monotonic() - self._began) / 60, 1),
            **asdict(self._hand.log),
            "far": way.far if isinstance(way, ByKeys) else {},
            "unseen": way.unseen if isinstance(way, ByKeys) else [],
            "told": [asdict(one) for one in self._scene.told],
            "verify": {"journal": proof.journal, "entries": proof.entries},
        }


def _cast(ward: Ward, store: Store) -> Mapping[str, PersonRow]:
    """Who plays which part: of the shift, where one is simulated."""
    known = people.read_people(store)
    here = {one.id for one in known} if ward.unit is None else set(ward.unit.on_shift(ward.start + timedelta(hours=1)))
    on_shift = [one for one in known if one.id in here and one.active]
    cast = {}
    for part, (role, number) in _PARTS.items():
        fits = [one for one in on_shift if one.role is role]
        cast[part] = fits[number % len(fits)]
    return cast | {"administrator": next(one for one in known if one.role is Role.ADMINISTRATOR)}
