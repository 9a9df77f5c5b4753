"""What every behaviour works with: the people's knowledge, their hands, their day, their chances and their plans."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from station.models.enums import Role
from station.simulation.agenda import Agenda, Deed
from station.simulation.floor_hands import FloorHands
from station.simulation.habits import Day, Habits
from station.simulation.hands import Hands
from station.simulation.people import PatientMaker
from station.simulation.planned import Planned
from station.simulation.world import Patient, Person, World

NURSES = (Role.NURSE, Role.CHARGE_NURSE)
CHARGES = (Role.CHARGE_TECH, Role.CHARGE_NURSE)


def _nobody(_patient: Patient, _now: datetime) -> None:
    return None


@dataclass(slots=True)
class Ward:
    """The unit as its people live in it."""

    world: World
    hands: Hands
    rng: Random
    maker: PatientMaker
    day: Day
    habits: Habits
    floor: FloorHands
    agenda: Agenda = field(default_factory=Agenda)
    planned: Planned = field(default_factory=Planned)
    noticed: Callable[[Patient, datetime], None] = _nobody
    """Told when a patient came, moved, was raised or let go."""
    off_until: datetime | None = None
    """Station is off until then: what is done goes on paper. None: it runs."""
    keeps: bool = False
    """While the record is off: whoever sees a patient can enter it all the same, at a desk that keeps it."""

    def after(self, now: datetime, seconds: float, deed: Deed, *, on_paper: bool = False) -> None:
        """Plan a deed `seconds` from now."""
        self.agenda.add(now + timedelta(seconds=max(0.0, seconds)), deed, on_paper=on_paper)

    def between(self, span: tuple[float, float]) -> float:
        return self.rng.uniform(*span)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def wait(self, mean_s: float) -> float:
        """Seconds until something that comes on average every `mean_s`."""
        return self.rng.expovariate(1 / mean_s)

    def patient(self, stay: int) -> Patient | None:
        return self.world.patients.get(stay)

    def pick(self, people: Sequence[Person]) -> Person | None:
        return self.rng.choice(people) if people else None

    def on_shift(self, now: datetime, *roles: Role) -> list[Person]:
        return self.world.on_shift(self.day.shift(now), *roles)

    def nurse(self, now: datetime) -> Person:
        """A nurse of this shift; whoever is here if there is none."""
        nurses = self.on_shift(now, *NURSES) or list(self.world.people.values())
        return self.rng.choice(nurses)

    def charge(self, now: datetime) -> Person:
        charges = self.on_shift(now, *CHARGES) or list(self.world.people.values())
        return charges[0]

    def free_techs(self, now: datetime, but: Sequence[int] = ()) -> list[Person]:
        """Technicians of this shift who hold nobody and are to be had."""
        techs = self.on_shift(now, Role.TECH)
        return [one for one in techs if one.id not in but and self.world.free(one, now)]

    def observer_for(self, patient: Patient, now: datetime, but: Sequence[int] = ()) -> Person | None:
        """Whom the plan names for him, if that one is to be had; else anybody who is."""
        anybody = self.pick(self.free_techs(now, but))
        named = self.world.people.get(self.planned.observer(patient.stay, now) or 0)
        if named is not None and named.id not in but and self.world.free(named, now):
            return named
        return anybody

    def aim(self, patient: Patient, now: datetime) -> None:
        """When to see him next: inside the interval, never quite alike."""
        middle = self.habits.aim_night if self.day.night(now) else self.habits.aim_day
        if patient.level == "Q5":
            middle -= 0.1
        share = min(0.97, max(0.5, self.rng.gauss(middle, self.habits.aim_scatter)))
        patient.target = patient.last_seen + patient.interval * share
