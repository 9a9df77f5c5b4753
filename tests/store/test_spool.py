"""The file of what is entered while the record is away: each entry once, in order, safe when acknowledged."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from station.store import spool as spools
from station.store.errors import StoreError
from station.store.spool import NotKept, Spool, Spools, read
from station.store.spool_places import archives_in, database_of, folder_for
from station.store.spool_verify import verify_spools
from station.store.work import Store
from tests.fakes import NOON


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    made = Spool.of(tmp_path / "spool", "Desk 1", "/data/station.db")
    yield made
    made.close()


def keep(spool: Spool, note: str = "", **more: Any) -> str:
    return spool.append("check", {"note": note} | more, staff_id=1, name="J. Moore", at=NOON).id


def test_nothing_is_made_before_the_first_entry(tmp_path: Path, spool: Spool) -> None:
    assert list(tmp_path.iterdir()) == []
    assert not spool.is_waiting


def test_what_was_kept_is_there_after_a_start(spool: Spool) -> None:
    ids = [keep(spool, "first"), keep(spool, "zweite äöü\nline two")]
    spool.close()
    again = Spool.of(spool.path.parent, "Desk 1")
    assert [one.id for one in again.entries] == ids
    assert [one.seq for one in again.entries] == [1, 2]
    assert again.entries == spool.entries
    assert again.entries[1].body["note"] == "zweite äöü\nline two"
    third = keep(again)
    again.close()
    assert [one.id for one in read(spool.path).entries] == [*ids, third]
    assert read(spool.path).broken == ""


def test_the_folder_says_whose_entries_it_holds(spool: Spool) -> None:
    keep(spool)
    assert database_of(spool.path.parent) == "/data/station.db"
    assert folder_for(Path("x"), "/a.db") != folder_for(Path("x"), "/b.db")


@pytest.mark.parametrize("cut", [1, 40, -2])
def test_a_line_cut_short_was_never_acknowledged(spool: Spool, cut: int) -> None:
    first = keep(spool, "first")
    whole = spool.path.read_bytes()
    keep(spool, "second")
    spool.close()
    both = spool.path.read_bytes()
    spool.path.write_bytes(both[: len(whole) + cut] if cut > 0 else both[:cut])
    again = Spool.of(spool.path.parent, "Desk 1")
    assert [one.id for one in again.entries] == [first]
    third = keep(again, "third")
    again.close()
    found = read(spool.path)
    assert ([one.id for one in found.entries], found.torn, found.broken) == ([first, third], 1, "")


def test_a_line_whole_but_for_its_end_counts(spool: Spool) -> None:
    ids = [keep(spool), keep(spool)]
    spool.close()
    spool.path.write_bytes(spool.path.read_bytes()[:-1])
    again = Spool.of(spool.path.parent, "Desk 1")
    ids.append(keep(again))
    again.close()
    found = read(spool.path)
    assert ([one.id for one in found.entries], found.torn) == (ids, 0)


@given(some.integers(0, 2), some.data())
def test_nothing_can_be_altered_or_taken_out_unseen(
    tmp_path_factory: pytest.TempPathFactory, line: int, data: some.DataObject
) -> None:
    spool = Spool.of(tmp_path_factory.mktemp("spool"), "Desk 1")
    for note in ("one", "two", "three", "four"):
        keep(spool, note)
    spool.close()
    lines = spool.path.read_bytes().splitlines(keepends=True)
    at = data.draw(some.integers(0, len(lines[line]) - 2))
    taken_out = data.draw(some.booleans())
    altered = b"" if taken_out else lines[line][:at] + bytes([lines[line][at] ^ 1]) + lines[line][at + 1 :]
    spool.path.write_bytes(b"".join([*lines[:line], altered, *lines[line + 1 :]]))
    assert read(spool.path).broken
    with pytest.raises(StoreError, match="altered"):
        Spool.of(spool.path.parent, "Desk 1")


def _full(*_: Any) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_said_and_nothing_is_kept(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    first = keep(spool)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", _full)
        with pytest.raises(NotKept, match="its disk is full.*What you entered stays here"):
            keep(spool)
    assert [one.id for one in spool.entries] == [first]
    assert [one.id for one in read(spool.path).entries] == [first]
    second = keep(spool)
    assert [one.id for one in read(spool.path).entries] == [first, second]


def test_half_a_line_on_a_full_disk_is_undone(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    first, write = keep(spool), os.write
    with monkeypatch.context() as patch:

        def half(file: int, line: bytes) -> int:
            patch.setattr(os, "write", _full)
            return write(file, line[:30])

        patch.setattr(os, "write", half)
        with pytest.raises(NotKept):
            keep(spool)
    assert read(spool.path).torn == 0
    second = keep(spool)
    assert [one.id for one in read(spool.path).entries] == [first, second]


def test_what_could_not_be_undone_is_read_again_before_the_next(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(spool)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", _full)
        patch.setattr(os, "ftruncate", _full)
        with pytest.raises(NotKept):
            keep(spool, "whole on the disk, but nobody was told")
    keep(spool, "after it")
    found = read(spool.path)
    assert (len(found.entries), found.broken) == (3, "")
    assert spool.entries == found.entries


def test_a_folder_that_may_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("a file in its place")
    with pytest.raises(NotKept, match="cannot keep it either"):
        keep(Spool.of(tmp_path / "spool", "Desk 1"))


def test_put_away_it_is_kept_and_another_begins(spool: Spool) -> None:
    first, head = keep(spool), spool.head
    assert spool.archive(2) is None
    away = spool.archive(1)
    assert away is not None
    assert away in archives_in(spool.path.parent)
    assert (read(away).head, [one.id for one in read(away).entries]) == (head, [first])
    assert not spool.is_waiting
    assert spool.archive(0) is None
    second = keep(spool)
    assert [one.id for one in read(spool.path).entries] == [second]
    assert spool.entries[0].seq == 1


def test_one_process_holds_it(spool: Spool) -> None:
    keep(spool)
    with pytest.raises(spools.Held, match="in use by another Station"):
        Spool.of(spool.path.parent, "Desk 1")
    spool.close()
    Spool.of(spool.path.parent, "Desk 1").close()


def test_what_another_name_left_behind_is_found(tmp_path: Path) -> None:
    old = Spool.of(tmp_path, "The old name, of before")
    left = keep(old)
    old.close()
    held = Spool.of(tmp_path, "Desk 2")
    keep(held)
    mine = Spools(Spool.of(tmp_path, "Desk 1"), tmp_path)
    assert mine.find_left() == []
    assert [one.id for each in mine.waiting() for one in each.entries] == [left]
    held.close()
    mine.close()


def test_two_names_never_share_a_file(tmp_path: Path) -> None:
    names = ("Desk 1", "Desk-1", "Desk_1", "desk 1", "桌 1", "桌 2")
    assert len({Spool.of(tmp_path, name).path for name in names}) == len(names)


def test_what_was_put_away_must_be_in_the_record(sqlite_store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "spool"
    assert verify_spools(sqlite_store, folder).as_dict()["state"] == "ok"
    spool = Spool.of(folder, "Desk 1")
    keep(spool)
    found = verify_spools(sqlite_store, folder)
    assert (found.files, found.entries, found.waiting, found.why) == (1, 1, 1, "")
    spool.archive(1)
    assert "1 of 1 entries" in verify_spools(sqlite_store, folder).why
    (away,) = archives_in(folder)
    away.write_bytes(away.read_bytes().replace(b"Moore", b"Mooro"))
    assert "was altered" in verify_spools(sqlite_store, folder).why
