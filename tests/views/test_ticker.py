"""The one timer: on the second, and in step."""

import itertools
import time
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from station.clock import SystemClock
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


def test_the_pulse_goes_on_in_a_dialog_and_in_a_menu(qtbot: QtBot) -> None:
    """They wait in an event loop of their own: nobody must take them for a window that stands still."""
    ticker = Ticker(SystemClock())
    ticker.set_flashing("test", True)  # four beats a second
    ticker.start()
    dialog, menu = QDialog(), QMenu()
    menu.addAction("one")
    for waits, end in ((dialog.exec, dialog.close), (lambda: menu.exec(QPoint(5, 5)), menu.close)):
        before = ticker.pulse() or 0
        seen: list[int] = []
        ender = QTimer()
        ender.timeout.connect(lambda end=end, seen=seen, before=before: _when_grown(ticker, before, seen, end))
        ender.start(20)
        waits()
        ender.stop()
        assert seen
    ticker.stop()
    assert ticker.pulse() is None


def test_the_pulse_goes_on_while_something_is_dragged(qtbot: QtBot) -> None:
    ticker = Ticker(SystemClock())
    ticker.set_flashing("test", True)
    held = QWidget()
    qtbot.addWidget(held)
    held.show()
    ticker.start()
    before, places = ticker.pulse() or 0, itertools.cycle((QPoint(10, 10), QPoint(60, 20)))

    def dragged() -> bool:
        QTest.mouseMove(held, next(places))
        return (ticker.pulse() or 0) - before >= 3

    QTest.mousePress(held, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    qtbot.waitUntil(dragged)
    QTest.mouseRelease(held, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    ticker.stop()


def _when_grown(ticker: Ticker, before: int, seen: list[int], end: Callable[[], object]) -> None:
    grown = (ticker.pulse() or 0) - before
    if grown >= 2:
        seen.append(grown)
        end()


def test_the_pulse_stands_while_a_slot_does_not_return(qtbot: QtBot) -> None:
    ticker = Ticker(SystemClock())
    ticker.start()
    before = ticker.pulse()
    time.sleep(1.2)  # as a slot that has gone wrong; the timer of this second is due meanwhile
    assert ticker.pulse() == before
    qtbot.waitUntil(lambda: (ticker.pulse() or 0) > (before or 0))
    ticker.stop()
