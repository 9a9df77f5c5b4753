"""The unit that lives: its people are hired, its patients admitted, and from then on each follows his habits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from station.rules.policy import Policy
from station.services import Actor, Store, qualifications, reading, setup
from station.services.handover_planning import ABOUT, plan_handover
from station.simulation.assessing import Assessing
from station.simulation.charge import Charge
from station.simulation.escorting import Escorting
from station.simulation.explaining import Explaining
from station.simulation.floor_hands import FloorHands
from station.simulation.habits import Day, Habits
from station.simulation.handing_over import HandingOver
from station.simulation.hands import Hands
from station.simulation.inspecting import CHECKLIST, Inspecting
from station.simulation.layout import ZONE, area_sizes, plan_unit
from station.simulation.mending import Mending
from station.simulation.moving import Moving
from station.simulation.observing import Observing
from station.simulation.ordering import Ordering
from station.simulation.people import PatientMaker, StaffPlan, plan_staff, plan_training
from station.simulation.planning import Planning
from station.simulation.rounds import Rounder
from station.simulation.said import EnvironmentOwed, HandoverOwed, Record
from station.simulation.settling import Settling
from station.simulation.visits import Visits
from station.simulation.vital_taking import Taking
from station.simulation.ward import Ward
from station.simulation.world import CONTINUOUS, Patient, Person, Place, World, look, look_at_rounds

SIGNED_BY: Final = "Simulated policy"
_BORN_BEFORE: Final = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Everybody's habits at work."""

    rounders: dict[int, Rounder]
    observing: Observing
    ordering: Ordering
    moving: Moving
    charge: Charge
    escorting: Escorting
    mending: Mending
    inspecting: Inspecting
    planning: Planning
    handing_over: HandingOver
    explaining: Explaining

    def begin(self, now: datetime) -> None:
        for rounder in self.rounders.values():
            rounder.begin(now)
        for each in (self.observing, self.ordering, self.moving, self.charge):
            each.begin(now)
        for one in (
            self.escorting, self.mending, self.inspecting, self.planning, self.handing_over, self.explaining,
        ):  # fmt: skip
            one.begin(now)


