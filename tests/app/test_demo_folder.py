"""The folder of a demo: gone with it, cleared by the next where it was killed, and never taken from one that lives."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.app.demo_folder import DemoFolder, clear_left

OTHER = """
import sys, time
from station.app.demo_folder import DemoFolder
folder = DemoFolder()
(folder.path / "spool").mkdir()
(folder.path / "spool" / "desk.jsonl").write_text("an entry")
(folder.path / "demo.db").write_text("a record")
print(folder.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def other() -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-c", OTHER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as started:
        yield started
        started.kill()


def _said(other: "subprocess.Popen[str]") -> Path:
    assert other.stdout is not None
    return Path(other.stdout.readline().strip())


def test_it_is_gone_when_it_is_closed(here: Path) -> None:
    folder = DemoFolder()
    (folder.path / "demo.db").write_text("a record")
    folder.close()
    assert list(here.iterdir()) == []


def test_what_one_that_was_killed_has_left_is_cleared_and_not_before(other: "subprocess.Popen[str]") -> None:
    left = _said(other)
    clear_left()
    assert (left / "demo.db").read_text() == "a record"
    other.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    other.wait()
    folder = DemoFolder()
    assert folder.path.exists()
    assert not left.exists()
    folder.close()


def test_one_of_this_process_is_in_use() -> None:
    first = DemoFolder()
    second = DemoFolder()
    assert first.path.exists()
    second.close()
    first.close()


@pytest.mark.parametrize("claim", [None, ""], ids=["without a claim", "just being made"])
def test_what_nobody_has_claimed_is_left_alone(here: Path, claim: str | None) -> None:
    folder = here / "station-demo-someone"
    folder.mkdir()
    (folder / "demo.db").write_text("a record")
    if claim is not None:
        (folder / "in-use").write_text(claim)
    clear_left()
    assert (folder / "demo.db").exists()


def test_a_name_that_leads_elsewhere_is_left_alone(here: Path) -> None:
    elsewhere = here / "papers"
    elsewhere.mkdir()
    (elsewhere / "in-use").write_text("1")
    (here / "station-demo-linked").symlink_to(elsewhere, target_is_directory=True)
    (left := here / "station-demo-left").mkdir()
    (left / "in-use").write_text("1")
    (left / "spool").symlink_to(elsewhere, target_is_directory=True)
    clear_left()
    assert (elsewhere / "in-use").exists()
    assert not left.exists()
