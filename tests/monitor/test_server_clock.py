"""On PostgreSQL the server's clock decides, carried on by elapsed seconds between questions."""

from datetime import datetime, timedelta

import pytest

from station.monitor.logical_clock import JumpKind, LogicalClock
from station.monitor.server_clock import ServerClock
from tests.fakes import NOON, FakeClock


class FakeServer:
    """A database server: its own clock, an answering time, and days when it is away."""

    def __init__(self, here: FakeClock, time: datetime) -> None:
        self.here = here
        self.time = time
        self.answer_s = 0.0
        self.away = False

    def __call__(self) -> datetime:
        if self.away:
            raise ConnectionError("the server is away")
        self.here.advance(self.answer_s / 2)
        answer = self.time
        self.here.advance(self.answer_s / 2)
        return answer


def test_the_server_decides_whatever_the_machine_says() -> None:
    here = FakeClock(NOON + timedelta(hours=3))
    clock = ServerClock(here, FakeServer(here, NOON))
    here.advance(7)
    assert clock.now() == NOON + timedelta(seconds=7)
    assert clock.offset_s == 3 * 3600


def test_the_time_of_asking_is_halved() -> None:
    here = FakeClock()
    server = FakeServer(here, NOON)
    server.answer_s = 0.4
    assert ServerClock(here, server).now() == NOON + timedelta(seconds=0.2)


def test_a_machine_whose_own_clock_is_set_stays_with_the_server() -> None:
    here = FakeClock()
    clock = LogicalClock(ServerClock(here, FakeServer(here, NOON)))
    here.step_wall(-86_400)
    here.advance(5)
    assert clock.now() == NOON + timedelta(seconds=5)
    assert clock.take_findings() == ()


def test_a_server_that_is_set_back_is_found_and_not_followed() -> None:
    here = FakeClock()
    server = FakeServer(here, NOON)
    base = ServerClock(here, server)
    clock = LogicalClock(base)
    here.advance(1)
    server.time = NOON - timedelta(hours=1)
    base.sync()
    assert clock.now() == NOON + timedelta(seconds=1)
    assert [found.kind for found in clock.take_findings()] == [JumpKind.BACK]


def test_a_server_that_is_away_leaves_the_time_running() -> None:
    here = FakeClock()
    server = FakeServer(here, NOON)
    clock = ServerClock(here, server)
    server.away = True
    here.advance(60)
    with pytest.raises(ConnectionError):
        clock.sync()
    assert clock.now() == NOON + timedelta(minutes=1)


def test_an_answer_that_took_too_long_is_not_used() -> None:
    here = FakeClock()
    server = FakeServer(here, NOON)
    clock = ServerClock(here, server)
    server.answer_s = 20.0
    clock.sync()
    assert clock.now() == NOON + timedelta(seconds=20)


def test_elapsed_is_this_machines_own() -> None:
    here = FakeClock(elapsed=5.0)
    assert ServerClock(here, FakeServer(here, NOON)).elapsed() == 5.0