class Unit:
    """A simulated unit on a store. Nothing happens but when it is told to live until a given time."""

    def __init__(
        self,
        store: Store,
        *,
        beds: int,
        seed: int,
        station: str = "Desk 1",
        zone: str = ZONE,
        habits: Habits | None = None,
    ) -> None:
        self.record = Record()
        self.world = World()
        self._beds = beds
        self._zone = zone
        self._station = station
        self._rng = Random(f"station:{seed}:{beds}")
        self.hands = Hands(store, self.record, self._rng, station=station)
        maker = PatientMaker(self._rng, _BORN_BEFORE)
        floor = FloorHands(self.hands)
        self.ward = Ward(self.world, self.hands, self._rng, maker, Day(zone), habits or Habits(), floor)
        self.ward.noticed = self._noticed
        self.visits = Visits(self.ward)
        self._seed = self._own = f"{seed}:{beds}"
        self._beginnings = 0
        self.taking, self.assessing = Taking(self.ward, self._own), Assessing(self.ward, self._own)
        self.settling = Settling(self.ward, self._own, self._take_first)
        self.behaviour = self._behave()

    def _settle(self, patient: Patient, admitted_at: datetime, now: datetime) -> None:
        """Somebody is new."""
        self.settling.admitted(patient, admitted_at, now)
        self.taking.look(patient.stay, now)
        self.assessing.admitted(patient.stay, now)

    def _take_first(self, patient: Patient, person: Person, now: datetime, *, refused: bool = False) -> None:
        self.taking.first(patient, person, now, refused=refused)

    def _behave(self) -> Behaviour:
        observing = Observing(self.ward, self.visits)
        ordering = Ordering(self.ward, observing)
        mending = Mending(self.ward, self._own)
        return Behaviour(
            rounders={area: Rounder(self.ward, self.visits, area) for area in self.world.areas()},
            observing=observing,
            ordering=ordering,
            moving=Moving(self.ward, ordering, self._settle, keep_empty=self._keep_empty()),
            charge=Charge(self.ward, self.hurry),
            escorting=Escorting(self.ward, observing, self.visits, self._own),
            mending=mending,
            inspecting=Inspecting(self.ward, mending, self._own),
            planning=Planning(self.ward, self._own),
            handing_over=HandingOver(self.ward, self._own),
            explaining=Explaining(self.ward, self._own),
        )

    def _keep_empty(self) -> int:
        return 1 if self._beds < 20 else 2

    def found(
        self, now: datetime, *, is_demo: bool = False, here_for: timedelta = timedelta(0), policy: Policy | None = None
    ) -> None:
        """Set the unit up in an empty database and begin to live. `here_for`: the longest that anyone has been here.

        The truth knows the default policy only: a unit with another (`policy`) is not judged.
        """
        system = Actor(staff_id=None, name="Simulation", station=self._station)
        plan = plan_unit(self._beds, self._rng, zone=self._zone, is_demo=is_demo)
        setup.create_unit(self.hands.store, plan, signed_by=SIGNED_BY, actor=system, now=now, policy=policy)
        for area in sorted({bed.area_id for bed in reading.read_board(self.hands.store, now).beds}):
            self.record.add(EnvironmentOwed(now, f"area:{area}:{CHECKLIST}", self._zone))
        plan_handover(self.hands.store, actor=system, now=now)
        self.record.add(HandoverOwed(now, ABOUT, self._zone))
        people = plan_staff(len(area_sizes(self._beds)), self._rng)
        for one in people:
            setup.add_staff(self.hands.store, one.name, one.role, actor=system, now=now)
        self._learn({one.name: one.shift for one in people}, now)
        self._train(people, system, now)
        self.behaviour = self._behave()
        self._admit_all(now, here_for)
        self.behaviour.begin(now)
        self._begin_vitals(now)

    def _begin_vitals(self, now: datetime) -> None:
        self.taking.begin(now)
        self.assessing.begin(now)

    def _learn(self, shifts: dict[str, str], now: datetime) -> None:
        """Who works here and where the beds are."""
        for row in reading.read_staff(self.hands.store):
            self.world.people[row.id] = Person(row.id, row.name, row.role, shifts[row.name])
        for bed in reading.read_board(self.hands.store, now).beds:
            self.world.places[bed.bed_id] = Place(bed.bed_id, bed.label, bed.area_id)

    def _train(self, people: Sequence[StaffPlan], system: Actor, now: datetime) -> None:
        """Everybody's cards are put on record."""
        store, ids = self.hands.store, {one.name: one.id for one in self.world.people.values()}
        required = reading.read_policy(store).qualifications.required
        today = now.astimezone(ZoneInfo(self._zone)).date()
        for card in plan_training(people, required, Random(f"training:{self._own}"), today):
            qualifications.set_qualification(
                store, ids[card.name], card.code, card.expires_on, actor=system, now=now
            )  # fmt: skip

    def _admit_all(self, now: datetime, here_for: timedelta) -> None:
        """Fill the beds but one or two, and put one or two patients on a continuous level."""
        places = list(self.world.places.values())
        empty = set(self._rng.sample(range(len(places)), self._keep_empty()))
        taken = [place for number, place in enumerate(places) if number not in empty]
        closely = self._rng.sample(range(len(taken)), 1 if len(taken) < 16 else 2)
        for number, place in enumerate(taken):
            level = CONTINUOUS[closely.index(number)] if number in closely else None
            since = now - here_for * self._rng.random()
            self.behaviour.moving.admit(place, now, level=level, admitted=since)

    def next_at(self) -> datetime | None:
        """When somebody will do something next."""
        return self.ward.agenda.next_at()

    def run_until(self, until: datetime) -> None:
        """Everything planned up to and including `until` happens, each at its own time."""
        while (plan := self.ward.agenda.pop_due(until)) is not None:
            plan.deed(plan.at)

    def run_off(self, off: datetime, on: datetime) -> None:
        """Station is off from `off` to `on`: people go on walking and write on paper, all else waits."""
        self.ward.off_until = on
        self.record.outages.append((off, on))
        while (plan := self.ward.agenda.pop_due(on)) is not None:
            if plan.on_paper:
                plan.deed(plan.at)
            else:
                self.ward.after(on, self._rng.uniform(0.5, 40), plan.deed)
        self.ward.off_until = None

    def reopened(self, store: Store) -> None:
        """Station was restarted: its hands now reach this store."""
        self.hands.store = store

    def begin_again(self, now: datetime) -> None:
        """Drop every plan, look at the board and go on from there (after a fault has cut a chain of plans)."""
        self._beginnings += 1
        self._own = f"{self._seed}:{self._beginnings}"  # else the same entries would be sent again, and be taken once
        self.ward.agenda.clear()
        self.settling.forget()
        self._forget_parts()
        self.behaviour = self._behave()
        self.look_at_board(now)
        self._end_own_rounds(now)
        self.taking, self.assessing = Taking(self.ward, self._own), Assessing(self.ward, self._own)
        self.behaviour.begin(now)
        self._begin_vitals(now)

    def _forget_parts(self) -> None:
        """Nobody is left to himself for a first screen any more: the plan to go to him is dropped with the others."""
        for patient in self.world.patients.values():
            patient.set_aside = patient.staged = False

    def _end_own_rounds(self, now: datetime) -> None:
        """Whoever was on his way does not know any more how far he came; a round of a person at the desk is his."""
        for person in self.world.people.values():
            person.inspects = False
            if person.walks in self.ward.floor.begun and self.ward.floor.end_round(person, person.walks, now):
                person.walks = None

    def leave(self, area: int, people: Iterable[int], now: datetime) -> None:
        """From now on somebody at the desk rounds this area, brings back whom he took off it, and works in the names
        of these people. What else happens to the patients there goes on happening."""
        self.world.left_areas.add(area)
        self.world.left_people.update(people)
        self.behaviour.rounders[area].leave(now)

    def leave_charge(self, people: Iterable[int], starts_at: datetime) -> None:
        """From now on somebody at the desk works in the names of these people, and plans and hands over the shift
        that begins then and those after it. All areas are rounded as before."""
        self.world.left_people.update(people)
        self.world.charge_left_from = starts_at

    def look_at_board(self, now: datetime) -> None:
        """Learn from the board what others did: moves, levels, checks, who holds whom."""
        board = reading.read_board(self.hands.store, now)
        look_at_rounds(self.world, board.rounds)
        self.behaviour.mending.look(board.hazards, now)
        here = [(bed.bed_id, bed.patient) for bed in board.beds if bed.patient is not None]
        self._forget_others({patient.stay_id for _, patient in here})
        for bed_id, patient in here:
            if look(self.world, patient, bed_id, now):
                self._noticed(self.world.patients[patient.stay_id], now)
            self.behaviour.escorting.noticed(self.world.patients[patient.stay_id], now)
            self.settling.look(patient, now)
            self.taking.look(patient.stay_id, now)
            self.assessing.look(patient.stay_id, now)

    def _forget_others(self, here: Iterable[int]) -> None:
        for stay in set(self.world.patients) - set(here):
            self.world.gone(stay)

    def _noticed(self, patient: Patient, now: datetime) -> None:
        """Somebody came, moved, was raised or let go: whoever rounds there thinks again."""
        rounder = self.behaviour.rounders.get(patient.area)
        if rounder is not None:
            rounder.look_again(now)

    def hurry(self, area: int, now: datetime) -> None:
        """Somebody is sent to walk this area now."""
        if area in self.behaviour.rounders:
            self.behaviour.rounders[area].hurry(now)
