"""Who leaves the unit for a while: with staff, with family, overnight; and very rarely without anybody."""

from datetime import datetime, timedelta
from functools import partial
from math import ceil
from random import Random
from typing import Final, NamedTuple

from station.models.enums import AbsenceKind, Role
from station.services.absences import Leaving
from station.simulation.agenda import Deed
from station.simulation.names import AWOL_TOLD, FAMILY_MEMBERS, LAST_PLACES
from station.simulation.observing import Observing
from station.simulation.visits import Visits
from station.simulation.ward import Ward
from station.simulation.world import Away, Patient, Person


class _Trip(NamedTuple):
    """Where to, and between how many minutes and how many it takes."""

    destination: str
    minutes: tuple[float, float]


_ESCORTS: Final = (
    _Trip("Radiology", (20, 60)),
    _Trip("Laboratory", (10, 30)),
    _Trip("Courtyard", (15, 40)),
    _Trip("Gym", (30, 60)),
    _Trip("Clinic", (30, 90)),
    _Trip("Emergency department", (60, 200)),
    _Trip("Court", (110, 280)),
)
_ESCORT_WEIGHTS: Final = (20, 14, 34, 12, 12, 3, 5)
_PASS: Final = _Trip("Home", (120, 460))
_LEAVE: Final = _Trip("Home", (16 * 60, 40 * 60))
_OVERNIGHT: Final = 0.12
_DAY_HOURS: Final = (8, 19)
_MOST_AWAY: Final = 0.2
"""No more than this share of the unit at once."""
_NEW: Final = timedelta(hours=2)
"""So long after his admission he stays: he is still being settled in."""
_OBSERVER_GOES: Final = 0.1
_ROUNDED_TO: Final = 300
"""People say when they are back in steps of five minutes."""
_CALLS: Final = 0.4
_SEES_HIM_AT_ONCE: Final = 0.6
_STAYS_AWAY: Final = 0.01
_FOUND_S: Final = (600.0, 14400.0)
_NOT_FOUND: Final = 0.15
_GIVEN_UP_S: Final = (7200.0, 36000.0)


def expected_back(now: datetime, minutes: float) -> datetime:
    """About so long from now, at a time people would say."""
    at = now + timedelta(minutes=minutes)
    seconds = at.minute * 60 + at.second + at.microsecond / 1e6
    return at + timedelta(seconds=ceil(seconds / _ROUNDED_TO) * _ROUNDED_TO - seconds)


