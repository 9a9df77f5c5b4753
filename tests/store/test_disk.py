"""What is said to be on the disk is asked of the disk, on macOS too, where fsync alone ends in the drive's cache."""

import os
import sys
from pathlib import Path

import pytest

from station.store.disk import sync

FULL = 51


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    made = os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    monkeypatch.setattr(sys, "platform", "darwin")
    return made


@pytest.mark.skipif(sys.platform == "win32", reason="fcntl is not there")
@pytest.mark.parametrize("knows_it", [True, False])
def test_on_macos_the_drive_itself_is_asked_and_else_the_system(
    file: int, monkeypatch: pytest.MonkeyPatch, knows_it: bool
) -> None:
    import fcntl

    asked: list[object] = []

    def ask(_: int, what: int) -> int:
        asked.append(what)
        if not knows_it:
            raise OSError(25, "Inappropriate ioctl for device")
        return 0

    monkeypatch.setattr(fcntl, "F_FULLFSYNC", FULL, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", ask)
    monkeypatch.setattr(os, "fsync", lambda _: asked.append("fsync"))
    sync(file)
    os.close(file)
    assert asked == ([FULL] if knows_it else [FULL, "fsync"])
