"""A small file that is there whole or not at all, whatever becomes of whoever writes it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from station.store.whole_file import NotWhole, read_whole, write_whole
from tests.killing import ROUNDS, Killer, killer_of
from tests.store.killed_memory import body_of


@pytest.fixture
def killer() -> Iterator[Killer]:
    with killer_of(Path(__file__).with_name("killed_memory.py")) as made:
        yield made


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are of POSIX")
@pytest.mark.timeout(60 + 4 * ROUNDS)
def test_killed_in_the_middle_the_last_one_or_the_one_before_is_there(tmp_path: Path, killer: Killer) -> None:
    file = tmp_path / "desk.memory"
    for _ in range(ROUNDS):
        acknowledged = killer.kill_at_some_point(str(file))
        assert read_whole(file) in (body_of(acknowledged), body_of(acknowledged + 1))


def test_what_is_written_takes_the_place_of_what_was(tmp_path: Path) -> None:
    file = tmp_path / "new" / "desk.memory"
    write_whole(file, b"first, and longer")
    write_whole(file, b"second")
    assert read_whole(file) == b"second"
    assert [one.name for one in file.parent.iterdir()] == ["desk.memory"]


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_it_is_for_this_user_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "desk.memory", b"names")
    assert (tmp_path / "desk.memory").stat().st_mode & 0o777 == 0o600


def test_on_a_full_disk_the_one_before_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "desk.memory"
    write_whole(file, b"before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            write_whole(file, b"after")
    assert read_whole(file) == b"before"
    assert len(list(tmp_path.iterdir())) == 1, "half of it holds names too"


@given(data=some.data())
def test_nothing_altered_cut_or_lengthened_is_believed(
    data: some.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("memory") / "desk.memory"
    write_whole(file, b'{"level":"Q15","bed":"1201"}')
    whole = file.read_bytes()
    at = data.draw(some.integers(0, len(whole) - 1))
    other = data.draw(some.integers(0, 255).filter(lambda byte: byte != whole[at]))
    for bad in (whole[:at], whole[:at] + bytes([other]) + whole[at + 1 :], whole + b"x", whole + whole):
        file.write_bytes(bad)
        with pytest.raises(NotWhole):
            read_whole(file)
