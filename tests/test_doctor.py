"""The doctor looks at everything, changes nothing, and says what to do."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from station.clock import SystemClock
from station.config import load_settings
from station.doctor import Finding, Status, answer, examine, lines, worst
from station.doctor.database import look_at_database
from station.doctor.machine import look_at_clock, look_at_resources
from station.doctor.screen import display_available, look_at_qt
from station.doctor.spool import look_at_spools
from station.store.spool import Spool
from station.store.spool_places import folder_for
from tests.databases import lay_sqlite

NAMES = {"versions", "settings", "resources", "qt", "display", "fonts", "sound", "disk", "database", "spool", "clock"}


def _database(path: Path | str) -> Finding:
    findings = list(look_at_database(load_settings(database=str(path))))
    return next(finding for finding in findings if finding.name == "database")


@pytest.fixture
def station_file(tmp_path: Path) -> Path:
    laid = lay_sqlite(tmp_path / "station.db")
    laid.chmod(0o600)
    return laid


def test_everything_is_looked_at_and_answered_as_json_values(tmp_path: Path) -> None:
    findings = examine(load_settings(database=str(tmp_path / "new.db")), SystemClock())
    assert {finding.name for finding in findings} == NAMES
    told: dict[str, Any] = answer(findings)
    assert told["status"] in {"ok", "warn"}
    assert len(list(lines(findings))) == len(findings)
    assert not list(tmp_path.iterdir()), "the doctor made a file"


def test_a_database_in_use_is_found_well_and_left_as_it_is(station_file: Path) -> None:
    before = station_file.read_bytes()
    found = _database(station_file)
    assert found.status is Status.OK
    assert found.details["journal_mode"] == "wal"
    assert station_file.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="a file's mode says nothing of others on Windows")
@pytest.mark.parametrize(("mode", "status"), [(0o600, Status.OK), (0o660, Status.OK), (0o644, Status.WARN)])
def test_a_record_that_every_account_of_the_computer_can_read_is_told(
    station_file: Path, mode: int, status: Status
) -> None:
    station_file.chmod(mode)
    found = next(one for one in look_at_database(load_settings(database=str(station_file))) if one.name == "privacy")
    assert found.status is status
    assert (f"chmod o-rwx '{station_file}'" in found.text) is (status is Status.WARN)


def test_what_waits_to_be_put_in_is_named(tmp_path: Path) -> None:
    settings = load_settings(database=str(tmp_path / "new.db"), spool_folder=tmp_path / "spool")
    assert [one.status for one in look_at_spools(settings)] == [Status.OK]
    spool = Spool.of(folder_for(settings.spool_folder, "/data/station.db"), "Desk 1", "/data/station.db")
    spool.append("check", {}, staff_id=1, name="J. Moore", at=SystemClock().now())
    spool.close()
    (found,) = look_at_spools(settings)
    assert found.status is Status.WARN
    assert "1 entry waits" in found.text
    assert "for /data/station.db. Start Station on it" in found.text
    spool.path.write_bytes(spool.path.read_bytes().replace(b"Moore", b"Mooro"))
    assert [one.status for one in look_at_spools(settings)] == [Status.FAIL]


def test_no_database_yet_is_in_order(tmp_path: Path) -> None:
    found = _database(tmp_path / "folder" / "new.db")
    assert found.status is Status.OK
    assert "first start" in found.text


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (
            lambda path: path.write_bytes(b"no database at all, but long enough to be read as one" * 40),
            "not a Station database",
        ),
        (lambda path: _execute(path, "DROP TABLE alembic_version"), "not a Station database"),
        (lambda path: _execute(path, "UPDATE alembic_version SET version_num = '9999'"), "newer Station"),
    ],
)
def test_a_database_that_is_not_ours_is_named(station_file: Path, spoil: Callable[[Path], object], said: str) -> None:
    spoil(station_file)
    found = _database(station_file)
    assert found.status is Status.FAIL
    assert said in found.text


def _execute(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    found = _database("postgresql://desk:secret@127.0.0.1:1/station")
    assert found.status is Status.FAIL
    assert "secret" not in found.text


@pytest.mark.parametrize(("free", "status"), [(10**10, Status.OK), (5 * 10**8, Status.WARN), (10**7, Status.FAIL)])
def test_room_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, status: Status) -> None:
    class Usage:
        def __init__(self, _folder: Path) -> None:
            self.free = free

    monkeypatch.setattr("station.doctor.database.shutil.disk_usage", Usage)
    findings = list(look_at_database(load_settings(database=str(tmp_path / "new.db"))))
    assert next(finding.status for finding in findings if finding.name == "disk") is status


class _Drifting(SystemClock):
    """A clock whose elapsed time stands still: the wall clock seems to jump."""

    @override
    def elapsed(self) -> float:
        return super().elapsed() * 10


def test_a_wall_clock_that_leaves_elapsed_time_is_warned_of() -> None:
    assert [finding.status for finding in look_at_clock(SystemClock())] == [Status.OK]
    assert [finding.status for finding in look_at_clock(_Drifting())] == [Status.WARN]


def test_missing_resources_are_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*parts: str) -> Path:
        raise FileNotFoundError("the resources are missing")

    monkeypatch.setattr("station.assets.path", missing)
    assert [finding.status for finding in look_at_resources()] == [Status.FAIL]


def test_without_a_display_the_doctor_still_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not display_available()
    assert [finding.status for finding in look_at_qt()] == [Status.OK, Status.WARN]


@pytest.fixture
def virtual_screen() -> Iterator[str]:
    """The name of an X display of 1366 x 768 that nobody sees."""
    if shutil.which("Xvfb") is None:
        pytest.skip("no Xvfb on this machine (Debian: apt-get install xvfb)")
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        yield f":{server.stdout.readline().strip()}"
        server.terminate()


def test_a_window_can_be_opened_on_a_real_display(virtual_screen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", virtual_screen)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM")
    display = list(look_at_qt())[-1]
    assert display.status is Status.OK, display.text
    assert (display.details["platform"], display.details["width"]) == ("xcb", 1366)


def test_the_worst_finding_decides() -> None:
    assert worst([]) is Status.OK
    assert (
        worst([Finding("a", Status.WARN, ""), Finding("b", Status.FAIL, ""), Finding("c", Status.OK, "")])
        is Status.FAIL
    )
