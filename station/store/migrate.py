"""Bringing a database to this Station's revision: a new one, an older one (after a backup), never a newer one."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect

from station.clock import Clock
from station.models import Base
from station.store import journal, migrations
from station.store.copies import copy_database, dated
from station.store.errors import Corrupt, DatabaseNewer, NoDatabase, NotStations
from station.store.work import Store

if TYPE_CHECKING:
    from alembic.config import Config

_log = logging.getLogger(__name__)


def bring_up_to_date(store: Store, clock: Clock, *, create: bool = True) -> None:
    """Migrate when needed. Raises DatabaseNewer, NotStations, NoDatabase (empty and not to be created) or Corrupt."""
    if _revision(store) == migrations.HEAD:
        return
    with _alone(store) as connection:
        present = revision_of(connection)
        if present == migrations.HEAD:
            return  # another process did it while we waited
        _refuse(connection, present, store.where, create=create)
        if present is not None:
            _back_up(store, present, clock)
        upgrade(connection)


def revision_of(connection: Connection) -> str | None:
    """The revision a database is at; None when it never had one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    return str(found[0]) if found else None


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to a revision, in the transaction of the connection."""
    from alembic import command  # a tenth of a second that a start on an up-to-date database need not pay

    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def configuration() -> "Config":
    """Alembic's settings, made in code: a wheel has no alembic.ini."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "station.store:migrations")
    return config


def known_revisions() -> frozenset[str]:
    """Every revision this Station can read and migrate."""
    from alembic.script import ScriptDirectory

    return frozenset(script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions())


def _revision(store: Store) -> str | None:
    with store.engine.connect() as connection:
        return revision_of(connection)


@contextmanager
def _alone(store: Store) -> Iterator[Connection]:
    """The only writer, in one transaction, with foreign keys unchecked on SQLite (a migration may rebuild a table)."""
    with store.engine.connect().execution_options(write=True) as connection:
        raw: Any = connection.connection.dbapi_connection
        on_file = isinstance(raw, sqlite3.Connection)
        if on_file:
            raw.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                if not on_file:
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({journal.LOCK})")
                yield connection
                if on_file:
                    _refuse_dangling(connection, store.where)
        finally:
            if on_file:
                raw.execute("PRAGMA foreign_keys = ON")


def _refuse_dangling(connection: Connection, where: str) -> None:
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if dangling is not None:
        raise Corrupt(
            f"{where} was not migrated: table {dangling[0]} refers to a missing row of {dangling[2]}. "
            "Nothing was changed. Keep the file, and restore the latest backup."
        )


def _refuse(connection: Connection, present: str | None, where: str, *, create: bool) -> None:
    if present is None:
        _refuse_unmarked(connection, where, create=create)
    elif present not in known_revisions():
        if not inspect(connection).has_table("journal"):
            raise NotStations(f"{where} belongs to another program. Choose another database with --database.")
        raise DatabaseNewer(
            f"{where} was written by a newer Station (database revision {present}; this one knows up to "
            f"{migrations.HEAD}). Nothing was changed. Start the newer Station, or restore a backup from before it."
        )


def _refuse_unmarked(connection: Connection, where: str, *, create: bool) -> None:
    """A database without a revision is fit for use only when nothing of another program is in the way."""
    tables = set(inspect(connection).get_table_names())
    in_the_way = tables if connection.dialect.name == "sqlite" else tables & set(Base.metadata.tables)
    if in_the_way - {"alembic_version"}:
        raise NotStations(
            f"{where} holds tables of another program ({', '.join(sorted(in_the_way)[:3])}). "
            "Choose another database with --database."
        )
    if not create:
        raise NoDatabase(f"{where} is empty: no Station has used it yet. Correct --database, or start Station on it.")


def _back_up(store: Store, present: str, clock: Clock) -> None:
    """A copy beside the file, before anything is changed. On PostgreSQL the migration is one transaction instead."""
    if store.engine.dialect.name != "sqlite":
        _log.info("migrating %s from revision %s to %s", store.where, present, migrations.HEAD)
        return
    path = Path(store.where)
    kept = dated(path, f"before-{migrations.HEAD}", clock.now())
    copy_database(store, kept)
    _log.info("migrating %s from revision %s to %s; backup: %s", path, present, migrations.HEAD, kept)
