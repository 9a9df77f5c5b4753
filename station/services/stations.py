"""The stations themselves: who is running, when each was last heard of, and how far its clock has come."""

from datetime import datetime
from typing import Final

from sqlalchemy import case, func, literal, literal_column, select, update

from station.models import JournalEntry, SpoolEntry, Station
from station.models.base import UtcDateTime, from_micros
from station.services.events import Event
from station.store.work import Actor, Store

_LAST: Final = 200
"""Of the journal, and of what was put in, so many are looked through: more than putting in writes at older times before
it stores when it did. It is asked each second, and must not grow with the record."""


def register_station(store: Store, name: str, kind: str, version: str, *, actor: Actor, now: datetime) -> list[Event]:
    """A station starts. `kind`: wall, desk or headless. Its clock mark is kept where it was ahead.

    Of one that was not closed, the journal keeps the last heartbeat, which this start writes over.
    """
    with store.write(actor, now) as work:
        row = work.session.scalar(select(Station).where(Station.name == name))
        heard = row.seen_at if row is not None and row.stopped_at is None else None
        if row is None:
            row = Station(name=name, clock_mark=now)
            work.session.add(row)
        row.kind, row.version = kind, version
        row.started_at = row.seen_at = now
        row.stopped_at = None
        row.clock_mark = max(row.clock_mark, now)
        started = {"name": name, "kind": kind, "version": version, "after_crash": heard is not None}
        work.journal("station.started", started | {"last_heartbeat": heard})
        return work.events


def heartbeat(store: Store, *, actor: Actor, now: datetime, clock_mark: datetime) -> None:
    """Say that the station of `actor` is alive."""
    with store.write(actor, now) as work:
        ahead = case((Station.clock_mark > clock_mark, Station.clock_mark), else_=literal(clock_mark, UtcDateTime()))
        alive = update(Station).where(Station.name == actor.station)
        work.session.execute(alive.values(seen_at=now, clock_mark=ahead, stopped_at=None))


def stop_station(store: Store, *, actor: Actor, now: datetime) -> list[Event]:
    """A station is closed in good order."""
    with store.write(actor, now) as work:
        row = work.session.scalar(select(Station).where(Station.name == actor.station))
        if row is not None:
            row.seen_at = row.stopped_at = now
            work.journal("station.stopped", {"name": actor.station})
        return work.events


def read_clock_mark(store: Store) -> datetime | None:
    """The latest time that any station of this database has watched through; None when none ever ran."""
    with store.read() as session:
        return session.scalar(select(func.max(Station.clock_mark)))


def read_latest(store: Store) -> datetime | None:
    """The latest time that the record knows of: of a station that watched, of an entry, or when something kept was put
    in. For a running station only: an entry made while none ran (an import) says nothing of how long nobody watched.

    What is put in bears its own older time, and whoever puts it in may be killed before he notes anything of now.
    """
    in_order = literal_column("rowid") if store.engine.dialect.name == "sqlite" else SpoolEntry.replayed_at
    kept = select(SpoolEntry.replayed_at).order_by(in_order.desc()).limit(_LAST).subquery()
    entries = select(JournalEntry.at).order_by(JournalEntry.seq.desc()).limit(_LAST).subquery()
    with store.read() as session:
        mark = session.scalar(select(func.max(Station.clock_mark)))
        put_in = session.scalar(select(func.max(kept.c.replayed_at)))
        entry = session.scalar(select(func.max(entries.c.at)))
    known = mark, put_in, None if entry is None else from_micros(entry)
    return max((at for at in known if at is not None), default=None)
