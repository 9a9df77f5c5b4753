"""The chain, and the database's own refusal to change it."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from station.models.base import to_micros
from station.models.enums import Stage
from station.store import journal
from station.store.work import Actor, Store

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
ACTOR = Actor(7, "J. Moore", "Desk 1")
COLUMNS = "seq, at, actor, station, kind, body, prev, hash"


@pytest.fixture
def told(store: Store) -> Store:
    """With three entries."""
    with store.write(ACTOR, NOW) as work:
        for number in (1, 2, 3):
            work.journal("said", {"number": number})
    return store


def run(store: Store, statement: str, **values: Any) -> None:
    with store.engine.begin() as connection:
        connection.execute(text(statement), values)


def head(store: Store) -> tuple[int, str]:
    with store.read() as session:
        return journal.head(session)


def test_the_first_entry_follows_the_genesis(store: Store) -> None:
    assert head(store) == (0, journal.GENESIS)
    with store.write(ACTOR, NOW) as work:
        work.journal("said", {"when": NOW})
    content = journal.canonical(
        {
            "at": to_micros(NOW),
            "actor": "J. Moore",
            "station": "Desk 1",
            "kind": "said",
            "body": '{"when":"2026-03-14T09:30:00Z"}',
        }
    )
    assert head(store) == (1, journal.entry_hash(journal.GENESIS, 1, content))


def test_entries_of_several_transactions_are_one_chain(told: Store) -> None:
    with told.write(ACTOR, NOW) as work:
        work.journal("said", {"number": 4})
    with told.read() as session:
        rows = session.execute(text("SELECT seq, prev, hash FROM journal ORDER BY seq")).all()
    assert [row.seq for row in rows] == [1, 2, 3, 4]
    assert [row.prev for row in rows] == [journal.GENESIS, *(row.hash for row in rows[:-1])]


@pytest.mark.parametrize("column", ["at", "actor", "station", "kind", "body", "prev", "hash", "seq"])
def test_no_field_can_be_changed(told: Store, column: str) -> None:
    value = "9" if column in ("at", "seq") else "'9'"
    with pytest.raises(IntegrityError, match="append-only"):
        run(told, f"UPDATE journal SET {column} = {value} WHERE seq = 2")


def test_no_entry_can_be_deleted(told: Store) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        run(told, "DELETE FROM journal WHERE seq = 3")


WRONG = {
    "a gap": {"seq": 5},
    "a repeated number": {"seq": 3},
    "an earlier number": {"seq": 0},
    "another link": {"prev": "f" * 64},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_an_entry_must_follow_the_head(told: Store, wrong: dict[str, Any]) -> None:
    _, last = head(told)
    good = {"seq": 4, "at": 0, "actor": "x", "station": "x", "kind": "x", "body": "{}", "prev": last, "hash": "e" * 64}
    insert = f"INSERT INTO journal ({COLUMNS}) VALUES (:seq, :at, :actor, :station, :kind, :body, :prev, :hash)"
    with pytest.raises(IntegrityError, match="must follow the last one"):
        run(told, insert, **{**good, **wrong})
    run(told, insert, **good)


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_replace_does_not_walk_past_the_triggers(sqlite_store: Store, recursive: str) -> None:
    """REPLACE deletes the row in its way without asking delete triggers."""
    with sqlite_store.write(ACTOR, NOW) as work:
        for number in (1, 2, 3):
            work.journal("said", {"number": number})
    statement = (
        f"INSERT OR REPLACE INTO journal ({COLUMNS}) "
        "SELECT seq, at, 'somebody else', station, kind, body, prev, hash FROM journal WHERE seq = 2"
    )
    with sqlite_store.engine.connect() as connection:
        connection.connection.dbapi_connection.execute(f"PRAGMA recursive_triggers = {recursive}")  # type: ignore[union-attr]
        with pytest.raises(IntegrityError, match="append-only"):
            connection.exec_driver_sql(statement)
    assert head(sqlite_store)[0] == 3


@pytest.mark.parametrize("how", ["OR IGNORE", "OR ROLLBACK", "OR FAIL"])
def test_no_other_conflict_clause_helps(sqlite_store: Store, how: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        run(sqlite_store, f"INSERT {how} INTO journal ({COLUMNS}) VALUES (2, 0, 'x', 'x', 'x', '', 'x', 'x')")


def test_postgres_refuses_truncate(postgres_store: Store) -> None:
    with pytest.raises(IntegrityError, match="TRUNCATE refused"):
        run(postgres_store, "TRUNCATE journal CASCADE")


@pytest.mark.parametrize("statement", ["UPDATE journal SET actor = 'x'", "DELETE FROM journal", "TRUNCATE journal"])
def test_postgres_triggers_do_not_rest_while_replicating(postgres_store: Store, statement: str) -> None:
    with postgres_store.write(ACTOR, NOW) as work:
        work.journal("said", {})
    with postgres_store.engine.connect() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")
        with pytest.raises(IntegrityError, match="append-only"):
            connection.exec_driver_sql(statement)


def test_postgres_upsert_is_refused(postgres_store: Store) -> None:
    with postgres_store.write(ACTOR, NOW) as work:
        work.journal("said", {})
    with pytest.raises(IntegrityError, match="append-only"):
        run(
            postgres_store,
            f"INSERT INTO journal ({COLUMNS}) SELECT {COLUMNS} FROM journal "
            "ON CONFLICT (seq) DO UPDATE SET actor = 'x'",
        )


words = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.integers(-(2**62), 2**62), words, words, words, words)
def test_the_quick_text_of_an_entry_is_the_canonical_one(
    at: int, actor: str, station: str, kind: str, body: str
) -> None:
    slow = journal.canonical({"at": at, "actor": actor, "station": station, "kind": kind, "body": body})
    assert journal.content_of(at, actor, station, kind, body) == slow


def test_one_text_for_one_value() -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    assert journal.canonical({"b": NOW, "a": NOW.astimezone(east)}) == (
        '{"a":"2026-03-14T09:30:00Z","b":"2026-03-14T09:30:00Z"}'
    )
    assert journal.canonical({"day": date(2026, 3, 14), "stage": Stage.LATE, "name": "Müller"}) == (
        '{"day":"2026-03-14","name":"Müller","stage":"late"}'
    )
