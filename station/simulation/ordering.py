"""Levels: nurses raise at once, providers order, review and lower."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from station.services.orders import LevelChange
from station.simulation.names import PROVIDERS, REASONS_LOWERED, REASONS_RAISED
from station.simulation.observing import Observing
from station.simulation.ward import NURSES, Ward
from station.simulation.world import CONTINUOUS, Patient, Person

_HIGHER: Final = {"Q60": "Q30", "Q30": "Q15", "Q15": "Q5"}
_LOWER: Final = {"LOS": "Q15", "1:1": "Q15", "Q5": "Q15", "Q15": "Q30", "Q30": "Q60"}
_MOST_CONTINUOUS: Final = 2
_PROVIDER_LOOKS_S: Final = 480.0
_REVIEW_EVERY: Final = timedelta(hours=24)


class Ordering:
    """Changes and reviews levels."""

    def __init__(self, ward: Ward, observing: Observing) -> None:
        self._ward = ward
        self._observing = observing

    def begin(self, now: datetime) -> None:
        for patient in self._ward.world.patients.values():
            self.plan_review(patient, now)
        self._ward.after(now, self._pause(self._ward.habits.raises_per_bed_s), self._raise_somebody)
        self._ward.after(now, self._pause(self._ward.habits.lowers_per_bed_s), self._lower_somebody)
        self._ward.after(now, self._ward.rng.uniform(60, _PROVIDER_LOOKS_S), self._provider_looks)

    def plan_review(self, patient: Patient, ordered: datetime) -> None:
        """Mostly hours before the day is over; sometimes a little after."""
        rng = self._ward.rng
        spare = timedelta(minutes=-rng.uniform(2, 75)) if rng.random() < 0.025 else timedelta(hours=rng.uniform(0.4, 8))
        patient.review_at = ordered + _REVIEW_EVERY - spare

    def _pause(self, per_bed_s: float) -> float:
        return self._ward.wait(per_bed_s / max(1, len(self._ward.world.patients)))

    def _raise_somebody(self, now: datetime) -> None:
        ward = self._ward
        ward.after(now, self._pause(ward.habits.raises_per_bed_s), self._raise_somebody)
        here = [one for one in ward.world.patients.values() if one.away is None]
        patients = [one for one in here if one.level in _HIGHER and one.provider_owed is None]
        if patients:
            patient = ward.rng.choice(patients)
            self.raise_to(patient, self._higher(patient), ward.nurse(now), now)

    def _higher(self, patient: Patient) -> str:
        continuous = sum(one.continuous for one in self._ward.world.patients.values())
        if continuous < _MOST_CONTINUOUS and self._ward.chance(0.4):
            return self._ward.rng.choice(CONTINUOUS)
        return _HIGHER[patient.level]

    def raise_to(self, patient: Patient, level: str, nurse: Person, now: datetime) -> None:
        """A nurse raises at once; the provider's order follows, unless it is there already."""
        ward = self._ward
        provider = ward.rng.choice(PROVIDERS)
        by_provider = ward.chance(0.3)
        who = provider if by_provider else nurse.name
        change = LevelChange(patient.stay, level, ward.rng.choice(REASONS_RAISED), who, by_provider)
        if not ward.hands.set_level(change, nurse, raised=True, now=now):
            return
        self._ordered(patient, level, now)
        patient.target = now + timedelta(seconds=ward.rng.uniform(15, 95))
        ward.noticed(patient, now)
        if not by_provider:
            minutes = ward.rng.uniform(60, 96) if ward.chance(0.1) else ward.rng.uniform(6, 55)
            patient.provider_owed = now + timedelta(minutes=minutes)
            ward.agenda.add(patient.provider_owed, partial(self._provider_orders, patient.stay, provider))

    def _ordered(self, patient: Patient, level: str, now: datetime) -> None:
        patient.level, patient.level_asleep = level, None
        self.plan_review(patient, now)
        self._observing.level_changed(patient, now)

    def _provider_orders(self, stay: int, provider: str, now: datetime) -> None:
        patient = self._ward.patient(stay)
        if patient is not None and patient.provider_owed is not None:
            patient.provider_owed = None
            self._ward.hands.provider_order(patient, provider, self._ward.nurse(now), now)

    def _lower_somebody(self, now: datetime) -> None:
        """Whoever is watched most closely is lowered first, by day, with a second person."""
        ward = self._ward
        ward.after(now, self._pause(ward.habits.lowers_per_bed_s), self._lower_somebody)
        if ward.day.night(now):
            return
        here = [one for one in ward.world.patients.values() if one.away is None]
        closest = [one for one in here if one.level in (*CONTINUOUS, "Q5")]
        if not closest or ward.chance(0.3):
            closest = [one for one in here if one.level in ("Q15", "Q30")]
        closest = [one for one in closest if one.provider_owed is None]
        if closest:
            self._lower(ward.rng.choice(closest), now)

    def _lower(self, patient: Patient, now: datetime) -> None:
        ward = self._ward
        nurse = ward.nurse(now)
        second = next((one for one in ward.on_shift(now, *NURSES) if one.id != nurse.id), None)
        if second is None:
            return
        level = _LOWER[patient.level]
        change = LevelChange(
            patient.stay,
            level,
            ward.rng.choice(REASONS_LOWERED),
            ward.rng.choice(PROVIDERS),
            provider_order=True,
            second_person_id=second.id,
        )
        if ward.hands.set_level(change, nurse, raised=False, now=now):
            self._ordered(patient, level, now)
            ward.aim(patient, now)
            ward.noticed(patient, now)

    def _provider_looks(self, now: datetime) -> None:
        """Reviews whose time the provider finds come."""
        ward = self._ward
        ward.after(now, ward.rng.uniform(0.5, 1.5) * _PROVIDER_LOOKS_S, self._provider_looks)
        for patient in list(ward.world.patients.values()):
            if patient.review_at is not None and patient.review_at <= now:
                self.plan_review(patient, now)
                if ward.hands.review(patient, ward.rng.choice(PROVIDERS), ward.nurse(now), now):
                    patient.provider_owed = None
