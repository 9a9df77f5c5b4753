"""Logs rotate, stay in UTC and quote no values; an unexpected error is logged once and told once."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from station import logs


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield tmp_path / "log"
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


def _fail(text: str) -> Exception:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def _read(folder: Path) -> str:
    return logs.log_file(folder).read_text(encoding="utf-8")


def test_five_files_are_kept_and_none_grows_beyond_two_megabytes(folder: Path) -> None:
    logs.set_up(folder)
    line = "x" * 20_000
    for _ in range(700):
        logging.getLogger("station.test").info(line)
    files = sorted(folder.iterdir())
    assert len(files) == 5
    assert all(file.stat().st_size <= 2_000_000 for file in files)


WRITES = """
import logging, sys
from pathlib import Path
from station import logs
logs.set_up(Path(sys.argv[1]))
for line in sys.stdin:
    logging.getLogger("wall").info(line.strip())
    print("written", flush=True)
"""


def test_a_wall_and_a_desk_write_into_one_file_and_lose_nothing(folder: Path) -> None:
    logs.set_up(folder)
    call = [sys.executable, "-c", WRITES, str(folder)]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as wall:
        assert wall.stdin is not None
        assert wall.stdout is not None
        for number in range(120):
            logging.getLogger("desk").info("desk %d %s", number, "x" * 30_000)
            wall.stdin.write(f"wall {number} {'y' * 30_000}\n")
            wall.stdin.flush()
            wall.stdout.readline()
        wall.stdin.close()
    files = sorted(folder.iterdir())
    assert all(1_900_000 < file.stat().st_size <= 2_100_000 for file in files[1:]), "none is put aside half empty"
    written = "".join(file.read_text(encoding="utf-8") for file in files)
    for number in range(120):
        assert f"desk {number} x" in written
        assert f"wall {number} y" in written


def test_where_the_file_cannot_be_put_aside_nothing_is_lost(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where another program has it open."""

    def held(self: Path, _: object) -> Path:
        raise PermissionError(13, "The process cannot access the file", str(self))

    logs.set_up(folder)
    (folder / "station.log.1").write_text("older", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", held)
    for number in range(90):
        logging.getLogger("station.test").info("line %d %s", number, "x" * 30_000)
    assert all(f"line {number} x" in _read(folder) for number in range(90))
    assert (folder / "station.log.1").read_text(encoding="utf-8") == "older"


def test_what_fails_again_and_again_is_written_whole_once_an_hour_and_in_a_line_each_minute(folder: Path) -> None:
    logs.set_up(folder)
    now = 0.0
    (handler,) = [one for one in logging.getLogger().handlers if isinstance(one, logs._Files)]
    handler.filters[:] = [logs._Repeats(lambda: now)]
    for number in range(1802):
        now = 2.0 * number
        logging.getLogger("station.test").error("It failed.", exc_info=_fail(f"number {number}"))
    lines = [line for line in _read(folder).splitlines() if "It failed." in line]
    assert _read(folder).count("Traceback") == 2
    assert len(lines) == 61
    assert lines[1].endswith("(again, 29 times more since)")


def test_another_error_is_not_taken_for_the_same(folder: Path) -> None:
    logs.set_up(folder)
    logger = logging.getLogger("station.test")
    logger.error("It failed.", exc_info=_fail("one"))
    logger.error("Something else failed.", exc_info=_fail("two"))
    logger.error("It failed.", exc_info=KeyError("three"))
    logger.error("It failed.")
    logger.error("It failed.")
    assert _read(folder).count("ERROR") == 5
    assert "again" not in _read(folder)


def test_times_are_in_utc(folder: Path) -> None:
    logs.set_up(folder)
    logging.getLogger("station.test").info("hello")
    assert _read(folder).split()[0].endswith("Z")


def test_values_that_a_database_error_quotes_are_not_logged(folder: Path) -> None:
    logs.set_up(folder)
    logging.getLogger("station.test").error("IntegrityError\n[SQL: INSERT]\n[parameters: ('Adams', 'Mary')]\nmore")
    logging.getLogger("station.test").error("UniqueViolation\nDETAIL:  Key (family)=(Adams) already exists.")
    assert "Adams" not in _read(folder)
    assert "[SQL: INSERT]" in _read(folder)
    assert "more" in _read(folder)


def test_a_folder_that_cannot_be_made_is_said_and_does_not_stop(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log").write_text("a file, not a folder", encoding="utf-8")
    logs.set_up(folder)
    assert "make the folder writable" in capsys.readouterr().err


def test_the_same_error_is_logged_whole_and_told_once(folder: Path) -> None:
    logs.set_up(folder)
    told: list[str] = []
    faults = logs.Faults(told.append)
    for number in range(100):
        faults.report(_fail(f"number {number}"))
    assert len(told) == 1
    assert "ValueError" in told[0]
    assert _read(folder).count("Traceback") == 1
    assert "10 times" in _read(folder)
    assert "100 times" in _read(folder)


def test_a_screen_that_cannot_show_it_does_not_make_it_worse(folder: Path) -> None:
    logs.set_up(folder)

    def broken(sentence: str) -> None:
        raise RuntimeError(sentence)

    logs.Faults(broken).report(_fail("first"))
    assert "could not be shown" in _read(folder)


def test_an_error_in_a_thread_is_told(folder: Path) -> None:
    logs.set_up(folder)
    told: list[str] = []

    def work() -> None:
        raise KeyError("bed")

    with logs.watched(logs.Faults(told.append)):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert len(told) == 1
    assert "KeyError" in told[0]
