"""After a time in which nobody watched, everyone is owed a look."""

from datetime import timedelta

import pytest

from station.monitor.logical_clock import LONG_GAP_S, LogicalClock
from station.monitor.lookout import Lookout
from tests.fakes import NOON, FakeClock
from tests.monitor.fake_duties import FakeDuties


def _lookout(duties: FakeDuties, off_s: float) -> Lookout:
    """As started `off_s` seconds after the mark (before it, where negative)."""
    base = FakeClock()
    clock = LogicalClock(base, NOON - timedelta(seconds=off_s))
    return Lookout(duties, clock, base, publish=lambda _: None)


@pytest.mark.parametrize("off_s", [LONG_GAP_S + 1, -60.0])
def test_a_long_gap_and_a_clock_behind_owe_a_look_once(off_s: float) -> None:
    duties = FakeDuties()
    lookout = _lookout(duties, off_s)
    lookout.pass_now()
    lookout.pass_now()
    assert len(duties.looks) == 1


@pytest.mark.parametrize("off_s", [0.0, LONG_GAP_S])
def test_a_short_gap_owes_nothing(off_s: float) -> None:
    duties = FakeDuties()
    _lookout(duties, off_s).pass_now()
    assert duties.looks == []


def test_a_look_that_could_not_be_stored_is_owed_still() -> None:
    duties = FakeDuties()
    lookout = _lookout(duties, LONG_GAP_S + 1)
    duties.looks_fault = OSError("disk full")
    assert not lookout.pass_now()
    duties.looks_fault = None
    assert lookout.pass_now()
    assert len(duties.looks) == 1
