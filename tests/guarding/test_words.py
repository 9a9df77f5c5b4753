"""The lines between Station and the guard, and the words of its window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.guarding import lines
from station.guarding.course import Trouble
from station.guarding.lines import Signs
from station.guarding.words import of_outage

COUNTS = st.none() | st.integers(0, 10**9)
TIMES = st.sampled_from(["", "14:32:07", "2:05:59 PM"])


@given(st.builds(Signs, COUNTS, COUNTS, TIMES, TIMES, st.booleans()))
def test_what_is_said_is_heard(signs: Signs) -> None:
    assert lines.signs_of(lines.beat(signs)) == signs


@given(st.text())
def test_no_line_is_too_odd_to_be_heard(line: str) -> None:
    lines.signs_of(line)
    lines.pid_of(line)
    lines.signs_of(f"beat\t{line}\t\t\t\tno")


def test_a_line_fits_into_the_smallest_pipe_whole() -> None:
    assert len(lines.beat(Signs(10**12, 10**12, "12:00:00 AM", "12:00:00 AM", True)).encode()) < 100


def test_hello_says_who_speaks() -> None:
    assert lines.pid_of(lines.hello(4711)) == 4711
    assert lines.pid_of(lines.GOODBYE) is None


SIGNS = Signs(7, 7, "14:32:07", "14:32:09", True)


@pytest.mark.parametrize("trouble", list(Trouble))
def test_since_when_nobody_watches_and_what_to_do(trouble: Trouble) -> None:
    words = of_outage(trouble, SIGNS, acting=True, given_up=False, call="")
    assert words.headline == "NOT MONITORING SINCE 14:32:07"
    assert "on paper" in words.what_to_do
    assert words.why.endswith("Station is being started again by itself.")
    assert not words.can_be_closed


def test_a_screen_that_stands_still_is_not_called_a_unit_that_nobody_watches() -> None:
    words = of_outage(Trouble.SCREEN, SIGNS, acting=False, given_up=False, call="")
    assert words.headline == "SCREEN STANDS STILL SINCE 14:32:09"
    assert "another screen" in words.what_to_do


def test_before_anything_was_watched_no_time_is_made_up() -> None:
    assert of_outage(Trouble.DIED, Signs(), acting=True, given_up=False, call="").headline == "NOT MONITORING"


def test_given_up_it_says_whom_to_call_and_can_be_closed() -> None:
    words = of_outage(Trouble.DIED, SIGNS, acting=True, given_up=True, call="IT, 4-1234")
    assert words.why == "Station could not be started again. Call IT, 4-1234."
    assert words.can_be_closed
    assert "whoever looks after" in of_outage(Trouble.DIED, SIGNS, acting=True, given_up=True, call="").why
