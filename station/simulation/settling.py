"""What is owed once after an admission: mostly done in time, now and then late, refused or not possible."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Final, Protocol

from station.models.enums import ADMISSION_TASKS, DeedOutcome, TaskKind
from station.rules.permissions import Deed, may
from station.services.admission import AdmissionEntry
from station.simulation.ward import Ward
from station.simulation.world import Patient, Person

_IN_TIME_S: Final = {
    TaskKind.BELONGINGS: (600.0, 3300.0),
    TaskKind.FIRST_VITALS: (300.0, 3300.0),
    TaskKind.WEIGHT: (1800.0, 6 * 3600.0),
    TaskKind.ORIENTATION: (3600.0, 20 * 3600.0),
}
_LATE_S: Final = {
    TaskKind.BELONGINGS: (3600.0, 6600.0),
    TaskKind.FIRST_VITALS: (3600.0, 8400.0),
    TaskKind.WEIGHT: (86400.0, 104400.0),
    TaskKind.ORIENTATION: (86400.0, 104400.0),
}
_LATE: Final = 0.06
_REFUSED: Final = 0.05
_NOT_POSSIBLE: Final = 0.01
_ASKED_AGAIN_S: Final = (5400.0, 7000.0)
_FOUND: Final = (
    ("Mobile phone", "Locker 12"),
    ("Belt", "Locker 12"),
    ("Wallet, 42.00 in notes", "Safe"),
    ("Shoe laces", "Locker 12"),
    ("House keys", "Locker 12"),
    ("Razor", "Sharps cupboard"),
)


class Owed(Protocol):
    """One thing the board says is owed."""

    @property
    def kind(self) -> TaskKind: ...


class OnTheBoard(Protocol):
    """A patient as the board shows him."""

    @property
    def stay_id(self) -> int: ...
    @property
    def owed(self) -> Sequence[Owed]: ...


class TakesVitals(Protocol):
    """Takes a set, or has it refused."""

    def __call__(self, patient: Patient, person: Person, now: datetime, *, refused: bool = False) -> None: ...


class Settling:
    """Sees to new patients. Draws chances of its own, so that nothing else on the unit falls out otherwise."""

    def __init__(self, ward: Ward, seed: str, take: TakesVitals) -> None:
        self._ward = ward
        self._take = take
        self._rng = Random(f"settling:{seed}")
        self._planned: set[tuple[int, TaskKind]] = set()
        self._not_before: dict[tuple[int, TaskKind], datetime] = {}

    def admitted(self, patient: Patient, admitted_at: datetime, now: datetime) -> None:
        """Plan what is owed of him. What was due before he was entered is seen to soon, or long done elsewhere."""
        for kind in ADMISSION_TASKS:
            spans = _LATE_S if self._rng.random() < _LATE else _IN_TIME_S
            at = max(admitted_at + timedelta(seconds=self._rng.uniform(*spans[kind])), now + self._soon())
            self._plan(patient.stay, kind, at)

    def look(self, patient: OnTheBoard, now: datetime) -> None:
        """What the board shows as owed and nobody means to do yet, of somebody a person at the desk admitted."""
        for owed in patient.owed:
            if owed.kind in ADMISSION_TASKS and (patient.stay_id, owed.kind) not in self._planned:
                self._plan(patient.stay_id, owed.kind, now + self._soon())

    def leave_until(self, stay: int, kind: TaskKind, at: datetime) -> None:
        """Nobody sees to it before."""
        self._not_before[stay, kind] = at

    def forget(self) -> None:
        """Every plan was dropped."""
        self._planned.clear()

    def _plan(self, stay: int, kind: TaskKind, at: datetime) -> None:
        self._planned.add((stay, kind))
        self._ward.agenda.add(at, partial(self._see_to, stay, kind))

    def _soon(self) -> timedelta:
        return timedelta(seconds=self._rng.uniform(60, 900))

    def _see_to(self, stay: int, kind: TaskKind, now: datetime) -> None:
        patient = self._ward.patient(stay)
        later = self._not_before.pop((stay, kind), now)
        people = self._who(now)
        if patient is None:
            return
        if later > now:
            self._ward.agenda.add(later, partial(self._see_to, stay, kind))
            return
        if len(people) < 2 or patient.away is not None or self._ward.off_until is not None:
            self._ward.agenda.add(now + self._soon(), partial(self._see_to, stay, kind))
            return
        chance = self._rng.random()
        if chance < _REFUSED:
            self._refuse(patient, kind, people[0], now)
            again = now + timedelta(seconds=self._rng.uniform(*_ASKED_AGAIN_S))
            self._ward.agenda.add(again, partial(self._see_to, stay, kind))
        elif chance < _REFUSED + _NOT_POSSIBLE:
            entry = self._entry(stay, kind, DeedOutcome.NOT_POSSIBLE, note="asleep, then moved to another ward")
            self._ward.hands.admission(patient, people[0], entry, now)
        else:
            self._do(patient, kind, people, now)

    def _refuse(self, patient: Patient, kind: TaskKind, person: Person, now: datetime) -> None:
        if kind is TaskKind.FIRST_VITALS:
            self._take(patient, person, now, refused=True)
        else:
            self._ward.hands.admission(patient, person, self._entry(patient.stay, kind, DeedOutcome.REFUSED), now)

    def _do(self, patient: Patient, kind: TaskKind, people: list[Person], now: datetime) -> None:
        if kind is TaskKind.FIRST_VITALS:
            self._take(patient, people[0], now)
            return
        searched = kind is TaskKind.BELONGINGS
        found = tuple(one for one in _FOUND if self._rng.random() < 0.5) if searched else ()
        entry = self._entry(
            patient.stay,
            kind,
            DeedOutcome.DONE,
            second_id=people[1].id if searched else None,
            items=found,
            nothing_found=searched and not found,
            weight_kg=round(self._rng.uniform(48, 118), 1) if kind is TaskKind.WEIGHT else None,
        )
        self._ward.hands.admission(patient, people[0], entry, now)

    def _entry(self, stay: int, kind: TaskKind, outcome: DeedOutcome, **more: object) -> AdmissionEntry:
        request = f"settling-{stay}-{kind.value}-{self._rng.getrandbits(64):016x}"
        return AdmissionEntry(request, stay, kind, outcome, **more)  # type: ignore[arg-type]  # fields of the entry

    def _who(self, now: datetime) -> list[Person]:
        """Two who work this shift; the floor's people only."""
        here = self._ward.on_shift(now)
        people = [one for one in here if may(one.role, Deed.ADMISSION_TASK) and self._ward.world.free(one, now)]
        return self._rng.sample(people, min(2, len(people)))
