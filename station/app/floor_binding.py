"""The part of the binding that is about the floor: rounds, environmental rounds, hazards."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from station.services import Store, environment, environment_reading, hazards, rounds
from station.services.events import Event
from station.store.rows.environment import EnvironmentalRoundRow, HazardStepRow
from station.store.rows.rounds import RoundSheet


class _Now(Protocol):
    def now(self) -> datetime: ...


class FloorReads:
    _store: Store
    _clock: _Now

    def round_sheet(self, round_id: int) -> RoundSheet:
        return rounds.read_round_sheet(self._store, round_id, self._clock.now())

    def environmental_rounds(self) -> tuple[EnvironmentalRoundRow, ...]:
        return environment_reading.read_environmental_rounds(self._store)

    def hazard_steps(self, hazard_id: int) -> tuple[HazardStepRow, ...]:
        return environment_reading.read_hazard_steps(self._store, hazard_id)


class FloorCommands:
    def _do(self, staff_id: int, service: Callable[..., list[Event]], *asked: Any, **named: Any) -> list[Event]:
        raise NotImplementedError

    def start_round(self, staff_id: int, area_id: int | None, confirmed: bool) -> list[Event]:
        return self._do(staff_id, rounds.start_round, area_id, confirmed=confirmed)

    def end_round(self, staff_id: int, round_id: int, confirmed: bool) -> list[Event]:
        return self._do(staff_id, rounds.end_round, round_id, confirmed=confirmed)

    def start_environmental_round(self, staff_id: int, area_id: int, checklist: str) -> list[Event]:
        return self._do(staff_id, environment.start_environmental_round, area_id, checklist)

    def record_finding(self, staff_id: int, found: environment.Found) -> list[Event]:
        return self._do(staff_id, environment.record_finding, found)

    def end_environmental_round(self, staff_id: int, round_id: int) -> list[Event]:
        return self._do(staff_id, environment.end_environmental_round, round_id)

    def report_hazard(self, staff_id: int, hazard: hazards.NewHazard) -> list[Event]:
        return self._do(staff_id, hazards.report_hazard, hazard)

    def give_hazard(self, staff_id: int, hazard_id: int, owner: str) -> list[Event]:
        return self._do(staff_id, hazards.give_hazard, hazard_id, owner)

    def fix_hazard(self, staff_id: int, hazard_id: int, how: str) -> list[Event]:
        return self._do(staff_id, hazards.fix_hazard, hazard_id, how)

    def verify_hazard(self, staff_id: int, hazard_id: int, note: str, is_fixed: bool) -> list[Event]:
        return self._do(staff_id, hazards.verify_hazard, hazard_id, note, is_fixed=is_fixed)
