"""Opens a desk for a charge over a unit in the afternoon, with a wall beside it, and says how the evening went."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final

from typing_extensions import override

from station.models.enums import Role
from station.services import Store, people, reading
from station.store.rows.people import PersonRow
from tests.drive.beside import FAST, Colleagues, Stored, WallBeside
from tests.drive.clocks import SharedClock
from tests.drive.driven import Driven, told_of, way_of
from tests.drive.hand import Script
from tests.drive.handing import Handing
from tests.drive.levels import Levels
from tests.drive.planning import Planning
from tests.drive.setting_up import SettingUp
from tests.drive.shift import Shift
from tests.drive.stage import Place, unit_in_the_evening

BEDS: Final = 24
BEFORE_ANY_PLAN: Final = time(14, 36)
"""The simulated charge plans the evening from 14:40 on; from now on somebody at the desk does."""
_EVENING: Final = {
    "tech": (Role.TECH, 0),
    "second tech": (Role.TECH, 1),
    "third tech": (Role.TECH, 2),
    "nurse": (Role.NURSE, 0),
    "charge": (Role.CHARGE_NURSE, 0),
    "other charge": (Role.CHARGE_TECH, 0),
}
Step = Callable[[], Script]


def drive(folder: Path, *, by: str, seed: int, only: frozenset[str] = frozenset()) -> dict[str, Any]:
    """One evening of a charge. What was done, and what went wrong: an empty `fault` is well."""
    folder.mkdir(parents=True, exist_ok=True)
    with unit_in_the_evening(BEDS, seed, begins=BEFORE_ANY_PLAN) as place:
        return _Drive(place, folder, by=by, only=only).run()


class _Drive(Driven):
    def __init__(self, place: Place, folder: Path, *, by: str, only: frozenset[str]) -> None:
        super().__init__(folder)
        self._place = place
        clock_file = Path(place.database).with_name("clock")
        clock = SharedClock(place.start, clock_file)
        core = self._open(place.database, clock, FAST)
        place.unit.reopened(core.store)
        cast, evening = _cast(place, core.store)
        place.unit.leave_charge([one.id for one in cast.values()], place.start.replace(hour=15, minute=0))
        desk = self._window(FAST)
        self._wall = WallBeside(place.database, clock_file, folder)
        self._stored = Stored()
        self._bridge.changed.connect(self._stored.told)
        self._colleagues = Colleagues(place, clock, self._unexpected)
        way = way_of(by, self._hand)
        self._shift = Shift(self._hand, way, core, desk, cast, self._colleagues, self._wall, self._stored)
        self._shift.figures["evening"] = evening
        self._steps = _Steps(self._shift, folder, only)

    @override
    def _script(self) -> Script:
        return self._steps.script()

    @override
    def _end_beside(self) -> None:
        self._colleagues.stand_still()
        self._wall.close()

    @override
    def _report(self) -> dict[str, Any]:
        now = self._core.now()
        board = reading.read_board(self._core.store, now)
        return {
            "ended_at": now,
            "steps_asked": len(self._steps.all),
            "steps_done": len(self._hand.log.steps),
            **told_of(self._shift.way),
            **self._shift.figures,
            **self._steps.levels.told(),
            "refused_to_colleagues": self._place.unit.refused,
            "open_alerts": [f"{one.bed} {one.kind} {one.stage}" for one in board.alerts],
            **super()._report(),
        }


class _Steps:
    def __init__(self, shift: Shift, folder: Path, only: frozenset[str]) -> None:
        self._s = shift
        self.levels = Levels(shift)
        plan, levels, unit, handing = Planning(shift), self.levels, SettingUp(shift), Handing(shift, folder)
        every: tuple[Step, ...] = (
            *(plan.sign_in, plan.choose_the_shift, plan.copy_from_the_last, plan.people_on, plan.suggest_cover),
            *(plan.edit, plan.overlapping_duties, plan.gone_at_midnight, plan.publish_first, plan.the_shift_begins),
            *(plan.change_late, plan.two_charges),
            *(levels.raise_to_one_to_one, levels.taken_over, levels.declined, levels.accepted, levels.accepted_again),
            *(levels.raise_to_five, levels.lowered_without_the_second, levels.lower_by_two),
            *(levels.closer_while_asleep, plan.until_six, plan.sick_call),
            *(unit.policy_that_contradicts_itself, unit.policy_signed, unit.bed_added),
            *(handing.until_ten, handing.note, handing.outgoing, handing.incoming, handing.printed),
        )
        self.all = [one for one in every if not only or one.__name__ in only]

    def script(self) -> Script:
        for step in self.all:
            log = self._s.hand.log
            try:
                yield from step()
            except Exception as fault:  # noqa: BLE001  # whatever it is, it is told, and the evening goes on
                self._s.hand.shoot("lost")
                log.lost.append(f"{step.__name__}: {type(fault).__name__}: {fault}")
                yield from self._s.step_back()
            else:
                log.steps.append(f"{step.__name__} {self._s.now():%H:%M} taps {log.taps} keys {log.keys}")
        yield from self._s.hand.picture("end")


def _cast(place: Place, store: Store) -> tuple[Mapping[str, PersonRow], list[str]]:
    """Who plays which part, and the names of everybody of the evening."""
    known = people.read_people(store)
    at_six = set(place.unit.on_shift(_at(place.start, 18)))
    evening = [one for one in known if one.id in at_six]
    cast = {part: [one for one in evening if one.role is role][number] for part, (role, number) in _EVENING.items()}
    night = set(place.unit.on_shift(_at(place.start, 23)))
    cast["night charge"] = next(one for one in known if one.id in night and one.role is Role.CHARGE_NURSE)
    cast["administrator"] = next(one for one in known if one.role is Role.ADMINISTRATOR)
    return cast, [one.name for one in evening]


def _at(start: datetime, hour: int) -> datetime:
    return start.replace(hour=hour, minute=30)
