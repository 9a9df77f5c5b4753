"""Logical time never goes back, never lags, follows a sane wall, and says what the wall clock did."""

from datetime import datetime, timedelta
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from station.monitor.logical_clock import LONG_GAP_S, TOLERANCE_S, ClockJump, JumpKind, LogicalClock
from tests.fakes import NOON, FakeClock

HOUR = 3600.0
DAY = 24 * HOUR
TEN_YEARS = 3652 * DAY

moves = st.lists(
    st.tuples(
        st.floats(min_value=0, max_value=DAY),
        st.one_of(st.just(0.0), st.floats(-3, 3), st.floats(-DAY, DAY), st.sampled_from([TEN_YEARS, -TEN_YEARS])),
    ),
    max_size=30,
)


@given(moves)
def test_it_never_goes_back_and_never_runs_slower_than_elapsed_time(steps: list[tuple[float, float]]) -> None:
    base = FakeClock()
    clock = LogicalClock(base)
    last = clock.now()
    for passed, stepped in steps:
        base.advance(passed)
        base.step_wall(stepped)
        now = clock.now()
        assert now >= last + timedelta(seconds=passed) - timedelta(microseconds=2)
        assert now >= base.wall
        assert clock.mark == now
        last = now


@given(st.lists(st.floats(min_value=0, max_value=DAY), max_size=30), st.floats(0, TEN_YEARS))
def test_it_is_the_wall_clock_while_that_is_sane(passes: list[float], forward: float) -> None:
    base = FakeClock()
    clock = LogicalClock(base)
    base.step_wall(forward)
    for passed in passes:
        base.advance(passed)
        assert abs((clock.now() - base.wall).total_seconds()) < 1e-4


@given(
    st.lists(
        st.tuples(st.floats(min_value=0, max_value=DAY), st.floats(-TOLERANCE_S + 0.01, TOLERANCE_S - 0.01)),
        max_size=50,
    )
)
def test_small_slews_never_add_up_to_a_finding(slews: list[tuple[float, float]]) -> None:
    base = FakeClock()
    clock = LogicalClock(base)
    for passed, slew in slews:
        base.advance(passed)
        base.step_wall(slew)
        clock.now()
    assert clock.take_findings() == ()


@pytest.mark.parametrize("size", [1.0, 1.99])
@pytest.mark.parametrize("way", [1, -1])
def test_a_second_either_way_is_no_finding(size: float, way: int) -> None:
    base = FakeClock()
    clock = LogicalClock(base)
    base.step_wall(way * size)
    assert clock.take_findings() == ()


@pytest.mark.parametrize("size", [2.1, HOUR, DAY, TEN_YEARS])
@pytest.mark.parametrize(("way", "kind"), [(1, JumpKind.FORWARD), (-1, JumpKind.BACK)])
def test_a_jump_is_found_once_with_its_size(size: float, way: int, kind: JumpKind) -> None:
    base = FakeClock()
    clock = LogicalClock(base)
    base.advance(1)
    base.step_wall(way * size)
    (found,) = clock.take_findings()
    assert found.kind is kind
    assert found.by_seconds == pytest.approx(size)
    base.advance(1)
    assert clock.take_findings() == ()


@pytest.mark.parametrize("size", [1.0, HOUR, DAY, TEN_YEARS])
def test_set_back_it_goes_on_by_elapsed_time(size: float) -> None:
    base = FakeClock()
    clock = LogicalClock(base)
    base.step_wall(-size)
    for second in range(1, 20):
        base.advance(1)
        assert clock.now() == NOON + timedelta(seconds=second)
    assert clock.ahead_s == pytest.approx(size)


