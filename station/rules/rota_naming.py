"""From who holds and who walks, to whom each holds and where each walks: as in the slot before, if it can be."""

from collections.abc import Sequence

from station.rules.rota import Rota, Row


def name_tasks(rota: Rota, holds: Sequence[Sequence[int]], walks: Sequence[Sequence[int]], rows: list[Row]) -> None:
    """Fill `rows`. By slot: the seats that hold a patient, and those that walk; no more than there is to do."""
    for slot in range(len(rota.slots)):
        _hand_out(rota.patients[slot], holds[slot], slot, rows)
        _hand_out(where_to_walk(rota, slot, len(walks[slot])), walks[slot], slot, rows)


def where_to_walk(rota: Rota, slot: int, people: int) -> tuple[int, ...]:
    """The rounds for so many people: each area its own, if they are enough; else the fullest areas have their own, as
    long as the others can do what is left on rounds of the whole unit."""
    own = [task for task, missing, _ in rota.areas[slot] for _ in range(missing)]
    if people >= len(own):
        return (*own, *[rota.unit] * min(people - len(own), rota.rounders(slot)[0] - len(own)))
    fullest = sorted((one for one in rota.areas[slot] if one[1]), key=lambda one: (-one[2], one[0]))
    for alone in range(min(people - 1, len(fullest)), 0, -1):
        left = sum(checks for *_, checks in fullest[alone:])
        enough = all(missing == 1 for _, missing, _ in fullest[:alone])
        if enough and left <= (people - alone) * rota.can_do:
            return (*(task for task, *_ in fullest[:alone]), *[rota.unit] * (people - alone))
    return (rota.unit,) * people


def _hand_out(tasks: Sequence[int], seats: Sequence[int], slot: int, rows: list[Row]) -> None:
    open_tasks, waiting = list(tasks), []
    for seat in seats:
        before = rows[seat][slot - 1] if slot else None
        if before in open_tasks:
            open_tasks.remove(before)
            rows[seat][slot] = before
        else:
            waiting.append(seat)
    for seat, task in zip(waiting, open_tasks, strict=False):
        rows[seat][slot] = task
