"""The journal: an append-only chain of hashes, written in the transaction of the change it tells of."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from station.models import JournalEntry
from station.models.base import to_micros

if TYPE_CHECKING:
    from station.store.work import Actor

GENESIS: Final = "0" * 64


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, moments as UTC ISO 8601."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"the journal cannot hold a {type(value).__name__}: {value!r}")


def entry_hash(prev: str, seq: int, content: str) -> str:
    """SHA-256 over the hash before, the number and the canonical content."""
    return hashlib.sha256(f"{prev}\n{seq}\n{content}".encode()).hexdigest()


def content_of(at: int, actor: str, station: str, kind: str, body: str) -> str:
    """Everything an entry says, so that nothing of it can be altered unseen."""
    return canonical({"at": at, "actor": actor, "station": station, "kind": kind, "body": body})


def head(session: Session) -> tuple[int, str]:
    """The number and hash of the last entry; (0, GENESIS) before the first."""
    row = session.execute(
        select(JournalEntry.seq, JournalEntry.hash).order_by(JournalEntry.seq.desc()).limit(1)
    ).first()
    return (0, GENESIS) if row is None else (row.seq, row.hash)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be said, before it has its place in the chain. `body` is canonical JSON."""

    at: int
    actor: str
    station: str
    kind: str
    body: str


def entry(*, at: datetime, actor: "Actor", kind: str, body: Mapping[str, Any]) -> Entry:
    return Entry(to_micros(at), actor.name, actor.station, kind, canonical(body))


def append(session: Session, entries: Sequence[Entry]) -> None:
    """Add entries at the head, in their order, in one statement."""
    if not entries:
        return
    seq, prev = head(session)
    rows = []
    for one in entries:
        seq += 1
        digest = entry_hash(prev, seq, content_of(one.at, one.actor, one.station, one.kind, one.body))
        rows.append(asdict(one) | {"seq": seq, "prev": prev, "hash": digest})
        prev = digest
    session.execute(insert(JournalEntry), rows)
