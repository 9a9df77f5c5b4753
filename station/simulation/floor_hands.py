"""The hands of the simulated staff on the floor: rounds, patients off the unit, rooms and what is wrong in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from station.models.enums import FindingOutcome
from station.services import absences, environment, environment_reading, handover, hazards, rounds
from station.services.errors import NeedsConfirmation, Refused
from station.services.events import Event, RoundsChanged
from station.services.handover_planning import ABOUT
from station.services.handover_reading import read_handover
from station.services.handover_sheet import HandoverSheet
from station.services.hazards import NewHazard
from station.simulation import said
from station.simulation.hands import Hands
from station.simulation.world import Patient, Person


@dataclass(frozen=True, slots=True)
class Inspection:
    """An environmental round that is open: what is left to say on it, room by room."""

    number: int
    area: int
    checklist: str
    left: tuple[tuple[int, tuple[str, ...]], ...]
    """(room, the things in it of which nothing has been said yet)."""
    looked: bool
    """At something, up to now."""


class FloorHands:
    """Does what a person decided, as that person, through the same hands: one record, one count of refusals."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self.begun: set[int] = set()
        """Rounds begun by these hands."""

    def begin_round(self, person: Person, area: int, now: datetime) -> int | None:
        """Begin to walk an area, also where somebody else does. The round's number; None when it was refused."""
        hands, actor = self._hands, self._hands.actor(person)

        def act() -> list[Event]:
            try:
                return rounds.start_round(hands.store, area, actor=actor, now=now)
            except NeedsConfirmation:
                return rounds.start_round(hands.store, area, confirmed=True, actor=actor, now=now)

        number = next((one.begun for one in _of_rounds(hands.do(act)) if one.begun is not None), None)
        if number is not None:
            self.begun.add(number)
            hands.record.add(said.RoundBegun(now, f"round:{number}"))
        return number

    def end_round(self, person: Person, number: int, now: datetime) -> bool:
        """End a round; asked about those not seen, the person says yes."""
        hands, actor = self._hands, self._hands.actor(person)

        def act() -> list[Event]:
            try:
                return rounds.end_round(hands.store, number, actor=actor, now=now)
            except NeedsConfirmation:
                return rounds.end_round(hands.store, number, confirmed=True, actor=actor, now=now)

        return hands.told(hands.do(act), said.RoundEnded(now, f"round:{number}"))

    def leave(self, person: Person, leaving: absences.Leaving, now: datetime) -> bool:
        hands, actor = self._hands, self._hands.actor(person)
        done = hands.do(lambda: absences.leave_unit(hands.store, leaving, actor=actor, now=now))
        return hands.told(done, said.Left(now, leaving.stay_id, leaving.expected_at))

    def hand_on(self, patient: Patient, person: Person, to: str, to_id: int | None, now: datetime) -> bool:
        """Somebody else has him off the unit; that changes nothing of what is owed."""
        hands, actor, request = self._hands, self._hands.actor(person), self._hands.new_request()
        done = hands.do(
            lambda: absences.hand_on(hands.store, request, patient.stay, to, custodian_id=to_id, actor=actor, now=now)
        )
        return done is not None

    def expect(self, patient: Patient, person: Person, at: datetime, why: str, now: datetime) -> bool:
        hands, actor, request = self._hands, self._hands.actor(person), self._hands.new_request()
        done = hands.do(lambda: absences.expect_at(hands.store, request, patient.stay, at, why, actor=actor, now=now))
        return hands.told(done, said.Expected(now, patient.stay, at))

    def report_awol(self, patient: Patient, person: Person, place: str, noticed: datetime, now: datetime) -> bool:
        hands, actor = self._hands, self._hands.actor(person)
        awol = absences.Awol(hands.new_request(), patient.stay, place, noticed)
        done = hands.do(lambda: absences.report_awol(hands.store, awol, actor=actor, now=now))
        return hands.told(done, said.Gone(now, patient.stay, noticed))

    def tell(self, patient: Patient, person: Person, who: str, words: str, now: datetime) -> bool:
        """Somebody outside is told that he is gone."""
        hands, actor, request = self._hands, self._hands.actor(person), self._hands.new_request()
        done = hands.do(lambda: absences.tell(hands.store, request, patient.stay, who, words, actor=actor, now=now))
        return done is not None

    def come_back(self, patient: Patient, person: Person, at: datetime, now: datetime) -> bool:
        """He is back on the unit since `at`."""
        hands, actor, request = self._hands, self._hands.actor(person), self._hands.new_request()
        done = hands.do(lambda: absences.come_back(hands.store, request, patient.stay, at=at, actor=actor, now=now))
        return hands.told(done, said.Back(now, patient.stay, at))

    def begin_inspection(self, person: Person, area: int, checklist: str, now: datetime) -> Inspection | None:
        """Begin a walk with a checklist, or go on with the open one."""
        hands, actor = self._hands, self._hands.actor(person)
        done = hands.do(
            lambda: environment.start_environmental_round(hands.store, area, checklist, actor=actor, now=now)
        )
        return None if done is None else self.inspection(area, checklist)

    def inspection(self, area: int, checklist: str) -> Inspection | None:
        """The open one of this area."""
        for row in environment_reading.read_environmental_rounds(self._hands.store):
            if (row.area_id, row.checklist) != (area, checklist) or row.started_at is None or row.ended_at is not None:
                continue
            said_of = {(one.room_id, one.item) for one in row.findings}
            left = [
                (room.room_id, tuple(item.key for item in row.items if (room.room_id, item.key) not in said_of))
                for room in row.rooms
            ]
            looked = any(one.outcome is not FindingOutcome.NOT_CHECKED for one in row.findings)
            return Inspection(row.round_id, area, checklist, tuple(one for one in left if one[1]), looked)
        return None

    def finding(self, person: Person, found: environment.Found, now: datetime) -> int | None:
        """Say what one thing is like. Fine cannot be said of a hazard that still stands: then it is said to be one.

        The number of a hazard that is new.
        """
        hands, actor = self._hands, self._hands.actor(person)

        def act() -> list[Event]:
            try:
                return environment.record_finding(hands.store, found, actor=actor, now=now)
            except Refused:
                if found.outcome is not FindingOutcome.FINE:
                    raise
                stands = environment.Found(
                    found.request_id, found.round_id, found.room_id, found.item, FindingOutcome.HAZARD
                )
                return environment.record_finding(hands.store, stands, actor=actor, now=now)

        return self._found(hands.do(act), found.hazard, now)

    def end_inspection(self, person: Person, walk: Inspection, *, looked: bool, now: datetime) -> bool:
        hands, actor = self._hands, self._hands.actor(person)
        done = hands.do(lambda: environment.end_environmental_round(hands.store, walk.number, actor=actor, now=now))
        return hands.told(done, said.EnvironmentWalked(now, f"area:{walk.area}:{walk.checklist}", looked))

    def report(self, person: Person, hazard: NewHazard, now: datetime) -> int | None:
        """Report a hazard found apart from any round; its number."""
        hands, actor = self._hands, self._hands.actor(person)
        done = hands.do(lambda: hazards.report_hazard(hands.store, hazard, actor=actor, now=now))
        return self._found(done, hazard, now)

    def _found(self, done: Sequence[Event] | None, hazard: NewHazard | None, now: datetime) -> int | None:
        """The number Station gave it."""
        number = next((one.found for one in _of_rounds(done) if one.found is not None), None)
        if number is not None and hazard is not None:
            self._hands.record.add(said.HazardFound(now, f"hazard:{number}", hazard.severity))
        return number

    def give(self, hazard: int, person: Person, owner: str, now: datetime) -> bool:
        hands, actor = self._hands, self._hands.actor(person)
        return hands.do(lambda: hazards.give_hazard(hands.store, hazard, owner, actor=actor, now=now)) is not None

    def fix(self, hazard: int, person: Person, how: str, now: datetime) -> bool:
        """Said to be fixed; it stays owed until another person has looked."""
        hands, actor = self._hands, self._hands.actor(person)
        return hands.do(lambda: hazards.fix_hazard(hands.store, hazard, how, actor=actor, now=now)) is not None

    def verify(self, hazard: int, person: Person, note: str, *, is_fixed: bool, now: datetime) -> bool:
        hands, actor = self._hands, self._hands.actor(person)
        done = hands.do(
            lambda: hazards.verify_hazard(hands.store, hazard, note, is_fixed=is_fixed, actor=actor, now=now)
        )
        if is_fixed:
            return hands.told(done, said.HazardVerified(now, f"hazard:{hazard}"))
        return done is not None

    def handover(self, now: datetime) -> HandoverSheet:
        """The page of the shift that is to be handed over, as everybody reads it."""
        return read_handover(self._hands.store, now)

    def sign_outgoing(self, person: Person, sheet: HandoverSheet, now: datetime) -> bool:
        hands, actor, starts_at = self._hands, self._hands.proven(person, now), sheet.shift.starts_at
        return hands.do(lambda: handover.sign_outgoing(hands.store, starts_at, actor=actor, now=now)) is not None

    def sign_incoming(self, person: Person, sheet: HandoverSheet, now: datetime) -> bool:
        """Take the shift over, having read what the page says has changed."""
        hands, actor, shift = self._hands, self._hands.proven(person, now), sheet.shift
        done = hands.do(lambda: handover.sign_incoming(hands.store, shift.starts_at, sheet.since, actor=actor, now=now))
        return hands.told(done, said.HandedOver(now, ABOUT, shift.next_at))


def _of_rounds(events: Sequence[Event] | None) -> Iterator[RoundsChanged]:
    """What the service said it did. Nothing is read for it: the reading might fail, and what was done is done."""
    return (one for one in events or () if isinstance(one, RoundsChanged))
