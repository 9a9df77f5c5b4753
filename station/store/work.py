"""The store and its unit of work: one transaction, its journal entries, and what changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from station.store import journal


WRITER_LOCK: Final = 0x57A710
"""The key of the advisory lock that writers take on PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and at which station. `staff_id` None: Station itself."""

    staff_id: int | None
    name: str
    station: str


class Work:
    """One writing transaction. Use `session` to read and write, `journal` to say what was done, `emit` what changed."""

    def __init__(self, session: Session, actor: Actor, at: datetime) -> None:
        self.session = session
        self.actor = actor
        self.at = at
        self.events: list[Any] = []
        self._entries: list[journal.Entry] = []

    def journal(self, kind: str, body: Mapping[str, Any]) -> None:
        """Say it in the journal, in this transaction. `body`: JSON values, datetimes allowed (written as UTC ISO 8601).

        Entries are written together just before the commit: one look at the head, one statement.
        """
        self._entries.append(journal.entry(at=self.at, actor=self.actor, kind=kind, body=body))

    def commit(self) -> None:
        journal.append(self.session, self._entries)
        self.session.commit()

    def emit(self, event: Any) -> None:
        self.events.append(event)


def lock_for_writing(session: Session) -> None:
    """One writer at a time on every database: SQLite by BEGIN IMMEDIATE, PostgreSQL by an advisory lock for the transaction.

    What a writing transaction reads is therefore what it changes, and journal entries cannot interleave.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(WRITER_LOCK)))


def _publish_nowhere(events: Sequence[Any]) -> None:
    return None


@dataclass(slots=True)
class Store:
    """An open database. `publish` is given the events of each transaction after it has been committed."""

    engine: Engine
    publish: Callable[[Sequence[Any]], None] = field(default=_publish_nowhere)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent reading transaction, rolled back at its end."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def write(self, actor: Actor, at: datetime) -> Iterator[Work]:
        """One writing transaction (BEGIN IMMEDIATE on SQLite). Commits at the end, rolls back on any exception."""
        with Session(self.engine.execution_options(write=True), expire_on_commit=False) as session:
            work = Work(session, actor, at)
            lock_for_writing(session)
            yield work
            work.commit()
        if work.events:
            self.publish(work.events)
