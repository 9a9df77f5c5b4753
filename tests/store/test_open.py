"""Opening: what is made, how it is set, and what is refused, each in a sentence."""

import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, insert
from sqlalchemy.exc import OperationalError

from station.models import Staff
from station.models.enums import Role
from station.store import engine, migrate, places
from station.store.engine import close_store, open_store
from station.store.errors import (
    ConnectionLost,
    Corrupt,
    DatabaseNewer,
    DiskFull,
    DriverMissing,
    NetworkPath,
    NoDatabase,
    NotStations,
    ReadOnly,
    ServerUnreachable,
    StoreError,
)
from station.store.migrations import HEAD
from station.store.verify import verify_journal
from station.store.work import Actor, Store, Work
from tests.databases import Server, another, fresh_database

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
ACTOR = Actor(None, "Station", "Desk 1")


def pragma(store: Store, name: str) -> object:
    with store.read() as session:
        return session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()


def say(store: Store, text: str) -> None:
    with store.write(ACTOR, NOW) as work:
        work.journal("said", {"text": text})


def test_the_file_and_its_folder_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a folder" / "of ümläuts %41" / "station.db"
    store = open_store(path)
    say(store, "hello")
    close_store(store)
    assert sorted(file.name for file in path.parent.iterdir()) == ["station.db"]


@pytest.mark.parametrize("form", ["{path}", "sqlite:///{path}", "sqlite+pysqlite:///{path}"])
def test_a_path_or_an_address_names_the_same_file(sqlite_path: Path, form: str) -> None:
    store = open_store(form.format(path=sqlite_path))
    assert store.where == str(sqlite_path)
    close_store(store)
    assert sqlite_path.exists()


def test_sqlite_is_set_for_keeping(sqlite_store: Store) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "recursive_triggers", "fullfsync")
    assert [pragma(sqlite_store, name) for name in names] == ["wal", 2, 1, 5000, 1, 1]


def test_every_thread_has_the_settings(sqlite_store: Store) -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(pragma(sqlite_store, "foreign_keys"))) for _ in range(4)]
    with sqlite_store.read() as session:
        session.connection()  # so that the threads cannot all have this connection
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert found == [1, 1, 1, 1]


def test_synchronous_can_be_lowered_for_loading(sqlite_path: Path) -> None:
    store = open_store(sqlite_path, synchronous="OFF")
    assert pragma(store, "synchronous") == 0
    close_store(store)


def test_postgres_waits_no_longer_than_sqlite(postgres_store: Store) -> None:
    with postgres_store.read() as session:
        shown = [
            session.connection().exec_driver_sql(f"SHOW {name}").scalar()
            for name in ("lock_timeout", "idle_in_transaction_session_timeout", "transaction_isolation")
        ]
    assert shown == ["5s", "10s", "repeatable read"]


def test_a_server_that_owes_an_answer_is_asked_whether_it_is_there(postgres_store: Store) -> None:
    """One that was started anew meanwhile sends nothing by itself: the question would be waited for, two hours long."""
    with postgres_store.engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        given = driver.info.get_parameters()
    idle, every, tries = (int(given[f"keepalives_{name}"]) for name in ("idle", "interval", "count"))
    assert idle + every * tries <= 15
    assert given["tcp_user_timeout"] == "5000"


def test_what_was_stored_is_there_again(store: Store) -> None:
    say(store, "hello")
    again = another(store)
    assert verify_journal(again).entries == 1
    close_store(again)


def test_several_programs_may_make_it_at_once(sqlite_path: Path) -> None:
    code = f"from station.store.engine import *; s = open_store({str(sqlite_path)!r}); close_store(s)"
    programs = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(3)]
    said = [program.communicate(timeout=60)[1].decode() for program in programs]
    assert [program.returncode for program in programs] == [0, 0, 0], said


