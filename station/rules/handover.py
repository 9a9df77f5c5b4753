"""When the handing over of a shift is owed, and which shift is the one to be handed over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from station.rules.intervals import Deadlines
from station.rules.moments import utc
from station.rules.policy_people import Shift
from station.rules.policy_values import OwedWithin
from station.rules.shifts import ShiftSpan, shift_after, shift_at, shift_before

COUNTED_FROM: Final = timedelta(minutes=30)
"""Before its people go: the limits of the policy count from then."""

SIGNED_FROM: Final = timedelta(hours=1)
"""Before the next shift begins. Signed sooner, it would say nothing of the shift that is still to come."""

_MOST_MISSED: Final = 60


def handover_owed(within: OwedWithin, shift: ShiftSpan) -> Deadlines:
    """The deadlines of handing this shift over. It runs from the shift's start."""
    counted = max(shift.starts_at, shift.leaves_at - COUNTED_FROM)
    return Deadlines(shift.starts_at, counted + within.soon, counted + within.late, counted + within.lapsed)


def signed_from(shift: ShiftSpan) -> datetime:
    """From when on its charge can sign."""
    return max(shift.starts_at, shift.next_at - SIGNED_FROM)


def shift_at_hand(
    shifts: Sequence[Shift], owed_from: datetime | None, now: datetime, zone: ZoneInfo | str
) -> ShiftSpan:
    """The shift to be handed over: the running one; the one before, while that is owed and the running one cannot be
    signed yet. `owed_from`: when the shift began whose handover is owed; None where none is."""
    here = shift_at(shifts, now, zone)
    if owed_from is None or owed_from >= here.starts_at or utc(now) >= signed_from(here):
        return here
    return shift_before(shifts, here, zone)


def missed(
    shifts: Sequence[Shift], owed_from: datetime, handed_over: ShiftSpan, zone: ZoneInfo | str
) -> tuple[ShiftSpan, ...]:
    """Shifts from the one that began then, up to the one handed over, that nobody has handed over; 60 at most."""
    found = list[ShiftSpan]()
    one = shift_at(shifts, owed_from, zone)
    while one.starts_at < handed_over.starts_at and len(found) < _MOST_MISSED:
        found.append(one)
        one = shift_after(shifts, one, zone)
    return tuple(found)
