"""Two charges planned one shift at once: what each of them changed, brought together.

Whatever only one side changed is taken. Where both changed the same, the published plan is in force, and what the other
wanted is said, so that it can be done by hand.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from station.rules.plan import Block, Plan, Worker
from station.rules.plan_changes import block_change, person_change
from station.rules.plan_words import Terms

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody, or a block, that both changed and not to the same."""

    words: str
    mine: Block | Worker | None
    """What was wanted here and is not in the plan; None: to take it out."""
    theirs: Block | Worker | None
    """What is in the plan."""


@dataclass(frozen=True, slots=True)
class Merged:
    plan: Plan
    conflicts: tuple[Conflict, ...]


def merge(base: Plan, mine: Plan, theirs: Plan, terms: Terms) -> Merged:
    """`base`: what both began from; `theirs`: what has been published meanwhile.

    What fits by itself may still not fit together (two people for one patient): see `plan_faults` and `cover`.
    """
    people, of_people = _three_ways(base.people, mine.people, theirs.people, lambda one: one.staff_id, _hours)
    blocks, of_blocks = _three_ways(base.blocks, mine.blocks, theirs.blocks, lambda one: one.key, lambda one: one)
    conflicts = [
        *(_conflict(one, person_change(one.was, one.mine, terms), person_change(one.was, one.theirs, terms))
          for one in of_people),
        *(_conflict(one, block_change(one.was, one.mine, terms), block_change(one.was, one.theirs, terms))
          for one in of_blocks),
    ]  # fmt: skip
    starts_at = mine.starts_at if theirs.starts_at == base.starts_at else theirs.starts_at
    ends_at = mine.ends_at if theirs.ends_at == base.ends_at else theirs.ends_at
    return Merged(Plan(starts_at, ends_at, people, blocks), tuple(conflicts))


@dataclass(frozen=True, slots=True)
class _Clash(Generic[_T]):
    was: _T | None
    mine: _T | None
    theirs: _T | None


def _three_ways(
    base: Iterable[_T],
    mine: Iterable[_T],
    theirs: Iterable[_T],
    key: Callable[[_T], Hashable],
    what: Callable[[_T], object],
) -> tuple[tuple[_T, ...], list[_Clash[_T]]]:
    """Each thing by its key, as whoever changed `what` it is has it; theirs first, in their order."""
    was = {key(one): one for one in base}
    own = {key(one): one for one in mine}
    other = {key(one): one for one in theirs}
    taken: list[_T] = []
    clashes: list[_Clash[_T]] = []
    for each in dict.fromkeys([*other, *own, *was]):
        clash = _Clash(was.get(each), own.get(each), other.get(each))
        b, m, t = (None if it is None else what(it) for it in (clash.was, clash.mine, clash.theirs))
        one = clash.mine if t == b and m != b else clash.theirs
        if one is not None:
            taken.append(one)
        if b not in (m, t) and m != t:
            clashes.append(clash)
    return tuple(taken), clashes


def _hours(one: Worker) -> object:
    return (one.starts_at, one.ends_at)


def _conflict(clash: _Clash[Any], mine: str, theirs: str) -> Conflict:
    words = f"Not taken over: {mine}. Published meanwhile: {theirs}."
    return Conflict(words, clash.mine, clash.theirs)
