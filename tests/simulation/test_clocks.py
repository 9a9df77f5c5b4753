from datetime import datetime, timedelta

import pytest

from station.simulation.clocks import FastClock, VirtualClock
from tests.fakes import NOON, FakeClock


def test_a_virtual_clock_stands_still() -> None:
    clock = VirtualClock(NOON)
    assert (clock.now(), clock.elapsed()) == (NOON, 0.0)


def test_it_moves_by_seconds_and_by_durations() -> None:
    clock = VirtualClock(NOON)
    clock.advance(1.5)
    assert clock.advance(timedelta(minutes=1)) == NOON + timedelta(seconds=61.5)
    assert clock.elapsed() == 61.5


def test_set_back_the_wall_goes_back_and_the_seconds_stand() -> None:
    clock = VirtualClock(NOON)
    clock.advance(60)
    clock.set(NOON)
    assert (clock.now(), clock.elapsed()) == (NOON, 60.0)


def test_it_never_advances_backwards() -> None:
    with pytest.raises(ValueError, match="forwards only"):
        VirtualClock(NOON).advance(-1)


def test_it_wants_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        VirtualClock(datetime(2026, 1, 1))


def test_a_fast_clock_counts_so_many_seconds_in_one() -> None:
    base = FakeClock()
    clock = FastClock(base, 60, NOON - timedelta(days=2))
    base.advance(10)
    assert clock.now() == NOON - timedelta(days=2) + timedelta(minutes=10)
    assert clock.elapsed() == 600.0


def test_a_fast_clock_does_not_heed_the_wall() -> None:
    base = FakeClock()
    clock = FastClock(base, 2, NOON)
    base.step_wall(-3600)
    assert clock.now() == NOON


@pytest.mark.parametrize("speed", [0, -1])
def test_a_fast_clock_must_run(speed: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        FastClock(FakeClock(), speed, NOON)
