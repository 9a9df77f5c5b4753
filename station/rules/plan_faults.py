"""What is wrong with a plan, each in a sentence that says who, when and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Final

from station.models.enums import BlockKind
from station.rules.cover import cut
from station.rules.permissions import Deed, a_role, may, who_may
from station.rules.plan import Block, Plan, Worker
from station.rules.plan_words import Terms, duty, hours, long, moment, planned
from station.rules.policy import Policy
from station.rules.wording import in_sentence

_DEEDS: Final = {
    BlockKind.ROUNDS: Deed.ROUND,
    BlockKind.CONTINUOUS: Deed.OBSERVE,
    BlockKind.ESCORT: Deed.OFF_UNIT,
    BlockKind.ADMISSION: Deed.ADMISSION_TASK,
}
"""What somebody has to be allowed to do, for what is planned for him."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong."""

    words: str
    forbids: bool
    """Whether the plan cannot be published with it; else it is only said."""
    staff_id: int
    starts_at: datetime
    keys: tuple[str, ...] = ()
    """The blocks it is about."""


def faults(plan: Plan, policy: Policy, terms: Terms) -> tuple[Fault, ...]:
    """Everything that is wrong, what forbids publishing first, each in order of time. What nobody covers is not among
    it: see `cover.gaps`."""
    found: list[Fault] = []
    for look in _LOOKS:
        found += look(plan, policy, terms)
    return tuple(sorted(found, key=lambda one: (not one.forbids, one.starts_at, one.words)))


def may_do(worker: Worker, kind: BlockKind) -> bool:
    """Whether somebody in this role may be given it."""
    deed = _DEEDS.get(kind)
    return deed is None or may(worker.role, deed)


def _overlaps(plan: Plan, _policy: Policy, terms: Terms) -> Iterator[Fault]:
    for staff_id in {one.staff_id for one in plan.blocks}:
        for one, other in combinations([one for one in plan.blocks_of(staff_id) if one.lasts > timedelta(0)], 2):
            if one.overlaps(other.starts_at, other.ends_at):
                words = (
                    f"{terms.person(staff_id)} has {planned(one, terms)} and {planned(other, terms)} at once, from "
                    f"{moment(other.starts_at, terms.zone)}. Shorten one of them, or give it to somebody else."
                )
                yield Fault(words, True, staff_id, other.starts_at, (one.key, other.key))


def _length(plan: Plan, _policy: Policy, terms: Terms) -> Iterator[Fault]:
    for one in plan.blocks:
        if one.lasts <= timedelta(0):
            words = (
                f"{terms.person(one.staff_id)}: {duty(one, terms)} at {moment(one.starts_at, terms.zone)} "
                "has no length. Stretch it, or take it out."
            )
            yield _of(one, words)


def _outside(plan: Plan, _policy: Policy, terms: Terms) -> Iterator[Fault]:
    shift = hours(plan.starts_at, plan.ends_at, terms.zone)
    for one in plan.blocks:
        if one.starts_at < plan.starts_at or one.ends_at > plan.ends_at:
            words = (
                f"{terms.person(one.staff_id)}: {planned(one, terms)} is not inside the shift, {shift}. "
                "Shorten or move it."
            )
            yield _of(one, words)


def _presence(plan: Plan, _policy: Policy, terms: Terms) -> Iterator[Fault]:
    for one in plan.blocks:
        if inside := cut(one, plan.starts_at, plan.ends_at):
            worker = plan.worker(one.staff_id)
            words = _absent(one, terms) if worker is None else _not_there(inside, worker, terms)
            if words:
                yield _of(one, words)


def _absent(one: Block, terms: Terms) -> str:
    name = terms.person(one.staff_id)
    return (
        f"{name} is not on this shift, but has {planned(one, terms)}. "
        f"Give it to somebody else, or put {name} on the shift."
    )


def _not_there(one: Block, worker: Worker, terms: Terms) -> str:
    if one.ends_at > worker.ends_at:
        gone = f"goes at {moment(worker.ends_at, terms.zone)}"
    elif one.starts_at < worker.starts_at:
        gone = f"comes at {moment(worker.starts_at, terms.zone)}"
    else:
        return ""
    return f"{worker.name} {gone}, but has {planned(one, terms)}. Shorten it, or give it to somebody else."


def _people(plan: Plan, _policy: Policy, terms: Terms) -> Iterator[Fault]:
    for one in plan.people:
        if one.starts_at >= one.ends_at:
            words = (
                f"{one.name} would go at {moment(one.ends_at, terms.zone)}, before coming at "
                f"{moment(one.starts_at, terms.zone)}. Mend the hours."
            )
            yield Fault(words, True, one.staff_id, one.starts_at)


def _too_long(plan: Plan, policy: Policy, terms: Terms) -> Iterator[Fault]:
    longest = policy.assignments.longest_continuous
    for staff_id in {one.staff_id for one in plan.blocks}:
        for run in holding(plan.blocks_of(staff_id)):
            starts_at, ends_at = run[0].starts_at, max(one.ends_at for one in run)
            if ends_at - starts_at > longest:
                words = (
                    f"{terms.person(staff_id)} holds patients {hours(starts_at, ends_at, terms.zone)} without a pause, "
                    f"{long(ends_at - starts_at)}, and {long(longest)} is the longest. "
                    f"Plan relief by {moment(starts_at + longest, terms.zone)}."
                )
                yield Fault(words, True, staff_id, starts_at, tuple(one.key for one in run))


