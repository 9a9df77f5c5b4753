"""A rota suggested for shifts of real sizes; beside it what the plain way, slot by slot, makes of the same."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final
from zoneinfo import ZoneInfo

from station.bench.figures import Figure, Plain, percentile, timed
from station.clock import SystemClock
from station.models.enums import BlockKind, Role
from station.rules.plan import Need, Plan, Worker
from station.rules.policy import default_policy
from station.rules.rota import rota
from station.rules.rota_cover import left_open
from station.rules.rota_greedy import greedy
from station.rules.rota_swaps import hand_overs
from station.rules.suggest import SLOT, Suggestion, suggest

TARGET_S: Final = 2.0
STOP_TARGET_S: Final = 0.2
CAN_DO: Final = 60.0
_BEGINS: Final = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_ZONE: Final = ZoneInfo("America/New_York")


@dataclass(frozen=True, slots=True)
class Size:
    """A shift: so many people, the last of them nurses; what each area owes; patients on a continuous level."""

    name: str
    hours: float
    people: int
    nurses: int
    areas: tuple[float, ...]
    patients: int
    leave_early: int = 0
    """So many go when half of it is over."""

    def plan(self) -> Plan:
        ends_at = _BEGINS + timedelta(hours=self.hours)
        half = _BEGINS + timedelta(hours=self.hours / 2)
        people = tuple(
            Worker(
                number + 1,
                f"P. {number + 1}",
                Role.TECH if number < self.people - self.nurses else Role.NURSE,
                _BEGINS,
                half if number < self.leave_early else ends_at,
                untrained=number == self.leave_early,
            )
            for number in range(self.people)
        )
        return Plan(_BEGINS, ends_at, people)

    def needs(self) -> tuple[Need, ...]:
        ends_at = _BEGINS + timedelta(hours=self.hours)
        halls = [
            Need(BlockKind.ROUNDS, _BEGINS, ends_at, f"Hall {area}", area_id=area, checks_per_hour=owed)
            for area, owed in enumerate(self.areas, 1)
        ]
        held = [
            Need(BlockKind.CONTINUOUS, _BEGINS, ends_at, f"1:1 with 13{stay:02}", stay_id=stay)
            for stay in range(1, self.patients + 1)
        ]
        return (*halls, *held)


DAY: Final = Size("36 beds, 12 staff, 12 h", 12, 12, 3, (55, 50, 40), 3)
SIZES: Final = (
    DAY,
    Size("36 beds, 8 staff, 12 h", 12, 8, 2, (55, 50, 40), 2),
    Size("36 beds, 8 staff, 12 h, one goes early, four 1:1", 12, 8, 1, (55, 50, 40), 4, leave_early=1),
    Size("24 beds, 9 staff, 8.5 h", 8.5, 9, 2, (50, 46), 2),
    Size("24 beds, 4 staff, 12 h of night", 12, 4, 1, (20, 20), 1),
    Size("60 beds, 30 staff, 12 h", 12, 30, 8, (55, 55, 55, 55, 55), 8),
)


def suggested(size: Size, **how: Any) -> Suggestion:
    keys = count()
    options: dict[str, Any] = {"can_do": CAN_DO, "zone": _ZONE, "new_key": lambda: str(next(keys))} | how
    return suggest(size.plan(), size.needs(), default_policy(), **options)


def plainly(size: Size) -> tuple[float, int]:
    """What the plain way leaves open, and how often it hands over."""
    work = rota(size.plan(), size.needs(), default_policy(), CAN_DO, SLOT, None)
    rows = greedy(work, lambda: False)
    return left_open(work, rows), hand_overs(rows)


def figures(*, runs: int) -> list[Figure]:
    first = timed(lambda _: suggested(DAY), 1)
    taken = timed(lambda _: suggested(DAY), runs)
    plain = timed(lambda _: plainly(DAY), runs)
    return [
        Figure(
            "suggest",
            "a rota suggested for 36 beds, 12 staff, 12 h",
            round(taken.p50 / 1000, 3),
            "s",
            TARGET_S,
            plain=(Plain("slot by slot, whoever has done least", round(plain.p50 / 1000, 4)),),
            more=taken.beside() | {"first_ms": first.p50, "sizes": [_of(size) for size in SIZES]},
        ),
        Figure(
            "suggest_stop",
            "from being told to stop to the best so far, 60 beds, 30 staff",
            percentile(_stops(SIZES[-1], runs), 100),
            "s",
            STOP_TARGET_S,
        ),
    ]


def _of(size: Size) -> dict[str, Any]:
    answer: list[Suggestion] = []
    taken = timed(lambda _: answer.append(suggested(size)), 1)
    left, plain_hand_overs = plainly(size)
    return {
        "size": size.name,
        "ms": taken.p50,
        "cpu_ms": taken.cpu_p50,
        "proven": answer[0].proven,
        "short": list(answer[0].words),
        "hand_overs": answer[0].hand_overs,
        "plain_left_open": left,
        "plain_hand_overs": plain_hand_overs,
    }


def _stops(size: Size, runs: int) -> Sequence[float]:
    """Stopped at so many moments of its work: how long each answer then took, in seconds."""
    clock = SystemClock()
    began = clock.elapsed()
    suggested(size)
    whole = clock.elapsed() - began
    return [_stopped(size, whole * (turn + 0.5) / (runs + 1)) for turn in range(runs)]


def _stopped(size: Size, after: float) -> float:
    clock, stop, told = SystemClock(), threading.Event(), list[float]()

    def tell() -> None:
        told.append(clock.elapsed())
        stop.set()

    timer = threading.Timer(after, tell)
    timer.start()
    suggested(size, stop=stop.is_set)
    ended = clock.elapsed()
    timer.cancel()
    timer.join()
    return max(0.0, ended - told[0]) if told else 0.0
