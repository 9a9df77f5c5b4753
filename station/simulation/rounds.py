"""Rounds: one rounder for each area, who aims inside the interval and now and then is late."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from station.models.enums import Role
from station.simulation.visits import Visits
from station.simulation.ward import Ward
from station.simulation.world import Patient, Person

_TAKEN_ALONG: Final = 0.7
"""On a walk everyone is seen of whose interval this share has run."""

_FEWEST: Final = 2
_WHOLE: Final = 0.5
_ROUND_AFTER: Final = timedelta(minutes=9)
"""Where this share of an area waits, or the last round began so long ago, and two wait at least, everybody is seen:
that is a round. Else it is a look."""

_REMEMBERS_S: Final = (900.0, 3600.0)
_BREAKS_OFF_AFTER: Final = timedelta(minutes=6)
_CHARGE_ENDS: Final = 0.25
_IDLE_S: Final = 45.0
_HURRIED: Final = (15.0, 110.0)


class Rounder:
    """Whoever covers one area, shift after shift."""

    def __init__(self, ward: Ward, visits: Visits, area: int) -> None:
        self._ward = ward
        self._visits = visits
        self._area = area
        self._person: Person | None = None
        self._away_until: datetime | None = None
        self._plan = 0
        self._walking = False
        self._round: tuple[int, Person, datetime] | None = None
        """The round that is open, who walks it, and since when."""
        self._began: datetime | None = None
        """When the last round here began."""
        self._forgotten: set[int] = set()
        self._no_round_before: datetime | None = None
        self._open_until: datetime | None = None

    @property
    def person(self) -> Person | None:
        """Who walks now."""
        return self._person

    def begin(self, now: datetime) -> None:
        self._plan_walk(now)
        self._ward.after(now, self._ward.wait(self._ward.habits.pulled_away_every_s), self._pulled_away, on_paper=True)
        self._next_handover(now)

    def hurry(self, now: datetime) -> None:
        """The charge sends somebody: away or not, the area is walked soon."""
        if not self._walking:
            self._away_until = None
            self._plan_walk(now, at=now + timedelta(seconds=self._ward.between(_HURRIED)))

    def leave(self, now: datetime) -> None:
        """From now on somebody at the desk rounds here: the walk in hand ends, and there is no other."""
        self._plan += 1
        self._open_until = None
        if self._round is not None:
            self._say_ended(self._round[0], self._round[1], now)

    @property
    def _is_left(self) -> bool:
        return self._area in self._ward.world.left_areas

    def look_again(self, now: datetime) -> None:
        """Something has changed (a patient came, a level rose): plan the next walk anew."""
        if not self._walking:
            self._plan_walk(now)

    def _mine(self) -> list[Patient]:
        patients = self._ward.world.in_area(self._area)
        here = [one for one in patients if one.holder is None and not one.missing and not one.set_aside]
        return [one for one in here if one.away is None]

    def _plan_walk(self, now: datetime, at: datetime | None = None) -> None:
        self._plan += 1
        if self._is_left:
            return
        if at is None:
            first = min((one.target for one in self._mine()), default=now + timedelta(seconds=_IDLE_S))
            at = max(first, now + timedelta(seconds=3))
        if self._away_until is not None and self._away_until > at:
            at = self._away_until
        self._ward.agenda.add(at, partial(self._walk, self._plan), on_paper=True)

    def _walk(self, plan: int, now: datetime) -> None:
        if plan != self._plan:
            return
        if self._away_until is not None and self._away_until > now:
            self._plan_walk(now)
            return
        self._person = self._who(now)
        mine = self._mine()
        waiting = [one for one in mine if now - one.last_seen >= one.interval * _TAKEN_ALONG or one.target <= now]
        if self._person is None or not waiting:
            self._ward.after(now, _IDLE_S, partial(self._walk, plan), on_paper=True)
            return
        if self._is_round(len(waiting), len(mine), now):
            since = self._begin_round(self._person, now)
            waiting = [one for one in mine if one in waiting or one.last_seen < since]
        self._set_out(waiting, now)

    def _is_round(self, waiting: int, of: int, now: datetime) -> bool:
        if waiting < _FEWEST or (self._no_round_before is not None and now < self._no_round_before):
            return False
        long_ago = self._began is None or now - self._began >= _ROUND_AFTER
        return long_ago or waiting >= of * _WHOLE

    def keep_open(self, begins: datetime, until: datetime) -> None:
        """For the demo: no round but one, from `begins`, which is open still at `until`."""
        self._no_round_before, self._open_until = begins, until

    def round_now(self, now: datetime) -> None:
        """Whoever rounds here sets out at once; already on his way, he makes a round of it."""
        if not self._walking:
            self._person = self._who(now)
        if self._person is None or self._is_left:
            return
        self._away_until = None
        self._begin_round(self._person, now)
        if not self._walking:
            self._plan += 1
            self._set_out(self._mine(), now)

    def _set_out(self, waiting: list[Patient], now: datetime) -> None:
        if not waiting:
            self._plan_walk(now)
            return
        waiting.sort(key=lambda one: one.target + timedelta(seconds=self._ward.rng.gauss(0, 50)))
        self._walking = True
        self._next_visit([one.stay for one in waiting], now)

    def _next_visit(self, stays: list[int], now: datetime) -> None:
        """See the first, walk on to the next."""
        if self._is_left:
            self._walking = False
            return
        patient = self._ward.patient(stays[0])
        if patient is not None and self._person is not None and self._may_see(patient, now):
            self._visits.visit(patient, self._person, now)
        rest = stays[1:]
        if not rest or (self._away_until is not None and self._away_until > now):
            self._walking = False
            if not rest or not self._goes_on_soon(now):
                self._end_round(now)
            self._plan_walk(now)
            return
        self._ward.after(now, self._steps(), partial(self._next_visit, rest), on_paper=True)

    def _may_see(self, patient: Patient, now: datetime) -> bool:
        if patient.holder is not None or patient.set_aside or patient.away is not None:
            return patient.holder is None and patient.away is None and patient.target <= now
        since = now - patient.interval * 0.4 if self._round is None else self._round[2]
        return patient.last_seen <= since or patient.target <= now

    def _begin_round(self, person: Person, now: datetime) -> datetime:
        """Say that a round begins, unless one is open already. Whoever was not seen since then is to be seen on it."""
        if self._ward.off_until is not None:
            return now
        if self._round is not None and person.walks == self._round[0]:
            return now if self._round[0] in self._forgotten else self._round[2]
        if self._round is not None and self._round[0] not in self._forgotten:
            self._say_ended(self._round[0], self._round[1], now)
        number = self._ward.floor.begin_round(person, self._area, now)
        if number is None:
            self._round = None
            return now
        person.walks, self._round, self._began = number, (number, person, now), now
        return now

    def _goes_on_soon(self, now: datetime) -> bool:
        """Called away in the middle of a round: it stays open where he will be back on it in a few minutes."""
        return self._away_until is not None and self._away_until - now < _BREAKS_OFF_AFTER

    def _end_round(self, now: datetime) -> None:
        """The walk is over, or has to be broken off; now and then nobody says so."""
        kept_open = self._open_until is not None and now < self._open_until
        if self._round is None or self._round[0] in self._forgotten or kept_open:
            return
        number, person, _ = self._round
        if self._ward.off_until is not None:
            self._ward.after(now, 5, partial(self._say_ended, number, person))
        elif self._ward.chance(self._ward.habits.leaves_round_open):
            self._forgotten.add(number)
            self._ward.after(now, self._ward.between(_REMEMBERS_S), partial(self._remember, number, person))
        else:
            self._say_ended(number, person, now)

    def _remember(self, number: int, person: Person, now: datetime) -> None:
        """Somebody sees on the board that the round is open still: whoever walked it, or the charge."""
        by = self._ward.charge(now) if self._ward.chance(_CHARGE_ENDS) else person
        self._say_ended(number, person, now, by)

    def _say_ended(self, number: int, person: Person, now: datetime, by: Person | None = None) -> None:
        self._ward.floor.end_round(by or person, number, now)
        self._forgotten.discard(number)
        if person.walks == number:
            person.walks = None
        if self._round is not None and self._round[0] == number:
            self._round = None

    def _steps(self) -> float:
        """Seconds to the next patient; sometimes somebody wants to talk."""
        ward = self._ward
        seconds = ward.between(ward.habits.walk_s)
        return seconds + (ward.between(ward.habits.held_up_s) if ward.chance(ward.habits.held_up) else 0.0)

    def _who(self, now: datetime) -> Person | None:
        """Whom the plan names; without one, the same person all shift, unless needed as an observer meanwhile."""
        shift = self._ward.day.shift(now)
        if self._person is not None and self._person.id in self._ward.world.left_people:
            self._person = None
        named = self._ward.world.people.get(self._ward.planned.rounder(self._area, now) or 0)
        if named is not None and (named is self._person or self._ward.world.free(named, now)) and not named.engaged:
            return named
        if self._person is not None and self._person.shift == shift and not self._person.engaged:
            return self._person
        techs = [one for one in self._ward.on_shift(now, Role.TECH) if self._ward.world.free(one, now)]
        areas = self._ward.world.areas()
        if not techs:
            return self._ward.charge(now)
        return techs[areas.index(self._area) % len(techs)]

    def _pulled_away(self, now: datetime) -> None:
        """An escort, an incident, a door to watch. Mostly somebody covers after a while."""
        ward = self._ward
        seconds = ward.between(ward.habits.pulled_away_s)
        if ward.chance(ward.habits.covered):
            seconds = min(seconds, ward.between(ward.habits.cover_after_s))
        self._away_until = now + timedelta(seconds=seconds)
        ward.after(now, seconds + ward.wait(ward.habits.pulled_away_every_s), self._pulled_away, on_paper=True)

    def _next_handover(self, now: datetime) -> None:
        self._ward.agenda.add(self._ward.day.next_handover(now), self._handover, on_paper=True)

    def _handover(self, now: datetime) -> None:
        """Report is being given: the walk waits, once in a while too long."""
        self._away_until = now + timedelta(seconds=self._ward.between(self._ward.habits.handover_s))
        self._ward.after(now, 120, self._next_handover, on_paper=True)
