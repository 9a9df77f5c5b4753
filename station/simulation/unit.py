"""The unit that lives: its people are hired, its patients admitted, and from then on each follows his habits."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Final

from station.services import Actor, Store, reading, setup
from station.simulation.charge import Charge
from station.simulation.habits import Day, Habits
from station.simulation.hands import Hands
from station.simulation.layout import area_sizes, plan_unit
from station.simulation.moving import Moving
from station.simulation.observing import Observing
from station.simulation.ordering import Ordering
from station.simulation.people import PatientMaker, plan_staff
from station.simulation.rounds import Rounder
from station.simulation.said import Record
from station.simulation.visits import Visits
from station.simulation.ward import Ward
from station.simulation.world import CONTINUOUS, Patient, Person, Place, World, look

SIGNED_BY: Final = "Simulated policy"


class Unit:
    """A simulated unit on a store. Nothing happens but in `found`, `open` and `run_until`, each at a given time."""

    def __init__(
        self, store: Store, *, beds: int, seed: int, station: str = "Desk 1", habits: Habits | None = None
    ) -> None:
        self.record = Record()
        self.world = World()
        self._beds = beds
        self._rng = Random(f"station:{seed}:{beds}")
        self._hands = Hands(store, self.record, self._rng, station=station)
        self._station = station
        self._shifts: dict[str, str] = {}

        day = Day()
        maker = PatientMaker(self._rng, datetime(2026, 1, 1).date())  # noqa: DTZ001 - only ages hang on it
        self._ward = Ward(self.world, self._hands, self._rng, maker, day, habits or Habits())
        visits = Visits(self._ward)
        self._observing = Observing(self._ward, visits)
        self._ordering = Ordering(self._ward, self._observing)
        self._visits = visits
        self._rounders: dict[int, Rounder] = {}
        self._moving = Moving(self._ward, self._ordering, keep_empty=1 if beds < 20 else 2)
        self._ward.noticed = self._noticed
        self._charge = Charge(self._ward, self._hurry)

    @property
    def ward(self) -> Ward:
        return self._ward

    @property
    def hands(self) -> Hands:
        return self._hands

    def found(self, now: datetime, *, is_demo: bool = False, here_for: timedelta = timedelta(0)) -> None:
        """Set the unit up in an empty database and begin to live. `here_for`: the longest that anyone has been here."""
        system = Actor(staff_id=None, name="Simulation", station=self._station)
        store = self._hands.store
        plan = plan_unit(self._beds, self._rng, is_demo=is_demo)
        setup.create_unit(store, plan, signed_by=SIGNED_BY, actor=system, now=now)
        for one in plan_staff(len(area_sizes(self._beds)), self._rng):
            setup.add_staff(store, one.name, one.role, actor=system, now=now)
            self._shifts[one.name] = one.shift
        self._learn(now)
        self._admit_all(now, here_for)
        self._begin(now)

    def _learn(self, now: datetime) -> None:
        """Who works here and where the beds are."""
        for row in reading.read_staff(self._hands.store):
            shift = self._shifts.get(row.name, "Day")
            self.world.people[row.id] = Person(row.id, row.name, row.role, shift)
        for bed in reading.read_board(self._hands.store, now).beds:
            self.world.places[bed.bed_id] = Place(bed.bed_id, bed.label, bed.area_id)
        for area in self.world.areas():
            self._rounders[area] = Rounder(self._ward, self._visits, area)

    def _admit_all(self, now: datetime, here_for: timedelta) -> None:
        """Fill the beds but one or two, and put one or two patients on a continuous level."""
        places = list(self.world.places.values())
        empty = set(self._rng.sample(range(len(places)), 1 if len(places) < 20 else 2))
        taken = [place for number, place in enumerate(places) if number not in empty]
        closely = self._rng.sample(range(len(taken)), 1 if len(taken) < 16 else 2)
        for number, place in enumerate(taken):
            level = CONTINUOUS[closely.index(number)] if number in closely else None
            self._moving.admit(place, now, level=level, admitted=now - here_for * self._rng.random())

    def _begin(self, now: datetime) -> None:
        for rounder in self._rounders.values():
            rounder.begin(now)
        for each in (self._observing, self._ordering, self._moving, self._charge):
            each.begin(now)

    def next_at(self) -> datetime | None:
        """When somebody will do something next."""
        return self._ward.agenda.next_at()

    def run_until(self, until: datetime) -> None:
        """Everything planned up to and including `until` happens, each at its own time."""
        while (plan := self._ward.agenda.pop_due(until)) is not None:
            plan.deed(plan.at)

    def run_off(self, off: datetime, on: datetime) -> None:
        """Station is off from `off` to `on`: people go on walking and write on paper, all else waits."""
        self._ward.off_until = on
        self.record.outages.append((off, on))
        while (plan := self._ward.agenda.pop_due(on)) is not None:
            if plan.on_paper:
                plan.deed(plan.at)
            else:
                self._ward.after(on, self._rng.uniform(0.5, 40), plan.deed)
        self._ward.off_until = None

    def reopened(self, store: Store) -> None:
        """Station was restarted: its hands now reach this store."""
        self._hands.store = store

    def look_at_board(self, now: datetime) -> None:
        """Learn from the board what others did: moves, levels, checks, who holds whom."""
        board = reading.read_board(self._hands.store, now)
        here = [(bed.bed_id, bed.patient) for bed in board.beds if bed.patient is not None]
        self._forget_others({patient.stay_id for _, patient in here})
        for bed_id, patient in here:
            look(self.world, patient, bed_id, now)

    def _forget_others(self, here: Iterable[int]) -> None:
        for stay in set(self.world.patients) - set(here):
            self.world.gone(stay)

    def _noticed(self, patient: Patient, now: datetime) -> None:
        """Somebody came, moved, was raised or let go: whoever rounds there thinks again."""
        rounder = self._rounders.get(patient.area)
        if rounder is not None:
            rounder.look_again(now)

    def _hurry(self, area: int, now: datetime) -> None:
        if area in self._rounders:
            self._rounders[area].hurry(now)
