"""Real processes, killed, stopped and frozen, on the real file: noticed, shown, sounded, started again, none missed."""

import os
import signal
import sys
import time
from datetime import datetime, timedelta

import pytest

from station.clock import SystemClock
from station.models.enums import Stage
from station.store.verify import verify_journal
from tests.guarding.conftest import Watched, is_alive, until

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 and SIGSTOP are of POSIX"),
    pytest.mark.slow,
    pytest.mark.timeout(400),
]

INTERVAL = timedelta(minutes=15)


def due_in(watched: Watched, seconds: float) -> tuple[int, datetime]:
    """A patient whose check falls due so soon. His stay, and when."""
    seen = SystemClock().now() - INTERVAL + timedelta(seconds=seconds)
    return watched.unit.admit_seen("1201", at=seen), seen + INTERVAL


def assert_raised_once(watched: Watched, stay: int, due: datetime) -> None:
    until(lambda: watched.unit.all_alerts(stay, "check"), "for the alert")
    (alert,) = watched.unit.all_alerts(stay, "check")
    assert (alert.due_at, alert.stage) == (due, Stage.LATE)
    assert verify_journal(watched.store).journal == "ok"


def assert_told(watched: Watched) -> None:
    """Shown, sounded, started again, and all of it taken back."""
    watched.wait_for("well again")
    for what in ("showing", "shown", "sounded", "started again", "quiet"):
        assert watched.noted(what), (what, watched.log, watched.said)
    assert watched.played.read_text().strip()
    until(lambda: watched.alerts("started again:Desk 1") == 1, "for the alert that says so")


def test_closed_in_good_order_nobody_is_alarmed_and_nothing_is_left(watched: Watched) -> None:
    wall = watched.start_wall()
    watched.close()
    assert wall.returncode == 0
    assert {one.what for one in watched.log} == {"watching", "heard", "left"}
    assert not watched.played.exists()


def test_killed_it_is_back_and_what_fell_due_meanwhile_is_raised_once(watched: Watched) -> None:
    wall = watched.start_wall()
    stay, due = due_in(watched, 1.0)
    wall.kill()
    assert_told(watched)
    assert watched.noted("started again")[0].detail.startswith("died")
    assert len(watched.stations) == 2
    assert_raised_once(watched, stay, due)
    watched.close()


def test_stopped_it_is_shown_and_sounded_and_another_takes_its_place(watched: Watched) -> None:
    """By the real limits."""
    wall = watched.start_wall()
    stay, due = due_in(watched, 8.0)
    stopped = time.monotonic()
    wall.send_signal(signal.SIGSTOP)
    assert_told(watched)
    assert watched.noted("shown")[0].at - stopped < 10  # 5 is what it is to be; bench measures it
    assert watched.noted("sounded")[0].at - stopped < 20  # and 10
    assert watched.noted("started again")[0].detail.startswith("stopped")
    assert_raised_once(watched, stay, due)
    watched.close()


def test_a_short_stop_is_shown_and_taken_back_without_a_new_start(watched: Watched) -> None:
    wall = watched.start_wall()
    wall.send_signal(signal.SIGSTOP)
    watched.wait_for("showing")
    wall.send_signal(signal.SIGCONT)
    watched.wait_for("well again")
    assert not watched.noted("started again")
    until(lambda: watched.alerts("monitoring:Desk 1") or not watched.noted("sounded"))
    watched.close()


def test_a_screen_that_stands_still_is_told_everywhere_and_started_again(watched: Watched) -> None:
    watched.start_doomed("screen")
    watched.wait_for("started again")
    assert watched.noted("showing")[0].detail.startswith("SCREEN STANDS STILL SINCE")
    assert_told(watched)
    assert watched.alerts("screen:Desk 1") == 1
    gone = "SELECT count(*) FROM alert WHERE subject = 'screen:Desk 1' AND closed_at IS NOT NULL"
    until(lambda: watched.ask(gone) == 1, "for the alert to be over")
    watched.close()


def test_a_monitor_all_of_whose_threads_have_died_is_started_again(watched: Watched) -> None:
    watched.start_doomed("monitor", "soon")
    watched.wait_for("started again")
    assert watched.noted("started again")[0].detail.startswith("monitor")
    assert_told(watched)
    watched.close()


def test_a_scheduler_that_died_is_replaced_inside_and_needs_no_new_start(watched: Watched) -> None:
    watched.start_doomed("scheduler")
    until(lambda: watched.alerts("scheduler:Desk 1") == 1, "for the alert that says so")
    assert not watched.noted("started again")
    watched.close()


def test_a_guard_that_was_killed_is_replaced_and_it_is_said(watched: Watched) -> None:
    watched.start_wall()
    os.kill(watched.guards[0], signal.SIGKILL)
    watched.wait_for("watching", 2)
    until(lambda: watched.alerts("guard process:Desk 1") == 1, "for the alert that says so")
    assert len(set(watched.stations)) == 1
    watched.close()


def test_the_new_guard_guards_as_well_as_the_first(watched: Watched) -> None:
    wall = watched.start_wall()
    os.kill(watched.guards[0], signal.SIGKILL)
    watched.wait_for("heard", 2)
    wall.kill()
    assert_told(watched)
    watched.close()


def test_the_guard_of_one_that_it_has_started_can_be_replaced_too(watched: Watched) -> None:
    wall = watched.start_wall()
    wall.kill()
    watched.wait_for("well again")
    os.kill(watched.guards[0], signal.SIGKILL)
    watched.wait_for("watching", 2)
    until(lambda: watched.alerts("guard process:Desk 1") == 1, "for the alert that says so")
    watched.close()


def test_one_that_cannot_be_started_is_given_up_in_words_and_ends_when_told(watched: Watched) -> None:
    watched.start_doomed("crash")
    given_up = watched.wait_for("given up")
    assert given_up.detail.startswith("NOT MONITORING")
    assert len(watched.noted("started again")) == 3
    assert "Call whoever looks after Station" in watched.said
    assert not watched.noted("quiet")
    os.kill(watched.guards[0], signal.SIGTERM)
    watched.wait_for("left")
    until(lambda: not any(map(is_alive, (*watched.guards, *watched.stations))), "for all to be gone")
