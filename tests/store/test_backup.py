"""Copies taken while others write, and put back only when they are whole."""

import json
import re
import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station.store.backup import anchor_path, backup, examine, read_anchor, restore
from station.store.engine import close_store, open_store
from station.store.errors import BackupRefused, Corrupt, DatabaseNewer, DiskFull, Locked, NotStations
from station.store.verify import check_anchor, head_of, verify_journal
from station.store.work import Actor, Store
from tests.databases import another

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
ACTOR = Actor(None, "Station", "Desk 1")


def say(store: Store, count: int = 1, size: int = 1) -> None:
    with store.write(ACTOR, NOW) as work:
        for number in range(count):
            work.journal("said", {"number": number, "text": "x" * size})


@pytest.fixture
def told(sqlite_store: Store) -> Store:
    say(sqlite_store, 20)
    return sqlite_store


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept" / "backup.db"


def alter(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as raw:
        for statement in statements:
            raw.execute(statement)
    raw.close()


def test_a_backup_holds_everything_and_stands_alone(told: Store, target: Path) -> None:
    made = backup(told, target, now=NOW)
    assert {path.name for path in target.parent.iterdir()} == {"backup.db", "backup.db.head.json"}
    assert made.anchor == head_of(told)
    assert made.size == target.stat().st_size
    assert examine(target).entries == 20


def test_the_head_stands_beside_it(told: Store, target: Path) -> None:
    backup(told, target, now=NOW)
    kept = json.loads(anchor_path(target).read_text())
    assert kept == {"seq": 20, "hash": head_of(told).hash, "taken_at": "2026-03-14T09:30:00+00:00"}
    say(told)
    anchor = read_anchor(target)
    assert anchor is not None
    assert check_anchor(told, anchor) is None


def test_it_is_of_one_moment_though_others_write_meanwhile(told: Store, target: Path) -> None:
    """The writing happens between the steps of the copy, from another connection."""
    say(told, 120, 100_000)
    before, other, steps = head_of(told), another(told), []

    def write(done: int, total: int) -> None:
        steps.append((done, total))
        if len(steps) <= 3:
            say(other, 2, 20_000)

    made = backup(told, target, now=NOW, progress=write)
    close_store(other)
    assert len(steps) == len({done for done, _ in steps}) > 1  # never begun anew
    assert made.anchor == before
    assert examine(target).head == before.hash
    assert head_of(told).seq > before.seq


def test_a_writer_is_not_held_up(told: Store, target: Path) -> None:
    stop, written = threading.Event(), []

    def writer() -> None:
        while not stop.is_set():
            say(told)
            written.append(1)

    thread = threading.Thread(target=writer)
    thread.start()
    for _ in range(5):
        anchor = backup(told, target, now=NOW, replace=True).anchor
        assert examine(target).head == anchor.hash
    stop.set()
    thread.join(10)
    assert check_anchor(told, anchor) is None
    assert verify_journal(told).entries == 20 + len(written)


def test_an_existing_file_is_not_replaced_unless_told(told: Store, target: Path) -> None:
    target.write_text("somebody's")
    with pytest.raises(BackupRefused, match=r"backup\.db already exists and was left as it is"):
        backup(told, target, now=NOW)
    assert target.read_text() == "somebody's"
    backup(told, target, now=NOW, replace=True)
    assert examine(target).entries == 20


@pytest.mark.parametrize("replace", [False, True])
def test_the_database_is_not_its_own_backup(told: Store, replace: bool) -> None:
    with pytest.raises(BackupRefused, match="is the database itself"):
        backup(told, told.where, now=NOW, replace=replace)
    assert verify_journal(told).entries == 20


def test_a_folder_is_not_a_backup(told: Store, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match=r"is a folder\. Name a file in it"):
        backup(told, tmp_path, now=NOW)


def test_a_missing_folder_is_said(told: Store, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match=r"The folder .*nowhere does not exist"):
        backup(told, tmp_path / "nowhere" / "backup.db", now=NOW)


def test_an_interrupted_backup_leaves_the_old_one(told: Store, target: Path) -> None:
    backup(told, target, now=NOW)
    before = target.read_bytes()
    say(told, 5)

    def full(_done: int, _total: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(DiskFull, match=r"disk of .*backup\.db is full"):
        backup(told, target, now=NOW, replace=True, progress=full)
    assert target.read_bytes() == before
    assert {path.name for path in target.parent.iterdir()} == {"backup.db", "backup.db.head.json"}


def test_a_server_is_backed_up_by_its_own_tool(postgres_store: Store, target: Path) -> None:
    with pytest.raises(BackupRefused, match="pg_dump"):
        backup(postgres_store, target, now=NOW)


# Restoring


def test_a_restored_database_is_the_one_backed_up(told: Store, target: Path) -> None:
    head = backup(told, target, now=NOW).anchor
    say(told, 5)
    close_store(told)
    done = restore(target, told.where, now=NOW)
    assert done.verification.journal == "ok"
    again = open_store(told.where)
    assert head_of(again) == head
    say(again)
    close_store(again)
    assert done.kept == Path(told.where).with_name("station.replaced.20260314T093000Z.db")
    assert done.kept is not None
    before = open_store(done.kept)
    assert verify_journal(before).entries == 25
    close_store(before)


def test_it_goes_where_nothing_is(told: Store, target: Path, tmp_path: Path) -> None:
    backup(told, target, now=NOW)
    done = restore(target, tmp_path / "new" / "station.db", now=NOW)
    assert done.kept is None
    assert [path.name for path in done.path.parent.iterdir()] == ["station.db"]


def test_not_while_station_runs_on_it(told: Store, target: Path) -> None:
    backup(told, target, now=NOW)
    with told.read() as session:
        session.connection()
        with pytest.raises(Locked, match=r"Station is running on .*station\.db\. Close it everywhere"):
            restore(target, told.where, now=NOW)
    say(told)
    assert verify_journal(told).entries == 21
    assert not list(Path(told.where).parent.glob("*replaced*"))


def test_a_server_is_restored_by_its_own_tool(told: Store, target: Path, tmp_path: Path) -> None:
    backup(told, target, now=NOW)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BackupRefused, match="pg_restore") as refused:
        restore(target, "postgresql://me:secret@server/station", now=NOW)
    assert "secret" not in str(refused.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_place_may_be_an_address(told: Store, target: Path, tmp_path: Path) -> None:
    backup(told, target, now=NOW)
    assert restore(target, f"sqlite:///{tmp_path / 'new.db'}", now=NOW).path == tmp_path / "new.db"


def test_over_a_damaged_database(told: Store, target: Path) -> None:
    backup(told, target, now=NOW)
    close_store(told)
    path = Path(told.where)
    path.write_bytes(b"\xff" * 10_000)
    path.with_name("station.db-wal").write_bytes(b"left over")
    done = restore(target, path, now=NOW)
    assert done.kept is not None
    assert done.kept.read_bytes() == b"\xff" * 10_000
    assert done.kept.with_name(done.kept.name + "-wal").read_bytes() == b"left over"
    again = open_store(path)
    assert verify_journal(again).entries == 20
    close_store(again)


def refused(target: Path, store: Store, kind: type[Exception], match: str) -> None:
    """Neither restored nor anything else touched."""
    close_store(store)
    path = Path(store.where)
    before = path.read_bytes()
    with pytest.raises(kind, match=match):
        restore(target, path, now=NOW)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.glob("*.db*")] == [path.name]


def test_a_damaged_backup_is_refused(told: Store, target: Path) -> None:
    backup(told, target, now=NOW)
    content = bytearray(target.read_bytes())
    content[4096 * 8 : 4096 * 9] = b"\xff" * 4096
    target.write_bytes(content)
    refused(
        target,
        told,
        Corrupt,
        rf"The backup {re.escape(str(target))} is damaged, or no database, and was not put back\.",
    )


def test_a_backup_that_is_no_database_is_refused(told: Store, target: Path) -> None:
    target.write_text("mrn,family\n" * 100)
    refused(target, told, Corrupt, "is damaged, or no database")


def test_a_database_of_another_program_is_refused(told: Store, target: Path) -> None:
    alter(target, "CREATE TABLE bookmarks (url)")
    refused(target, told, NotStations, "is not a backup of Station")


def test_a_backup_with_a_broken_journal_is_refused(told: Store, target: Path) -> None:
    backup(told, target, now=NOW)
    alter(target, "DROP TRIGGER journal_refuses_update", "UPDATE journal SET actor = 'x' WHERE seq = 7")
    refused(target, told, Corrupt, r"journal in .*backup\.db is broken.*Entry 7 was altered")


def test_a_backup_with_its_tail_cut_off_is_refused(told: Store, target: Path) -> None:
    backup(told, target, now=NOW)
    alter(target, "DROP TRIGGER journal_refuses_delete", "DELETE FROM journal WHERE seq > 15")
    refused(target, told, Corrupt, "ends at entry 15, but had reached entry 20")


def test_a_backup_of_a_newer_station_is_refused(told: Store, target: Path) -> None:
    backup(told, target, now=NOW)
    alter(target, "UPDATE alembic_version SET version_num = '9999'")
    refused(target, told, DatabaseNewer, r"newer Station \(revision 9999\)")


def test_an_unreadable_anchor_is_said(told: Store, target: Path) -> None:
    backup(told, target, now=NOW)
    anchor_path(target).write_text("{}")
    refused(target, told, BackupRefused, r"backup\.db\.head\.json cannot be read")


def test_a_missing_backup_is_said(told: Store, target: Path) -> None:
    refused(target, told, BackupRefused, "There is no backup at")


def test_a_database_in_use_is_not_a_backup(told: Store, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match=r"in use, not a backup.*Make a backup of it first"):
        restore(told.where, tmp_path / "other.db", now=NOW)


def test_a_backup_cannot_take_its_own_place(told: Store, target: Path) -> None:
    backup(told, target, now=NOW)
    with pytest.raises(BackupRefused, match="is the database itself"):
        restore(target, target, now=NOW)
