"""Two people, or a person and a sweep, at the same thing at the same moment."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from station.models.enums import Role
from station.services import alerts, policy_signing, reading
from station.services.errors import Refused
from station.simulation.world import Patient, Person
from station.trial.desk import Desk
from station.trial.people import People
from station.trial.plan import Trouble
from station.trial.sight import Sight

Op = tuple[Desk, Callable[[], object]]
_WHAT = ("Day room", "Awake", None)
_ESCALATES = ("5:00", "6:00", "9:00", "12:00")
_REPEATS = ("3:00", "4:00", "5:00", "7:00")
_LEASES = ("2:00", "3:00", "4:00")


class Races:
    """Draws who meets whom."""

    def __init__(self, people: People, sight: Sight, seed: int) -> None:
        self.doubled: list[str] = []
        self._people = people
        self._sight = sight
        self._rng = Random(f"races:{seed}")
        self._by: dict[str, Person] = {}
        """By request: the same entry is of the same person, wherever it is sent from."""
        self._count = 0

    def ops(self, trouble: Trouble, desks: list[Desk]) -> list[Op]:
        """What is done at once; empty when there is nobody to do it with."""
        match trouble:
            case Trouble.RACE_CHECK:
                return self._check(desks)
            case Trouble.RACE_LATE_ENTRY:
                return self._check(desks, ago=self._rng.uniform(60, 400))
            case Trouble.RACE_REQUEST:
                return self._request(desks)
            case Trouble.RACE_ACCEPT:
                return self._accept(desks)
            case _:
                desk = self._rng.choice(desks)
                return [(desk, self._policy(desk))]

    def at_deadline(self, desk: Desk) -> Op | None:
        """A check of the very patient whom a sweep is about to find late."""
        stay = self._sight.next_seen_to()
        patient = None if stay is None else self._people.unit.world.patients.get(stay)
        return None if patient is None else (desk, self._seeing(desk, patient, self._request_id()))

    def _whom(self) -> Patient | None:
        """Whoever is late, or will be next: where a check and a sweep meet."""
        here = [one for one in self._people.unit.world.patients.values() if one.away is None and not one.missing]
        ordered = sorted(here, key=lambda one: (one.late_at(), one.stay))
        return self._rng.choice(ordered[:2]) if ordered else None

    def _check(self, desks: list[Desk], ago: float = 0.0) -> list[Op]:
        patient, desk = self._whom(), self._rng.choice(desks)
        return [] if patient is None else [(desk, self._seeing(desk, patient, self._request_id(), ago))]

    def _seeing(self, desk: Desk, patient: Patient, request: str, ago: float = 0.0) -> Callable[[], object]:
        def act() -> object:
            now = desk.now()
            person = self._by.setdefault(request, self._people.unit.ward.nurse(now))
            observed = None
            if ago:
                since = max(one for one in (patient.here_since, patient.last_seen) if one is not None)
                observed = max(now - timedelta(seconds=ago), min(since, now))
            hands = self._people.second(desk)
            seen = hands.check(patient, person, _WHAT, observed=observed, request=request, now=now)
            if seen is not None and observed is None:
                patient.last_seen = max(patient.last_seen, now)
            return seen

        return act

    def _request(self, desks: list[Desk]) -> list[Op]:
        """The same entry sent from two stations, or twice from one."""
        patient, request = self._whom(), self._request_id()
        if patient is None:
            return []
        two = self._rng.sample(desks, 2) if len(desks) > 1 else desks
        return [(desk, self._seeing(desk, patient, request)) for desk in two]

    def _request_id(self) -> str:
        self._count += 1
        return f"race-{self._rng.getrandbits(48):012x}-{self._count}"

    def _accept(self, desks: list[Desk]) -> list[Op]:
        standing = self._sight.open_alerts()
        if not standing:
            return []
        takers: list[int] = []
        alert = self._rng.choice(standing)
        two = self._rng.sample(desks, 2) if len(desks) > 1 else desks
        return [(desk, self._taking(desk, alert, number, takers)) for number, desk in enumerate(two)]

    def _taking(self, desk: Desk, alert: int, number: int, takers: list[int]) -> Callable[[], object]:
        def act() -> object:
            now = desk.now()
            nurses = self._people.unit.ward.on_shift(now, Role.NURSE, Role.CHARGE_NURSE)
            person = nurses[number % len(nurses)]
            hands = self._people.second(desk)
            try:
                alerts.accept(desk.store, alert, person.id, "on my way", actor=hands.actor(person), now=now)
            except Refused:
                return None
            takers.append(person.id)
            if len(set(takers)) > 1:
                self.doubled.append(f"alert {alert} was given to two people at once")
            self._sight.acknowledge()
            return None

        return act

    def _policy(self, desk: Desk) -> Callable[[], object]:
        """Somebody signs another escalation while alerts stand. No interval changes: the truth knows those only."""
        last, repeat, lease = (self._rng.choice(of) for of in (_ESCALATES, _REPEATS, _LEASES))

        def act() -> object:
            now = desk.now()
            world = self._people.unit.world
            chief = next(one for one in world.people.values() if one.role is Role.ADMINISTRATOR)
            body = reading.read_policy(desk.store).to_json()
            body["alerts"] |= {"repeat_last_step": repeat, "lease_high": lease}
            body["escalation"]["first_check"][-1]["after"] = last
            based_on = reading.read_policy_signature(desk.store).version
            actor = self._people.second(desk).proven(chief, now)
            try:
                policy_signing.sign_policy(desk.store, body, based_on, actor=actor, now=now)
            except Refused:
                return None
            self._sight.acknowledge()
            return None

        return act
