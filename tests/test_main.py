"""How the process ends: at once where there were windows, as any program where there were none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import lay_sqlite

_PROGRAM = """
import atexit, sys, types
from station import __main__ as program
atexit.register(print, "taken apart")
{windows}
def end():
    print("done", flush=True)
    {how}
program.commands = end
program.main()
"""
WINDOWS = "sys.modules['PySide6'] = types.ModuleType('PySide6')"


def ended(windows: str, how: str) -> tuple[int, str]:
    program = _PROGRAM.format(windows=windows, how=how)
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    return made.returncode, made.stdout


@pytest.mark.parametrize(("how", "code"), [("sys.exit(3)", 3), ("sys.exit(0)", 0), ("pass", 0)])
def test_where_there_were_windows_nothing_is_taken_apart_and_the_code_is_kept(how: str, code: int) -> None:
    assert ended(WINDOWS, how) == (code, "done\n")


@pytest.mark.parametrize(("how", "code"), [("sys.exit(3)", 3), ("pass", 0)])
def test_without_windows_it_ends_as_any_program(how: str, code: int) -> None:
    assert ended("", how) == (code, "done\ntaken apart\n")


@pytest.mark.skipif(os.name != "posix", reason="a file's mode says nothing of others on Windows")
def test_what_it_writes_is_kept_from_the_other_accounts_of_the_computer(tmp_path: Path) -> None:
    database, copy, log = lay_sqlite(tmp_path / "station.db"), tmp_path / "copy.db", tmp_path / "log"
    here = os.environ | {"STATION_LOG_FOLDER": str(log), "STATION_DATABASE": str(database)}
    command = [sys.executable, "-m", "station", "backup", str(copy)]
    subprocess.run(command, env=here, check=True, capture_output=True)
    made = [*tmp_path.glob("copy.db*"), log, *log.iterdir()]
    assert len(made) >= 4
    assert [path for path in made if path.stat().st_mode & 0o077] == []


def test_an_error_that_is_words_is_still_said() -> None:
    assert ended(WINDOWS, "sys.exit('in words')")[0] == 1
