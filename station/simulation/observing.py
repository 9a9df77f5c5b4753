"""Continuous patients: somebody holds each one, documents every quarter hour, and is relieved near two hours."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from station.services import HandedOver
from station.simulation.names import BATHROOM, DISTANCES, LAST_CONTACT, NOT_NOW, REASONS_OBSERVED, TRIGGERS
from station.simulation.visits import Visits
from station.simulation.ward import Ward
from station.simulation.world import Patient, Person

_LOOK_S: Final = 15.0
_RELIEF_ON_TIME: Final = (94 * 60.0, 116 * 60.0)
_RELIEF_LATE: Final = (118 * 60.0, 131 * 60.0)
_TAKES_OVER_S: Final = (6.0, 28.0)
_TAKES_OVER_LATE_S: Final = (32.0, 110.0)
_ANSWERS_S: Final = (8.0, 80.0)
_AFTER_SHIFT_S: Final = 720.0


class Observing:
    """Sees to it that continuous patients have somebody."""

    def __init__(self, ward: Ward, visits: Visits) -> None:
        self._ward = ward
        self._visits = visits
        self._coming: set[int] = set()
        self._planned: dict[int, datetime] = {}
        """Stay: since when he is held for whose relief there is a plan."""

    def begin(self, now: datetime) -> None:
        self._look(now)

    def _look(self, now: datetime) -> None:
        """Every few seconds somebody glances at who holds whom, and who is to be documented."""
        for patient in list(self._ward.world.patients.values()):
            if not patient.continuous or patient.away is not None:
                continue
            if patient.holder is None:
                self._call_somebody(patient, now)
            else:
                self._see_to(patient, self._ward.world.people[patient.holder], now)
        self._ward.after(now, _LOOK_S, self._look, on_paper=True)

    def level_changed(self, patient: Patient, now: datetime) -> None:
        """A raise to continuous calls somebody; a level that is not continuous any more frees whoever held."""
        if not patient.continuous:
            self._ward.world.let_go(patient)
        elif patient.holder is None and patient.away is None:
            self._call_somebody(patient, now)

    def _call_somebody(self, patient: Patient, now: datetime) -> None:
        if patient.stay in self._coming or self._ward.off_until is not None:
            return
        self._coming.add(patient.stay)
        late = self._ward.chance(0.08)
        wait = self._ward.between(_TAKES_OVER_LATE_S if late else _TAKES_OVER_S)
        self._ward.after(now, wait, partial(self._take_over, patient.stay))

    def _take_over(self, stay: int, now: datetime) -> None:
        self._coming.discard(stay)
        patient = self._ward.patient(stay)
        if patient is None or not patient.continuous or patient.holder is not None:
            return
        person = self._ward.observer_for(patient, now)
        if person is None:
            return
        if patient.away is not None:
            return
        if self._ward.hands.take_over(patient, person, now):
            self._holds(patient, person, now)

    def _holds(self, patient: Patient, person: Person, now: datetime) -> None:
        self._ward.world.hold(patient, person, now)
        self._plan_relief(patient, person, now, now)

    def _plan_relief(self, patient: Patient, person: Person, since: datetime, now: datetime) -> None:
        """Relief comes near two hours, sometimes later, and soon after the end of the shift."""
        ward = self._ward
        self._planned[patient.stay] = since
        seconds = ward.between(_RELIEF_LATE if ward.chance(ward.habits.relief_late) else _RELIEF_ON_TIME)
        at = max(since + timedelta(seconds=seconds), now)
        if person.shift == ward.day.shift(now):
            at = min(at, ward.day.next_handover(now) + timedelta(seconds=ward.rng.uniform(60, _AFTER_SHIFT_S)))
        ward.agenda.add(at, partial(self._offer, patient.stay, person.id, since))

    def _offer(self, stay: int, holder: int, since: datetime, now: datetime) -> None:
        """The holder asks somebody to take over; nobody being free, asks again in a minute."""
        ward = self._ward
        patient = ward.patient(stay)
        if patient is None or patient.holder != holder or patient.held_since != since:
            return
        again = partial(self._offer, stay, holder, since)
        to = ward.observer_for(patient, now, but=(holder,))
        made = (
            None
            if to is None
            else ward.hands.offer(patient, ward.world.people[holder], to, self._words(patient, now), now)
        )
        if to is None or made is None:
            ward.after(now, 60, again)
            return
        ward.after(now, ward.between(_ANSWERS_S), partial(self._answer, stay, made, holder, since, to))

    def _words(self, patient: Patient, now: datetime) -> HandedOver:
        """What the one says to the other: mostly what he was told himself, and what he has seen since."""
        of_stay = patient.stay
        clock = self._ward.day.local(now - timedelta(minutes=of_stay % 7))
        return HandedOver(
            reason=REASONS_OBSERVED[of_stay % len(REASONS_OBSERVED)],
            distance=DISTANCES.get(patient.level, "In line of sight"),
            bathroom=BATHROOM[of_stay % len(BATHROOM)],
            triggers=TRIGGERS[of_stay % len(TRIGGERS)],
            last_contact=f"{clock:%H:%M} {self._ward.rng.choice(LAST_CONTACT)}",
        )

    def _answer(self, stay: int, offer: int, holder: int, since: datetime, to: Person, now: datetime) -> None:
        """Taken or not. Who cannot take him says so; where even that fails the holder takes the offer back."""
        ward = self._ward
        patient = ward.patient(stay)
        if patient is None or patient.holder != holder:
            return
        accepts = ward.world.free(to, now) and not ward.chance(ward.habits.declines)
        if accepts and ward.hands.accept_offer(patient, offer, to, now):
            self._holds(patient, to, now)
            return
        if not ward.hands.decline_offer(offer, to, ward.rng.choice(NOT_NOW), now):
            ward.hands.take_back_offer(offer, ward.world.people[holder], now)
        ward.after(now, ward.rng.uniform(20, 90), partial(self._offer, stay, holder, since))

    def _see_to(self, patient: Patient, person: Person, now: datetime) -> None:
        """The holder documents; and relief is planned of whoever took over without our doing (a person at the desk)."""
        if patient.target <= now and not patient.set_aside:
            self._visits.visit(patient, person, now)
        if patient.held_since is not None and self._planned.get(patient.stay) != patient.held_since:
            self._plan_relief(patient, person, patient.held_since, now)
