"""Opens a desk with its sound for one part of the drive of alerts, and says how it went."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from typing_extensions import override

from station.app.heard import Heard
from station.models.enums import Role
from station.services import Store, people
from station.store.rows.people import PersonRow
from tests.drive.alarm_scene import FAST, AlarmScene
from tests.drive.alarm_steps import steps_of
from tests.drive.driven import Driven, told_of, way_of
from tests.drive.hand import Script
from tests.drive.loudspeaker import Loudspeaker
from tests.drive.stage import PacedClock
from tests.drive.units import Ward, ward_for

_PARTS: Final = {
    "charge": (Role.CHARGE_NURSE, 0),
    "other charge": (Role.CHARGE_TECH, 0),
    "nurse": (Role.NURSE, 0),
    "tech": (Role.TECH, 0),
    "other tech": (Role.TECH, 1),
}
_REAL_TIME: Final = ("watchers", "outage", "vitals")
"""Parts in which nothing has to go by fast."""


def drive(
    folder: Path, *, part: str, by: str, seed: int, year: Path | None, only: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """One part. What was done, and what went wrong: an empty `fault` is well."""
    folder.mkdir(parents=True, exist_ok=True)
    with ward_for(part, seed, year) as ward:
        return _Drive(ward, folder, part=part, by=by, only=only).run()


class _Drive(Driven):
    def __init__(self, ward: Ward, folder: Path, *, part: str, by: str, only: frozenset[str]) -> None:
        super().__init__(folder)
        self._part, self._ears = part, Loudspeaker(folder)
        speed = 1.0 if part in _REAL_TIME else FAST
        clock, spool = PacedClock(ward.start), ward.database.parent.parent.parent / "spool"
        core = self._open(str(ward.database), clock, speed, spool=spool)
        desk = self._window(speed)
        self._heard = Heard(desk, core, self._bridge, "Desk 1")
        self._scene = AlarmScene(
            self._hand, way_of(by, self._hand), core, desk, self._heard, self._ears, clock,
            _cast(ward, core.store), ward.database, folder, spool,
        )  # fmt: skip
        every = steps_of(part, self._scene)
        self._steps = [one for one in every if not only or one.__name__ in only]

    @override
    def run(self) -> dict[str, Any]:
        report = super().run()
        self._ears.close()
        return report

    @override
    def _begin_beside(self) -> None:
        self._heard.start()

    @override
    def _end_beside(self) -> None:
        self._heard.stop()

    @override
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

    @override
    def _report(self) -> dict[str, Any]:
        return {
            "part": self._part,
            "done": len(self._hand.log.steps),
            "told": [asdict(one) for one in self._scene.told],
            **told_of(self._scene.way),
            **super()._report(),
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
