"""One transaction: alone, whole or not at all, published afterwards."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from station.models import JournalEntry, Staff
from station.models.enums import Role
from station.store.engine import close_store
from station.store.errors import Locked
from station.store.work import Actor, Store, Work
from tests.databases import another

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
ACTOR = Actor(None, "Station", "Desk 1")


def hire(work: Work, name: str) -> None:
    work.session.execute(insert(Staff).values(name=name, role=Role.NURSE, active=True))
    work.journal("staff added", {"name": name})


def hire_and_fail(work: Work) -> None:
    hire(work, "J. Moore")
    work.emit("staff changed")
    work.session.flush()
    raise LookupError


def names(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.scalars(select(Staff.name).order_by(Staff.id)))


def entries(store: Store) -> list[tuple[int, str]]:
    with store.read() as session:
        return [(row.seq, row.body) for row in session.scalars(select(JournalEntry).order_by(JournalEntry.seq))]


def test_what_is_written_is_there_with_its_entry(store: Store) -> None:
    with store.write(ACTOR, NOW) as work:
        hire(work, "J. Moore")
    assert names(store) == ["J. Moore"]
    assert entries(store) == [(1, '{"name":"J. Moore"}')]


def test_mapped_objects_are_written_before_the_commit(store: Store) -> None:
    with store.write(ACTOR, NOW) as work:
        work.session.add(Staff(name="J. Moore", role=Role.NURSE))
        work.journal("staff added", {})
    assert names(store) == ["J. Moore"]


def test_an_exception_leaves_nothing_and_publishes_nothing(store: Store) -> None:
    published: list[Any] = []
    store.publish = published.extend
    with pytest.raises(LookupError), store.write(ACTOR, NOW) as work:
        hire_and_fail(work)
    assert names(store) == []
    assert entries(store) == []
    assert published == []


def test_a_broken_rule_of_the_database_passes_as_it_is(store: Store) -> None:
    with store.write(ACTOR, NOW) as work:
        hire(work, "J. Moore")
    with pytest.raises(IntegrityError), store.write(ACTOR, NOW) as work:
        hire(work, "J. Moore")
    assert len(entries(store)) == 1


def test_events_are_published_after_the_commit(store: Store) -> None:
    seen: list[tuple[Sequence[Any], list[str]]] = []
    store.publish = lambda events: seen.append((list(events), names(store)))
    with store.write(ACTOR, NOW) as work:
        hire(work, "J. Moore")
        work.emit("staff changed")
        assert seen == []
    assert seen == [(["staff changed"], ["J. Moore"])]


def test_nothing_is_published_when_nothing_changed(store: Store) -> None:
    published: list[Sequence[Any]] = []
    store.publish = published.append
    with store.write(ACTOR, NOW):
        pass
    assert published == []


def test_reading_leaves_nothing_behind(store: Store) -> None:
    with store.read() as session:
        session.execute(insert(Staff).values(name="J. Moore", role=Role.NURSE, active=True))
    assert names(store) == []


def test_a_reading_sees_one_moment(store: Store) -> None:
    """On both databases: a board read half before and half after a change would show what never was."""
    other = another(store)
    with store.read() as session:
        before = session.scalar(select(func.count()).select_from(Staff))
        with other.write(ACTOR, NOW) as work:
            hire(work, "J. Moore")
        assert session.scalar(select(func.count()).select_from(Staff)) == before == 0
    close_store(other)
    assert names(store) == ["J. Moore"]


def test_a_second_writer_waits_for_the_first_before_it_reads(store: Store) -> None:
    """BEGIN IMMEDIATE, or the advisory lock: what the second reads already holds what the first wrote."""
    first_is_in, found = threading.Event(), []

    def second() -> None:
        first_is_in.wait(10)
        with store.write(ACTOR, NOW) as work:
            found.append(work.session.scalar(select(func.count()).select_from(Staff)))

    thread = threading.Thread(target=second)
    thread.start()
    with store.write(ACTOR, NOW) as work:
        first_is_in.set()
        thread.join(0.1)  # time enough to get in, were there no lock
        hire(work, "J. Moore")
    thread.join(10)
    assert found == [1]


def test_eight_threads_write_one_whole_chain(store: Store) -> None:
    def write(number: int) -> None:
        for turn in range(4):
            with store.write(ACTOR, NOW) as work:
                hire(work, f"{number}-{turn}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [seq for seq, _ in entries(store)] == list(range(1, 33))


def test_a_writer_who_waits_too_long_is_told_who_is_in_the_way(sqlite_store: Store) -> None:
    other = another(sqlite_store)
    with other.engine.connect() as connection:
        connection.connection.dbapi_connection.execute("PRAGMA busy_timeout = 1")  # type: ignore[union-attr]
    with (
        sqlite_store.write(ACTOR, NOW),
        pytest.raises(Locked, match=r"kept .*station\.db locked.*nothing was saved.*Try again"),
        other.write(ACTOR, NOW),
    ):
        pass
    close_store(other)


def test_a_part_that_fails_is_undone_alone(store: Store) -> None:
    published: list[Any] = []
    store.publish = published.extend
    with store.write(ACTOR, NOW) as work:
        hire(work, "first")
        with suppress(LookupError), work.savepoint():
            hire(work, "second")
            work.emit("second")
            raise LookupError
        with work.savepoint():
            hire(work, "third")
            work.emit("third")
    assert names(store) == ["first", "third"]
    assert [body for _, body in entries(store)] == ['{"name":"first"}', '{"name":"third"}']
    assert published == ["third"]


def test_a_part_may_hold_parts(store: Store) -> None:
    with store.write(ACTOR, NOW) as work:
        with suppress(LookupError), work.savepoint():
            with work.savepoint():
                hire(work, "inner")
            raise LookupError
        hire(work, "after")
    assert names(store) == ["after"]
    assert len(entries(store)) == 1


def test_an_entry_cannot_slip_past_a_bare_savepoint(store: Store) -> None:
    with pytest.raises(RuntimeError, match="savepoint"), store.write(ACTOR, NOW) as work, work.session.begin_nested():
        hire(work, "J. Moore")


@pytest.mark.parametrize(
    ("body", "error"),
    [({"at": datetime(2026, 3, 14)}, ValueError), ({"x": float("nan")}, ValueError), ({"x": object()}, TypeError)],
)
def test_what_the_journal_cannot_hold_is_refused_at_once(
    sqlite_store: Store, body: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error), sqlite_store.write(ACTOR, NOW) as work:
        work.journal("kind", body)
    assert entries(sqlite_store) == []