def test_several_stations_may_make_it_at_once(postgres: Server) -> None:
    with fresh_database(postgres, "template0") as url:
        stores: list[Store] = []
        threads = [threading.Thread(target=lambda: stores.append(open_store(url))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        for store in stores:
            close_store(store)
    assert len(stores) == 4


# Refusals


def damaged(path: Path, change: str) -> Path:
    """A database of some 60 pages with that done to it."""
    store = open_store(path)
    for number in range(20):
        say(store, f"{number} " + "x" * 8000)
    close_store(store)
    content = bytearray(path.read_bytes())
    if change == "cut":
        del content[len(content) // 2 :]
    elif change == "first page":
        content[100:4096] = b"\xff" * 3996
    elif change == "header":
        content[:16] = b"\x00" * 16
    else:
        middle = len(content) // 8192 * 4096
        content[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("change", ["cut", "first page", "header", "a page"])
def test_a_damaged_file_is_refused_and_left_alone(sqlite_path: Path, change: str) -> None:
    before = damaged(sqlite_path, change).read_bytes()
    with pytest.raises(Corrupt, match=rf"{re.escape(str(sqlite_path))} is .*damaged.*restore the latest backup"):
        open_store(sqlite_path)
    assert sqlite_path.read_bytes() == before


def test_a_file_of_another_kind_is_refused(sqlite_path: Path) -> None:
    sqlite_path.write_text("mrn,family,given\n1,Moore,Jo\n")
    with pytest.raises(Corrupt, match="is not a Station database"):
        open_store(sqlite_path)
    assert sqlite_path.read_text().startswith("mrn")


def test_damage_found_while_working_is_said_in_the_same_words(sqlite_store: Store) -> None:
    with sqlite_store.read() as session:
        session.connection()
        name = sqlite_store.where
    with pytest.raises(Corrupt, match=rf"{re.escape(name)} is damaged"), sqlite_store.read():
        raise OperationalError("", {}, _malformed())


def _malformed() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def test_an_empty_file_is_an_empty_database(sqlite_path: Path) -> None:
    sqlite_path.touch()
    with pytest.raises(NoDatabase, match="is empty: no Station has used it yet"):
        open_store(sqlite_path, create=False)
    close_store(open_store(sqlite_path))


def test_nothing_is_made_when_nothing_may_be_made(sqlite_path: Path) -> None:
    with pytest.raises(NoDatabase, match=r"There is no database at .*station\.db\. Correct --database"):
        open_store(sqlite_path, create=False)
    assert list(sqlite_path.parent.iterdir()) == []


def test_a_folder_is_not_a_database(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase, match=r"is a folder\. Name the database file in it"):
        open_store(tmp_path)


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NoDatabase, match="is not a folder"):
        open_store(tmp_path / "file" / "station.db")


def test_another_programs_database_is_left_alone(sqlite_path: Path) -> None:
    with sqlite3.connect(sqlite_path) as raw:
        raw.execute("CREATE TABLE bookmarks (url)")
    raw.close()
    before = sqlite_path.read_bytes()
    with pytest.raises(NotStations, match=r"holds tables of another program \(bookmarks\)"):
        open_store(sqlite_path)
    assert sqlite_path.read_bytes() == before
    assert [path.name for path in sqlite_path.parent.iterdir()] == [sqlite_path.name]


def test_another_programs_tables_on_the_server_are_left_alone(postgres: Server) -> None:
    with fresh_database(postgres, "template0") as url:
        plainly(url, "CREATE TABLE harmless (x int)")
        close_store(open_store(url))
    with fresh_database(postgres, "template0") as url:
        plainly(url, "CREATE TABLE journal (x int)")
        with pytest.raises(NotStations, match=r"\(journal\)"):
            open_store(url)


def plainly(url: str, statement: str) -> None:
    """Run one statement there, without Station."""
    plain = create_engine(url)
    with plain.begin() as connection:
        connection.exec_driver_sql(statement)
    plain.dispose()


def test_a_newer_database_is_refused(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseNewer, match=rf"newer Station \(database revision 9999; this one knows up to {HEAD}\)"):
        another(store)
    with store.engine.begin() as connection:
        assert migrate.revision_of(connection) == "9999"


def test_another_alembic_database_is_not_a_newer_one(sqlite_path: Path) -> None:
    with sqlite3.connect(sqlite_path) as raw:
        raw.execute("CREATE TABLE alembic_version (version_num)")
        raw.execute("INSERT INTO alembic_version VALUES ('abc')")
    raw.close()
    with pytest.raises(NotStations, match="belongs to another program"):
        open_store(sqlite_path)


def test_a_full_disk_is_said_and_nothing_is_half_saved(sqlite_path: Path) -> None:
    store = open_store(sqlite_path)
    with store.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        (pages,) = raw.execute("PRAGMA page_count").fetchone()
        raw.execute(f"PRAGMA max_page_count = {pages + 60}")
    with pytest.raises(DiskFull, match=r"disk of .*station\.db is full, and nothing was saved\. Free some room"):
        fill(store)
    assert len(names(store)) == verify_journal(store).entries > 5
    close_store(store)


def fill(store: Store) -> None:
    for number in range(1000):
        with store.write(ACTOR, NOW) as work:
            work.session.execute(insert(Staff).values(name=str(number), role=Role.NURSE, active=True))
            work.journal("said", {"text": "x" * 4000})


def names(store: Store) -> list[str]:
    with store.read() as session:
        return [row[0] for row in session.connection().exec_driver_sql("SELECT name FROM staff")]


def test_a_network_path_is_refused(sqlite_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = sqlite_path.parent / "mounts"
    mounts.write_text(f"server:/export {sqlite_path.parent} nfs4 rw 0 0\n")
    monkeypatch.setattr(places, "_MOUNTS", mounts)
    with pytest.raises(NetworkPath, match=r"on a network drive \(nfs4\).*for several stations use PostgreSQL"):
        open_store(sqlite_path)
    assert not sqlite_path.exists()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users of this machine can reach, unlike tmp_path."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder).resolve()


@pytest.mark.skipif(sys.platform == "win32", reason="uses the file permissions of POSIX")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_not_be_written_is_refused(open_folder: Path, what: str) -> None:
    """In a process without root's rights, which would open anything."""
    path = open_folder / "station.db"
    close_store(open_store(path))
    path.chmod(0o444 if what == "file" else 0o666)
    open_folder.chmod(0o777 if what == "file" else 0o555)
    code = f"""
import os
from station.store.engine import open_store
from station.store.errors import ReadOnly
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    open_store({str(path)!r})
except ReadOnly as exc:
    print(exc)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    open_folder.chmod(0o755)
    assert f"{path} cannot be used: this user may not write the {what}." in run.stdout, run.stderr
    assert "Give the right to write" in run.stdout


def test_reading_only_is_refused_by_words_while_working(sqlite_store: Store) -> None:
    with sqlite_store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(ReadOnly, match=r"station\.db cannot be written\. Give this user the right"):
        say(sqlite_store, "hello")


@pytest.mark.parametrize("where", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(where: str) -> None:
    with pytest.raises(StoreError, match="keeps its records in a file"):
        open_store(where)


@pytest.mark.parametrize("where", ["mysql://root@here/x", "http://here/x"])
def test_other_databases_are_refused(where: str) -> None:
    with pytest.raises(StoreError, match=r"Station cannot use a (mysql|http) database"):
        open_store(where)


def test_a_broken_address_is_refused() -> None:
    with pytest.raises(StoreError, match="is not the address of a database"):
        open_store("postgresql://user@host:port/x")


def test_the_password_is_never_shown() -> None:
    with pytest.raises(ServerUnreachable) as caught:
        open_store("postgresql://user:secret@127.0.0.1:1/station")
    assert "secret" not in str(caught.value)
    assert re.match(
        r"Station cannot connect to postgresql.*user:\*\*\*@127\.0\.0\.1.*See that the server", str(caught.value)
    )


def test_a_database_the_server_does_not_have(postgres: Server) -> None:
    url = postgres.url.set(database="nowhere").render_as_string(hide_password=False)
    with pytest.raises(ServerUnreachable, match='database "nowhere" does not exist'):
        open_store(url)


def test_without_the_driver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda _name: None)
    with pytest.raises(DriverMissing, match=r"pip install 'nursing-station\[postgres\]'"):
        open_store("postgresql://user@host/station")


def test_a_lost_connection_is_said_and_the_next_try_works(postgres_store: Store) -> None:
    with pytest.raises(ConnectionLost, match="nothing was saved"), postgres_store.write(ACTOR, NOW) as work:
        end_connection(postgres_store, work)
    say(postgres_store, "hello")
    assert verify_journal(postgres_store).entries == 1


def end_connection(store: Store, work: Work) -> None:
    pid = work.session.connection().exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with store.engine.connect() as other:
        other.exec_driver_sql(f"SELECT pg_terminate_backend({pid}, 5000)")
    work.journal("said", {})
