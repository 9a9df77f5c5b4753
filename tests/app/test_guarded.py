"""Station's end of the line: a guard is started, told, replaced when it is gone or does not read, and seen out."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.app import guarded
from station.app.guarded import LOG_NAME, Line, Plan, plan_of, started_again
from station.config import load_settings
from station.guarding.lines import Signs
from station.guarding.processes import STARTED_AGAIN
from tests.guarding.conftest import is_alive, until

posix = pytest.mark.skipif(sys.platform == "win32", reason="SIGSTOP and kill -9 are of POSIX")


class Told:
    """Whom the line asks and tells."""

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.lines = 0
        self.replaced: list[str] = []

    def signs(self) -> Signs:
        if self.fault is not None:
            raise self.fault
        return Signs(1, 1, "14:32:07", "14:32:07", tells=True)

    def heard(self) -> None:
        self.lines += 1

    def guard_replaced(self, why: str) -> None:
        self.replaced.append(why)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """And the guard, should it think that we have died, starts nothing of this test run."""
    monkeypatch.setattr(sys, "orig_argv", [sys.executable, "-c", "pass"])
    monkeypatch.setattr(guarded, "SPAWN_EVERY_S", 0.0)
    return Told()


@pytest.fixture
def line(told: Told, tmp_path: Path) -> Iterator[Line]:
    made = Line(Plan(tmp_path), told, inherit=False, every_s=0.05)
    yield made
    made.goodbye()


def words(folder: Path) -> list[str]:
    file = folder / LOG_NAME
    return [one.split("\t")[2] for one in file.read_text().splitlines()] if file.exists() else []


def guards(folder: Path) -> list[int]:
    file = folder / LOG_NAME
    lines = [one.split("\t") for one in file.read_text().splitlines()] if file.exists() else []
    return [int(detail) for _, _, what, detail in lines if what == "watching"]


def test_a_goodbye_ends_the_guard_before_it_returns(line: Line, told: Told, tmp_path: Path) -> None:
    line.start()
    until(lambda: told.lines > 3)
    until(lambda: "heard" in words(tmp_path))
    line.goodbye()
    assert words(tmp_path) == ["watching", "heard", "left"]
    assert not is_alive(guards(tmp_path)[0])
    assert told.replaced == []


@posix
def test_a_guard_that_is_gone_is_replaced_and_told(line: Line, told: Told, tmp_path: Path) -> None:
    line.start()
    until(lambda: guards(tmp_path))
    os.kill(guards(tmp_path)[0], signal.SIGKILL)
    until(lambda: told.replaced == [""])
    until(lambda: len(guards(tmp_path)) == 2)


@posix
def test_a_guard_that_does_not_read_is_ended_and_replaced(line: Line, told: Told, tmp_path: Path) -> None:
    """It would take the end of its pipe for our death as soon as it goes on: so it is killed first."""
    line.start()
    until(lambda: guards(tmp_path))
    os.kill(guards(tmp_path)[0], signal.SIGSTOP)
    until(lambda: told.replaced == [""])
    assert not is_alive(guards(tmp_path)[0])
    until(lambda: len(guards(tmp_path)) == 2)
    assert "started again" not in words(tmp_path)


def test_a_guard_that_cannot_be_started_is_told_and_station_goes_on(
    line: Line, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    line.start()
    assert told.replaced
    assert told.replaced[0]


def test_a_fault_in_the_telling_is_no_death(line: Line, told: Told, tmp_path: Path) -> None:
    told.fault = RuntimeError("planted")
    line.start()
    until(lambda: told.lines > 20)
    assert "showing" not in words(tmp_path)


def test_why_it_was_started_again_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STARTED_AGAIN, "stopped 12.5")
    again = started_again()
    assert again is not None
    assert (again.trouble, again.since) == ("stopped", 12.5)
    assert started_again() is None


def test_the_settings_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    assert plan_of(load_settings(guard=False)) is None
    plan = plan_of(load_settings(guard=True, call="IT, 4-1234"))
    assert plan is not None
    command = plan.command()
    assert command[1:3] == ["-I", "-S"]
    assert "call=IT, 4-1234" in command
    assert command[command.index("--") + 1 :] == [sys.executable, *sys.orig_argv[1:]]
