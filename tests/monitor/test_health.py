"""Whatever stops, the screen can say so: judged from stamps alone."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from station.monitor.health import Health, Phase, Stamp, Status
from station.monitor.health import judge as judge_in
from tests.fakes import NOON

GOOD = Status(
    phase=Phase.RUNNING,
    started=Stamp(NOON - timedelta(hours=1), 0.0),
    last_pass=Stamp(NOON, 3600.0),
    last_try=3599.9,
    guard_seen=Stamp(NOON, 3600.0),
    passes=3600,
)


def judge(status: Status, *, elapsed: float, zone: str = "UTC") -> Health:
    return judge_in(status, elapsed=elapsed, zone=ZoneInfo(zone))


@pytest.mark.parametrize("age", [0.0, 1.0, 4.875, 5.0])
def test_all_is_well_up_to_five_seconds(age: float) -> None:
    assert judge(GOOD, elapsed=3600.0 + age) == Health(True, "", "", None, age)


def test_over_five_seconds_it_says_since_when() -> None:
    health = judge(GOOD, elapsed=3605.1)
    assert not health.monitoring
    assert health.sentence == "NOT MONITORING SINCE 12:00:00"
    assert health.since == NOON
    assert health.age_s == pytest.approx(5.1)


def test_the_time_shown_is_the_units_own() -> None:
    assert judge(GOOD, elapsed=3700.0, zone="America/Chicago").sentence == "NOT MONITORING SINCE 06:00:00"


def test_a_failed_pass_is_told_at_once_and_its_reason_stays() -> None:
    failing = replace(GOOD, error="The disk is full.")
    at_once = judge(failing, elapsed=3601.0)
    assert at_once.monitoring
    assert "failed" in at_once.sentence
    assert at_once.detail == "The disk is full."
    later = judge(failing, elapsed=3610.0)
    assert (later.monitoring, later.detail) == (False, "The disk is full.")


def test_a_stuck_pass_is_named() -> None:
    stuck = judge(replace(GOOD, looking_since=3600.5), elapsed=3620.5)
    assert stuck.sentence == "NOT MONITORING SINCE 12:00:00"
    assert stuck.detail == "The present look has not come to an end for 20 s."


def test_a_silent_scheduler_is_named() -> None:
    assert judge(GOOD, elapsed=3620.0).detail == "No look at the unit has been taken."


def test_a_silent_guard_is_told_while_monitoring_goes_on() -> None:
    health = judge(replace(GOOD, guard_seen=Stamp(NOON, 3589.0)), elapsed=3600.0)
    assert health.monitoring
    assert health.sentence == "The guard over the monitor has stopped. Restart Station."


def test_before_the_start_nothing_is_claimed() -> None:
    assert judge(Status(), elapsed=5.0) == Health(
        False, "NOT MONITORING", "Monitoring has not been started.", None, None
    )


def test_the_first_look_is_waited_for_and_then_missed() -> None:
    starting = Status(phase=Phase.RUNNING, started=Stamp(NOON, 100.0))
    assert judge(starting, elapsed=101.0).sentence == "NOT MONITORING YET"
    assert judge(starting, elapsed=106.0).sentence == "NOT MONITORING SINCE 12:00:00"
    assert not judge(starting, elapsed=101.0).monitoring


def test_once_stopped_it_is_not_monitoring_however_fresh() -> None:
    health = judge(replace(GOOD, phase=Phase.STOPPED), elapsed=3600.0)
    assert (health.monitoring, health.detail) == (False, "Monitoring was stopped.")


def test_an_asker_whose_count_is_a_little_behind_sees_no_negative_age() -> None:
    assert judge(GOOD, elapsed=3599.99).age_s == 0.0
