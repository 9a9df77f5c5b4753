"""The charge: looks at the board when something is late, accepts, sends somebody; sometimes forgets having accepted."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from station.models.enums import AlertState
from station.simulation.names import NOTES_ACCEPTED
from station.simulation.ward import Ward
from station.simulation.world import Patient

_ASKS_AGAIN: Final = timedelta(minutes=6)


class Charge:
    """Answers for alerts. `hurry` is called with the area somebody is to walk now."""

    def __init__(self, ward: Ward, hurry: Callable[[int, datetime], None]) -> None:
        self._ward = ward
        self._hurry = hurry
        self._forgotten: set[int] = set()
        self._answered: dict[int, datetime] = {}

    def begin(self, now: datetime) -> None:
        self._plan(now)

    def _plan(self, now: datetime) -> None:
        self._ward.after(now, self._ward.between(self._ward.habits.charge_looks_s), self._look)

    def _look(self, now: datetime) -> None:
        """Glance at the wall; only when somebody is late for whom nothing was done yet is the list read."""
        self._plan(now)
        if any(self._unanswered(one, now) for one in self._ward.world.patients.values()):
            self._answer(now)

    def _unanswered(self, patient: Patient, now: datetime) -> bool:
        if patient.late_at() > now:
            return False
        answered = self._answered.get(patient.stay)
        return answered is None or answered < patient.last_seen or now - answered > _ASKS_AGAIN

    def _answer(self, now: datetime) -> None:
        ward = self._ward
        for alert in ward.hands.entering.alerts(ward.hands.store, now):
            if alert.state is not AlertState.OPEN or alert.stay_id is None or alert.id in self._forgotten:
                continue
            patient = ward.patient(alert.stay_id)
            if patient is None or not ward.chance(ward.habits.charge_accepts):
                continue
            if ward.hands.accept_alert(alert.id, ward.charge(now), ward.rng.choice(NOTES_ACCEPTED), now):
                self._answered[patient.stay] = now
                self._send(alert.id, patient, now)

    def _send(self, alert: int, patient: Patient, now: datetime) -> None:
        if self._ward.chance(self._ward.habits.charge_forgets):
            self._forget(alert, now)
        elif patient.away is None:
            self._hurry(patient.area, now)

    def _forget(self, alert: int, now: datetime) -> None:
        """Accepted, and then the telephone rang: nobody is sent until the alert has returned for a while."""
        self._forgotten.add(alert)
        self._ward.after(now, self._ward.rng.uniform(240, 900), partial(self._remember, alert))

    def _remember(self, alert: int, now: datetime) -> None:
        self._forgotten.discard(alert)
        if any(one.late_at() <= now for one in self._ward.world.patients.values()):
            self._answer(now)
