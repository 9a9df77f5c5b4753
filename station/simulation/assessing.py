"""Assessments: the violence checklist of everybody in every shift, withdrawal scales of some who are new."""

from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from station.models.enums import AssessmentKind, SetOutcome
from station.rules.assessments import SCALES
from station.rules.permissions import Deed, may
from station.services.assessing import AssessmentEntry
from station.simulation.names import PROVIDERS
from station.simulation.vital_hands import VitalHands
from station.simulation.ward import Ward
from station.simulation.world import Person

_IN_SHIFT_S: Final = (1200.0, 7 * 3600.0)
_LATE: Final = 0.03
_LATE_S: Final = (8 * 3600.0 + 300.0, 9 * 3600.0 + 1800.0)
_ANOTHER_S: Final = (200.0, 900.0)
_ORDERED: Final = 0.12
_ORDER_S: Final = (600.0, 5400.0)
_SOON_S: Final = (120.0, 1500.0)
_BEFORE_S: Final = (60.0, 1500.0)
_AGAIN_S: Final = {AssessmentKind.CIWA: (3600, 14400, 28800), AssessmentKind.COWS: (3600, 14400, 21600, 28800)}
_FROM: Final = {AssessmentKind.CIWA: (19, 10, 0), AssessmentKind.COWS: (25, 13, 5, 0)}


class Assessing:
    """Draws chances of its own."""

    def __init__(self, ward: Ward, seed: str) -> None:
        self._ward = ward
        self._hands = VitalHands(ward.hands)
        self._rng = Random(f"assessing:{seed}")
        self._planned: set[int] = set()

    def begin(self, now: datetime) -> None:
        for stay in sorted(self._ward.world.patients):
            self.look(stay, now)

    def look(self, stay: int, now: datetime) -> None:
        """Somebody is here of whom nobody means to make it yet."""
        if stay not in self._planned:
            self._planned.add(stay)
            self._ward.after(now, self._rng.uniform(300, 5400), partial(self._checklist, stay))

    def admitted(self, stay: int, now: datetime) -> None:
        self.look(stay, now)
        if self._rng.random() < _ORDERED:
            kind = self._rng.choice((AssessmentKind.CIWA, AssessmentKind.COWS))
            self._ward.after(now, self._rng.uniform(*_ORDER_S), partial(self._order, stay, kind))

    def _checklist(self, stay: int, now: datetime) -> None:
        """Made some time in the shift; the next one some time in the next."""
        patient, person = self._ward.patient(stay), self._who(now)
        if patient is None:
            return
        if person is None or patient.away is not None or patient.missing:
            self._ward.after(now, self._rng.uniform(*_ANOTHER_S), partial(self._checklist, stay))
            return
        self._make(stay, AssessmentKind.BVC, person, now)
        begins = self._ward.day.next_handover(now)
        wait = self._rng.uniform(*(_LATE_S if self._rng.random() < _LATE else _IN_SHIFT_S))
        self._ward.agenda.add(begins + timedelta(seconds=wait), partial(self._checklist, stay))

    def _order(self, stay: int, kind: AssessmentKind, now: datetime) -> None:
        patient, person = self._ward.patient(stay), self._who(now, nurse=True)
        if patient is None or person is None or patient.away is not None:
            return
        if self._hands.order_assessment(patient, kind, person, self._rng.choice(PROVIDERS), now):
            self._ward.after(now, self._rng.uniform(*_SOON_S), partial(self._again, stay, kind))

    def _again(self, stay: int, kind: AssessmentKind, now: datetime) -> None:
        patient, person = self._ward.patient(stay), self._who(now, nurse=True)
        if patient is None:
            return
        if person is None or patient.away is not None or patient.missing:
            self._ward.after(now, self._rng.uniform(*_ANOTHER_S), partial(self._again, stay, kind))
            return
        points = self._make(stay, kind, person, now)
        after = next(s for s, least in zip(_AGAIN_S[kind], _FROM[kind], strict=True) if points >= least)
        self._ward.after(now, after - self._rng.uniform(*_BEFORE_S), partial(self._again, stay, kind))

    def _make(self, stay: int, kind: AssessmentKind, person: Person, now: datetime) -> int:
        scale = SCALES[kind]
        share = 0.08 if kind is AssessmentKind.BVC else self._rng.choice((0.1, 0.25, 0.5))
        items = tuple(
            (item.key, self._rng.choice(item.points) if self._rng.random() < share else 0) for item in scale.items
        )
        request = f"{kind.value}-{stay}-{self._rng.getrandbits(64):016x}"
        self._hands.assess(person, AssessmentEntry(request, stay, kind, SetOutcome.WHOLE, items), now)
        return sum(points for _, points in items)

    def _who(self, now: datetime, *, nurse: bool = False) -> Person | None:
        deed = Deed.ANSWER_SCORE if nurse else Deed.ASSESSMENT
        here = [one for one in self._ward.on_shift(now) if may(one.role, deed)]
        free = [one for one in here if nurse or self._ward.world.free(one, now)]
        return self._rng.choice(free) if free else None
