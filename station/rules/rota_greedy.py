"""The plain way to a rota: slot by slot, whoever did it goes on with it, else whoever has done least."""

from collections.abc import Callable
from datetime import timedelta

from station.rules.rota import FREE, HOLD_WEIGHT, RESTS, Rota, Row
from station.rules.rota_naming import where_to_walk

_FOUR_HOURS = timedelta(hours=4)
"""Nobody walks the same area longer, if somebody else is there."""


def greedy(rota: Rota, stop: Callable[[], bool]) -> list[Row]:
    """A rota that looks neither ahead nor back. Ends early, with nothing more suggested, when told to."""
    rows = [list(seat.fixed) for seat in rota.seats]
    _rest(rota, rows)
    done = [0.0] * len(rows)
    for slot in range(len(rota.slots)):
        if stop():
            break
        free = [seat for seat, row in enumerate(rows) if row[slot] == FREE]
        for task in _in_turn(rota, slot, rows, len(free)):
            seat = _who(rota, task, slot, free, rows, done)
            if seat is not None:
                rows[seat][slot] = task
                done[seat] += rota.weight(slot) * (HOLD_WEIGHT if rota.holds(task) else 1.0)
                free.remove(seat)
    return rows


def _rest(rota: Rota, rows: list[Row]) -> None:
    """Breaks, as few at once as can be, near the middle of each person's time."""
    resting = [0] * len(rota.slots)
    for seat, row in zip(rota.seats, rows, strict=True):
        if seat.breaks:
            middle = sum(first for first, _ in seat.breaks) / len(seat.breaks)
            first, after = min(seat.breaks, key=lambda one: (max(resting[one[0] : one[1]]), abs(one[0] - middle), one))
            for slot in range(first, after):
                row[slot], resting[slot] = RESTS, resting[slot] + 1


def _in_turn(rota: Rota, slot: int, rows: list[Row], people: int) -> list[int]:
    """Patients, then rounds; what somebody did in the slot before comes first, so that he can go on with it."""
    patients = list(rota.patients[slot])
    tasks = patients + list(where_to_walk(rota, slot, max(0, people - len(patients))))
    before = {row[slot - 1] for row in rows} if slot else set[int]()
    return sorted(tasks, key=lambda task: (not rota.holds(task), task not in before))


def _who(rota: Rota, task: int, slot: int, free: list[int], rows: list[Row], done: list[float]) -> int | None:
    able = [one for one in free if not rota.holds(task) or _may_hold(rota, rows[one], slot)]
    for one in able:
        if slot and rows[one][slot - 1] == task and (rota.holds(task) or not _walked_long(rota, rows[one], slot)):
            return one

    def place(one: int) -> tuple[float, ...]:
        seat = rota.seats[one]
        lacks = rota.holds(task) and seat.worker.untrained
        return (lacks, seat.dear, done[one] / (seat.present / timedelta(hours=1)), one)

    return min(able, key=place, default=None)


def _may_hold(rota: Rota, row: Row, slot: int) -> bool:
    """Whether he has not held too long by the end of this slot, nor will with what is kept after it."""
    first, after = slot, slot + 1
    while first and rota.holds(row[first - 1]):
        first -= 1
    while after < len(row) and rota.holds(row[after]):
        after += 1
    return rota.slots[after - 1][1] - rota.slots[first][0] <= rota.longest


def _walked_long(rota: Rota, row: Row, slot: int) -> bool:
    first = slot
    while first and row[first - 1] == row[slot - 1]:
        first -= 1
    return rota.slots[slot][0] - rota.slots[first][0] >= _FOUR_HOURS
