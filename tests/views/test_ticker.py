"""The one timer: on the second, and in step."""

from datetime import datetime
from itertools import pairwise

from pytestqt.qtbot import QtBot

from station.views.ticker import STEADY, Flash, Ticker, phase
from tests.fakes import NOON, FakeClock


def hand_clock() -> FakeClock:
    return FakeClock(NOON.replace(second=7, microsecond=400_000), elapsed=0.0)


def test_it_ticks_at_once_and_waits_for_the_next_second(qtbot: QtBot) -> None:
    clock, told = hand_clock(), list[datetime]()
    ticker = Ticker(clock)
    ticker.tick.connect(told.append)
    ticker.start()
    assert told == [clock.now()]
    assert 590 <= ticker._timer.interval() <= 601
    ticker.stop()


def test_a_second_is_told_once(qtbot: QtBot) -> None:
    clock, told = hand_clock(), list[datetime]()
    ticker = Ticker(clock)
    ticker.tick.connect(told.append)
    ticker.start()
    for step in (0.25, 0.25, 0.25, 0.25):
        clock.advance(step)
        ticker._wake()
    ticker.stop()
    assert [moment.second for moment in told] == [7, 8]


def test_a_clock_set_back_is_told(qtbot: QtBot) -> None:
    clock, told = hand_clock(), list[datetime]()
    ticker = Ticker(clock)
    ticker.tick.connect(told.append)
    ticker.start()
    clock.step_wall(-60)
    ticker._wake()
    ticker.stop()
    assert len(told) == 2


def test_it_steps_only_while_something_flashes(qtbot: QtBot) -> None:
    clock, steps = hand_clock(), list[Flash]()
    ticker = Ticker(clock)
    ticker.flashed.connect(steps.append)
    ticker.start()
    assert steps == []
    ticker.set_flashing("board", True)
    assert ticker._timer.interval() <= 251
    ticker._wake()
    ticker.set_flashing("strip", True)
    ticker.set_flashing("board", False)
    assert ticker.flashing
    ticker.set_flashing("strip", False)
    ticker.stop()
    assert steps == [phase(0.0), STEADY]


def test_the_real_timer_ticks(qtbot: QtBot) -> None:
    clock = hand_clock()
    ticker = Ticker(clock)
    ticker.start()
    clock.advance(0.6)
    with qtbot.waitSignal(ticker.tick, timeout=3000) as told:
        pass
    ticker.stop()
    assert told.args == [clock.now()]


def test_flashing_is_in_step_and_slow_enough() -> None:
    assert phase(0.0) == Flash(high=True, medium=True)
    assert phase(0.25) == Flash(high=False, medium=True)
    assert phase(1.0) == Flash(high=True, medium=False)
    steps = [phase(step * 0.25) for step in range(240)]
    high = sum(a.high != b.high for a, b in pairwise(steps)) / 2 / 60
    medium = sum(a.medium != b.medium for a, b in pairwise(steps)) / 2 / 60
    assert high <= 2.0
    assert 0.4 <= medium <= 0.8


def test_flashing_keeps_real_time_where_the_units_clock_runs_fast(qtbot: QtBot) -> None:
    clock, real, told = hand_clock(), hand_clock(), list[Flash]()
    ticker = Ticker(clock, flashing_by=real)
    ticker.flashed.connect(told.append)
    ticker.set_flashing("board", True)
    ticker.start()
    for _ in range(3):
        clock.advance(5.0)
        real.advance(0.25)
        ticker._wake()
    ticker.stop()
    assert [step.high for step in told] == [True, False, True, False]
