"""Where the unit's beds are: two to five areas, rooms of one or two beds, beds numbered along the hallways."""

from random import Random
from typing import Final

from station.services.setup import AreaPlan, RoomPlan, UnitPlan

NAME: Final = "3 West · Adult Acute"
ZONE: Final = "America/Chicago"
FEWEST_BEDS: Final = 8
MOST_BEDS: Final = 60

_HALLS: Final = ("West hall", "East hall", "North hall", "South hall", "Garden hall")


def plan_unit(beds: int, rng: Random, *, zone: str = ZONE, is_demo: bool = False) -> UnitPlan:
    """A unit of 8 to 60 beds in an IANA time zone. Raises ValueError for any other number of beds."""
    if not FEWEST_BEDS <= beds <= MOST_BEDS:
        raise ValueError(f"a simulated unit has {FEWEST_BEDS} to {MOST_BEDS} beds, not {beds}")
    sizes = area_sizes(beds)
    areas = tuple(_plan_area(place, size, rng) for place, size in enumerate(sizes))
    return UnitPlan(name=NAME, zone=zone, areas=areas, is_demo=is_demo)


def area_sizes(beds: int) -> tuple[int, ...]:
    """How many beds each area has: about 12, in two areas at least, the sizes apart by one at most."""
    count = max(2, round(beds / 12))
    small, larger = divmod(beds, count)
    return tuple(small + (place < larger) for place in range(count))


def _plan_area(place: int, size: int, rng: Random) -> AreaPlan:
    first = 1201 + 100 * place
    labels = [str(first + step) for step in range(size)]
    return AreaPlan(name=_HALLS[place], rooms=tuple(_rooms(labels, rng)))


def _rooms(labels: list[str], rng: Random) -> list[RoomPlan]:
    rooms = []
    while labels:
        beds = labels[: 2 if rng.random() < 0.6 else 1]
        labels = labels[len(beds) :]
        rooms.append(RoomPlan(name=f"Room {beds[0]}", beds=tuple(beds)))
    return rooms
