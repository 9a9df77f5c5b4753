"""The store and its unit of work: one transaction, its journal entries, and what changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from station.store import journal


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

    def journal(self, kind: str, body: Mapping[str, Any]) -> None:
        """Append to the journal, in this transaction. `body`: JSON values, datetimes allowed (written as UTC ISO 8601)."""
        journal.append(self.session, at=self.at, actor=self.actor, kind=kind, body=body)

    def emit(self, event: Any) -> None:
        self.events.append(event)


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
            yield work
            session.commit()
        if work.events:
            self.publish(work.events)
