"""The machine's own clocks: elapsed seconds are those that sleep counts in, where the system has such a count."""

import sys
import time
from datetime import UTC

import pytest

from station.clock import SystemClock


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="this system has no count that goes on in sleep")
def test_elapsed_is_the_count_that_goes_on_in_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "clock_gettime", float)
    assert SystemClock().elapsed() == float(time.CLOCK_BOOTTIME)


def test_on_macos_it_is_the_one_that_counts_sleep_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    monkeypatch.setattr(time, "CLOCK_MONOTONIC", 6, raising=False)
    monkeypatch.setattr(time, "clock_gettime", float, raising=False)
    monkeypatch.setattr(sys, "platform", "darwin")
    assert SystemClock().elapsed() == 6.0


def test_the_wall_is_told_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC
