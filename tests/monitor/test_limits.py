"""How often each watcher looks, and after how long its silence is told: as the design has it."""

from station.guarding.course import Limits
from station.monitor import auditor, canary, facts, guard, health, lookout, neighbours, screen
from station.services import canaries


def test_within_the_process() -> None:
    assert (lookout.TICK_S, health.SILENT_S, screen.STILL_S) == (1.0, 5.0, 5.0)
    assert (guard.LATE_S, health.GUARD_SILENT_S) == (3.0, 10.0)
    assert guard.ROUND_S < guard.LATE_S < health.SILENT_S


def test_end_to_end() -> None:
    assert (canaries.EVERY.total_seconds(), canary.SILENT_S) == (60.0, 150.0)
    assert (auditor.EVERY_S, facts.AUDIT_SILENT_S) == (30.0, 90.0)


def test_outside_it_is_shown_within_five_seconds_and_sounded_within_ten() -> None:
    limits = Limits()
    assert limits.show + 1.0 < 5.0
    assert limits.show < limits.sound < limits.act <= 10.0
    assert limits.monitor < 10.0


def test_across_stations() -> None:
    assert (lookout.HEARTBEAT_S, neighbours.TOLD_S) == (5.0, 60.0)
