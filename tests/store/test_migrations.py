"""The schema by revisions: the same as the models on both databases, and older ones brought up after a backup."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect

from station.models import Base
from station.store import migrate, migrations
from station.store.engine import close_store, open_store
from station.store.verify import verify_journal
from station.store.work import Actor, Store
from tests.databases import Server, fresh_database

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
OLDER = "0001"


class FixedClock:
    def now(self) -> datetime:
        return NOW

    def elapsed(self) -> float:
        return 0.0


def test_the_schema_is_that_of_the_models(store: Store) -> None:
    """When this fails, a model has changed: python -m station.store.migrations (see its docstring)."""
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_partial_indexes_are_partial(store: Store) -> None:
    """Which the comparison above does not look at."""
    with store.engine.connect() as connection:
        found = partial_indexes(connection)
    wanted = {
        index.name
        for table in Base.metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    assert found == wanted
    assert wanted


def partial_indexes(connection: Connection) -> set[str | None]:
    look = inspect(connection)
    dialect = connection.dialect.name
    return {
        index["name"]
        for table in look.get_table_names()
        for index in look.get_indexes(table)
        if index.get("dialect_options", {}).get(f"{dialect}_where") is not None
    }


def test_the_newest_revision_is_the_one_named() -> None:
    script = ScriptDirectory.from_config(migrate.configuration())
    assert script.get_heads() == [migrations.HEAD]
    assert script.get_bases() == [OLDER]
    assert migrate.known_revisions() >= {OLDER, migrations.HEAD}


def older(url: str) -> None:
    """A database as an older Station left it, with one member of staff."""
    engine = create_engine(url)
    with engine.begin() as connection:
        migrate.upgrade(connection, OLDER)
        connection.exec_driver_sql("INSERT INTO staff (name, role, active) VALUES ('J. Moore', 'nurse', true)")
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def older_database(request: pytest.FixtureRequest, sqlite_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        older(f"sqlite:///{sqlite_path}")
        yield str(sqlite_path)
        return
    server: Server = request.getfixturevalue("postgres")
    with fresh_database(server, "template0") as url:
        older(url)
        yield url


def test_an_older_database_is_migrated_and_keeps_what_it_held(older_database: str) -> None:
    store = open_store(older_database, clock=FixedClock())
    with store.write(Actor(None, "Station", "Desk 1"), NOW) as work:
        assert migrate.revision_of(work.session.connection()) == migrations.HEAD
        assert work.session.connection().exec_driver_sql("SELECT name FROM staff").scalars().all() == ["J. Moore"]
        work.journal("said", {})
    with pytest.raises(Exception, match="append-only"), store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM journal")
    close_store(store)


def test_it_is_backed_up_beside_itself_first(sqlite_path: Path) -> None:
    older(f"sqlite:///{sqlite_path}")
    close_store(open_store(sqlite_path, clock=FixedClock()))
    kept = sqlite_path.with_name(f"station.before-{migrations.HEAD}.20260314T093000Z.db")
    assert {path.name for path in sqlite_path.parent.iterdir()} == {sqlite_path.name, kept.name}
    engine = create_engine(f"sqlite:///{kept}")
    with engine.connect() as connection:
        assert migrate.revision_of(connection) == OLDER
        assert connection.exec_driver_sql("SELECT name FROM staff").scalar() == "J. Moore"
    engine.dispose()


def test_a_second_backup_does_not_take_the_place_of_the_first(sqlite_path: Path) -> None:
    older(f"sqlite:///{sqlite_path}")
    taken = sqlite_path.with_name(f"station.before-{migrations.HEAD}.20260314T093000Z.db")
    taken.write_text("kept from the first time")
    close_store(open_store(sqlite_path, clock=FixedClock()))
    assert taken.read_text() == "kept from the first time"
    assert taken.with_name(f"station.before-{migrations.HEAD}.20260314T093000Z-2.db").exists()


def test_a_new_or_current_database_needs_no_backup(sqlite_path: Path) -> None:
    for _ in range(2):
        close_store(open_store(sqlite_path))
    assert [path.name for path in sqlite_path.parent.iterdir()] == [sqlite_path.name]


def test_a_migration_that_fails_changes_nothing(older_database: str) -> None:
    """The triggers of 0002 are in the way of themselves: everything of the failed migration is undone."""
    url = older_database if "://" in older_database else f"sqlite:///{older_database}"
    in_the_way = (
        "CREATE TRIGGER journal_follows_head BEFORE UPDATE ON journal BEGIN SELECT 1; END"
        if url.startswith("sqlite")
        else "CREATE FUNCTION journal_follow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
    )
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(in_the_way)
    with pytest.raises(Exception, match="already exists"):
        open_store(older_database, clock=FixedClock())
    with engine.connect() as connection:
        assert migrate.revision_of(connection) == OLDER
        assert connection.exec_driver_sql("SELECT name FROM staff").scalar() == "J. Moore"
        guards = (
            "SELECT count(*) FROM sqlite_schema WHERE name = 'journal_refuses_update'"
            if url.startswith("sqlite")
            else "SELECT count(*) FROM pg_proc WHERE proname = 'journal_refuse'"
        )
        assert connection.exec_driver_sql(guards).scalar() == 0
    engine.dispose()


def test_foreign_keys_are_checked_again_after_a_migration(sqlite_path: Path) -> None:
    older(f"sqlite:///{sqlite_path}")
    store = open_store(sqlite_path)
    with store.engine.connect() as first, store.engine.connect() as second:  # every connection that opening has left
        assert [each.exec_driver_sql("PRAGMA foreign_keys").scalar() for each in (first, second)] == [1, 1]
    close_store(store)


def test_a_migration_that_would_leave_loose_ends_is_refused(sqlite_path: Path) -> None:
    older(f"sqlite:///{sqlite_path}")
    engine = create_engine(f"sqlite:///{sqlite_path}")
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO area (unit_id, name, position) VALUES (99, 'nowhere', 0)")
    engine.dispose()
    with pytest.raises(Exception, match=r"not migrated: table area refers to a missing row of unit"):
        open_store(sqlite_path)


def test_a_start_on_a_current_database_does_not_load_alembic(sqlite_store: Store) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from station.store.engine import *; "
        f"close_store(open_store({sqlite_store.where!r})); print('alembic' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout
    assert said.strip() == "False"


def test_the_journal_of_a_fresh_database_is_empty(store: Store) -> None:
    assert verify_journal(store).journal == "empty"
