"""The charge plans: before each shift the next one is filled and published, and again when a continuous patient comes
or goes. Whoever rounds or observes goes by it where he can."""

from datetime import datetime, timedelta
from typing import Final

from station.services import assignments, plan_reading
from station.services.assignments import Publishing
from station.services.plan_sheet import PlanSheet, ShiftRow
from station.simulation.rota import fill
from station.simulation.ward import Ward
from station.simulation.world import Person

_BEFORE: Final = timedelta(minutes=20)
"""So long before it begins a shift is planned."""
_LOOKS_EVERY_S: Final = 420.0


class Planning:
    """Publishes through the services, as the charge of the running shift."""

    def __init__(self, ward: Ward, own: str) -> None:
        self._ward = ward
        self._own = own
        self._covers: dict[datetime, frozenset[int]] = {}
        """By shift: the continuous patients its published plan names somebody for."""
        self._shifts: tuple[ShiftRow, ...] = ()
        self._count = 0

    def begin(self, now: datetime) -> None:
        self._look(now)

    def _look(self, now: datetime) -> None:
        self._see_to(self._shift(now), now)
        if self._shift(now + _BEFORE) != self._shift(now):
            self._see_to(self._shift(now + _BEFORE), now)
        self._ward.after(now, _LOOKS_EVERY_S, self._look)

    def _shift(self, at: datetime) -> ShiftRow:
        """The one that runs then; they are read for two days at a time."""
        found = next((one for one in self._shifts if one.starts_at <= at < one.next_at), None)
        if found is None:
            self._shifts = plan_reading.read_shifts(self._ward.hands.store, at)
            return self._shift(at)
        return found

    def _see_to(self, shift: ShiftRow, now: datetime) -> None:
        """Publish where nothing was, or where those to be held are others than it says."""
        held = frozenset(one.stay for one in self._ward.world.patients.values() if one.continuous and one.away is None)
        if self._ward.world.is_charge_left(shift.starts_at) or self._covers.get(shift.starts_at) == held:
            return
        charge = self._ward.charge(now)
        sheet = plan_reading.read_plan_sheet(self._ward.hands.store, shift.starts_at, charge.id, now)
        people = [one.id for one in self._ward.world.people.values() if one.shift == shift.name]
        if self._publish(charge, sheet, people, now):
            self._covers = {shift.starts_at: held} | {at: one for at, one in self._covers.items() if at >= now}

    def _publish(self, charge: Person, sheet: PlanSheet, people: list[int], now: datetime) -> bool:
        hands = self._ward.hands
        self._count += 1
        request = f"plan:{self._own}:{sheet.shift.starts_at:%Y%m%d%H%M}:{sheet.published.number}:{self._count}"
        publishing = Publishing(request, sheet.shift.starts_at, sheet.published.number, fill(sheet, people))
        done = hands.do(
            lambda: assignments.publish_plan(
                hands.store, publishing, confirmed=True, actor=hands.actor(charge), now=now
            )
        )  # fmt: skip
        if done is not None:
            self._ward.planned.follow(publishing.plan)
        return done is not None
