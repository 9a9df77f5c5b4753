"""Vital signs: mostly taken before they fall due, now and then late, in part or refused. Somebody falls ill, and is
found."""

from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from station.models.enums import SetOutcome
from station.rules.permissions import Deed, may
from station.rules.vital_limits import Vitals
from station.services.scores import Answer
from station.services.vital_orders import OrderedVitals
from station.services.vitals import VitalEntry
from station.simulation.names import PROVIDERS
from station.simulation.said import VitalsTaken
from station.simulation.vital_hands import VitalHands
from station.simulation.vital_values import WORSENING, Made, make
from station.simulation.ward import Ward
from station.simulation.world import Patient, Person

_HOURS: Final = (6, 14, 22)
_BEFORE_S: Final = (120.0, 2700.0)
_LATE: Final = 0.05
_LATE_S: Final = (300.0, 5400.0)
_ANOTHER_S: Final = (120.0, 500.0)
_AWAY_S: Final = 900.0
_REFUSED: Final = 0.04
_REFUSED_AT_NIGHT: Final = 0.12
_PARTIAL: Final = 0.05
_LATER: Final = 0.12
_BEGINS_S: Final = (2 * 3600.0, 6 * 3600.0)
"""After which somebody falls ill; from step to step, and back again:"""
_STEP_S: Final = (2500.0, 5500.0)
_NEXT_ILL_S: Final = (20 * 3600.0, 40 * 3600.0)
_NOTICED: Final = 2
"""From this step on whoever sees him takes his vital signs, whatever the hour."""
_NOTICED_S: Final = 300.0
_ANSWER_S: Final = (90.0, 700.0)
_ANSWERED_LATE: Final = 0.1
_ANSWERED_LATE_S: Final = (960.0, 2400.0)
_WATCHED_EVERY_S: Final = 4 * 3600
_ANSWERS: Final = (
    "Seen at the bedside, provider called, fluids offered",
    "Provider informed, sets every 15 minutes",
    "Examined, medical team on the way",
    "Repeated by hand, provider informed, stays in sight",
)
_PAIRS: Final = ({"hr": 1}, {"temp": 1}, {"sbp": 1}, {"spo2": 1}, {"hr": 1, "sbp": 1})


