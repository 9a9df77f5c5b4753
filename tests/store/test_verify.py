"""Reading the journal over finds whatever was done to it."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station.store.engine import close_store
from station.store.journal import GENESIS
from station.store.verify import Anchor, check_anchor, check_file, head_of, verify_journal
from station.store.work import Actor, Store
from tests.databases import another

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
ACTOR = Actor(None, "Station", "Desk 1")
COUNT = 25


@pytest.fixture
def told(store: Store) -> Store:
    say(store, COUNT)
    return store


def say(store: Store, count: int) -> None:
    with store.write(ACTOR, NOW) as work:
        for number in range(count):
            work.journal("said", {"number": number})


def tamper(store: Store, *statements: str) -> None:
    """As somebody does who may change the schema: the triggers are put aside first."""
    on_server = store.engine.dialect.name == "postgresql"
    with store.engine.begin() as connection:
        if on_server:
            connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER USER")
        else:
            for name in ("refuses_update", "refuses_delete", "follows_head"):
                connection.exec_driver_sql(f"DROP TRIGGER journal_{name}")
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize("chunk", [1, 7, COUNT, 1000])
def test_a_whole_journal_is_ok(told: Store, chunk: int) -> None:
    found = verify_journal(told, chunk=chunk)
    assert (found.journal, found.entries, found.first_bad, found.why) == ("ok", COUNT, None, "")
    assert found.head == head_of(told).hash


def test_an_empty_journal_is_empty(store: Store) -> None:
    found = verify_journal(store)
    assert (found.journal, found.entries, found.head) == ("empty", 0, GENESIS)
    assert head_of(store) == Anchor.genesis()
    assert check_anchor(store, Anchor.genesis()) is None


@pytest.mark.parametrize(("number", "chunk"), [(1, 1000), (14, 7), (15, 7), (COUNT, 1)])
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("at = at + 1", "was altered"),
        ("actor = 'J. Moore'", "was altered"),
        ("station = 'Desk 2'", "was altered"),
        ("kind = 'did'", "was altered"),
        ("body = '{\"number\":99}'", "was altered"),
        ("hash = 'ab'", "was altered"),
        ("prev = 'ab'", "does not follow entry"),
    ],
)
def test_each_field_is_held(told: Store, number: int, chunk: int, change: str, why: str) -> None:
    tamper(told, f"UPDATE journal SET {change} WHERE seq = {number}")
    found = verify_journal(told, chunk=chunk)
    assert (found.journal, found.first_bad, found.entries) == ("broken", number, number - 1)
    assert why in found.why
    assert str(number) in found.why


@pytest.mark.parametrize("number", [1, 14, COUNT - 1])
def test_a_missing_entry_is_found(told: Store, number: int) -> None:
    tamper(told, f"DELETE FROM journal WHERE seq = {number}")
    found = verify_journal(told, chunk=5)
    assert (found.journal, found.first_bad) == ("broken", number)
    assert found.why == f"Entry {number} is missing: entry {number + 1} comes after entry {number - 1}."


def test_entries_that_changed_places_are_found(told: Store) -> None:
    tamper(
        told,
        "UPDATE journal SET seq = -1 WHERE seq = 5",
        "UPDATE journal SET seq = 5 WHERE seq = 6",
        "UPDATE journal SET seq = 6 WHERE seq = -1",
    )
    assert verify_journal(told).first_bad == 5


def test_an_entry_before_the_first_is_found(told: Store) -> None:
    tamper(told, "UPDATE journal SET seq = seq - 1 WHERE seq = 1")
    assert verify_journal(told).first_bad == 1


@pytest.mark.parametrize("chunk", [7, 1000])
@pytest.mark.parametrize("junk", ["x'ff00fe'", "CAST(x'ff00fe' AS TEXT)", "1.5"])
@pytest.mark.parametrize("column", ["body", "at", "hash"])
def test_what_is_not_even_text_is_found(sqlite_store: Store, column: str, junk: str, chunk: int) -> None:
    """SQLite keeps whatever it is given."""
    say(sqlite_store, COUNT)
    tamper(sqlite_store, f"UPDATE journal SET {column} = {junk} WHERE seq = 14")
    found = verify_journal(sqlite_store, chunk=chunk)
    assert (found.journal, found.first_bad) == ("broken", 14)


def test_a_cut_tail_verifies_but_not_against_an_anchor(told: Store) -> None:
    anchor = head_of(told)
    assert verify_journal(told, anchor=anchor).journal == "ok"
    tamper(told, f"DELETE FROM journal WHERE seq > {COUNT - 3}")
    assert verify_journal(told).journal == "ok"
    found = verify_journal(told, anchor=anchor)
    assert (found.journal, found.first_bad) == ("broken", COUNT - 2)
    assert found.why == f"The journal ends at entry {COUNT - 3}, but had reached entry {COUNT}: its end was cut off."


def test_a_tail_cut_and_grown_again_is_found_by_the_anchor(told: Store) -> None:
    anchor = head_of(told)
    tamper(told, f"DELETE FROM journal WHERE seq > {COUNT - 3}")
    with told.write(ACTOR, NOW) as work:
        for _ in range(10):
            work.journal("said", {"number": "another"})
    found = verify_journal(told, anchor=anchor)
    assert (found.journal, found.first_bad) == ("broken", COUNT)
    assert "was written anew" in found.why


def test_an_anchor_holds_while_the_journal_grows(told: Store) -> None:
    anchor = head_of(told)
    say(told, 3)
    assert check_anchor(told, anchor) is None


def test_progress_is_told_and_entries_added_meanwhile_are_read(told: Store) -> None:
    seen: list[int] = []
    other = another(told)

    def progress(entries: int) -> None:
        if not seen:
            say(other, 5)
        seen.append(entries)

    assert verify_journal(told, chunk=10, progress=progress).entries == COUNT + 5
    assert seen == [10, 20, 30]
    close_store(other)


def test_it_can_be_stopped(told: Store) -> None:
    found = verify_journal(told, chunk=10, cancelled=lambda: True)
    assert (found.journal, found.entries) == ("stopped", 10)


def test_other_threads_have_their_turn(sqlite_store: Store) -> None:
    """A thread that wants to run meanwhile is not shut out until the end."""
    say(sqlite_store, 20_000)
    verifying, turns = threading.Event(), [0]

    def other() -> None:
        verifying.wait(10)
        while verifying.is_set():
            turns[0] += 1
            threading.Event().wait(0.001)

    thread = threading.Thread(target=other)
    thread.start()
    verifying.set()
    assert verify_journal(sqlite_store).entries == 20_000
    verifying.clear()
    thread.join(10)
    assert turns[0] >= 5


def test_a_sound_file_is_sound(store: Store) -> None:
    assert check_file(store) is None


def test_a_damaged_file_is_found(sqlite_store: Store) -> None:
    say(sqlite_store, 500)
    close_store(sqlite_store)
    path = Path(sqlite_store.where)
    content = bytearray(path.read_bytes())
    content[4096 * 60 : 4096 * 61] = b"\xff" * 4096
    path.write_bytes(content)
    found = check_file(sqlite_store)
    assert found is not None
    assert "is damaged" in found
