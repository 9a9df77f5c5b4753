"""Reads which stations ran when, as far as the journal and the last heartbeat tell; the rest is said to be unknown."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import Station
from station.services.evidence_journal import Found, said_of_stations
from station.store.rows.evidence import StationRunRow

LOOK_BACK: Final = timedelta(days=14)
"""How far before the stretch a station's start is looked for."""
LOOK_ON: Final = timedelta(days=1)
"""How far after it its end is looked for."""
CLOSED: Final = "closed in good order"
CRASHED: Final = "ended without being closed; when is not known, at the latest when it was started again"
RUNNING: Final = "running when this was made"
SILENT: Final = "not closed; its last heartbeat is the end given here"
ON: Final = "not ended by a day after this time"
UNKNOWN: Final = "not known: nothing was journalled of it from two weeks before this time to a day after"
_ALIVE: Final = timedelta(seconds=30)


def station_runs(session: Session, since: datetime, until: datetime, as_of: datetime) -> tuple[StationRunRow, ...]:
    """Every run of a station that may have lain in the stretch, by name and time."""
    said = said_of_stations(session, since - LOOK_BACK, min(as_of, until + LOOK_ON))
    rows = session.scalars(select(Station).where(Station.started_at <= as_of))
    known = {one.name: one for one in rows}
    names = sorted({str(one.body["name"]) for one in said if "name" in one.body} | set(known))
    found = [run for name in names for run in _runs(name, _of(said, name), known.get(name), as_of)]
    return tuple(one for one in found if _lies_in(one, since, until))


def not_watched(session: Session, since: datetime, until: datetime, stay_id: int) -> tuple[datetime, ...]:
    """When a look at him was owed because nothing had been watched."""
    said = said_of_stations(session, since, until)
    return tuple(one.row.at for one in said if stay_id in (one.body.get("stays") or ()))


def _of(said: Sequence[Found], name: str) -> list[Found]:
    return [one for one in said if one.body.get("name") == name]


def _runs(name: str, said: Sequence[Found], row: Station | None, as_of: datetime) -> Iterable[StationRunRow]:
    kind = row.kind if row is not None else ""
    run: StationRunRow | None = None
    if not said and row is not None:
        run = StationRunRow(name, kind, None, None, UNKNOWN)
    elif said and said[0].row.kind == "station.stopped":
        run = StationRunRow(name, kind, None, None, ON)
    for one in said:
        if one.row.kind == "station.stopped":
            if run is not None:
                yield replace(run, ended_at=one.row.at, how=CLOSED)
            run = None
        elif one.row.kind == "station.started":
            if run is not None:
                yield replace(run, ended_at=one.row.at, how=CRASHED)
            run = StationRunRow(name, str(one.body.get("kind") or kind), one.row.at, None, ON)
    if run is not None:
        yield _last(run, row, as_of)


def _last(run: StationRunRow, row: Station | None, as_of: datetime) -> StationRunRow:
    """Of the present run, the last heartbeat is known; of one before it only what was journalled."""
    if row is None or (run.started_at is not None and run.started_at != row.started_at):
        return run
    if run.started_at is None and (run.how != UNKNOWN or row.started_at > as_of - LOOK_BACK):
        return run
    present = replace(run, started_at=row.started_at)
    if row.seen_at >= as_of - _ALIVE:
        return replace(present, how=RUNNING)
    return replace(present, ended_at=row.seen_at, how=SILENT)


def _lies_in(run: StationRunRow, since: datetime, until: datetime) -> bool:
    begun = run.started_at is None or run.started_at < until
    return begun and (run.ended_at is None or run.ended_at > since)
