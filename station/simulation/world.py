"""What the people of the unit know: who lies where, on which level, seen when. Theirs, not Station's."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from station.models.enums import Role

INTERVAL: Final = {
    "Q5": timedelta(minutes=5),
    "Q15": timedelta(minutes=15),
    "Q30": timedelta(minutes=30),
    "Q60": timedelta(minutes=60),
    "LOS": timedelta(minutes=15),
    "1:1": timedelta(minutes=15),
}
CONTINUOUS: Final = ("LOS", "1:1")
FIRST_CHECK: Final = timedelta(minutes=2)
LONG_AGO: Final = timedelta(hours=2)
_AIM: Final = 0.8


@dataclass(slots=True)
class Person:
    """Somebody who works here. `away_until`: not to be had before then (an escort, an incident, a break)."""

    id: int
    name: str
    role: Role
    shift: str
    away_until: datetime | None = None
    holds: int | None = None
    """The stay whose observer this person is."""
    walks: int | None = None
    """The round this person walks."""
    escorts: int | None = None
    """The stay whom this person has off the unit."""
    inspects: bool = False
    """Walks an environmental round."""

    @property
    def engaged(self) -> bool:
        """Has something in hand that nobody does beside something else."""
        return self.holds is not None or self.escorts is not None or self.inspects


@dataclass(slots=True)
class Away:
    """A patient's absence. `expected` None: AWOL, nobody has him."""

    since: datetime
    expected: datetime | None
    custodian: int | None = None
    """Where one of the staff has him."""


@dataclass(slots=True)
class Patient:
    """Somebody treated here, as the staff see him."""

    stay: int
    bed: int
    area: int
    level: str
    level_asleep: str | None
    last_seen: datetime
    target: datetime
    """When whoever rounds means to see him again."""
    asleep: bool = False
    admitted: datetime | None = None
    provider_owed: datetime | None = None
    """When the provider's order is going to be entered; None when none is owed."""
    review_at: datetime | None = None
    """When the provider means to review the order."""
    holder: int | None = None
    held_since: datetime | None = None
    missing: bool = False
    away: Away | None = None
    back: datetime | None = None
    """When he last came back to the unit."""
    staged: bool = False
    """Has a part on the demo's first screen."""
    set_aside: bool = False
    """Left to himself by the rounders (the demo shows what becomes of it)."""

    @property
    def continuous(self) -> bool:
        return self.level in CONTINUOUS

    @property
    def interval(self) -> timedelta:
        return INTERVAL.get(self.level_asleep if self.asleep and self.level_asleep else self.level, INTERVAL["Q15"])

    @property
    def here_since(self) -> datetime | None:
        """Nothing was seen of him here before."""
        return self.back or self.admitted

    def late_at(self) -> datetime:
        """When the staff will have let it come to an alert."""
        if self.away is not None:
            return self.away.expected or self.away.since
        if self.back is not None and self.last_seen < self.back:
            return self.back + FIRST_CHECK
        return self.last_seen + self.interval


@dataclass(frozen=True, slots=True)
class Place:
    """A bed."""

    id: int
    label: str
    area: int


@dataclass(slots=True)
class World:
    """Everybody and every bed."""

    places: dict[int, Place] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    patients: dict[int, Patient] = field(default_factory=dict)
    left_areas: set[int] = field(default_factory=set)
    """Somebody at the desk rounds there: nobody else does."""
    left_people: set[int] = field(default_factory=set)
    """Somebody at the desk works in their names: they do nothing of their own."""
    charge_left_from: datetime | None = None
    """Shifts that begin then or later are planned and handed over at the desk: nobody else does."""

    def is_charge_left(self, starts_at: datetime) -> bool:
        """Of the shift that begins then."""
        return self.charge_left_from is not None and starts_at >= self.charge_left_from

    def areas(self) -> list[int]:
        return sorted({place.area for place in self.places.values()})

    def free_beds(self) -> list[Place]:
        taken = {patient.bed for patient in self.patients.values()}
        return [place for place in self.places.values() if place.id not in taken]

    def in_area(self, area: int) -> Iterator[Patient]:
        return (patient for patient in self.patients.values() if patient.area == area)

    def on_shift(self, shift: str, *roles: Role) -> list[Person]:
        here = [one for one in self.people.values() if one.shift == shift and one.id not in self.left_people]
        return [one for one in here if not roles or one.role in roles]

    def free(self, person: Person, now: datetime) -> bool:
        busy = person.engaged or person.walks is not None or person.id in self.left_people
        return not busy and (person.away_until is None or person.away_until <= now)

    def move(self, patient: Patient, bed: int) -> None:
        patient.bed, patient.area = bed, self.places[bed].area

    def let_go(self, patient: Patient) -> None:
        """Nobody holds him any more."""
        if patient.holder is not None and patient.holder in self.people:
            self.people[patient.holder].holds = None
        patient.holder = patient.held_since = None

    def hold(self, patient: Patient, person: Person, since: datetime) -> None:
        self.let_go(patient)
        patient.holder, patient.held_since = person.id, since
        person.holds = patient.stay

    def leave(self, patient: Patient, away: Away) -> None:
        """He is off the unit with somebody, or with somebody else than before; or AWOL, with nobody."""
        self.let_go(patient)
        self._free_custodian(patient)
        patient.away, patient.missing = away, False
        self.hand_on(patient, away.custodian)

    def hand_on(self, patient: Patient, custodian: int | None) -> None:
        """Somebody else has him off the unit; None: nobody of the staff."""
        self._free_custodian(patient)
        if patient.away is not None:
            patient.away.custodian = custodian
        if custodian is not None and custodian in self.people:
            self.people[custodian].escorts = patient.stay

    def come_back(self, patient: Patient, at: datetime) -> None:
        self._free_custodian(patient)
        patient.away, patient.back = None, at

    def _free_custodian(self, patient: Patient) -> None:
        custodian = None if patient.away is None else self.people.get(patient.away.custodian or 0)
        if custodian is not None and custodian.escorts == patient.stay:
            custodian.escorts = None

    def gone(self, stay: int) -> None:
        patient = self.patients.pop(stay, None)
        if patient is not None:
            self.let_go(patient)
            self._free_custodian(patient)