class Escorting:
    """Takes patients off the unit and back. Draws chances of its own, as whoever settles new patients does."""

    def __init__(self, ward: Ward, observing: Observing, visits: Visits, seed: str) -> None:
        self._ward = ward
        self._observing = observing
        self._visits = visits
        self._rng = Random(f"escorting:{seed}")
        self._planned: dict[int, Away] = {}
        """Stay: the absence of which the end is planned."""

    def begin(self, now: datetime) -> None:
        habits = self._ward.habits
        self._wait(now, habits.escorts_per_bed_s, self._somebody_is_escorted)
        self._wait(now, habits.passes_per_bed_s, self._somebody_has_a_pass)
        self._wait(now, habits.awol_per_bed_s, self._somebody_is_gone)

    def noticed(self, patient: Patient, now: datetime) -> None:
        """Where he is away and nobody plans his return yet (somebody at the desk sent him), it is planned; not in an
        area that is left to the desk."""
        away = patient.away
        if away is None or away is self._planned.get(patient.stay) or patient.area in self._ward.world.left_areas:
            return
        if away.expected is None:
            self._plan_search(patient, away, now)
        else:
            self._plan_return(patient, away, now)

    def _wait(self, now: datetime, per_bed_s: float, deed: Deed) -> None:
        pause = self._rng.expovariate(max(1, len(self._ward.world.patients)) / per_bed_s)
        self._ward.after(now, pause, deed)

    def _by_day(self, now: datetime) -> bool:
        return _DAY_HOURS[0] <= self._ward.day.hour(now) <= _DAY_HOURS[1]

    def _ready(self, now: datetime) -> list[Patient]:
        """Who may go: seen lately, on the unit, awake, nobody new."""
        patients = list(self._ward.world.patients.values())
        if sum(one.away is not None for one in patients) > len(patients) * _MOST_AWAY:
            return []
        here = [one for one in patients if one.away is None and not one.missing and not one.asleep]
        known = [one for one in here if one.admitted is None or now - one.admitted > _NEW]
        return [one for one in known if not one.staged and one.late_at() > now]

    def _somebody_is_escorted(self, now: datetime) -> None:
        self._wait(now, self._ward.habits.escorts_per_bed_s, self._somebody_is_escorted)
        ready = self._ready(now) if self._by_day(now) else []
        if not ready:
            return
        held = [one for one in ready if one.holder is not None]
        free = [one for one in ready if not one.continuous]
        if held and (not free or self._rng.random() < _OBSERVER_GOES):
            patient = self._rng.choice(held)
            staff = self._ward.world.people[patient.holder or 0]
        else:
            techs = self._ward.free_techs(now)
            if not free or not techs:
                return
            patient, staff = self._rng.choice(free), self._rng.choice(techs)
        trip = self._rng.choices(_ESCORTS, _ESCORT_WEIGHTS)[0]
        self.leave(patient, staff, staff, AbsenceKind.ESCORT, trip.destination, self._until(now, trip), now)

    def _somebody_has_a_pass(self, now: datetime) -> None:
        self._wait(now, self._ward.habits.passes_per_bed_s, self._somebody_has_a_pass)
        ready = [one for one in self._ready(now) if not one.continuous] if self._by_day(now) else []
        if not ready:
            return
        overnight = self._rng.random() < _OVERNIGHT
        kind, trip = (AbsenceKind.LEAVE, _LEAVE) if overnight else (AbsenceKind.PASS, _PASS)
        nurse, patient = self._nurse(now), self._rng.choice(ready)
        self.leave(patient, nurse, None, kind, trip.destination, self._until(now, trip), now)

    def _until(self, now: datetime, trip: _Trip) -> datetime:
        return expected_back(now, self._rng.uniform(*trip.minutes))

    def leave(
        self,
        patient: Patient,
        by: Person,
        staff: Person | None,
        kind: AbsenceKind,
        destination: str,
        expected: datetime,
        now: datetime,
    ) -> bool:
        """He leaves with this member of staff, or with one of his family. Whether he did."""
        ward = self._ward
        custodian = self._rng.choice(FAMILY_MEMBERS) if staff is None else staff.name
        staff_id = None if staff is None else staff.id
        request = f"leaving-{patient.stay}-{self._rng.getrandbits(64):016x}"
        leaving = Leaving(request, patient.stay, kind, destination, custodian, expected, staff_id)
        if not ward.floor.leave(by, leaving, now):
            return False
        ward.world.leave(patient, Away(now, expected, staff_id))
        if patient.away is not None:
            self._plan_return(patient, patient.away, now)
            if staff is not None and not patient.continuous and self._rng.random() < ward.habits.hands_on:
                half = (expected - now).total_seconds() / 2
                ward.after(now, half, partial(self._hand_on, patient.stay, patient.away))
        return True

    def _plan_return(self, patient: Patient, away: Away, now: datetime) -> None:
        """Mostly some minutes before the time that was said; now and then after it, and now and then not at all."""
        if away.expected is None:
            return
        self._planned[patient.stay] = away
        ahead = (away.expected - now).total_seconds()
        if self._rng.random() < self._ward.habits.back_late:
            if self._rng.random() < _CALLS:
                early = self._rng.uniform(0, min(600.0, max(0.0, ahead)))
                self._ward.after(now, ahead - early, partial(self._call, patient.stay, away))
                return
            ahead += self._rng.uniform(30, 1500)
        else:
            ahead -= self._rng.uniform(0.02, 0.25) * ahead
        self._ward.after(now, ahead, partial(self._return, patient.stay, away))

    def _patient(self, stay: int, away: Away) -> Patient | None:
        """The patient, while he is on this absence still."""
        patient = self._ward.patient(stay)
        return patient if patient is not None and patient.away is away else None

    def _hand_on(self, stay: int, away: Away, now: datetime) -> None:
        patient = self._patient(stay, away)
        to = self._ward.pick(self._ward.free_techs(now))
        if patient is None or to is None or away.expected is None:
            return
        if self._ward.floor.hand_on(patient, self._who(away, now), to.name, to.id, now):
            self._ward.world.hand_on(patient, to.id)

    def _call(self, stay: int, away: Away, now: datetime) -> None:
        """Whoever has him says that it takes longer."""
        patient = self._patient(stay, away)
        if patient is None or away.expected is None:
            return
        later = expected_back(max(now, away.expected), self._rng.uniform(5, 40))
        if self._ward.floor.expect(patient, self._who(away, now), later, "it takes longer than planned", now):
            away.expected = later
        self._plan_return(patient, away, now)

    def _return(self, stay: int, away: Away, now: datetime) -> None:
        """Back, said now or a little later; whoever had him mostly records that he has seen him."""
        patient = self._patient(stay, away)
        if patient is None:
            return
        who = self._who(away, now)
        family = away.custodian is None and away.expected is not None
        if family and self._rng.random() < _STAYS_AWAY:
            self._report(patient, away.since, "his home", who, now)
            return
        back = now - timedelta(seconds=self._rng.uniform(10, 200)) if self._rng.random() < 0.1 else now
        if back < now and not self._ward.floor.come_back(patient, who, back, now):
            back = now
        if back == now and not self._ward.floor.come_back(patient, who, now, now):
            return
        self._ward.world.come_back(patient, back)
        patient.target = now + timedelta(seconds=self._rng.uniform(5, 80))
        if self._rng.random() < _SEES_HIM_AT_ONCE:
            self._ward.after(now, self._rng.uniform(3, 50), partial(self._see, stay, who))
        self._ward.noticed(patient, now)
        self._observing.level_changed(patient, now)

    def _see(self, stay: int, who: Person, now: datetime) -> None:
        patient = self._ward.patient(stay)
        if patient is not None and patient.away is None and not patient.missing:
            self._visits.visit_plainly(patient, who, now)

    def _who(self, away: Away, now: datetime) -> Person:
        """Whoever has him, where that is one of the staff; else a nurse."""
        return self._ward.world.people.get(away.custodian or 0) or self._nurse(now)

    def _nurse(self, now: datetime) -> Person:
        nurses = self._ward.on_shift(now, Role.NURSE, Role.CHARGE_NURSE)
        return self._rng.choice(nurses or list(self._ward.world.people.values()))

    def _somebody_is_gone(self, now: datetime) -> None:
        """Nobody knows where he is: some minutes ago a door stood open."""
        self._wait(now, self._ward.habits.awol_per_bed_s, self._somebody_is_gone)
        ready = [one for one in self._ready(now) if not one.continuous]
        if ready:
            patient = self._rng.choice(ready)
            earlier = now - timedelta(seconds=self._rng.uniform(0, 300))
            self._report(patient, max(earlier, patient.last_seen), self._rng.choice(LAST_PLACES), self._nurse(now), now)

    def _report(self, patient: Patient, since: datetime, place: str, who: Person, now: datetime) -> None:
        noticed = now if patient.away is not None else since
        if not self._ward.floor.report_awol(patient, who, place, noticed, now):
            return
        self._ward.world.leave(patient, Away(since, None))
        if patient.away is not None:
            for whom in self._rng.sample(AWOL_TOLD, self._rng.randint(1, len(AWOL_TOLD))):
                self._ward.after(
                    now, self._rng.uniform(60, 1200), partial(self._tell, patient.stay, patient.away, whom)
                )
            self._plan_search(patient, patient.away, now)

    def _tell(self, stay: int, away: Away, whom: str, now: datetime) -> None:
        patient = self._patient(stay, away)
        if patient is not None:
            self._ward.floor.tell(patient, self._nurse(now), whom, "description given", now)

    def _plan_search(self, patient: Patient, away: Away, now: datetime) -> None:
        """Mostly he is brought back; else his stay ends after some hours."""
        self._planned[patient.stay] = away
        if self._rng.random() < _NOT_FOUND:
            self._ward.after(now, self._rng.uniform(*_GIVEN_UP_S), partial(self._give_up, patient.stay, away))
        else:
            self._ward.after(now, self._rng.uniform(*_FOUND_S), partial(self._return, patient.stay, away))

    def _give_up(self, stay: int, away: Away, now: datetime) -> None:
        patient = self._patient(stay, away)
        if patient is not None and self._ward.hands.discharge(patient, self._nurse(now), now):
            self._ward.world.gone(stay)
