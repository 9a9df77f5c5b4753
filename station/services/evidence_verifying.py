"""Holds a pack of evidence against the journal it was made from."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, select

from station.models import JournalEntry
from station.services.evidence import MADE
from station.store.journal import content_of, entry_hash
from station.store.verify import Anchor, verify_journal
from station.store.work import Store

JournalLine = tuple[int, int, str, str, str, str, str, str]
"""(seq, at, actor, station, kind, body, prev, hash)"""
_AT_ONCE: Final = 500


def altered_lines(lines: Iterable[JournalLine]) -> list[str]:
    """A sentence for each line whose content has not the hash it bears. Needs no database."""
    return [
        f"Entry {seq:,} of the journal was altered in the pack: its content does not have the hash beside it."
        for seq, at, actor, station, kind, body, prev, digest in lines
        if entry_hash(prev, seq, content_of(at, actor, station, kind, body)) != digest
    ]


def journal_faults(store: Store, head: tuple[int, str], lines: Sequence[JournalLine], manifest: str) -> list[str]:
    """What is wrong between a pack and the journal of this database; reads all of the journal over.

    `head`: number and hash of the last entry when the pack was made; `manifest`: the SHA-256 of its manifest.
    """
    found = verify_journal(store, anchor=Anchor(*head))
    faults = [found.why] if found.journal == "broken" else []
    if found.journal == "empty":
        faults.append("The journal of this database is empty: the pack was not made from it.")
    faults += _not_there(store, lines)
    if not _was_journalled(store, head[0], manifest):
        faults.append(
            "The journal does not tell that a pack with this manifest was made: manifest.json was altered, or the pack "
            "was made from another database."
        )
    return faults


def _not_there(store: Store, lines: Sequence[JournalLine]) -> list[str]:
    """Entries of the pack that the journal has not, or has otherwise."""
    faults = []
    with store.read() as session:
        for at in range(0, len(lines), _AT_ONCE):
            part = {line[0]: line[7] for line in lines[at : at + _AT_ONCE]}
            asked = select(JournalEntry.seq, JournalEntry.hash).where(JournalEntry.seq.in_(part))
            here = dict(session.execute(asked).all())
            faults += [
                f"Entry {seq:,} of the pack is not the one that the journal has under this number."
                for seq, digest in part.items()
                if here.get(seq) != digest
            ]
    return faults


def names_since(store: Store, head: int) -> list[tuple[str, str]]:
    """(name now, name before) of people who have been called otherwise since then, the latest change first."""
    found = []
    for body in _since(store, head, JournalEntry.kind == "person.changed"):
        before, after = (str(body.get(one, {}).get("name", "")) for one in ("before", "now"))
        if before and after and before != after:
            found.append((after, before))
    return found[::-1]


def places_changed(store: Store, head: int) -> bool:
    """Whether beds, rooms or areas were changed since then: who walks over a bed depends on where it stands."""
    return bool(_since(store, head, JournalEntry.kind.startswith("place.")))


def _since(store: Store, head: int, which: ColumnElement[bool]) -> list[dict[str, Any]]:
    asked = select(JournalEntry.body).where(JournalEntry.seq > head, which).order_by(JournalEntry.seq)
    with store.read() as session:
        bodies = session.scalars(asked).all()
    return [said for body in bodies if isinstance(said := json.loads(body), dict)]


def _was_journalled(store: Store, head: int, manifest: str) -> bool:
    with store.read() as session:
        bodies = session.scalars(
            select(JournalEntry.body).where(JournalEntry.seq > head, JournalEntry.kind == MADE)
        ).all()
    return any(f'"manifest":"{manifest}"' in body for body in bodies)
