"""What is going to happen, in order of time. Two things of one moment happen in the order they were planned."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

Deed = Callable[[datetime], None]


@dataclass(order=True, slots=True)
class Plan:
    """One thing planned. `on_paper`: people do it whether or not Station is running."""

    at: datetime
    number: int
    deed: Deed = field(compare=False)
    on_paper: bool = field(compare=False, default=False)


class Agenda:
    """A queue of plans."""

    def __init__(self) -> None:
        self._plans: list[Plan] = []
        self._count = 0

    def __len__(self) -> int:
        return len(self._plans)

    def add(self, at: datetime, deed: Deed, *, on_paper: bool = False) -> None:
        """Plan `deed` for `at`. A deed is called with the moment at which it happens."""
        self._count += 1
        heapq.heappush(self._plans, Plan(at, self._count, deed, on_paper))

    def clear(self) -> None:
        """Nothing is planned any more."""
        self._plans.clear()

    def next_at(self) -> datetime | None:
        """When the next thing is planned; None when nothing is."""
        return self._plans[0].at if self._plans else None

    def pop_due(self, until: datetime) -> Plan | None:
        """Take the first plan at or before `until`; None when there is none."""
        if self._plans and self._plans[0].at <= until:
            return heapq.heappop(self._plans)
        return None
