"""Who comes, goes and changes beds."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from station.simulation.names import PROVIDERS
from station.simulation.ordering import Ordering
from station.simulation.ward import Ward
from station.simulation.world import Patient, Place

_DISCHARGE_HOURS: Final = (9.5, 16.5)
_ADMISSION_PAUSE_S: Final = 2.4 * 3600
_FIRST_LOOK_S: Final = (12.0, 100.0)

Settle = Callable[[Patient, datetime, datetime], None]
"""What is to be done of somebody new: he, when he was admitted, and now."""


class Moving:
    """Admissions, discharges, transfers and swaps."""

    def __init__(
        self, ward: Ward, ordering: Ordering, settle: Callable[[Patient, datetime, datetime], None], *, keep_empty: int
    ) -> None:
        self._ward = ward
        self._ordering = ordering
        self._settle = settle
        self._keep_empty = keep_empty

    def begin(self, now: datetime) -> None:
        ward = self._ward
        ward.after(now, ward.wait(_ADMISSION_PAUSE_S), self._somebody_comes)
        ward.after(now, ward.wait(self._discharge_pause()), self._somebody_goes)
        ward.after(now, ward.wait(ward.habits.transfers_every_s), self._somebody_moves)
        ward.after(now, ward.wait(ward.habits.swaps_every_s), self._two_swap)

    def _discharge_pause(self) -> float:
        hours = _DISCHARGE_HOURS[1] - _DISCHARGE_HOURS[0]
        return self._ward.habits.stay_s / max(1, len(self._ward.world.patients)) * hours / 24

    def admit(
        self, place: Place, now: datetime, *, level: str | None = None, admitted: datetime | None = None
    ) -> Patient | None:
        """Somebody new in a free bed. `admitted`: earlier than now, when the unit is only now set up."""
        ward = self._ward
        plan = ward.maker.make(level)
        provider = ward.rng.choice(PROVIDERS)
        stay = ward.hands.admit(plan, place.label, ward.nurse(now), provider, admitted=admitted, now=now)
        if stay is None:
            return None
        target = now + timedelta(seconds=ward.between(_FIRST_LOOK_S))
        patient = Patient(stay, place.id, place.area, plan.level, plan.level_asleep, now, target, admitted=now)
        ward.world.patients[stay] = patient
        self._ordering.plan_review(patient, now)
        self._settle(patient, admitted or now, now)
        self._ward.noticed(patient, now)
        return patient

    def _somebody_comes(self, now: datetime) -> None:
        ward = self._ward
        ward.after(now, ward.wait(_ADMISSION_PAUSE_S), self._somebody_comes)
        free = ward.world.free_beds()
        if len(free) > self._keep_empty and 7 <= ward.day.hour(now) <= 23:
            self.admit(ward.rng.choice(free), now)

    def _somebody_goes(self, now: datetime) -> None:
        """By day, and nobody who is watched closely."""
        ward = self._ward
        ward.after(now, ward.wait(self._discharge_pause()), self._somebody_goes)
        here = [one for one in ward.world.patients.values() if not one.missing and one.away is None]
        ready = [one for one in here if one.level in ("Q15", "Q30", "Q60")]
        if not _DISCHARGE_HOURS[0] <= ward.day.hour(now) <= _DISCHARGE_HOURS[1] or not ready:
            return
        if len(ward.world.free_beds()) > self._keep_empty:
            return
        patient = ward.rng.choice(ready)
        if ward.hands.discharge(patient, ward.nurse(now), now):
            ward.world.gone(patient.stay)

    def _somebody_moves(self, now: datetime) -> None:
        ward = self._ward
        ward.after(now, ward.wait(ward.habits.transfers_every_s), self._somebody_moves)
        free, patients = ward.world.free_beds(), list(ward.world.patients.values())
        if not free or not patients:
            return
        patient, place = ward.rng.choice(patients), ward.rng.choice(free)
        if ward.hands.transfer(patient, place.id, ward.charge(now), now):
            ward.world.move(patient, place.id)
            self._ward.noticed(patient, now)

    def _two_swap(self, now: datetime) -> None:
        ward = self._ward
        ward.after(now, ward.wait(ward.habits.swaps_every_s), self._two_swap)
        patients = list(ward.world.patients.values())
        if len(patients) < 2:
            return
        one, other = ward.rng.sample(patients, 2)
        if ward.hands.swap(one, other, ward.charge(now), now):
            beds = one.bed, other.bed
            ward.world.move(one, beds[1])
            ward.world.move(other, beds[0])
            self._ward.noticed(one, now)
            self._ward.noticed(other, now)
