"""The unit of `station demo`: some hours of history in a moment, a first screen worth seeing, and then it lives on."""

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from station.clock import Clock
from station.models.enums import Role
from station.services import Actor, Store, demo_people
from station.simulation.layout import ZONE
from station.simulation.said import OfUnit, Said
from station.simulation.staging import STAGED_BEFORE, demo_policy, reserve, stage
from station.simulation.unit import Unit
from station.simulation.watch import VirtualMonitor, live

HISTORY: Final = timedelta(hours=3)
DEMO_PIN: Final = "2468"
"""Everybody's, in a demo. The badges are "B-1001" upward."""
_HERE_FOR: Final = timedelta(days=9)
_LOOKS_EVERY_S: Final = 5.0
_ASLEEP: Final = timedelta(minutes=2)
"""Further behind than this, in real time, the machine has slept: nobody lives through it afterwards."""
_LONGEST_WAIT_S: Final = 1.0
_SHORTEST_WAIT_S: Final = 0.02


class DemoUnit:
    """A simulated unit that shares its store with whoever sits at the desk."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    @property
    def refused(self) -> int:
        """How often the services refused an act, mostly because somebody at the desk was faster."""
        return self._unit.hands.refused

    @property
    def told(self) -> Sequence[Said | OfUnit]:
        """What its people told Station, in order."""
        return tuple(self._unit.record.said)

    def charge_nurse(self, now: datetime) -> int:
        """The number of the charge nurse of the shift, who sits at the desk."""
        return self._unit.ward.on_shift(now, Role.CHARGE_NURSE)[0].id

    def on_shift(self, at: datetime) -> tuple[int, ...]:
        """The numbers of those who work then."""
        return tuple(one.id for one in self._unit.ward.on_shift(at))

    def leave(self, area: int, people: Iterable[int], now: datetime) -> None:
        """From now on somebody at the desk rounds this area and is these people: nobody else does."""
        self._unit.leave(area, people, now)

    def leave_charge(self, people: Iterable[int], starts_at: datetime) -> None:
        """From now on somebody at the desk is these people, and plans and hands over the shifts from `starts_at` on."""
        self._unit.leave_charge(people, starts_at)

    def next_at(self) -> datetime | None:
        """When somebody will do something next."""
        return self._unit.next_at()

    def run_until(self, now: datetime) -> None:
        """Live until `now`: what was planned up to then happens, each at its own time."""
        self._unit.run_until(now)

    def look(self, now: datetime) -> None:
        """Learn from the board what others have done meanwhile."""
        self._unit.look_at_board(now)

    def begin_again(self, now: datetime) -> None:
        """Drop every plan and go on from what the board shows."""
        self._unit.begin_again(now)

    def reopened(self, store: Store) -> None:
        """From now on work through this store, on the same database."""
        self._unit.reopened(store)


class Living(Protocol):
    """What the driver keeps living."""

    def next_at(self) -> datetime | None: ...
    def run_until(self, now: datetime) -> None: ...
    def look(self, now: datetime) -> None: ...
    def begin_again(self, now: datetime) -> None: ...


def prepare(
    store: Store,
    *,
    beds: int,
    seed: int,
    now: datetime,
    history: timedelta = HISTORY,
    zone: str = ZONE,
    progress: Callable[[float], None] | None = None,
) -> DemoUnit:
    """Fill an empty store with a unit that has lived for `history` (30 minutes at least), up to `now`.

    The same seed, beds and `now` give the same unit. `progress` is told the share done, 0 to 1. `zone` is the IANA
    zone of the clock on its wall. Raises Refused when the database holds a unit already.
    """
    if history < timedelta(minutes=30):
        raise ValueError(f"a demo needs 30 minutes of history at least, not {history}")
    unit = Unit(store, beds=beds, seed=seed, zone=zone)
    start = now - history
    unit.found(start, is_demo=True, here_for=_HERE_FOR, policy=demo_policy(now, zone))
    demo_people.let_everybody_in(store, DEMO_PIN, actor=Actor(None, "Simulation", "Desk 1"), now=start)
    reserve(unit, now)
    monitor = VirtualMonitor(store, start, lambda: unit.hands.acts)
    legs = 20
    for leg in range(1, legs + 1):
        if leg == legs - 1:
            stage(unit, now)
        live(unit, monitor, now if leg == legs else _share(start, now - STAGED_BEFORE, leg / (legs - 2)))
        if progress is not None:
            progress(leg / legs)
    return DemoUnit(unit)


def _share(start: datetime, end: datetime, share: float) -> datetime:
    return start + (end - start) * min(1.0, share)


class DemoDriver:
    """Keeps a demo unit living in a thread of its own, by the clock it is given.

    `speed`: simulated seconds in a real one, as the clock runs. `failed` is told of an unexpected error; the unit then
    goes on from what the board shows, as it does after the machine has slept.
    """

    def __init__(
        self, unit: Living, clock: Clock, *, speed: float = 1.0, failed: Callable[[Exception], None] | None = None
    ) -> None:
        self._unit = unit
        self._clock = clock
        self._speed = speed
        self._failed = failed
        self._looked_at = clock.elapsed()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._live, name="demo", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """End the thread after the act in hand. Whether it has ended within `timeout_s`."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _live(self) -> None:
        while not self._ending.is_set():
            self._step()
            self._ending.wait(self._pause_s())

    def _step(self) -> None:
        try:
            self._live_on(self._clock.now())
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is told, and the demo goes on
            self._report(fault)
            self._recover()

    def _live_on(self, now: datetime) -> None:
        next_at = self._unit.next_at()
        if next_at is not None and now - next_at > _ASLEEP * max(1.0, self._speed):
            self._unit.begin_again(now)
        elif self._clock.elapsed() - self._looked_at >= _LOOKS_EVERY_S * self._speed:
            self._looked_at = self._clock.elapsed()
            self._unit.look(now)
        self._unit.run_until(now)

    def _recover(self) -> None:
        try:
            self._unit.begin_again(self._clock.now())
        except Exception as fault:  # noqa: BLE001 - the database may be away still; the next step tries again
            self._report(fault)

    def _report(self, fault: Exception) -> None:
        if self._failed is not None:
            self._failed(fault)

    def _pause_s(self) -> float:
        """Real seconds until somebody does something; a second at most, for the desk may change the plans."""
        next_at = self._unit.next_at()
        if next_at is None:
            return _LONGEST_WAIT_S
        ahead = (next_at - self._clock.now()).total_seconds() / self._speed
        return min(_LONGEST_WAIT_S, max(_SHORTEST_WAIT_S, ahead))
