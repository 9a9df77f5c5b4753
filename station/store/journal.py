"""The journal: an append-only chain of hashes, written in the transaction of the change it tells of."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from station.models.base import to_micros

if TYPE_CHECKING:
    from station.store.work import Actor

GENESIS: Final = "0" * 64
"""What the first entry follows."""

LOCK: Final = 0x57A7_1014
"""The PostgreSQL advisory lock of whoever writes."""

_HASHES_AFTER: Final = text("SELECT hash FROM journal WHERE seq > :seq ORDER BY seq LIMIT :limit")
_HEAD: Final = "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be said, before it has a place in the chain. `at`: microseconds since 1970 UTC."""

    at: int
    actor: str
    station: str
    kind: str
    body: str
    """Canonical JSON."""


def entry(*, at: datetime, actor: "Actor", kind: str, body: Mapping[str, Any]) -> Entry:
    """Put into words. Raises TypeError or ValueError for what JSON cannot hold, a naive moment or a NaN."""
    return Entry(to_micros(at), actor.name, actor.station, kind, canonical(body))


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, moments as UTC ISO 8601."""
    return _ENCODER.encode(value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"the journal needs a time zone, got the naive {value!r}")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"the journal cannot hold a {type(value).__name__}: {value!r}")


_ENCODER: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
)


def entry_hash(prev: str, seq: int, content: str) -> str:
    """SHA-256 over the hash before, the number and the canonical content."""
    return hashlib.sha256(f"{prev}\n{seq}\n{content}".encode()).hexdigest()


def content_of(at: int, actor: str, station: str, kind: str, body: str) -> str:
    """Everything an entry says, so that nothing of it can be altered unseen.

    The same text as `canonical` of these five by name, four times as fast: verification reads every entry.
    """
    quoted = encode_basestring
    return (
        f'{{"actor":{quoted(actor)},"at":{at},"body":{quoted(body)},"kind":{quoted(kind)},"station":{quoted(station)}}}'
    )


def head(session: Session) -> tuple[int, str]:
    """The number and hash of the last entry; (0, GENESIS) before the first."""
    row = session.connection().exec_driver_sql(_HEAD).first()
    return (0, GENESIS) if row is None else (row[0], row[1])


def hashes_after(session: Session, seq: int, limit: int) -> Sequence[str]:
    """Of the first entries after this number, in their order."""
    return session.scalars(_HASHES_AFTER, {"seq": seq, "limit": limit}).all()


def append(session: Session, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Add entries at the head, in their order, in one statement; their hashes.

    The session must be the only writer (`lock`).
    """
    if not entries:
        return ()
    seq, prev = head(session)
    rows: list[tuple[Any, ...]] = []
    for each in entries:
        seq += 1
        digest = entry_hash(prev, seq, content_of(each.at, each.actor, each.station, each.kind, each.body))
        rows.append((seq, each.at, each.actor, each.station, each.kind, each.body, prev, digest))
        prev = digest
    connection = session.connection()
    connection.exec_driver_sql(_INSERT[connection.dialect.name], rows if len(rows) > 1 else rows[0])
    return tuple(row[-1] for row in rows)


def lock(session: Session) -> None:
    """Become the only writer until the end of the transaction; a second time is harmless.

    SQLite's BEGIN IMMEDIATE, which taking the connection sends, has done it already; PostgreSQL takes a lock.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


_INSERT: Final = {
    "sqlite": "INSERT INTO journal (seq, at, actor, station, kind, body, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    "postgresql": (
        "INSERT INTO journal (seq, at, actor, station, kind, body, prev, hash) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
    ),
}
"""As each driver writes it: what is said with every transaction is not compiled anew."""