def holding(blocks: tuple[Block, ...]) -> list[list[Block]]:
    """One person's blocks with continuous patients, in order of time, those together between which there is no pause,
    whoever the patients are."""
    runs: list[list[Block]] = []
    for one in blocks:
        if one.kind is not BlockKind.CONTINUOUS or one.lasts <= timedelta(0):
            continue
        if runs and one.starts_at <= max(other.ends_at for other in runs[-1]):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _two_at_once(plan: Plan, _policy: Policy, terms: Terms) -> Iterator[Fault]:
    held = [one for one in plan.blocks if one.kind is BlockKind.CONTINUOUS and one.lasts > timedelta(0)]
    for one, other in combinations(sorted(held, key=lambda one: one.starts_at), 2):
        both = cut(one, other.starts_at, other.ends_at) if one.stay_id == other.stay_id else None
        if both and one.staff_id != other.staff_id:
            words = (
                f"{terms.person(one.staff_id)} and {terms.person(other.staff_id)} both have "
                f"{planned(both, terms)}. Only one can answer for a patient: take it from one of them."
            )
            yield Fault(words, True, other.staff_id, both.starts_at, (one.key, other.key))


def _roles(plan: Plan, _policy: Policy, terms: Terms) -> Iterator[Fault]:
    for one in plan.blocks:
        worker = plan.worker(one.staff_id)
        if worker and not may_do(worker, one.kind):
            deed = _DEEDS[one.kind]
            words = (
                f"{worker.name} is {a_role(worker.role)}, who may not {deed.value}, but has {planned(one, terms)}. "
                f"Give it to {who_may(deed)}."
            )
            yield _of(one, words)


def _not_here(plan: Plan, _policy: Policy, terms: Terms) -> Iterator[Fault]:
    for one in plan.blocks:
        name = terms.person(one.staff_id)
        if one.area_id is not None and one.area_id not in terms.areas:
            yield _of(one, f"{name} has {planned(one, terms)}. Choose another area, or take it out.")
        elif one.stay_id is not None and one.stay_id not in terms.beds:
            yield _of(one, f"{name} has {planned(one, terms)}. Take it out.")
        elif one.kind is BlockKind.CONTINUOUS and one.stay_id is None:
            span = hours(one.starts_at, one.ends_at, terms.zone)
            yield _of(one, f"{name} is to hold a patient {span}, and it is not said whom. Choose the patient.")


def _not_continuous(plan: Plan, _policy: Policy, terms: Terms) -> Iterator[Fault]:
    for one in plan.blocks:
        bed = terms.beds.get(one.stay_id or 0)
        if one.kind is BlockKind.CONTINUOUS and bed and one.stay_id not in terms.levels:
            words = (
                f"{bed} is not on a continuous level, but {terms.person(one.staff_id)} has "
                f"{planned(one, terms)}. Take it out, unless the level is about to be raised."
            )
            yield _of(one, words, forbids=False)


def _training(plan: Plan, _policy: Policy, terms: Terms) -> Iterator[Fault]:
    for one in plan.people:
        if not one.warnings:
            continue
        holds = [block for block in plan.blocks_of(one.staff_id) if block.kind is BlockKind.CONTINUOUS]
        said = ", ".join([one.warnings[0], *map(in_sentence, one.warnings[1:])])
        todo = f"If it can be, give {planned(holds[0], terms)} to somebody else" if holds else "See that it is renewed"
        yield Fault(
            f"{one.name}: {said}. {todo}.", False, one.staff_id, one.starts_at, tuple(block.key for block in holds)
        )


def _breaks(plan: Plan, policy: Policy, terms: Terms) -> Iterator[Fault]:
    for one in plan.people:
        if owes_break(one, policy) and not has_break(plan, one, policy):
            words = (
                f"{one.name} works {hours(one.starts_at, one.ends_at, terms.zone)} and has no break of "
                f"{long(policy.assignments.break_for)}. Plan one, and who covers it."
            )
            yield Fault(words, False, one.staff_id, one.starts_at)


def owes_break(worker: Worker, policy: Policy) -> bool:
    """Whether somebody is to have a break on this shift."""
    wanted = policy.assignments
    return wanted.break_for > timedelta(0) and worker.ends_at - worker.starts_at >= wanted.break_after


def has_break(plan: Plan, worker: Worker, policy: Policy) -> bool:
    """Whether one that is long enough is planned for him."""
    return any(
        one.kind is BlockKind.BREAK and one.lasts >= policy.assignments.break_for
        for one in plan.blocks_of(worker.staff_id)
    )


def _of(one: Block, words: str, *, forbids: bool = True) -> Fault:
    return Fault(words, forbids, one.staff_id, one.starts_at, (one.key,))


_LOOKS: Final[tuple[Callable[[Plan, Policy, Terms], Iterator[Fault]], ...]] = (
    _people,
    _length,
    _outside,
    _presence,
    _overlaps,
    _too_long,
    _two_at_once,
    _roles,
    _not_here,
    _not_continuous,
    _training,
    _breaks,
)
