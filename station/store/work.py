"""The store and its unit of work: one transaction, its journal entries, and what changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from station.models import SpoolEntry
from station.store import journal
from station.store.errors import explain
from station.store.spool import Kept

_REMEMBERED: Final = 500
"""Journal entries; of more at once than anybody writes by hand, one more reading does no harm."""


@dataclass(frozen=True, slots=True)
class PutIn:
    """An entry that was kept while the record was away, and is put into it now."""

    entry: Kept
    at: datetime
    """The present."""
    outcome: str = ""
    """Why it cannot be, in words; empty where it is."""
    unless: Callable[[Session], None] | None = None
    """Asked in its transaction, before anything is done; what this raises ends it, with nothing changed."""


class AlreadyPutIn(Exception):
    """An entry that was kept has been dealt with before. Nothing has been changed."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and at which station. `staff_id` None: Station itself."""

    staff_id: int | None
    name: str
    station: str
    proofs: tuple[tuple[int, datetime], ...] = ()
    """Who has just typed his PIN for this act, and when: (staff id, moment). Sensitive acts ask for it."""
    put_in: PutIn | None = None
    """He acted while the record was away; the journal then says so of all that this transaction does."""


class Work:
    """One writing transaction. Use `session` to read and write, `journal` to say what was done, `emit` what changed."""

    def __init__(self, session: Session, actor: Actor, at: datetime) -> None:
        self.session = session
        self.actor = actor
        self.at = at
        self.events: list[Any] = []
        self._entries: list[journal.Entry] = []
        self._savepoints = 0

    @property
    def recorded_at(self) -> datetime:
        """When what is entered here was recorded: now, or when it was safe on a disk while the record was away."""
        return self.at if self.actor.put_in is None else self.actor.put_in.entry.written_at

    def journal(self, kind: str, body: Mapping[str, Any], *, at: datetime | None = None) -> None:
        """Say what was done. `body`: JSON values, datetimes allowed (written as UTC ISO 8601). `at`: of what happened
        at a time of its own, before now.

        Entries are written together, in order, at the end of this transaction.
        Raises TypeError or ValueError at once for what the journal cannot hold.
        """
        if not self._savepoints and self.session.in_nested_transaction():
            raise RuntimeError("journal entries of a session.begin_nested() could outlive it: use work.savepoint()")
        said = body if self.actor.put_in is None else {**body, "while_away": _while_away(self.actor.put_in)}
        self._entries.append(journal.entry(at=at or self.at, actor=self.actor, kind=kind, body=said))

    def emit(self, event: Any) -> None:
        """Say what changed; published after the commit."""
        self.events.append(event)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that may fail by itself: on an exception its rows, entries and events are undone, the rest stays."""
        entries, events = len(self._entries), len(self.events)
        self._savepoints += 1
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self._entries[entries:]
            del self.events[events:]
            raise
        finally:
            self._savepoints -= 1

    def write_journal(self) -> tuple[str, ...]:
        """Write the entries; their hashes. Called by the store at the end, before the commit."""
        self.session.flush()
        return journal.append(self.session, self._entries)

    def put_in(self, what: PutIn) -> None:
        """Have what becomes of a kept entry stored with this transaction, once. Called by the store at its beginning.

        Raises AlreadyPutIn, and what `unless` raises.
        """
        connection = self.session.connection()
        if connection.execute(_PUT_IN[connection.dialect.name], _spool_entry(what)).first() is None:
            raise AlreadyPutIn(what.entry.id)
        if what.unless is not None:
            what.unless(self.session)


_PUT_IN: Final = {
    "sqlite": sqlite.insert(SpoolEntry).on_conflict_do_nothing(index_elements=["id"]).returning(SpoolEntry.id),
    "postgresql": postgresql.insert(SpoolEntry).on_conflict_do_nothing(index_elements=["id"]).returning(SpoolEntry.id),
}


def _spool_entry(what: PutIn) -> dict[str, Any]:
    entry = what.entry
    return {
        "id": entry.id,
        "station": entry.station,
        "seq": entry.seq,
        "kind": entry.kind,
        "body": {**entry.body, "staff": entry.staff_id, "name": entry.name},
        "written_at": entry.written_at,
        "replayed_at": what.at,
        "outcome": what.outcome,
        "resolution": "",
    }


def _while_away(what: PutIn) -> dict[str, Any]:
    """Entered while the record was away: what the journal says beside the deed itself."""
    entry = what.entry
    return {"entry": entry.id, "station": entry.station, "written": entry.written_at, "put_in": what.at}


def _publish_nowhere(_events: Sequence[Any]) -> None:
    return None


@dataclass(slots=True)
class Store:
    """An open database. `publish` is given the events of each transaction after it has been committed.

    Reading and writing raise a StoreError, in words, when the surroundings fail (disk, lock, server);
    every other exception passes as it is. May be used from any thread.
    """

    engine: Engine
    publish: Callable[[Sequence[Any]], None] = field(default=_publish_nowhere)
    _reader: Engine = field(init=False, repr=False)
    _writer: Engine = field(init=False, repr=False)
    _told: tuple[str, ...] = field(default=(), init=False, repr=False)
    """Hashes of the last journal entries whose events are published here. Kept before the commit, so that nobody who
    hears of it can be too early; of a commit that fails it tells nothing, for no entry will ever have that hash."""

    def __post_init__(self) -> None:
        on_server = self.engine.dialect.name == "postgresql"
        one_moment: dict[str, Any] = {"isolation_level": "REPEATABLE READ"} if on_server else {}
        self._reader = self.engine.execution_options(**one_moment)
        self._writer = self.engine.execution_options(write=True)

    def hurried(self) -> "Store":
        """The same database, for what is safe on another disk: a commit does not wait for this one (SQLite).

        The next commit of an ordinary store makes all of it safe.
        """
        other = Store(self.engine, self.publish)
        other._writer = self.engine.execution_options(write=True, hurried=True)
        return other

    @property
    def where(self) -> str:
        """The database by name, fit for a message: the file's path, or the address without its password."""
        url = self.engine.url
        if url.get_backend_name() == "sqlite":
            return str(url.database)
        return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)

    def news_since(self, seq: int) -> tuple[int, bool]:
        """The journal's last number, and whether anything after `seq` was not published here.

        What another process wrote was not; nor what was written here without an event, or long ago.
        """
        with self.read() as session:
            last = journal.head(session)[0]
            told = set(self._told)
            hashes = journal.hashes_after(session, seq, _REMEMBERED + 1)
            return last, last < seq or not told.issuperset(hashes)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent reading transaction, rolled back at its end."""
        with self._worded(), Session(self._reader) as session:
            yield session

    @contextmanager
    def write(self, actor: Actor, at: datetime) -> Iterator[Work]:
        """One writing transaction, the only one at its time. Commits at the end, rolls back on any exception."""
        with self._worded(), Session(self._writer, expire_on_commit=False) as session:
            journal.lock(session)
            work = Work(session, actor, at)
            if actor.put_in is not None:
                work.put_in(actor.put_in)
            yield work
            hashes = work.write_journal()
            if work.events:
                self._told = (*self._told, *hashes)[-_REMEMBERED:]
            session.commit()
        if work.events:
            self.publish(work.events)

    @contextmanager
    def _worded(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as exc:
            known = explain(exc, self.where)
            if known is None:
                raise
            raise known from exc
