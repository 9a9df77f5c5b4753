"""Reading the journal over: every entry, its number, its link and its hash; and its head against what others kept."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from station.models import JournalEntry
from station.store import journal
from station.store.errors import StoreError
from station.store.work import Store

CHUNK: Final = 1000
"""Entries read at a time: about 3 ms, after which other threads have their turn."""

_ROWS: Final = (
    "SELECT seq, at, actor, station, kind, body, prev, hash FROM journal WHERE seq > {} ORDER BY seq LIMIT {}"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of the journal at some time, as kept outside the database."""

    seq: int
    hash: str

    @classmethod
    def genesis(cls) -> "Anchor":
        """Of an empty journal."""
        return cls(0, journal.GENESIS)

    def as_dict(self) -> dict[str, Any]:
        return {"seq": self.seq, "hash": self.hash}


@dataclass(frozen=True, slots=True)
class Verification:
    """What reading the journal over has shown."""

    journal: Literal["ok", "broken", "empty", "stopped"]
    """"stopped": cancelled before the end; the entries read so far are good."""
    entries: int
    """Good ones, from the first on."""
    head: str
    """The hash of the last good entry."""
    first_bad: int | None = None
    """The number of the first entry that is missing or altered."""
    why: str = ""
    """What is wrong with it, as a sentence."""


def verify_journal(
    store: Store,
    *,
    chunk: int = CHUNK,
    anchor: Anchor | None = None,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    pause_s: float = 0.0,
) -> Verification:
    """Read the journal from its first entry to its last. Entries added meanwhile are read too.

    `anchor`: a head kept elsewhere, which the journal must contain. `progress` is told the entries read so far.
    `pause_s`: seconds to rest between chunks, for a reading in the background. Raises StoreError.
    """
    chain = _Chain()
    while rows := _rows(store, chain.seq, chunk, chain):
        bad = chain.follow(rows)
        if bad:
            return chain.broken(bad)
        if progress is not None:
            progress(chain.seq)
        if cancelled is not None and cancelled():
            return Verification("stopped", chain.seq, chain.hash)
        time.sleep(pause_s)
    if chain.unreadable:
        return chain.broken(chain.unreadable)
    cut = check_anchor(store, anchor) if anchor is not None else None
    if cut is not None:
        return Verification("broken", chain.seq, chain.hash, min(chain.seq + 1, anchor.seq) if anchor else None, cut)
    return Verification("ok" if chain.seq else "empty", chain.seq, chain.hash)


def check_anchor(store: Store, anchor: Anchor) -> str | None:
    """None when the journal still holds the anchored entry as it was; else a sentence saying what is wrong.

    A chain whose end was cut off is whole in itself: only a head kept elsewhere tells.
    """
    if anchor.seq == 0:
        return None
    with store.read() as session:
        last, _ = journal.head(session)
        found = session.scalar(select(JournalEntry.hash).where(JournalEntry.seq == anchor.seq))
    if found == anchor.hash:
        return None
    if last < anchor.seq:
        return f"The journal ends at entry {last:,}, but had reached entry {anchor.seq:,}: its end was cut off."
    return f"Entry {anchor.seq:,} of the journal is not the one that was there before: the journal was written anew."


def head_of(store: Store) -> Anchor:
    """The present head, to be kept elsewhere."""
    with store.read() as session:
        return Anchor(*journal.head(session))


def first_of(store: Store) -> str:
    """The hash of the journal's first entry, which no other record has: by it a record is known again, also from a
    backup. Empty while nothing has been written."""
    with store.read() as session:
        return next(iter(journal.hashes_after(session, 0, 1)), "")


class _Chain:
    """Follows the chain entry by entry."""

    def __init__(self) -> None:
        self.seq = 0
        self.hash = journal.GENESIS
        self.unreadable = ""

    def follow(self, rows: Sequence[Any]) -> str:
        """Go on over these rows. Answers what is wrong with the first bad one, or nothing when all are good."""
        for row in rows:
            seq, prev, digest = row[0], row[6], row[7]
            if seq != self.seq + 1:
                return f"Entry {self.seq + 1:,} is missing: entry {seq:,} comes after entry {self.seq:,}."
            if prev != self.hash:
                return f"Entry {seq:,} does not follow entry {self.seq:,}: its link to it is another."
            if digest != _digest(row):
                return f"Entry {seq:,} was altered: its content does not have the hash that was recorded."
            self.seq, self.hash = seq, digest
        return ""

    def broken(self, why: str) -> Verification:
        return Verification("broken", self.seq, self.hash, self.seq + 1, why)


def _digest(row: Sequence[Any]) -> str:
    """The hash as it should be; nothing when a field holds something that was never written there."""
    seq, at, actor, station, kind, body, prev, _ = row
    try:
        return journal.entry_hash(prev, seq, journal.content_of(at, actor, station, kind, body))
    except (TypeError, ValueError):
        return ""


def _rows(store: Store, after: int, count: int, chain: _Chain) -> Sequence[Any]:
    """The next entries. Where a text was overwritten with what is not text, those before it, and `chain` is told."""
    try:
        with store.read() as session:
            return session.connection().exec_driver_sql(_ROWS.format(int(after), int(count))).fetchall()
    except DBAPIError as exc:
        if "decode" not in str(exc).lower():
            raise
    if count > 1:
        return _rows(store, after, count // 2, chain)
    chain.unreadable = f"Entry {after + 1:,} was altered: it holds bytes that are not text."
    return ()


def check_file(store: Store) -> str | None:
    """Read the whole SQLite file over (seconds for a year of records). None when it is sound, else what is wrong.

    PostgreSQL looks after its own files; there the answer is always None.
    """
    if store.engine.dialect.name != "sqlite":
        return None
    try:
        with store.read() as session:
            found = session.connection().exec_driver_sql("PRAGMA integrity_check(1)").scalar()
    except StoreError as exc:
        return str(exc)
    return None if found == "ok" else f"{store.where} is damaged ({' '.join(str(found).split())})."
