"""Logs rotate, stay in UTC and quote no values; an unexpected error is logged once and told once."""

import logging
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