def test_set_back_and_put_right_it_is_the_wall_again() -> None:
    base = FakeClock()
    clock = LogicalClock(base)
    base.step_wall(-HOUR)
    base.advance(600)
    assert clock.now() == NOON + timedelta(seconds=600)
    base.step_wall(HOUR)
    assert clock.now() == base.wall == NOON + timedelta(seconds=600)
    assert [found.kind for found in clock.take_findings()] == [JumpKind.BACK, JumpKind.FORWARD]
    assert clock.ahead_s == 0


def test_a_sleep_that_is_counted_is_no_jump() -> None:
    base = FakeClock()
    clock = LogicalClock(base)
    base.sleep(8 * HOUR)
    assert clock.now() == NOON + timedelta(hours=8)
    assert clock.take_findings() == ()


def test_a_sleep_that_is_not_counted_still_counts_as_time_and_is_told() -> None:
    base = FakeClock()
    clock = LogicalClock(base)
    base.sleep(8 * HOUR, counted=False)
    assert clock.now() == NOON + timedelta(hours=8)
    assert [found.kind for found in clock.take_findings()] == [JumpKind.FORWARD]


@pytest.mark.parametrize("off", [0.0, 1.0, LONG_GAP_S])
def test_a_prompt_start_has_nothing_to_tell(off: float) -> None:
    assert LogicalClock(FakeClock(), NOON - timedelta(seconds=off)).take_findings() == ()


def test_a_start_long_after_the_mark_owes_every_check_a_look() -> None:
    clock = LogicalClock(FakeClock(), NOON - timedelta(hours=9))
    assert clock.take_findings() == (ClockJump(JumpKind.LONG_GAP, 9 * HOUR, NOON),)
    assert clock.now() == NOON


@pytest.mark.parametrize("before", [3.0, HOUR, DAY, TEN_YEARS])
def test_a_start_before_the_mark_goes_on_from_the_mark(before: float) -> None:
    mark = NOON + timedelta(seconds=before)
    base = FakeClock()
    clock = LogicalClock(base, mark)
    assert clock.take_findings() == (ClockJump(JumpKind.BEHIND_MARK, before, mark),)
    base.advance(5)
    assert clock.now() == mark + timedelta(seconds=5)


def test_a_first_start_has_no_mark_and_nothing_to_tell() -> None:
    clock = LogicalClock(FakeClock())
    assert (clock.now(), clock.take_findings()) == (NOON, ())


class _StoppedBetween(FakeClock):
    """The process is stopped for 30 s after the elapsed count was read and before the wall is: once."""

    stopped = False

    @override
    def now(self) -> datetime:
        if self.stopped:
            self.stopped = False
            self.advance(30)
        return super().now()


def test_a_process_stopped_between_the_two_readings_is_no_jump() -> None:
    base = _StoppedBetween()
    clock = LogicalClock(base)
    base.stopped = True
    assert clock.now() == NOON + timedelta(seconds=30)
    base.advance(1)
    assert clock.take_findings() == ()


def test_every_thread_sees_time_that_only_goes_forward() -> None:
    base = FakeClock()
    clock = LogicalClock(base)
    went_back: list[bool] = []

    def ask() -> None:
        seen = [clock.now() for _ in range(300)]
        went_back.append(seen != sorted(seen))

    def disturb() -> None:
        for number in range(300):
            base.step_wall(-1.5 if number % 2 else 1.0)
            base.counted += 0.001

    threads = [Thread(target=ask) for _ in range(4)] + [Thread(target=disturb)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert went_back == [False] * 4


def test_elapsed_is_passed_through() -> None:
    base = FakeClock(elapsed=77.0)
    assert LogicalClock(base).elapsed() == 77.0


def test_it_is_not_behind_what_another_station_has_stored() -> None:
    base = FakeClock(NOON)
    clock = LogicalClock(base)
    clock.not_before(None)
    clock.not_before(NOON - timedelta(hours=1))
    assert clock.now() == NOON
    clock.not_before(NOON + timedelta(seconds=4))
    base.advance(1)
    assert clock.now() == NOON + timedelta(seconds=5)
    assert clock.take_findings() == ()