class Taking:
    """Draws chances of its own, so that nothing else on the unit falls out otherwise."""

    def __init__(self, ward: Ward, seed: str) -> None:
        self._ward = ward
        self._hands = VitalHands(ward.hands)
        self._rng = Random(f"vitals:{seed}")
        self._planned: dict[int, int] = {}
        """By stay: which plan holds; an earlier one is let go."""
        self._last: dict[int, tuple[datetime, int | None]] = {}
        """(when, seconds to the next that the score asks for)"""
        self._answering: set[int] = set()
        self._ill: int | None = None
        self._step = 0
        self._was_ill: set[int] = set()

    def begin(self, now: datetime) -> None:
        """Everybody who is here has somebody who means to see to it; somebody will fall ill."""
        for stay in sorted(self._ward.world.patients):
            if stay not in self._planned:
                self._plan(stay, self._next(stay, now), now)
        self._ward.after(now, self._rng.uniform(*_BEGINS_S), self._fall_ill)

    def look(self, stay: int, now: datetime) -> None:
        """Somebody whom a person at the desk admitted."""
        if stay not in self._planned:
            self._plan(stay, self._next(stay, now), now)

    def first(self, patient: Patient, person: Person, now: datetime, *, refused: bool = False) -> None:
        """The set that is owed after an admission."""
        self._record(patient, person, now, refused=refused)

    def _plan(self, stay: int, at: datetime, now: datetime) -> None:
        number = self._planned.get(stay, 0) + 1
        self._planned[stay] = number
        self._ward.after(now, (at - now).total_seconds(), partial(self._see_to, stay, number))

    def _next(self, stay: int, now: datetime) -> datetime:
        """When somebody means to take the next set: before the hour, or before the score's time has run out."""
        ahead = self._ward.day.local(now)
        hours = [one for one in _HOURS if one > ahead.hour + ahead.minute / 60 + 1.1]
        wait_h = (hours[0] if hours else _HOURS[0] + 24) - (ahead.hour + ahead.minute / 60 + ahead.second / 3600)
        due = now + timedelta(hours=wait_h)
        last = self._last.get(stay)
        before = self._rng.uniform(*_BEFORE_S)
        if last is not None and last[1] is not None and last[0] + timedelta(seconds=last[1]) < due:
            due, before = last[0] + timedelta(seconds=last[1]), self._rng.uniform(0.02, 0.3) * last[1]
        if self._rng.random() < _LATE:
            return due + timedelta(seconds=self._rng.uniform(*_LATE_S))
        return due - timedelta(seconds=before)

    def _see_to(self, stay: int, number: int, now: datetime) -> None:
        patient = self._ward.patient(stay)
        if patient is None or self._planned.get(stay) != number:
            return
        person = self._who(now)
        if person is None or patient.missing or patient.away is not None:
            wait = _AWAY_S if patient.away is not None else self._rng.uniform(*_ANOTHER_S)
            self._plan(stay, now + timedelta(seconds=wait), now)
            return
        asleep = _REFUSED_AT_NIGHT if self._ward.day.night(now) and stay != self._ill else _REFUSED
        self._record(patient, person, now, refused=self._rng.random() < asleep)

    def _record(self, patient: Patient, person: Person, now: datetime, *, refused: bool) -> None:
        made, left_out = self._made(patient.stay, refused=refused)
        observed = self._observed(patient, now)
        outcome = SetOutcome.REFUSED if refused else SetOutcome.PARTIAL if left_out else SetOutcome.WHOLE
        entry = VitalEntry(
            self._request("set", patient.stay),
            patient.stay,
            outcome,
            made.values,
            why="Asleep" if refused else "Equipment failed" if left_out else "",
            observed_at=None if observed == now else observed,
            position="Sitting",
            arm="Left",
            route="Oral",
        )
        told = VitalsTaken(now, patient.stay, observed, refused, not (left_out or refused), made.points, made.three)
        if self._hands.take(person, entry, told, now):
            self._taken(patient, told, now)
        self._plan(patient.stay, self._next(patient.stay, now), now)

    def _made(self, stay: int, *, refused: bool) -> tuple[Made, str]:
        if refused:
            return Made(Vitals(), 0, three=False), ""
        left_out = self._rng.choice(("temp", "rr", "spo2")) if self._rng.random() < _PARTIAL else ""
        points = WORSENING[self._step] if stay == self._ill else {}
        if stay != self._ill and self._rng.random() < 0.3:
            points = self._rng.choice(_PAIRS)
        return make(self._rng, points, without=left_out), left_out

    def _observed(self, patient: Patient, now: datetime) -> datetime:
        """Now and then written down a while after it was taken."""
        if self._rng.random() >= _LATER:
            return now
        at = now - timedelta(seconds=self._rng.uniform(20, 900))
        last = self._last.get(patient.stay)
        bounds = [one for one in (patient.here_since, patient.admitted, last and last[0]) if one is not None]
        return at if all(at > one for one in bounds) else now

    def _taken(self, patient: Patient, told: VitalsTaken, now: datetime) -> None:
        before = self._last.get(patient.stay)
        pace = before[1] if told.refused and before is not None else None
        if not told.refused:
            asks = told.three or told.points >= 5
            pace = 900 if told.points >= 7 else 3600 if asks else None
            if asks:
                self._ask(patient.stay, now)
        self._last[patient.stay] = (told.observed, pace)

    def _ask(self, stay: int, now: datetime) -> None:
        """A nurse is asked; nearly always one comes within minutes."""
        if stay in self._answering:
            return
        self._answering.add(stay)
        late = self._rng.random() < _ANSWERED_LATE
        self._ward.after(
            now, self._rng.uniform(*(_ANSWERED_LATE_S if late else _ANSWER_S)), partial(self._answer, stay)
        )

    def _answer(self, stay: int, now: datetime) -> None:
        self._answering.discard(stay)
        patient = self._ward.patient(stay)
        if patient is None:
            return
        answer = Answer(self._request("answer", stay), stay, self._rng.choice(_ANSWERS))
        self._hands.answer(self._nurse(now), answer, now)
        if stay == self._ill and stay not in self._was_ill:
            self._was_ill.add(stay)
            order = OrderedVitals(stay, "every 4h", self._rng.choice(PROVIDERS), reason="unwell")
            self._hands.order(self._nurse(now), order, _WATCHED_EVERY_S, now)

    def _fall_ill(self, now: datetime) -> None:
        """Somebody's condition goes down step by step over some hours, and up again once he has been seen to."""
        well = [one for one in self._ward.world.patients.values() if one.away is None and one.stay not in self._was_ill]
        if well and self._ill is None:
            self._ill, self._step = self._rng.choice(sorted(one.stay for one in well)), 1
            self._ward.after(now, self._rng.uniform(*_STEP_S), partial(self._go_on, 1))
        self._ward.after(now, self._rng.uniform(*_NEXT_ILL_S), self._fall_ill)

    def _go_on(self, by: int, now: datetime) -> None:
        self._step += by
        if self._ill is None or self._step < 1 or self._ward.patient(self._ill) is None:
            self._ill, self._step = None, 0
            return
        if by > 0 and self._step >= _NOTICED:
            self._plan(self._ill, now + timedelta(seconds=_NOTICED_S), now)
        if self._step >= len(WORSENING) - 1:
            self._step, by = len(WORSENING) - 1, -1
        self._ward.after(now, self._rng.uniform(*_STEP_S), partial(self._go_on, by))

    def _request(self, what: str, stay: int) -> str:
        return f"{what}-{stay}-{self._rng.getrandbits(64):016x}"

    def _who(self, now: datetime) -> Person | None:
        here = [one for one in self._ward.on_shift(now) if may(one.role, Deed.VITALS)]
        free = [one for one in here if self._ward.world.free(one, now)]
        return self._rng.choice(free) if free else None

    def _nurse(self, now: datetime) -> Person:
        nurses = [one for one in self._ward.on_shift(now) if may(one.role, Deed.ANSWER_SCORE)]
        return self._rng.choice(nurses)
