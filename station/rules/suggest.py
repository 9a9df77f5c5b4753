"""Suggest cover: a fair rota for a shift, or what cannot be met, when, and by how many people."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count, groupby
from operator import itemgetter
from typing import Final
from zoneinfo import ZoneInfo

from station.models.enums import BlockKind
from station.rules.cover import gaps
from station.rules.plan import Block, Gap, Need, Plan
from station.rules.plan_words import counted, hours, long
from station.rules.policy import Policy
from station.rules.rota import FREE, RESTS, Rota, Row, Task, rests, rota
from station.rules.rota_cover import cover, left_open, shared
from station.rules.rota_greedy import greedy
from station.rules.rota_swaps import cost, hand_overs, improve
from station.rules.walking import pieces

SLOT: Final = timedelta(minutes=30)
_SUGGESTED: Final = frozenset({BlockKind.ROUNDS, BlockKind.CONTINUOUS, BlockKind.BREAK})
_WHOLE: Final = "Rounds of the whole unit"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A plan to edit, and what it leaves open."""

    plan: Plan
    short: tuple[Gap, ...]
    """What nobody is left for, in order of time."""
    words: tuple[str, ...]
    """The same as it is said: "1:1 with 1309 · 19:00–20:00 · one person short"; then who has no break."""
    proven: bool
    """No rota in these slots leaves less open with these people; else it was stopped, or none was found in time."""
    hand_overs: int
    """How often somebody begins with something anew."""


Told = Callable[[float, Suggestion], None]
"""Hears how far it has come, from 0 to 1, and the best so far."""


def suggest(
    plan: Plan,
    needs: Sequence[Need],
    policy: Policy,
    *,
    can_do: float,
    zone: ZoneInfo,
    new_key: Callable[[], str],
    keep: bool = True,
    since: datetime | None = None,
    slot: timedelta = SLOT,
    told: Told | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Suggestion:
    """The same for the same: no limit of it is a matter of time, but one far beyond what it takes.

    `keep`: rounds, continuous patients and breaks that are drawn stay as they are; else they are planned anew. Whatever
    else is drawn always stays, and what began before `since`; what is drawn for somebody who is not on the shift goes.
    `can_do`: checks an hour of one person. `stop` is asked often: once it says yes, the best so far is the answer.
    """
    kept = replace(plan, blocks=tuple(_kept(plan, keep=keep, since=since)))
    desk = _Desk(kept, tuple(needs), can_do, zone, new_key, rota(kept, needs, policy, can_do, slot, since))
    found = [_rated(desk.rota, greedy(desk.rota, stop))]
    _tell(told, desk, 0.2, found)
    exact = None if stop() else cover(desk.rota, stop)
    if exact is not None:
        found.append(_rated(desk.rota, exact.rows, proven=exact.proven))
        _tell(told, desk, 0.5, found)
    best = min(found, key=lambda one: (one.open, one.cost))
    found.append(_rated(desk.rota, improve(desk.rota, best.rows, stop)))
    _tell(told, desk, 1.0, found)
    return desk.suggestion(found)


@dataclass(frozen=True, slots=True)
class _Rated:
    rows: list[Row]
    open: float
    """What it leaves open, in the coin of `rota_cover`."""
    cost: float
    proven: bool


def _rated(of: Rota, rows: list[Row], *, proven: bool = False) -> _Rated:
    return _Rated(rows, round(left_open(of, rows), 3), round(cost(of, rows) + shared(of, rows), 3), proven)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What it is worked out from."""

    kept: Plan
    needs: tuple[Need, ...]
    can_do: float
    zone: ZoneInfo
    new_key: Callable[[], str]
    rota: Rota

    def suggestion(self, found: Sequence[_Rated]) -> Suggestion:
        best = min(found, key=lambda one: (one.open, one.cost))
        plan = replace(self.kept, blocks=(*self.kept.blocks, *_blocks(self.rota, best.rows, self.new_key)))
        short = _short(plan, self.needs, self.can_do)
        words = [
            f"{one.need.title} · {hours(one.starts_at, one.ends_at, self.zone)} · {counted(one.people)} short"
            for one in short
        ]
        words += [
            f"{seat.worker.name} · no break of {long(self.rota.break_for)}"
            for seat, row in zip(self.rota.seats, best.rows, strict=True)
            if seat.owes_break and not rests(seat, row)
        ]
        proven = any(one.proven and one.open == best.open for one in found)
        return Suggestion(plan, short, tuple(words), proven, hand_overs(best.rows))


def _tell(told: Told | None, desk: _Desk, share: float, found: Sequence[_Rated]) -> None:
    if told is not None:
        told(share, desk.suggestion(found))


def _kept(plan: Plan, *, keep: bool, since: datetime | None) -> Iterable[Block]:
    for one in plan.blocks:
        begun = since is not None and one.starts_at < since
        if plan.worker(one.staff_id) and (keep or begun or one.kind not in _SUGGESTED):
            yield one


def _blocks(of: Rota, rows: list[Row], new_key: Callable[[], str]) -> Iterable[Block]:
    """What is suggested, by person and in order of time; slots one after the other are one block, and what is drawn
    already between two of them parts them."""
    for seat, row in zip(of.seats, rows, strict=True):
        for (doing, was), run in groupby(zip(row, seat.fixed, count(), strict=False), itemgetter(0, 1)):
            own = [slot for _, _, slot in run]
            if was != FREE or doing == FREE:
                continue
            starts_at, ends_at = of.slots[own[0]][0], of.slots[own[-1]][1]
            task = Task(BlockKind.BREAK) if doing == RESTS else of.tasks[doing]
            ends_at = starts_at + of.break_for if doing == RESTS else ends_at
            yield Block(new_key(), seat.worker.staff_id, task.kind, starts_at, ends_at, task.area_id, task.stay_id)


def _short(plan: Plan, needs: Sequence[Need], can_do: float) -> tuple[Gap, ...]:
    """What is uncovered. Rounds are told together where fewer people can walk the whole unit than areas lack somebody,
    and where each area has somebody, but all of them together cannot do what is owed."""
    uncovered = gaps(plan, needs, can_do)
    found = [one for one in uncovered if one.need.kind is not BlockKind.ROUNDS]
    areas = [one for one in uncovered if one.need.kind is BlockKind.ROUNDS]
    for piece in pieces(plan, needs):
        here = [one for one in areas if one.starts_at <= piece.starts_at < one.ends_at]
        own = sum(one.people for one in here)
        least = max(math.ceil(round(piece.checks_per_hour / can_do, 6)) - len(piece.rounders), 1 if own else 0)
        if least == own:
            for one in here:
                _lead_on(found, replace(one, starts_at=piece.starts_at, ends_at=piece.ends_at))
        elif least > 0:
            whole = Need(BlockKind.ROUNDS, plan.starts_at, plan.ends_at, _WHOLE)
            _lead_on(found, Gap(whole, piece.starts_at, piece.ends_at, least))
    return tuple(sorted(found, key=lambda gap: (gap.starts_at, gap.need.title)))


def _lead_on(found: list[Gap], gap: Gap) -> None:
    """Joined to the one that leads on to it."""
    for place, one in enumerate(found):
        if (one.need, one.people, one.there, one.ends_at) == (gap.need, gap.people, gap.there, gap.starts_at):
            found[place] = replace(one, ends_at=gap.ends_at)
            return
    found.append(gap)
