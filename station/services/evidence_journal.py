"""Finds what the journal says of one patient, without reading all of it.

Entries are numbered without a gap and stand in order of time, or very nearly: whoever writes takes the time a moment
before it is his turn. So a time is found by halving, and looked around.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from station.models import JournalEntry
from station.models.base import from_micros, to_micros
from station.store.journal import head
from station.store.rows.evidence import JournalRow

_AROUND: Final = 500
"""Entries looked at before and after those of a time."""
_NEAR: Final = 100
"""The same for a single moment."""
_PUT_IN: Final = 3000
"""The same for what came in together after the record had been away."""
_SAID_WITHIN: Final = 3_600_000_000
"""Microseconds."""
SHOWN: Final = "alert.shown"
_LISTS: Final = ("stays", "not_seen")
_MOVES: Final = ("stay.admitted", "stay.moved", "stay.swapped")


@dataclass(frozen=True, slots=True)
class Found:
    """An entry, and what it says."""

    row: JournalRow
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Extract:
    """All entries of a patient that belong to the evidence, in order, and which were looked through for them."""

    entries: tuple[Found, ...]
    looked_from: int
    looked_to: int
    seq: int
    hash: str
    """The number and hash of the last entry of the journal then."""


_Asked = Select[int, int, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Sought:
    """What an extract is of, besides what speaks of the stay itself."""

    moments: Iterable[datetime]
    """When something else was entered, before or after the stretch."""
    put_in: Iterable[datetime]
    """When something that had been kept on a station came into the record: it bears the time at which it was kept."""
    checks: Iterable[int]
    """His; an entry that moves one of them to another patient is his as well."""
    alerts: Iterable[int]
    """His; an entry that says that one of them was shown is his as well."""


def extract(session: Session, stay_id: int, since: datetime, until: datetime, sought: Sought) -> Extract:
    """What was entered of a stay from `since` to `until`, and what else is sought."""
    mine, micros = _of(stay_id), (to_micros(since), to_micros(until))
    last, digest = head(session)
    looked = max(1, seq_at(session, micros[0]) - _AROUND), min(last, seq_at(session, micros[1] + 1) + _AROUND)
    rows = list(
        _read(
            session,
            _ENTRIES.where(
                JournalEntry.seq.between(*looked), JournalEntry.at >= micros[0], JournalEntry.at <= micros[1], mine
            ),
        )
    )
    others = {to_micros(one) for one in sought.moments if not since <= one <= until}
    for at in sorted(others):
        rows += _read(session, _ENTRIES.where(_around(session, at, _NEAR), JournalEntry.at == at, mine))
    for at in sorted({to_micros(one) for one in sought.put_in}):
        around = _read(session, _ENTRIES.where(_around(session, at, _PUT_IN), mine))
        rows += [one for one in around if micros[0] <= one.row.at_micros <= micros[1] or one.row.at_micros in others]
    rows += _shown(session, micros)
    checks, alerts = frozenset(sought.checks), frozenset(sought.alerts)
    kept = {one.row.seq: one for one in rows if _is_his(one.body, stay_id, checks, alerts)}
    return Extract(tuple(kept[seq] for seq in sorted(kept)), *looked, last, digest)


def _around(session: Session, at: int, many: int) -> ColumnElement[bool]:
    """However many were written at one moment: a census of sixty patients is."""
    return JournalEntry.seq.between(seq_at(session, at) - many, seq_at(session, at + 1) + many)


def _shown(session: Session, micros: tuple[int, int]) -> Iterator[Found]:
    """What stations painted and sounded; they say so a little later."""
    first, last = seq_at(session, micros[0]), seq_at(session, micros[1] + _SAID_WITHIN)
    span = JournalEntry.seq.between(first - _AROUND, last + _AROUND)
    yield from _read(session, _ENTRIES.where(span, JournalEntry.kind == SHOWN))


def _is_his(body: Mapping[str, Any], stay_id: int, checks: frozenset[int], alerts: frozenset[int]) -> bool:
    return (
        touches(body, stay_id)
        or body.get("original") in checks
        or any(one["alert"] in alerts for one in body.get("shown") or ())
    )


def beds_of(session: Session, stay_id: int, since: datetime, until: datetime) -> tuple[Found, ...]:
    """His admission and every change of bed."""
    first, last = (seq_at(session, to_micros(one)) for one in (since, until))
    found = _ENTRIES.where(
        JournalEntry.seq.between(first - _AROUND, last + _AROUND), JournalEntry.kind.in_(_MOVES), _of(stay_id)
    )
    return tuple(one for one in _read(session, found) if touches(one.body, stay_id))


def moves_since(session: Session, since: datetime) -> Iterator[Found]:
    """Changes of bed of anybody."""
    first = seq_at(session, to_micros(since)) - _AROUND
    yield from _read(session, _ENTRIES.where(JournalEntry.seq >= first, JournalEntry.kind.in_(_MOVES[1:])))


def said_of_stations(session: Session, since: datetime, until: datetime) -> tuple[Found, ...]:
    """What stations said of their own beginning and end, of their sound, and of the record when it was away."""
    first, last = (seq_at(session, to_micros(one)) for one in (since, until))
    kinds = or_(
        JournalEntry.kind.in_(("station.started", "station.stopped", "unit.not watched")),
        JournalEntry.kind.startswith("sound."),
        JournalEntry.kind.startswith("record."),
    )
    found = _ENTRIES.where(
        JournalEntry.seq.between(first - _AROUND, last + _AROUND), kinds
    )  # fmt: skip
    return tuple(one for one in _read(session, found) if since <= one.row.at <= until)


def seq_at(session: Session, micros: int) -> int:
    """The number of the first entry at or after that time; one past the last where there is none."""
    low, high = 1, head(session)[0] + 1
    while low < high:
        middle = (low + high) // 2
        at = session.connection().execute(_AT, {"seq": middle}).scalar()
        if at is not None and at < micros:
            low = middle + 1
        else:
            high = middle
    return low


def touches(value: Any, stay_id: int) -> bool:
    """Whether it speaks of that stay, anywhere in it."""
    if isinstance(value, Mapping):
        return (
            value.get("stay") == stay_id
            or any(stay_id in (value.get(name) or ()) for name in _LISTS)
            or any(touches(one, stay_id) for one in value.values() if isinstance(one, Mapping | list))
        )
    return isinstance(value, list) and any(touches(one, stay_id) for one in value if isinstance(one, Mapping | list))


_COLUMNS: Final = (
    JournalEntry.seq, JournalEntry.at, JournalEntry.actor, JournalEntry.station, JournalEntry.kind, JournalEntry.body,
    JournalEntry.prev, JournalEntry.hash,
)  # fmt: skip
_ENTRIES: Final = select(*_COLUMNS).order_by(JournalEntry.seq)
_AT: Final = select(JournalEntry.at).where(JournalEntry.seq == bindparam("seq"))


def _of(stay_id: int) -> ColumnElement[bool]:
    """By the text of their bodies: more than are his, never fewer."""
    said = [f'"stay":{stay_id},', f'"stay":{stay_id}}}', *(f'"{name}":[' for name in _LISTS)]
    return or_(*(JournalEntry.body.contains(one) for one in said), JournalEntry.kind == "check.wrong patient")


def _read(session: Session, asked: _Asked) -> Iterator[Found]:
    for seq, at, actor, station, kind, body, prev, digest in session.execute(asked):
        row = JournalRow(seq, from_micros(at), at, actor, station, kind, body, prev, digest)
        yield Found(row, _said(body))


def _said(body: str) -> Mapping[str, Any]:
    """Of an entry that somebody has spoilt, nothing: reading the journal over finds it."""
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
