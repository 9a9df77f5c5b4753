"""Reads which stations ran when, as far as the journal and their heartbeats tell; the rest is said to be unknown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from station.models import Station
from station.rules.wording import clock_seconds
from station.services.evidence_journal import Found, said_of_stations
from station.store.rows.evidence import RUNNING, StationRunRow, StationSaidRow

LOOK_BACK: Final = timedelta(days=14)
"""How far before the stretch a station's start is looked for."""
LOOK_ON: Final = timedelta(days=1)
"""How far after it its end is looked for."""
CLOSED: Final = "closed in good order"
CRASHED: Final = "ended without being closed; when is not known, at the latest when it was started again"
"""Of a start that was journalled before starts told of the last heartbeat."""
OFF: Final = "not closed; off from its last heartbeat at {since} to {until}, when it was started again"
SILENT: Final = "not closed; its last heartbeat is the end given here"
ON: Final = "not ended by a day after this time"
UNKNOWN: Final = "not known: nothing was journalled of it from two weeks before this time to a day after"
_ALIVE: Final = timedelta(seconds=30)


def station_runs(
    session: Session, since: datetime, until: datetime, as_of: datetime, zone: ZoneInfo
) -> tuple[StationRunRow, ...]:
    """Every run of a station that may have lain in the stretch, or was off in it, by name and time."""
    said = said_of_stations(session, since - LOOK_BACK, min(as_of, until + LOOK_ON))
    rows = session.scalars(select(Station).where(Station.started_at <= as_of))
    known = {one.name: one for one in rows}
    names = sorted({str(one.body["name"]) for one in said if "name" in one.body} | set(known))
    found = [run for name in names for run in _runs(name, _of(said, name), known.get(name), as_of, zone)]
    return tuple(one for one in found if _lies_in(one, since, until))


def stations_said(session: Session, since: datetime, until: datetime, zone: ZoneInfo) -> tuple[StationSaidRow, ...]:
    """What each said of its sound and of the record in the stretch, and how its sound stood at the beginning."""
    said = said_of_stations(session, since - LOOK_BACK, until)
    rows = [(one.row, _SAYS[one.row.kind](one.body, zone)) for one in said if one.row.kind in _SAYS]
    before = {row.station: (row, words) for row, words in rows if row.at < since and row.kind == "sound.state"}
    kept = [*before.values(), *((row, words) for row, words in rows if row.at >= since)]
    return tuple(StationSaidRow(row.at, row.station, words) for row, words in kept)


def _state(body: Mapping[str, Any], _: ZoneInfo) -> str:
    return f"sound: {body.get('sound') or 'nothing said'}"


def _paused(body: Mapping[str, Any], zone: ZoneInfo) -> str:
    until = clock_seconds(datetime.fromisoformat(str(body["until"])), zone)
    return f"sound paused by a person until {until}"


def _resumed(_: Mapping[str, Any], __: ZoneInfo) -> str:
    return "the pause of the sound ended by a person"


def _tested(body: Mapping[str, Any], _: ZoneInfo) -> str:
    return f"sound tested, failed: {body['why_not']}" if body.get("why_not") else "sound tested, passed"


def _away(body: Mapping[str, Any], zone: ZoneInfo) -> str:
    why = body.get("why") or "why is not known"
    if body.get("started_as_of"):
        known = clock_seconds(datetime.fromisoformat(str(body["started_as_of"])), zone)
        return f"started without the record, with what was known at {known}: {why}"
    return f"the record could not be reached: {why}"


def _watched(_: Mapping[str, Any], __: ZoneInfo) -> str:
    return "went on watching from memory"


def _back(body: Mapping[str, Any], _: ZoneInfo) -> str:
    return f"the record was back: {body.get('put_in', 0)} entries that were kept put in, {body.get('refused', 0)} not"


_SAYS: Final[Mapping[str, Callable[[Mapping[str, Any], ZoneInfo], str]]] = {
    "sound.state": _state,
    "sound.paused": _paused,
    "sound.resumed": _resumed,
    "sound.tested": _tested,
    "record.away": _away,
    "record.watched from memory": _watched,
    "record.back": _back,
}


def not_watched(session: Session, since: datetime, until: datetime, stay_id: int) -> tuple[datetime, ...]:
    """When a look at him was owed because nothing had been watched."""
    said = said_of_stations(session, since, until)
    return tuple(one.row.at for one in said if stay_id in (one.body.get("stays") or ()))


def _of(said: Sequence[Found], name: str) -> list[Found]:
    return [one for one in said if one.body.get("name") == name]


def _runs(
    name: str, said: Sequence[Found], row: Station | None, as_of: datetime, zone: ZoneInfo
) -> Iterable[StationRunRow]:
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
            if run is not None or one.body.get("last_heartbeat"):
                yield _crashed(run or StationRunRow(name, kind, None, None, ON), one, zone)
            run = StationRunRow(name, str(one.body.get("kind") or kind), one.row.at, None, ON)
    if run is not None:
        yield _last(run, row, as_of)


def _crashed(run: StationRunRow, again: Found, zone: ZoneInfo) -> StationRunRow:
    """One that was not closed, and was started again."""
    until, heard = again.row.at, again.body.get("last_heartbeat")
    if not heard:
        return replace(run, ended_at=until, how=CRASHED)
    since = datetime.fromisoformat(str(heard))
    said = OFF.format(since=clock_seconds(since, zone), until=clock_seconds(until, zone))
    return replace(run, ended_at=since, how=said, off_until=until)


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
    known_until = run.off_until or run.ended_at
    return begun and (known_until is None or known_until > since)
