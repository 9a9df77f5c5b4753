"""Who is on rounds at each moment of a plan, and how what is owed falls to them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from station.models.enums import BlockKind
from station.rules.cover import stretches, while_there
from station.rules.permissions import Deed, may
from station.rules.plan import Block, Need, Plan


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch in which nothing changes."""

    starts_at: datetime
    ends_at: datetime
    owed: Mapping[int, float]
    """Checks an hour by area."""
    walkers: Mapping[int, frozenset[int]]
    """Who is on rounds of that area alone."""
    anywhere: frozenset[int]
    """Who is on rounds of the whole unit, or of several areas at once."""
    free: int
    """People on the shift who may round and are left when each continuous patient has somebody, and whoever escorts,
    leads a group or has a break is taken off: as many as could be on rounds. Below nothing: so many patients have
    nobody."""

    @property
    def lasts(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def checks_per_hour(self) -> float:
        return sum(self.owed.values())

    @property
    def rounders(self) -> frozenset[int]:
        return self.anywhere.union(*self.walkers.values())


@dataclass(frozen=True, slots=True)
class Tightest:
    """The areas whose rounders have most to do, sharing as evenly as they can."""

    areas: tuple[int, ...]
    checks_per_hour: float
    people: int

    @property
    def each(self) -> float:
        return self.checks_per_hour / self.people if self.people else 0.0


def pieces(plan: Plan, needs: Sequence[Need], cuts: Iterable[datetime] = ()) -> Iterator[Piece]:
    """The plan in order of time, cut at these moments too."""
    present = [one for block in plan.blocks if (one := while_there(plan, block))]
    edges = [Need(BlockKind.ROUNDS, cut, cut, "") for cut in cuts]
    for since, until in stretches(plan.starts_at, plan.ends_at, [*present, *plan.people, *needs, *edges]):
        running = [one for one in present if one.starts_at <= since < one.ends_at]
        yield _piece(plan, running, [one for one in needs if one.starts_at <= since < one.ends_at], since, until)


def tightest(piece: Piece) -> Tightest:
    """Of no area where nobody is on rounds. An area that nobody walks weighs on those who are on rounds anywhere."""
    loads = sorted(piece.owed, key=lambda area: (-_alone(piece, area), area))
    found, owed, people = Tightest((), 0.0, 0), 0.0, len(piece.anywhere)
    for place, area in enumerate(loads, 1):
        if not piece.anywhere and not piece.walkers.get(area):
            continue
        if not piece.anywhere:
            one = Tightest((area,), piece.owed[area], len(piece.walkers[area]))
        else:
            owed, people = owed + piece.owed[area], people + len(piece.walkers.get(area, ()))
            one = Tightest(tuple(loads[:place]), owed, people)
        found = one if not found.people or one.each > found.each else found
    return found


def shares(piece: Piece) -> dict[int, float]:
    """Checks an hour of each person on rounds: as even as the areas allow."""
    most = tightest(piece)
    shared = dict.fromkeys(piece.anywhere, most.each)
    for area, walkers in piece.walkers.items():
        each = most.each if area in most.areas else _alone(piece, area)
        shared.update(dict.fromkeys(walkers, each))
    return shared


def _alone(piece: Piece, area: int) -> float:
    """What those of this area have to do each if nobody helps them."""
    walkers = piece.walkers.get(area)
    return piece.owed.get(area, 0.0) / len(walkers) if walkers else float("inf")


def _piece(plan: Plan, running: list[Block], needs: list[Need], since: datetime, until: datetime) -> Piece:
    walked: dict[int, set[int | None]] = {}
    for one in running:
        if one.kind is BlockKind.ROUNDS:
            walked.setdefault(one.staff_id, set()).add(one.area_id)
    bound = {who: next(iter(areas)) for who, areas in walked.items() if len(areas) == 1}
    owed = _owed(needs)
    walkers = {area: frozenset(who for who, bound_to in bound.items() if bound_to == area) for area in owed}
    anywhere = frozenset(who for who in walked if bound.get(who) is None)
    return Piece(since, until, owed, walkers, anywhere, _free(plan, running, needs, since))


def _owed(needs: list[Need]) -> dict[int, float]:
    owed: dict[int, float] = {}
    for one in needs:
        if one.kind is BlockKind.ROUNDS and one.area_id is not None:
            owed[one.area_id] = owed.get(one.area_id, 0.0) + one.checks_per_hour
    return owed


def _free(plan: Plan, running: list[Block], needs: list[Need], since: datetime) -> int:
    there = {one.staff_id for one in plan.people if one.starts_at <= since < one.ends_at and may(one.role, Deed.ROUND)}
    patients = {one.stay_id for one in needs if one.kind is BlockKind.CONTINUOUS}
    held = {one.stay_id: one.staff_id for one in running if one.kind is BlockKind.CONTINUOUS}
    busy = {one.staff_id for one in running if one.kind is not BlockKind.ROUNDS}
    return len(there - busy) - len(patients - held.keys())
