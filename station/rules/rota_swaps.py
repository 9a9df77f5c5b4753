"""A rota made fairer and calmer: two people exchange what they do, for whichever slots it is best to.

What is covered stays covered, for each slot keeps what it had. Which slots two people exchange is found exactly, from
the first to the last; the pairs are gone through until none of them gains.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from station.rules.rota import FREE, HOLD_WEIGHT, RESTS, UNTRAINED, Rota, Row

HAND_OVER: Final = 8.0
"""What beginning with something costs."""
UNFAIR: Final = 1.0
"""For each person, times the square of the half hours that he works more or less than the mean."""
TOO_LONG: Final = 20_000.0
"""A slot held past the longest stretch: only blocks that are kept can ask for it."""
_PRICES: Final = (0.0, 0.5, -0.5)
"""What half an hour of work is moved from the one to the other for, tried in turn."""
_EXCHANGES: Final = 2_500
"""So many are tried at most."""

_State = tuple[bool, int, int]
"""Exchanged or not, and for how many seconds each of the two has held a patient."""
_Move = tuple[bool, int, int, bool, bool, float]
"""Exchanged or not, what each of the two does then and whether he holds somebody, and what it costs that they do it."""
_START: Final[_State] = (False, 0, 0)


def improve(rota: Rota, rows: list[Row], stop: Callable[[], bool]) -> list[Row]:
    """The same cover by the same people, at no greater cost."""
    better = _Rows(rota, [list(row) for row in rows])
    versions, tried = [0] * len(rows), dict[tuple[int, int], tuple[int, int]]()
    left, gained = _EXCHANGES, True
    while gained:
        gained = False
        for one, other in combinations(range(len(rows)), 2):
            if tried.get((one, other)) == (versions[one], versions[other]):
                continue
            tried[one, other] = (versions[one], versions[other])
            for price in _PRICES:
                if stop() or not left:
                    return better.rows
                left -= 1
                if better.exchange(one, other, price):
                    gained = True
                    versions[one] += 1
                    versions[other] += 1
    return better.rows


def cost(rota: Rota, rows: list[Row]) -> float:
    """Of who does it and how often it changes hands; not of what is covered."""
    return _Rows(rota, rows).cost()


def hand_overs(rows: list[Row]) -> int:
    """How often somebody begins with something after the first slot."""
    return sum(doing >= 0 and row[slot] != doing for row in rows for slot, doing in enumerate(row[1:]))


def work(rota: Rota, rows: list[Row]) -> list[float]:
    """Half hours of work for each person, weighed, as if all were there for the whole shift."""
    whole = rota.slots[-1][1] - rota.slots[0][0]
    return [
        sum(_weight(rota, doing, slot) for slot, doing in enumerate(row)) * (whole / seat.present)
        for seat, row in zip(rota.seats, rows, strict=True)
    ]


def _weight(rota: Rota, doing: int, slot: int) -> float:
    return 0.0 if doing < 0 else rota.weight(slot) * (HOLD_WEIGHT if rota.holds(doing) else 1.0)


@dataclass(slots=True)
class _Rows:
    rota: Rota
    rows: list[Row]
    own: list[float]
    done: list[float]
    seconds: list[int]
    half_hours: list[float]
    longest: int

    def __init__(self, rota: Rota, rows: list[Row]) -> None:
        self.rota, self.rows = rota, rows
        self.seconds = [int(rota.lasts(slot).total_seconds()) for slot in range(len(rota.slots))]
        self.half_hours = [rota.weight(slot) for slot in range(len(rota.slots))]
        self.longest = int(rota.longest.total_seconds())
        self.own = [self._own(place, row) for place, row in enumerate(rows)]
        self.done = work(rota, rows)

    def cost(self) -> float:
        return sum(self.own) + self._unfair(self.done)

    def exchange(self, one: int, other: int, price: float) -> bool:
        """Whether it gained anything; then it is done."""
        swapped = self._best(one, other, price)
        if not any(swapped):
            return False
        pairs = list(zip(self.rows[one], self.rows[other], swapped, strict=True))
        rows = [b if swap else a for a, b, swap in pairs], [a if swap else b for a, b, swap in pairs]
        own, done = self.own[:], self.done[:]
        for place, row in zip((one, other), rows, strict=True):
            own[place] = self._own(place, row)
            done[place] = self._worked(place, row)
        if sum(own) + self._unfair(done) > self.cost() - 1e-6:
            return False
        self.rows[one], self.rows[other] = rows
        self.own, self.done = own, done
        return True

    def _best(self, one: int, other: int, price: float) -> list[bool]:
        """For each slot whether the two exchange, for the least that it can come to."""
        steps: list[dict[_State, tuple[float, _State]]] = []
        states = {_START: (0.0, _START)}
        before = (FREE, FREE)
        for slot in range(len(self.seconds)):
            found: dict[_State, tuple[float, _State]] = {}
            for move in self._moves(one, other, slot, price):
                for state, (so_far, _) in states.items():
                    key, spent = self._after(state, move, before, slot)
                    if key not in found or so_far + spent < found[key][0] - 1e-9:
                        found[key] = (so_far + spent, state)
            steps.append(found)
            states, before = found, (self.rows[one][slot], self.rows[other][slot])
        return _way_back(steps)

    def _moves(self, one: int, other: int, slot: int, price: float) -> list[_Move]:
        """Left as it is, and exchanged where that can be: nobody's break, nothing that is kept."""
        a, b = self.rows[one][slot], self.rows[other][slot]
        seats = self.rota.seats
        fixed = seats[one].fixed[slot] != FREE or seats[other].fixed[slot] != FREE
        ways = [(False, a, b)] if fixed or RESTS in (a, b) or a == b else [(False, a, b), (True, b, a)]
        return [self._move(one, other, slot, price, way) for way in ways]

    def _move(self, one: int, other: int, slot: int, price: float, way: tuple[bool, int, int]) -> _Move:
        swap, a, b = way
        spent = self._whose(one, a, slot) + self._whose(other, b, slot)
        spent += price * ((a >= 0) - (b >= 0)) * self.half_hours[slot]
        return swap, a, b, self.rota.holds(a), self.rota.holds(b), spent

    def _after(self, state: _State, move: _Move, before: tuple[int, int], slot: int) -> tuple[_State, float]:
        """Where a move leads to, and what it costs. `before`: what the two did in the slot before, not exchanged."""
        was_swapped, held_a, held_b = state
        swap, a, b, a_holds, b_holds, spent = move
        was_a, was_b = before[::-1] if was_swapped else before
        held_a = held_a + self.seconds[slot] if a_holds else 0
        held_b = held_b + self.seconds[slot] if b_holds else 0
        spent += HAND_OVER * ((a >= 0 and a != was_a) + (b >= 0 and b != was_b))
        spent += TOO_LONG * ((held_a > self.longest) + (held_b > self.longest))
        return (swap, held_a, held_b), spent

    def _whose(self, place: int, doing: int, slot: int) -> float:
        """What it costs that he does it."""
        if doing < 0:
            return 0.0
        seat = self.rota.seats[place]
        lacks = seat.worker.untrained and self.rota.holds(doing)
        return (seat.dear + (UNTRAINED if lacks else 0.0)) * self.half_hours[slot]

    def _own(self, place: int, row: Row) -> float:
        spent, held, before = 0.0, 0, FREE
        for slot, doing in enumerate(row):
            held = held + self.seconds[slot] if self.rota.holds(doing) else 0
            spent += self._whose(place, doing, slot) + TOO_LONG * (held > self.longest)
            spent += HAND_OVER * (doing >= 0 and doing != before)
            before = doing
        return spent

    def _worked(self, place: int, row: Row) -> float:
        whole = self.rota.slots[-1][1] - self.rota.slots[0][0]
        done = sum(_weight(self.rota, doing, slot) for slot, doing in enumerate(row))
        return done * (whole / self.rota.seats[place].present)

    def _unfair(self, done: list[float]) -> float:
        """Among those who have no other work to do."""
        of = [one for one, seat in zip(done, self.rota.seats, strict=True) if not seat.dear]
        mean = sum(of) / len(of) if of else 0.0
        return UNFAIR * sum((one - mean) ** 2 for one in of)


def _way_back(steps: list[dict[_State, tuple[float, _State]]]) -> list[bool]:
    if not steps:
        return []
    state = min(steps[-1], key=lambda one: (steps[-1][one][0], one))
    swapped = []
    for step in reversed(steps):
        swapped.append(state[0])
        state = step[state][1]
    return swapped[::-1]
