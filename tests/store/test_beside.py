"""What other stations of a computer keep is read by this one as it grows; never written, and not what is its own."""

import os
from pathlib import Path

from station.store.beside import Beside
from station.store.spool import Spool
from station.store.spool_places import file_of
from tests.fakes import NOON, FakeClock


def test_it_is_read_as_it_grows_and_gone_when_it_is_put_away(tmp_path: Path) -> None:
    clock = FakeClock()
    beside = Beside(tmp_path, file_of(tmp_path, "Desk 1"))
    own, other = Spool.of(tmp_path, "Desk 1"), Spool.of(tmp_path, "Desk 2")
    assert beside.entries() == ()
    own.append("check", {}, staff_id=1, name="A", at=NOON)
    for number in range(3):
        clock.advance(1)
        other.append("check", {"number": number}, staff_id=2, name="B", at=clock.now())
        assert [one.body["number"] for one in beside.entries()] == list(range(number + 1))
    other.archive(3)
    assert beside.entries() == ()
    own.close()
    other.close()


def test_a_line_that_is_being_written_says_nothing_yet(tmp_path: Path) -> None:
    beside, other = Beside(tmp_path), Spool.of(tmp_path, "Desk 2")
    other.append("check", {}, staff_id=2, name="B", at=NOON)
    with other.path.open("ab") as file:
        file.write(b'{"id": "half')
    assert len(beside.entries()) == 1
    other.close()


def test_a_file_is_read_over_only_when_it_has_changed(tmp_path: Path) -> None:
    beside, other = Beside(tmp_path), Spool.of(tmp_path, "Desk 2")
    other.append("check", {}, staff_id=2, name="B", at=NOON)
    other.close()
    first = beside.entries()
    kept = other.path.stat()
    other.path.write_bytes(b"x" * kept.st_size)
    os.utime(other.path, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    assert beside.entries() == first
    os.utime(other.path, ns=(kept.st_atime_ns, kept.st_mtime_ns + 1))
    assert beside.entries() == ()


def test_without_a_folder_there_is_nobody_beside(tmp_path: Path) -> None:
    assert Beside(tmp_path / "none").entries() == ()
