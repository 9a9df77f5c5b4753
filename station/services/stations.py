"""The stations themselves: who is running, when each was last heard of, and how far its clock has come."""

from datetime import datetime

from sqlalchemy import case, func, literal, select, update

from station.models import JournalEntry, Station
from station.models.base import UtcDateTime, from_micros
from station.services.events import Event
from station.store.work import Actor, Store


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
    """The latest time that the record knows of: of a station that watched, or of an entry. For a running station only:
    an entry made while none ran (an import) says nothing of how long nobody watched."""
    with store.read() as session:
        mark = session.scalar(select(func.max(Station.clock_mark)))
        entry = session.scalar(select(JournalEntry.at).order_by(JournalEntry.seq.desc()).limit(1))
    return max((at for at in (mark, None if entry is None else from_micros(entry)) if at is not None), default=None)
