"""A person at a desk beside the simulation: does whatever the board lets him do, through hands of his own that write
into the same record. The simulated staff learn of it from the board alone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from station.models.enums import AbsenceKind, FindingOutcome, HazardState, Role
from station.services import reading
from station.services.absences import Leaving
from station.services.environment import Found
from station.services.hazards import NewHazard
from station.simulation.escorting import expected_back
from station.simulation.floor_hands import FloorHands
from station.simulation.hands import Hands
from station.simulation.inspecting import CHECKLIST
from station.simulation.unit import Unit
from station.simulation.world import Patient
from station.store.rows import BoardSnapshot, PatientRow


class Desk:
    """Acts as the charge nurse of the shift, one thing at a time."""

    def __init__(self, unit: Unit, seed: int, now: datetime) -> None:
        self.hands = Hands(unit.hands.store, unit.record, Random(f"requests:{seed}"), station="Desk 2")
        self._floor = FloorHands(self.hands)
        self._rng = Random(f"desk:{seed}")
        self._me = unit.ward.on_shift(now, Role.CHARGE_NURSE)[0]
        self._nurse = unit.ward.on_shift(now, Role.NURSE)[0]
        self.done: set[str] = set()

    def act(self, now: datetime) -> None:
        """Something or other."""
        board = reading.read_board(self.hands.store, now)
        deeds: tuple[Callable[[BoardSnapshot, datetime], bool], ...] = (
            self.check,
            self.check,
            self.take_off_unit,
            self.bring_back,
            self.bring_back,
            self.walk,
            self.find_hazard,
            self.see_to_hazard,
            self.see_to_hazard,
            self.inspect,
            self.lose,
            self.discharge,
        )
        deed = self._rng.choice(deeds)
        if deed(board, now):
            self.done.add(deed.__name__)

    def _patients(self, board: BoardSnapshot, *, away: bool = False) -> list[PatientRow]:
        rows = [bed.patient for bed in board.beds if bed.patient is not None]
        return [one for one in self._rng.sample(rows, len(rows)) if (one.away is not None) is away]

    def _known(self, row: PatientRow, now: datetime) -> Patient:
        return Patient(row.stay_id, 0, 0, row.level, None, now, now)

    def check(self, board: BoardSnapshot, now: datetime) -> bool:
        """Now and then taken back at once."""
        patient = self._known(self._patients(board)[0], now)
        number = self.hands.check(patient, self._me, ("Hallway", "Awake", None), now=now)
        if number is not None and self._rng.random() < 0.3:
            return self.hands.take_back(patient, number, self._me, now)
        return number is not None

    def take_off_unit(self, board: BoardSnapshot, now: datetime) -> bool:
        row = self._patients(board)[0]
        until = expected_back(now, self._rng.uniform(2, 20))
        leaving = Leaving(
            self.hands.new_request(), row.stay_id, AbsenceKind.ESCORT, "Gym", self._me.name, until, self._me.id
        )
        return self._floor.leave(self._me, leaving, now)

    def bring_back(self, board: BoardSnapshot, now: datetime) -> bool:
        away = self._patients(board, away=True)
        return bool(away) and self._floor.come_back(self._known(away[0], now), self._me, now, now)

    def lose(self, board: BoardSnapshot, now: datetime) -> bool:
        away = self._patients(board, away=True)
        return bool(away) and self._floor.report_awol(self._known(away[0], now), self._me, "", now, now)

    def walk(self, board: BoardSnapshot, now: datetime) -> bool:
        """Ends a round, his own or another's; else begins one."""
        if board.rounds:
            one = self._rng.choice(board.rounds)
            return self._floor.end_round(self._me, one.round_id, now)
        return self._floor.begin_round(self._me, board.beds[0].area_id, now) is not None

    def find_hazard(self, board: BoardSnapshot, now: datetime) -> bool:
        severity = self._rng.choice((3, 4, 5))
        request = self.hands.new_request()
        new = NewHazard(request, board.beds[0].area_id, "Door", severity, f"Loose {request}", "Maintenance")
        return self._floor.report(self._me, new, now) is not None

    def see_to_hazard(self, board: BoardSnapshot, now: datetime) -> bool:
        for one in board.hazards:
            if one.state is HazardState.OPEN:
                return self._floor.fix(one.hazard_id, self._me, "screwed tight", now)
            other = self._nurse if one.fixed_by_id == self._me.id else self._me
            return self._floor.verify(one.hazard_id, other, "holds", is_fixed=True, now=now)
        return False

    def inspect(self, board: BoardSnapshot, now: datetime) -> bool:
        """A whole walk in a moment, also one that somebody else has begun."""
        area = self._rng.choice(board.beds).area_id
        walk = self._floor.begin_inspection(self._me, area, CHECKLIST, now)
        if walk is None:
            return False
        for room, items in walk.left:
            for item in items:
                found = Found(self.hands.new_request(), walk.number, room, item, FindingOutcome.FINE)
                self._floor.finding(self._me, found, now)
        return self._floor.end_inspection(self._me, walk, looked=True, now=now)

    def discharge(self, board: BoardSnapshot, now: datetime) -> bool:
        """Once."""
        if "discharge" in self.done:
            return False
        return self.hands.discharge(self._known(self._patients(board)[0], now), self._me, now)


def engaged_twice(board: BoardSnapshot) -> list[int]:
    """Who has two things in hand at once that nobody does at once."""
    patients = [bed.patient for bed in board.beds if bed.patient is not None]
    held = [one.observer.staff_id for one in patients if one.observer is not None]
    walking = [one.staff_id for one in board.rounds]
    escorting = {one.away.custodian_id for one in patients if one.away is not None and one.away.custodian_id}
    everybody = [*held, *walking, *escorting]
    return sorted({one for one in everybody if everybody.count(one) > 1})


def every(seconds: float, since: datetime, until: datetime, rng: Random) -> list[datetime]:
    """Moments about so far apart."""
    moments, at = [], since
    while (at := at + timedelta(seconds=rng.uniform(0.3, 1.7) * seconds)) < until:
        moments.append(at)
    return moments