class _Seen(Protocol):
    @property
    def observed_at(self) -> datetime: ...


class _Observer(Protocol):
    @property
    def staff_id(self) -> int: ...
    @property
    def started_at(self) -> datetime: ...


class _Gone(Protocol):
    @property
    def left_at(self) -> datetime: ...
    @property
    def expected_at(self) -> datetime | None: ...
    @property
    def custodian_id(self) -> int | None: ...


class PatientSeen(Protocol):
    """A patient as the board shows him."""

    @property
    def stay_id(self) -> int: ...
    @property
    def admitted_at(self) -> datetime: ...
    @property
    def level_ordered(self) -> str: ...
    @property
    def level_asleep(self) -> str | None: ...
    @property
    def asleep(self) -> bool: ...
    @property
    def seen(self) -> _Seen | None: ...
    @property
    def observer(self) -> _Observer | None: ...
    @property
    def away(self) -> _Gone | None: ...


class RoundSeen(Protocol):
    """An open round as the board shows it."""

    @property
    def round_id(self) -> int: ...
    @property
    def staff_id(self) -> int: ...


def look_at_rounds(world: World, rounds: Iterable[RoundSeen]) -> None:
    """Who walks a round by the board; nobody else does."""
    walking = {one.staff_id: one.round_id for one in rounds}
    for person in world.people.values():
        person.walks = walking.get(person.id)


def look(world: World, patient: PatientSeen, bed: int, now: datetime) -> bool:
    """Bring what is known of one patient in line with what the board shows. Whether there was news of him."""
    known = world.patients.get(patient.stay_id)
    seen_at = patient.admitted_at if patient.seen is None else patient.seen.observed_at
    news = known is None
    if known is None:
        known = Patient(patient.stay_id, bed, 0, "", None, now - LONG_AGO, now, admitted=patient.admitted_at)
        world.patients[patient.stay_id] = known
    changed = known.level != patient.level_ordered
    known.level, known.level_asleep, known.asleep = patient.level_ordered, patient.level_asleep, patient.asleep
    if changed or seen_at > known.last_seen:
        known.last_seen = max(seen_at, known.last_seen)
        known.target = now if patient.seen is None else known.last_seen + known.interval * _AIM
        news = True
    news = _look_at_absence(world, known, patient.away, now) or news or known.bed != bed
    world.move(known, bed)
    _look_at_observer(world, known, patient.observer)
    return news


def _look_at_absence(world: World, known: Patient, seen: _Gone | None, now: datetime) -> bool:
    """Whether somebody took him off the unit, or brought him back. Who has him since, and until when, is taken over
    into the same absence, so that whoever had plans for it keeps them."""
    if seen is None:
        if known.away is None:
            return False
        world.come_back(known, now)
        known.target = now
        return True
    begun = known.away is None or known.away.since != seen.left_at
    away = Away(seen.left_at, seen.expected_at, seen.custodian_id) if begun or known.away is None else known.away
    away.expected = seen.expected_at
    if begun:
        world.leave(known, away)
    elif away.custodian != seen.custodian_id:
        world.hand_on(known, seen.custodian_id)
    return begun


def _look_at_observer(world: World, known: Patient, observer: _Observer | None) -> None:
    if observer is None:
        world.let_go(known)
    elif known.holder != observer.staff_id and observer.staff_id in world.people:
        world.hold(known, world.people[observer.staff_id], observer.started_at)
