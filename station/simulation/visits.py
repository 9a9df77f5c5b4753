"""One patient seen once: recorded now or a little later, sometimes for the wrong patient, sometimes not found."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from station.simulation.habits import doing, sleeps
from station.simulation.hands import KEPT
from station.simulation.ward import Ward
from station.simulation.world import Patient, Person

What = tuple[str, str, str | None]
JUST_NOW: Final = timedelta(seconds=4)
_PAPER_ENTRY_S: Final = (4.0, 75.0)
_FORGOTTEN_S: Final = (150.0, 700.0)
_NOTICES_AT_ONCE: Final = 0.5


class Visits:
    """Makes and records checks."""

    def __init__(self, ward: Ward) -> None:
        self._ward = ward

    def visit(self, patient: Patient, person: Person, now: datetime) -> None:
        """Somebody looks at a patient."""
        ward = self._ward
        if patient.missing or patient.away is not None:
            return
        if self._can_enter() and ward.chance(ward.habits.not_found):
            self._miss(patient, person, now)
        else:
            self._see(patient, person, now)

    def visit_plainly(self, patient: Patient, person: Person, now: datetime) -> None:
        """Seen and recorded at once, nothing going wrong."""
        ward = self._ward
        patient.asleep = sleeps(ward.rng, ward.day, now, was_asleep=patient.asleep)
        what = doing(ward.rng, ward.day, now, asleep=patient.asleep)
        if ward.hands.check(patient, person, what, now=now) is not None:
            patient.last_seen = now
            ward.aim(patient, now)

    def _see(self, patient: Patient, person: Person, now: datetime) -> None:
        ward = self._ward
        patient.asleep = sleeps(ward.rng, ward.day, now, was_asleep=patient.asleep)
        patient.last_seen = now
        ward.aim(patient, now)
        what = doing(ward.rng, ward.day, now, asleep=patient.asleep)
        if not self._can_enter():
            self._on_paper(patient, person, what, now)
        elif ward.chance(ward.habits.forgets):
            later = partial(self._record_later, patient.stay, person, what, now)
            ward.after(now, ward.between(_FORGOTTEN_S), later)
        else:
            self._record_now(patient, person, what, now)

    def _can_enter(self) -> bool:
        return self._ward.off_until is None or self._ward.keeps

    def _on_paper(self, patient: Patient, person: Person, what: What, now: datetime) -> None:
        """Entered once Station runs again."""
        ward = self._ward
        delay = 0.0 if ward.off_until is None else (ward.off_until - now).total_seconds()
        later = partial(self._record_later, patient.stay, person, what, now)
        ward.after(now, delay + ward.between(_PAPER_ENTRY_S), later)

    def _record_now(self, patient: Patient, person: Person, what: What, now: datetime) -> None:
        ward = self._ward
        other = self._beside(patient) if ward.chance(ward.habits.wrong_patient) else None
        if other is not None:
            self._record_wrong(patient, other, person, what, now)
            return
        seen_a_little_before = ward.chance(ward.habits.records_later) and patient.admitted != now
        observed = now - timedelta(seconds=ward.rng.uniform(4, 70)) if seen_a_little_before else None
        if observed is not None and patient.here_since is not None and observed < patient.here_since:
            observed = None
        request = ward.hands.new_request()
        check = ward.hands.check(patient, person, what, observed=observed, request=request, now=now)
        if check is None:
            if ward.keeps:
                self._on_paper(patient, person, what, now)
            return
        patient.last_seen = observed or now
        if ward.chance(ward.habits.taps_twice):
            ward.hands.check(patient, person, what, observed=observed, request=request, now=now)
        if check != KEPT and ward.chance(ward.habits.amends):
            amending = partial(self._amend, patient.stay, check, person, patient.last_seen, patient.asleep)
            ward.after(now, ward.rng.uniform(20, 200), amending)

    def _record_later(self, stay: int, person: Person, what: What, seen: datetime, now: datetime) -> None:
        patient = self._ward.patient(stay)
        if patient is not None:
            self._ward.hands.check(patient, person, what, observed=seen, now=now)

    def _amend(
        self,
        stay: int,
        check: int,
        person: Person,
        observed: datetime,
        asleep: bool,
        now: datetime,
    ) -> None:
        patient = self._ward.patient(stay)
        if patient is None or (patient.here_since is not None and observed - JUST_NOW < patient.here_since):
            return
        self._ward.hands.amend(patient, check, person, observed - JUST_NOW, sleeping=asleep, now=now)

    def _beside(self, patient: Patient) -> Patient | None:
        here = [one for one in self._ward.world.in_area(patient.area) if not one.missing and one.away is None]
        beside = [one for one in here if one.stay != patient.stay]
        return self._ward.rng.choice(beside) if beside else None

    def _record_wrong(self, seen: Patient, tapped: Patient, person: Person, what: What, now: datetime) -> None:
        """The card beside is tapped; it is noticed at once and undone, or a moment later and put right."""
        check = self._ward.hands.check(tapped, person, what, now=now)
        if check not in (None, KEPT) and self._ward.chance(_NOTICES_AT_ONCE):
            undo = partial(self._undo, tapped.stay, check, seen.stay, person, what, now)
            self._ward.after(now, self._ward.rng.uniform(1, 8), undo)
        elif check is not None and check != KEPT:
            mend = partial(self._mend, tapped.stay, check, seen.stay, person, now, what[2] is not None)
            self._ward.after(now, self._ward.rng.uniform(15, 150), mend)

    def _undo(
        self, wrong: int, check: int, right: int, person: Person, what: What, observed: datetime, now: datetime
    ) -> None:
        """The entry is taken back; where that cannot be any more, it is corrected."""
        tapped = self._ward.patient(wrong)
        if tapped is not None and self._ward.hands.take_back(tapped, check, person, now):
            self._record_later(right, person, what, observed, now)
        else:
            self._mend(wrong, check, right, person, observed, what[2] is not None, now)

    def _mend(
        self,
        wrong: int,
        check: int,
        right: int,
        person: Person,
        observed: datetime,
        asleep: bool,
        now: datetime,
    ) -> None:
        patients = self._ward.patient(wrong), self._ward.patient(right)
        if patients[0] is None or patients[1] is None:
            return
        self._ward.hands.correct(patients[0], check, patients[1], person, observed, sleeping=asleep, now=now)

    def _miss(self, patient: Patient, person: Person, now: datetime) -> None:
        """He is not where he should be: said at once, looked for, found."""
        if self._ward.hands.not_found(patient, person, now):
            patient.missing = True
            self._ward.after(now, self._ward.rng.uniform(40, 420), partial(self._find, patient.stay, person))

    def _find(self, stay: int, person: Person, now: datetime) -> None:
        patient = self._ward.patient(stay)
        if patient is not None and patient.missing:
            patient.missing = False
            self._see(patient, person, now)
