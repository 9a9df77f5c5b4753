"""The hands of the simulated staff for vital signs and assessments: one record, one count of refusals."""

from dataclasses import replace
from datetime import datetime

from station.models.enums import AssessmentKind
from station.services import assessing, scores, vital_orders
from station.services.assessing import AssessmentEntry
from station.services.vitals import VitalEntry
from station.simulation import said
from station.simulation.hands import Hands
from station.simulation.said import VitalsTaken
from station.simulation.world import Patient, Person


class VitalHands:
    """Does what a person decided, as that person."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    def take(self, person: Person, entry: VitalEntry, told: VitalsTaken, now: datetime) -> bool:
        """Record a set; asked about what is unusual, the person says yes."""
        hands, actor = self._hands, self._hands.actor(person)
        pressed = hands.entering.pressed(now)
        one = replace(told, at=pressed, observed=entry.observed_at or pressed)
        done = hands.do(
            lambda: hands.entering.vitals(hands.store, entry, one, person.role, actor=actor, now=pressed)
        )  # fmt: skip
        return hands.told(done, one)

    def answer(self, person: Person, answer: scores.Answer, now: datetime) -> bool:
        hands, actor = self._hands, self._hands.actor(person)
        done = hands.do(lambda: scores.answer_score(hands.store, answer, actor=actor, now=now))
        return hands.told(done, said.Answered(now, answer.stay_id))

    def order(self, person: Person, order: vital_orders.OrderedVitals, every_s: int | None, now: datetime) -> bool:
        hands, actor = self._hands, self._hands.actor(person)
        done = hands.do(lambda: vital_orders.order_vitals(hands.store, order, actor=actor, now=now))
        return hands.told(done, said.VitalsOrdered(now, order.stay_id, every_s))

    def assess(self, person: Person, entry: AssessmentEntry, now: datetime) -> bool:
        hands, actor = self._hands, self._hands.actor(person)
        done = hands.do(lambda: assessing.record_assessment(hands.store, entry, actor=actor, now=now))
        points = sum(each for _, each in entry.items)
        return hands.told(done, said.Assessed(now, entry.stay_id, entry.kind.value, entry.observed_at or now, points))

    def order_assessment(
        self, patient: Patient, kind: AssessmentKind, person: Person, provider: str, now: datetime
    ) -> bool:
        hands, actor = self._hands, self._hands.actor(person)
        done = hands.do(
            lambda: vital_orders.order_assessment(hands.store, patient.stay, kind, provider, actor=actor, now=now)
        )
        return hands.told(done, said.AssessmentOrdered(now, patient.stay, kind.value))
